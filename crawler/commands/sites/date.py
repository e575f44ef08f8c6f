"""``scrapy date [STRING...]``: what Warta makes of printed dates, one line for each."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crawler.console.command import WartaCommand
from crawler.errors import UsageProblem
from crawler.parsers.dates import parse_date
from crawler.parsers.site import Site


class Command(WartaCommand):
    """Reads dates from its arguments or from standard input; touches nothing else."""

    usage = "[--now ISO] [STRING...]"
    summary = "Read printed dates and print them as ISO 8601"
    help_text = (
        "Prints a line for each string, from standard input (one a line) where none is given: "
        "the string, its date, its precision (second, minute or day), parted by tabs. A date "
        "known only to the day is printed as YYYY-MM-DD; date and precision are empty where "
        'the string holds no date. "3 jam yang lalu" and days without a year are read from '
        "--now, the present where it is not given; times without a zone mean WIB."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--now."""
        super().add_options(parser)
        parser.add_argument(
            "--now", metavar="ISO", help="when the strings were read, as 2024-11-25T15:30:00+07:00"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print a line for every string."""
        now = read_moment(opts.now) if opts.now is not None else datetime.now(UTC)
        for stream in (sys.stdin, sys.stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")
        for line in tabled(args or (line.rstrip("\r\n") for line in sys.stdin), now):
            sys.stdout.write(line)


def read_moment(text: str) -> datetime:
    """The moment ``--now`` names, WIB where it has no offset. Raises UsageProblem for any other."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageProblem(
            f"--now {text!r} is no date and time; write it as 2024-11-25T15:30:00+07:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(Site.timezone))


def tabled(strings: Iterable[str], now: datetime) -> Iterator[str]:
    """``raw<TAB>iso<TAB>precision`` for each string; a tab or line break in it becomes a blank."""
    for raw in strings:
        parsed = parse_date(raw, now=now)
        cell = raw.translate({9: " ", 10: " ", 13: " "})
        yield f"{cell}\t{parsed.iso}\t{parsed.precision}\n" if parsed else f"{cell}\t\t\n"
