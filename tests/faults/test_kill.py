"""kill -9 at random moments of a crawl: the next one ends with what an undisturbed one has.

``benchmarks/kill.py`` does the same fifty times, and with 10,000 articles.
"""

import sqlite3
from contextlib import closing

import pytest

from tests.support.interrupted import SITE, Moment, Scene, torn_end, wrong
from tests.support.warm import started

SEED = 20251123


class ForkedScene(Scene):
    """Crawls that are forked off, and so die while they crawl rather than while they import."""

    def start(self, folder, *arguments):
        line = self.arguments(folder, *arguments)
        log = folder / "log"
        return started(*line, env=self.newsroom.environment(), log=log, group=True)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """The newsroom, and a database in which some of its articles are stored and due."""
    with ForkedScene(tmp_path_factory.mktemp("kill"), SEED) as scene:
        yield scene


@pytest.fixture(scope="module")
def expected(scene):
    """What a crawl leaves that nobody disturbs."""
    expected = scene.undisturbed()
    assert len(expected) == 40
    assert not wrong(scene.calm.folder, expected)
    return expected


def killed_three_times(scene, *phases):
    """A crawl killed three times, each time begun again."""
    run = scene.fresh()
    for number, phase in enumerate(phases):
        scene.killed(Moment(phase, scene.chance.random() / (1 + number)), run)
    assert run.codes.count(-9) >= 2, f"seed {SEED}: {run.codes}"
    return run


def test_killed_again_and_again_a_crawl_ends_like_an_undisturbed_one(scene, expected):
    run = killed_three_times(scene, "start-up", "discovery", "fetching")
    scene.rerun(run)
    assert run.codes[-1] == 0, run.said
    assert not wrong(run.folder, expected), f"seed {SEED}"
    assert "Traceback" not in run.said


def test_the_run_after_a_kill_ends_the_row_of_the_killed_one_and_mends_the_archive(scene, expected):
    run = killed_three_times(scene, "fetching", "storing", "closing")
    torn_end(run)
    scene.rerun(run)
    assert not wrong(run.folder, expected), f"seed {SEED}"
    assert run.torn == 1
    assert "ended in the middle of a record (a run was killed" in run.said
    assert "'warta/torn_records': 1" in run.said
    with closing(sqlite3.connect(run.folder / "news.db")) as database:
        verdict, finish_reason, code, reason, ended, counted = database.execute(
            "SELECT verdict, finish_reason, exit_code, reason, ended_at >= started_at, "
            "fetched = stored + revised + unchanged FROM runs WHERE site = ? "
            "AND finish_reason <> 'finished' ORDER BY id DESC LIMIT 1",
            (SITE,),
        ).fetchone()
    assert (verdict, finish_reason, code, ended, counted) == ("failed", "died", None, 1, 1)
    assert reason.startswith("it died before its end (killed, no memory, no power or a full disk)")
    assert "WARNING: visimuslim: run " in (run.folder / "log").read_text()
