"""Other articles in a page's own markup: each has words, a headline, a minute, people of its own.

A page is filled anew by what its site reads on it: whatever of that can't be changed everywhere on
the page (a date of which only the day is printed) stays as it is in every copy, see ``differs``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from crawler.comparison.read_twice import published
from crawler.items import Article
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from tests.support.live_site import another

TAG = re.compile(r"(<[^>]*>)")
WORDS = (
    *("balai kursi tetangga musim hujan daftar barang pinjam jembatan kayu sawah pasar").split(),
    *("kapal nelayan sekolah guru murid buku pelabuhan bambu payung lampu beranda kolam").split(),
    *(
        "gerobak tikar anyaman perahu dermaga lumbung cangkul mercusuar rakit sampan gendang"
    ).split(),
)
PLACES = (
    *("Bandung", "Makassar", "Medan", "Denpasar", "Surabaya", "Ambon", "Kupang", "Padang"),
    *("Manado", "Palu", "Kendari", "Mataram", "Bengkulu", "Jambi", "Pontianak", "Samarinda"),
)
FIRST = ("Sari", "Budi", "Rina", "Joko", "Wati", "Agus", "Dewi", "Hasan", "Lina", "Tono", "Yuni")
LAST = ("Misal", "Umpama", "Rekaan", "Andaian", "Tiruan", "Wijaya", "Santoso", "Lestari", "Putra")
FEWEST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One article as the site's page holds it, and what the site reads there."""

    url: str
    html: str
    article: Article
    seen_at: datetime

    @property
    def values(self) -> dict[str, object]:
        """What is read, by the names of the facts."""
        return values_of(self.article, self.seen_at)


def values_of(article: Article, seen_at: datetime) -> dict[str, object]:
    """The fields that facts are for, as they are compared: ``published`` to the minute."""
    return {
        "headline": article.headline,
        "authors": tuple(article.authors),
        "published": (published(article, seen_at) or "")[:16] or None,
        "dateline": (article.dateline_place, article.dateline_outlet),
        "body": article.body,
    }


def retold(
    site: NewsSpider, url: str, html: str, numbers: Sequence[int], seen_at: datetime
) -> list[Told]:
    """The article of a page and others in its markup, so many as are numbered."""
    first = read_article(html, url, site)
    made = []
    for number in numbers:
        address = another(url.partition("?")[0], site.article_url, number)
        copy = _copy(html, url, address, first, published(first, seen_at), number)
        made.append(Told(address, copy, read_article(copy, address, site), seen_at))
    return made


def differs(told: Sequence[Told], fact: str) -> bool:
    """Whether a field is another on most pages, so that one value for all is not right."""
    values = {str(each.values[fact]) for each in told}
    return len(values) > max(1, len(told) // 4)


def _copy(html: str, url: str, address: str, first: Article, at: str | None, number: int) -> str:
    headline, copy = first.headline or "", html
    for printed in dict.fromkeys((url, first.url or url, url.partition("?")[0])):
        copy = copy.replace(printed, address).replace(escape(printed), address)
    addition = f"{WORDS[number % len(WORDS)].title()} {WORDS[number * 7 % len(WORDS)].title()}"
    for form in dict.fromkeys((headline, escape(headline), escape(headline, quote=False))):
        copy = copy.replace(form, f"{form} {addition}") if form else copy
    if at and "T" in at:
        minute = int(at[14:16])
        other = (minute + number) % 60
        copy = re.sub(
            rf"(?<=\d\d[:.]){minute:02}(?!\d)|(?<=T\d\d-){minute:02}(?=-)", f"{other:02}", copy
        )
    for index, name in enumerate(first.authors):
        other = f"{FIRST[(number + index) % len(FIRST)]} {LAST[(number * 3 + index) % len(LAST)]}"
        for form in (str, str.upper, str.lower):
            copy = copy.replace(form(name), form(other))
    if place := first.dateline_place:
        other = PLACES[number % len(PLACES)]
        printed = other.upper() if place.isupper() else other
        copy = _in_text(copy, rf"(?<!\w){re.escape(place)}(?!\w)", printed)
    return _in_other_words(copy, first, number)


def _in_other_words(html: str, first: Article, number: int) -> str:
    """Every long word of the article's text in small letters, by another."""
    text = first.body or ""
    names = set(
        re.findall(r"\w+", f"{first.headline} {first.signature} {' '.join(first.tags)}".lower())
    )
    words = sorted(set(re.findall(rf"\b[a-z]{{{FEWEST_LETTERS},}}\b", text)) - names)
    other = {
        word: WORDS[(sum(word.encode()) * 7 + index + number * 11) % len(WORDS)]
        for index, word in enumerate(words)
    }
    if not other:
        return html
    pattern = rf"(?<![\w/.-])(?:{'|'.join(map(re.escape, other))})(?![\w/-])"
    return _in_text(html, pattern, lambda found: other[found[0]])


def _in_text(html: str, pattern: str, put: object) -> str:
    """Substituted outside of tags."""
    compiled = re.compile(pattern)
    parts = TAG.split(html)
    return "".join(part if part.startswith("<") else compiled.sub(put, part) for part in parts)
