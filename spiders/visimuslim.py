"""VisiMuslim (visimuslim.org, a Blogger site): world news, openings like "Ankara, VisiMuslim - "."""

from crawler.families.blogger import Blogger


class VisimuslimSpider(Blogger):
    name = "visimuslim"
    outlet = "VisiMuslim"
    allowed_domains = ["visimuslim.org"]
    site = "https://www.visimuslim.org/"
