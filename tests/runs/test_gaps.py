"""Days with far fewer articles than usual: found, asked for again, and left alone after that."""

import argparse
import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from scrapy.settings import Settings

from crawler.clock import WIB, utc
from crawler.commands.crawling.gaps import Command, left_alone, to_ask, to_ask_archive, way_back
from crawler.database import connect
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.errors import UsageProblem
from crawler.runs.gaps import Gap, Hole, find_gaps, holes
from pipelines.store import save
from spiders.visimuslim import VisimuslimSpider
from tests.support.newsroom import Newsroom, samples
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy
from tests.support.wayback_machine import WaybackMachine

FIRST = date(2025, 5, 1)
OUT = [date(2025, 5, 20), date(2025, 5, 21), date(2025, 5, 25)]
"""Days on which nothing was crawled."""
LAST = date(2025, 5, 31)


def published(day, number, site="visimuslim"):
    """One of a day's articles."""
    moment = datetime(day.year, day.month, day.day, 1, number, tzinfo=UTC)
    return sample(
        int(f"{day:%m%d}{number}"),
        site=site,
        url=f"https://www.{site}.org/{day:%Y/%m}/contoh-{day:%d}-{number}.html",
        published_at=utc(moment),
        published_local=moment.astimezone(WIB).isoformat(),
        fetched_at=moment,
    )


@pytest.fixture
def path(tmp_path):
    """A month with eight articles a day, but for the days out."""
    path = new_database(tmp_path / "news.db")
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    with closing(connect(path)) as news:
        save(news, [published(d, n) for d in days if d not in OUT for n in range(8)])
    return path


@pytest.fixture
def news(path):
    """A connection to it."""
    with closing(connect(path)) as connection:
        yield connection


def asked(news, since, until, started_at="2025-06-01T00:00:00Z", verdict="ok", **facts):
    """A run that asked for days of the past."""
    row = {"site": "visimuslim", "started_at": started_at, "since": since, "until": until}
    row |= {"verdict": verdict, "finish_reason": "finished", **facts}
    with news:
        news.execute(
            f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )


def test_days_without_a_crawl_are_gaps(news):
    gaps = find_gaps(news)
    assert [(gap.site, gap.day, gap.stored) for gap in gaps] == [
        ("visimuslim", day, 0) for day in OUT
    ]
    assert {gap.expected for gap in gaps} == {8}


def test_gaps_of_some_days_or_of_one_site(news):
    assert [gap.day for gap in find_gaps(news, since=date(2025, 5, 21))] == OUT[1:]
    assert [gap.day for gap in find_gaps(news, until=date(2025, 5, 20))] == OUT[:1]
    assert find_gaps(news, site="kompas") == []


def test_days_in_a_row_are_asked_for_in_one_run(news):
    assert holes(find_gaps(news)) == [
        Hole("visimuslim", OUT[0], OUT[1]),
        Hole("visimuslim", OUT[2], OUT[2]),
    ]


def test_a_day_that_was_asked_for_when_it_was_over_is_known_to_have_no_more(news):
    asked(news, "2025-05-20", "2025-05-21", started_at="2025-05-21T09:00:00Z")
    assert [gap.asked_again for gap in find_gaps(news)] == [date(2025, 5, 21), None, None]


def test_a_run_for_words_asked_for_no_day(news):
    asked(news, "2025-05-20", "2025-05-21", query="banjir", unreached_until="2025-05-21")
    assert [(gap.day, gap.asked_again) for gap in find_gaps(news)] == [(day, None) for day in OUT]


@pytest.mark.parametrize("verdict", ["broken", "blocked", "failed"])
def test_a_run_that_went_wrong_did_not_ask(news, verdict):
    asked(news, "2025-05-20", "2025-05-21", verdict=verdict)
    assert [gap.asked_again for gap in find_gaps(news)] == [None, None, None]


@pytest.mark.parametrize(
    ("left", "is_told"),
    [
        ({"unread": 1}, False),
        ({"out_of_room": True}, False),
        ({"unread": 1, "is_dead": True}, True),
        ({"unread": 0}, True),
    ],
)
def test_a_run_that_left_listings_unread_was_not_told_all(news, left, is_told):
    asked(news, "2025-05-20", "2025-05-21", verdict="degraded", ways_in=json.dumps([left]))
    assert [bool(gap.asked_again) for gap in find_gaps(news)] == [is_told, is_told, False]


def test_days_that_no_listing_reached_are_gaps_until_a_run_reaches_them(news):
    asked(news, "2025-04-27", "2025-05-21", verdict="degraded", unreached_until="2025-05-20")
    before = [date(2025, 4, day) for day in (27, 28, 29, 30)]
    gaps = find_gaps(news, until=date(2025, 5, 21))
    unknown = [gap.day for gap in gaps if gap.expected is None]
    assert unknown == before  # of May there is enough, or too little against what is usual
    assert [(gap.day, bool(gap.asked_again)) for gap in gaps[4:]] == [
        (OUT[0], False),
        (OUT[1], True),
    ]
    assert [gap.day for gap in find_gaps(news, since=before[3], until=before[3])] == before[3:]
    assert find_gaps(news, site="kompas") == []
    asked(news, "2025-04-28", "2025-04-30", verdict="broken")
    assert find_gaps(news)[:4] == gaps[:4]
    asked(news, "2025-04-28", "2025-04-30")
    assert [gap.day for gap in find_gaps(news) if gap.expected is None] == before[:1]


class Loader:
    """Knows two sites: one with an index by day, one with a feed."""

    sites = {
        "dengan_indeks": [Feed("https://a.example/rss"), DatedIndex("https://a.example/{day}")],
        "dengan_umpan": [Feed("https://b.example/rss")],
    }

    def list(self):
        """The names."""
        return list(self.sites)

    def load(self, name):
        """A spider class."""
        return type(name, (), {"discover": self.sites[name]})


def test_a_way_back_is_a_listing_that_knows_past_days():
    assert way_back(Loader(), "dengan_indeks") == "DatedIndex"
    assert way_back(Loader(), "dengan_umpan") is None
    assert way_back(Loader(), "not_a_site_any_more") is None


def test_what_is_left_alone_is_told_with_the_reason():
    gaps = [
        Gap("satu", OUT[0], 8, 0, 0, {}),
        Gap("satu", OUT[1], 8, 0, 0, {}),
        Gap("dua", OUT[2], 8, 0, 0, {}, asked_again=LAST),
    ]
    told = left_alone(gaps, {"satu": None, "dua": "Sitemap"}, again=False)
    assert told == [
        "satu: no listing of its site file reaches back to 2025-05-20 to 2025-05-21",
        "dua: 2025-05-25 asked for again before, the site lists no more",
    ]
    assert left_alone(gaps, {"satu": "Sitemap", "dua": "Sitemap"}, again=True) == []


def listed(path, capsys, **options):
    """What ``scrapy gaps`` prints when piped."""
    command = Command()
    command.settings = Settings({"DATABASE": str(path), "SPIDER_MODULES": ["spiders"]})
    given = (
        dict.fromkeys(("fill", "again", "past", "ids", "site", "since", "until", "budget"))
        | options
    )
    command.execute([], argparse.Namespace(**given))
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_a_pipe_gets_a_line_for_each_day(news, path, capsys):
    with news:
        news.execute(
            "INSERT INTO rejects (url, site, reason, seen_at) "
            "VALUES ('https://www.visimuslim.org/x', 'visimuslim', 'no-body', ?)",
            ("2025-05-20T05:00:00Z",),
        )
    heading, first, *_ = listed(path, capsys)
    assert heading[:4] == ["site", "day", "expected", "stored"]
    assert first == ["visimuslim", "2025-05-20", "8", "0", "0", "1 no-body", "BloggerFeed", ""]


def test_a_site_that_does_not_exist_is_told(path, capsys):
    with pytest.raises(UsageProblem, match="there is no site nosuch"):
        listed(path, capsys, site="nosuch")


def test_gaps_are_filled_where_the_site_lists_the_days_and_then_left_alone(path, news, tmp_path):
    found_again = samples(
        "https://www.visimuslim.org/2025/05/contoh-{number}.html",
        14,
        newest=datetime(2025, 5, 21, 23, 0, tzinfo=WIB),
        every=timedelta(hours=3),
    )
    command = ["gaps", "--fill", "-L", "ERROR"]
    command += [
        "--until",
        str(LAST),
        "-s",
        f"DATABASE={path}",
        "-s",
        f"ARCHIVE={tmp_path / 'arsip'}",
    ]
    with Newsroom() as newsroom:
        newsroom.serve(VisimuslimSpider.discover[0], found_again)
        command += newsroom.arguments
        first, second = (scrapy(*command, env=newsroom.environment()) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert first.stderr.splitlines() == [
        "visimuslim: ok - 14 listed, 14 stored, 0 revised, 0 unchanged",
        "visimuslim: ok - the site lists no article of these days",
        "gaps: 2 of 3 days filled",
    ]
    assert [gap.day for gap in find_gaps(news, until=LAST)] == [OUT[2]]
    assert second.returncode == 0
    assert second.stderr.splitlines() == [
        "gaps: visimuslim: 2025-05-25 asked for again before, the site lists no more",
        "gaps: scrapy gaps --fill --past wayback asks the Wayback Machine for that day",
        "gaps: nothing to fill",
    ]
    assert news.execute("SELECT count(*) FROM site_health").fetchone() == (0,)


def test_an_archive_is_asked_for_days_that_the_site_no_longer_lists(path, news, tmp_path):
    address = "https://www.visimuslim.org/2025/05/contoh-{number}.html"
    newest = datetime(2025, 5, 25, 23, 0, tzinfo=WIB)
    kept = samples(address, 6, newest=newest, every=timedelta(hours=3))
    asked(news, "2025-05-25", "2025-05-25")
    folder = ("-s", f"DATABASE={path}", "-s", f"ARCHIVE={tmp_path / 'arsip'}")
    command = ("gaps", "--fill", "--past", "wayback", "--until", str(LAST), *folder, "-L", "ERROR")
    with WaybackMachine() as archive:
        for article in kept:
            archive.capture(article.url, "20250526120000", article.html())
        first, second = (scrapy(*command, *archive.arguments) for _ in range(2))
    assert "visimuslim: ok - 6 listed, 6 stored" in first.stderr
    assert first.stderr.splitlines()[-1] == "gaps: 1 of 1 days filled"
    assert second.stderr.splitlines() == ["gaps: nothing to fill"]
    assert [gap.day for gap in find_gaps(news, until=LAST)] == OUT[:2]
    origin = news.execute("SELECT origin, since, until FROM runs ORDER BY id DESC LIMIT 1")
    assert origin.fetchone() == ("wayback", "2025-05-25", "2025-05-25")


def test_a_day_that_only_an_archive_was_asked_for_may_be_asked_of_the_site(news):
    asked(news, "2025-05-20", "2025-05-21", origin="wayback")
    (first, *_) = find_gaps(news)
    assert (first.asked_again, first.asked_archive) == (None, date(2025, 6, 1))
    assert [gap.day for gap in to_ask([first], {"visimuslim": "Sitemap"}, again=False)] == OUT[:1]
    assert not [*to_ask_archive([first], {"visimuslim": None}, again=False)]


@pytest.mark.parametrize("past", ["waybak", ""])
def test_another_archive_or_one_without_filling_is_refused(path, capsys, past):
    with pytest.raises(UsageProblem, match="past"):
        listed(path, capsys, past=past, fill=True)
    with pytest.raises(UsageProblem, match="--fill --past wayback"):
        listed(path, capsys, past="wayback")
