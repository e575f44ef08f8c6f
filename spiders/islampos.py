"""Islampos (on WordPress): opens with a word in capitals, no place; closes "[fha/islampos]"."""

from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class IslamposSpider(WordPress):
    name = "islampos"
    outlet = "Islampos"
    province = "topical"
    verified = "feed used by apps until 2026, pages by platform knowledge"
    allowed_domains = ["islampos.com"]
    discover = [Feed("https://www.islampos.com/feed/"), WordPressApi("https://www.islampos.com")]
    article_url = (
        r"islampos\.com/(?!pedoman-|tentang-|kebijakan-|wp-)[a-z0-9]+(?:-[a-z0-9]+){2,}/?(?:[?#]|$)"
    )
