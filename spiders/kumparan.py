"""kumparan (Jakarta, 2017): a platform of accounts, the newsroom's own and its partners'."""

from crawler.discovery import Feed, NewsSitemap, Sitemap
from crawler.news_spider import NewsSpider


class KumparanSpider(NewsSpider):
    name = "kumparan"
    outlet = "kumparan"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["kumparan.com"]
    discover = [
        Feed("https://lapi.kumparan.com/v2.0/rss/"),
        NewsSitemap("https://kumparan.com/sitemap_channel_news.xml"),
        Sitemap("https://kumparan.com/sitemap.xml"),
    ]
    article_url = (
        r"\.com/(?!topic/|channel/)[\w.-]+/[\w-]+-(?P<id>(?=\w*[\dA-Z])[0-9A-Za-z]{11})(?![\w-])"
    )
    body = "[data-qa-id=story-paragraph], [data-qa-id=story-paragraph] ~ :is(h2, h3, ul, ol)"
