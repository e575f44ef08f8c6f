"""Reading an archive: one capture by its name, all of them in order, or the latest of a request."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings, Settings
from scrapy.signalmanager import SignalManager

from crawler.archive.cdxj import Entry, entries, request_digest, request_key, warc_files
from crawler.archive.reading import Damage, Place, http_answer, is_warc, read_record
from crawler.archive.records import from_iso
from crawler.errors import ArchiveProblem
from crawler.files.unpacking import Unpacking

logger = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes to which a captured body is decompressed; above, it stays as received."""
NOT_MODIFIED = 304
GOOD = range(100, 400)
"""HTTP statuses of answers that are neither a refusal nor a failure."""
TIME_BITS, FILE_BITS, OFFSET_BITS, INNER_BITS = 47, 20, 44, 44
PLACE = re.compile(r"(?P<offset>\d{1,18})(?:\+(?P<inner>\d{1,18}))?", re.ASCII)
"""What stands behind the file in a capture's name: ``10442``, ``0+10442``"""


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
    (default: ``path``, or its folder). Revisit records hold no body and are passed over. What
    can't be read is passed over with a warning. Raises ArchiveProblem where there is no WARC.
    """
    root = capture_root(Path(path), archive)
    for file, entry in capture_index(path):
        if entry.revisit_of:
            continue
        try:
            with file.open("rb") as opened:
                fields, block = read_record(opened, entry.place)
            name = capture_name(root, file, entry.place)
            capture = _capture(fields, block, name, entry.method)
        except ArchiveProblem as problem:
            logger.warning("%s; it is passed over", problem)
            continue
        yield capture


def capture_index(path: str | Path) -> Iterator[tuple[Path, Entry]]:
    """Where each capture of a file or folder lies and what it is of, without reading it.

    What can't be read is passed over with a warning. Raises ArchiveProblem where there is no WARC.
    """
    for file in warc_files(Path(path).expanduser()):
        yield from ((file, entry) for entry in entries(file, pass_over))


def pass_over(damage: Damage) -> None:
    """Say in the log what of a file can't be read."""
    rest = "the rest of it is not read" if damage.is_last else "what stands behind them is read"
    logger.warning("%s; %s", damage, rest)


def read_capture(archive: str | Path, capture: str) -> Capture:
    """The answer that ``site/file.warc.gz#offset`` names in an archive folder.

    Raises ArchiveProblem when it is not there.
    """
    name, _, place = capture.rpartition("#")
    inside, found = PurePosixPath(name), PLACE.fullmatch(place)
    if not found or inside.is_absolute() or ".." in inside.parts:
        raise ArchiveProblem(
            f"{capture!r} names no capture; one looks like tempo/tempo-20251118.warc.gz#1234"
        )
    path = Path(archive).expanduser() / inside
    try:
        with path.open("rb") as file:
            place = Place(int(found["offset"]), int(found["inner"] or 0))
            fields, block = read_record(file, place)
    except OSError as error:
        raise ArchiveProblem(
            f"the capture {capture} can't be read: {path}: {error.strerror}"
        ) from error
    return _capture(fields, block, capture)


def _capture(fields: dict[str, str], block: bytes, name: str, method: str = "GET") -> Capture:
    status, headers, body = http_answer(fields, block)
    url = fields.get("warc-target-uri", "")
    headers, body = decoded(url, headers, body)
    fetched_at = from_iso(fields.get("warc-date", "")).astimezone(UTC)
    return Capture(url, status, headers, body, fetched_at, name, method)


@cache
def _decompression() -> Unpacking:
    """The crawl's own, so that a capture is decoded, and bounded, as its crawl decoded it."""
    limits = Settings({"DOWNLOAD_MAXSIZE": LARGEST_BODY, "DOWNLOAD_WARNSIZE": 0})
    crawler = SimpleNamespace(settings=limits, stats=None, signals=SignalManager())
    return Unpacking(crawler=crawler)


def decoded(url: str, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Headers and body with the Content-Encoding taken off, as far as it can be."""
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


def capture_name(root: Path, file: Path, place: Place) -> str:
    """How a capture is named in the database: ``site/file.warc.gz#offset``.

    Where one gzip member holds several records, ``#offset+place`` says where in what the member
    unfolds to.
    """
    inner = f"+{place.inner}" if place.inner else ""
    name = file.absolute().relative_to(root.absolute()).as_posix()
    return f"{name}#{place.offset}{inner}"


class Replay:
    """The capture of every request in some WARC files that counts, found without reading them.

    That is the latest good one; where the site only refused or failed, the latest of these. A
    capture's goodness, time, file and place stand in one integer (about 200 bytes each in memory
    all in all), so that the greatest counts and a million captures fit beside a crawl.
    """

    def __init__(self, files: list[Path], *, truncated: bool):
        self.files = files
        self.truncated = truncated
        self.latest: dict[bytes, int] = {}
        self.last_timestamp = 0
        self.revisits: dict[int, tuple[str, ...]] = {}
        self.originals: dict[str, int] = {}
        for number, file in enumerate(files):
            whole, damaged = 0, []
            for entry in entries(file, damaged.append):
                self._add(entry, _position(number, entry))
                whole += 1
            self._tell(whole, damaged)
        if self.revisits:
            self._find_originals()

    def _tell(self, whole: int, damaged: list[Damage]) -> None:
        """Say what of a file can't be read; raises ArchiveProblem for one that is cut off."""
        for damage in damaged:
            if damage.is_last and not self.truncated:
                raise ArchiveProblem(
                    f"{damage.path} is cut off or damaged after {whole} whole captures (byte "
                    f"{damage.offset}); give a whole copy, or read as far as it is whole with "
                    "-s REPLAY_TRUNCATED=1"
                )
            pass_over(damage)

    def _add(self, entry: Entry, position: int) -> None:
        key = entry.key
        self.last_timestamp = max(self.last_timestamp, int(entry.timestamp))
        if position > self.latest.get(key, -1):
            self.latest[key] = position
        if entry.revisit_of:
            self.revisits[position] = entry.revisit_of

    def _find_originals(self) -> None:
        """Where the bodies lie that revisit records leave out."""
        wanted = {name for names in self.revisits.values() for name in names}
        for number, file in enumerate(self.files):
            for entry in entries(file, lambda damage: None):  # told of before
                position = _position(number, entry)
                for name in (entry.digest, f"{entry.url} {entry.timestamp}", entry.url):
                    if name in wanted and not entry.revisit_of:
                        self.originals[name] = max(position, self.originals.get(name, -1))

    def answer(self, request: Request) -> tuple[Path, Place, Response, datetime] | None:
        """File, place in it, answer and its time (aware, UTC); None without a capture.

        Raises ArchiveProblem when the capture can't be read.
        """
        asked = request_digest(request.method, request.body)
        key = request_key(request.method, request.url, asked)
        position = self.latest.get(key)
        if position is None:
            return None
        file, place = self._place(position)
        fields, block = self._read(position)
        url = fields.get("warc-target-uri", "")
        if request_key(request.method, url, asked) != key:
            raise ArchiveProblem(f"{file} is not the file that its index was made of; delete that")
        status, headers, body = self._revisited(position, fields, block)
        url = urldefrag(request.url)[0]
        response_class = responsetypes.from_args(headers=headers, url=url, body=body)
        response = response_class(url=url, status=status, headers=headers, body=body)
        return file, place, response, from_iso(fields.get("warc-date", "")).astimezone(UTC)

    @property
    def last_captured_at(self) -> datetime:
        """When the newest of these captures was made, UTC."""
        return datetime.strptime(str(self.last_timestamp), "%Y%m%d%H%M%S").replace(tzinfo=UTC)

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

    def _place(self, position: int) -> tuple[Path, Place]:
        offset, number = position >> INNER_BITS, position >> INNER_BITS + OFFSET_BITS
        place = Place(offset % (1 << OFFSET_BITS), position % (1 << INNER_BITS))
        return self.files[number % (1 << FILE_BITS)], place

    def _read(self, position: int) -> tuple[dict[str, str], bytes]:
        file, place = self._place(position)
        with file.open("rb") as opened:
            return read_record(opened, place)


def _position(number: int, entry: Entry) -> int:
    """Greater the better a capture answers a request: good, late, far behind in its files."""
    rank = (entry.status in GOOD) << TIME_BITS | int(entry.timestamp)
    return ((rank << FILE_BITS | number) << OFFSET_BITS | entry.offset) << INNER_BITS | entry.inner


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
