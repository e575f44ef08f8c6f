"""Writing a site's captures: one file at a time, rotated, locked, mended after a crash."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from scrapy.http import Request, Response

from crawler.archive.cdxj import (
    Entry,
    entries_read,
    index_of,
    last_indexed,
    mime,
    request_digest,
    timestamp,
)
from crawler.archive.reading import Damage, NoWarc
from crawler.archive.records import exchange, iso, member, warcinfo
from crawler.errors import ArchiveFails
from crawler.files.file_lock import lock

logger = logging.getLogger(__name__)


class WarcWriter:
    """Appends exchanges to ``ARCHIVE/<site>/<site>-<time>-<pid>.warc.gz`` and its index.

    A run goes on with the newest file that is below ``file_size`` bytes and that no other process
    holds, so that a site crawled every ten minutes has few files; else it makes a new one. A
    response and its request reach the file in one write, so that a killed process leaves at most
    one torn record at the end, which the next run moves aside.
    """

    def __init__(self, archive: Path, site: str, file_size: int, facts: dict[str, str]):
        self.archive = archive
        self.folder = archive / site
        self.site = site
        self.file_size = file_size
        self.facts = facts
        self.warc: BinaryIO | None = None
        self.index: BinaryIO | None = None
        self.name = ""
        self.size = 0
        self.torn = 0
        """Torn records of earlier runs that were set aside."""

    def add(self, request: Request, response: Response, fetched_at: datetime) -> str:
        """Write one exchange and return where it lies: ``site/file.warc.gz#offset``.

        Raises ArchiveProblem when it could not be written whole; the file is then as before.
        """
        date = iso(fetched_at)
        sent, received, payload = exchange(request, response, date)
        try:
            opening = self._ready(date)
            before = opening + member(sent)
            answer = member(received)
            offset = self.size + len(before)
            self._append(before + answer)
            entry = Entry(
                url=response.url,
                timestamp=timestamp(date),
                status=response.status,
                mime=mime(response.headers.get("Content-Type")),
                digest=payload,
                offset=offset,
                length=len(answer),
                method=request.method,
                request_digest=request_digest(request.method, request.body),
            )
            self.index.write(entry.line(self.name).encode())
            capture = f"{self.site}/{self.name}#{offset}"
            if self.size >= self.file_size:
                self.close()
        except OSError as error:
            raise self._problem(error) from error
        return capture

    def mend(self) -> None:
        """Mend every file of the site that a killed run left torn or without its index.

        Raises ArchiveProblem when the folder can't be made or written.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            for path in self._files():
                if last_indexed(path)[0] != path.stat().st_size:
                    with path.open("r+b") as file:
                        if lock(file):
                            self.torn += mend(path, file)
        except OSError as error:
            raise self._problem(error) from error

    def close(self) -> None:
        """Bring what was written to the disk and let go of the file.

        Raises OSError when that can't be; the index's last lines may then be missing, which the
        next run adds.
        """
        files = [file for file in (self.warc, self.index) if file]
        self.warc = self.index = None
        with ExitStack() as stack:
            for file in files:
                stack.callback(file.close)
            for file in files:
                file.flush()
                os.fsync(file.fileno())

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"{self.site}-*.warc.gz"))

    def _ready(self, date: str) -> bytes:
        """Open a file if none is, and return the warcinfo record that opens our session in it."""
        if self.warc:
            if not os.path.exists(self.warc.name):
                raise FileNotFoundError(f"{self.warc.name} was moved or deleted during the run")
            return b""
        self.folder.mkdir(exist_ok=True)
        self.warc = self._continued() or self._created()
        path = Path(self.warc.name)
        self.size = self.warc.seek(0, os.SEEK_END)
        self.name = path.name
        # Its last lines may be lost with the process: the next run makes them again.
        self.index = index_of(path).open("ab")
        return member(warcinfo(path.name, date, self.facts))

    def _continued(self) -> BinaryIO | None:
        """The newest file with room that no other process holds, mended and locked."""
        for path in reversed(self._files()):
            if path.stat().st_size >= self.file_size:
                continue
            file = path.open("r+b", buffering=0)
            if lock(file):
                if last_indexed(path)[0] != path.stat().st_size:
                    self.torn += mend(path, file)
                return file
            file.close()
        return None

    def _created(self) -> BinaryIO:
        """A new file of a name that no other process has or will have."""
        stem = f"{self.site}-{datetime.now(UTC):%Y%m%d%H%M%S}-{os.getpid()}"
        for suffix in ("", *(f"-{number}" for number in range(2, 1000))):
            try:
                file = (self.folder / f"{stem}{suffix}.warc.gz").open("xb", buffering=0)
            except FileExistsError:
                continue
            lock(file)
            return file
        raise FileExistsError(f"{stem} and 998 more names are taken")

    def _append(self, data: bytes) -> None:
        """Write all of it, or leave the file as it was and raise OSError."""
        written = 0
        try:
            while written < len(data):
                written += self.warc.write(data[written:])
        except OSError:
            self.warc.truncate(self.size)
            self.warc.seek(self.size)
            raise
        self.size += len(data)

    def _problem(self, error: OSError) -> ArchiveFails:
        reason = error.strerror or str(error)
        return ArchiveFails(
            f"pages can't be kept in {self.folder}: {reason}; free space or mend the folder, or "
            "give another with -s ARCHIVE=FOLDER (-s ARCHIVE= keeps none)"
        )


def mend(path: Path, file: BinaryIO) -> int:
    """Move a torn end aside and bring the index up to date; the caller holds the file's lock.

    Only what no whole record stands behind is an end. Gives how many torn ends there were, 0 or 1.
    Nothing is lost: what is cut off stands in a file beside it, named ``.torn``. Raises OSError.
    """
    size = path.stat().st_size
    end, index_size = last_indexed(path)
    if end > size:
        # The disk kept the index and lost the end of the file: a power failure, a bad copy.
        end = index_size = 0
    lines, torn = [], 0
    for found in _whole_captures(path, end):
        if not isinstance(found, Damage):
            lines.append(found.line(path.name))
        elif found.is_last:
            torn = 1
            aside = _set_aside(path, file, found.offset)
            logger.warning(
                "%s ended in the middle of a record (a run was killed, or the disk was full): its "
                "last %d bytes now stand in %s, everything before stays",
                path,
                size - found.offset,
                aside.name,
            )
        else:
            logger.warning("%s; they stay where they are, and what stands behind is read", found)
    with index_of(path).open("r+b" if index_size else "wb") as index:
        index.truncate(index_size)
        index.seek(index_size)
        index.write("".join(lines).encode())
    if lines:
        logger.info("%s: %d captures added to its index", path, len(lines))
    return torn


def _whole_captures(path: Path, start: int) -> Iterator[Entry | Damage]:
    """What a file holds from a record on; one that holds no record at all is torn from there."""
    try:
        yield from entries_read(path, start)
    except NoWarc:
        yield Damage(path, 0, path.stat().st_size, is_last=True)


def _set_aside(path: Path, file: BinaryIO, offset: int) -> Path:
    """Move a file's bytes from an offset on into a file of their own."""
    number = 1
    while (aside := path.with_name(f"{path.name}.torn{'' if number == 1 else number}")).exists():
        number += 1
    file.seek(offset)
    with aside.open("xb") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())
    file.truncate(offset)
    file.seek(offset)
    return aside
