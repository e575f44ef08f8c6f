"""Captures that nothing asks for today: the site's file was another then, or listed other pages."""

from __future__ import annotations

from scrapy import Request

from crawler.archive.captures import decoded
from crawler.archive.reading import http_answer
from crawler.crawl.frontier import lasting_date
from crawler.crawl.source_state import SourceState, untried
from crawler.database import transaction
from crawler.discovery.base import Fetch, Link, Source, Window
from crawler.errors import ArchiveProblem
from crawler.news_spider import NewsSpider, listing_request
from crawler.parsers.urls import address_forms
from crawler.past.reading import Read
from crawler.saved.listings import sources_that_read

KNOWN = """
SELECT url, listed_date, last_listed_at, listed_clock, read_from FROM frontier
WHERE site = ? AND url IN ({}) ORDER BY fetches DESC LIMIT 1
"""


class Unasked:
    """What one run's spider would have asked for to get a capture."""

    def __init__(self, spider: NewsSpider):
        self.spider = spider

    def request_for(self, read: Read) -> Request | None:
        """The request for an article or a listing that a capture answers; None where it is none."""
        entry = read.place.entry
        if entry.method != "GET":
            return None
        if (known := self._known(entry.url)) is not None:
            link, read_from = known
            is_listed = read_from == "listing"
            callback = self.spider.parse_presence if is_listed else self.spider.parse_article
            return self.spider.page_request(entry.url, callback, link=link)
        if self.spider.article_url and self.spider.is_article(entry.url):
            link = Link(entry.url)
            return self.spider.page_request(entry.url, self.spider.parse_article, link=link)
        return self._listing(read) if entry.status == 200 else None

    def _known(self, url: str) -> tuple[Link, str | None] | None:
        """An article as its listing named it, and where it is read; None where none did."""
        forms = address_forms(url)
        query = KNOWN.format(", ".join("?" * len(forms)))
        with transaction(self.spider.crawler) as database:
            row = database.execute(query, (self.spider.name, *forms)).fetchone()
        if row is None:
            return None
        listed_as, raw, listed_at, clock, read_from = row
        date = lasting_date(raw, listed_at, self.spider.timezone)
        return Link(listed_as, date=date, clock=clock), read_from

    def _listing(self, read: Read) -> Request | None:
        url = read.place.entry.url
        try:
            _, body = decoded(url, *http_answer(read.fields, read.block)[1:])
        except ArchiveProblem:
            return None
        for source in sources_that_read(body, url, self.spider):
            found = source.read(body, Fetch(url), Window(), self.spider.is_article)
            if any(self.spider.is_article(link.url) for link in found.links):
                return self._request(source, Fetch(url))
        return None

    def _request(self, source: Source, fetch: Fetch) -> Request:
        """The request for a listing, taken up as one that an earlier run could not read."""
        state = self._state(source)
        requests = self.spider.plan.requests
        requests.begin(state)
        ((state, fetch),) = requests.ask(state, [fetch])
        return listing_request(self.spider, state, fetch)

    def _state(self, source: Source) -> SourceState:
        declared = [*self.spider.discover]
        place = declared.index(source) if source in declared else len(declared)
        state = untried(source, place)
        state.is_again = True
        return state
