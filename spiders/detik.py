"""detikcom (Jakarta, online since 1998): the fastest newsroom; desks on hosts, regions on paths."""

from crawler.discovery import DatedIndex, Feed
from crawler.families.detik_network import INDEX, DetikNetwork

DESKS = ["news", "finance", "hot", "inet", "sport", "oto", "travel", "food", "health", "wolipop"]
EDITIONS = [
    *("jatim", "jateng", "jabar", "sumut", "sulsel", "bali", "sumbagsel", "jogja", "kalimantan")
]


class DetikSpider(DetikNetwork):
    name = "detik"
    outlet = "detikcom"
    province = "national"
    verified = "captured page 2023, documented 2026-10"
    allowed_domains = ["detik.com"]
    discover = [
        DatedIndex(
            *(f"https://{desk}.detik.com{INDEX}" for desk in DESKS),
            *(f"https://www.detik.com/{region}{INDEX}" for region in EDITIONS),
        ),
        Feed(*(f"https://{desk}.detik.com/rss" for desk in DESKS)),
    ]
    article_url = (
        r"//(?!20\.)[\w.]*detik\.com/(?:(?![\w-]*foto)[\w-]+/)+(?:d-)?(?P<id>\d{7})(?:/[^/?#]*)?/?(?:[?#]|$)"
        r"|/read/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/\d{6}/(?P<id2>\d+)/"
    )
    numbers_count = "network"
    whole_article = "single=1"
    drop = (*DetikNetwork.drop, ".read__head .breadcrumb .active")  # reads "Detail Artikel"
