"""``scrapy health``: how each site stands, as a table or for machines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.console.command import WartaCommand
from crawler.database import open_for_reading
from crawler.errors import UsageProblem
from crawler.runs.health_report import Drift, SiteReport, site_reports

SIGNS = {
    "ok": ("·", "green"),
    "degraded": ("d", "yellow"),
    "blocked": ("b", "magenta"),
    "broken": ("X", "red"),
    "failed": ("F", "red"),
    "died": ("†", "red"),
}
"""How a verdict is shown in a trend, and its colour."""
LEGEND = "last runs, newest right: · ok, d degraded, b blocked, X broken, F failed, † died"
HEADINGS = "site,status,verdict,since,good,last runs,fields,not stored,next".split(",")
MAY_WRAP = ("fields", "not stored", "next")
MOST_FIELDS = 3


class Command(WartaCommand):
    """Shows what the ledger knows of every site; changes nothing."""

    usage = "[SITE...] [--json]"
    summary = "Show how each site stands: last good run, fields, rejects, trend"
    help_text = (
        "For each site: how it did when scrapy verify last tried it, the verdict on its last run "
        "and since when, its last good run, the verdicts before it, facts of its file that none of "
        "its newest pages has, fields that fewer articles have than usual (now, usually), fields "
        "that its facts now read otherwise than the generic reader (agreeing now, before), "
        "articles of the last seven days with something to doubt in them, pages of the last seven "
        "days that were not stored, by reason, listing pages that could not be read, "
        "and when the next run is due. --json prints one object a site and line, with all fields."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--json."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a site")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the reports of all sites, or of those named."""
        now = datetime.now(UTC)
        with closing(open_for_reading(self.settings["DATABASE"])) as database:
            reports = site_reports(database, now)
            (is_run,) = database.execute("SELECT EXISTS (SELECT 1 FROM runs)").fetchone()
        known = [report.site for report in reports]
        if unknown := [name for name in args if name not in known]:
            raise UsageProblem(
                f"{unknown[0]} has not been crawled into this database, but from archives at most"
            )
        reports = [report for report in reports if not args or report.site in args]
        if not reports:
            why = "; runs that read an archive say nothing of a site's health" if is_run else ""
            path = self.settings["DATABASE"]
            print(f"health: {path} knows of no crawl yet{why}", file=sys.stderr)
        if opts.json:
            for report in reports:
                print(json.dumps(asdict(report), ensure_ascii=False))
        elif sys.stdout.isatty():
            Console(highlight=False).print(as_table(reports, now))
        else:
            for row in [HEADINGS, *(cells(report, now) for report in reports)]:
                print("\t".join(str(cell) for cell in row))


def as_table(reports: Sequence[SiteReport], now: datetime) -> Table:
    """All sites as a table, verdicts in colour."""
    table = Table(box=box.SIMPLE, caption=LEGEND, caption_justify="left", padding=(0, 1, 0, 0))
    for heading in HEADINGS:
        table.add_column(heading, no_wrap=heading not in MAY_WRAP)
    for report in reports:
        table.add_row(*cells(report, now))
    return table


def cells(report: SiteReport, now: datetime) -> tuple[str | Text, ...]:
    """One site as it is printed."""
    _, colour = SIGNS.get(report.verdict, ("", ""))
    return (
        report.site,
        " ".join(filter(None, [report.status, report.status_day])),
        Text(report.verdict or "", style=colour),
        ago(report.verdict_since, now),
        ago(report.last_good_at, now) or "never",
        trend(report.trend),
        ", ".join(fields(report)),
        ", ".join([*(f"{n} {reason}" for reason, n in report.not_stored.items()), *unread(report)]),
        "due (the clock was ahead)" if report.clock_was_ahead else ahead(report.due_at, now),
    )


def fields(report: SiteReport) -> list[str]:
    """Declared facts that are not found, fields that fell, now and usually, articles in doubt."""
    return [
        *(f"{name} as declared: 0 of {pages}" for name, pages in report.unconfirmed.items()),
        *(
            f"{name} {report.fields.get(name, 0):.0%} ({report.usual_fields[name]:.0%})"
            for name in report.fallen[:MOST_FIELDS]
        ),
        *(said_of_drift(name, found) for name, found in report.drifted.items()),
        *(
            f"text a part only: {parts} of {pages}"
            for parts, pages in filter(None, [report.in_part])
        ),
        *(f"{number} {word}" for word, number in report.in_doubt.items()),
    ]


def said_of_drift(name: str, found: Drift) -> str:
    """A field in which the site's facts and the generic reader part, as it is printed."""
    now, before = (
        f"{found.agreed} of {found.pages}",
        f"{found.agreed_before} of {found.pages_before}",
    )
    return f"{name} as read without the site's facts: {now} ({before})"


def unread(report: SiteReport) -> list[str]:
    """Listing pages in words, as in "2 listing pages asked again", "1 listing page given up"."""
    given_up = sum(page["given_up_at"] is not None for page in report.unread)
    numbers = {"asked again": len(report.unread) - given_up, "given up": given_up}
    return [
        f"{number} listing page{'s' if number > 1 else ''} {what}"
        for what, number in numbers.items()
        if number
    ]


def trend(verdicts: Sequence[str]) -> Text:
    """Verdicts as signs, each in its colour."""
    signs = (SIGNS.get(verdict, ("?", "")) for verdict in verdicts)
    return Text.assemble(*signs)


def ago(moment: str | None, now: datetime) -> str:
    """How long ago a moment was, as in "5 h"; empty for None."""
    return briefly(now - datetime.fromisoformat(moment)) if moment else ""


def ahead(moment: str | None, now: datetime) -> str:
    """How far off a moment is, as in "5 h", or "due" where it has come; empty for None."""
    if not moment:
        return ""
    span = datetime.fromisoformat(moment) - now
    return briefly(span) if span > timedelta() else "due"


def briefly(span: timedelta) -> str:
    """A span as "7 min", "5 h" or "3 d"."""
    minutes = max(0, round(span / timedelta(minutes=1)))
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"
