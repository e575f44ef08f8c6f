"""``JsonListing``: APIs, GraphQL and the data inside Next and Nuxt pages that list articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.listings.addresses import is_home, listed_address, looks_like_article
from crawler.discovery.listings.devalue import is_devalue, unfold_devalue
from crawler.discovery.listings.each_alone import each_alone, in_one_note
from crawler.discovery.listings.xml_listing import (
    HTML_START,
    LARGEST_PAGE,
    Json,
    UnreadableListing,
    decoded,
    parse_json,
    unfold,
)
from crawler.discovery.paging import Pattern, following_page, page_on_by, without_such_a_page
from crawler.parsers.page import Page
from crawler.parsers.page.text import clean

EMBEDDED = "script#__NEXT_DATA__, script#__NUXT_DATA__, script[type='application/json']"
IN_AN_ATTRIBUTE = "[data-page]::attr(data-page)"
"""Where Inertia (Laravel) puts the data of a page."""
URL_NAMES = (
    *("canonical_url", "canonicalUrl", "article_url", "articleUrl", "permalink", "url", "link"),
    *("href", "path", "share_url", "full_url", "fullUrl"),
)
DATE_NAMES = (
    *("datePublished", "published_at", "publishedAt", "publish_date", "publishDate", "published"),
    *("published_date", "publishedDate", "release_date", "pubDate", "date", "timestamp"),
    *("created_at", "createdAt", "date_published"),
)
HEADLINE_NAMES = ("headline", "title", "title_digital", "name", "judul")
PLACE_IN_ADDRESS = re.compile(r"\{([^{}]+)\}")  # https://example.com/{category.slug}/{id}/{slug}
WHOLE_ADDRESS = re.compile(r"https?://")
EPOCH = re.compile(r"[1-9]\d{9}(?:\d{3})?\Z")  # 1784862900 seconds or 1784862900000 ms


class JsonListing:
    """JSON that lists articles, read by dotted paths.

    ``items`` is the path to the articles, as in ``data.searchArticle.data``: ``*`` stands for any
    one name, ``**`` for any number of them. ``url`` is a path inside an article, or an address
    with paths in braces (``"https://example.com/{category.slug}/{id}/{slug}"``); ``date``,
    ``modified``, ``headline`` and ``id`` are paths inside an article, ``more`` and ``total``
    paths in the whole answer (whether there is another page; how many articles). Without
    ``items`` every object that names an article's address is one.

    The address may hold what ``Pattern`` allows. ``post`` is sent as a JSON body, its strings
    "{page}", "{offset}", "{day}" filled in. Nuxt payloads are unfolded, and of a web page the
    data inside it is read (``__NEXT_DATA__``, ``__NUXT_DATA__``, ``data-page``).
    """

    title = "JSON listing"
    forms = ("json", "web page")

    def __init__(
        self,
        *templates: str,
        items: str | None = None,
        url: str | None = None,
        date: str | None = None,
        modified: str | None = None,
        headline: str | None = None,
        id: str | None = None,
        more: str | None = None,
        total: str | None = None,
        post: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        step: int = 0,
        first_page: int = 1,
        reaches_back: bool | None = None,
    ):
        self.patterns = {
            template: Pattern(
                template, step=step, first_page=first_page, post=post, headers=headers
            )
            for template in templates
        }
        self.items = items
        self.url, self.date, self.modified = url, date, modified
        self.headline, self.id = headline, id
        self.more, self.total = more, total
        if reaches_back is None:
            reaches_back = all(pattern.unit for pattern in self.patterns.values())
        self.reaches_back = reaches_back

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The first page of every day asked for, or of the list where it knows no days."""
        return [fetch for pattern in self.patterns.values() for fetch in pattern.first(window, now)]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The articles of an answer, and the next page unless the answer ends the list."""
        try:
            answer = read_data(content, fetch.url)
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        data = answer.data
        links, note = self._links(data, fetch.url, is_article)
        listing = Listing(links, total=_count(data, self.total))
        listing.note = in_one_note(answer.note, note)
        if not links and fetch.page == 1 and not self._is_empty_day(data, fetch):
            listing.problem = "the answer names no article"
            listing.is_empty = self._is_empty_list(data)
            listing.has_changed = not listing.is_empty
        says_more = self.more is None or any(any(found(part, self.more)) for part in data)
        pattern = self.patterns.get(fetch.template)
        page_on_by(pattern, listing, fetch, window, is_last=not says_more)
        return listing

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
        return without_such_a_page(fetch, following_page(fetch, self.patterns.get(fetch.template)))

    def _is_empty_day(self, data: list[Any], fetch: Fetch) -> bool:
        """Whether a day's list stands where it should and has nothing in it."""
        return fetch.day is not None and self._is_empty_list(data)

    def _is_empty_list(self, data: list[Any]) -> bool:
        """Whether the declared list stands where it should and has nothing in it."""
        if self.items is None:
            return False
        return any(value == [] for part in data for value in found(part, self.items))

    def _links(
        self, data: list[Any], base: str, is_article: ArticleTest | None
    ) -> tuple[list[Link], str | None]:
        """The articles at the declared path; anywhere in the data where none is declared."""
        if self.items is None:
            return links_in_data(data, base, is_article), None
        named = [item for part in data for item in found(part, self.items)]
        items = [
            item for value in named for item in (value if isinstance(value, list) else [value])
        ]
        objects = (item for item in items if isinstance(item, dict))
        links, note = each_alone(objects, lambda item: self._link(item, base, is_article))
        return _each_once(links), note

    def _link(self, item: dict, base: str, is_article: ArticleTest | None) -> Link | None:
        """One article by the declared paths, by the usual names where none is declared."""
        if self.url is None:
            url = _address(item, base, is_article or looks_like_article(base))
        else:
            url = listed_address(base, _address_from(item, self.url))
        if not url:
            return None
        return Link(
            url,
            date=_date(item, [self.date] if self.date else DATE_NAMES),
            modified=_date(item, [self.modified] if self.modified else []),
            headline=_text(item, [self.headline] if self.headline else HEADLINE_NAMES),
            publisher_id=_text(item, [self.id] if self.id else []),
        )


def read_data(content: bytes, url: str) -> Json:
    """The data of a JSON answer, or all that a web page carries, in a list.

    Raises UnreadableListing when there is neither.
    """
    text = decoded(unfold(content, LARGEST_PAGE)).strip()
    if text.startswith("<"):
        if data := embedded_data(Page(text, url)):
            return Json(data)
        if HTML_START.match(text):
            raise UnreadableListing("the answer is a web page without data inside")
    try:
        answer = parse_json(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableListing(f"the answer is not JSON ({error})") from error
    data = answer.data
    return Json([unfold_devalue(data) if is_devalue(data) else data], answer.note)


def embedded_data(page: Page) -> list[Any]:
    """The JSON that a page of Next, Nuxt or Inertia carries; what is broken is left out."""
    data = []
    texts = [script.text or "" for script in page.select(EMBEDDED)]
    for text in [*texts, *page.select(IN_AN_ATTRIBUTE)]:
        try:
            part = parse_json(text).data
        except (ValueError, RecursionError, UnreadableListing):
            continue
        data.append(unfold_devalue(part) if is_devalue(part) else part)
    return data


def links_in_data(
    data: Iterable[Any], base: str, is_article: ArticleTest | None = None
) -> list[Link]:
    """Every object in the data that names an article's address, in order, each article once."""
    is_article = is_article or looks_like_article(base)

    def link(item: dict) -> Link | None:
        url = _address(item, base, is_article)
        return url and Link(url, date=_date(item, DATE_NAMES), headline=_text(item, HEADLINE_NAMES))

    links, _ = each_alone((item for part in data for item in _objects(part)), link)
    return _each_once(links)


def found(data: Any, path: str) -> Iterator[Any]:
    """What stands at a dotted path: ``*`` is any one name, ``**`` any number of names."""
    names = path.split(".")
    waiting = [(data, 0)]
    seen = set()
    while waiting:
        value, depth = waiting.pop()
        if depth == len(names):
            yield value
            continue
        name = names[depth]
        if name == "**":
            if (id(value), depth) in seen:
                continue
            seen.add((id(value), depth))
            deeper = [(member, depth) for member in _members(value)]
            waiting += [*reversed(deeper), (value, depth + 1)]
        elif name == "*":
            waiting += [(member, depth + 1) for member in reversed(_members(value))]
        elif isinstance(value, dict) and name in value:
            waiting.append((value[name], depth + 1))
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            waiting.append((value[int(name)], depth + 1))


def _members(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _objects(data: Any) -> Iterator[dict]:
    """Every object in the data, in order, each once even where the data contains itself."""
    return (value for value in found(data, "**") if isinstance(value, dict))


def _each_once(links: Iterable[Link]) -> list[Link]:
    unique: dict[str, Link] = {}
    for link in links:
        unique.setdefault(link.url, link)
    return [link for link in unique.values() if not is_home(link.url)]


def _address(item: dict, base: str, is_article: ArticleTest) -> str | None:
    """The article's address an object names under one of the usual names."""
    for name in URL_NAMES:
        printed = item.get(name)
        if isinstance(printed, str) and "/" in printed:
            url = listed_address(base, printed)
            if url and not is_home(url) and is_article(url):
                return url
    return None


def _address_from(item: dict, declared: str) -> str | None:
    """The address at a path, or put together from the paths in its braces.

    A path that holds a whole address is the address.
    """
    if "{" not in declared:
        return _text(item, [declared])
    values = [_text(item, [path]) for path in PLACE_IN_ADDRESS.findall(declared)]
    if not all(values):
        return None
    if whole := next((value for value in values if WHOLE_ADDRESS.match(value)), None):
        return whole
    given = iter(values)
    return PLACE_IN_ADDRESS.sub(lambda place: next(given).strip("/"), declared)


def _text(item: dict, paths: Iterable[str]) -> str | None:
    """The first text or number at one of the paths."""
    for path in paths:
        for value in found(item, path):
            if isinstance(value, str | int) and (text := clean(str(value))):
                return text
    return None


def _date(item: dict, paths: Iterable[str]) -> str | None:
    """The first date at one of the paths, as listed; a count of seconds or ms as ISO in UTC."""
    text = _text(item, paths)
    if text is None or not EPOCH.match(text):
        return text
    return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()


def _count(data: Iterable[Any], path: str | None) -> int | None:
    """The number at a path of the answer."""
    values = (value for part in data for value in found(part, path)) if path else ()
    return next((value for value in values if type(value) is int), None)
