"""``Feed``: RSS 2.0, RDF, Atom and JSON Feed, as feeds really are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import feedparser
from lxml import etree

from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.json_listing import read_data
from crawler.discovery.listings.addresses import is_home, listed_address, site_of
from crawler.discovery.listings.each_alone import each_alone, in_one_note
from crawler.discovery.listings.xml_listing import (
    UnreadableListing,
    child_text,
    children,
    decoded,
    local_name,
    parse_xml,
    text_of,
    unfold,
)
from crawler.discovery.paging import Pattern, following_page, page_on_by, without_such_a_page
from crawler.parsers.page.text import plain

FEED_ROOTS = {"rss", "rdf", "feed", "channel"}
PUBLISHED = ("published", "pubdate", "date", "issued", "created")
MODIFIED = ("updated", "modified", "lastbuilddate")
LARGEST_BROKEN = 2 * 1024 * 1024
"""What is read by feedparser, which takes a hundred times the memory; feeds have a tenth of it."""
DOCTYPE = re.compile(r"<!DOCTYPE[^<>]*(?:>|\Z)")  # <!DOCTYPE rss SYSTEM "contoh.dtd">
LONG_TAG = re.compile(r"<[^<>]{8000}")
"""A tag of so many attributes that feedparser would look each of them up among all."""
FEEDPORTAL_PATH = re.compile(r"/l/([0-9A-Za-z]+)/(?:story01\.htm|ia1\.htm)?")  # /l/0Lnews0B
FEEDPORTAL_CODES = dict(zip("ABCDEFGHIJKPQRTUVWXY", "0./?-=&,_%+;|:#$~!()", strict=True)) | {
    "L": "http://",
    "M": "https://",
    "N": ".com",
    "O": ".co.uk",
    "S": "www.",
}
FEEDPORTAL_CODE = re.compile(r"0([A-Y])")
GOOGLES = re.compile(r"https?://news\.google\.com/")
"""``https://news.google.com/rss/articles/CBMi...``, which leads nowhere without a script."""
BLANKS = b"\xef\xbb\xbf \t\r\n"
MARKUP = re.compile(r"<[^<>]*>")
"""``<p class="isi">``."""
WRAPPED_PARAMETERS = ("url", "q", "u")  # https://www.google.com/url?q=https://...


class Feed:
    """RSS, Atom or JSON feeds, each read whole; dates are given back raw, as listed.

    An address with ``{page}`` (WordPress: ``/feed/?paged={page}``) is paged through and so
    reaches back. ``roundabout`` is a pattern of the paths by which an outlet's feed leads to its
    items, with the page's own path as its group ``path``: ``/go/rss/-/(?P<path>.+)``. Raises
    ValueError where it has no such group.
    """

    title = "feed"
    forms = ("feed", "json")

    def __init__(self, *urls: str, roundabout: str | None = None):
        self.roundabout = re.compile(roundabout) if roundabout else None
        if self.roundabout and "path" not in self.roundabout.groupindex:
            raise ValueError(f"roundabout={roundabout!r} has no group (?P<path>...)")
        self.patterns = {url: Pattern(url) for url in urls}
        self.reaches_back = all(pattern.is_paged for pattern in self.patterns.values())

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """Every feed."""
        return [fetch for pattern in self.patterns.values() for fetch in pattern.first(window, now)]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The items of a feed, in its order."""
        try:
            listing = read_feed(content, fetch.url, is_article)
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        if listing.is_empty and fetch.page > 1:
            listing = Listing()
        listing.links = [self._straight(link) for link in listing.links]
        pattern = self.patterns.get(fetch.template)
        page_on_by(pattern, listing, fetch, window, is_article=is_article)
        return listing

    def _straight(self, link: Link) -> Link:
        """A link with the page's own address, where it leads there by the feed's roundabout."""
        parts = urlsplit(link.url)
        found = self.roundabout.match(parts.path) if self.roundabout else None
        if found is None:
            return link
        return replace(link, url=f"{parts.scheme}://{parts.netloc}/{found['path'].lstrip('/')}")

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
        return without_such_a_page(fetch, following_page(fetch, self.patterns.get(fetch.template)))


def read_feed(content: bytes, url: str, is_article: ArticleTest | None = None) -> Listing:
    """The items of a feed fetched from ``url``; raises UnreadableListing when it is none."""
    if content.lstrip(BLANKS)[:1] == b"{":
        return _read_json(content, url, is_article)
    xml = parse_xml(content)
    root = xml.root
    if local_name(root) not in FEED_ROOTS:
        raise UnreadableListing(f"the answer is XML of another kind (<{local_name(root)}>)")
    base = _base(root, url)
    links, note = each_alone(_items(root), lambda item: _link(item, base, is_article))
    if not links and not xml.problem:
        links = _links_of_broken(content, url, is_article)
    if not links:
        problem = xml.problem or "the feed has no items"
        return Listing(problem=problem, is_empty=not xml.problem)
    if all(is_home(link.url) for link in links):
        return Listing(problem="every item of the feed links to a front page")
    if all(GOOGLES.match(link.url) for link in links):
        return Listing(problem="the feed is Google's own: its addresses are no outlet's")
    listing = Listing([link for link in links if not is_home(link.url)], problem=xml.problem)
    listing.note = in_one_note(xml.note, note)
    return listing


def _read_json(content: bytes, url: str, is_article: ArticleTest | None) -> Listing:
    """The items of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    answer = read_data(content, url)
    feeds = [data for data in answer.data if isinstance(data, dict) and "items" in data]
    if not feeds:
        raise UnreadableListing("the answer is JSON of another kind")
    base = listed_address(url, plain(feeds[0].get("home_page_url"))) or url
    items = feeds[0]["items"] if isinstance(feeds[0]["items"], list) else []
    links, note = each_alone(
        (item for item in items if isinstance(item, dict)),
        lambda item: _json_link(item, base, is_article),
    )
    if not links:
        return Listing(problem="the feed has no items", is_empty=not items)
    return Listing(links, note=in_one_note(answer.note, note))


def _json_link(item: dict, base: str, is_article: ArticleTest | None) -> Link | None:
    """One item of a JSON Feed as a link; None when it names no address at all."""
    named = (plain(item.get(name)) for name in ("url", "id", "external_url"))
    url = chosen_address(base, filter(None, named), is_article)
    published, modified = plain(item.get("date_published")), plain(item.get("date_modified"))
    return url and Link(
        url,
        date=published or modified,
        modified=modified if published else None,
        headline=plain(item.get("title")),
    )


def _items(root: etree._Element) -> Iterator[etree._Element]:
    """RSS and RDF items or Atom entries, in order."""
    return (element for element in root.iter() if local_name(element) in ("item", "entry"))


def _base(root: etree._Element, url: str) -> str:
    """What relative item links start from: xml:base, the channel's own link, the feed."""
    if stated := listed_address(url, root.get("{http://www.w3.org/XML/1998/namespace}base")):
        return stated
    channel = next(children(root, "channel"), root)
    named = [printed for link in children(channel, "link") for printed in _addresses(link)]
    return next((link for printed in named if (link := listed_address(url, printed))), url)


def _addresses(link: etree._Element) -> Iterator[str]:
    """The address in an RSS <link> (its text), or in an Atom one that leads to the page."""
    if text := text_of(link).strip():
        yield text
    elif link.get("rel", "alternate") == "alternate" and link.get("href"):
        yield link.get("href")


def _link(item: etree._Element, base: str, is_article: ArticleTest | None) -> Link | None:
    """One item as a link; None when it names no address at all."""
    printed = [child_text(item, "origlink")]
    printed += [address for link in children(item, "link") for address in _addresses(link)]
    guid = child_text(item, "guid") or child_text(item, "id")
    printed += [guid, child_text(item, "comments")]
    url = chosen_address(base, filter(None, printed), is_article)
    if url is None:
        return None
    published, modified = child_text(item, *PUBLISHED), child_text(item, *MODIFIED)
    return Link(
        url,
        date=published or modified,
        modified=modified if published else None,
        headline=unescape(child_text(item, "title") or "") or None,
        words=words_printed(item),
        guid=guid if guid and guid.startswith(("http://", "https://")) and guid != url else None,
    )


def words_printed(item: etree._Element) -> int | None:
    """How many words of its article's text an item prints (``content:encoded``, ``content``)."""
    text = child_text(item, "encoded", "content")
    return len(MARKUP.sub(" ", text).split()) if text else None


def chosen_address(
    base: str, printed: Iterable[str], is_article: ArticleTest | None = None
) -> str | None:
    """The article's address among those an item prints, most trusted first.

    One that is an article's wins; else one on the feed's own site, so that a counting service's
    link gives way to the guid behind it; else the first.
    """
    addresses = [
        url
        for text in printed
        if text.startswith(("http", "/", "?")) or "/" in text.partition(":")[0]
        for url in unwrapped(listed_address(base, text))
    ]
    site = site_of(base)
    tests = [is_article, lambda url: site_of(url) == site and not is_home(url), lambda url: True]
    for test in filter(None, tests):
        if found := next(filter(test, addresses), None):
            return found
    return None


def unwrapped(url: str | None) -> Iterator[str]:
    """The address inside a counting service's or search engine's link, then the link itself."""
    if url is None:
        return
    parts = urlsplit(url)
    if "feedsportal.com" in parts.netloc and (coded := FEEDPORTAL_PATH.search(parts.path)):
        address = FEEDPORTAL_CODE.sub(lambda code: FEEDPORTAL_CODES[code[1]], coded[1])
        yield unquote(address)
    elif parts.query:
        query = parse_qs(parts.query)
        inside = [value for name in WRAPPED_PARAMETERS for value in query.get(name, [])]
        yield from (value for value in inside if value.startswith(("http://", "https://")))
    yield url


def _links_of_broken(content: bytes, url: str, is_article: ArticleTest | None) -> list[Link]:
    """The items of a feed too broken for an XML parser, by feedparser's tolerant one."""
    try:
        safe = DOCTYPE.sub("", decoded(unfold(content, LARGEST_BROKEN)))
    except UnreadableListing:
        return []
    if "<!ENTITY" in safe or len(safe) > LARGEST_BROKEN or LONG_TAG.search(safe):
        return []
    parsed = feedparser.parse(io.BytesIO(safe.encode()), sanitize_html=False)
    base = parsed.feed.get("link") or url
    return [
        Link(
            address,
            date=entry.get("published") or entry.get("updated"),
            headline=entry.get("title"),
        )
        for entry in parsed.entries
        if (
            address := chosen_address(
                base, filter(None, [entry.get("link"), entry.get("id")]), is_article
            )
        )
    ]
