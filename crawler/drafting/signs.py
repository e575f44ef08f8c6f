"""What front page and robots.txt say: where a site lists its articles, what it is made by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from crawler.discovery.base import Fetch, Window
from crawler.discovery.sitemap import Sitemap
from crawler.drafting.answers import Host
from crawler.parsers.page import Page
from crawler.parsers.page.text import clean
from crawler.saved.listings import form_of

SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
COMMENTS = re.compile(r"comment|komentar", re.IGNORECASE)
NEWS = re.compile(r"news|berita|post|artikel|article", re.IGNORECASE)
INDEX = re.compile(
    r"/(?:indeks?|index)(?:-berita|-news)?/?(?:[?#]|$)|//ind(?:eks|ex)\.", re.IGNORECASE
)
WORDPRESS = re.compile(r"wordpress|/wp-content/|/wp-json|api\.w\.org", re.IGNORECASE)
BLOGGER = re.compile(r"blogger|/feeds/posts/default", re.IGNORECASE)
POSTS = "wp-json/wp/v2/posts?per_page=10&_embed=author,wp:term,wp:featuredmedia"
BLOG = "feeds/posts/default?alt=json&redirect=false&orderby=published&max-results=10"
GUESSED_FEEDS = ("feed/", "rss", "rss.xml")
MOST_OF_A_KIND = 3


@dataclass(slots=True)
class Signs:
    """Addresses that a front page and robots.txt name, and what the site is made by."""

    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    generator: str = ""
    language: str = ""
    is_wordpress: bool = False
    is_blogger: bool = False


def signs_of(host: Host) -> Signs:
    """The signs of a host, as far as it answered."""
    signs = Signs(sitemaps=[urljoin(host.home, url) for url in SITEMAP_LINE.findall(host.robots)])
    if host.front_page is None:
        return signs
    page = Page(host.front_page.body)
    for link in page.select("link[rel~=alternate]"):
        kind, href = link.get("type") or "", link.get("href") or ""
        if ("rss" in kind or "atom" in kind) and not COMMENTS.search(href):
            signs.feeds.append(urljoin(host.home, href))
    links = (urljoin(host.home, href) for href in page.select("a[href]::attr(href)"))
    signs.indexes = list(dict.fromkeys(url for url in links if _is_index(host, url)))
    signs.generator = ", ".join(dict.fromkeys(page.metas.get("generator", [])))
    signs.language = page.root.get("lang") or ""
    head = " ".join(
        [
            signs.generator,
            *signs.feeds,
            *page.select("link::attr(href)"),
            *page.select("link::attr(rel)"),
        ]
    )
    signs.is_blogger = BLOGGER.search(head) is not None
    signs.is_wordpress = not signs.is_blogger and WORDPRESS.search(head) is not None
    return signs


def _is_index(host: Host, url: str) -> bool:
    return host.is_own(url) and INDEX.search(url.partition("#")[0]) is not None


def worth_asking(host: Host) -> Iterator[str]:
    """Listings to be asked, those that the site names itself before guesses."""
    signs = signs_of(host)
    if signs.is_wordpress:
        yield urljoin(host.home, POSTS)
    if signs.is_blogger:
        yield urljoin(host.home, BLOG)
    yield from signs.feeds[:MOST_OF_A_KIND]
    news_first = sorted(signs.sitemaps, key=lambda url: NEWS.search(url) is None)
    yield from news_first[:MOST_OF_A_KIND]
    yield from signs.indexes[:1]
    if not signs.feeds:
        yield from (urljoin(host.home, path) for path in GUESSED_FEEDS)
    if not signs.sitemaps:
        yield urljoin(host.home, "sitemap.xml")


def parts_of_sitemaps(host: Host) -> Iterator[str]:
    """Of each sitemap that is an index the part that is asked first."""
    for answer in host.answers:
        if answer.is_listing and form_of(answer.body) == "sitemap":
            listing = Sitemap(answer.url).read(answer.body, Fetch(answer.url), Window(), None)
            if listing.is_index:
                yield from (part.url for part in listing.more[:1])


def outlet_in(page: Page) -> str | None:
    """What a page says that its site is called."""
    names = [*page.metas.get("og:site_name", []), *page.metas.get("application-name", [])]
    return next((name for each in names if (name := clean(each)) and len(name) < 40), None)
