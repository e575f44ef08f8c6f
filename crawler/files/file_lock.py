"""Advisory locks on files: they end with the process that holds them, kill -9 included."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows: no flock, so no file is shared between runs
    fcntl = None


def lock(file: BinaryIO) -> bool:
    """Take an open file for this process alone; False when another has it or locks don't work.

    The lock ends when the file is closed.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
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
