"""The index beside each WARC file (CDXJ, one line a capture), so that nothing is read through.

``tempo-20251118.warc.gz`` has ``tempo-20251118.warc.gz.cdxj``. The lines stand in the order of the
captures; ``sort`` makes them what pywb's binary search wants. An index is never the truth: the
WARC file is, and where its index is missing or behind, the file itself is read.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

from crawler.archive.reading import Damage, Place, Record, http_answer, is_warc, records
from crawler.archive.records import digest, from_iso
from crawler.errors import ArchiveProblem
from crawler.files.file_lock import being_written

logger = logging.getLogger(__name__)

SUFFIX = ".cdxj"
REVISIT = "warc/revisit"
LONGEST_LINE = 64 * 1024
WWW = re.compile(r"^www\d*\.")
"""The host's prefix that a sort key leaves out, as in ``www.`` or ``www2.``"""
UTC_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
"""What nearly every WARC-Date looks like: ``2025-11-18T03:22:10.519624Z``"""
SEPARATORS = str.maketrans("", "", "-:T")
PLAIN_URL = re.compile(
    r"https?://[a-z0-9.-]+(?::[1-9]\d{0,3})?(?:/(?:[\w~-][\w.~-]*)?)+(?:\?[a-z0-9_-]+=[\w.-]+)?",
    re.ASCII,
)
"""What canonicalize_url leaves as it is: ``https://www.tempo.co/read/123/judul?page=2``"""


class BadIndex(ArchiveProblem):
    """An index that can't be read, or is not of its file; the file itself can be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture in one WARC file: where it lies (bytes) and what it is of.

    ``timestamp`` is 14 digits, UTC. ``revisit_of`` is set on a capture whose body an earlier one
    holds: that one's digest, its address and timestamp, or its address alone. ``inner`` is that
    of ``reading.Record``.
    """

    url: str
    timestamp: str
    status: int
    mime: str
    digest: str
    offset: int
    length: int
    method: str = "GET"
    request_digest: str = ""
    revisit_of: tuple[str, ...] = ()
    inner: int = 0

    @property
    def place(self) -> Place:
        """Where in its file it lies."""
        return Place(self.offset, self.inner)

    @property
    def end(self) -> int:
        """Where the next record starts."""
        return self.offset + self.length

    @property
    def key(self) -> bytes:
        """What a request must match to be answered by this capture."""
        return request_key(self.method, self.url, self.request_digest)

    def line(self, file_name: str) -> str:
        """The entry as a line of the index, line end included."""
        fields = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": file_name,
        }
        if self.inner:
            fields["inner"] = str(self.inner)
        if self.method != "GET":
            fields |= {"method": self.method, "request_digest": self.request_digest}
        return f"{sort_key(self.url)} {self.timestamp} {json.dumps(fields)}\n"


def request_key(method: str, url: str, request_digest: str = "") -> bytes:
    """Sixteen bytes that two requests share when they ask for the same thing.

    Method, address (order of query arguments and fragment disregarded) and, except for GET, the
    digest of the request's body.
    """
    if not PLAIN_URL.fullmatch(url):
        # Other tools archive what is no address ("http://[contoh/"): kept as it is.
        with suppress(ValueError):
            url = canonicalize_url(url)
    text = url if method == "GET" else f"{method} {url} {request_digest}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def request_digest(method: str, body: bytes) -> str:
    """The digest that tells two POST requests to one address apart; empty for GET."""
    return "" if method == "GET" else digest(body)


def sort_key(url: str) -> str:
    """The address in the order CDX tools sort by: ``co,tempo)/read/123?page=2``."""
    parts = urlsplit(url)
    host, _, port = parts.netloc.lower().rpartition("@")[2].partition(":")
    labels = ",".join(reversed(WWW.sub("", host).split(".")))
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return (
        f"{labels}{':' + port if port else ''}){parts.path.lower() or '/'}"
        f"{'?' + query if query else ''}"
    ).replace(" ", "%20")


def timestamp(warc_date: str) -> str:
    """A WARC-Date as 14 digits, UTC; raises ArchiveProblem when it is none."""
    if UTC_DATE.fullmatch(warc_date):
        return warc_date[:19].translate(SEPARATORS)
    return from_iso(warc_date).astimezone(UTC).strftime("%Y%m%d%H%M%S")


def index_of(warc: Path) -> Path:
    """The index file that belongs to a WARC file."""
    return warc.with_name(warc.name + SUFFIX)


def parse_line(line: str) -> Entry:
    """One line of an index; raises ValueError when it is not whole or not CDXJ."""
    _, when, fields_json = line.split(" ", 2)
    fields = json.loads(fields_json)
    status = str(fields.get("status", ""))
    try:
        return Entry(
            url=fields["url"],
            timestamp=str(int(when[:14])),
            status=int(status) if status.isdecimal() else 0,
            mime=fields.get("mime", ""),
            digest=fields.get("digest", ""),
            offset=int(fields["offset"]),
            length=int(fields["length"]),
            method=fields.get("method", "GET"),
            request_digest=fields.get("request_digest", ""),
            revisit_of=_known_by(fields) if fields.get("mime") == REVISIT else (),
            inner=int(fields.get("inner", 0)),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no {error} in the line") from error


def _known_by(fields: dict[str, str]) -> tuple[str, ...]:
    return (*filter(None, [fields.get("digest")]), fields["url"])


def last_indexed(warc: Path) -> tuple[int, int]:
    """How far an index reaches: into its WARC file, and in whole lines of its own (bytes).

    (0, 0) where there is no index or it is not one of ours.
    """
    try:
        with index_of(warc).open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - LONGEST_LINE))
            tail = file.read()
    except FileNotFoundError:
        return 0, 0
    whole, newline, torn = tail.rpartition(b"\n")
    if not newline:
        return 0, 0
    try:
        entry = parse_line(whole.rpartition(b"\n")[2].decode())
    except ValueError:
        return 0, 0
    return entry.end, size - len(torn)


def entries_read(warc: Path, start: int = 0) -> Iterator[Entry | Damage]:
    """The captures in a WARC file from a record's offset on, and what can't be read.

    A capture's request is looked for right before and after it.
    """
    before: Record | None = None
    waiting: Record | None = None
    for record in records(warc, start):
        if isinstance(record, Damage):
            if waiting:
                yield _entry(warc, waiting, None)
            before = waiting = None
            yield record
            continue
        if record.fields.get("warc-type") == "request":
            if waiting and belong_together(record, waiting):
                yield _entry(warc, waiting, record)
                waiting = None
            else:
                before = record
            continue
        if waiting:
            yield _entry(warc, waiting, None)
            waiting = None
        if not _is_capture(record):
            continue
        if before and belong_together(before, record):
            yield _entry(warc, record, before)
        else:
            waiting = record
    if waiting:
        yield _entry(warc, waiting, None)


def _is_capture(record: Record) -> bool:
    kind, url = record.fields.get("warc-type"), record.fields["warc-target-uri"]
    return kind in ("response", "revisit", "resource") and url.startswith(("http://", "https://"))


def belong_together(request: Record, capture: Record) -> bool:
    """Whether one names the other in WARC-Concurrent-To (which of them does differs by tool).

    Where neither names any, whether they are of one address and moment.
    """
    to, identity = "warc-concurrent-to", "warc-record-id"
    named = request.fields.get(to), capture.fields.get(to)
    if not any(named):
        same = ("warc-target-uri", "warc-date")
        return all(request.fields.get(name) == capture.fields.get(name) for name in same)
    return named[0] == capture.fields.get(identity) or named[1] == request.fields.get(identity)


def _entry(warc: Path, record: Record, request: Record | None) -> Entry | Damage:
    """A capture; one whose date is none is damage."""
    try:
        return _capture(record, request)
    except ArchiveProblem as problem:
        return Damage(warc, record.offset, record.end, why=f"are no capture: {problem}")


def _capture(record: Record, request: Record | None) -> Entry:
    fields = record.fields
    try:
        status, headers, _ = http_answer(fields, record.head)
    except ArchiveProblem:
        status, headers = 0, {}
    head, _, body = request.head.partition(b"\r\n\r\n") if request else (b"GET /", b"", b"")
    method = head.split(b" ", 1)[0].decode("latin-1")
    payload = fields.get("warc-payload-digest", "")
    is_revisit = fields["warc-type"] == "revisit"
    return Entry(
        url=fields["warc-target-uri"],
        timestamp=timestamp(fields.get("warc-date", "")),
        status=status,
        mime=REVISIT if is_revisit else mime(headers.get("Content-Type")),
        digest=payload,
        offset=record.offset,
        length=record.length,
        method=method,
        request_digest=request_digest(method, body),
        revisit_of=_earlier(fields) if is_revisit else (),
        inner=record.inner,
    )


def _earlier(fields: dict[str, str]) -> tuple[str, ...]:
    """By what the capture that holds a revisit's body can be known: its digest, its address."""
    names = [fields[name] for name in ("warc-payload-digest",) if name in fields]
    if "warc-refers-to-target-uri" in fields and "warc-refers-to-date" in fields:
        when = timestamp(fields["warc-refers-to-date"])
        names.append(f"{fields['warc-refers-to-target-uri']} {when}")
    return (*names, fields["warc-target-uri"])


def mime(content_type: bytes | None) -> str:
    """The type in a Content-Type header without its parameters; "unk" as CDX tools write none."""
    return (content_type or b"").split(b";")[0].strip().lower().decode("latin-1") or "unk"


def entries(warc: Path, told: Callable[[Damage], None]) -> Iterator[Entry]:
    """Every capture in a WARC file in its order: from its index, and where that ends, by reading.

    ``told`` is called with what can't be read. An index that can't be read is told in the log.
    """
    end, seen, missing = 0, set(), []
    size = warc.stat().st_size
    try:
        for entry in indexed(warc) if last_indexed(warc)[0] else ():
            end = max(end, entry.end)
            if entry.end > size and entry.end > (size := warc.stat().st_size):
                missing.append(entry.offset)
                continue
            seen.add(entry.place)
            yield entry
    except BadIndex as problem:
        logger.warning("%s", problem)
        end, missing = 0, []
    if missing:
        told(Damage(warc, min(missing), end, is_last=True, why="are missing: it is cut off"))
    if warc.stat().st_size <= end:
        return
    for found in entries_read(warc, end):
        if isinstance(found, Damage):
            if not (found.is_last and being_written(warc)):
                told(found)
        elif found.place not in seen:
            yield found


def indexed(warc: Path) -> Iterator[Entry]:
    """The captures that a WARC file's index names; a torn last line is passed over.

    Raises BadIndex at a line that can't be read.
    """
    with index_of(warc).open(encoding="utf-8", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.endswith("\n"):
                return
            try:
                entry = parse_line(line)
            except ValueError as error:
                raise BadIndex(
                    f"line {number} of {index_of(warc)} can't be read, the WARC file itself is "
                    "read instead; delete that index, the next crawl makes it again"
                ) from error
            yield entry


def warc_files(path: Path) -> list[Path]:
    """The WARC files a path names, itself or those below it, in the order of their names.

    Raises ArchiveProblem when there are none.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if is_warc(file) and file.is_file())
        if not files:
            raise ArchiveProblem(
                f"the folder {path} holds no WARC file (.warc, .warc.gz); give another"
            )
        return files
    if not path.exists():
        raise ArchiveProblem(f"{path} does not exist; give a WARC file or a folder of them")
    return [path]
