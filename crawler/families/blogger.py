"""Blogger: the whole archive in one feed, full text, ISO dates with offset, author and labels.

The facts are the platform's (Google's Blogger documentation; four real home pages of 2012 to
2018): posts at /YYYY/MM/slug.html with a ``?m=1`` mobile twin, the date in the attribute of
``abbr.published`` or ``time.published`` (boxes of popular and featured posts print theirs too),
the text in ``.post-body``.
"""

from crawler.news_spider import NewsSpider


class Blogger(NewsSpider):
    """A Blogger blog; a site file adds name, outlet and domain."""

    article_url = r"/\d{4}/\d\d/[^/?#]+\.html"
    headline = ".post-title.entry-title, h1.post-title, h2.post-title, h1.single-title"
    authors = ".post-author .fn"
    body = ".post-body"
    drop = (".FeaturedPost", ".PopularPosts", ".related-posts", ".comments", "a[name=more]")
