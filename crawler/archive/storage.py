"""The archive: every answer of a live crawl is kept as WARC, and read back in place of the network.

Live, nothing is ever read from it: every page is fetched. With ``-s REPLAY=FILE_OR_FOLDER``
nothing is ever fetched: each request is answered by its latest capture (by WARC-Date; of two of
one second, the one that stands later), and a page without one ends as NotInArchive, counted
as ``warta/not_in_archive``. robots.txt is answered like any page; without a capture of it, all is
allowed, since nobody is asked.
"""

from __future__ import annotations

import json
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import scrapy
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from crawler import __version__
from crawler.archive.captures import (
    Capture,
    Replay,
    archive_root,
    capture_index,
    capture_name,
    captures,
    open_replay,
    read_capture,
)
from crawler.archive.records import iso
from crawler.archive.writer import WarcWriter
from crawler.errors import ArchiveFails, ArchiveProblem
from crawler.fetching.exceptions import NotInArchive
from crawler.run_record import run_record
from crawler.stopping import leave_for_later, stop

__all__ = [
    "ArchiveAddon",
    "ArchivePolicy",
    "Capture",
    "ReplayMiddleware",
    "WarcStorage",
    "capture_index",
    "captures",
    "check_archive",
    "check_replay",
    "read_capture",
]

logger = logging.getLogger(__name__)

RUN = "warta-run"
"""The field of a ``warcinfo`` record that says, as a JSON object, which run it begins: the
``spider``, when it ``began`` (UTC), and what it was ``told`` (``-a NAME=VALUE``)."""

FILE_SIZE = 500_000_000
"""Bytes after which a WARC file is closed and the next begun (setting ARCHIVE_FILE_SIZE)."""
STOPPED = "archive-problem"
"""Finish reason of a run that could not keep its pages."""
NEXT_TO_NETWORK = 900
"""Where Scrapy has its HTTP cache: behind redirects, retries, decompression and robots.txt."""


def check_archive(path: str | Path | None) -> None:
    """Make sure that captures can be written to a folder, and make it where it is missing.

    An empty path means that no archive is kept. Raises ArchiveProblem.
    """
    if not path:
        return
    folder = Path(path).expanduser()
    advice = "mend it or give another folder with -s ARCHIVE=FOLDER (-s ARCHIVE= keeps none)"
    if folder.exists() and not folder.is_dir():
        raise ArchiveProblem(f"the archive {folder} is a file, not a folder; {advice}")
    if not folder.parent.is_dir():
        raise ArchiveProblem(
            f"the archive {folder} can't be made: there is no folder {folder.parent} "
            f"(a disk that is not mounted?); {advice}"
        )
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ArchiveFails(
            f"the archive folder {folder} can't be written: {error.strerror}; {advice}"
        ) from error


def check_replay(path: str | Path, site: str | None = None, *, truncated: bool = False) -> None:
    """Make sure that a replay has whole WARC files to read; touches nothing.

    ``site`` is the spider's name: where the folder holds one of that name, only that is read.
    ``truncated`` (the setting REPLAY_TRUNCATED) lets a file that is cut off be read as far as it
    is whole. Raises ArchiveProblem.
    """
    open_replay(path, site, truncated=truncated)


class WarcStorage:
    """Scrapy's HTTPCACHE_STORAGE: a crawl's answers to WARC files, a replay's answers from them.

    Sets ``request.meta["capture"]`` (``site/file.warc.gz#offset``) and
    ``request.meta["fetched_at"]`` (aware, UTC). Raises ArchiveProblem when made with an archive
    that can't be written.
    """

    def __init__(self, settings: BaseSettings):
        self.settings = settings
        self.replay: Replay | None = None
        self.writer: WarcWriter | None = None
        self.problem: ArchiveProblem | None = None
        if not settings["REPLAY"]:
            check_archive(settings["ARCHIVE"])

    def open_spider(self, spider: Spider) -> None:
        """Load the replay's index, or mend what a killed run left in the site's folder."""
        self.crawler = spider.crawler
        self.root = archive_root(self.settings)
        try:
            if path := self.settings["REPLAY"]:
                truncated = self.settings.getbool("REPLAY_TRUNCATED")
                self.replay = open_replay(path, spider.name, truncated=truncated)
            else:
                self.writer = WarcWriter(
                    self.root,
                    spider.name,
                    self.settings.getint("ARCHIVE_FILE_SIZE", FILE_SIZE),
                    _facts(self.settings, spider),
                )
                self.writer.mend()
                self.crawler.stats.set_value("warta/torn_records", self.writer.torn)
        except ArchiveProblem as problem:
            self._note(problem)
            raise CloseSpider(STOPPED) from problem

    def close_spider(self, spider: Spider) -> None:
        """Bring the files to the disk."""
        try:
            if self.writer:
                self.writer.close()
        except OSError as error:
            logger.error("%s can't be closed as it should: %s", self.writer.folder, error.strerror)

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """The latest capture in a replay; always None in a live crawl.

        ``request.meta["formerly"]`` is another address under which the archive may hold it.

        Raises ArchiveProblem when there is a capture that can't be read.
        """
        # Redirects and retries copy meta: what it says of the request before is no longer true.
        request.meta.pop("capture", None)
        request.meta.pop("fetched_at", None)
        if not self.settings["REPLAY"]:
            return None
        answer = self.replay.answer(request) if self.replay else None
        if answer is None and self.replay and (formerly := request.meta.get("formerly")):
            answer = self.replay.answer(request.replace(url=formerly))
        if answer is None:
            return None
        file, place, response, request.meta["fetched_at"] = answer
        request.meta["capture"] = capture_name(self.root, file, place)
        return response

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Keep one answer; a page that can't be kept stops the run.

        Raises ArchiveProblem, so that the page is not taken for one that was read. Nor is it a
        page refused: the next run asks for it again.
        """
        if self.problem:
            leave_for_later(request)
            raise self.problem
        fetched_at = datetime.now(UTC)
        try:
            request.meta["capture"] = self.writer.add(request, response, fetched_at)
        except ArchiveProblem as problem:
            self._note(problem)
            leave_for_later(request)
            stop(self.crawler, STOPPED)
            raise
        request.meta["fetched_at"] = fetched_at
        self.crawler.stats.inc_value("warta/archived")

    def _note(self, problem: ArchiveProblem) -> None:
        self.problem = problem
        self.crawler.stats.set_value("warta/archive_problem", str(problem))
        logger.error("%s", problem)


def _facts(settings: BaseSettings, spider: Spider) -> dict[str, str]:
    """What a WARC file says of the crawl that wrote it."""
    record = run_record(spider.crawler)
    told = {"told": record.call} if record.call else {}
    spider_name = getattr(type(spider), "name", None)  # none of what only looks: that is no run
    facts = {
        "software": f"Warta/{__version__} (Scrapy/{scrapy.__version__})",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": spider.name,
        "operator": settings["CONTACT"],
        "http-header-user-agent": settings["USER_AGENT"],
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
    }
    if spider_name:
        facts[RUN] = json.dumps({"spider": spider_name, "began": iso(record.began), **told})
    return {name: value for name, value in facts.items() if value}


class ArchivePolicy:
    """Scrapy's HTTPCACHE_POLICY: everything that came over HTTP is kept, nothing is ever reused."""

    def __init__(self, settings: BaseSettings):
        pass

    def should_cache_request(self, request: Request) -> bool:
        """Whether the answer is kept: not for file: and data: addresses."""
        return _over_http(request)

    def should_cache_response(self, response: Response, request: Request) -> bool:
        """Errors, redirects and robots.txt are evidence too."""
        return True

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        """A replay takes what there is."""
        return True

    def is_cached_response_valid(
        self, cachedresponse: Response, response: Response, request: Request
    ) -> bool:
        """Never: a fetched answer is taken as it is."""
        return False


class ReplayMiddleware(HttpCacheMiddleware):
    """Answers every request from the archive; what has no capture goes no further."""

    def process_request(self, request: Request) -> Response | None:
        """The captured answer; raises NotInArchive where there is none."""
        if not _over_http(request):
            return None
        try:
            response = self.storage.retrieve_response(self.crawler.spider, request)
        except ArchiveProblem as problem:
            raise self._missing(request, str(problem)) from problem
        if response is None:
            raise self._missing(request, f"no capture of {request.url} in the archive")
        response.flags.append("cached")
        self.stats.inc_value("httpcache/hit")
        return response

    def _missing(self, request: Request, sentence: str) -> NotInArchive:
        """Count a page that is missing; robots.txt is asked for by Scrapy and no page."""
        asked_by_scrapy = urlparse_cached(request).path == "/robots.txt"
        name = "robots_not_in_archive" if asked_by_scrapy else "not_in_archive"
        self.stats.inc_value(f"warta/{name}")
        return NotInArchive(sentence)


def _over_http(request: Request) -> bool:
    return urlparse_cached(request).scheme in ("http", "https")


class ArchiveAddon:
    """Scrapy addon: puts the archive, or the replay, in the place of Scrapy's HTTP cache."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before a crawl. An empty ARCHIVE keeps nothing."""
        wanted = bool(settings["REPLAY"] or settings["ARCHIVE"])
        settings.set("HTTPCACHE_ENABLED", wanted, "addon")
        settings.set("HTTPCACHE_STORAGE", WarcStorage, "addon")
        settings.set("HTTPCACHE_POLICY", ArchivePolicy, "addon")
        # Asked for br or zstd, servers send what many WARC tools, warcio included, can't read.
        headers = {"Accept-Encoding": "gzip, deflate"} | settings.getdict("DEFAULT_REQUEST_HEADERS")
        settings.set(
            "DEFAULT_REQUEST_HEADERS", headers, settings.getpriority("DEFAULT_REQUEST_HEADERS")
        )
        if settings["REPLAY"]:
            middlewares = "DOWNLOADER_MIDDLEWARES"
            settings.set_in_component_priority_dict(middlewares, HttpCacheMiddleware, None)
            settings.set_in_component_priority_dict(middlewares, ReplayMiddleware, NEXT_TO_NETWORK)
            settings.set("RETRY_ENABLED", False, "addon")  # the archive gives the same answer again
