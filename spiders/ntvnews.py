"""NTV (Nusantara TV): the role of each name stands beside it, penulis or editor."""

from crawler.discovery import NewsSitemap
from crawler.news_spider import NewsSpider


class NtvnewsSpider(NewsSpider):
    name = "ntvnews"
    outlet = "NTV News"
    province = "national"
    verified = "documented 2026-08"
    robots_note = "search pages"
    allowed_domains = ["ntvnews.id"]
    discover = [NewsSitemap("https://www.ntvnews.id/sitemap-news.xml")]
    article_url = r"ntvnews\.id/[\w-]+/(?P<id>\d{7,9})/[^/?#]+/?(?:[?#]|$)"
    headline = "h1.title"
    body = ".article-content"
    drop = (".baca-juga", "#relatedNews", ".berita--terkait")
