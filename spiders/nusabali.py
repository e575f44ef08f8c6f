"""NusaBali (Denpasar, daily)."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class NusabaliSpider(NewsSpider):
    name = "nusabali"
    outlet = "NusaBali"
    province = "Bali"
    verified = "documented 2026-08"
    allowed_domains = ["nusabali.com"]
    discover = [
        DatedIndex("https://www.nusabali.com/"),
        Search(
            "https://www.nusabali.com/search?keyword={query}&page={page}", links="#article-list a"
        ),
    ]
    article_url = r"nusabali\.com/berita/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    headline = "h1 span[itemprop=headline]"
    published = ".entry-box-header span.month[itemprop=datePublished]"
    authors = "span[itemprop=author]"
    body = ".entry-box[itemprop=articleBody] .entry-content"
    timezone = "Asia/Makassar"
