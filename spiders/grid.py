"""Grid (Kompas Gramedia, lifestyle): one template with bolasport.com and gridoto.com."""

from crawler.discovery import Feed, Search
from crawler.families.kompas_gramedia import KompasGramedia


class GridSpider(KompasGramedia):
    name = "grid"
    outlet = "Grid"
    province = "topical"
    verified = "documented 2026-08"
    allowed_domains = ["grid.id"]
    discover = [
        Feed("https://www.grid.id/rss"),
        Search("https://www.grid.id/search?q={query}&page={page}"),
    ]
    article_url = r"grid\.id/read/(?P<id>\d+)/[^/?#]+/?(?:\?(?!page=\d)|#|$)"
    authors = None
    editors = None
    body = ".read__article"
    drop = ("[class*=bacajuga]",)
