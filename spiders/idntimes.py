"""IDN Times (Jakarta, 2014): news and lifestyle for the young; regional editions on hosts."""

from crawler.discovery import DatedIndex, Sitemap
from crawler.news_spider import NewsSpider

DESKS = ["news", "business", "sport", "tech", "hype", "life", "health", "travel", "food"]


class IdntimesSpider(NewsSpider):
    name = "idntimes"
    outlet = "IDN Times"
    province = "national"
    verified = "documented 2026-07"
    robots_note = "addresses with a query"
    allowed_domains = ["idntimes.com"]
    discover = [
        DatedIndex(*(f"https://www.idntimes.com/{desk}" for desk in DESKS)),
        Sitemap("https://www.idntimes.com/sitemap.xml"),
    ]
    article_url = (  # /news/indonesia/judul-00-ab1cd-2ef3gh; older ones name the writer
        r"//www\.idntimes\.com/(?!tag|video|quiz)[\w-]+/[\w-]+/"
        r"(?:[\w-]+-[0-9a-z]{5}-(?P<id>[0-9a-z]{6})|[\w-]+/[\w-]+)/?(?:[?#]|$)"
    )
    body = "#article-description :is(.article-text, h2, h3)"
