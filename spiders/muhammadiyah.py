"""Muhammadiyah (Yogyakarta, the organisation's own site, on WordPress)."""

from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class MuhammadiyahSpider(WordPress):
    name = "muhammadiyah"
    outlet = "MUHAMMADIYAH.OR.ID"
    province = "topical"
    verified = "documented 2026, pages by platform knowledge"
    allowed_domains = ["muhammadiyah.or.id"]
    discover = [
        Feed("https://muhammadiyah.or.id/feed/"),
        WordPressApi("https://muhammadiyah.or.id"),
    ]
    article_url = r"muhammadiyah\.or\.id/\d{4}/\d\d/(?!\d\d?/?$)[^/?#]+/?(?:[?#]|$)"
    dateline = "{outlet:MUHAMMADIYAH.OR.ID}, {place} –"
