"""WordPress: a feed with dates in UTC, pages with the classes of its default themes.

The facts are the platform's (WordPress' own themes and feed template; sites that use it for news
print Yoast's JSON-LD): title in ``.entry-title``, text in ``.entry-content``, ``/feed/`` for the
newest articles, and every earlier one through ``/wp-json/wp/v2/posts`` where that is open.
"""

from crawler.news_spider import NewsSpider


class WordPress(NewsSpider):
    """A WordPress news site; a site file adds name, outlet, domain, ways in and article_url."""

    headline = ".entry-title"
    authors = ".author.vcard a, .entry-meta [rel=author]"
    body = ".entry-content"
    drop = (".sharedaddy", ".jp-relatedposts", "#comments")
