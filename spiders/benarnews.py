"""BenarNews Indonesia (Washington, Radio Free Asia): closed, nothing new since 3 April 2025."""

from crawler.discovery.dated_index import DatedIndex
from crawler.news_spider import NewsSpider


class BenarnewsSpider(NewsSpider):
    name = "benarnews"
    outlet = "BenarNews"
    province = "international"
    verified = "closed; addresses of 2020 and 2023, pages by platform knowledge"
    allowed_domains = ["benarnews.org"]
    discover = [
        DatedIndex("https://www.benarnews.org/indonesian"),
        DatedIndex("https://www.benarnews.org/indonesian/berita"),
    ]
    article_url = (  # in American order, in a zone nobody wrote down
        r"/indonesian/(?!video|slideshow|multimedia|foto)[\w-]+/[^/?#]+-(?P<id>(?P<month>\d\d)(?P<day>\d\d)"
        r"(?P<year>\d{4})(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d))\.html"
    )
    body = "#storytext"
