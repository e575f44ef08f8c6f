"""ANTARA in English (Jakarta, the national news agency): its own host, numbers and feed."""

from crawler.discovery import Feed
from crawler.families.antara import Antara


class AntaraEnglishSpider(Antara):
    name = "antara_english"
    outlet = "ANTARA News"
    province = "national"
    language = "en"
    verified = "feed answered 2026, template of antaranews.com"
    allowed_domains = ["en.antaranews.com"]
    discover = [Feed("https://en.antaranews.com/rss/news.xml")]
    article_url = r"en\.antaranews\.com/news/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
