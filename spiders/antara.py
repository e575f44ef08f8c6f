"""ANTARA (Jakarta, the national news agency, 1937): some thirty regional desks on hosts."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider

DESKS = ["terkini", "politik", "hukum", "ekonomi", "metro", "olahraga", "humaniora", "dunia"]


class AntaraSpider(NewsSpider):
    name = "antara"
    outlet = "ANTARA"
    verified = "captured page 2016, documented 2026-08"
    robots_note = "terms: no automated taking for AI without written permission"
    allowed_domains = ["antaranews.com"]
    discover = [
        Feed(*(f"https://www.antaranews.com/rss/{desk}.xml" for desk in DESKS)),
        DatedIndex("https://www.antaranews.com/indeks/{day}"),
        DatedIndex("https://www.antaranews.com/terkini?page={page}"),
    ]
    article_url = r"/(?:berita|news)/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    body = ".wrap__article-detail-content, div.post-content"
    drop = ("blockquote", "[class^=quote]")  # sentences of the text, printed large
