"""Whether an archive is what it was when it was written: records, digests, indexes, names."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from crawler.archive.captures import capture_name
from crawler.archive.cdxj import BadIndex, Entry, entries_read, index_of, indexed
from crawler.archive.reading import Damage, NoWarc, Place, http_answer, read_record
from crawler.errors import ArchiveProblem
from crawler.files.file_lock import being_written

Kind = Literal["damaged", "digest", "index", "missing"]
"""What is wrong: bytes that can't be read, a body that is not the one digested when it was written,
an index that is not of its file, a capture that the database names and that is not there."""

DIGESTED = ("sha1", "sha256", "sha512", "md5")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; ``offset`` in bytes, None where it is of the whole file."""

    kind: Kind
    file: str
    offset: int | None
    what: str

    def __str__(self) -> str:
        where = self.file if self.offset is None else f"{self.file}, byte {self.offset}"
        return f"{where}: {self.what}"


@dataclass(slots=True)
class Checked:
    """What the check of one file found."""

    file: str
    captures: int = 0
    digests: int = 0
    """Captures whose body was held against the digest that was written with it."""
    named: int = 0
    """Captures that the database names."""
    faults: list[Fault] = field(default_factory=list)


def check_file(root: Path, path: Path, named: Collection[Place] = ()) -> Checked:
    """Read one WARC file through and hold it against its digests, its index and the database.

    ``named`` are the places in it that the database names. One capture is in memory at a time.
    """
    checked = Checked(path.absolute().relative_to(root.absolute()).as_posix(), named=len(named))

    def fault(kind: Kind, offset: int | None, what: str) -> None:
        checked.faults.append(Fault(kind, checked.file, offset, what))

    found: dict[Place, Entry] = {}
    try:
        for each in entries_read(path):
            if isinstance(each, Entry):
                found[each.place] = each
                checked.captures += 1
                if problem := _wrong_digest(path, each, checked):
                    fault("digest", each.offset, problem)
            elif not (each.is_last and being_written(path)):
                fault("damaged", each.offset, _told(each))
    except NoWarc as problem:
        fault("damaged", 0, str(problem))
    for offset, what in _wrong_lines(path, found):
        fault("index", offset, what)
    for place in sorted(set(named) - found.keys()):
        name = capture_name(root, path, place)
        fault("missing", place.offset, f"the database names {name}, and no capture is there")
    return checked


def _told(damage: Damage) -> str:
    behind = "no record stands behind them" if damage.is_last else "what stands behind is whole"
    return f"{damage.end - damage.offset} bytes {damage.why}; {behind}"


def _wrong_digest(path: Path, entry: Entry, checked: Checked) -> str | None:
    """Why a capture is not what was digested when it was written; None where all is well."""
    try:
        with path.open("rb") as file:
            fields, block = read_record(file, entry.place)
        bodies = [] if entry.revisit_of else _bodies(fields, block)
    except ArchiveProblem as problem:
        return str(problem)
    digested = [("block", fields.get("warc-block-digest"), [block])]
    digested.append(("payload", fields.get("warc-payload-digest"), bodies))
    for part, announced, contents in digested:
        algorithm, _, value = (announced or "").partition(":")
        algorithm = algorithm.lower().replace("-", "")
        if algorithm not in DIGESTED or not contents:
            continue
        checked.digests += 1
        if not any(value in _digests(algorithm, content) for content in contents):
            return f"the capture of {entry.url} does not have the {part} digest written with it"
    return None


def _bodies(fields: dict[str, str], block: bytes) -> list[bytes]:
    """What tools take for the payload: the body as it came, and freed of its chunks."""
    raw = block.partition(b"\r\n\r\n")[2] if fields["warc-type"] != "resource" else block
    return [http_answer(fields, block)[2], raw]


def _digests(algorithm: str, content: bytes) -> tuple[str, ...]:
    """A digest in the ways in which tools write it."""
    found = hashlib.new(algorithm, content, usedforsecurity=False)
    return b32encode(found.digest()).decode(), found.hexdigest(), found.hexdigest().upper()


def _wrong_lines(path: Path, found: dict[Place, Entry]) -> Iterator[tuple[int | None, str]]:
    """What an index says that its file does not bear out; it may end before its file does."""
    if not index_of(path).exists():
        return
    remedy = "delete the index, the next crawl makes it again"
    named, end = set(), 0
    try:
        for line in indexed(path):
            named.add(line.place)
            end = max(end, line.end)
            capture = found.get(line.place)
            if capture is None:
                yield line.offset, f"its index names a capture of {line.url}, none is there"
            elif _facts(line) != _facts(capture):
                told = f"its index tells the capture of {capture.url} otherwise than the record"
                yield line.offset, f"{told}; {remedy}"
    except (BadIndex, ValueError) as problem:
        yield None, str(problem)
        return
    for place in sorted(found.keys() - named):
        if place.offset < end:
            yield place.offset, f"its index lacks the capture of {found[place].url}; {remedy}"


def _facts(entry: Entry) -> tuple[object, ...]:
    return entry.url, entry.timestamp, entry.length, entry.method
