"""The run ledger: one row for each run, from its first moment, and the verdict on it."""

from __future__ import annotations

import json
import platform
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Literal

import scrapy
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import __version__
from crawler.clock import Window, utc, wib_day
from crawler.comparison.sample import Sample
from crawler.database import awaited_transaction, close
from crawler.items import FILL_RATES, Article
from crawler.run_record import MOST_INDEX_DAYS, RunRecord, SourceCounts, now_in, run_record
from crawler.runs.died_runs import end_died_runs
from crawler.runs.history import (
    FEWEST_ARTICLES,
    Confirmed,
    Usual,
    confirmed_before,
    still_gone,
    usual,
)
from crawler.runs.site_health import note_health, verdict_of
from crawler.runs.verdict import RunCounts, Topic, UnreachedDay, Verdict, Word, judge
from crawler.site_row import is_site, note_site

NOT_RECORDED = "what it yields is not judged, and its runs have no row in the database"
"""What becomes of a spider of Scrapy's own, ``class ContohSpider(scrapy.Spider)``."""

Origin = Literal["crawl", "rebuilt", "import", "wayback"]
"""Where what a run read came from: the site, or an archive of whatever kind."""

LAYOUT_LASTS = timedelta(days=730)
"""Older articles may be in a layout that the site's file no longer tells of."""


TOLD_BY_LISTINGS = frozenset({"modified_at", "publisher_id"})
"""Fields that a listing may tell and the article's page not."""


class Seen:
    """What a run's articles have, counted; facts only on pages of articles published ``since``."""

    def __init__(self, since: date = date.min) -> None:
        self.since = str(since)
        self.articles = 0
        self.filled: Counter[str] = Counter()
        self.without: Counter[str] = Counter()
        self.pages = 0
        self.facts: Counter[str] = Counter()

    def add(self, article: Article, *, is_remembered: bool = False) -> None:
        """Count one article's fields and, where it was read on its page, what that confirms.

        What listings tell is missing of one that none names now, and says nothing of its page.
        """
        self.articles += 1
        for name in FILL_RATES:
            is_filled = getattr(article, name) not in (None, [], "")
            self.filled[name] += is_filled
            self.without[name] += is_remembered and name in TOLD_BY_LISTINGS and not is_filled
        if article.read_from != "listing" and article.published_local >= self.since:
            self.pages += 1
            self.facts.update(article.confirmed)

    def fill_rates(self) -> dict[str, float]:
        """For each field the share of the articles that has it, 0 to 1.

        A field is left out where too few of the articles can tell its share.
        """
        rates = {}
        for name in FILL_RATES if self.articles else ():
            number = self.articles - self.without[name]
            if number >= FEWEST_ARTICLES or not self.without[name]:
                rates[name] = round(self.filled[name] / number, 4)
        return rates

    def confirmed(self, names: Iterable[str]) -> Confirmed:
        """On how many pages each declared fact was found."""
        return Confirmed(self.pages, {name: self.facts[name] for name in names})


def is_remembered(request: Request | None) -> bool:
    """Whether a request is for an article that no listing of its run names."""
    link = request.cb_kwargs.get("link") if request is not None else None
    return link is not None and link.is_remembered


def is_its_page(article: Article, response: Response) -> bool:
    """Whether an answer is all that an article was read from: no listing, no story in pages."""
    return article.read_from == "page" and response.request.cb_kwargs.keys() == {"link"}


COUNTED = ("stored", "revised", "unchanged", "strange_texts")
"""Counts of articles that the pipelines keep among Scrapy's statistics."""


class RunLedger:
    """Scrapy extension: writes ``runs`` and leaves the verdict for the command to end with."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.record = run_record(crawler)
        self.seen = Seen()
        self.sample = Sample(self.record)
        self.verdict: Verdict | None = None
        self.verdict_before: Word | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunLedger:
        """Made by Scrapy; raises NotConfigured for a spider that is none of ours."""
        refuse_foreign(crawler.spidercls)
        ledger = cls(crawler)
        crawler.signals.connect(ledger.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(ledger.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(ledger.item_error, signal=signals.item_error)
        crawler.signals.connect(ledger.spider_closed, signal=signals.spider_closed)
        return ledger

    async def spider_opened(self, spider: Spider) -> None:
        """Begin the row, so that a run that dies leaves one without an end; end those that did."""
        async with awaited_transaction(self.crawler) as database:
            end_died_runs(database, spider.name)
            run_id = begin_row(database, spider, origin_of(self.record))
        self.began(run_id, spider)  # once it is committed

    def began(self, run_id: int, spider: Spider) -> None:
        """Take up the row as that of this run."""
        self.record.run_id, self.record.query = run_id, spider.query
        if self.is_of_the_past(spider):
            self.seen = Seen(self.record.began.date() - LAYOUT_LASTS)

    def item_scraped(self, item: Any, response: Response | Failure | None) -> None:
        """Count which fields a stored article has, and which declared facts its page confirms."""
        self.seen.add(item, is_remembered=response is not None and is_remembered(response.request))
        if isinstance(response, Response) and is_its_page(item, response):
            self.sample.add(item, response)

    def item_error(self, failure: Failure) -> None:
        """Count an article that was lost on its way into the database by an error of ours."""
        self.crawler.stats.inc_value(f"warta/lost/{failure.type.__name__}")

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """End the row with counts and verdict; where the database fails the next run ends it."""
        try:
            if self.record.run_id is not None:
                async with awaited_transaction(self.crawler) as database:
                    self.end_row(database, spider, reason)
        except CloseSpider:
            self.verdict = None
        finally:
            self.verdict = self.verdict or judge(self.counts(spider, reason))
            close(self.crawler)

    def end_row(self, database: sqlite3.Connection, spider: Spider, reason: str) -> None:
        """End the row with counts and verdict, in an open transaction."""
        if self.record.look_into_archive:
            self.record.of_archive = self.record.look_into_archive(database)
        counts, now = self.counts(spider, reason), now_in(self.crawler)
        counts.still_gone = still_gone(database, self.record.run_id)
        self.verdict = judge(counts, self.usual(database, spider, now))
        row = {
            "ended_at": utc(now),
            "finish_reason": counts.finish_reason,
            "listed": counts.listed,
            "new": counts.new,
            "fetched": counts.fetched,
            "stored": counts.stored,
            "revised": counts.revised,
            "unchanged": counts.unchanged,
            "rejected": counts.rejected,
            "not_in_archive": self.crawler.stats.get_value("warta/not_in_archive", 0),
            "bytes": self.crawler.stats.get_value("downloader/response_bytes", 0),
            "http_codes": json.dumps(counts.http_codes),
            "rejects": json.dumps(counts.rejects),
            "fill_rates": json.dumps(self.seen.fill_rates()),
            "confirmed": json.dumps(asdict(counts.confirmed)),
            "compared": json.dumps(self.sample.summary()),
            "unreached_until": _iso(last_unreached(spider.window.until, counts.unreached, now)),
            "ways_in": json.dumps(ways_in(self.record)),
            "verdict": self.verdict.word,
            "reason": self.verdict.reason,
            "exit_code": self.verdict.exit_code,
        }
        database.execute(
            f"UPDATE runs SET {', '.join(f'{name} = ?' for name in row)} WHERE id = ?",
            (*row.values(), self.record.run_id),
        )
        if self.asked_for_the_newest(spider) and self.verdict.word != "offline":
            self.verdict_before = verdict_of(database, spider.name)
            note_health(database, spider.name, self.record.run_id, now)

    def asked_for_the_newest(self, spider: Spider) -> bool:
        """Whether the run tells how the site stands: not one for days, words or an archive."""
        return not (self.is_of_the_past(spider) or spider.maximum or spider.query)

    def is_of_the_past(self, spider: Spider) -> bool:
        """Whether the run was told to ask for days or words, or reads an archive."""
        return bool(spider.window or spider.query or self.crawler.settings["REPLAY"])

    def usual(self, database: sqlite3.Connection, spider: Spider, now: datetime) -> Usual:
        """What the run is held against; facts alone where it did not ask for all that is new."""
        if self.asked_for_the_newest(spider):
            return usual(database, spider.name, self.record.run_id, now)
        return Usual(confirmed=tuple(confirmed_before(database, spider.name)))

    def counts(self, spider: Spider, reason: str) -> RunCounts:
        """What the run did, from its record and Scrapy's statistics."""
        stats = self.crawler.stats.get_stats()
        sources = self.record.sources
        return RunCounts(
            site=spider.name,
            listed=sum(source.listed for source in sources),
            new=sum(source.new for source in sources),
            fetched=self.seen.articles
            - stats.get("warta/taken_back", 0)
            + sum(_under(stats, "warta/rejected/").values()),
            **{name: stats.get(f"warta/{name}", 0) for name in COUNTED},
            outside_window=sum(source.outside_window for source in sources),
            not_articles=sum(source.not_articles for source in sources),
            listings_read=sum(source.pages for source in sources),
            listings_failed=sum(source.failed for source in sources),
            listings_unread=sum(source.unread for source in sources if not source.is_dead),
            indexes_read=sum(source.indexes for source in sources),
            unreached=unreached(spider, self.record),
            archive=self.record.of_archive,
            topic=topic_of(self.record, spider.window, stats.get("warta/holding_words", 0)),
            endless=[source.name for source in sources if source.is_endless],
            listings_empty=sum(source.empty for source in sources),
            given_up=sum(source.given_up for source in sources),
            died=[source.name for source in sources if source.died],
            refusing=[*self.record.refusing.values()],
            left_for_later=self.record.left_for_later,
            rejects=_under(stats, "warta/rejected/"),
            http_codes=_under(stats, "downloader/response_status_count/"),
            problems=[problem for source in sources for problem in source.problems],
            finish_reason="offline" if self.record.is_offline else reason,
            trouble=stats.get("warta/database_problem") or stats.get("warta/archive_problem"),
            errors=_errors(stats),
            fill_rates=self.seen.fill_rates(),
            confirmed=self.seen.confirmed(spider.declared_facts()),
            declared_in=spider.declared_facts(),
            is_of_the_past=self.is_of_the_past(spider),
            asked_for_days=self.record.asked_for_days,
        )


def begin_row(database: sqlite3.Connection, spider: Spider, origin: Origin = "crawl") -> int:
    """Write a run's row without an end, in an open transaction; its number."""
    began = run_record(spider.crawler).began
    note_site(database, spider, began)
    return database.execute(
        "INSERT INTO runs (site, started_at, since, until, replay, query, origin, warta_version, "
        "scrapy_version, python_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(spider.name, utc(began)),
            *(_iso(spider.window.since), _iso(spider.window.until)),
            *(spider.crawler.settings["REPLAY"], spider.query, origin),
            *(__version__, scrapy.__version__, platform.python_version()),
        ),
    ).lastrowid


def origin_of(record: RunRecord) -> Origin:
    """Where a crawl reads from: the site, or an archive of the web."""
    return "wayback" if record.asks_archive else "crawl"


def unreached(spider: Spider, record: RunRecord) -> UnreachedDay | None:
    """The first day asked for, where no listing reached it; an archive has what it has."""
    first = spider.window.since or spider.window.until
    return None if record.asks_archive else unreached_day(first, record.sources)


def ways_in(record: RunRecord) -> list[dict]:
    """What the ledger keeps of a run's sources, and of the archive that it asked."""
    told = [source.summary() for source in record.sources]
    return [*told, record.of_archive.summary()] if record.of_archive else told


def refuse_foreign(spider: type[Spider]) -> None:
    """Raises NotConfigured for a spider that is none of ours, which has no days, words or facts."""
    if not is_site(spider):
        raise NotConfigured(f"{spider.__name__} is no NewsSpider: {NOT_RECORDED}")


def topic_of(record: RunRecord, window: Window, held: int) -> Topic | None:
    """What came of asking for words; None for a run that asked for all articles.

    A search that has named an article of the first day asked for, or one before it, has named all
    behind it.
    """
    if record.query is None:
        return None
    answered = next((source for source in record.sources if source.has_answered), None)
    not_used = [source for source in record.sources if source is not answered]
    why = [
        f"{each.name}: {without_address(each.problems[0])}" for each in not_used if each.problems
    ]
    if answered is None:
        return Topic(record.query, not_used=[*why, *no_way(record, window)], held=held)
    reached = window.since and answered.oldest and answered.oldest <= window.since
    cut_off = None if reached else answered.cut_off
    is_enough = answered.out_of_room
    return Topic(record.query, answered.name, answered.by_words, why, cut_off, held, is_enough)


def no_way(record: RunRecord, window: Window) -> list[str]:
    """In words, why no search and no index by day was asked, where none was."""
    said = [] if any(source.by_words for source in record.sources) else ["the site has no search"]
    if record.index_is_too_long:
        said.append(f"its index by day is walked for {MOST_INDEX_DAYS} days at most")
    elif window.since is None:
        said.append("an index by day needs since")
    return said


def without_address(problem: str) -> str:
    """What was wrong with a listing, without the address that stands before it."""
    address, _, said = problem.partition(": ")
    return said if said and address.startswith(("http://", "https://")) else problem


def unreached_day(first: date | None, sources: Sequence[SourceCounts]) -> UnreachedDay | None:
    """The first day asked for where no source reached it; None where one did, or none was asked.

    One did that can list any day and answered with such, or that named an article of that day or
    before it. A run that had no room for more says nothing.
    """
    if first is None or any(source.out_of_room or source.by_words for source in sources):
        return None
    oldest = min((source.oldest for source in sources if source.oldest), default=None)
    answered = (source for source in sources if source.reaches_back and source.pages)
    reached = any(
        source.listed or not (source.outside_window or source.oldest) for source in answered
    )
    return None if reached or (oldest and oldest <= first) else (first, oldest)


def last_unreached(
    until: date | None, unreached: UnreachedDay | None, now: datetime
) -> date | None:
    """The last of the days asked for, ``until``, that lies before all that a listing named.

    ``now`` (aware) is when the run ended.
    """
    if unreached is None:
        return None
    first, oldest = unreached
    today = wib_day(now)
    last = min(until or today, today)
    return max(first, min(last, oldest - timedelta(days=1))) if oldest else max(first, last)


def _errors(stats: dict[str, Any]) -> Counter[str]:
    """The program's own errors that left no row, by class: of callbacks and of pipelines."""
    in_callbacks = _under(stats, "spider_exceptions/")
    del in_callbacks["count"]
    return in_callbacks + _under(stats, "warta/lost/")


def _under(stats: dict[str, Any], prefix: str) -> Counter[str]:
    return Counter(
        {name.removeprefix(prefix): n for name, n in stats.items() if name.startswith(prefix)}
    )


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
