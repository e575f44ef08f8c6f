"""JatimTIMES (Malang): twenty cities on hosts; the time to the second stands in the address."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class JatimtimesSpider(NewsSpider):
    name = "jatimtimes"
    outlet = "JatimTIMES"
    province = "Jawa Timur"
    verified = "addresses of 2026, pages not seen"
    allowed_domains = ["jatimtimes.com"]
    discover = [Feed("https://www.jatimtimes.com/sitemap.xml")]
    article_url = (
        r"jatimtimes\.com/baca/(?P<id>\d+)/(?P<year>\d{4})(?P<month>\d\d)"
        r"(?P<day>\d\d)/(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)/[^/?#]+/?(?:[?#]|$)"
    )
