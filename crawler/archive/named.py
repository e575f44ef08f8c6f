"""Whether the captures that a database names are in the archive, as they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from crawler.archive.captures import PLACE
from crawler.archive.cdxj import entries
from crawler.archive.reading import Damage, Place, http_answer, read_record
from crawler.archive.records import digest
from crawler.errors import ArchiveProblem

OUR_DIGEST = "sha1:"
"""How the digests begin that Warta writes; other tools name other hashes."""


def not_in_archive(archive: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """Those of some captures that are not in the archive, and why, in words.

    By the indexes beside the files: a capture's own bytes are not read.
    """
    by_file: dict[str, dict[Place, str]] = defaultdict(dict)
    missing: list[tuple[str, str]] = []
    for name in names:
        if place := place_of(name):
            by_file[place[0]][place[1]] = name
        else:
            missing.append((name, "names no place in an archive"))
    for file, wanted in sorted(by_file.items()):
        there, why = captures_in(archive / file)
        missing += [(wanted[place], why) for place in sorted(wanted.keys() - there)]
    return missing


def captures_in(file: Path) -> tuple[set[Place], str]:
    """Where the captures of a WARC file lie, and what to say of one that is not there."""
    there: set[Place] = set()
    damage: list[Damage] = []
    try:
        for entry in entries(file, damage.append):
            there.add(entry.place)
    except FileNotFoundError:
        return there, f"{file} is not there"
    except (ArchiveProblem, OSError) as problem:
        return there, str(problem)
    return there, "; ".join(map(str, damage[:1])) or f"{file} has no capture there"


def damaged(archive: Path, names: Sequence[str]) -> list[tuple[str, str]]:
    """Those of some captures whose bytes are not what their digest says, and why, in words."""
    found: list[tuple[str, str]] = []
    for name in names:
        file, place = place_of(name) or ("", Place(0))
        try:
            with (archive / file).open("rb") as opened:
                fields, block = read_record(opened, place)
            body = http_answer(fields, block)[2]
        except (ArchiveProblem, OSError) as problem:
            found.append((name, str(problem)))
            continue
        written = fields.get("warc-payload-digest", "")
        if written.startswith(OUR_DIGEST) and written != digest(body):
            found.append((name, f"{name} has other bytes than its digest says"))
    return found


def place_of(name: str) -> tuple[str, Place] | None:
    """The file, inside the archive, and the place in it that a capture's name says; else None."""
    file, _, at = name.rpartition("#")
    inside, found = PurePosixPath(file), PLACE.fullmatch(at)
    if not found or not file or inside.is_absolute() or ".." in inside.parts:
        return None
    return file, Place(int(found["offset"]), int(found["inner"] or 0))
