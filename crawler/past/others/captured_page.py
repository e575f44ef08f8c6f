"""One capture of others as an article, or why it is none: a crawl's steps without a crawl."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scrapy import Request

from crawler.archive.captures import Capture, capture_name, decoded
from crawler.archive.reading import http_answer
from crawler.archive.records import from_iso
from crawler.crawl.paged_stories import without_page
from crawler.discovery.base import Link
from crawler.errors import ArchiveProblem
from crawler.items import Article, Reject, doubt_of
from crawler.news_spider import NewsSpider
from crawler.past.told import Place, body_of, moment
from crawler.past.which_spider import Spiders
from crawler.saved.rereading import CaptureFinder, response_of
from crawler.time_limit import TooCostly, within
from pipelines.prepare import prepare

ANY = "page"
"""The spider that reads a page of any site, by its address."""
HTML = ("text/html", "application/xhtml+xml", "unk", "text/plain", "warc/revisit", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A capture to read, for which site, and where its body lies if it repeats an earlier one."""

    site: str
    place: Place
    body: Place | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """What one capture came to: an article fit to be stored, or a reject. None: can't be read.

    ``problem`` says why it can't be read, or why it was given up; ``lost`` is the row of one that
    can't be read, for whoever keeps these, too.
    """

    site: str
    item: Article | Reject | None
    fetched_at: datetime | None = None
    problem: str | None = None
    lost: Reject | None = None


def unread(root: Path, batch: list[Wanted], why: str) -> list[Came]:
    """What captures came to that no process could read."""
    return [
        Came(wanted.site, _unreadable(root, wanted, why), moment(wanted.place.entry), problem=why)
        for wanted in batch
    ]


def _unreadable(root: Path, wanted: Wanted, why: str) -> Reject:
    lies, entry = wanted.body or wanted.place, wanted.place.entry
    name = capture_name(root, lies.file, lies.entry.place)
    return Reject(entry.url, wanted.site, "unreadable", why, name)


class CapturedPages:
    """Reads batches of captures in one process, each of them in at most so many CPU ``seconds``."""

    def __init__(self, root: Path, spiders: Spiders, seconds: float):
        self.root = root
        self.made: dict[str, NewsSpider] = {}
        self.finder = CaptureFinder(root)
        self.spiders = spiders
        self.seconds = seconds

    def __call__(self, batch: list[Wanted]) -> list[Came]:
        """What they came to, in order."""
        return [self.read(wanted) for wanted in batch]

    def read(self, wanted: Wanted) -> Came:
        """What one came to."""
        try:
            capture = self._capture(wanted)
        except ArchiveProblem as problem:
            lost = _unreadable(self.root, wanted, str(problem))
            at = moment(wanted.place.entry)
            return Came(wanted.site, None, at, problem=str(problem), lost=lost)
        link = Link(capture.url)
        if capture.status >= 400:
            named = (capture.url, wanted.site, "http-error", f"HTTP {capture.status}")
            return Came(wanted.site, Reject(*named, capture.capture), capture.fetched_at)
        spider = self._spider(wanted.site, capture.url)
        try:
            item = within(self.seconds, self._read, spider, capture, link)
        except TooCostly as error:
            item = Reject(capture.url, wanted.site, "too-costly", str(error), capture.capture)
        return Came(wanted.site, item, capture.fetched_at)

    def _spider(self, site: str, url: str) -> NewsSpider:
        """The site's spider, or one for any page where the site has no file."""
        if site not in self.made:
            kind = self.spiders.get(site)
            self.made[site] = kind() if kind else self.spiders[ANY](url=url)
        return self.made[site]

    def _capture(self, wanted: Wanted) -> Capture:
        fields, block = body_of(wanted.place)
        url, date = fields.get("warc-target-uri", ""), fields.get("warc-date", "")
        if wanted.body is not None:
            fields, block = body_of(wanted.body)
        status, headers, body = http_answer(fields, block)
        headers, body = decoded(url, headers, body)
        lies = wanted.body or wanted.place
        name = capture_name(self.root, lies.file, lies.entry.place)
        return Capture(url, status, headers, body, from_iso(date), name)

    def _read(self, spider: NewsSpider, capture: Capture, link: Link) -> Article | Reject:
        """Through the spider's own callbacks; further pages of a story are looked for beside it."""
        (result,) = spider.parse_article(response_of(capture, link=link), link)
        while isinstance(result, Request):
            try:
                capture = self.finder.further_page(result.url, capture)
            except ArchiveProblem:
                if result.cb_kwargs["way"] == "declared":
                    article = result.cb_kwargs["article"]
                    words = {*(article.doubt or "").split(), "first-page-only"}
                    result = replace(article, doubt=doubt_of(words))
                else:
                    result = without_page(spider, result)
                continue
            arguments = {**result.cb_kwargs, "link": link}
            (result,) = result.callback(response_of(capture, **arguments), **arguments)
        if isinstance(result, Article):
            result.read_from = "import"
        return prepare(result, spider.name)
