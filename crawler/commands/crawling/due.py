"""``scrapy due``: crawls every site whose time has come; one cron line serves them all."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Container, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.archive.storage import check_archive
from crawler.clock import WIB
from crawler.console.command import (
    CrawlingCommand,
    positive_number,
    spider_named,
    tell_of_broken_files,
    whole_number,
)
from crawler.database import STOPPED, check_database_path, connect
from crawler.errors import SiteFileProblem, UsageProblem
from crawler.fetching.contact import checked_contact
from crawler.fetching.network import OFFLINE
from crawler.news_spider import NewsSpider
from crawler.runs.batch import Batch, Job, crawl_sites, exit_code, in_sum
from crawler.runs.due import Turn, turns
from crawler.runs.notify import Notifier
from crawler.runs.site_lock import is_being_crawled
from crawler.site_files.editions import beside_its_papers
from crawler.site_files.loader import SiteLoader
from crawler.site_files.shards import SHARD_HELP, of_shard, parse_shard
from pipelines.database.schema import migrate

logger = logging.getLogger(__name__)

NOT_BEGUN = {
    "budget": "the time was used up",
    STOPPED: "the database fails",
    OFFLINE: "the network here is down",
}
"""Why sites were left for the next call, by what stopped this one."""


class Command(CrawlingCommand):
    """Crawls what is due, several sites at a time, and says how each of them went."""

    is_of_many = True
    usage = "[--shard 2/5] [--limit N] [--budget MINUTES] [--dry-run] [-s NAME=VALUE]"
    summary = "Crawl every site whose time has come (for cron)"
    help_text = (
        "Crawls the sites whose time has come, SITES_AT_ONCE of them (16) at a time in one "
        "process, those first that have waited longest for their rhythm. How often a site is "
        "asked follows from how often it has something new: between every ten minutes and once "
        "a day. The SITES setting restricts it to some sites (-s SITES=kompas,detik), --shard "
        "2/5 to the share of the second of five machines (docs/machines.md). After "
        "--budget minutes, and on SIGTERM or Ctrl-C, every run is ended cleanly; the rest "
        "waits for the next call. The exit code is the worst of the runs, from ok (0) over "
        "overlapping (40), degraded (10), blocked (30), broken (20) and offline (50) to failed "
        "(1)."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--shard, --limit, --budget, --dry-run."""
        super().add_options(parser)
        parser.add_argument("--shard", metavar="2/5", help=SHARD_HELP)
        parser.add_argument("--limit", metavar="N", help="crawl at most so many sites")
        parser.add_argument(
            "--budget", metavar="MINUTES", help="end all runs after so many minutes"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only list what is due, and when"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl what is due, or say that nothing is."""
        limit = whole_number("--limit", opts.limit)
        minutes = positive_number("--budget", opts.budget)
        shard = parse_shard(opts.shard)
        if args or self.settings["REPLAY"]:
            raise UsageProblem(
                "due takes no site and reads no archive; -s SITES=kompas,detik restricts it, "
                "scrapy crawl SITE -s REPLAY=... reads an archive"
            )
        checked_contact(self.settings["CONTACT"])
        check_database_path(self.settings["DATABASE"])
        check_archive(self.settings["ARCHIVE"])
        notifier = Notifier(self.settings.getlist("NOTIFY"))
        loader = SiteLoader.from_settings(self.settings)
        chosen = chosen_sites(loader, self.settings.getlist("SITES"))
        sites = of_shard(loader, chosen, shard)
        if not opts.dry_run or Path(self.settings["DATABASE"]).exists():
            migrate(self.settings["DATABASE"])
        now = datetime.now(UTC)
        all_turns = self._turns(sites, now)
        if sentence := clock_was_ahead(all_turns):
            print(sentence, file=sys.stderr)
        busy = [
            turn for turn in all_turns if is_being_crawled(self.settings["DATABASE"], turn.site)
        ]
        due = [turn for turn in all_turns if turn.is_due(now) and turn not in busy]
        jobs = jobs_for([turn.site for turn in due], loader, sites)
        idle = {turn.site for turn in due} - {job.site for job in jobs}
        all_turns = [turn for turn in all_turns if turn.site not in idle]
        if opts.dry_run:
            print_turns(all_turns, busy, now)
            tell_of_broken_files(loader, "due")
        elif not jobs:
            print(nothing_is_due(all_turns, busy, now), file=sys.stderr)
        else:
            budget = timedelta(minutes=minutes) if minutes else None
            opening = what_is_due(len(jobs), len(all_turns), now)
            batch = crawl_sites(self.settings, jobs[:limit], budget, opening)
            left = len(jobs) - len(jobs[:limit])
            print(self._summary(batch, left, loader), file=sys.stderr)
            notifier.tell_what_got_worse(batch.endings)
            self.exitcode = exit_code(batch.endings)

    def _turns(self, sites: Iterable[str], now: datetime) -> list[Turn]:
        if not Path(self.settings["DATABASE"]).exists():
            return turns(None, sites, now)
        with closing(connect(self.settings["DATABASE"])) as database:
            return turns(database, sites, now)

    def _summary(self, batch: Batch, above_limit: int, loader: SiteLoader) -> str:
        """The last line: how the runs ended, and what was not begun."""
        parts = [in_sum(batch.endings) or "no run was begun"]
        if batch.waiting:
            why = NOT_BEGUN.get(batch.stopped, "told to stop")
            parts.append(f"{len(batch.waiting)} sites not begun ({why})")
        if above_limit:
            parts.append(f"{above_limit} more sites are due")
        failed = [ending.site for ending in batch.endings if ending.word == "failed"]
        parts += filter(None, (problem_of(site, loader) for site in failed))
        return f"due: {'; '.join(parts)}"


def chosen_sites(loader: SiteLoader, names: list[str]) -> list[str]:
    """The sites named, or all there are.

    Sites whose file does not load are among them: their run fails and says so. Those are as well
    whose spider needs arguments, where none is named: that shows when they are loaded. Raises
    UsageProblem for a name there is no site of, or whose spider needs arguments.
    """
    if not names:
        return sorted(loader.names())
    chosen = []
    for name in names:
        if name in loader.broken:
            chosen.append(name)
            continue
        spider_class = spider_named(loader, name)
        if problem := needs_arguments(spider_class):
            raise UsageProblem(
                f"SITES names {spider_class.name}, which can't be crawled like that: {problem}"
            )
        chosen.append(spider_class.name)
    return list(dict.fromkeys(chosen))


def jobs_for(due: Iterable[str], loader: SiteLoader, chosen: Container[str]) -> list[Job]:
    """A run for each site that is due, none for a spider that needs arguments.

    What several of the ``chosen`` sites list is asked for by one of them (``beside_its_papers``).
    """
    domains, jobs = loader.domains(), []
    for name in due:
        try:
            site = loader.load(name)
        except SiteFileProblem:
            jobs.append(Job(name))  # its run says so
            continue
        except KeyError:
            continue  # a name in the file, but no spider's
        if not needs_arguments(site):
            asked = beside_its_papers(site, domains, chosen) if is_ours(site) else site
            jobs.append(Job(name, spider=None if asked is site else asked))
    return jobs


def is_ours(spider_class: type) -> bool:
    """Whether it is one of ours, and no plain spider of Scrapy's."""
    return issubclass(spider_class, NewsSpider)


def problem_of(site: str, loader: SiteLoader) -> str | None:
    """What is wrong with a site's file or row; None where it loads."""
    try:
        loader.load(site)
    except SiteFileProblem as problem:
        return str(problem)
    return None


def needs_arguments(spider_class: type) -> str | None:
    """What a spider says when it is given no arguments; None when it needs none."""
    try:
        spider_class()
    except UsageProblem as problem:
        return str(problem)
    return None


def what_is_due(due: int, sites: int, now: datetime) -> str:
    """The first line of a call: when it began, for how many sites."""
    return f"due: {now.astimezone(WIB):%Y-%m-%d %H:%M} WIB, {due} of {sites} sites are due"


def nothing_is_due(all_turns: list[Turn], busy: list[Turn], now: datetime) -> str:
    """The sentence that says so, and what comes next."""
    being_crawled = f"; being crawled: {', '.join(turn.site for turn in busy)}" if busy else ""
    coming = [turn for turn in all_turns if turn not in busy and turn.due_at]
    if not coming:
        return f"due: nothing is due{being_crawled}"
    following = min(coming, key=lambda turn: turn.due_at)
    return f"due: nothing is due; next is {following.site}, {when(following, now)}{being_crawled}"


def clock_was_ahead(all_turns: list[Turn]) -> str | None:
    """The sentence on turns that were noted under a clock that was ahead; None where none was."""
    noted = [turn.noted_for for turn in all_turns if turn.noted_for]
    if not noted:
        return None
    latest = f"{max(noted).astimezone(WIB):%Y-%m-%d %H:%M} WIB"
    sites = "1 site" if len(noted) == 1 else f"{len(noted)} sites"
    return (
        f"due: the clock was wrong: the next run of {sites} was noted for as late as {latest}, "
        "beyond every rhythm; it is due now (if today's date is wrong, set the clock)"
    )


def print_turns(all_turns: list[Turn], busy: list[Turn], now: datetime) -> None:
    """Every site with its time, those due first in the order they would be crawled."""
    due = [turn for turn in all_turns if turn.is_due(now)]
    later = sorted((turn for turn in all_turns if turn not in due), key=lambda turn: turn.due_at)
    width = max((len(turn.site) for turn in all_turns), default=0)
    for turn in [*due, *later]:
        note = "being crawled" if turn in busy else when(turn, now)
        print(f"{turn.site:{width}}  {note}")


def when(turn: Turn, now: datetime) -> str:
    """When a site's next run is due, in words."""
    if turn.due_at is None:
        return "due, never crawled"
    at = f"{turn.due_at.astimezone(WIB):%Y-%m-%d %H:%M} WIB"
    return f"due since {at}" if turn.is_due(now) else f"in {in_words(turn.due_at - now)} ({at})"


def in_words(span: timedelta) -> str:
    """A span as "7 minutes", "5 hours" or "3 days"."""
    minutes = max(1, round(span.total_seconds() / 60))
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}"
    return f"{minutes} minutes" if minutes > 1 else "1 minute"
