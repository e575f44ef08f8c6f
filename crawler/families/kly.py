"""KLY (KapanLagi Youniverse, Emtek): liputan6.com, merdeka.com and sisters.

Stories are at ``/{section}/read/{id}/{slug}``, ids unique on each site; sections photo and video
share the form. Until 2023 merdeka.com had ``/{section}/{slug}.html`` and ``-{id}-mvk.html``. All
pages of a story come in one page. JSON-LD and ``article:published_time`` have +07:00 and are right
(in 2016 true UTC); the line printed under the headline may be the update. Two templates hold the
text: ``.article-content-body`` and ``.articles-content__body``.
"""

from crawler.news_spider import NewsSpider


class Kly(NewsSpider):
    """A news site of KLY."""

    article_url = (
        r"//(?!photo|foto|video|enamplus)[\w.]+/(?:(?!photo|foto|video|tag)[\w-]+/)?"
        r"(?:read/(?P<id>\d+)/[^/?#]+/?|[\w-]+?(?:-(?P<id2>\d+)-mvk)?\.html)(?:[?#]|$)"
    )
    body = (
        ".article-content-body__item-title, .article-content-body__item-content, "
        ".articles-content__body"
    )
    drop = (
        ".baca-juga-collections",
        ".article-ad",
        ".advertisement-placeholder",
        ".articles-content__body .bg-primary-50",
    )
