"""WordPress: a feed with dates in UTC, pages with the classes of its default and best sold themes.

The facts are the platform's (WordPress' own themes and feed template; the themes Newspaper and
JNews, which many outlets bought; sites that use it for news print Yoast's JSON-LD): title in
``.entry-title`` or ``.jeg_post_title``, which related stories and menus wear as well, so that only
``h1`` counts; text in ``.entry-content`` or ``.td-post-content``; ``/feed/`` for the newest
articles, paged by ``?paged=N``, and every earlier one through ``/wp-json/wp/v2/posts`` where that
is open.
"""

from crawler.news_spider import NewsSpider


class WordPress(NewsSpider):
    """A WordPress news site; a site file adds name, outlet, domain, sources and article_url."""

    headline = "h1.entry-title, h1.jeg_post_title, h1.tdb-title-text"
    authors = (
        ".author.vcard a, .entry-meta [rel=author], .jeg_meta_author a, .td-post-author-name a"
    )
    body = ".entry-content, .td-post-content"
    drop = (
        ".sharedaddy",
        ".jp-relatedposts",
        "#comments",
        ".jeg_share_button",
        ".jeg_post_tags",
        ".jnews_inline_related_post",
        ".td-a-rec",
    )
