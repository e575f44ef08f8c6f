"""Whether the captures that a database names are in the archive, as they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from crawler.archive.cdxj import entries
from crawler.archive.records import CutOff, digest, http_answer, read_record
from crawler.errors import ArchiveProblem

OUR_DIGEST = "sha1:"
"""How the digests begin that Warta writes; other tools name other hashes."""


def not_in_archive(archive: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """Those of some captures that are not in the archive, and why, in words.

    By the indexes beside the files: a capture's own bytes are not read.
    """
    by_file: dict[str, set[int]] = defaultdict(set)
    missing: list[tuple[str, str]] = []
    for name in names:
        file, _, offset = name.rpartition("#")
        if offset.isdecimal() and is_inside(file):
            by_file[file].add(int(offset))
        else:
            missing.append((name, "names no place in an archive"))
    for file, wanted in sorted(by_file.items()):
        there, why = captures_in(archive / file)
        missing += [(f"{file}#{offset}", why) for offset in sorted(wanted - there)]
    return missing


def captures_in(file: Path) -> tuple[set[int], str]:
    """Where the captures of a WARC file begin (bytes), and what to say of one that is none."""
    there: set[int] = set()
    try:
        for entry in entries(file):
            there.add(entry.offset)
    except CutOff as cut:
        return there, str(cut)
    except FileNotFoundError:
        return there, f"{file} is not there"
    except (ArchiveProblem, OSError) as problem:
        return there, str(problem)
    return there, f"{file.name} has no capture there"


def damaged(archive: Path, names: Sequence[str]) -> list[tuple[str, str]]:
    """Those of some captures whose bytes are not what their digest says, and why, in words."""
    found: list[tuple[str, str]] = []
    for name in names:
        file, _, offset = name.rpartition("#")
        try:
            with (archive / file).open("rb") as opened:
                fields, block = read_record(opened, int(offset))
            body = http_answer(fields, block)[2]
        except (ArchiveProblem, OSError) as problem:
            found.append((name, str(problem)))
            continue
        written = fields.get("warc-payload-digest", "")
        if written.startswith(OUR_DIGEST) and written != digest(body):
            found.append((name, f"{name} has other bytes than its digest says"))
    return found


def is_inside(file: str) -> bool:
    """Whether a file's name stays inside the archive's folder."""
    inside = PurePosixPath(file)
    return bool(file) and not inside.is_absolute() and ".." not in inside.parts
