"""Advisory locks on files: they end with the process that holds them, kill -9 included."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows: no flock, so no file is shared between runs
    fcntl = None


def folder_of_locks(database: str | Path) -> Path:
    """Where the locks of crawls into a database lie, beside it."""
    return Path(f"{database}.locks")


def lock(file: BinaryIO) -> bool:
    """Take an open file for this process alone; False when another has it or locks don't work.

    The lock ends when the file is closed.
    """
    try:
        return try_lock(file)
    except OSError:
        return False


def try_lock(file: BinaryIO) -> bool:
    """The same, False when another has it; raises OSError where locks don't work."""
    if fcntl is None:
        raise OSError("this system has no flock")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def being_written(path: Path) -> bool:
    """Whether a living process holds a file's lock."""
    if fcntl is None:
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False
