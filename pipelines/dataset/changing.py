"""From one state of a data set to the next: readers see the one or the other, never half of it.

The next state is put together in a hidden folder beside: new files, and hard links to those that
stay. The two folders then change places in one step, and the old one is removed. Files are never
written twice under one name: a reader that still has an old list of files finds those that stayed,
or is told that one is gone. After a kill at any moment the folder is as it was before or after.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from crawler.errors import OutputFails, OutputProblem
from crawler.files.file_lock import try_lock
from crawler.items import Column
from pipelines.dataset.state import (
    Part,
    State,
    files_of,
    others_in,
    part_name,
    read_state,
    write_state,
)
from pipelines.dataset.typed import Row, write_rows

EXCHANGE, HERE = 2, -100
"""RENAME_EXCHANGE and AT_FDCWD of Linux's renameat2(2)."""


class NextState:
    """The state a data set is to have; nothing of it is seen before ``next_state`` ends well.

    ``before`` is the state it has, an empty one for a new data set.
    """

    def __init__(self, path: Path, before: State):
        self.before = before
        self.folder = _beside(path, "next")
        self.state = replace(before, number=before.number + 1, parts=dict(before.parts))
        self.is_changed = not before.number
        self.written_beside: set[str] = set()

    def replace(
        self,
        site: str,
        month: str,
        columns: Mapping[str, Column],
        rows: Iterable[Sequence[Row]],
        mark: str | None = None,
    ) -> int:
        """Write a month of a site anew, in place of all it has; how many articles that are.

        ``rows`` as for ``write_rows``; of none the month goes.
        """
        name = part_name(site, month)
        written = self._write(name, columns, rows)
        self.drop(name)
        if written:
            file, number = written
            self.state.parts[name] = Part({file.name: file.stat().st_size}, number, mark)
            self.is_changed = True
        return written[1] if written else 0

    def add(
        self, site: str, month: str, columns: Mapping[str, Column], rows: Iterable[Sequence[Row]]
    ) -> int:
        """Write further articles of a site's month beside those it has; how many these are."""
        name = part_name(site, month)
        written = self._write(name, columns, rows)
        if not written:
            return 0
        file, number = written
        part = self.state.parts.get(name, Part({}, 0))
        files = {**part.files, file.name: file.stat().st_size}
        self.state.parts[name] = Part(files, part.articles + number)
        self.is_changed = True
        return number

    @contextmanager
    def beside(self, name: str) -> Iterator[BinaryIO]:
        """A file beside the articles, written in place of the one of its name, if any.

        Its name begins with _, by which engines pass it over.
        """
        with (self.folder / name).open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        self.written_beside.add(name)

    def without(self, name: str) -> None:
        """Leave a file beside the articles as it is, after all."""
        (self.folder / name).unlink()
        self.written_beside.discard(name)

    def drop(self, name: str) -> None:
        """Take a month of a site out, as in ``site=kompas/month=2025-06``."""
        self.is_changed |= self.state.parts.pop(name, None) is not None

    def describe(
        self,
        *,
        source: str | None,
        chosen: Sequence[str],
        columns: Mapping[str, str],
        outlets: Mapping[str, list[str | None]],
    ) -> None:
        """Say of what the state is to be, as in ``State``."""
        described = replace(
            self.state, source=source, chosen=[*chosen], columns=columns, outlets=outlets
        )
        self.is_changed |= described != self.state
        self.state = described

    def _write(
        self, name: str, columns: Mapping[str, Column], rows: Iterable[Sequence[Row]]
    ) -> tuple[Path, int] | None:
        """A new file of a month and how many articles it has; None for none."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"articles-{self.state.number:06}-{len([*folder.iterdir()])}.parquet"
        number = write_rows(file, columns, rows)
        if not number:
            file.unlink()
            return None
        return file, number


@contextmanager
def next_state(path: Path) -> Iterator[NextState]:
    """What changes a data set, or makes one where there is none; all of it or, on errors, nothing.

    Raises OutputProblem for a folder that is no data set, is damaged, or is being changed by
    another process, and OutputFails where nothing can be written.
    """
    path = path.expanduser().resolve()
    if not path.parent.is_dir():
        raise OutputProblem(
            f"the folder {path.parent} does not exist; create it (mkdir -p {path.parent})"
        )
    try:
        with _locked(path):
            _recover(path)
            is_new = not path.exists()
            coming = NextState(path, State() if is_new else read_state(path))
            try:
                coming.folder.mkdir()
                yield coming
                if coming.is_changed or coming.written_beside:
                    _swap(path, coming)
            finally:
                shutil.rmtree(coming.folder, ignore_errors=True)
    except OSError as error:
        raise OutputFails(f"{path} can't be written: {error.strerror or error}") from error


def _swap(path: Path, coming: NextState) -> None:
    """Complete the next state and let it take the data set's place."""
    if path.exists():
        new = {name for name, _ in files_of(coming.state)}
        old = {name for name, _ in files_of(coming.before)}
        for name in [*(new & old), *others_in(path, coming.before)]:
            if name not in coming.written_beside:
                _link(path / name, coming.folder / name)
        shutil.copymode(path, coming.folder)
    write_state(coming.folder, coming.state)
    _remove_empty(coming.folder)
    _sync_folders(coming.folder)
    if not path.exists():
        coming.folder.rename(path)
    elif not _exchange(coming.folder, path):
        aside = _beside(path, "old")
        path.rename(aside)
        coming.folder.rename(path)
        shutil.rmtree(aside, ignore_errors=True)
    _sync_folder(path.parent)


def _recover(path: Path) -> None:
    """Clear up what a killed call left."""
    aside, coming = _beside(path, "old"), _beside(path, "next")
    if aside.exists() and not path.exists():
        aside.rename(path)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(coming, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other processes from changing the data set; a lock ends with its process."""
    with _beside(path, "lock").open("wb") as file:
        if not try_lock(file):
            raise OutputProblem(f"{path} is being written by another process; wait for its end")
        yield


def _beside(path: Path, what: str) -> Path:
    """A hidden name in the same folder, hence on the same disk."""
    return path.with_name(f".{path.name}.{what}")


def _link(old: Path, new: Path) -> None:
    """The same file under a second name; a copy where the disk knows no hard links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk can't."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0


def _remove_empty(folder: Path) -> None:
    for where, _, _ in os.walk(folder, topdown=False):
        if where != str(folder) and not os.listdir(where):
            os.rmdir(where)


def _sync_folders(folder: Path) -> None:
    for where, _, _ in os.walk(folder):
        _sync_folder(Path(where))


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
