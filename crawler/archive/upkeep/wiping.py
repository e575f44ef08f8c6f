"""Records replaced where they stand: a note, or a listing without an entry, in the same length.

Every other record keeps its place, so that the names of captures stay true in every database. What
is written over is one gzip member by another, its header's comment filling the room left; in a file
without compression, lines of the record's header do.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from crawler.archive.cdxj import BadIndex, index_of, indexed, last_indexed
from crawler.archive.reading import GZIP_MAGIC, MEMBER, Place, read_record
from crawler.archive.records import digest, iso
from crawler.archive.upkeep.traces import Wanted, plain
from crawler.errors import ArchiveFails, ArchiveProblem
from crawler.files.file_lock import lock
from crawler.files.new_output import new_file

COMMENT = 0x10
"""The bit of a gzip header that says that a comment follows, ended by a zero byte."""
NOTE = "note: taken down on request on {day}\r\n"
LINE_ENDS = b"\r\n\r\n"
FILLING = b"X-Filling: %b\r\n" % (b"-" * 500)
"""A line that fills room in a file without compression."""
STEP = 64
"""Bytes of a torn record unfolded at once: what comes before the damage is had."""
ADDRESSED = re.compile(rb"(?m)^WARC-Target-URI: <?([^\s<>]+)", re.IGNORECASE)
"""``WARC-Target-URI: https://www.contoh.id/1``"""

Replacements = Mapping[Place, tuple[int, bytes | None]]
"""By place the length in bytes that is there, and the body to stand there: None for a note."""


class DoesNotFit(ArchiveProblem):
    """What should take a record's place is longer than the record."""


def open_to_write(path: Path) -> BinaryIO:
    """A WARC file to write in, for this process alone.

    Raises ArchiveFails where it can't be written, ArchiveProblem while a crawl writes to it.
    """
    try:
        file = path.open("r+b")
    except OSError as error:
        raise ArchiveFails(f"{path} can't be written: {error.strerror}") from error
    if not lock(file):
        file.close()
        raise ArchiveProblem(f"{path} is being written by another process; wait for its end")
    return file


def replace_records(path: Path, replacements: Replacements, now: datetime) -> list[Place]:
    """Write over records of a file and bring its index up to date; those that would not fit.

    Raises ArchiveProblem and OSError; what was replaced before stays so.
    """
    too_long = []
    digests: dict[Place, str | None] = {}
    with open_to_write(path) as file:
        for place, (length, body) in sorted(replacements.items()):
            try:
                written, digests[place] = _replacement(file, place, length, body, now)
            except DoesNotFit:
                too_long.append(place)
                continue
            file.seek(place.offset)
            file.write(written)
        file.flush()
        os.fsync(file.fileno())
        _bring_up_to_date(path, {p: d for p, d in digests.items() if p not in too_long})
    return too_long


def _replacement(
    file: BinaryIO, place: Place, length: int, body: bytes | None, now: datetime
) -> tuple[bytes, str | None]:
    """The bytes to stand in a record's place, and the new body's digest."""
    if place.inner:
        raise DoesNotFit("it lies in a gzip stream of several records")
    file.seek(place.offset)
    is_compressed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    if body is None:
        return _fitted(_note(now), length, is_compressed), None
    fields, block = read_record(file, place)
    payload = digest(body)
    fields["warc-payload-digest"] = payload
    try:
        return _fitted(_with_body(fields, block, body), length, is_compressed), payload
    except DoesNotFit:  # the request stands beside it, of the same address and moment
        fields["warc-concurrent-to"] = ""
        return _fitted(_with_body(fields, block, body), length, is_compressed), payload


def _note(now: datetime) -> tuple[bytes, bytes]:
    block = NOTE.format(day=now.astimezone(UTC).date()).encode()
    fields = f"WARC-Type: metadata\r\nWARC-Record-ID: <{uuid4().urn}>\r\nWARC-Date: {iso(now)}\r\n"
    return fields.encode(), block


def _with_body(fields: dict[str, str], block: bytes, body: bytes) -> tuple[bytes, bytes]:
    """A capture with another body: its header lines and block."""
    head, _, _ = block.partition(LINE_ENDS)
    kept = [
        line
        for line in head.split(b"\r\n")
        if not line.lower().startswith((b"content-encoding:", b"content-length:", b"transfer-"))
    ]
    told = {**fields, "warc-truncated": "unspecified"}
    left_out = ("content-length", "warc-block-digest")
    kept_fields = (name for name in told if told[name] and name not in left_out)
    lines = [f"{name}: {told[name]}\r\n" for name in kept_fields]
    return "".join(lines).encode(), b"\r\n".join(kept) + LINE_ENDS + body


def _fitted(record: tuple[bytes, bytes], length: int, is_compressed: bool) -> bytes:
    """A record in exactly so many bytes. Raises DoesNotFit."""
    fields, block = record
    if is_compressed:
        return _gzip(_joined(fields, block), length)
    room = length - len(_joined(fields, block)) + len(LINE_ENDS)
    if room < 0:
        raise DoesNotFit(f"{-room} bytes too many")
    lines, blanks = divmod(room, len(FILLING))
    return _joined(fields + lines * FILLING, block, blanks)[: -len(LINE_ENDS)]


def _joined(fields: bytes, block: bytes, blanks: int = 0) -> bytes:
    head = b"WARC/1.1\r\n%bContent-Length: %b%d\r\n\r\n" % (fields, b" " * blanks, len(block))
    return b"".join((head, block, LINE_ENDS))


def _gzip(record: bytes, length: int) -> bytes:
    """One gzip member of exactly so many bytes, a comment in its header filling the room."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    packed = deflate.compress(record) + deflate.flush()
    packed += struct.pack("<LL", zlib.crc32(record), len(record) % 2**32)
    room = length - 10 - len(packed)
    if room < 0:
        raise DoesNotFit(f"{-room} bytes too many")
    header = GZIP_MAGIC + struct.pack("<BBLBB", 8, COMMENT if room else 0, 0, 2, 255)
    return header + (b" " * (room - 1) + b"\0" if room else b"") + packed


def _bring_up_to_date(path: Path, digests: Mapping[Place, str | None]) -> None:
    """Take lines out of a file's index, and tell new digests; one that can't be read is deleted."""
    if not last_indexed(path)[0]:
        return
    lines = []
    try:
        for entry in indexed(path):
            if entry.place not in digests:
                lines.append(entry.line(path.name))
            elif payload := digests[entry.place]:
                lines.append(replace(entry, digest=payload).line(path.name))
    except BadIndex:
        index_of(path).unlink()
        return
    with new_file(index_of(path)) as partial:
        partial.write_text("".join(lines))


def wipe_torn_ends(aside: Path, article: Wanted, *, dry_run: bool) -> bool:
    """Delete a file of torn bytes (``writer.mend``) that holds an article; whether it does.

    Nobody reads such a file; what of its records can be unfolded is looked through.
    """
    data = aside.read_bytes()
    at = 0 if data.startswith(MEMBER) else data.find(MEMBER)
    while at >= 0:
        text = _as_far_as_whole(data[at:])
        urls = ADDRESSED.findall(text)
        if any(article.is_its(url.decode("utf-8", "replace")) for url in urls) or (
            article.is_repeated(plain(text.decode("utf-8", "replace")))
        ):
            if not dry_run:
                aside.unlink()
            return True
        at = data.find(MEMBER, at + 1)
    return False


def _as_far_as_whole(data: bytes) -> bytes:
    """What a damaged gzip stream unfolds to, up to the damage."""
    inflate, unfolded = zlib.decompressobj(zlib.MAX_WBITS + 16), bytearray()
    for start in range(0, len(data), STEP):
        try:
            unfolded += inflate.decompress(data[start : start + STEP])
        except zlib.error:
            break
        if inflate.eof:
            break
    return bytes(unfolded)
