"""Independen (AJI, the journalists' alliance): in-depth stories, on Drupal."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class IndependenSpider(NewsSpider):
    name = "independen"
    outlet = "Independen"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["independen.id"]
    discover = [DatedIndex("https://independen.id/")]
    article_url = (
        r"independen\.id/(?!node/|taxonomy/|user/|tags/|agenda/|sites/)(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$"
        r")"
    )
    drop = (".share", ".related", ".tags", ".author-box")
