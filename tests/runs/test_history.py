"""What a run knows of the runs before it: what is usual, what was missed, what is to be fetched."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler import database
from crawler import run_record as run_record_module
from crawler.clock import WIB, utc
from crawler.crawl.frontier import lasting_date
from crawler.database import connect
from crawler.discovery.base import Fetch, Link, Listing
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.items import Reject
from crawler.news_spider import NewsSpider
from crawler.run_record import run_record
from crawler.runs.history import last_listed, usual
from pipelines.store import save
from tests.support.sample_articles import new_database, sample

NOW = datetime(2025, 6, 18, 7, 0, tzinfo=UTC)
INDEX = "https://www.contoh.example/indeks?tanggal={day}&hal={page}"
FEED = "https://www.contoh.example/rss"
BERITA = "https://www.contoh.example/berita/{}/judul-contoh"


class ContohSpider(NewsSpider):
    """A site with a feed of its newest articles and an index by day."""

    name = "contoh"
    allowed_domains = ("contoh.example",)
    discover = (Feed(FEED), DatedIndex(INDEX))
    article_url = r"/berita/\d+/"


class IndexSpider(ContohSpider):
    """The same with the index alone."""

    discover = (DatedIndex(INDEX),)


@pytest.fixture
def news(tmp_path, monkeypatch):
    """A database, and a clock that stands at NOW."""
    monkeypatch.setattr(run_record_module, "datetime", Clock)
    with closing(connect(new_database(tmp_path / "news.db"))) as connection:
        yield connection


class Clock(datetime):
    """Says that it is NOW."""

    @classmethod
    def now(cls, tz=None):
        """NOW on the clocks of a zone."""
        return NOW.astimezone(tz)


@pytest.fixture
def plan(tmp_path, news):
    """The plan of a run that begins at NOW."""
    crawlers = []

    def begin(spider_class=ContohSpider, **arguments):
        settings = {
            "DATABASE": str(tmp_path / "news.db"),
            "RECHECKS_A_RUN": 5,
            "LISTING_PAGES": 3,
            "LISTING_REQUESTS": 1000,
        }
        crawler = get_crawler(spider_class, settings)
        crawlers.append(crawler)
        crawler.spider = crawler._create_spider(**arguments)
        run_record(crawler).run_id = ran(news, started_at=NOW, ended=False)
        return crawler.spider.plan

    yield begin
    for crawler in crawlers:
        database.close(crawler)


def ran(news, started_at=NOW - timedelta(hours=1), ended=True, **columns):
    """Write a run into the ledger, one that went well unless told otherwise; its id."""
    row = {
        "site": "contoh",
        "started_at": utc(started_at),
        "ended_at": utc(started_at + timedelta(minutes=5)) if ended else None,
        "verdict": "ok" if ended else None,
        "finish_reason": "finished" if ended else None,
        "ways_in": json.dumps([{"way_in": "Feed", "out_of_room": False}]),
        **columns,
    }
    with news:
        return news.execute(
            f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join(':' + n for n in row)})", row
        ).lastrowid


def read(plan, way, numbers, *, more=(), html=None, url=FEED):
    """The links a plan wants of a listing that names these articles."""
    links = [Link(BERITA.format(number), html=html) for number in numbers]
    listing = Listing(links, more=list(more))
    wanted = plan.wanted(way, Fetch(url), HtmlResponse(url, request=Request(url)), listing)
    return [int(link.url.split("/")[-2]) for link in wanted], [*plan.further(way, listing)]


LOOKS = [1, 6, 24, 168]


def store(news, *numbers, at=NOW - timedelta(hours=1), looks=(), **facts):
    """Articles a run before this one listed, fetched and stored; looks at them are due after."""
    for number in numbers:
        known = sample(number, fetched_at=at, **facts)
        with news:
            news.execute(
                "INSERT INTO frontier (url, site, discovered_at, last_listed_at, due_at) "
                "VALUES (?, 'contoh', ?, ?, ?)",
                (known.url, utc(at), utc(at), utc(at)),
            )
        save(news, [known], now=at, recheck_hours=looks)


# When the newest listings were last read to their end


def test_the_last_run_that_read_the_listings_is_remembered(news):
    assert last_listed(news, "contoh", NOW) is None
    ran(news, NOW - timedelta(days=3))
    ran(news, NOW - timedelta(days=2), verdict="degraded")
    assert last_listed(news, "contoh", NOW).started_at == NOW - timedelta(days=2)
    assert last_listed(news, "lain", NOW) is None


@pytest.mark.parametrize(
    "unlike",
    [
        {"verdict": "broken"},
        {"verdict": "blocked"},
        {"finish_reason": "shutdown"},
        {"finish_reason": "budget"},
        {"since": "2025-06-01"},
        {"replay": "archive"},
        {"ended": False},
        {"ways_in": '[{"out_of_room": true}]'},
    ],
)
def test_a_run_that_did_not_read_them_all_does_not_count(news, unlike):
    ran(news, NOW - timedelta(days=3))
    ran(news, NOW - timedelta(days=1), **unlike)
    assert last_listed(news, "contoh", NOW).started_at == NOW - timedelta(days=3)


# Days without a run


def days_asked(plan):
    return [fetch.url.split("tanggal=")[1][:10] for _, fetch in plan.begin()]


def test_every_day_since_the_last_complete_run_is_asked_for(news, plan):
    ran(news, NOW - timedelta(days=4))
    assert days_asked(plan(IndexSpider)) == [f"2025-06-{day}" for day in (18, 17, 16, 15, 14)]


@pytest.mark.parametrize("hours", [1, 20, 30])
def test_a_site_crawled_daily_asks_for_today_and_yesterday(news, plan, hours):
    ran(news, NOW - timedelta(hours=hours))
    assert days_asked(plan(IndexSpider)) == ["2025-06-18", "2025-06-17"]


def test_a_first_run_asks_for_today_and_yesterday(plan):
    assert days_asked(plan(IndexSpider)) == ["2025-06-18", "2025-06-17"]


def test_a_run_makes_up_for_a_month_at_most(news, plan):
    ran(news, NOW - timedelta(days=400))
    assert len(days_asked(plan(IndexSpider))) == 32


def test_days_asked_for_by_hand_are_the_days_asked_for(news, plan):
    ran(news, NOW - timedelta(days=4))
    asked = days_asked(plan(IndexSpider, since="2025-06-01", until="2025-06-02"))
    assert asked == ["2025-06-02", "2025-06-01"]


# Listings that may have dropped articles unseen


def test_a_feed_without_anything_known_sends_the_run_to_the_index(news, plan):
    ran(news, NOW - timedelta(hours=20))
    store(news, 1, 2, 3, at=NOW - timedelta(hours=20))
    this = plan()
    ((feed, _),) = this.begin()
    wanted, further = read(this, feed, [10, 11, 12])
    assert wanted == [10, 11, 12]
    assert [(way.name, fetch.day.day) for way, fetch in further] == [
        ("DatedIndex", 18),
        ("DatedIndex", 17),
    ]


def test_a_feed_that_reaches_back_to_what_is_known_is_enough(news, plan):
    ran(news, NOW - timedelta(hours=20))
    store(news, 1, 2, 3, at=NOW - timedelta(hours=20))
    this = plan()
    ((feed, _),) = this.begin()
    assert read(this, feed, [10, 11, 3]) == ([10, 11], [])


def test_a_first_run_takes_what_the_feed_has(plan):
    this = plan()
    ((feed, _),) = this.begin()
    assert read(this, feed, [10, 11]) == ([10, 11], [])


# How far a listing is paged through


def page(number):
    return Fetch(INDEX.format(day="2025-06-18", page=number), page=number, template=INDEX)


def test_paging_ends_where_all_is_known(news, plan):
    ran(news, NOW - timedelta(hours=1))
    store(news, 1, 2, 3, at=NOW - timedelta(hours=1))
    this = plan(IndexSpider)
    (way, _), _ = this.begin()
    assert [fetch.page for _, fetch in read(this, way, [9, 1], more=[page(2)])[1]] == [2]
    assert read(this, way, [2, 3], more=[page(3)]) == ([], [])


def test_paging_goes_on_past_what_a_run_that_was_cut_short_had_seen(news, plan):
    ran(news, NOW - timedelta(hours=9))
    store(news, 1, 2, at=NOW - timedelta(hours=1))
    ran(news, NOW - timedelta(hours=1), finish_reason="shutdown")
    this = plan(IndexSpider)
    (way, _), _ = this.begin()
    wanted, further = read(this, way, [1, 2], more=[page(2)])
    assert wanted == []
    assert [fetch.page for _, fetch in further] == [2]


def test_a_first_run_pages_back_so_far_and_no_further(plan):
    this = plan(IndexSpider)
    (way, _), _ = this.begin()
    assert read(this, way, [1, 2], more=[page(3)])[1]
    assert not read(this, way, [3, 4], more=[page(4)])[1]
    assert way.counts.stopped_early


# What is fetched again, and what was left over


def due_at(news, number):
    return news.execute("SELECT due_at FROM frontier WHERE url = ?", [BERITA.format(number)])


def test_a_page_is_looked_at_again_after_so_many_hours_and_then_no_more(news):
    store(news, 1, looks=LOOKS)
    for hours in (6, 24, 168):
        ((due,),) = due_at(news, 1)
        now = datetime.fromisoformat(due)
        save(news, [sample(1, fetched_at=now)], now=now, recheck_hours=LOOKS)
        ((due,),) = due_at(news, 1)
        assert due == utc(NOW - timedelta(hours=1) + timedelta(hours=hours))
    save(news, [sample(1)], now=NOW + timedelta(days=9), recheck_hours=LOOKS)
    assert due_at(news, 1).fetchone() == (None,)


def test_an_article_read_out_of_a_listing_is_never_fetched_as_a_page(news, plan):
    store(news, 1, looks=LOOKS, read_from="listing")
    store(news, 2, looks=LOOKS)
    assert due_at(news, 1).fetchone() == (None,)
    assert [link.url for link in plan().due_for_another_look()] == [BERITA.format(2)]


def test_an_article_read_out_of_a_listing_is_seen_again_through_it(news, plan):
    store(news, 1, looks=LOOKS, read_from="listing", at=NOW - timedelta(hours=30))
    store(news, 2, looks=LOOKS, at=NOW - timedelta(hours=30))
    this = plan()
    ((feed, _),) = this.begin()
    links = [Link(BERITA.format(n), html="<p>Contoh</p>") for n in (1, 2, 3)]
    wanted = this.wanted(
        feed, Fetch(FEED), HtmlResponse(FEED, request=Request(FEED)), Listing(links)
    )
    assert [(link.url, link.html is not None) for link in wanted] == [
        (BERITA.format(1), True),
        (BERITA.format(2), False),  # read on its page before: looked at there, since it is due
        (BERITA.format(3), True),
    ]


def test_what_a_run_listed_and_did_not_fetch_is_fetched_by_the_next(news, plan):
    first = plan(max="1")
    ((feed, _),) = first.begin()
    assert read(first, feed, [1, 2, 3])[0] == [1]
    store_fetched(news, 1)
    this = plan()
    assert list(this.due_for_another_look()) == []
    ((feed, _),) = this.begin()
    assert read(this, feed, [3, 4])[0] == [3, 4, 2]


def store_fetched(news, number):
    save(news, [sample(number, fetched_at=NOW)], now=NOW, recheck_hours=[1])


def test_nothing_is_left_over_for_a_run_that_asks_for_days(news, plan):
    first = plan(max="1")
    ((feed, _),) = first.begin()
    read(first, feed, [1, 2, 3])
    this = plan(IndexSpider, since="2025-06-01", until="2025-06-01")
    ((index, _),) = this.begin()
    assert read(this, index, [9])[0] == [9]


@pytest.mark.parametrize(
    ("raw", "lasting"),
    [
        ("Rabu, 18/06/2025 14:05 WIB", "Rabu, 18/06/2025 14:05 WIB"),
        ("2 jam yang lalu", "2025-06-18T12:00:00+07:00"),
        ("bukan tanggal", "bukan tanggal"),
        (None, None),
    ],
)
def test_a_listings_date_means_the_same_when_the_page_is_fetched_days_later(raw, lasting):
    read_as = lasting_date(raw, utc(NOW), "Asia/Jakarta")
    if lasting and lasting[:2] == "20":
        read_as = datetime.fromisoformat(read_as).astimezone(WIB).isoformat()
    assert read_as == lasting


def test_a_page_gone_at_its_last_look_is_asked_for_once_more(news):
    store(news, 1)
    late = NOW + timedelta(days=8)
    gone = Reject(BERITA.format(1), "contoh", "http-error", "HTTP 404", status=404)
    save(news, [gone], now=late, recheck_hours=LOOKS)
    assert news.execute("SELECT gone_at FROM articles").fetchone() == (None,)
    assert due_at(news, 1).fetchone() == (utc(late + timedelta(days=1)),)
    save(news, [gone], now=late + timedelta(days=1), recheck_hours=LOOKS)
    assert news.execute("SELECT gone_at FROM articles").fetchone() == (
        utc(late + timedelta(days=1)),
    )
    assert due_at(news, 1).fetchone() == (utc(NOW - timedelta(hours=1) + timedelta(days=30)),)


# What is usual


def test_what_is_usual_needs_five_runs(news):
    for number in range(1, 6):
        assert usual(news, "contoh", 99, NOW).listed is None
        ran(news, NOW - timedelta(days=number), listed=10 * number, fetched=20, rejected=2)
    known = usual(news, "contoh", 99, NOW)
    assert (known.listed, known.reject_share) == (30, 0.1)


def test_runs_for_days_of_the_past_say_nothing_of_what_is_usual(news):
    for number in range(1, 9):
        ran(news, NOW - timedelta(days=number), listed=500, since="2020-01-01")
    assert usual(news, "contoh", 99, NOW).listed is None


def test_usual_fill_rates_are_medians_of_runs_with_enough_articles(news):
    for number in range(1, 7):
        rates = json.dumps({"authors": number / 10})
        ran(news, NOW - timedelta(days=number), stored=12, fill_rates=rates)
    ran(news, NOW - timedelta(days=9), stored=2, fill_rates='{"authors": 0.0}')
    assert usual(news, "contoh", 99, NOW).fill_rates == {"authors": 0.35}


def test_a_field_that_a_run_can_not_tell_is_known_of_the_others(news):
    for number in range(1, 8):
        rates = {"authors": 1.0} | ({"modified_at": 0.8} if number > 1 else {})
        ran(news, NOW - timedelta(days=number), stored=12, fill_rates=json.dumps(rates))
    assert usual(news, "contoh", 99, NOW).fill_rates == {"authors": 1.0, "modified_at": 0.8}


def test_the_last_24_hours_hold_what_was_published_then_whenever_it_was_found(news):
    ran(news, NOW - timedelta(hours=25))
    store(news, 1, published_at=utc(NOW - timedelta(hours=23)))
    store(news, 2, published_at=utc(NOW - timedelta(hours=25)))
    store(news, 3, published_at="2011-04-01T05:00:00Z")
    assert usual(news, "contoh", 99, NOW).articles_today == 1


def test_where_no_run_ended_shortly_before_the_last_24_hours_they_are_not_judged(news):
    ran(news, NOW - timedelta(hours=2))
    store(news, 1, published_at=utc(NOW - timedelta(hours=1)))
    assert usual(news, "contoh", 99, NOW).articles_today is None


# A clock that was ahead


AHEAD = NOW + timedelta(days=4000)


def test_a_run_of_a_time_to_come_is_not_the_last_one(news):
    ran(news, NOW - timedelta(days=3))
    ran(news, AHEAD)
    assert last_listed(news, "contoh", NOW).started_at == NOW - timedelta(days=3)


def test_what_was_noted_for_a_time_beyond_every_rhythm_is_due(news, plan):
    store(news, 1, looks=LOOKS, at=AHEAD)
    refuse(news, 2, "robots", at=AHEAD)
    store(news, 3, looks=[6], at=NOW - timedelta(hours=2))
    assert urls(plan().due_for_another_look()) == [1, 2]
    ran(news)
    this = plan()
    ((feed, _),) = this.begin()
    assert sorted(read(this, feed, [1, 2, 3])[0]) == [1, 2]
    assert not feed.fresh_on_page


def test_what_a_run_under_such_a_clock_left_over_is_fetched(news, plan):
    with news:
        news.execute(
            "INSERT INTO frontier (url, site, discovered_at, last_listed_at, due_at) "
            "VALUES (?, 'contoh', ?, ?, ?)",
            (BERITA.format(1), *3 * [utc(AHEAD)]),
        )
    this = plan()
    ((feed, _),) = this.begin()
    assert read(this, feed, [4])[0] == [4, 1]


def test_what_gave_no_article_never_crowds_out_the_looks_for_edits(news, plan):
    for number in range(1, 9):
        refuse(news, number, "robots", at=NOW - timedelta(days=60 - number))
    assert urls(plan().due_for_another_look()) == [1]  # RECHECKS_A_RUN is 5
    for number in range(11, 19):
        store(news, number, looks=LOOKS, at=NOW - timedelta(days=2))
    assert urls(plan().due_for_another_look()) == [11, 12, 13, 14, 15]


def refuse(news, number, reason, at):
    """An article's address that a listing named and whose page was refused."""
    url = BERITA.format(number)
    with news:
        news.execute(
            "INSERT INTO frontier (url, site, discovered_at, last_listed_at, due_at) "
            "VALUES (?, 'contoh', ?, ?, ?)",
            (url, *3 * [utc(at)]),
        )
    save(news, [Reject(url, "contoh", reason, "contoh")], now=at, recheck_hours=LOOKS)


def urls(links):
    return [int(link.url.split("/")[-2]) for link in links]
