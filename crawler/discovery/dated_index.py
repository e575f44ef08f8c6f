"""``DatedIndex``: index pages, one for each day or simply one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Listing, Window
from crawler.discovery.json_listing import embedded_data, links_in_data
from crawler.discovery.listings.html_listing import links_anywhere, read_links
from crawler.discovery.listings.unclosed import page_with_what_is_hidden
from crawler.discovery.listings.xml_listing import LARGEST_PAGE, UnreadableListing, unfold
from crawler.discovery.paging import Pattern, following_page, page_on_by, without_such_a_page
from crawler.parsers.page import Page, text_of, whole_text
from crawler.parsers.page.selectors import compile_css

PAGE_NUMBER = re.compile(r"\d+")
SAYS_EMPTY = re.compile(  # Tidak ada berita pada tanggal ini. Data belum tersedia. No posts found.
    r"\b(?:tidak|belum|tak) (?:ada|terdapat|menemukan|ditemukan) (?:\w+ ){0,2}?"
    r"(?:berita|artikel|konten|data|hasil|tulisan|arsip|post)"
    r"|\b(?:berita|artikel|konten|data|hasil|tulisan|arsip) (?:\S+ ){0,4}?(?:tidak|belum) "
    r"(?:ada|tersedia|di ?temukan)"
    r"|\bno (?:articles?|posts?|stories|news|results?|data|entries)\b|\bnothing (?:was )?found\b",
    re.IGNORECASE,
)
HIDDEN = "links behind a comment or element that is never closed were read"
LAST_NUMBER = re.compile(r"(\d+)\D*\Z")  # /indeks?date=2025-06-18&page=17


class DatedIndex:
    """HTML indexes, as in ``DatedIndex("https://example.com/indeks?date={day}&page={page}")``.

    ``crawler.discovery.paging.Pattern`` says what may stand in braces; ``step`` is the number of
    articles a page where it counts by ``{offset}``, ``first_page`` the site's number of its first
    page. Without a day in the address the index is read from its newest page on, back to the
    window where there is one; ``reaches_back=True`` says that it goes back to any day.
    ``links`` and ``date`` are CSS (``::attr()`` and ``::text`` allowed) for the items and the
    date inside each; without them the page is read by its structure. ``last_page`` is CSS for
    the link or text that names the listing's last page. Raises ValueError on a mistyped address,
    cssselect's SelectorError on CSS that is none.
    """

    title = "index"
    forms = ("web page",)

    def __init__(
        self,
        *templates: str,
        links: str | None = None,
        date: str | None = None,
        last_page: str | None = None,
        step: int = 0,
        first_page: int = 1,
        reaches_back: bool | None = None,
    ):
        self.patterns = {
            template: Pattern(template, step=step, first_page=first_page) for template in templates
        }
        for query in filter(None, (links, date, last_page)):
            compile_css(query)
        self.links = links
        self.date = date
        self.last_page = last_page
        if reaches_back is None:
            reaches_back = all(pattern.unit for pattern in self.patterns.values())
        self.reaches_back = reaches_back

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """The first page of every day asked for, or of the index where it knows no days."""
        return [fetch for pattern in self.patterns.values() for fetch in pattern.first(window, now)]

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The articles of an index page, and the next page unless this one ends the listing."""
        try:
            page, was_hidden = page_with_what_is_hidden(
                unfold(content, LARGEST_PAGE), fetch.url, is_article
            )
        except UnreadableListing as problem:
            return Listing(problem=str(problem))
        links = read_links(page, fetch.url, is_article, self.links, self.date)
        if not links:
            links = links_in_data(embedded_data(page), fetch.url, is_article)
        listing = Listing(links, note=HIDDEN if was_hidden else None)
        if not links and fetch.page == 1 and not is_empty_day(page, fetch, is_article):
            listing.problem, listing.has_changed = "the index page names no article", True
        pattern = self.patterns.get(fetch.template)
        is_last = pattern is not None and self._is_last(page, fetch, pattern)
        is_told = not links and says_empty(page)
        page_on_by(pattern, listing, fetch, window, is_last=is_last, is_told=is_told)
        return listing

    def ended(self, fetch: Fetch) -> Listing:
        """What it means that there is no such page: the end, or a page behind it to look at."""
        return without_such_a_page(fetch, following_page(fetch, self.patterns.get(fetch.template)))

    def _is_last(self, page: Page, fetch: Fetch, pattern: Pattern) -> bool:
        """Whether the listing itself says that there is no page after this one."""
        if not self.last_page:
            return False
        numbers = [number for found in page.select(self.last_page) for number in _numbers(found)]
        return bool(numbers) and fetch.page - 1 + pattern.first_page >= max(numbers)


def is_empty_day(page: Page, fetch: Fetch, is_article: ArticleTest | None) -> bool:
    """Whether the listing of a day or month is a whole one that happens to hold no article.

    It says so, or it links to the site's articles elsewhere, beside the empty list. A page that
    names no article anywhere has changed beyond what the site's file knows.
    """
    if fetch.day is None:
        return False
    if says_empty(page):
        return True
    return is_article is not None and links_anywhere(page, fetch.url, is_article)


def says_empty(page: Page) -> bool:
    """Whether a page says in words that it lists nothing."""
    return SAYS_EMPTY.search(text_of(page.root)) is not None


def _numbers(found: object) -> list[int]:
    """The page numbers a link names: in its text, else the last number of its address."""
    if isinstance(found, str):
        texts, address = [found], ""
    else:
        texts, address = [whole_text(found)], found.get("href") or ""
    printed = [int(number) for text in texts for number in PAGE_NUMBER.findall(text)]
    in_address = LAST_NUMBER.search(address)
    return printed or ([int(in_address[1])] if in_address else [])
