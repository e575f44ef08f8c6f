"""TVRI News (public television): one host for each desk."""

from crawler.discovery import NewsSitemap
from crawler.news_spider import NewsSpider

DESKS = ["nasional", "ekonomi", "daerah"]


class TvrinewsSpider(NewsSpider):
    name = "tvrinews"
    outlet = "TVRI News"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["tvrinews.com"]
    discover = [NewsSitemap(*(f"https://{desk}.tvrinews.com/sitemap/news.xml" for desk in DESKS))]
    article_url = r"//(?!www\.)[\w-]+\.tvrinews\.com/(?:berita/)?[\w-]{12,}/?(?:[?#]|$)"
    body = "div.blog-content"
