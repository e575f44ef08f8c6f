"""``scrapy gaps [--fill]``: days of which too little is there, and another try at them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta

from rich import box
from rich.console import Console
from rich.table import Table

from analysis.completeness import Day, estimated
from crawler.archive.storage import check_archive
from crawler.console.command import (
    CrawlingCommand,
    positive_number,
    spider_named,
    tell_of_broken_files,
)
from crawler.crawl.arguments import parse_past, parse_window
from crawler.database import open_for_reading
from crawler.errors import UsageProblem
from crawler.fetching.contact import checked_contact
from crawler.fetching.wayback.chosen import check_wayback
from crawler.runs.batch import Job, crawl_sites, exit_code
from crawler.runs.gaps import Gap, find_gaps, holes
from crawler.site_files.loader import SiteLoader
from pipelines.database.schema import migrate

IDS_HEADINGS = (
    *("site", "day", "stored", "listed", "numbers given", "counter"),
    *("by two lists", "lists", "complete"),
)
HEADINGS = ("site", "day", "expected", "stored", "listed", "not stored", "way back", "asked again")


class Command(CrawlingCommand):
    """Lists the gaps of ``coverage_daily``; with --fill crawls their days again."""

    is_of_many = True
    usage = (
        "[--fill [--past wayback] | --ids] [--again] [--site SITE] [--since DAY] [--until DAY] "
        "[--budget MINUTES]"
    )
    summary = "List days with far fewer articles than usual; crawl them again"
    help_text = (
        "Lists the days of which less than a quarter of what a site usually publishes is "
        "stored, and days asked for that no listing reached. --fill crawls those days again "
        "where the site has a way back (an index by day, an archive, an API) and says which "
        "have none. With --past wayback it asks the Wayback Machine instead, for the days that the "
        "site itself no longer lists (docs/past.md). --ids tells how many articles each day had, "
        "as far as publishers' numbers and two listings tell (docs/completeness.md). A day that "
        "was asked for again, and still has "
        "too little, is left alone unless --again is given: the site lists no more. Exit code: "
        "that of the worst run made, 0 where none was."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which gaps, and what to do about them."""
        super().add_options(parser)
        parser.add_argument("--fill", action="store_true", help="crawl the days again")
        parser.add_argument(
            "--again", action="store_true", help="with --fill also those already asked for again"
        )
        parser.add_argument(
            "--ids",
            action="store_true",
            help="tell for each day how many articles it had, by numbers and by two lists",
        )
        parser.add_argument(
            "--past",
            metavar="wayback",
            help="with --fill ask a Wayback Machine for days that the site no longer lists",
        )
        parser.add_argument("--site", help="only this site, as scrapy list names it")
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="only from this day on")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="only up to this day")
        parser.add_argument(
            "--budget", metavar="MINUTES", help="end all runs after so many minutes"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """List the gaps, or fill them."""
        if args or self.settings["REPLAY"]:
            raise UsageProblem("gaps takes only options, as in scrapy gaps --site kompas --fill")
        window = parse_window(opts.since, opts.until)
        minutes = positive_number("--budget", opts.budget)
        loader = SiteLoader.from_settings(self.settings)
        site = spider_named(loader, opts.site).name if opts.site else None
        self.chosen = {"site": site, "since": window.since, "until": window.until}
        if opts.ids:
            self._tell_how_many(opts)
            return
        gaps = self._gaps()
        backward = {gap.site: way_back(loader, gap.site) for gap in gaps}
        self._check_past(opts)
        if not opts.fill:
            print_gaps(gaps, backward)
            if not gaps:
                print(f"gaps: {self._why_none()}", file=sys.stderr)
            tell_of_broken_files(loader, "gaps")
            return
        wanted, past = [*to_ask(gaps, backward, again=opts.again)], {}
        if opts.past:
            wanted, past = [*to_ask_archive(gaps, backward, again=opts.again)], {"past": opts.past}
            gaps = wanted
        jobs = [
            Job(hole.site, {"since": str(hole.since), "until": str(hole.until), **past})
            for hole in holes(wanted)
        ]
        self._tell(gaps, backward, opts)
        if jobs:
            self._fill(jobs, timedelta(minutes=minutes) if minutes else None)
            still = {(gap.site, gap.day) for gap in self._gaps()}
            filled = sum((gap.site, gap.day) not in still for gap in gaps)
            print(f"gaps: {filled} of {len(gaps)} days filled", file=sys.stderr)
        else:
            print("gaps: nothing to fill", file=sys.stderr)

    def _why_none(self) -> str:
        """What it means that there is no gap."""
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            (is_crawled,) = database.execute("SELECT EXISTS (SELECT 1 FROM runs)").fetchone()
        if not is_crawled:
            return f"{self.settings['DATABASE']} knows of no crawl yet"
        return "no day has far fewer articles than usual"

    def _tell_how_many(self, opts: argparse.Namespace) -> None:
        """Print how many articles each day had, as far as the file can tell."""
        if opts.fill or opts.again or opts.past:
            raise UsageProblem("--ids only tells; leave out --fill, --again and --past")
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            days = estimated(database, **self.chosen)
        print_rows(IDS_HEADINGS, [*map(estimate_cells, days)], f"{len(days)} days")
        print(f"gaps: {in_all(days)}", file=sys.stderr)

    def _tell(
        self, gaps: Sequence[Gap], backward: dict[str, str | None], opts: argparse.Namespace
    ) -> None:
        """Say what is not crawled again and why, and who may have it."""
        if opts.past:
            return
        for sentence in left_alone(gaps, backward, again=opts.again):
            print(f"gaps: {sentence}", file=sys.stderr)
        if lost := len([*to_ask_archive(gaps, backward, again=False)]):
            print(f"gaps: {offer(lost)}", file=sys.stderr)

    def _check_past(self, opts: argparse.Namespace) -> None:
        """Raises UsageProblem for an archive that can't be asked."""
        if opts.past is None:
            return
        if not opts.fill:
            raise UsageProblem("--past is for filling: scrapy gaps --fill --past wayback")
        since = parse_window(str(date.min), None)
        parse_past({"past": opts.past}, since, None)
        check_wayback(self.settings)

    def _gaps(self) -> list[Gap]:
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            return find_gaps(database, **self.chosen)

    def _fill(self, jobs: Sequence[Job], budget: timedelta | None) -> None:
        checked_contact(self.settings["CONTACT"])
        check_archive(self.settings["ARCHIVE"])
        migrate(self.settings["DATABASE"])
        batch = crawl_sites(self.settings, jobs, budget)
        if batch.waiting:
            print(f"gaps: {len(batch.waiting)} runs not begun", file=sys.stderr)
        self.exitcode = exit_code(batch.endings)


def way_back(loader: SiteLoader, site: str) -> str | None:
    """What lists a site's past days, as in "DatedIndex"; None when nothing does."""
    if site not in loader.list():
        return None
    sources = [source for source in loader.load(site).discover if source.reaches_back]
    return type(sources[0]).__name__ if sources else None


def to_ask(gaps: Sequence[Gap], backward: dict[str, str | None], *, again: bool) -> Iterator[Gap]:
    """The days to ask the sites for: those that they list, and were not asked for before."""
    for gap in gaps:
        if backward[gap.site] and (again or not gap.asked_again):
            yield gap


def to_ask_archive(
    gaps: Sequence[Gap], backward: dict[str, str | None], *, again: bool
) -> Iterator[Gap]:
    """The days to ask an archive for: those that the site no longer lists."""
    for gap in gaps:
        is_lost = gap.asked_again or not backward[gap.site]
        if is_lost and (again or not gap.asked_archive):
            yield gap


def left_alone(gaps: Sequence[Gap], backward: dict[str, str | None], *, again: bool) -> list[str]:
    """What is not crawled again, a sentence for each site and why."""
    sentences = []
    for site in dict.fromkeys(gap.site for gap in gaps):
        of_site = [gap for gap in gaps if gap.site == site]
        asked = [gap for gap in of_site if gap.asked_again]
        if not backward[site]:
            sentences.append(f"{site}: no listing of its site file reaches back to {days(of_site)}")
        elif asked and not again:
            sentences.append(
                f"{site}: {days(asked)} asked for again before, the site lists no more"
            )
    return sentences


def offer(number: int) -> str:
    """Who may have days that the sites no longer list."""
    which = "that day" if number == 1 else f"{number} such days"
    return f"scrapy gaps --fill --past wayback asks the Wayback Machine for {which}"


def days(gaps: Sequence[Gap]) -> str:
    """The days of one site's gaps, as in "2025-06-10 to 2025-06-12, 2025-06-20"."""
    return ", ".join(
        str(hole.since) if hole.since == hole.until else f"{hole.since} to {hole.until}"
        for hole in holes(gaps)
    )


def print_gaps(gaps: Sequence[Gap], backward: dict[str, str | None]) -> None:
    """The gaps as a table."""
    rows = [cells(gap, backward[gap.site]) for gap in gaps]
    print_rows(HEADINGS, rows, f"{len(gaps)} days with a gap")


def print_rows(headings: Sequence[str], rows: Sequence[tuple[str, ...]], caption: str) -> None:
    """A table on a terminal; when piped a line for each day, its cells parted by tabs."""
    if not sys.stdout.isatty():
        for row in [headings, *rows]:
            print("\t".join(row))
        return
    table = Table(*headings, box=box.SIMPLE, caption=caption)
    for row in rows:
        table.add_row(*row)
    if rows:
        Console(highlight=False).print(table)


def estimate_cells(day: Day) -> tuple[str, ...]:
    """One day's counts and estimates as they are printed."""
    return (
        day.site,
        str(day.day),
        str(day.stored),
        str(day.listed),
        str(day.numbers or ""),
        day.counter or "",
        str(day.by_lists or ""),
        " and ".join(day.lists or ()),
        "" if day.completeness is None else f"{day.completeness:.0%}",
    )


def in_all(days: Sequence[Day]) -> str:
    """What the estimates come to, in a sentence."""
    told = [day for day in days if day.by_lists]
    if not told:
        return "no day's articles stand in two listings that share enough to tell how many it had"
    stored, number = sum(day.stored for day in told), sum(day.by_lists.number for day in told)
    share = f"{min(1.0, stored / number):.0%}" if number else "nothing"
    return f"{stored} of some {number:.0f} articles of {len(told)} days are stored ({share})"


def asked_by_now(gap: Gap) -> str:
    """When a day was asked for before, as in "2025-06-01, 2025-06-02 (Wayback)"."""
    archive = f"{gap.asked_archive} (Wayback)" if gap.asked_archive else None
    return ", ".join(str(each) for each in (gap.asked_again, archive) if each)


def cells(gap: Gap, back: str | None) -> tuple[str, ...]:
    """One gap as it is printed."""
    return (
        gap.site,
        str(gap.day),
        "" if gap.expected is None else f"{gap.expected:.0f}",
        str(gap.stored),
        str(gap.listed),
        ", ".join(f"{number} {reason}" for reason, number in gap.rejected.items()),
        back or "none",
        asked_by_now(gap),
    )
