"""IDX Channel (MNC, markets): addresses hold no number."""

from crawler.discovery import Feed, NewsSitemap
from crawler.families.mnc import Mnc


class IdxchannelSpider(Mnc):
    name = "idxchannel"
    outlet = "IDX Channel"
    province = "topical"
    verified = "feed answered 2026-10, page documented 2026-08"
    allowed_domains = ["idxchannel.com"]
    discover = [
        NewsSitemap("https://www.idxchannel.com/sitemap.xml"),
        Feed("https://www.idxchannel.com/rss"),
    ]
    article_url = (
        r"idxchannel\.com/(?!tag|search|foto|video|indeks)[\w-]+/(?=[^/?#]*-)[^/?#]+/?(?:[?#]|$"
        r")"
    )
    published = ".article--creator .text-body--2"
    authors = ".article--creator a.creator"
    editors = ".tim_editor .name-editor"
    body = ".article--content"
    drop = (".baca-juga-new", ".baca_juga", "#relatedNews", ".berita--terkait")
