"""Reading an archive: one capture by its name, all of them in order, or the latest of a request."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings, Settings
from scrapy.signalmanager import SignalManager

from crawler.archive.cdxj import Entry, entries, request_digest, request_key, warc_files
from crawler.archive.records import CutOff, from_iso, http_answer, is_warc, read_record
from crawler.errors import ArchiveProblem

logger = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes to which a captured body is decompressed; above, it stays as received."""
NOT_MODIFIED = 304
OFFSET_BITS = 44
FILE_BITS = 20


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer as it was received, its Content-Encoding taken off.

    ``fetched_at`` is aware, UTC. ``capture`` names it: ``site/file.warc.gz#offset``. A body that
    its Content-Encoding can't be taken off is as received, and its headers still say so.
    """

    url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: datetime
    capture: str = ""
    method: str = "GET"


def captures(path: str | Path, archive: str | Path | None = None) -> Iterator[Capture]:
    """Every answer in a WARC file, or in the files below a folder, in their order.

    One is in memory at a time. ``archive`` is the folder that names of captures start from
    (default: ``path``, or its folder). Revisit records hold no body and are passed over. What is
    cut off is passed over with a warning. Raises ArchiveProblem where there is no WARC.
    """
    root = capture_root(Path(path), archive)
    for file, entry in capture_index(path):
        if not entry.revisit_of:
            with file.open("rb") as opened:
                fields, block = read_record(opened, entry.offset)
            yield _capture(fields, block, capture_name(root, file, entry.offset), entry.method)


def capture_index(path: str | Path) -> Iterator[tuple[Path, Entry]]:
    """Where each capture of a file or folder lies and what it is of, without reading it.

    What is cut off is passed over with a warning. Raises ArchiveProblem where there is no WARC.
    """
    for file in warc_files(Path(path).expanduser()):
        try:
            yield from ((file, entry) for entry in entries(file))
        except CutOff as cut:
            logger.warning("%s; the rest of it is not read", cut)


def read_capture(archive: str | Path, capture: str) -> Capture:
    """The answer that ``site/file.warc.gz#offset`` names in an archive folder.

    Raises ArchiveProblem when it is not there.
    """
    name, _, offset = capture.rpartition("#")
    inside = PurePosixPath(name)
    if not offset.isdecimal() or inside.is_absolute() or ".." in inside.parts:
        raise ArchiveProblem(
            f"{capture!r} names no capture; one looks like tempo/tempo-20251118.warc.gz#1234"
        )
    path = Path(archive).expanduser() / inside
    try:
        with path.open("rb") as file:
            fields, block = read_record(file, int(offset))
    except OSError as error:
        raise ArchiveProblem(
            f"the capture {capture} can't be read: {path}: {error.strerror}"
        ) from error
    return _capture(fields, block, capture)


def _capture(fields: dict[str, str], block: bytes, name: str, method: str = "GET") -> Capture:
    status, headers, body = http_answer(fields, block)
    url = fields.get("warc-target-uri", "")
    headers, body = _decoded(url, headers, body)
    fetched_at = from_iso(fields.get("warc-date", "")).astimezone(UTC)
    return Capture(url, status, headers, body, fetched_at, name, method)


@cache
def _decompression() -> HttpCompressionMiddleware:
    """Scrapy's own, so that a capture is decoded, and bounded, as its crawl decoded it."""
    limits = Settings({"DOWNLOAD_MAXSIZE": LARGEST_BODY, "DOWNLOAD_WARNSIZE": 0})
    crawler = SimpleNamespace(settings=limits, stats=None, signals=SignalManager())
    return HttpCompressionMiddleware(crawler=crawler)


def _decoded(url: str, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    if b"Content-Encoding" not in headers:
        return headers, body
    received = Response(url, headers=headers, body=body)
    try:
        decoded = _decompression().process_response(Request(url), received)
    except Exception as error:  # noqa: BLE001 every decoder raises a class of its own
        logger.warning("the body of %s can't be decompressed: %s", url, error)
        return headers, body
    return decoded.headers, decoded.body


def capture_root(path: Path, archive: str | Path | None) -> Path:
    """The folder that names of captures start from: the archive, or what is read."""
    if archive:
        folder = Path(archive).expanduser().absolute()
        if path.absolute().is_relative_to(folder):
            return folder
    return path if path.is_dir() else path.parent


def archive_root(settings: BaseSettings) -> Path | None:
    """The folder that names of a crawl's captures start from; None where no archive is kept."""
    if replay := settings["REPLAY"]:
        return capture_root(Path(replay).expanduser(), settings["ARCHIVE"])
    return Path(settings["ARCHIVE"]).expanduser() if settings["ARCHIVE"] else None


def capture_name(root: Path, file: Path, offset: int) -> str:
    """How a capture is named in the database: ``site/file.warc.gz#offset``."""
    return f"{file.absolute().relative_to(root.absolute()).as_posix()}#{offset}"


class Replay:
    """The latest capture of every request in some WARC files, found without reading them.

    A capture's time, file and offset stand in one integer (about 200 bytes each in memory all in
    all), so that the greatest is the latest and a million captures fit beside a crawl.
    """

    def __init__(self, files: list[Path], *, truncated: bool):
        self.files = files
        self.latest: dict[bytes, int] = {}
        self.revisits: dict[int, tuple[str, ...]] = {}
        self.originals: dict[str, int] = {}
        for number, file in enumerate(files):
            try:
                for entry in entries(file):
                    self._add(entry, _position(number, entry))
            except CutOff as cut:
                if not truncated:
                    raise ArchiveProblem(
                        f"{cut}; give a whole copy, or read as far as it is whole with "
                        "-s REPLAY_TRUNCATED=1"
                    ) from cut
                logger.warning("%s; the rest of it is not read", cut)
        if self.revisits:
            self._find_originals()

    def _add(self, entry: Entry, position: int) -> None:
        key = entry.key
        if position > self.latest.get(key, -1):
            self.latest[key] = position
        if entry.revisit_of:
            self.revisits[position] = entry.revisit_of

    def _find_originals(self) -> None:
        """Where the bodies lie that revisit records leave out."""
        wanted = {name for names in self.revisits.values() for name in names}
        for number, file in enumerate(self.files):
            try:
                for entry in entries(file):
                    for name in (entry.digest, f"{entry.url} {entry.timestamp}"):
                        if name in wanted and not entry.revisit_of:
                            self.originals[name] = _position(number, entry)
            except CutOff:
                continue  # told of, or refused, when the file was first gone through

    def answer(self, request: Request) -> tuple[Path, int, Response, datetime] | None:
        """File, offset, answer and its time (aware, UTC); None without a capture.

        Raises ArchiveProblem when the capture can't be read.
        """
        asked = request_digest(request.method, request.body)
        key = request_key(request.method, request.url, asked)
        position = self.latest.get(key)
        if position is None:
            return None
        file, offset = self._place(position)
        fields, block = self._read(position)
        url = fields.get("warc-target-uri", "").strip("<>")
        if request_key(request.method, url, asked) != key:
            raise ArchiveProblem(f"{file} is not the file that its index was made of; delete that")
        status, headers, body = self._revisited(position, fields, block)
        url = urldefrag(request.url)[0]
        response_class = responsetypes.from_args(headers=headers, url=url, body=body)
        response = response_class(url=url, status=status, headers=headers, body=body)
        return file, offset, response, from_iso(fields.get("warc-date", "")).astimezone(UTC)

    @property
    def last_captured_at(self) -> datetime:
        """When the newest of these captures was made, UTC."""
        stamp = str(max(self.latest.values()) >> FILE_BITS + OFFSET_BITS)
        return datetime.strptime(stamp[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    def _revisited(
        self, position: int, fields: dict[str, str], block: bytes
    ) -> tuple[int, Headers, bytes]:
        """Status, headers and body of a capture; a revisit's body is an earlier capture's."""
        if position not in self.revisits:
            return http_answer(fields, block)
        names = self.revisits[position]
        original = next((self.originals[name] for name in names if name in self.originals), None)
        if original is None:
            raise ArchiveProblem(
                f"the capture of {fields.get('warc-target-uri')} repeats an earlier one that is "
                "not in the archive"
            )
        status, headers, body = http_answer(*self._read(original))
        if block.strip():
            own_status, own_headers, _ = http_answer(fields, block)
            if own_status != NOT_MODIFIED:
                status, headers = own_status, own_headers
        return status, headers, body

    def _place(self, position: int) -> tuple[Path, int]:
        return self.files[(position >> OFFSET_BITS) % (1 << FILE_BITS)], position % (
            1 << OFFSET_BITS
        )

    def _read(self, position: int) -> tuple[dict[str, str], bytes]:
        file, offset = self._place(position)
        with file.open("rb") as opened:
            return read_record(opened, offset)


def _position(number: int, entry: Entry) -> int:
    return (int(entry.timestamp) << FILE_BITS | number) << OFFSET_BITS | entry.offset


def open_replay(path: str | Path, site: str | None = None, *, truncated: bool = False) -> Replay:
    """What a replay reads: the WARC files a path names, of a Warta archive the site's own.

    Raises ArchiveProblem, see ``check_replay``.
    """
    folder = Path(path).expanduser()
    own = folder / site if site else folder
    try:
        files = warc_files(own if own.is_dir() and any(map(is_warc, own.rglob("*"))) else folder)
        stats = tuple((file, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
        replay = _loaded(stats, truncated)
    except OSError as error:
        raise ArchiveProblem(f"{error.filename} can't be read: {error.strerror}") from error
    if not replay.latest:
        raise ArchiveProblem(f"{path} holds no captures; give another WARC file or folder")
    return replay


@lru_cache(maxsize=1)
def _loaded(stats: tuple[tuple[Path, int, int], ...], truncated: bool) -> Replay:
    """Kept from the check before a crawl to the crawl, for as long as no file changes."""
    return Replay([file for file, _, _ in stats], truncated=truncated)
