"""``scrapy topic WORDS``: what many sites published on something, by their own searches."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import timedelta
from difflib import get_close_matches

from analysis.export.results import TOPIC, Results
from crawler.archive.storage import check_archive
from crawler.commands.crawling.due import needs_arguments
from crawler.commands.research.output_options import add_results_options, results_output
from crawler.console.command import (
    CrawlingCommand,
    positive_number,
    spider_named,
    tell_of_broken_files,
    whole_number,
)
from crawler.crawl.arguments import parse_query, parse_window
from crawler.database import check_database_path, open_for_reading
from crawler.discovery.search import Searchable
from crawler.errors import UsageProblem
from crawler.fetching.contact import checked_contact
from crawler.news_spider import NewsSpider
from crawler.parsers.vocabulary.provinces import province_called
from crawler.runs.batch import Batch, Ending, Job, crawl_sites, exit_code, in_sum
from crawler.site_files.loader import SiteLoader
from pipelines.database.schema import migrate

WHAT_CAME = """
SELECT r.id AS run, s.outlet, s.province, r.listed AS results, r.stored, r.revised,
    (SELECT count(*) FROM articles a WHERE a.site = r.site AND a.found_by IS NOT NULL
        AND EXISTS (SELECT 1 FROM json_each(a.found_by) WHERE value = r.query)
        AND (r.since IS NULL OR a.published_day >= r.since)
        AND (r.until IS NULL OR a.published_day <= r.until)) AS found,
    r.ways_in
FROM runs r LEFT JOIN sites s USING (site)
WHERE r.site = ? AND r.query = ? ORDER BY r.id DESC LIMIT 1
"""


class Command(CrawlingCommand):
    """Asks the searches of many sites for words, several at a time, with one verdict."""

    usage = (
        "WORDS [--sites A,B] [--province NAME] [--network NAME] [--since DAY] [--until DAY] "
        "[--limit-per-site N] [--budget MINUTES] [-o OUTPUT]"
    )
    summary = "Find what many sites published on something, by their own searches"
    help_text = (
        "Asks each site's own search for the words, stores what it finds and keeps in found_by "
        "which words found it. All words must occur; what stands in quotation marks within the "
        "words must occur as it stands. A search is first asked for a word that does not exist, "
        "once a day: one that answers that too is not used, nor one that robots.txt forbids. A "
        "site without a search is answered by its index by day (--since, up to 31 days: all that "
        "it lists is stored) and from what is stored. Without --sites, --province and --network "
        "all sites are asked. Days are publishing days, both included. What only a search has "
        "named is no measure of a day's volume: views count it apart, and no gap is filled. Exit "
        "codes as of scrapy due: that of the worst run."
    )

    instead = {  # noqa: RUF012 as Scrapy's commands declare
        "--max": "--limit-per-site 50",
        "--query": "the words alone, as in scrapy topic banjir",
        "--provinces": "--province Aceh,Maluku",
        "--networks": "--network ANTARA",
    }

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which sites, which days, how many, and where to write what came of each site."""
        super().add_options(parser)
        parser.add_argument(
            "--sites", "--site", metavar="A,B", action="append", help="only these sites"
        )
        parser.add_argument(
            "--province", metavar="NAME", action="append", help="only outlets of this province"
        )
        parser.add_argument(
            "--network", metavar="NAME", action="append", help="only outlets of this network"
        )
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="published on this day or later")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="published on this day or before")
        parser.add_argument(
            "--limit-per-site", "--limit", metavar="N", help="at most so many articles of a site"
        )
        parser.add_argument(
            "--budget", metavar="MINUTES", help="end all runs after so many minutes"
        )
        add_results_options(parser)

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Ask them, and say what came of it."""
        query = parse_query(" ".join(args)) if args else None
        if query is None:
            raise UsageProblem('say what to look for, as in scrapy topic "banjir bandang"')
        if self.settings["REPLAY"]:
            raise UsageProblem("topic asks sites, and reads no archive; scrapy search reads a file")
        window = parse_window(opts.since, opts.until)
        minutes = positive_number("--budget", opts.budget)
        most = whole_number("--limit-per-site", opts.limit_per_site)
        output = results_output(opts)
        loader = SiteLoader.from_settings(self.settings)
        sites = chosen_sites(loader, opts)
        checked_contact(self.settings["CONTACT"])
        check_database_path(self.settings["DATABASE"])
        check_archive(self.settings["ARCHIVE"])
        migrate(self.settings["DATABASE"])
        told = {"query": query, "since": window.since, "until": window.until, "max": most}
        arguments = {name: str(value) for name, value in told.items() if value is not None}
        jobs = [Job(site.name, arguments) for site in sites]
        if not (opts.sites or opts.province or opts.network):
            tell_of_broken_files(loader, "topic")
        batch = crawl_sites(self.settings, jobs, timedelta(minutes=minutes) if minutes else None)
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            lines = [line(database, ending, query) for ending in batch.endings]
        if output:
            output.write(as_results(lines))
        print(summary(query, lines, batch), file=sys.stderr)
        self.exitcode = exit_code(batch.endings)


def chosen_sites(loader: SiteLoader, opts: argparse.Namespace) -> list[type[NewsSpider]]:
    """The sites that the options name, those with a search first.

    Raises UsageProblem for a site, province or network there is none of, and where no site is of
    all that was named.
    """
    names = named(opts.sites)
    sites = [spider_named(loader, name) for name in names or loader.list()]
    for site in sites if names else ():
        if problem := needs_arguments(site):
            raise UsageProblem(f"{site.name} can't be asked like that: {problem}")
    sites = [site for site in sites if site.allowed_domains]
    for fact in ("province", "network"):
        if wanted := named(getattr(opts, fact)):
            there = {getattr(site, fact) for site in map(loader.load, loader.list())} - {None}
            told = {name.casefold(): name for name in there}
            if fact == "province":
                wanted = map(province_called, wanted)
            wanted = [told.get(each.casefold()) or _unknown(fact, each, told) for each in wanted]
            sites = [site for site in sites if getattr(site, fact) in wanted]
    if not sites:
        raise UsageProblem("no site is of all that was named; leave one of the options out")
    unique = dict.fromkeys(sites)
    return sorted(
        unique, key=lambda site: not any(isinstance(s, Searchable) for s in site.discover)
    )


def named(options: Iterable[str] | None) -> list[str]:
    """What an option named that takes several, parted by commas or given again."""
    return [
        name for option in options or () for each in option.split(",") if (name := each.strip())
    ]


def _unknown(fact: str, name: str, told: dict[str, str]) -> str:
    near = get_close_matches(name.casefold(), told, n=1)
    hint = f"did you mean {told[near[0]]}?" if near else f"there are {', '.join(told.values())}"
    raise UsageProblem(f"no site is of the {fact} {name}; {hint}")


def line(database: sqlite3.Connection, ending: Ending, query: str) -> dict[str, object]:
    """What came of one site: its verdict, how many articles the words have found, and by what."""
    said = {"site": ending.site, "verdict": ending.word, "reason": ending.reason}
    row = database.execute(WHAT_CAME, (ending.site, query)).fetchone()
    if row is None or ending.word == "overlapping":
        nothing = dict.fromkeys(("results", "stored", "revised", "found"), 0)
        return {**said, **nothing, "query": query}
    facts = dict(row)
    ways = json.loads(facts.pop("ways_in") or "[]")
    answered = [way["way_in"] for way in ways if way["listed"]]
    return {**said, **facts, "query": query, "answered_by": answered[0] if answered else None}


def as_results(lines: Sequence[dict[str, object]]) -> Results:
    """What came of each site as a table, in the order of their names."""
    by_name = sorted(lines, key=lambda each: str(each["site"]))
    return Results(TOPIC, [tuple(each.get(column.name) for column in TOPIC) for each in by_name])


def summary(query: str, lines: Sequence[dict], batch: Batch) -> str:
    """The last line: how many articles the words have found, and how the runs ended."""
    found = sum(each["found"] for each in lines)
    of = sum(each["found"] > 0 for each in lines)
    stored = sum(each["stored"] for each in lines)
    articles = "1 article" if found == 1 else f"{found:,} articles"
    sites = "1 site" if of == 1 else f"{of:,} sites"
    parts = [f"{articles} of {sites} found by {query} ({stored:,} new)", in_sum(batch.endings)]
    if batch.waiting:
        left = len(batch.waiting)
        parts.append("1 site not begun" if left == 1 else f"{left} sites not begun")
    return f"topic: {'; '.join(filter(None, parts))}"
