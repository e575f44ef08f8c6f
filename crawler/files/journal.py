"""What a long piece of work has done so far, in a file beside the database, to go on from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from crawler.errors import DatabaseProblem, UsageProblem
from crawler.files.file_lock import lock


class Journal:
    """JSON values, a line each, in their order; a line torn by a crash counts as not written.

    ``keep`` says that the work is not done when it ends.
    """

    def __init__(self, file: BinaryIO, head: dict[str, Any]):
        self.file = file
        self.keep = False
        wanted = json.dumps(head) + "\n"
        self.head_size = len(wanted.encode())
        self.file.seek(0)
        self.resumed = self.file.readline().decode("utf-8", "replace") == wanted
        if not self.resumed:
            self.file.truncate(0)
            self.file.write(wanted.encode())
            self.file.flush()
        self._cut_torn_line()

    def _cut_torn_line(self) -> None:
        self.file.seek(0)
        whole = 0
        for line in self.file:
            whole += len(line) if line.endswith(b"\n") else 0
        self.file.truncate(whole)

    @property
    def is_bare(self) -> bool:
        """Whether nothing was added yet."""
        return Path(self.file.name).stat().st_size == self.head_size

    def add(self, value: Any) -> None:
        """Write a value at the end."""
        line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with _told(Path(self.file.name)):
            self.file.seek(0, 2)
            self.file.write(line)
            self.file.flush()

    def __iter__(self) -> Iterator[Any]:
        """What was added, from the beginning."""
        with open(self.file.name, "rb") as lines:
            next(lines)
            for line in lines:
                yield json.loads(line)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raises DatabaseProblem for what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise DatabaseProblem(
            f"{path}, which keeps what was read, can't be written: {error.strerror}; make room "
            "in its folder and make it writable"
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file at a path; each line was flushed, so that its end has nothing more to tell."""
    with _told(path):
        file = path.open("a+b")
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


@contextmanager
def journal(path: Path, head: dict[str, Any]) -> Iterator[Journal]:
    """The journal at a path, taken up where its head is the same, else begun anew.

    It is deleted when the work ends, or ends before anything was added; what interrupts the work
    leaves it. Raises UsageProblem when
    another process is at the same work, DatabaseProblem where it can't be written.
    """
    with _opened(path) as file:
        if not lock(file):
            raise UsageProblem(f"another process is at it already (it holds {path})")
        with _told(path):
            taken_up = Journal(file, head)
        try:
            yield taken_up
        except BaseException:
            if taken_up.is_bare:
                path.unlink()
            raise
        if not taken_up.keep:
            path.unlink()
