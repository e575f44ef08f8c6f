"""The process that reads pages for a crawl: see ``crawler.read_ahead``, which begins it.

Scrapy is not loaded here, so that it takes half the memory and starts in a fifth of a second.
"""

from __future__ import annotations

import os
import pickle
import socket
import struct
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, BinaryIO

from crawler.errors import error_in_words
from crawler.items import Article
from crawler.parsers import read_article
from crawler.parsers.site import Site

LENGTH = struct.Struct("!I")
"""What stands before each answer: of how many bytes it is."""
READERS = [name for name in vars(Site) if name.startswith("read_")]


def facts(spider: Site) -> tuple[type[Site], dict[str, Any]]:
    """What ``serve`` is told of a spider: all it declares, and its class if that reads itself."""
    cls = type(spider)
    reads = any(getattr(cls, name) is not getattr(Site, name) for name in READERS)
    declared = {name: getattr(spider, name) for name in Site.__annotations__ if name != "discover"}
    return (cls if reads else Site), declared


def serve() -> None:
    """Answer, on the socket that is standard input, each page with its article; ends with it.

    In place of an article that can't be read stands what was raised, in words.
    """
    connection = socket.socket(fileno=0)
    stream = connection.makefile("rb")
    site_class, declared = pickle.load(stream)
    site = object.__new__(site_class)
    vars(site).update(declared)
    pages: SimpleQueue[tuple[bytes, str]] = SimpleQueue()
    # a thread, so that this process ends with the other even in the middle of a page
    threading.Thread(target=_receive, args=(stream, pages), daemon=True).start()
    with suppress(OSError):
        connection.sendall(_message(None))
        while True:
            connection.sendall(_message(_read(site, *pages.get())))


def _receive(stream: BinaryIO, pages: SimpleQueue[tuple[bytes, str]]) -> None:
    try:
        while True:
            pages.put(pickle.load(stream))
    except EOFError:
        pass
    finally:
        os._exit(0)


def _read(site: Site, html: bytes, url: str) -> Article | str:
    try:
        return read_article(html, url, site)
    except Exception as error:  # noqa: BLE001 the crawl logs it, and reads the page for its row
        return f"{url}: {error_in_words(error)}"


def _message(answer: Article | str | None) -> bytes:
    pickled = pickle.dumps(answer)
    return LENGTH.pack(len(pickled)) + pickled
