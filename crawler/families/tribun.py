"""The Tribun Network (Kompas Gramedia): tribunnews.com and some sixty regional papers on own hosts.

One template: headline ``#arttitle``, text ``.side-article.txt-article``, the line "Tayang: ...
WITA" in a ``<time>`` above it, a summary and "Baca juga" lines inside the text. The papers print
their own names in datelines (SERAMBINEWS.COM, POS-KUPANG.COM) and their own zones: of 1,085 pages
of June 2025, 821 WIB, 240 WITA, 24 WIT. Since 2025 addresses hold a number and stories are paged
by ``?page=2``; before, they hold the day. Each paper counts for itself: 7 digits on ``www``, 5 to
7 elsewhere (``/news/986316/`` in Aceh, September 2025; ``/masohi/95109/`` in Ambon, November 2025;
``/news/81692/`` in Sulawesi Barat, August 2026).
"""

from collections.abc import Sequence

from crawler.discovery import DatedIndex, Feed
from crawler.discovery.base import Source
from crawler.families.kompas_gramedia import KompasGramedia

INDEX = "/index-news?date={day}&page={page}"


class TribunNetwork(KompasGramedia):
    """Tribunnews and the regional papers of the Tribun Network."""

    network = "Tribun Network"
    numbers_count = "host"
    article_url = (
        r"//(?!video\.)(?:www\.|m\.|(?P<numbered_by>[\w-]+)\.)?tribunnews\.com/"
        r"(?:(?!images|video|view|tag|topic)[\w-]+/){0,2}"
        r"(?:(?P<id>\d{5,8})|(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d))/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    headline = "h1#arttitle"
    published = "#article .bdr3 time"
    body = "div.side-article.txt-article"
    drop = ("blockquote.summary-article", "p.baca", ".ads-placeholder")
    whole_article = None
    next_page = "link[rel=next]::attr(href), a[href*='?page=']:contains('elanjutnya')::attr(href)"


class Paper(TribunNetwork):
    """A regional paper: a row of spiders/tables/tribun.csv."""

    verified = "template documented 2026-07, host named 2026-06"
    robots_note = "search, tag and topic pages; refuses clients that are no browser"

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """The index of any day, and the feed."""
        return [DatedIndex(f"https://{domain}{INDEX}"), Feed(f"https://{domain}/rss")]
