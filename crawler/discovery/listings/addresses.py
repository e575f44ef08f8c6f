"""Addresses as listings print them: made absolute, rid of what only tracks, compared by site."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.parsers import urls
from crawler.parsers.vocabulary import folders

TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|spref)\Z")  # ?utm_source=antaranews, ?spref=bl
LINE_BREAKS = re.compile(r"[\t\r\n]")

POST_OF_A_MONTH = re.compile(r"/\d{4}/\d\d/[^/?]+\.html")  # /2024/11/kabar.html
ARTICLE_SLUG = re.compile(  # /rapat-kabinet-hari-ini, /Rapat.Kabinet.Hari.Ini
    r"(?<![a-z0-9])(?:[a-z0-9]++[-.]){3}[a-z0-9]", re.IGNORECASE
)
NOT_ARTICLES = re.compile(  # /tag/pemilu-2024, /indeks/2024, /author/nama-orang
    r"/(?:tags?|topi[ck]s?|label|search|cari|ind(?:eks|ex)|author|penulis|category|kategori|page"
    r"|videos?|fotos?|photos?|foto-\w+|galeri|gallery|slideshow|play|tv|about|kontak|contact|privacy|terms|pedoman\S*)(?:/|\Z)",
    re.IGNORECASE,
)

PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?!|[()]|[a-z][a-z-]+")
"""``\\d``, ``[\\w-]``, ``(?!``, ``(``, ``berita``: what a regular expression is read by."""
NUMBERED = re.compile(r"\(\?P<id\d*>")
"""``(?P<id>\\d+)``: articles are told by a number."""
PAGED = re.compile(r"[?&](?:page|paged|hal|halaman)=\d")
"""``?page=2``."""
DAY = re.compile(r"\d[\d-]*")
"""``2026``, ``2026-04-23``."""
PAGE_FOLDERS = frozenset(["page", "halaman"])
HIGHEST_PAGE = 99

NOT_ARTICLES_HOST = re.compile(r"(?:videos?|fotos?|photos?|tv|index|indeks|search)\.")
"""``video.contoh.com``."""


def listed_address(base: str, printed: str | None) -> str | None:
    """An address as printed, made absolute; None when it is no web address.

    The fragment and parameters that only track where a reader came from are taken off; nothing
    else changes, so that it stays the address the site itself prints.
    """
    if not printed:
        return None
    try:
        parts = urlsplit(urljoin(base, LINE_BREAKS.sub("", printed).strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:  # "http://[" and the like
        return None
    query = parts.query
    if query:
        kept = [pair for pair in query.split("&") if not TRACKING.match(pair.partition("=")[0])]
        query = "&".join(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")).replace(" ", "%20")


def is_home(url: str) -> bool:
    """Whether an address is a site's front page."""
    return urls.is_home(urlsplit(url))


def site_of(url: str) -> str:
    """The registered domain of an address: "news.republika.co.id" belongs to "republika.co.id"."""
    return urls.registered_domain(urlsplit(url).hostname or "")


def is_like(url: str, article_url: str) -> bool:
    """Whether an address is an article's by a site's pattern, and none that no site has one at."""
    return re.search(article_url, url) is not None and not beside_articles(article_url)(url)


@lru_cache(maxsize=512)
def beside_articles(article_url: str) -> Callable[[str], bool]:
    """What is no article's address though it may match ``article_url``, as a test of addresses.

    Images, feeds and days; AMP doubles and further pages; folders of tags, persons, searches and
    pictures; pages that every outlet has (``crawler.parsers.vocabulary.folders``). What the pattern
    names itself is left to it. Where no number tells the articles, folders of sections are none
    either.
    """
    named = _words_asked_for(article_url)
    of_sections = () if NUMBERED.search(article_url) else folders.OF_SECTIONS
    beside = frozenset((*folders.BESIDE_ARTICLES, *of_sections, "amp")) - named
    alone = frozenset((*folders.PAGES, *folders.SECTIONS)) - named
    files = frozenset(folders.FILES) - named

    def test(url: str) -> bool:
        place, _, query = url.partition("#")[0].partition("?")
        parts = place.lower().rstrip("/").split("/")[3:]
        if not parts:
            return not query
        if not beside.isdisjoint(parts) or parts[-1] in alone:
            return True
        if query and "page" not in named and PAGED.search(f"?{query}"):
            return True
        if parts[-1].rpartition(".")[2] in files or _is_page_or_day(parts):
            return True
        return not query and len(parts) == 1 and parts[0].partition(".")[0] in ("index", "home")

    return test


def _is_page_or_day(parts: list[str]) -> bool:
    """Whether a path leads to a day, or to a further page of a list or a story."""
    before, last = parts[-2] if len(parts) > 1 else "", parts[-1]
    is_paged = before in PAGE_FOLDERS or ("-" in before and len(last) <= len(str(HIGHEST_PAGE)))
    return (is_paged and last.isdigit()) or all(map(DAY.fullmatch, parts))


def _words_asked_for(pattern: str) -> frozenset[str]:
    """The words of a regular expression, without those behind ``(?!``, which it refuses."""
    words, groups = set(), [False]
    for part in PART.findall(pattern):
        if part.startswith("("):
            groups.append(groups[-1] or part != "(")
        elif part == ")":
            groups.pop()
        elif part[0].isalpha() and not groups[-1]:
            words.add(part)
    return frozenset(words)


def looks_like_article(base: str) -> Callable[[str], bool]:
    """How an article's address looks on a site nothing is known of, as a test of addresses.

    On the same site as ``base`` (any, where that is empty), with a headline's words or a
    month's page in its path, and no listing, tag or search page.
    """

    def test(url: str) -> bool:
        parts = urlsplit(url)
        path = parts.path
        return (
            not NOT_ARTICLES_HOST.match(parts.hostname or "")
            and (not base or site_of(url) == site_of(base))
            and not NOT_ARTICLES.search(path)
            and (ARTICLE_SLUG.search(path) is not None or POST_OF_A_MONTH.search(path) is not None)
        )

    return test


def with_query(url: str, **values: str | int) -> str:
    """The address with query parameters set, those of the same name replaced."""
    parts = urlsplit(url)
    printed = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in printed if pair[0] not in values]
    query = urlencode([*kept, *values.items()], safe=":,")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
