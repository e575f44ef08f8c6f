"""TurnBackHoax (Mafindo's fact checks, WordPress until mid-2025): claim, explanation, verdict."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider


class TurnbackhoaxSpider(NewsSpider):
    name = "turnbackhoax"
    outlet = "TurnBackHoax"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["turnbackhoax.id"]
    discover = [
        DatedIndex("https://turnbackhoax.id/articles?category=all&page={page}", reaches_back=True),
        Feed("https://turnbackhoax.id/feed"),
    ]
    article_url = (
        r"turnbackhoax\.id/(?:articles/(?P<id>\d+)-[^/?#]+"
        r"|(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[^/?#]+)/?(?:[?#]|$)"
    )
    authors = ".article--main time + span, .author.vcard a"
    body = "section.article-origin, .article-explanation, .article-factcheck, .entry-content"
    strip = (r"^=+\s*|\s*=+$", r"^(?:REFERENSI|Referensi)\s*:?$", r"^https?://\S+$")
