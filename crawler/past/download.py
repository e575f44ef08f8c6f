"""A file read over HTTP from its beginning to its end, however often the connection breaks."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from crawler.errors import WartaError
from crawler.files.new_output import new_file

BLOCK = 1 << 18
"""Bytes read at once."""
PATIENCE = 60.0
"""Seconds for an answer, and for each block of it."""
TRIES = 5
"""So often in a row a file is asked for again without a byte having come."""
FIRST_WAIT = 1.0
"""Seconds before the second try; each further one waits twice as long."""
LONGEST_WAIT = 300.0
AGAIN = (408, 429, 500, 502, 503, 504)
BROKEN = (URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class NotHad(WartaError):
    """A file that could not be read to its end; the message says why."""

    exit_code = 1


def blocks(url: str, agent: str, first_wait: float = FIRST_WAIT) -> Iterator[bytes]:
    """The bytes of a file, block by block; a broken connection goes on where it broke.

    Raises NotHad for an address that does not answer so, and after ``TRIES`` without any byte.
    """
    at, tries, wait = 0, 0, first_wait
    size: int | None = None
    while size is None or at < size:
        before = at
        try:
            with _opened(url, agent, at) as answer:
                size = _size(answer, at)
                for block in _blocks_of(answer, at):
                    at += len(block)
                    yield block
            if size is None:
                return
            problem, asked = f"it ended after {at:,} of {size:,} bytes", None
        except HTTPError as error:
            problem, asked = f"HTTP {error.code}", error.headers.get("Retry-After")
            if error.code == 416 and at == size:
                return
            if error.code not in AGAIN:
                raise NotHad(f"{url}: {problem}") from error
        except BROKEN as error:
            problem, asked = str(getattr(error, "reason", error)) or type(error).__name__, None
        if size is not None and at >= size:
            return
        tries, wait = (1, first_wait) if at > before else (tries + 1, wait * 2)
        if tries >= TRIES:
            raise NotHad(f"{url}: {problem}")
        time.sleep(min(float(asked) if asked and asked.isdecimal() else wait, LONGEST_WAIT))


def fetched(url: str, agent: str, folder: Path) -> Path:
    """A file fetched whole into a folder, under its own name; one that is there is kept.

    Raises NotHad, and OutputProblem where it can't be written.
    """
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    if not name or name.startswith("."):
        raise NotHad(f"{url} names no file")
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with new_file(path) as partial, partial.open("wb") as output:
            for block in blocks(url, agent):
                output.write(block)
    return path


def _opened(url: str, agent: str, at: int) -> http.client.HTTPResponse:
    headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
    if at:
        headers["Range"] = f"bytes={at}-"
    return urlopen(Request(url, headers=headers), timeout=PATIENCE)


def _size(answer: http.client.HTTPResponse, at: int) -> int | None:
    """How long the whole file is; None where the server does not say."""
    length = answer.headers.get("Content-Length")
    if length is None or not length.isdecimal():
        return None
    return int(length) + (at if answer.status == 206 else 0)


def _blocks_of(answer: http.client.HTTPResponse, at: int) -> Iterator[bytes]:
    """The blocks from byte ``at`` on; a server that knows no ranges begins again at the first."""
    to_skip = at if answer.status == 200 else 0
    while block := answer.read1(BLOCK):
        wanted = block[to_skip:]
        to_skip = max(0, to_skip - len(block))
        if wanted:
            yield wanted
