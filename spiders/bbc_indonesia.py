"""BBC News Indonesia (London and Jakarta, BBC World Service): long pieces without datelines."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.news_spider import NewsSpider


class BbcIndonesiaSpider(NewsSpider):
    name = "bbc_indonesia"
    outlet = "BBC News Indonesia"
    province = "international"
    verified = "captured feed 2020, documented 2026-07"
    robots_note = "terms (read 2026-10): no taking of metadata from its content or feeds"
    allowed_domains = ["bbc.com", "bbc.co.uk"]
    discover = [
        Feed("https://feeds.bbci.co.uk/indonesia/rss.xml"),
        Feed(
            "https://www.bbc.com/indonesia/index.xml",
            roundabout=r"/go/[\w./]{1,100}/-/(?P<path>\S+)",  # /go/wsy/pub/rss/1.0/-/: until 2011
        ),
        DatedIndex("https://www.bbc.com/indonesia"),
    ]
    article_url = (  # articles since 2021, then numbers, until 2016 the day in the slug
        r"/indonesian?/(?:articles/(?P<id>c[a-z0-9]{9,13})|(?!media-)[a-z_-]+-(?P<id2>\d{8})"
        r"|(?!multimedia)(?:\w+/){1,2}(?P<year>\d{4})/(?P<month>\d\d)/(?P<id3>\d{4}(?P<day>\d\d)_\w+))"
        r"(?:\.\w+)?/?(?:[?#]|$)"
    )
    published = ".story-body .date--v2::attr(data-seconds)"  # until 2019
    authors = (
        "[aria-labelledby=article-byline] li:first-child .visually-hidden + span, .byline__name"
    )
    body = "main, .story-body__inner"
    drop = ("main section[aria-labelledby$=heading]",)
