"""``scrapy verify``: sites held against the live web, and their statuses written down."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler.archive.storage import check_archive, check_replay
from crawler.clock import utc
from crawler.comparison.read_twice import Outcome
from crawler.console.command import (
    CrawlingCommand,
    positive_number,
    spider_named,
    tell_of_broken_files,
    whole_number,
)
from crawler.console.terminal import plain
from crawler.errors import UsageProblem
from crawler.fetching.contact import checked_contact
from crawler.fetching.network import require_network
from crawler.news_spider import NewsSpider
from crawler.runs.batch import carry_out
from crawler.runs.verdict import EXIT_CODES, RANK, worst
from crawler.site_files.loader import SiteLoader
from crawler.site_row import is_site
from crawler.statuses.status_file import STATUS_FILE, Status, read_statuses, write_statuses
from crawler.verification.findings import Findings, PageFound, SourceFound
from crawler.verification.judgement import Judgement, judge
from crawler.verification.looks import Looks
from crawler.whereabouts.private_sites import folder_of_new_sites
from crawler.whereabouts.program import PROGRAM

SAMPLE = 5
FIRST_SITES = 3
"""The hosts of so many sites tell whether there is a network."""
LEFT_ALONE = ("quarantined", "gone")
"""Statuses of sites that --all passes over: a person has decided that."""
OUTCOMES: dict[Outcome, str] = {
    "none": "none",
    "agrees": "agrees",
    "differs": "differs",
    "part": "a part only",
    "only-with": "only with facts",
    "only-without": "only without facts",
}


class Command(CrawlingCommand):
    """Looks at sites politely; touches no database, and no site file but the list of statuses."""

    is_of_many = True
    usage = "[SITE ...] [--all] [--sample N] [--budget MINUTES] [--verbose] [--json]"
    summary = "Try sites live: sources, a few articles, each declared fact"
    help_text = (
        "Asks each source of a SITE for its newest listing and reads a few of the articles listed "
        "there, with the facts of its site file and without any. Robots.txt, delays and limits "
        "are kept as in a crawl. One line a site says whether it is well (ok), something is wrong "
        "(degraded), nothing could be read (broken) or it refuses (blocked), and why; the exit "
        "code is that of the worst. What was found becomes the site's status, with the day, in "
        "spiders/status.csv (--status-file, --dry-run). --record FOLDER keeps the answers as "
        "WARC, and -s REPLAY=FOLDER looks at such a folder in place of the network."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """What to look at, how closely, and where to write."""
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="every site there is")
        parser.add_argument("--sample", metavar="N", help=f"articles of a site ({SAMPLE})")
        parser.add_argument("--budget", metavar="MINUTES", help="end after so many minutes")
        parser.add_argument("--verbose", action="store_true", help="each source, each article")
        parser.add_argument("--json", action="store_true", help="all found, one object a site")
        parser.add_argument("--record", metavar="FOLDER", help="keep the answers as WARC there")
        parser.add_argument(
            "--status-file", metavar="FILE.csv", help="where statuses are (spiders/status.csv)"
        )
        parser.add_argument("--dry-run", action="store_true", help="write no status down")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at the sites asked for and tell of each as soon as it is done."""
        sample = whole_number("--sample", opts.sample) or SAMPLE
        minutes = positive_number("--budget", opts.budget)
        is_kept = not (opts.dry_run or self.settings["REPLAY"])
        path = self._status_file(opts.status_file, is_kept)
        known = read_statuses(path)
        loader = SiteLoader.from_settings(self.settings)
        sites = self._sites(args, opts, loader, known)
        self._prepare(opts.record, sites)
        told = Told(opts.verbose, opts.json, path if is_kept else None)
        process = AsyncCrawlerProcess(self.settings)
        looks = Looks(process, sites, sample, told.tell)
        carry_out(process, looks, timedelta(minutes=minutes) if minutes else None)
        print(told.in_sum(len(looks.waiting), looks.stopped), file=sys.stderr)
        self.exitcode = EXIT_CODES[worst(told.words())]

    def _status_file(self, named: str | None, is_kept: bool) -> Path:
        if named:
            return Path(named)
        own = self.settings["PRIVATE_SITES"]
        folder = folder_of_new_sites(own) if own or is_kept else PROGRAM / "spiders"
        return folder / STATUS_FILE

    def _sites(
        self,
        names: list[str],
        opts: argparse.Namespace,
        loader: SiteLoader,
        known: dict[str, Status],
    ) -> list[type[NewsSpider]]:
        """The sites to look at; raises UsageProblem where none or an unknown one is named."""
        if bool(names) == opts.all:
            raise UsageProblem(
                "name sites, as in scrapy verify kompas tempo, or all of them with --all"
            )
        if opts.all:
            tell_of_broken_files(loader, "verify")
            names = [
                name
                for name in sorted(loader.list())
                if known.get(name, Status()).status not in LEFT_ALONE and name not in loader.broken
            ]
        sites = [spider_named(loader, name) for name in dict.fromkeys(names)]
        own = [site for site in sites if is_site(site) and site.allowed_domains]
        if untold := [site.name for site in sites if site not in own and not opts.all]:
            raise UsageProblem(f"{untold[0]} has no site of its own to look at")
        if not own:
            raise UsageProblem("there is no site to look at (see scrapy list and the status file)")
        return own

    def _prepare(self, record: str | None, sites: list[type[NewsSpider]]) -> None:
        """Make sure that there is a network, or an archive, and a place for what is kept."""
        checked_contact(self.settings["CONTACT"])
        self.settings.set("ARCHIVE", record or "", "cmdline")
        check_archive(record)
        if replay := self.settings["REPLAY"]:
            truncated = self.settings.getbool("REPLAY_TRUNCATED")
            for site in sites:
                check_replay(replay, site.name, truncated=truncated)
        else:
            hosts = [host for site in sites[:FIRST_SITES] for host in sorted(site().hosts_named)]
            require_network(self.settings, hosts)


class Told:
    """The judgements, each told, and written into the ``status_file``, when it is made."""

    def __init__(self, is_verbose: bool, as_json: bool, status_file: Path | None):
        self.is_verbose = is_verbose
        self.as_json = as_json
        self.status_file = status_file
        self.judgements: list[Judgement] = []

    def tell(self, findings: Findings) -> None:
        """Print what was found of one site."""
        now = datetime.now(UTC)
        judgement = judge(findings, now)
        self.judgements.append(judgement)
        status = judgement.status(now)
        if status and self.status_file:
            write_statuses(self.status_file, {judgement.site: status})
        if self.as_json:
            print(json.dumps(as_object(findings, judgement), ensure_ascii=False), flush=True)
            return
        print(plain(str(judgement)), flush=True)
        if self.is_verbose:
            for line in details(findings):
                print(f"  {plain(line)}", flush=True)

    def words(self) -> list[str]:
        """The verdicts."""
        return [each.word for each in self.judgements]

    def in_sum(self, waiting: int, stopped: str | None) -> str:
        """The last line, as in "verify: 3 ok, 1 broken (kompas)"."""
        parts = []
        for word in RANK:
            names = [each.site for each in self.judgements if each.word == word]
            if names:
                shown = f" ({', '.join(names)})" if word != "ok" else ""
                parts.append(f"{len(names)} {word}{shown}")
        if waiting:
            parts.append(f"{waiting} sites not looked at ({stopped or 'told to stop'})")
        return f"verify: {', '.join(parts) or 'no site was looked at'}"


def as_object(findings: Findings, judgement: Judgement) -> dict:
    """All that was found of a site, for machines."""
    found = asdict(findings)
    for source in found["sources"]:
        source["newest"] = utc(source["newest"]) if source["newest"] else None
    return {
        "site": judgement.site,
        "verdict": judgement.word,
        "complaints": judgement.complaints,
        "notes": judgement.notes,
        **{name: value for name, value in found.items() if name != "site"},
    }


def details(findings: Findings) -> Iterator[str]:
    """What --verbose tells of each source and each article."""
    yield from map(_of_source, findings.sources)
    yield from map(_of_page, findings.pages)
    pages = [page for page in findings.pages if page.fields and not page.is_entry]
    for name, place in findings.declared.items():
        by = sum(name in page.confirmed for page in pages)
        yield f"{name} in {place}: fits {by} of {len(pages)} pages"


def _of_source(found: SourceFound) -> str:
    if found.problem:
        return f"{found.kind} {found.url}: {': '.join(found.problem)}"
    newest = f", newest {utc(found.newest)}" if found.newest else ""
    others = f", {len(found.unmatched)} more look like articles" if found.unmatched else ""
    links = f"{found.followed} of {found.named} links followed"
    return f"{found.kind} {found.url}: {links}{newest}{others}"


def _of_page(page: PageFound) -> str:
    if page.problem:
        return f"{page.url}: {': '.join(page.problem)}"
    told = [f"{name} {OUTCOMES[found.outcome]}" for name, found in page.fields.items()]
    off = f", {page.hours_off:+.2f} h from its listing" if page.hours_off else ""
    doubt = f", doubted: {page.doubt}" if page.doubt else ""
    return f"{page.url}: {', '.join(told)}{off}{doubt}"
