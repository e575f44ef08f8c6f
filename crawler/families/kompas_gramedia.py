"""Kompas Gramedia: kompas.com, the Tribun Network (some 60 hosts, one template) and kontan.co.id.

Three systems with little in common but ``?page=all``, which shows a paged story whole, and, on
Kompas and Tribun, reporter and editor in ``#penulis`` and ``#editor``.

The Tribun Network's papers have hosts of their own and one template: headline ``#arttitle``, text
``.side-article.txt-article``, the line "Tayang: ... WITA" in a ``<time>`` above it, a summary and
"Baca juga" lines inside the text. They print their own names in datelines (SERAMBINEWS.COM,
POS-KUPANG.COM) and their own zones: of 1,085 pages of June 2025, 821 WIB, 240 WITA, 24 WIT. Since
2025 addresses hold a number (``/{section}/7850001/{slug}``) and stories are paged by ``?page=2``;
before, and on regional hosts, they hold the day.
"""

from crawler.news_spider import NewsSpider


class KompasGramedia(NewsSpider):
    """A news site of Kompas Gramedia."""

    whole_article = "page=all"
    authors = "div#penulis a, h5#penulis b:first-of-type a"
    editors = "#editor a, h5#penulis b ~ b a"


class TribunNetwork(KompasGramedia):
    """Tribunnews and the regional papers of the Tribun Network."""

    article_url = (
        r"(?<!video\.)tribunnews\.com/(?:(?!images|video|view|tag|topic)[\w-]+/){0,2}"
        r"(?:(?P<id>\d{7,})|(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d))/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    headline = "h1#arttitle"
    published = "#article .bdr3 time"
    body = "div.side-article.txt-article"
    drop = ("blockquote.summary-article", "p.baca", ".ads-placeholder")
    whole_article = None
    next_page = "link[rel=next]::attr(href), a[href*='?page=']:contains('elanjutnya')::attr(href)"
