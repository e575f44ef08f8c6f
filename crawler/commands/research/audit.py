"""``scrapy audit``: what is stored that may not be what the outlets published."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, datetime, time
from functools import partial
from itertools import groupby
from pathlib import Path
from re import search

from rich.console import Console
from scrapy.settings import BaseSettings

from analysis.audit.audit import audit
from analysis.audit.finding import KINDS, MOST_SAMPLES, Finding, Scope, SiteFacts, plural
from crawler.any_site import FEED_SERVICES
from crawler.archive.captures import capture_root
from crawler.archive.named import damaged, not_in_archive
from crawler.clock import WIB, utc
from crawler.console.command import WartaCommand, tell_of_broken_files
from crawler.console.terminal import plain
from crawler.crawl.arguments import parse_window
from crawler.database import open_for_reading
from crawler.errors import DatabaseProblem, UsageProblem
from crawler.parsers.urls import is_of, registered_domain
from crawler.site_files.loader import SiteLoader
from crawler.whereabouts.program import as_called

SOMETHING_FOUND = 10
MOST_SHOWN = 10
"""Findings of a kind that are printed; --json prints all."""
HASHED = 500
"""Captures whose bytes are held against their digests, evenly spread."""

NAMED = """
SELECT capture, replay FROM (
    SELECT a.capture, a.run_id, a.site, a.last_seen_at AS seen_at FROM articles a
    UNION ALL SELECT v.capture, v.run_id, a.site, v.replaced_at FROM revisions v
    JOIN articles a ON a.id = v.article_id
    UNION ALL SELECT capture, run_id, site, seen_at FROM rejects
) AS named LEFT JOIN runs r ON r.id = named.run_id
WHERE capture IS NOT NULL AND capture NOT LIKE 'http%' AND (:site IS NULL OR named.site = :site)
AND (:since IS NULL OR seen_at >= :since)
"""


class Command(WartaCommand):
    """Looks through the database and the archive; changes nothing."""

    usage = "[--site SITE] [--since DAY] [--json]"
    summary = "Look through what is stored for what no outlet published"
    help_text = (
        "Looks for texts that stand at many addresses, versions that share nothing with the one "
        "before, articles at other sites' addresses or at addresses of different stories, articles "
        "that no listing named, listings not read to their end, numbers of publishers that belong "
        "to other days, damage to the file, its search index and the archive. Prints each kind "
        "with its count, samples and what to do. Also for files that earlier versions made. Exit "
        "code 10 where something was found, 0 where nothing was."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which part to look through, and JSON Lines."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site's articles")
        parser.add_argument(
            "--since", metavar="YYYY-MM-DD", help="only what was seen on this day or later (WIB)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a finding")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print what is found."""
        if args:
            raise UsageProblem("audit takes only options, as in scrapy audit --site kompas")
        since = parse_window(opts.since, None).since
        loader = SiteLoader.from_settings(self.settings)
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            scope = Scope(database, opts.site, since and first_moment(since))
            try:
                articles, found = self._look(scope, loader)
            except sqlite3.DatabaseError as error:
                raise DatabaseProblem(
                    f"{self.settings['DATABASE']} is damaged and can't be looked through "
                    f"({error}); {KINDS['database'].advice}"
                ) from error
        for line in as_json(found) if opts.json else as_text(found):
            print(line if opts.json else as_called(line))
        tell_of_broken_files(loader, "audit")
        print(f"audit: {conclusion(found)}; {articles:,} articles in the file", file=sys.stderr)
        self.exitcode = SOMETHING_FOUND if found else 0

    def _look(self, scope: Scope, loader: SiteLoader) -> tuple[int, list[Finding]]:
        """How many articles there are, and what is found."""
        counted = "SELECT site, count(*) FROM articles GROUP BY site"
        sites = dict(map(tuple, scope.rows(counted)))
        if scope.site and scope.site not in sites:
            raise UsageProblem(f"{scope.site} has no article in this database")
        facts = {site: facts_of(loader, site) for site in {*sites, *loader.list()}}
        scope = replace(scope, sites=facts)
        with Console(stderr=True).status("looking") as status:
            found = audit(scope, lambda look: status.update(f"looking: {look}"))
            status.update("looking: archive")
            return sum(sites.values()), [*found, *of_archive(scope, self.settings)]


def first_moment(day: date) -> str:
    """When a day begins in WIB, as the database writes it."""
    return utc(datetime.combine(day, time(), WIB))


def facts_of(loader: SiteLoader, site: str) -> SiteFacts:
    """What a site's file declares of its addresses; of a site without one the host it is called."""
    if site in loader.list():
        spider = loader.load(site)
        pattern = spider.article_url
        return SiteFacts(tuple(spider.allowed_domains or ()), pattern and partial(matches, pattern))
    if "." not in site or is_of(f"https://{site}/", FEED_SERVICES):
        return SiteFacts()
    return SiteFacts((registered_domain(site),))


def matches(pattern: str, url: str) -> bool:
    """Whether an address is an article's by a site's pattern."""
    return search(pattern, url) is not None


def of_archive(scope: Scope, settings: BaseSettings) -> Iterator[Finding]:
    """What the archive lacks of what the database names, by archive; a replay's is its own."""
    by_archive: dict[Path, set[str]] = defaultdict(set)
    for capture, replay in map(tuple, scope.rows(NAMED)):
        if root := archive_of(replay, settings):
            by_archive[root].add(capture)
    for root, names in by_archive.items():
        if not root.is_dir():
            what = f"{plural(len(names), 'page')} named, and there is no folder {root}"
            yield Finding("archive", None, what)
            continue
        missing = not_in_archive(root, names)
        there = sorted(names - {name for name, _ in missing})
        spoilt = damaged(root, there[:: max(1, len(there) // HASHED)])
        for problems, what in ((missing, "not in"), (spoilt, "damaged in")):
            if problems:
                samples = list(dict.fromkeys(why for _, why in problems))[:MOST_SAMPLES]
                said = f"{plural(len(problems), 'page')} {what} {root}"
                yield Finding("archive", None, said, (), samples)


def archive_of(replay: str | None, settings: BaseSettings) -> Path | None:
    """The folder that a run's captures are named from; None where it is not to be had.

    A run that replayed an archive named its captures from there.
    """
    if replay:
        path = Path(replay).expanduser()
        return capture_root(path, settings["ARCHIVE"]) if path.exists() else None
    return Path(settings["ARCHIVE"]).expanduser() if settings["ARCHIVE"] else None


def as_json(found: Sequence[Finding]) -> Iterator[str]:
    """Each finding as one JSON object, with all articles it touches and what to do."""
    for finding in found:
        advice = KINDS[finding.kind].advice
        yield json.dumps({**asdict(finding), "advice": advice}, ensure_ascii=False)


def as_text(found: Sequence[Finding]) -> Iterator[str]:
    """The kinds that were found, each with its findings, samples and what to do."""
    for kind, group in groupby(found, key=lambda finding: finding.kind):
        findings = list(group)
        yield f"{kind}: {counted(findings)} - {KINDS[kind].meaning}"
        for finding in findings[:MOST_SHOWN]:
            yield plain(f"  {finding.site or 'the file'}: {finding.found}")
            yield from (plain(f"    {sample}") for sample in finding.samples)
        if len(findings) > MOST_SHOWN:
            yield f"  ... and {plural(len(findings) - MOST_SHOWN, 'more finding')}"
        yield f"  what to do: {KINDS[kind].advice}"
        yield ""


def counted(findings: Sequence[Finding]) -> str:
    """As in "2 findings, 64 articles"."""
    articles = {number for finding in findings for number in finding.articles}
    said = plural(len(findings), "finding")
    return f"{said}, {plural(len(articles), 'article')}" if articles else said


def conclusion(found: Sequence[Finding]) -> str:
    """All findings in a sentence."""
    if not found:
        return "nothing found"
    touched = {number for finding in found for number in finding.articles}
    kinds = {finding.kind for finding in found}
    return f"{plural(len(kinds), 'kind')} of fault found, {plural(len(touched), 'article')} touched"
