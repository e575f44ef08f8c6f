"""``spiders/status.csv``: what ``scrapy verify`` or a person found out of each site, one a line."""

from __future__ import annotations

import csv
import logging
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.files.new_output import new_file
from crawler.whereabouts.private_sites import imported_folder
from crawler.whereabouts.program import PROGRAM

logger = logging.getLogger(__name__)

STATUSES = {
    "stable": "its sources and a sample of its articles were read live as its file says",
    "unproven": "nobody has seen that yet, or it did not come out right when last tried",
    "blocked": "it refused, by robots.txt, by an error status or by a challenge",
    "quarantined": "it is left alone until somebody has looked: hijacked, or no news any more",
    "gone": "it publishes no more, or its domain is another's",
}
"""The closed list of statuses, each with its meaning."""
COLUMNS = ("site", "status", "day", "evidence")
STATUS_FILE = "status.csv"
"""Beside the site files, the program's and the user's."""


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a site: one of ``STATUSES``, the day (ISO, WIB) and in words the evidence.

    ``day`` and ``evidence`` are empty where nobody has tried.
    """

    status: str = "unproven"
    day: str = ""
    evidence: str = ""


UNPROVEN = Status()


def read_statuses(path: Path) -> dict[str, Status]:
    """The statuses by site; none where there is no such file.

    Raises UsageProblem, with the line, for a status or day that is none and for a site named twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _checked(path, csv.reader(file))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageProblem(f"{path} can't be read: {error}") from error


def status_of(site: str) -> Status:
    """A site's status by the user's file, else by the program's; unproven where none says."""
    return _statuses_here().get(site, UNPROVEN)


@lru_cache(maxsize=1)
def _statuses_here() -> dict[str, Status]:
    found: dict[str, Status] = {}
    for folder in filter(None, (PROGRAM / "spiders", imported_folder())):
        try:
            found |= read_statuses(folder / STATUS_FILE)
        except UsageProblem as error:
            logger.warning("no status is believed: %s", error)
    return found


def write_statuses(path: Path, found: Mapping[str, Status]) -> None:
    """Put what was found into the file, beside what it says of other sites, in the order of names.

    Written whole or not at all. Raises UsageProblem where the file there is no status file,
    OutputProblem where it can't be written.
    """
    known = {**read_statuses(path), **found}
    lines = [(site, *astuple(known[site])) for site in sorted(known)]
    with new_file(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *lines])
    _statuses_here.cache_clear()


def _checked(path: Path, lines: csv.reader) -> dict[str, Status]:
    heads = next(lines, None)
    if heads is None:
        return {}
    if tuple(heads) != COLUMNS:
        raise UsageProblem(f"{path}, line 1: its columns are {','.join(COLUMNS)}")
    found: dict[str, Status] = {}
    for cells in filter(None, lines):
        if problem := _problem(cells, found):
            raise UsageProblem(f"{path}, line {lines.line_num}: {problem}")
        found[cells[0]] = Status(*cells[1:])
    return found


def _problem(cells: list[str], found: Mapping[str, Status]) -> str | None:
    """What is wrong with a line; None for nothing."""
    if len(cells) != len(COLUMNS):
        return f"it has {len(cells)} cells, not {len(COLUMNS)}"
    site, status, day, _ = cells
    if site in found:
        return f"{site} stands in it twice"
    if status not in STATUSES:
        near = get_close_matches(status, STATUSES, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"{status} is none of {', '.join(STATUSES)}{hint}"
    try:
        date.fromisoformat(day)
    except ValueError:
        return f"{day or 'nothing'} is no day; write it as 2026-11-29"
    return None
