"""NusaBali (Denpasar, daily)."""

from crawler.discovery import DatedIndex
from crawler.news_spider import NewsSpider


class NusabaliSpider(NewsSpider):
    name = "nusabali"
    outlet = "NusaBali"
    province = "Bali"
    verified = "documented 2026-08"
    allowed_domains = ["nusabali.com"]
    discover = [DatedIndex("https://www.nusabali.com/")]
    article_url = r"nusabali\.com/berita/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    headline = "h1 span[itemprop=headline]"
    published = ".entry-box-header span.month[itemprop=datePublished]"
    authors = "span[itemprop=author]"
    body = ".entry-box[itemprop=articleBody] .entry-content"
    timezone = "Asia/Makassar"
