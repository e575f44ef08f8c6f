"""JPNN (Jakarta, Jawa Pos National Network): regional desks on hosts; no number in addresses."""

from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider

INDEX = "https://www.jpnn.com/indeks?id=&d={day:%d}&m={day:%m}&y={day:%Y}&tab=all&page={page}"


class JpnnSpider(NewsSpider):
    name = "jpnn"
    outlet = "JPNN.com"
    province = "national"
    verified = "documented 2026-04"
    allowed_domains = ["jpnn.com"]
    discover = [Feed("https://www.jpnn.com/rss"), DatedIndex(INDEX)]
    article_url = (  # jatim.jpnn.com/jatim-terkini/12345/judul
        r"//(?!foto|video)[\w.]*jpnn\.com/(?:news|(?!tag|foto|video|galeri)[\w-]+/(?P<id>\d+))/\w+-[\w-]+/?"
        r"(?:\?(?!page=)|#|$)"
    )
    body = "div[itemprop=articleBody], .page-content"
    next_page = "[rel=next]::attr(href), a[href*='?page=']:contains('elanjutnya')::attr(href)"
    drop = (".top-medsos", ".terkait")
