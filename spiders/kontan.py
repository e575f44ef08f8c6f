"""Kontan (Jakarta, business weekly and online): opens with "KONTAN.CO.ID - JAKARTA. "."""

from crawler.discovery import DatedIndex, Feed, Search
from crawler.families.kompas_gramedia import KompasGramedia

DESKS = ["nasional", "keuangan", "investasi", "industri", "internasional", "analisis"]


class KontanSpider(KompasGramedia):
    name = "kontan"
    outlet = "KONTAN.CO.ID"
    province = "topical"
    verified = "documented 2026-10"
    robots_note = "article pages answered some scripts with 403 (2026-10)"
    allowed_domains = ["kontan.co.id"]
    discover = [
        DatedIndex(
            "https://www.kontan.co.id/search/indeks?kanal=&tanggal={day.day}&bulan={day:%m}"
            "&tahun={day:%Y}&per_page={offset}",
            step=20,
        ),
        Feed(*(f"https://rss.kontan.co.id/news/{desk}" for desk in DESKS)),
        Search("https://www.kontan.co.id/search/?search={query}&per_page={offset}", step=20),
    ]
    article_url = r"//(?!foto|video|tv)[\w.]*kontan\.co\.id/news/(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$)"
    body = "div.tmpt-desk-kon[itemprop=articleBody]"
