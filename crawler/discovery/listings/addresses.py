"""Addresses as listings print them: made absolute, rid of what only tracks, compared by site."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.parsers import urls

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
