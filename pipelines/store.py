"""Last step: into the database, many articles in one transaction; scraped means committed."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.defer import Deferred

from crawler.archive.captures import archive_root
from crawler.database import awaited_transaction, connection, give_up, until_writable
from crawler.errors import DatabaseProblem
from crawler.items import Article, Reject
from crawler.run_record import run_record
from crawler.saved.rereading import Rereader
from crawler.topics.found_by import mark_stored
from pipelines.database.schema import migrate
from pipelines.prepare import prepare
from pipelines.rows.frontier_rows import Outcome
from pipelines.rows.judgement import RunTexts, strange_texts
from pipelines.rows.people_and_tags import Names
from pipelines.rows.writer import Reread, Writer

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.1
GATHER_ITEMS = 1000
"""What is read within a tenth of a second is committed together, at most so many at once.

Committing each article alone takes three times as long: the search index gets a segment for
each transaction. No transaction is open while waiting, so nobody else is kept from writing.
"""

OF_ONE_ITEM = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError)
"""SQLite's errors about one item's values; its others concern the whole database."""


class NotStored(DropItem):
    """An item was given up because the database can't be written; the crawl is being stopped."""


class Store:
    """Scrapy item pipeline: stores articles and rejects; an item leaves it once committed."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.waiting: list[tuple[Article | Reject, Deferred[Outcome | Reject]]] = []
        self.timer: Any = None
        self.problem: DatabaseProblem | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        """Made by Scrapy, before anything writes: brings the database up to date."""
        migrate(crawler.settings["DATABASE"])
        return cls(crawler)

    @cached_property
    def keeper(self) -> Keeper:
        """What writes; edits are told apart by reading pages of the archive, where one is kept."""
        root = archive_root(self.crawler.settings)
        return Keeper(self.crawler, Rereader(self.crawler.spider, root) if root else None)

    async def process_item(self, item: Any) -> Any:
        """The article, once its transaction is committed; a Reject ends here, written down."""
        if not isinstance(item, Article | Reject):
            return item
        if self.problem:
            raise NotStored(str(self.problem), log_level="DEBUG")
        committed: Deferred[Outcome | Reject] = Deferred()
        self.waiting.append((item, committed))
        if len(self.waiting) >= GATHER_ITEMS:
            await self.commit()
        elif self.timer is None:
            self.timer = call_later(GATHER_SECONDS, self._commit_now)
        outcome = await maybe_deferred_to_future(committed)
        refused = outcome if isinstance(outcome, Reject) else item
        if isinstance(refused, Reject):
            raise DropItem(f"{refused.reason} - {refused.detail}", log_level="INFO")
        return item

    async def close_spider(self) -> None:
        """Commit what still waits; in a run for words, mark what is stored and holds them."""
        await self.commit()
        if not self.crawler.stats.get_value("warta/database_problem"):
            await mark_what_holds_words(self.crawler)
            await count_strange_texts(self.crawler)

    def _commit_now(self) -> None:
        self.timer = None
        deferred_from_coro(self.commit())

    async def commit(self) -> None:
        """Store all that waits in one transaction, and let each item go on its way.

        While another program locks the database everything else goes on.
        """
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        problem = None
        try:
            await until_writable(self.crawler)
        except CloseSpider as error:
            problem = error.__cause__
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        try:
            if problem:
                raise problem
            for outcome in self.keeper.keep([item for item, _ in waiting]):
                _, committed = waiting.pop(0)
                committed.callback(outcome)
        except (sqlite3.Error, DatabaseProblem) as error:
            self._give_up(waiting, error)
        except Exception as error:
            logger.exception("storing failed; no item may be left waiting for it")
            self._give_up(waiting, error)

    def _give_up(
        self, waiting: list[tuple[Article | Reject, Deferred[Outcome | Reject]]], error: Exception
    ) -> None:
        """The database can't be written: stop the crawl, let no item seem stored."""
        self.problem = give_up(self.crawler, error)
        for _, committed in waiting:
            committed.errback(NotStored(str(self.problem), log_level="DEBUG"))


async def mark_what_holds_words(crawler: Crawler) -> None:
    """In a run for words, note which stored articles of its site and days hold them."""
    query = run_record(crawler).query
    if query is not None:
        async with awaited_transaction(crawler) as database:
            held = mark_stored(database, crawler.spider.name, query, crawler.spider.window)
        crawler.stats.set_value("warta/holding_words", held)


async def count_strange_texts(crawler: Crawler) -> None:
    """Count for the verdict the run's articles whose one text is of none of their headlines."""
    if (run_id := run_record(crawler).run_id) is not None:
        async with awaited_transaction(crawler) as database:
            crawler.stats.set_value("warta/strange_texts", strange_texts(database, run_id))


class Keeper:
    """Writes what one run read by its crawl's connection, and counts it in its statistics.

    ``rereader`` reads a stored version's page again, so that an edit is told from what newer
    parsers read otherwise; None where no archive is kept.
    """

    def __init__(self, crawler: Crawler, rereader: Rereader | None = None):
        self.crawler = crawler
        self.rereader = rereader
        self.names = Names()
        self.texts = RunTexts()
        self.recheck_hours = [float(hours) for hours in crawler.settings.getlist("RECHECK_HOURS")]

    def keep(
        self, items: Sequence[Article | Reject], now: datetime | None = None
    ) -> Iterator[Outcome | Reject]:
        """What became of each item, in order, once it is committed: together, or else each alone.

        The Reject in place of an article that is not believed, or that the database won't take.
        ``now`` (aware) is that of ``save``. Raises sqlite3.Error and DatabaseProblem for a
        database that can't be written.
        """
        try:
            outcomes = self._save(items, now)
        except Exception as error:
            of_the_file = isinstance(error, sqlite3.Error | DatabaseProblem)
            if of_the_file and not isinstance(error, OF_ONE_ITEM):
                raise
            if len(items) > 1:
                for item in items:
                    yield from self.keep([item], now)
                return
            outcomes = [self._refused(items[0], now, error)]
        for item, outcome in zip(items, outcomes, strict=True):
            self._count(item, outcome)
            yield outcome

    def _save(
        self, items: Sequence[Article | Reject], now: datetime | None
    ) -> list[Outcome | Reject]:
        before = self.texts.taken_back.copy()
        outcomes = save(
            connection(self.crawler),
            items,
            run_id=run_record(self.crawler).run_id,
            now=now,
            names=self.names,
            recheck_hours=self.recheck_hours,
            reread=self._reread,
            texts=self.texts,
        )
        if rejected := self.texts.taken_back["rejected"] - before["rejected"]:
            stored = self.texts.taken_back["stored"] - before["stored"]
            self.crawler.stats.inc_value("warta/stored", stored)
            self.crawler.stats.inc_value("warta/taken_back", -stored)
            self.crawler.stats.inc_value("warta/rejected/same-page", rejected)
        return outcomes

    def _reread(self, stored: sqlite3.Row) -> Article | None:
        """What today's parsers make of a stored version's page, if the archive has it.

        When it was published stays as stored: that was settled by all that was known.
        """
        if self.rereader is None or stored["capture"] is None:
            return None
        item = prepare(self.rereader(stored["capture"], stored["url"]), stored["site"], stored)
        return item if isinstance(item, Article) else None

    def _refused(self, item: Article | Reject, now: datetime | None, error: Exception) -> Reject:
        """An item that the database won't take, written down as a reject that says why."""
        logger.error("%s can't be stored", item.url, exc_info=error)
        detail = f"the database does not take it: {error}"
        reject = Reject(str(item.url), str(item.site), "unreadable", detail, item.capture)
        self._save([reject], now)
        return reject

    def _count(self, item: Article | Reject, outcome: Outcome | Reject) -> None:
        refused = outcome if isinstance(outcome, Reject) else item
        name = f"rejected/{refused.reason}" if isinstance(refused, Reject) else outcome
        self.crawler.stats.inc_value(f"warta/{name}")


def save(
    connection: sqlite3.Connection,
    items: Sequence[Article | Reject],
    *,
    run_id: int | None = None,
    now: datetime | None = None,
    names: Names | None = None,
    recheck_hours: Sequence[float] = (),
    reread: Reread | None = None,
    texts: RunTexts | None = None,
) -> list[Outcome | Reject]:
    """Store articles (checked, dated, identified) and rejects in one transaction, in order.

    All or nothing: raises sqlite3.Error, or ValueError for a value no column takes, with
    nothing written. ``now`` (aware) dates what has no time of its own. ``names`` carries known
    authors and tags from one call to the next. ``reread`` tells an outlet's edits from what
    newer parsers read otherwise on the same page. ``texts`` carries what the run's pages read like
    from one call to the next; of an article that is not believed the Reject comes back.
    """
    names = names or Names()
    connection.execute("BEGIN IMMEDIATE")
    try:
        moment = now or datetime.now(UTC)
        writer = Writer(connection, names, run_id, moment, recheck_hours, reread, texts)
        outcomes = [
            writer.article(item) if isinstance(item, Article) else writer.reject(item)
            for item in items
        ]
        writer.finish()
        _count_in_run(connection, run_id, outcomes, writer.taken_back)
        connection.execute("COMMIT")
    except BaseException:
        names.forget()
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    if texts is not None:
        texts.taken_back.update(writer.taken_back)
    return outcomes


def _count_in_run(
    connection: sqlite3.Connection,
    run_id: int | None,
    outcomes: Sequence[Outcome | Reject],
    taken_back: Mapping[str, int],
) -> None:
    """Keep the counts of a run that may die at any moment."""
    if run_id is not None:
        counts = Counter("rejected" if isinstance(each, Reject) else each for each in outcomes)
        counts.update(taken_back)
        sums = ", ".join(f"{name} = {name} + {count}" for name, count in counts.items())
        connection.execute(f"UPDATE runs SET {sums} WHERE id = ?", (run_id,))
