"""Hidayatullah.com (on WordPress): opens with "Hidayatullah.com — " and names no place.

Essays of the years before 2015 name place, month and outlet at the end instead, in brackets.
"""

from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class HidayatullahSpider(WordPress):
    name = "hidayatullah"
    outlet = "Hidayatullah.com"
    province = "topical"
    verified = "feeds of 2017, lists of 2026, pages by platform knowledge"
    allowed_domains = ["hidayatullah.com"]
    discover = [Feed("https://www.hidayatullah.com/feed"), WordPressApi("https://hidayatullah.com")]
    article_url = r"/\d{4}/\d\d/\d\d/(?P<id>\d+)/[^/?#]+\.html"
    dateline = "{outlet:Hidayatullah.com} —"
