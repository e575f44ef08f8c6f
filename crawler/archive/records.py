"""WARC 1.1 (ISO 28500:2017): one HTTP exchange as records, and records found and read again.

Reading is warcio's. Writing is done here, because warcio's writer compresses at level 9 only and
digests every body twice: 2.0 ms for a page of 60 KB, where this takes 0.2 ms with the same result
for every reader (``warcio check`` in the tests).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from scrapy.http import Headers, Request, Response
from scrapy.utils.httpobj import urlparse_cached
from w3lib.http import headers_raw_to_dict
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from crawler.errors import ArchiveProblem
from crawler.parsers.urls import without_passwords

try:
    from isal import isal_zlib as deflate
except ImportError:  # no wheel for this machine: the same format, four times slower
    deflate = zlib

SUFFIXES = (".warc.gz", ".warc")
GZIP_MAGIC = b"\x1f\x8b"
LEVEL = 2
"""Of 1, 2, 3 the one where isal is within 1 % of the smallest and twice as fast as 3; for zlib
within 2 % of 3. zlib's default 6 saves a tenth of the space for three times the time."""
READ_SIZE = 16 * 1024
HEAD_SIZE = 256 * 1024
"""How much of a record's beginning is looked at for its headers, in bytes."""
LARGEST_RECORD = 256 * 1024 * 1024
"""Records above it (films, data sets in other people's archives) are never read, in bytes."""
SECRET_HEADERS = frozenset({b"Authorization", b"Proxy-Authorization", b"Cookie"})
HEADER_END = re.compile(rb"\r?\n\r?\n")
"""Between headers and body; a few servers and tools write bare line feeds: ``...\\n\\n<html>``."""
TRUNCATED = {"dataloss": "disconnect", "partial": "disconnect", "download_stopped": "unspecified"}
"""From the flags Scrapy gives an answer that did not arrive whole to WARC-Truncated's words."""


class CutOff(ArchiveProblem):
    """A WARC file that ends, or goes bad, in the middle of a record."""

    def __init__(self, path: Path, offset: int, whole: int):
        super().__init__(
            f"{path} is cut off or damaged after {whole} whole captures (byte {offset})"
        )
        self.path = path
        self.offset = offset
        self.whole = whole


def iso(instant: datetime) -> str:
    """An aware instant as WARC-Date: UTC with microseconds."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """A WARC-Date, to the second or finer, as an aware instant.

    Raises ArchiveProblem when it is none.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArchiveProblem(f"{text!r} is not a WARC-Date") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def digest(body: bytes) -> str:
    """A payload digest as WARC prints it: SHA-1 in base 32."""
    return "sha1:" + b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def member(record: bytes) -> bytes:
    """One record as one gzip member."""
    return deflate.compress(record, LEVEL, wbits=zlib.MAX_WBITS + 16)


def warcinfo(file_name: str, date: str, facts: dict[str, str]) -> bytes:
    """The record that opens a session: who wrote what follows, and how."""
    block = "".join(f"{name}: {value}\r\n" for name, value in facts.items()).encode()
    fields = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _record_id(),
        "WARC-Date": date,
        "WARC-Filename": file_name,
        "Content-Type": "application/warc-fields",
    }
    return _record(fields, block)


def exchange(request: Request, response: Response, date: str) -> tuple[bytes, bytes, str]:
    """The request record, the response record and the payload's digest of one exchange.

    The body stands as it was received: still compressed where Content-Encoding says so, freed
    of transfer codings by the downloader.
    """
    request_id, response_id = _record_id(), _record_id()
    common = {"WARC-Target-URI": response.url, "WARC-Date": date}
    request_fields = {
        "WARC-Type": "request",
        "WARC-Record-ID": request_id,
        **common,
        "Content-Type": "application/http; msgtype=request",
    }
    payload = digest(response.body)
    response_fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": response_id,
        **common,
        "WARC-Concurrent-To": request_id,
        "WARC-Payload-Digest": payload,
        "Content-Type": "application/http; msgtype=response",
    }
    if response.ip_address:
        response_fields["WARC-IP-Address"] = str(response.ip_address)
    for flag in response.flags:
        if flag in TRUNCATED:
            response_fields["WARC-Truncated"] = TRUNCATED[flag]
    sent = _record(request_fields, _request_block(request))
    return sent, _record(response_fields, _response_block(response)), payload


def _record_id() -> str:
    return f"<{uuid4().urn}>"


def _record(fields: dict[str, str], block: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    header = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode()
    return b"".join((header, block, b"\r\n\r\n"))


def _request_block(request: Request) -> bytes:
    url = urlparse_cached(request)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    head = f"{request.method} {target} HTTP/1.1\r\nHost: {url.netloc.rpartition('@')[2]}\r\n"
    kept = [
        b"%b: %b\r\n" % (name, value)
        for name, values in request.headers.items()
        if name not in SECRET_HEADERS
        for value in values
    ]
    return b"".join((head.encode(), *kept, b"\r\n", request.body))


def _header_name(name: bytes) -> bytes:
    """The name a header is kept by.

    A transfer coding, which the downloader took off, would make readers decode the body again.
    """
    return b"X-Archive-Orig-" + name if name == b"Transfer-Encoding" else name


def _without_passwords(value: bytes) -> bytes:
    """A header's value without the passwords of addresses in it: Location, Link, Refresh."""
    return without_passwords(value.decode("latin-1")).encode("latin-1") if b"@" in value else value


def _response_block(response: Response) -> bytes:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    head = f"HTTP/1.1 {response.status} {phrase}\r\n".encode()
    headers = [
        b"%b: %b\r\n" % (_header_name(name), _without_passwords(value))
        for name, values in response.headers.items()
        for value in values
    ]
    return b"".join((head, *headers, b"\r\n", response.body))


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record lies in its file (bytes), its WARC fields (lower case) and how it begins."""

    offset: int
    length: int
    fields: dict[str, str]
    head: bytes

    @property
    def end(self) -> int:
        """Where the next record starts."""
        return self.offset + self.length


def is_warc(path: Path) -> bool:
    """Whether a file's name is that of a WARC."""
    return path.name.lower().endswith(SUFFIXES)


def records(path: Path, start: int = 0) -> Iterator[Record]:
    """Every record of a file from a record's offset on; constant memory.

    Raises CutOff at the first record that is not whole, ArchiveProblem when the file is no WARC.
    """
    whole = 0
    with path.open("rb") as file:
        compressed = file.read(2) == GZIP_MAGIC
        walk = _compressed(file, start) if compressed else _plain(file, start)
        try:
            for offset, length, head, size in walk:
                if not head.startswith(b"WARC/"):
                    if not offset:
                        raise ArchiveProblem(
                            f"{path} is not a WARC file (it begins with {head[:20]!r}); "
                            "give a .warc or .warc.gz, or a folder of them"
                        )
                    raise _Torn(offset)
                yield _parsed(path, offset, length, head, size)
                whole += 1
        except _Torn as torn:
            raise CutOff(path, torn.offset, whole) from None


class _Torn(Exception):
    def __init__(self, offset: int):
        super().__init__(offset)
        self.offset = offset


def _parsed(path: Path, offset: int, length: int, head: bytes, size: int) -> Record:
    header, found, block = head.partition(b"\r\n\r\n")
    fields = {}
    for line in header.decode("utf-8", "replace").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    announced = fields.get("content-length", "")
    if not found or not announced.isdecimal():
        raise _Torn(offset)
    rest = size - len(header) - 4 - int(announced)
    if rest < 0:
        raise _Torn(offset)
    if rest > 4:
        raise ArchiveProblem(
            f"{path} is one gzip stream instead of one for each record; "
            f"run warcio recompress {path.name} NEW.warc.gz and use the new file"
        )
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").strip("<>")  # wget 1.19
    return Record(offset, length, fields, block[: int(announced)])


def _compressed(file: BinaryIO, offset: int) -> Iterator[tuple[int, int, bytes, int]]:
    """Offset, length, beginning and full size of what each gzip member holds."""
    file.seek(offset)
    pending = file.read(READ_SIZE)
    while pending:
        inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
        head, size = bytearray(), 0
        while not inflate.eof:
            if not pending:
                raise _Torn(offset)
            try:
                piece = inflate.decompress(pending)
            except zlib.error:
                raise _Torn(offset) from None
            size += len(piece)
            head += piece[: HEAD_SIZE - len(head)]
            pending = inflate.unused_data or file.read(READ_SIZE)
        end = file.tell() - len(pending)
        yield offset, end - offset, bytes(head), size
        offset = end


def _plain(file: BinaryIO, offset: int) -> Iterator[tuple[int, int, bytes, int]]:
    """Offset, length, beginning and size of each record of an uncompressed file."""
    file_size = file.seek(0, 2)
    while offset < file_size:
        file.seek(offset)
        read = file.read(HEAD_SIZE)
        head = read.lstrip(b"\r\n")
        offset += len(read) - len(head)
        if not head:
            continue
        header, _, _ = head.partition(b"\r\n\r\n")
        length = len(header) + 4
        for line in header.lower().split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name == b"content-length" and value.strip().isdigit():
                length += int(value)
        if head.startswith(b"WARC/") and offset + length > file_size:
            raise _Torn(offset)
        yield offset, length, head[:length], length
        offset += length


def read_record(file: BinaryIO, offset: int) -> tuple[dict[str, str], bytes]:
    """The WARC fields (lower case) and the block of the record at an offset.

    Raises ArchiveProblem when there is no whole record.
    """
    where = f"{getattr(file, 'name', 'the archive')} has no whole WARC record at byte {offset}"
    file.seek(offset)
    try:
        record = next(ArchiveIterator(file, no_record_parse=True), None)
        if record is None or record.length is None:
            raise ArchiveProblem(where)
        if record.length > LARGEST_RECORD:
            raise ArchiveProblem(f"{where} that is small enough to read: {record.length} bytes")
        block = record.raw_stream.read()
    except (ArchiveLoadFailed, EOFError, zlib.error) as error:
        raise ArchiveProblem(where) from error
    if len(block) < record.length:
        raise ArchiveProblem(where)
    fields = {name.lower(): value for name, value in record.rec_headers.headers}
    if "warc-type" not in fields:
        raise ArchiveProblem(where)
    return fields, block


def http_answer(fields: dict[str, str], block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body (Content-Encoding left on) of a response record's block.

    A ``resource`` record has no HTTP headers: it counts as a 200 of its own content type.
    Raises ArchiveProblem when the block is no HTTP answer.
    """
    if fields.get("warc-type") == "resource":
        return 200, Headers({"Content-Type": fields.get("content-type", "")}), block
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
