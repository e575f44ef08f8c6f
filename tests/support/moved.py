"""A site whose articles have other addresses since its redesign, and its listings of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from crawler.discovery import DatedIndex, Feed, NewsSitemap, Sitemap
from crawler.discovery.base import Source
from tests.support.retold import WORDS

FORMS = (
    "/read/{number}/{slug}",
    "/{section}/{slug}-{number}",
    "/{year}/{month}/{day}/{slug}/",
    "/{section}/d-{number}/{slug}",
    "/artikel/{number}-{slug}.html",
    "/{section}/{year}{month}{day}{hour}{minute}{second}-{desk}-{number}/{slug}",
    "/berita/{slug}-{token}",
    "/{section}/{year}/{month}/{day}/{number}/{slug}.html",
    "/news/detail.php?id={number}",
    "/{slug}/",
    "/{section}/{area}/{token}/{slug}",
)
SECTIONS = ("nasional", "ekonomi", "olahraga", "daerah", "gaya-hidup", "opini", "hukum")
AREAS = ("kota", "kabupaten", "desa", "pesisir")
PAGES = ("tentang-kami", "redaksi", "pedoman-media-siber", "kontak", "karier", "info-iklan")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
FIRST = datetime(2026, 3, 31, 21, 40, 7)


def moved_address(host: str, form: int, number: int) -> str:
    """The address of an article, numbered from 0, in one of the ``FORMS``."""
    at = FIRST - timedelta(minutes=37 * number)
    slug = "-".join(
        WORDS[(number * 7 + step * step + step * number) % len(WORDS)] for step in range(6)
    )
    token = "".join(LETTERS[(number * 31 + step * 17 + number * step) % 62] for step in range(7))
    path = FORMS[form % len(FORMS)].format(
        number=2_471_300 - 3 * number,
        slug=f"{slug}-{number}" if "{number}" not in FORMS[form % len(FORMS)] else slug,
        section=SECTIONS[number * 5 % len(SECTIONS)],
        area=AREAS[number % len(AREAS)],
        desk=number % 9 + 3,
        token=f"{token}{number % 10}",
        year=f"{at:%Y}",
        month=f"{at:%m}",
        day=f"{at:%d}",
        hour=f"{at:%H}",
        minute=f"{at:%M}",
        second=f"{at:%S}",
    )
    return f"https://{host}{path}"


def beside_articles(host: str) -> list[str]:
    """Addresses in menus and at the foot of each page."""
    return [
        f"https://{host}/",
        *(f"https://{host}/{section}" for section in SECTIONS),
        *(f"https://{host}/{section}/{area}" for section in SECTIONS[:3] for area in AREAS[:2]),
        *(
            f"https://{host}/tag/{word}-{other}"
            for word, other in zip(WORDS[:6], WORDS[6:12], strict=True)
        ),
        *(f"https://{host}/{page}" for page in PAGES),
        f"https://{host}/author/sari-misal",
        f"https://{host}/indeks?page=2",
    ]


def is_news(source: Source) -> bool:
    """Whether a sitemap is one of news."""
    return isinstance(source, NewsSitemap)


def listing_of(source: Source, host: str, urls: Sequence[str], at: datetime) -> tuple[str, bytes]:
    """An address of a source and what it answers; raises LookupError for other kinds."""
    if isinstance(source, Feed):
        items = "".join(
            f"<item><title>Contoh {number}</title><link>{escape(url)}</link></item>"
            for number, url in enumerate(urls)
        )
        body = f"<rss version='2.0'><channel><title>Contoh</title>{items}</channel></rss>"
    elif isinstance(source, Sitemap):
        news = "<n:news><n:title>Contoh</n:title></n:news>" if is_news(source) else ""
        entries = "".join(f"<url><loc>{escape(url)}</loc>{news}</url>" for url in urls)
        names = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        names += " xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'" if news else ""
        body = f"<?xml version='1.0'?><urlset {names}>{entries}</urlset>"
    elif isinstance(source, DatedIndex):
        menu = "".join(f"<a href='{url}'>Menu</a>" for url in beside_articles(host))
        items = "".join(
            f"<article class='butir'><h3><a href='{escape(url)}'>Contoh kabar nomor {number} dari "
            f"desa</a></h3><span>{at:%d/%m/%Y} 10:{number:02}</span></article>"
            for number, url in enumerate(urls)
        )
        body = f"<html><body><nav>{menu}</nav><main>{items}</main></body></html>"
    else:
        raise LookupError
    pattern = next(iter(source.patterns.values()))
    return pattern.fetch(at.date(), 1).url, body.encode()
