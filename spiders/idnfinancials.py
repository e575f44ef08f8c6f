"""IDNFinancials (Jakarta, markets): its edition in Indonesian stands below /id/."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class IdnfinancialsSpider(NewsSpider):
    name = "idnfinancials"
    outlet = "IDNFinancials"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["idnfinancials.com"]
    discover = [
        DatedIndex("https://www.idnfinancials.com/id/news"),
        Search("https://www.idnfinancials.com/id/search?q={query}&per_page={page}"),
    ]
    article_url = r"idnfinancials\.com/id/news/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    authors = ".idn-authors .ia-names a.ian"
    body = "div.article-body"
