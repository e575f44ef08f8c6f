"""Bloomberg Technoz (Jakarta, 2022): business; a paged story goes on behind .pager__next."""

from crawler.discovery import DatedIndex, Search
from crawler.news_spider import NewsSpider


class BloombergtechnozSpider(NewsSpider):
    name = "bloombergtechnoz"
    outlet = "Bloomberg Technoz"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["bloombergtechnoz.com"]
    discover = [
        DatedIndex("https://www.bloombergtechnoz.com/"),
        Search(
            "https://www.bloombergtechnoz.com/search?query={query}&pagenum={page}",
            links=".card-box.ft150",
        ),
    ]
    article_url = r"bloombergtechnoz\.com/detail-news/(?P<id>\d+)/[^/?#]+/?(?:[?#]|$)"
    published = "h5.title.fw4.cl-gray"
    authors = "h5.title.margin-bottom-ss a"
    body = ".detail-in"
    drop = ("[class^=smallbox-pilihan]",)
    next_page = ".pager__next::attr(href)"
