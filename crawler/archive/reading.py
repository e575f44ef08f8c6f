"""WARC records found and read again, also in files that are damaged or that other tools wrote.

What can't be read costs itself alone: reading goes on at the next record that verifies. A gzip
member verifies by its checksum, a record of an uncompressed file by what stands behind it.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple

from scrapy.http import Headers
from w3lib.http import headers_raw_to_dict
from warcio.bufferedreaders import ChunkedDataReader

from crawler.errors import ArchiveProblem

SUFFIXES = (".warc.gz", ".warc")
SIGNATURE = b"WARC/"
NEXT_RECORD = b"\r\n\r\nWARC/1."
RECORD_END = b"\r\n\r\n"
GZIP_MAGIC = b"\x1f\x8b"
MEMBER = b"\x1f\x8b\x08"
"""How a gzip member begins: the magic number and the only method there is."""
READ_SIZE = 16 * 1024
"""Bytes read at once; a gzip stream unfolds them to 17 MB at most."""
SEARCHED = 1024 * 1024
"""Bytes looked through at once for the next record."""
HEAD_SIZE = 256 * 1024
"""How much of a record's beginning is looked at for its headers, in bytes."""
LARGEST_RECORD = 64 * 1024 * 1024
"""Records above it (films, data sets in other people's archives) are never read, in bytes."""
LARGEST_STREAM = 16 * 1024 * 1024 * 1024
"""Bytes to which a gzip stream that holds many records is unpacked, in a file that goes away."""
IN_MEMORY = 16 * 1024 * 1024
"""Bytes up to which such a stream needs no file."""
MISCOUNTED = 16
"""Bytes by which a last record may be longer than it announces: wget 1.14 was one short."""
LENGTH = re.compile(r"\d{1,18}", re.ASCII)
"""What a Content-Length looks like: ``10442``"""
BEHIND = re.compile(rb"(?P<line_ends>(?:\r\n|\n\n?)?)(?:WARC/|\Z)")
"""What stands behind a record of a tool that writes no two line ends there: ``\nWARC/1.0``."""
PAGE = re.compile(rb"\s*<(?:!doctype|html)\b", re.IGNORECASE)
"""How an answer begins that is a page and has no headers: ``<!DOCTYPE html>``"""
HEADER_END = re.compile(rb"\r?\n\r?\n")
"""Between headers and body; a few servers and tools write bare line feeds: ``...\\n\\n<html>``."""


class Place(NamedTuple):
    """Where a record lies: the byte of its file, and where in what a gzip member unfolds to.

    ``inner`` is above 0 only where a member holds several records.
    """

    offset: int
    inner: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record lies in its file (bytes), its WARC fields (lower case) and how it begins.

    Of a compressed file, offset and length are those of the gzip member; ``inner`` is where in
    what that unfolds to the record begins, above 0 only where a member holds several records.
    """

    offset: int
    length: int
    fields: dict[str, str]
    head: bytes
    inner: int = 0

    @property
    def end(self) -> int:
        """Where the next record starts."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file that can't be read as records; ``is_last``: no record stands behind them."""

    path: Path
    offset: int
    end: int
    is_last: bool = False
    why: str = "can't be read"

    def __str__(self) -> str:
        return f"{self.path}: {self.end - self.offset} bytes from byte {self.offset} on {self.why}"


class NoWarc(ArchiveProblem):
    """A file that holds no record and does not begin like one."""

    def __init__(self, path: Path, beginning: bytes):
        super().__init__(
            f"{path} is not a WARC file (it begins with {beginning[:20]!r}); "
            "give a .warc or .warc.gz, or a folder of them"
        )


def is_warc(path: Path) -> bool:
    """Whether a file's name is that of a WARC."""
    return path.name.lower().endswith(SUFFIXES)


def records(path: Path, start: int = 0) -> Iterator[Record | Damage]:
    """Every record of a file from a record's offset on, and between them what can't be read.

    Constant memory. Raises NoWarc when the file holds none and never did.
    """
    any_record = start > 0
    with path.open("rb") as file:
        beginning = file.read(HEAD_SIZE)
        compressed = beginning.startswith(GZIP_MAGIC) or (
            path.suffix == ".gz" and not beginning.startswith(SIGNATURE)
        )
        for found in _members(path, file, start) if compressed else _plain(path, file, start):
            any_record = any_record or isinstance(found, Record)
            if not any_record and found.is_last:
                unpacked = _unfolded(beginning) if compressed else beginning
                if not SIGNATURE.startswith(unpacked[: len(SIGNATURE)]):
                    raise NoWarc(path, unpacked)
            yield found


def _unfolded(beginning: bytes) -> bytes:
    """What the beginning of a gzip file unfolds to; the bytes themselves where it is none."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(beginning, 100)
    except zlib.error:
        return beginning


class Member(NamedTuple):
    """A whole gzip member: where it ends (bytes), how it begins and how long it is, unpacked."""

    end: int
    head: bytes
    size: int


def _members(path: Path, file: BinaryIO, offset: int) -> Iterator[Record | Damage]:
    """The records of a compressed file."""
    size = file.seek(0, os.SEEK_END)
    while offset < size:
        member = _member(file, offset)
        if member is None:
            further = _next_member(file, offset + 1, size)
            yield Damage(path, offset, further, is_last=further == size)
            offset = further
            continue
        if member.size:  # an empty one says nothing
            yield from _of_member(path, file, offset, member, size)
        offset = member.end


def _member(file: BinaryIO, offset: int) -> Member | None:
    """The gzip member at an offset, unpacked to its checksum; None where it does not verify."""
    file.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
    head, size, read = bytearray(), 0, 0
    while not inflate.eof:
        pending = file.read(READ_SIZE)
        if not pending:
            return None
        read += len(pending)
        try:
            piece = inflate.decompress(pending)
        except zlib.error:
            return None
        size += len(piece)
        head += piece[: HEAD_SIZE - len(head)]
    return Member(offset + read - len(inflate.unused_data), bytes(head), size)


def _next_member(file: BinaryIO, start: int, size: int) -> int:
    """Where the next member begins that verifies and holds a record; the file's end if none."""
    for place in _places(file, MEMBER, start, size):
        file.seek(place)
        if _unfolded(file.read(READ_SIZE)).startswith(SIGNATURE) and _member(file, place):
            return place
    return size


def _of_member(
    path: Path, file: BinaryIO, offset: int, member: Member, size: int
) -> Iterator[Record | Damage]:
    """The records of one gzip member: one, or all those of a stream that holds several."""
    length = member.end - offset
    if not member.head.startswith(SIGNATURE):
        yield Damage(path, offset, member.end, member.end == size, "are no WARC record")
        return
    fields, block = _fields(member.head)
    announced = fields.get("content-length", "")
    content = int(announced) if LENGTH.fullmatch(announced) else -1
    if block and member.size == block + content + len(RECORD_END):
        yield Record(offset, length, fields, member.head[block : block + content])
        return
    if member.size > LARGEST_STREAM:
        raise ArchiveProblem(
            f"{path} is one gzip stream that unfolds to more than {LARGEST_STREAM >> 30} GB; "
            f"run warcio recompress {path.name} NEW.warc.gz and use the new file"
        )
    for inside in _plain(path, _unpacked(file, offset), 0):
        if isinstance(inside, Damage):
            yield Damage(path, offset, member.end, member.end == size and inside.is_last)
        else:
            yield Record(offset, length, inside.fields, inside.head, inside.offset)


def _plain(path: Path, file: BinaryIO, offset: int) -> Iterator[Record | Damage]:
    """The records of an uncompressed file."""
    size = file.seek(0, os.SEEK_END)
    while (offset := _after_line_ends(file, offset)) < size:
        placed = _placed(file, offset, size)
        if placed is None:
            found = next(_places(file, NEXT_RECORD, offset, size), size)
            further = min(found + len(RECORD_END), size)
            yield Damage(path, offset, further, is_last=further == size)
            offset = further
            continue
        yield Record(offset, placed.end - offset, placed.fields, placed.head)
        offset = placed.end


class Placed(NamedTuple):
    """A record's fields, where its block begins and ends (bytes) and how that begins."""

    fields: dict[str, str]
    block: int
    end: int
    head: bytes


def _placed(file: BinaryIO, offset: int, size: int) -> Placed | None:
    """The record at an offset of an uncompressed file; None where there is no whole one.

    A Content-Length behind which no record ends is not believed: the block then ends where the
    next record begins, or with the file.
    """
    file.seek(offset)
    beginning = file.read(HEAD_SIZE)
    fields, length = _fields(beginning)
    announced = fields.get("content-length", "")
    if not (beginning.startswith(SIGNATURE) and length and LENGTH.fullmatch(announced)):
        return None
    block = offset + length
    end = block + int(announced)
    if end > size or (end := _end_near(file, end, size)) < 0:
        found = next(_places(file, NEXT_RECORD, block - len(RECORD_END), size), None)
        end = block + int(announced)
        if found is not None:
            end = max(found, block)
        elif end > size:
            return None
        elif size - end <= MISCOUNTED:
            end = _before_line_ends(file, size)
    return Placed(fields, block, end, beginning[length : length + end - block])


def _end_near(file: BinaryIO, end: int, size: int) -> int:
    """Where a block ends that is announced to end at ``end``; -1 where no record can end there."""
    file.seek(end)
    behind = file.read(MISCOUNTED)
    if behind.startswith(RECORD_END):
        return end
    if found := BEHIND.match(behind):
        start = end + len(found["line_ends"])
        return min(end, _before_line_ends(file, start))
    return -1


def _before_line_ends(file: BinaryIO, offset: int) -> int:
    """Where the two line ends before an offset begin; the offset where there are none."""
    file.seek(max(0, offset - len(RECORD_END)))
    return offset - (len(RECORD_END) if file.read(len(RECORD_END)) == RECORD_END else 0)


def _fields(beginning: bytes) -> tuple[dict[str, str], int]:
    """A record's WARC fields (lower case) and the length of its header; 0 where it has no end."""
    header, end, _ = beginning.partition(b"\r\n\r\n")
    fields: dict[str, str] = {}
    name = ""
    for line in header.decode("utf-8", "replace").split("\r\n")[1:]:
        if name and line[:1] in (" ", "\t"):
            fields[name] += f" {line.strip()}"
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        fields[name] = value.strip()
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").strip("<>")  # wget 1.19
    return fields, len(header) + len(end) if end else 0


def _after_line_ends(file: BinaryIO, offset: int) -> int:
    """Where what stands behind line ends begins."""
    file.seek(offset)
    while piece := file.read(READ_SIZE):
        if rest := piece.lstrip(b"\r\n"):
            return offset + len(piece) - len(rest)
        offset += len(piece)
    return offset


def _places(file: BinaryIO, sought: bytes, start: int, size: int) -> Iterator[int]:
    """Where some bytes stand in a file, from an offset on."""
    while start < size:
        file.seek(start)
        piece = file.read(SEARCHED)
        at = piece.find(sought)
        while at >= 0:
            yield start + at
            at = piece.find(sought, at + 1)
        if start + len(piece) >= size or not piece:
            return
        start += max(1, len(piece) - len(sought) + 1)


def _unpacked(file: BinaryIO, offset: int) -> BinaryIO:
    """What a gzip member unfolds to, as a file."""
    status = os.fstat(file.fileno())
    return _unpacked_once(file.name, offset, status.st_size, status.st_mtime_ns, os.getpid())


@lru_cache(maxsize=2)
def _unpacked_once(path: str, offset: int, _size: int, _changed: int, _process: int) -> BinaryIO:
    """The same, once for a process that reads many records of it."""
    unpacked = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 it lives as long as it is asked for
    inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
    with open(path, "rb") as file:
        file.seek(offset)
        while not inflate.eof and (pending := file.read(READ_SIZE)):
            unpacked.write(inflate.decompress(pending))
    return unpacked


def read_record(file: BinaryIO, place: Place) -> tuple[dict[str, str], bytes]:
    """The WARC fields (lower case) and the block of the record at a place.

    Raises ArchiveProblem when there is no whole record.
    """
    offset, inner = place
    where = f"{file.name} has no whole WARC record at byte {offset}"
    file.seek(offset)
    try:
        if file.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
            stream, at = file, offset
        elif inner:
            stream, at = _unpacked(file, offset), inner
        else:
            stream, at = _inflated(file, offset), 0
    except zlib.error as error:
        raise ArchiveProblem(where) from error
    size = stream.seek(0, os.SEEK_END)
    placed = _placed(stream, at, size)
    length = placed.end - placed.block if placed else size - at
    if length > LARGEST_RECORD:
        raise ArchiveProblem(f"{where} of at most {LARGEST_RECORD >> 20} MB; larger ones stay out")
    if placed is None or "warc-type" not in placed.fields:
        raise ArchiveProblem(where)
    stream.seek(placed.block)
    return placed.fields, stream.read(length)


def _inflated(file: BinaryIO, offset: int) -> BytesIO:
    """A member that holds one record; of one that holds several as much as the first needs.

    Raises zlib.error where it is damaged or has no end.
    """
    file.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
    unpacked, wanted = BytesIO(), 0
    while not inflate.eof and (not wanted or unpacked.tell() < wanted):
        pending = file.read(READ_SIZE)
        if not pending:
            raise zlib.error("it has no end")
        unpacked.write(inflate.decompress(pending))
        if not wanted and unpacked.tell() >= HEAD_SIZE:
            wanted = _needed(unpacked.getvalue())
    return unpacked


def _needed(beginning: bytes) -> int:
    """How many bytes of a stream a long first record takes up, with what stands behind it."""
    fields, length = _fields(beginning)
    announced = fields.get("content-length", "")
    whole = length + int(announced) if LENGTH.fullmatch(announced) else 0
    return min(whole, LARGEST_RECORD + length) + MISCOUNTED


def http_answer(fields: dict[str, str], block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body (Content-Encoding left on) of a response record's block.

    A ``resource`` record has no HTTP headers: it counts as a 200 of its own content type, and so
    does an answer of HTTP/0.9, which has none either.
    Raises ArchiveProblem when the block is no HTTP answer.
    """
    if fields.get("warc-type") == "resource":
        return 200, Headers({"Content-Type": fields.get("content-type", "")}), block
    if PAGE.match(block):
        return 200, Headers({"Content-Type": "text/html"}), block
    head, body = (HEADER_END.split(block, maxsplit=1) + [b""])[:2]
    status_line, _, lines = head.partition(b"\n")
    words = status_line.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP") or not words[1].isdigit():
        raise ArchiveProblem(f"the capture of {fields.get('warc-target-uri')} is no HTTP answer")
    headers = Headers(headers_raw_to_dict(lines) or {})
    if b"chunked" in headers.get(b"Transfer-Encoding", b"").lower():
        body = ChunkedDataReader(BytesIO(body)).read()
        del headers[b"Transfer-Encoding"]
    return int(words[1]), headers, body
