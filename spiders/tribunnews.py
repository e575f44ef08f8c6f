"""Tribunnews and the Tribun Network: Jakarta and some sixty regional papers on own hosts."""

from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import NewsSitemap
from crawler.families.kompas_gramedia import KompasGramedia

PAPERS = (
    *("www", "aceh", "bali", "bangka", "banjarmasin", "jabar", "jakarta", "jateng", "jogja"),
    *("kaltim", "kupang", "medan", "papua", "pekanbaru", "prohaba", "sumsel", "surabaya"),
    "wartakota",
)
INDEX = "/index-news?date={day}&page={page}"


class TribunnewsSpider(KompasGramedia):
    name = "tribunnews"
    outlet = "TRIBUNNEWS.COM"
    verified = "documented 2026-07"
    robots_note = "search, tag and topic pages; refuses clients that are no browser"
    allowed_domains = ["tribunnews.com"]
    discover = [
        NewsSitemap("https://www.tribunnews.com/news/sitemap-news.xml"),
        DatedIndex(*(f"https://{host}.tribunnews.com{INDEX}" for host in PAPERS)),
        Feed("https://www.tribunnews.com/rss"),
    ]
    article_url = (
        r"tribunnews\.com/(?:(?!images|video|tag|topic)[\w-]+/){0,2}"
        r"(?:(?P<id>\d{7,})|(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d))/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    )
    headline = "h1#arttitle"
    published = "#article .bdr3 time"
    body = "div.side-article.txt-article"
    whole_article = None  # only before 2025
    next_page = "link[rel=next]::attr(href), a[href*='?page=']:contains('elanjutnya')::attr(href)"
    drop = ("blockquote.summary-article", "p.baca", ".ads-placeholder")
