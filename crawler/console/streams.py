"""Standard streams that may be closed, full or unable to write what a headline holds."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from crawler.errors import OutputFails
from crawler.whereabouts.program import as_called

CLOSED = "standard output is closed; send it to a file or to /dev/null"
ESCAPED = "escaped"
"""Error handler of output: what an encoding lacks is written as JSON does, ``\\u201c``."""


class Output(io.TextIOWrapper):
    """Standard output; raises OutputFails, with a sentence, where it can't be written."""

    def write(self, text: str) -> int:
        """Write a text; BrokenPipeError, the reader has gone, stays what it is."""
        try:
            return super().write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputFails(f"standard output can't be written: {error.strerror}") from error

    def flush(self) -> None:
        """Hand on what is still in memory."""
        try:
            super().flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputFails(f"standard output can't be written: {error.strerror}") from error


class Closed(io.TextIOBase):
    """Standard output that the caller closed: a command that prints nothing never notices."""

    def writable(self) -> bool:
        """As far as print is concerned."""
        return True

    def write(self, text: str) -> int:
        """Raises OutputFails."""
        raise OutputFails(CLOSED)


class Told(io.TextIOWrapper):
    """Standard error; what can't be told is no reason to end what is at work."""

    def write(self, text: str) -> int:
        """Write a text where that is possible; commands in it are named as the user calls them."""
        try:
            return super().write(as_called(text))
        except OSError:
            return len(text)

    def flush(self) -> None:
        """Hand on what is still in memory where that is possible."""
        try:
            super().flush()
        except OSError:
            return


def escaped(error: UnicodeError) -> tuple[str, int]:
    """What an encoding lacks, written so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def take_over_streams() -> None:
    """Give this process streams that fail with a sentence; called before anything is opened."""
    codecs.register_error(ESCAPED, escaped)
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # else the next file, a WARC perhaps, would get it
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: SIM115 it lives as long as the process
    if sys.stdout is None:
        sys.stdout = Closed()
    elif type(sys.stdout) is io.TextIOWrapper:
        sys.stdout = _remade(sys.stdout, Output, ESCAPED)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 it lives as long as the process
    elif type(sys.stderr) is io.TextIOWrapper:
        sys.stderr = sys.__stderr__ = _remade(sys.stderr, Told, "backslashreplace")


@contextmanager
def binary_output() -> Iterator[BinaryIO]:
    """Standard output for bytes. Raises OutputFails where it can't be written."""
    if isinstance(sys.stdout, Closed):
        raise OutputFails(CLOSED)
    sys.stdout.flush()
    try:
        with open(os.dup(sys.stdout.fileno()), "wb") as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFails(f"standard output can't be written: {error.strerror}") from error


def give_up_output() -> None:
    """Let what could not be written go, so that the end of the process does not try again."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 it lives as long as the process


def _remade(
    stream: io.TextIOWrapper, kind: type[io.TextIOWrapper], errors: str
) -> io.TextIOWrapper:
    """A stream of another class over the same buffer."""
    facts = {"encoding": stream.encoding, "line_buffering": stream.line_buffering}
    return kind(stream.detach(), errors=errors, **facts)
