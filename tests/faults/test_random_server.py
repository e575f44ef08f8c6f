"""Whatever sites do, alone or together: what is stored is what they published.

Two short worlds here (in one a run is killed and one has a wrong clock, in the other one is told to
stop), seven with --deep; ``python -m benchmarks.random_servers`` runs as many as there
is time for.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import volume
from tests.support.random_server import World

SEEDS = volume.of((1, 7), (1, 2, 3, 4, 5, 6, 7))
CALM = (timedelta(hours=2), timedelta(days=9))


@pytest.fixture(scope="module", params=SEEDS)
def world(request, tmp_path_factory):
    """A world that has lived through three rounds of faults and calmed down."""
    with World(tmp_path_factory.mktemp(f"world-{request.param}"), request.param) as world:
        world.begin()
        for _ in range(3):
            world.round()
        world.calm_down(CALM)
        yield world


def test_no_run_left_anything_that_must_not_be(world):
    assert world.violations == [], "\n".join(world.history)
    assert world.counts["faults"] > 0
    assert len(world.stories) > 10


SPOILT = {
    "UPDATE articles SET body = body || ' lagi' WHERE id = (SELECT max(id) FROM articles)": "reads",
    "UPDATE articles SET headline = 'Situs dalam pemeliharaan'": "reads what it never did",
    "UPDATE articles SET published_at = '2011-01-01T00:00:00Z'": "stored as",
    "UPDATE articles SET url = url || '-lain'": "is none of",
    "UPDATE articles SET site = 'mapped'": "is none of",
    "UPDATE frontier SET due_at = NULL, article_id = NULL": "frontier: {",
    "UPDATE frontier SET fetches = 0": "frontier: {",
    "DELETE FROM frontier WHERE article_id IS NOT NULL": "no listed address",
    "UPDATE runs SET stored = stored + 1": "versions are its",
    "UPDATE runs SET rejected = rejected + 1": "rejected",
    "DELETE FROM articles": "not stored",
    "INSERT INTO aliases SELECT o.url, a.id, a.first_seen_at FROM articles a JOIN articles o "
    "ON o.site = a.site AND o.id = a.id + 1": "another story's",
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_each_thing_that_must_not_be_is_told(world, tmp_path, spoil, monkeypatch):
    shutil.copy(world.database, tmp_path / "news.db")
    monkeypatch.setattr(world, "folder", tmp_path)
    with closing(sqlite3.connect(tmp_path / "news.db")) as database, database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute(spoil)
    told = [each for site in world.sites for each in (*world.wrong(site, 0), *world.missing())]
    assert any(SPOILT[spoil] in each for each in told), told[:5]


def test_a_world_is_told_by_its_seed(tmp_path: Path):
    one, other = World(tmp_path, 3), World(tmp_path, 3)
    assert one.sites == other.sites
    assert one.publish(one.sites[0]) == other.publish(other.sites[0])
    for each in (one, other):
        each.newsroom._server.server_close()
