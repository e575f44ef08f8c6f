"""The Conversation Indonesia: academics write; its feed carries the whole text (2026-10)."""

from crawler.discovery import Feed, Search
from crawler.news_spider import NewsSpider


class TheconversationSpider(NewsSpider):
    name = "theconversation"
    outlet = "The Conversation Indonesia"
    province = "topical"
    verified = "feed seen to answer 2026-10, page documented 2026-08"
    robots_note = "CC BY-ND: republishing allowed with credit"
    allowed_domains = ["theconversation.com"]
    discover = [
        Feed("https://theconversation.com/id/articles.atom"),
        Search(
            "https://theconversation.com/id/search?language=id&q={query}&sort=recency&date_from={since}&date_to={until}&page={page}"
        ),
    ]
    article_url = r"theconversation\.com/(?!id/)[\w-]+-(?P<id>\d{5,})/?(?:[?#]|$)"
    published = "time::attr(datetime)"
    authors = "a[rel=author]"
    body = "div[itemprop=articleBody]"
