"""Kompas.com (Jakarta, sister of the daily Kompas): editors sign beside reporters."""

from crawler.discovery import DatedIndex, NewsSitemap, Search
from crawler.families.kompas_gramedia import KompasGramedia


class KompasSpider(KompasGramedia):
    name = "kompas"
    outlet = "KOMPAS.com"
    province = "national"
    verified = "captured page 2019, documented 2026-10"
    robots_note = "search, comments and addresses with ?source or ?utm_source"
    allowed_domains = ["kompas.com"]
    discover = [
        DatedIndex("https://indeks.kompas.com/?site=all&date={day}&page={page}"),
        NewsSitemap("https://news.kompas.com/news/sitemap.xml"),
        Search(
            "https://search.kompas.com/search?q={query}&sort=latest&start_date={since}&end_date={until}&page={page}"
        ),
    ]
    article_url = (  # HHMM opens the block of digits; a block comes again on other days
        r"/read/(?:xml/)?(?P<id>(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/"
        r"(?P<hour>\d\d)(?P<minute>\d\d)\d{4,5})/[^?#]*(?:\?(?!page=\d)|#|$)"
    )
    body = ".read__content, div.detail__content, .kcm-read-text"
    drop = ("[class*=inject-baca-juga]", "[class*=kompasidRec]")
    json_ld_author_is_editor = True
