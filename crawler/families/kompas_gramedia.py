"""Kompas Gramedia: kompas.com, the Tribun Network (some 60 hosts, one template) and kontan.co.id.

Three systems with little in common but ``?page=all``, which shows a paged story whole, and, on
Kompas and Tribun, reporter and editor in ``#penulis`` and ``#editor``. The regional papers of the
Tribun Network print their own names in datelines (SERAMBINEWS.COM, POS-KUPANG.COM) and their own
zones: of 1,085 pages of June 2025, 821 WIB, 240 WITA, 24 WIT.
"""

from crawler.news_spider import NewsSpider


class KompasGramedia(NewsSpider):
    """A news site of Kompas Gramedia."""

    whole_article = "page=all"
    authors = "div#penulis a, h5#penulis b:first-of-type a"
    editors = "#editor a, h5#penulis b ~ b a"
