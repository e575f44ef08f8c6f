"""``scrapy due``: one cron line for every site, several at a time, ended cleanly."""

import asyncio
import bisect
import re
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from math import sin

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from benchmarks.rhythms import hours_of
from crawler.clock import utc
from crawler.commands.crawling.due import (
    chosen_sites,
    clock_was_ahead,
    in_words,
    jobs_for,
    nothing_is_due,
)
from crawler.console.command import positive_number, whole_number
from crawler.database import connect
from crawler.errors import DatabaseProblem, SiteFileProblem, UsageProblem
from crawler.runs.batch import Batch, Ending, Job, exit_code, in_sum
from crawler.runs.due import Turn, turns
from crawler.runs.site_health import note_health
from crawler.runs.site_lock import is_being_crawled, site_lock
from crawler.runs.verdict import Verdict
from spiders.visimuslim import VisimuslimSpider
from tests.support.newsroom import Newsroom, samples
from tests.support.sample_articles import new_database
from tests.support.warm import scrapy, started

NOW = datetime(2025, 6, 18, 7, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def path(tmp_path):
    """A new database."""
    return new_database(tmp_path / "news.db")


def turn(site, late, interval=HOUR):
    """A site whose time came so long ago (negative: is to come)."""
    return Turn(site, NOW - late, interval)


# What is due, and in which order


def test_what_loses_articles_soonest_comes_first(path):
    with closing(connect(path)) as news, news:
        for site, late, minutes in [
            ("portal", 20 * MINUTE, 10),
            ("harian", HOUR, 1440),
            ("lama", timedelta(days=9), 1440),
            ("nanti", -HOUR, 60),
        ]:
            news.execute(
                "INSERT INTO site_health (site, checked_at, due_at, interval_minutes) "
                "VALUES (?, ?, ?, ?)",
                (site, utc(NOW), utc(NOW - late), minutes),
            )
        found = turns(news, ["baru", "harian", "lama", "nanti", "portal"], NOW)
    assert [each.site for each in found] == ["lama", "portal", "baru", "harian", "nanti"]
    assert [each.is_due(NOW) for each in found] == [True, True, True, True, False]


def test_what_was_noted_under_a_clock_that_was_ahead_is_due_and_told(path):
    with closing(connect(path)) as news, news:
        for site, due_at in [("harian", NOW + 25 * HOUR), ("portal", NOW + 23 * HOUR)]:
            news.execute(
                "INSERT INTO site_health (site, checked_at, due_at, interval_minutes) "
                "VALUES (?, ?, ?, 1440)",
                (site, utc(NOW), utc(due_at)),
            )
        found = turns(news, ["harian", "portal"], NOW)
    assert [(each.site, each.is_due(NOW)) for each in found] == [
        ("harian", True),
        ("portal", False),
    ]
    sentence = clock_was_ahead(found)
    assert "the next run of 1 site was noted for as late as 2025-06-19 15:00 WIB" in sentence
    assert clock_was_ahead(found[1:]) is None


def test_without_a_database_every_site_is_due():
    assert [each.site for each in turns(None, ["b", "a"], NOW)] == ["a", "b"]
    assert all(each.is_due(NOW) for each in turns(None, ["a"], NOW))


def test_a_site_is_due_a_little_early_so_that_cron_does_not_miss_it_by_seconds():
    assert turn("portal", -30 * timedelta(seconds=1), 10 * MINUTE).is_due(NOW)
    assert not turn("portal", -2 * MINUTE, 10 * MINUTE).is_due(NOW)


def test_when_nothing_is_due_the_next_is_named():
    waiting = [turn("detik", -3 * HOUR), turn("kompas", -7 * MINUTE), turn("rmol", HOUR)]
    assert nothing_is_due(waiting, busy=waiting[2:], now=NOW) == (
        "due: nothing is due; next is kompas, in 7 minutes (2025-06-18 14:07 WIB); "
        "being crawled: rmol"
    )


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=3), "1 minute"),
        (7 * MINUTE, "7 minutes"),
        (119 * MINUTE, "119 minutes"),
        (5 * HOUR, "5 hours"),
        (80 * HOUR, "3 days"),
    ],
)
def test_spans_in_words(span, words):
    assert in_words(span) == words


class Loader:
    """Knows three spiders, one of which needs an argument, and a file that does not load."""

    broken = {"jebol": SiteFileProblem("spiders/jebol.py, line 1: '(' was never closed")}  # noqa: RUF012

    def list(self):
        """The names of those that load."""
        return ["kompas", "blogger", "detik"]

    def names(self):
        """All names."""
        return {"kompas", "blogger", "detik", "jebol"}

    def domains(self):
        """No rows of tables."""
        return {}

    def load(self, name):
        """A spider class."""
        if problem := self.broken.get(name):
            raise problem
        return {"kompas": Kompas, "detik": Detik, "blogger": NeedsAddress}[name]


class Kompas:
    """A spider of one site."""

    name, allowed_domains = "kompas", ("kompas.com",)


class Detik:
    """Another."""

    name, allowed_domains = "detik", ("detik.com",)


class NeedsAddress:
    """A spider for any blog."""

    name, allowed_domains = "blogger", ()

    def __init__(self, url=None):
        if url is None:
            raise UsageProblem("blogger needs url=")


def test_all_sites_are_served_but_those_that_need_arguments():
    chosen = chosen_sites(Loader(), [])
    assert chosen == ["blogger", "detik", "jebol", "kompas"]
    jobs = jobs_for([*chosen, "no_spider"], Loader(), chosen)
    assert [job.site for job in jobs] == ["detik", "jebol", "kompas"]


def test_the_setting_restricts_the_sites_and_is_checked():
    assert chosen_sites(Loader(), ["kompas", "detik.com", "kompas.com"]) == ["kompas", "detik"]
    assert chosen_sites(Loader(), ["jebol", "detik"]) == ["jebol", "detik"]
    with pytest.raises(UsageProblem, match="did you mean kompas"):
        chosen_sites(Loader(), ["kompaz"])
    with pytest.raises(UsageProblem, match="blogger needs url="):
        chosen_sites(Loader(), ["blogger"])


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", ""])
def test_a_limit_is_a_whole_number(value):
    with pytest.raises(UsageProblem, match="--limit"):
        whole_number("--limit", value)


@pytest.mark.parametrize("value", ["0", "-1", "inf", "nan", "many"])
def test_a_budget_is_a_number_of_minutes(value):
    with pytest.raises(UsageProblem, match="--budget"):
        positive_number("--budget", value)
    assert positive_number("--budget", "0.5") == 0.5


# Several runs in one process


class Runner:
    """Makes crawlers that take a moment and end as told; notes what ran at the same time."""

    def __init__(self, folder, **verdicts):
        self.settings = Settings({"DATABASE": str(folder / "news.db")})
        self.verdicts = verdicts
        self.log, self.most, self.running = [], 0, 0

    def create_crawler(self, name):
        """A crawler that is only its name."""
        return Crawler(name, self.verdicts.get(name, "ok"))

    async def crawl(self, crawler, **arguments):
        """Take a moment."""
        assert is_being_crawled(self.settings["DATABASE"], crawler.name)
        self.log.append((crawler.name, arguments))
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0.01)
        self.running -= 1
        if crawler.verdict == "raises":
            raise RuntimeError("contoh")


class Crawler:
    """What a batch asks of a crawler."""

    crawling, _started, _engine = False, True, None

    def __init__(self, name, word):
        self.name, self.verdict = name, word
        self.spidercls = VisimuslimSpider
        self.verdict_before = "ok"
        self.stats = MemoryStatsCollector(get_crawler())

    def get_extension(self, _):
        """The ledger, with the verdict."""
        ledger = type("Ledger", (), {"verdict_before": "ok"})()
        ledger.verdict = Verdict(self.verdict, "contoh")
        return ledger


def carry_out(runner, *jobs, at_once=2, stop_after=None):
    """Run a batch; it, and how its runs ended."""

    async def run():
        batch = Batch(runner, jobs, at_once)
        if stop_after is not None:
            asyncio.get_running_loop().call_later(stop_after, batch.stop, "budget")
        return batch, await batch.run()

    return asyncio.run(run())


def test_so_many_sites_at_a_time_and_no_more(tmp_path, capsys):
    runner = Runner(tmp_path, dua="broken")
    _, endings = carry_out(runner, *map(Job, ["satu", "dua", "tiga", "empat", "lima"]), at_once=3)
    assert runner.most == 3
    assert {ending.site: ending.word for ending in endings} == {
        "satu": "ok",
        "dua": "broken",
        "tiga": "ok",
        "empat": "ok",
        "lima": "ok",
    }
    assert "dua: broken - contoh" in capsys.readouterr().err.splitlines()


def test_runs_of_one_site_follow_one_another(tmp_path):
    runner = Runner(tmp_path)
    days = [{"since": f"2025-06-0{day}"} for day in (1, 2, 3)]
    _, endings = carry_out(runner, *(Job("satu", day) for day in days), Job("dua"), at_once=4)
    assert [ending.word for ending in endings] == ["ok"] * 4
    assert [arguments for name, arguments in runner.log if name == "satu"] == days


def test_a_site_crawled_by_another_process_is_overlapping(tmp_path):
    with site_lock(tmp_path / "news.db", "satu"):
        _, endings = carry_out(Runner(tmp_path), Job("satu"), Job("dua"))
    assert [(ending.site, ending.word) for ending in endings] == [
        ("satu", "overlapping"),
        ("dua", "ok"),
    ]


def test_a_run_that_cannot_start_has_failed_and_the_others_go_on(tmp_path, caplog):
    _, endings = carry_out(Runner(tmp_path, satu="raises"), Job("satu"), Job("dua"), Job("tiga"))
    assert sorted(ending.word for ending in endings) == ["failed", "ok", "ok"]
    assert "satu: the crawl could not start" in caplog.text


def test_nothing_further_is_begun_once_told_to_stop(tmp_path):
    batch, endings = carry_out(Runner(tmp_path), *map(Job, "abcdefgh"), at_once=1, stop_after=0.025)
    assert 1 <= len(endings) < 8
    assert len(endings) + len(batch.waiting) == 8


def test_a_folder_that_cannot_be_written_stops_them_all_with_one_sentence(tmp_path):
    with pytest.raises(DatabaseProblem, match="no lock can be made"):
        carry_out(Runner(tmp_path / "nowhere"), Job("satu"), Job("dua"))


def test_the_exit_code_is_that_of_the_worst():
    words = ["ok", "overlapping", "degraded", "blocked", "broken", "failed"]
    endings = [Ending(word, word, "contoh") for word in words]
    codes = [exit_code(endings[: number + 1]) for number in range(6)]
    assert codes == [0, 40, 10, 30, 20, 1]
    assert exit_code([]) == 0


def test_a_batch_is_summed_up_in_a_line():
    endings = [Ending("kompas", "ok", ""), Ending("detik", "ok", ""), Ending("rmol", "broken", "")]
    assert in_sum(endings) == "2 ok, 1 broken (rmol)"


def test_of_many_runs_those_that_ended_well_are_told_ten_in_a_line(tmp_path, capsys):
    jobs = [Job(f"site{number}") for number in range(362)]
    _, endings = carry_out(Runner(tmp_path, site7="broken"), *jobs, at_once=16)
    assert len(endings) == 362
    lines = capsys.readouterr().err.splitlines()
    assert "site7: broken - contoh" in lines
    well = [line.removeprefix("ok: ").split(", ") for line in lines if line.startswith("ok: ")]
    assert sorted(sum(well, [])) == sorted(job.site for job in jobs if job.site != "site7")
    assert len(lines) == 1 + 37


# From the command line


@pytest.fixture
def newsroom():
    """A local newsroom in which VisiMuslim has three articles and Kompas answers nothing."""
    with Newsroom() as running:
        articles = samples("https://www.visimuslim.org/2025/06/contoh-{number}.html", 3)
        running.serve(VisimuslimSpider.discover[0], articles)
        yield running


def command(newsroom, tmp_path, *arguments):
    """The command line of ``scrapy due`` for two sites."""
    line = ["due", "-L", "ERROR", *newsroom.arguments]
    line += ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'arsip'}"]
    return [*line, "-s", "SITES=visimuslim,kompas", "-s", "RETRY_TIMES=0", *arguments]


def due(newsroom, tmp_path, *arguments):
    """``scrapy due`` for two sites."""
    return scrapy(*command(newsroom, tmp_path, *arguments), env=newsroom.environment())


def query(tmp_path, sql):
    """Rows of the database."""
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        return database.execute(sql).fetchall()


def test_every_site_is_crawled_when_it_is_due_and_only_then(newsroom, tmp_path):
    first = due(newsroom, tmp_path)
    assert first.returncode == 20
    began, *sentences, summary = first.stderr.splitlines()
    assert re.fullmatch(r"due: \d{4}-\d\d-\d\d \d\d:\d\d WIB, 2 of 2 sites are due", began)
    assert sorted(sentences)[1] == "visimuslim: ok - 3 listed, 3 stored, 0 revised, 0 unchanged"
    assert sorted(sentences)[0].startswith("kompas: broken - discovery gave nothing")
    assert summary == "due: 1 ok, 1 broken (kompas)"
    assert query(tmp_path, "SELECT count(*), count(ended_at) FROM runs") == [(2, 2)]
    second = due(newsroom, tmp_path)
    assert second.returncode == 0
    assert second.stderr.startswith("due: nothing is due; next is ")
    assert query(tmp_path, "SELECT count(*) FROM runs") == [(2,)]


def test_at_info_a_run_is_told_in_its_closing_sentence(newsroom, tmp_path):
    done = due(newsroom, tmp_path, "-L", "INFO")
    assert "visimuslim: ok - 3 listed, 3 stored, 0 revised, 0 unchanged" in done.stderr
    told = [line for line in done.stderr.splitlines() if "kompas" not in line]
    assert len(told) <= 6, done.stderr


def test_a_dry_run_lists_and_writes_nothing(newsroom, tmp_path):
    listed = due(newsroom, tmp_path, "--dry-run")
    assert listed.returncode == 0
    assert [line.split() for line in listed.stdout.splitlines()] == [
        ["kompas", "due,", "never", "crawled"],
        ["visimuslim", "due,", "never", "crawled"],
    ]
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize("how", ["budget", "shutdown"])
def test_told_to_stop_every_run_ends_with_a_fair_verdict_and_nothing_is_lost(
    newsroom, tmp_path, how
):
    articles = samples("https://www.visimuslim.org/2025/06/contoh-{number}.html", 40)
    newsroom.publish(articles)
    newsroom.serve(VisimuslimSpider.discover[0], articles, full=False)
    arguments = ["-s", "SITES_AT_ONCE=1", "-s", "SITES=visimuslim,viva,voa_islam"]
    arguments += ["-s", "DOWNLOAD_DELAY=0.4"]  # a crawl of 16 s
    arguments += ["--budget", "0.1"] if how == "budget" else []
    process = started(*command(newsroom, tmp_path, *arguments), env=newsroom.environment())
    if how == "shutdown":
        wait_until(lambda: sum(newsroom.fetched(article.url) for article in articles) > 2)
        process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=60)[1]
    rows = dict(query(tmp_path, "SELECT site, verdict || ' ' || finish_reason FROM runs"))
    assert rows["visimuslim"] == f"ok {how}"
    assert "its time was used up" in said if how == "budget" else "it was told to stop" in said
    assert "sites not begun" in said.splitlines()[-1]
    ((stored,),) = query(tmp_path, "SELECT count(*) FROM articles")
    ((waiting,),) = query(tmp_path, "SELECT count(*) FROM frontier WHERE fetches = 0")
    assert 0 < stored < 40
    assert stored + waiting == 40
    assert query(tmp_path, "SELECT count(*) FROM rejects WHERE site = 'visimuslim'") == [(0,)]


def wait_until(come, seconds=30):
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < end
        time.sleep(0.02)


# A week of ten sites, by a clock that the test moves


RHYTHMS = {
    "agency": (hours_of(0, 24, 40), 50),
    "portal": (hours_of(5, 23, 25), 30),
    "regional": (hours_of(6, 22, 8), 20),
    "daily": (hours_of(7, 20, 3), 20),
    "religious": (hours_of(6, 18, 1), 15),
    "morning": (sorted(day * 24 + 4 + n / 60 for day in range(7) for n in range(30)), 40),
    "checker": ([day * 24 + 9 + 3 * n for day in range(7) for n in range(4)], 10),
    "blog": ([day * 24 + 12 + 5 * (1 + sin(day)) for day in range(7)], 25),
    "weekly": ([9 + n / 30 for n in range(12)], 25),
    "still": ([], 20),
}
"""For each site its publishing times in hours from Monday 0.00, and how many its feed holds."""


def poll_for_a_week(news, site, interval=None):
    """Crawl a site for a week as ``due`` does from cron every ten minutes, or at an interval.

    Polls, articles found, articles that dropped off its feed unseen, and delays in minutes.
    """
    times, holds = RHYTHMS[site]
    polls = lost = seen = 0
    delays = []
    following, rhythm = NOW, interval or HOUR
    for tick in range(7 * 24 * 6):
        now = NOW + tick * 10 * MINUTE
        if not Turn(site, following, rhythm).is_due(now):
            continue
        polls += 1
        published = bisect.bisect(times, tick / 6)
        found = min(published - seen, holds)
        lost += published - seen - found
        delays += [tick * 10 - 60 * hour for hour in times[published - found : published]]
        seen = published
        if interval:
            following = now + interval
            continue
        run = (site, utc(now), utc(now + MINUTE), min(published, holds), found)
        run_id = news.execute(
            "INSERT INTO runs (site, started_at, ended_at, listed, new, verdict, finish_reason) "
            "VALUES (?, ?, ?, ?, ?, 'ok', 'finished')",
            run,
        ).lastrowid
        note_health(news, site, run_id, now + MINUTE)
        (turn,) = turns(news, [site], now)
        following, rhythm = turn.due_at, turn.interval
    return polls, len(delays), lost, delays


def test_a_week_of_ten_sites_costs_fewer_requests_than_hourly_polling_and_is_sooner(path):
    with closing(connect(path)) as news:
        adaptive = [poll_for_a_week(news, site) for site in RHYTHMS]
        hourly = [poll_for_a_week(news, site, HOUR) for site in RHYTHMS]
    polls, found, lost = (sum(column) for column in list(zip(*adaptive, strict=True))[:3])
    polls_hourly, found_hourly, lost_hourly = (
        sum(column) for column in list(zip(*hourly, strict=True))[:3]
    )
    delay, delay_hourly = (
        sum(sum(week[3]) for week in weeks) / sum(week[1] for week in weeks)
        for weeks in (adaptive, hourly)
    )
    assert polls <= polls_hourly
    assert delay < 0.75 * delay_hourly
    assert lost <= lost_hourly
    assert found >= 0.99 * found_hourly
    assert all(7 <= week[0] <= 7 * 144 for week in adaptive)
