"""Files and folders that appear whole or not at all: written under another name, then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname

from crawler.errors import OutputProblem


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Where to write a file that takes the place of ``path`` once the block ends well.

    Nothing is left of it otherwise. Raises OutputProblem where it can't be written.
    """
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "no file"
        raise OutputProblem(f"{path} is {kind}; name a file")
    with _beside(path, Path.unlink) as partial:
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(path)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to fill that becomes ``path`` once the block ends well, else it is removed.

    Raises OutputProblem where it can't be written, or ``path`` came into being meanwhile.
    """
    with _beside(path, shutil.rmtree) as partial:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        yield partial
        if path.exists():
            raise OutputProblem(f"{path} has come into being meanwhile; give another name")
        partial.rename(path)


def check_folder(path: Path) -> None:
    """Raises OutputProblem where there is no folder for a file, or none that may be written."""
    if not path.parent.is_dir():
        raise OutputProblem(
            f"the folder {path.parent} does not exist; create it (mkdir -p {path.parent})"
        )
    if not os.access(path.parent, os.W_OK):
        raise OutputProblem(f"the folder {path.parent} may not be written; see to its permissions")


@contextmanager
def _beside(path: Path, remove: Callable[[Path], None]) -> Iterator[Path]:
    """A name in the same folder, hence on the same disk; what is left there is removed."""
    check_folder(path)
    partial = path.with_name(f".{path.name}.{gethostname()}-{os.getpid()}.part")
    try:
        yield partial
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputProblem(f"{path} can't be written: {error.strerror or error}") from error
    finally:
        if partial.exists():
            remove(partial)
