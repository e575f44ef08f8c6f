"""Where in an archive an article stands: its own pages, listings that carry it, other pages.

An article is known by its addresses, the publisher's number in them, and its paragraphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from crawler.archive.captures import Capture, capture_name, read_capture
from crawler.archive.cdxj import Entry, entries
from crawler.archive.reading import Damage, Place, Record, records
from crawler.errors import ArchiveProblem
from crawler.parsers.urls import address_forms

TAG = re.compile(r"<[^<>]*>")
"""``<p class="lead">``"""
BLANKS = re.compile(r"\s+")
"""White space of any length: ``\\n\\n  ``"""
LONG = 60
"""Characters from which on a paragraph is an article's own."""
GONE = "(taken down)"
MADE_OF = ("item", "entry", "url")
"""The elements that a feed's or sitemap's entries are."""
NAMED_BY = ("link", "guid", "loc", "id", "url", "href", "permalink", "canonical", "canonical_url")
"""What holds an entry's own address, in XML and JSON; ``related`` and ``next`` hold others'."""
FURTHER_PAGE = re.compile(r"(?:/\d{1,2})?/?(?:\?[^?]*)?$")
"""What a further page of a story has behind its address: ``/2``, ``?page=2``"""
ITS_ADDRESS = re.compile(
    r"<(?:link|guid|loc|id)\b(?:[^<>]*?\bhref=[\"'](?P<href>[^\"'<>]+)|[^<>]*>\s*"
    r"(?:<!\[CDATA\[\s*)?(?P<text>https?://[^\s<>\]]+))"
)
"""``<link>https://www.contoh.id/1</link>``, ``<link rel="alternate" href="https://..."/>``"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an article is known by; ``is_its`` says whether an address is its own.

    Paragraphs and headlines are ``plain``.
    """

    is_its: Callable[[str], bool]
    paragraphs: frozenset[str]
    headlines: frozenset[str]

    def shared(self, text: str) -> int:
        """How many of its paragraphs stand in a plain text."""
        return sum(paragraph in text for paragraph in self.paragraphs)

    def is_repeated(self, text: str) -> bool:
        """Whether a plain text has half of its paragraphs or more."""
        return bool(self.paragraphs) and 2 * self.shared(text) >= len(self.paragraphs)


def wanted(
    urls: Iterable[str],
    texts: Iterable[str],
    headlines: Iterable[str],
    has_number: Callable[[str], bool],
) -> Wanted:
    """An article by its addresses, the texts of its versions, and the addresses of its number."""
    forms = {form for url in urls for form in address_forms(url)}
    parts = {plain(part) for text in texts for part in text.split("\n\n")} - {""}
    long = {part for part in parts if len(part) >= LONG}

    def is_its(url: str) -> bool:
        own = not forms.isdisjoint(address_forms(url)) or has_number(url)
        return own or not forms.isdisjoint(address_forms(FURTHER_PAGE.sub("", url, count=1)))

    return Wanted(
        is_its,
        frozenset(long or parts),
        frozenset({plain(headline) for headline in headlines} - {""}),
    )


def plain(text: str) -> str:
    """A text without markup, entities, and differences of white space and case."""
    return BLANKS.sub(" ", TAG.sub(" ", unescape(unescape(text)))).strip().casefold()


@dataclass(slots=True)
class Traces:
    """What of one file is to be replaced (see ``wiping``), and what is only told.

    ``kept`` are captures of other articles that repeat its text; ``named`` counts other pages on
    which its headline stands; ``unread`` says what could not be looked at.
    """

    replacements: dict[Place, tuple[int, bytes | None]] = field(default_factory=dict)
    pages: int = 0
    listings: int = 0
    kept: list[str] = field(default_factory=list)
    named: int = 0
    unread: list[str] = field(default_factory=list)


class TraceSearch:
    """Looks through the files of an archive for one article.

    ``is_others`` says of an address whether it is another article's: its captures are never
    replaced, however much they repeat.
    """

    def __init__(self, root: Path, article: Wanted, is_others: Callable[[str], bool]):
        self.root = root
        self.article = article
        self.is_others = is_others

    def in_file(self, path: Path, *, look_inside: bool) -> Traces:
        """What a file holds of it; ``look_inside`` reads every capture, else only addresses."""
        found = Traces()
        damaged: list[Damage] = []
        own: list[Entry] = []
        bodies: set[str] = set()
        for entry in entries(path, damaged.append):
            if self.article.is_its(entry.url) or not bodies.isdisjoint(entry.revisit_of):
                own.append(entry)
                bodies |= {entry.digest} if entry.digest and entry.status == 200 else set()
            elif look_inside and not entry.revisit_of and self._repeats(path, entry, found):
                own.append(entry)
        found.unread += map(str, damaged)
        found.pages = len(own)
        found.replacements |= {entry.place: (entry.length, None) for entry in own}
        for record in self._with_requests(path, own) if own else ():
            found.replacements[Place(record.offset, record.inner)] = (record.length, None)
        return found

    def _repeats(self, path: Path, entry: Entry, found: Traces) -> bool:
        """Whether a page is the article under another address; what else it has is noted."""
        name = capture_name(self.root, path, entry.place)
        try:
            capture = read_capture(self.root, name)
        except ArchiveProblem as problem:
            found.unread.append(str(problem))
            return False
        if (cut := without(capture, self.article)) is not None:
            found.listings += 1
            found.replacements[entry.place] = (entry.length, cut)
            return False
        text = plain(capture.body.decode("utf-8", "replace"))
        if self.article.is_repeated(text):
            if not self.is_others(entry.url):
                return True
            found.kept.append(name)
        elif any(headline in text for headline in self.article.headlines):
            found.named += 1
        return False

    def _with_requests(self, path: Path, own: list[Entry]) -> Iterator[Record]:
        """The records of captures, and the requests that led to them."""
        places = {entry.place for entry in own}
        urls = {entry.url for entry in own}
        for record in records(path):
            if isinstance(record, Record):
                url = record.fields["warc-target-uri"]
                is_its = bool(url) and (url in urls or self.article.is_its(url))
                if is_its or Place(record.offset, record.inner) in places:
                    yield record


def without(capture: Capture, article: Wanted) -> bytes | None:
    """A listing's body without the entries that are the article; None where it has none.

    JSON, feeds and sitemaps; a web page is not cut.
    """
    start = capture.body.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith((b"{", b"[")):
        return _json_without(capture.body, article)
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<rdf")):
        return _xml_without(capture.body, article)
    return None


def _json_without(body: bytes, article: Wanted) -> bytes | None:
    try:
        value = json.loads(body.decode("utf-8-sig"))
        left = _left(value, article)
    except (ValueError, RecursionError):  # noise around it, another encoding
        return None
    if left == value:
        return None
    return json.dumps(left, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _left(value: Any, article: Wanted) -> Any:
    """A JSON value without the article: entries of lists go, strings elsewhere are emptied.

    But not those of an entry that has another address.
    """
    if isinstance(value, list):
        return [_left(each, article) for each in value if not _is_entry(each, article)]
    if isinstance(value, dict):
        has_another = bool(_own_addresses(value))
        return {
            name: each if has_another and isinstance(each, str) else _left(each, article)
            for name, each in value.items()
        }
    return GONE if isinstance(value, str) and _tells(value, article) else value


def _is_entry(value: Any, article: Wanted) -> bool:
    """Whether a member of a JSON list is the article: by its address, without one by its text."""
    if not isinstance(value, dict):
        return False
    if addresses := _own_addresses(value):
        return any(map(article.is_its, addresses))
    return article.is_repeated(plain("\n".join(_strings(value))))


def _own_addresses(value: dict[str, Any]) -> list[str]:
    return [url for name in NAMED_BY for url in _addresses(value.get(name))]


def _addresses(value: Any) -> Iterator[str]:
    """The addresses in what an entry has as its link: text, ``rendered``, links by ``rel``."""
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _addresses(each)
    elif isinstance(value, dict) and value.get("rel", "alternate") == "alternate":
        for name in ("href", "rendered", "$t", "url"):
            yield from _addresses(value.get(name))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _tells(text: str, article: Wanted) -> bool:
    """Whether a string is the article's address, headline or text."""
    if text.startswith(("http://", "https://")):
        return article.is_its(text.strip())
    made_plain = plain(text)
    return made_plain in article.headlines or article.is_repeated(made_plain)


def _xml_without(body: bytes, article: Wanted) -> bytes | None:
    """The document without its entries that are the article, byte for byte otherwise."""
    kept, end = [], 0
    for start, stop in _xml_entries(body):
        entry = body[start:stop].decode("utf-8", "replace")
        links = [unescape(each["href"] or each["text"]) for each in ITS_ADDRESS.finditer(entry)]
        its_own = map(article.is_its, links) if links else [article.is_repeated(plain(entry))]
        if start >= end and any(its_own):
            kept.append(body[end:start])
            end = stop
    return b"".join((*kept, body[end:])) if kept else None


def _xml_entries(body: bytes) -> list[tuple[int, int]]:
    """Where the entries of a feed or sitemap begin and end, in their order."""
    found = []
    for name in MADE_OF:
        opening, closing, at = re.compile(rf"<{name}[\s>]".encode()), f"</{name}>".encode(), 0
        while (begin := opening.search(body, at)) and (end := body.find(closing, begin.end())) >= 0:
            at = end + len(closing)
            found.append((begin.start(), at))
    return sorted(found)
