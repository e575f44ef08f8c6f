"""Stories over several pages: asked for page by page, and joined into one article."""

from __future__ import annotations

from typing import Any, Protocol

import scrapy
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure
from w3lib.url import add_or_replace_parameter

from crawler.discovery.base import Link
from crawler.fetching.failures import reject_failure
from crawler.items import Article, Reject, doubt_of
from crawler.parsers.dates import date_mentions
from crawler.parsers.page.text import word_count
from crawler.parsers.urls import canonical_url

MOST_PAGES = 30
"""A story longer than that is a paging loop."""
FOR_LATER = frozenset(("network", "robots-unreachable", "not-archived"))
"""Reasons for which a further page may be had next time, and with it the whole story."""
OF_A_PART = frozenset(("first-page-only", "teaser-only", "shorter-than-declared"))
"""What is doubted in the first page alone, and no longer once the others are joined to it."""
MOSTLY = 0.5
"""Share of the first page's paragraphs that the whole story must hold."""


class Spider(Protocol):
    """What a spider of paged stories has."""

    next_page: str | None

    def read(
        self, html: bytes | str, url: str, link: Link, response: Response
    ) -> Article | Reject | None:
        """The article a page holds."""

    def reject(self, response: Response, reason: str, detail: str) -> Reject:
        """A page that was fetched and is not stored."""

    def further_page_request(self, url: str, **arguments: Any) -> scrapy.Request:
        """The request for a further page of a story, with the arguments of its callback."""


def story_or_request(
    spider: Spider, response: Response, article: Article, latest: Article, pages: int
) -> Article | scrapy.Request:
    """The request for the page on which a story goes on, or on its last page the story.

    ``latest`` is what the answer read like, ``pages`` how many are joined. What the site's file
    declares is believed; what is only told by plain links, the page itself must bear out.
    """
    declared = next_page_address(spider.next_page, response, article)
    if pages >= MOST_PAGES:
        return article
    link = response.cb_kwargs["link"]
    told = {"link": link, "article": article, "pages": pages + 1}
    if declared:
        article.aliases.append(declared)
        return spider.further_page_request(declared, **told)
    if pages == 1 and latest.whole_page:
        return spider.further_page_request(latest.whole_page, **told, way="whole")
    if latest.next_page:
        return spider.further_page_request(latest.next_page, **told, way="next")
    return article


def joined(
    spider: Spider, response: Response, link: Link, article: Article, pages: int, way: str
) -> Article | Reject | scrapy.Request | None:
    """What comes of a further page: the whole story, the next request, or why there is none.

    ``way`` says how it was found: "declared", or by plain links to the "next" page or the "whole".
    """
    further = spider.read(response.body, response.url, link, response)
    if further is None:
        return None
    if way == "declared":
        if isinstance(further, Article) and not further.body:
            further = spider.reject(response, "no-body", f"page {pages} of the story holds no text")
        if isinstance(further, Reject):
            return further
        join(article, further)
        return story_or_request(spider, response, article, further, pages)
    if isinstance(further, Reject) or not further.body or not are_one_story(article, further):
        return without_page(spider, response.request)
    if way == "whole":
        if not holds_whole(article, further):
            return without_page(spider, response.request)
        return replaced(article, further, response.url)
    if not join_what_is_new(article, further, response.url):
        return article
    return story_or_request(spider, response, article, further, pages)


def without_page(spider: Spider, request: scrapy.Request) -> Article | scrapy.Request:
    """What a story is without a page that only a plain link named: by the next way, or as it is.

    It is doubted as ``first-page-only`` from its first page on.
    """
    told = request.cb_kwargs
    article = told["article"]
    if told["way"] == "whole" and article.next_page:
        arguments = {**told, "way": "next"}
        return spider.further_page_request(article.next_page, **arguments)
    return article


def page_failed(spider: Any, failure: Failure) -> Article | Reject | scrapy.Request:
    """What comes of a story whose further page can't be had; a Reject where it may be next time."""
    request = failure.request
    reject = reject_failure(failure, spider)
    is_servers = bool(failure.check(HttpError)) and failure.value.response.status >= 500
    if request.cb_kwargs["way"] == "declared" or is_servers or reject.reason in FOR_LATER:
        return reject
    return without_page(spider, request)


def on_one_page(url: str, parameter: str | None) -> str:
    """The address that shows all of a story on one page; ``parameter`` as in "page=all"."""
    if not parameter:
        return url
    name, _, value = parameter.partition("=")
    return add_or_replace_parameter(url, name, value)


def next_page_address(selector: str | None, response: Response, article: Article) -> str | None:
    """Where a site's file says that a story goes on; None on its last page."""
    if not selector:
        return None
    address = response.css(selector).get()
    try:
        url = scrapy.Request(response.urljoin(address)).url if address else None
    except ValueError:  # javascript:void(0), http://[
        return None
    return None if url in article.aliases else url


def are_one_story(article: Article, further: Article) -> bool:
    """Whether two pages have one headline; the further one's may say which page it is."""
    one, other = ((each.headline or "").casefold() for each in (article, further))
    return bool(one and other) and (one in other or other in one)


def holds_whole(article: Article, further: Article) -> bool:
    """Whether a page holds the first page's text and more of it."""
    first, whole = _paragraphs(article), set(_paragraphs(further))
    known = sum(paragraph in whole for paragraph in first)
    return known >= MOSTLY * len(first) and further.word_count > article.word_count


def replaced(article: Article, further: Article, url: str) -> Article:
    """The story with its text as the page shows it that holds all of it."""
    words = {*(further.doubt or "").split()} - {"first-page-only"}
    _give_text(article, further.body or "", words)
    article.signature = further.signature or article.signature
    article.aliases.append(canonical_url(url))
    return article


def join(article: Article, further: Article) -> None:
    """Join a further page's text to its story; the last page's signature is the story's."""
    text = f"{article.body}\n\n{further.body}" if article.body else further.body
    _give_text(article, text or "", _doubts_of_rest(article, further))
    article.signature = further.signature or article.signature


def join_what_is_new(article: Article, further: Article, url: str) -> bool:
    """Join what a page says that the story did not say yet; False where it is nothing.

    Then the link was to something else on the page, as to further comments, and the story is whole.
    """
    known = set(_paragraphs(article))
    new = [paragraph for paragraph in _paragraphs(further) if paragraph not in known]
    if not new:
        words = {*(article.doubt or "").split()} - {"first-page-only"}
        article.doubt = doubt_of(words)
        return False
    text = "\n\n".join([article.body or "", *new])
    _give_text(article, text, _doubts_of_rest(article, further))
    article.signature = further.signature or article.signature
    article.aliases.append(url)
    return True


def _doubts_of_rest(article: Article, further: Article) -> set[str]:
    """What is still to be doubted once a page is joined: whether it goes on, the last page says."""
    goes_on = {"first-page-only"} & {*(further.doubt or "").split()}
    return ({*(article.doubt or "").split()} - OF_A_PART) | goes_on


def _give_text(article: Article, text: str, doubts: set[str]) -> None:
    article.body = text
    article.word_count = word_count(text)
    article.date_mentions = date_mentions(text, timezone=article.timezone)
    article.doubt = doubt_of(doubts)


def _paragraphs(article: Article) -> list[str]:
    return (article.body or "").split("\n\n")
