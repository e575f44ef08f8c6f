"""Kompas Gramedia: kompas.com, kontan.co.id and, in tribun.py, the Tribun Network.

Systems with little in common but ``?page=all``, which shows a paged story whole, and, on Kompas
and Tribun, reporter and editor in ``#penulis`` and ``#editor``.
"""

from crawler.news_spider import NewsSpider


class KompasGramedia(NewsSpider):
    """A news site of Kompas Gramedia."""

    whole_article = "page=all"
    authors = "div#penulis a, h5#penulis b:first-of-type a"
    editors = "#editor a, h5#penulis b ~ b a"
