"""Files of CC-NEWS, month by month: streamed, and what is of known sites kept in the archive."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from crawler.errors import UsageProblem
from crawler.files.new_output import new_file
from crawler.past.ccnews.members import NotPacked, members
from crawler.past.download import NotHad, blocks

LIST = "crawl-data/CC-NEWS/{month:%Y/%m}/warc.paths.gz"
"""Where a month's list of files is, from CCNEWS on."""
FIRST = date(2016, 8, 1)
"""The month in which CC-NEWS began."""
NAME = re.compile(r"CC-NEWS-(?P<day>\d{8})\d{6}-\d{5}\.warc\.gz")
"""``CC-NEWS-20240101000000-00001.warc.gz``: the time at which the file was begun, UTC."""
MONTH_OR_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
NOTHING = ".nothing"
"""How an empty file is called that stands for one without a record of these sites."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of CC-NEWS: where it is, and where what is kept of it goes."""

    url: str
    kept: Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: records looked at, those kept and their packed bytes.

    ``problem`` says in words why it could not be had; nothing of it is kept then. ``is_old`` says
    that an earlier call had taken it.
    """

    file: File
    looked_at: int = 0
    kept: int = 0
    size: int = 0
    problem: str | None = None
    is_old: bool = False


def months(since: str | None, until: str | None) -> list[date]:
    """The first days of the months asked for, as "2024-01" or "2024-01-15"; ``until`` included.

    Raises UsageProblem for a date that is none, and where there is no month.
    """
    if not since or not until:
        raise UsageProblem("say which months, as in --since 2024-01 --until 2024-12")
    first, last = _day("--since", since), _day("--until", until)
    if last < first:
        raise UsageProblem(f"--until {until} lies before --since {since}")
    found = []
    month = max(first, FIRST).replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    if not found:
        raise UsageProblem(f"CC-NEWS begins in {FIRST:%Y-%m}; ask for months from then on")
    return found


def _day(option: str, text: str) -> date:
    found = MONTH_OR_DAY.fullmatch(text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except (TypeError, ValueError):
        raise UsageProblem(
            f"{option} {text} is no month or day; write it as 2024-01 or 2024-01-15"
        ) from None


def files_of(month: date, base: str, agent: str, folder: Path) -> list[File]:
    """The files of a month by its list. Raises NotHad where that can't be had."""
    url = urljoin(base, LIST.format(month=month))
    try:
        listed = gzip.decompress(b"".join(blocks(url, agent))).decode()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise NotHad(f"{url} is no list of files: {error}") from error
    names = [line.strip() for line in listed.splitlines() if NAME.search(line)]
    return [File(urljoin(base, name), folder / Path(urlsplit(name).path).name) for name in names]


def of_days(files: Sequence[File], since: str, until: str) -> list[File]:
    """The files begun on the days asked for; of a month that is named without a day all of them."""
    first = since.replace("-", "").ljust(8, "0")
    last = until.replace("-", "").ljust(8, "9")
    return [file for file in files if first <= NAME.search(file.kept.name)["day"] <= last]


def folder_for(archive: Path, hosts: Sequence[str]) -> Path:
    """Where the records of some hosts are kept: another choice of hosts has a folder of its own.

    What lies there is named by ``articles.capture``, so that no file is written anew.
    """
    digest = sha256("\n".join(sorted(hosts)).encode()).hexdigest()
    return archive / "imported" / f"ccnews-{digest[:8]}"


class Taker:
    """Takes one file after the other; made anew in each process."""

    def __init__(self, hosts: frozenset[str], agent: str):
        self.hosts = hosts
        self.agent = agent

    def __call__(self, file: File) -> Taken:
        """Stream a file, and keep the records of the hosts; not again what an earlier call took."""
        if file.kept.exists() or _empty(file).exists():
            return Taken(file, is_old=True)
        try:
            return self._take(file)
        except NotHad as problem:
            return Taken(file, problem=str(problem))
        except NotPacked as problem:
            return Taken(file, problem=f"{file.url}: {problem}")

    def _take(self, file: File) -> Taken:
        looked_at = kept = size = 0
        with new_file(file.kept) as partial, partial.open("wb") as output:
            for member in members(blocks(file.url, self.agent), self.is_wanted):
                looked_at += member.kind == "response"
                if member.raw is not None:
                    kept += member.kind == "response"
                    size += output.write(member.raw)
        if not kept:
            file.kept.rename(_empty(file))
            _empty(file).write_bytes(b"")
        return Taken(file, looked_at, kept, size)

    def is_wanted(self, kind: str, url: str) -> bool:
        """Whether a record is what the file says of itself, or an answer of one of the hosts."""
        return kind == "warcinfo" or (kind == "response" and self._is_known(url))

    def _is_known(self, url: str) -> bool:
        try:
            host = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:
            return False
        parts = host.split(".")
        return any(".".join(parts[start:]) in self.hosts for start in range(len(parts)))


def _empty(file: File) -> Path:
    return file.kept.with_name(file.kept.name + NOTHING)


def to_read(taken: Iterator[Taken] | Sequence[Taken]) -> list[Path]:
    """The files that hold records of these hosts."""
    return [each.file.kept for each in taken if not each.problem and each.file.kept.exists()]
