"""VisiMuslim (visimuslim.org, on Blogger): world news that opens with "Ankara, VisiMuslim - "."""

from crawler.discovery.blogger import BloggerFeed
from crawler.families.blogger import Blogger


class VisimuslimSpider(Blogger):
    name = "visimuslim"
    outlet = "VisiMuslim"
    province = "topical"
    allowed_domains = ["visimuslim.org"]
    discover = [BloggerFeed("https://www.visimuslim.org")]
    dateline = "{place}, {outlet:VisiMuslim} -"
    verified = "platform knowledge"
