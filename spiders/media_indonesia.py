"""Media Indonesia (Jakarta, daily since 1970): the first word of a story stands in capitals."""

from crawler.discovery import Feed, Search, Sitemap
from crawler.news_spider import NewsSpider


class MediaIndonesiaSpider(NewsSpider):
    name = "media_indonesia"
    outlet = "Media Indonesia"
    province = "national"
    verified = "captured page 2026"
    robots_note = "Cloudflare challenges on index pages"
    allowed_domains = ["mediaindonesia.com"]
    discover = [
        Feed("https://mediaindonesia.com/feed"),
        Sitemap("https://mediaindonesia.com/sitemap.xml"),
        Search("https://mediaindonesia.com/search?q={query}&page={page}"),
    ]
    article_url = r"\.com/(?!galleries|foto|video|indeks)[\w-]+/(?P<id>\d{4,})/[^/?#]+"
    body = "div.article"
    drop = ("p.related-news", ".info-author", ".flying-carpet")
    json_ld_author_is_editor = True
