"""Good News From Indonesia (Surabaya, 2009): what goes well; the day stands in the address."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class GoodnewsSpider(NewsSpider):
    name = "goodnews"
    outlet = "Good News From Indonesia"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["goodnewsfromindonesia.id"]
    discover = [
        DatedIndex("https://www.goodnewsfromindonesia.id/explore"),
        Search("https://www.goodnewsfromindonesia.id/search?keyword={query}&page={page}"),
    ]
    article_url = r"\.id/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/?#]+/?(?:[?#]|$)"
    body = "div.article-sheet"
