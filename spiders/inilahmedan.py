"""Inilah Medan (Medan, on Blogger)."""

from crawler.discovery import BloggerFeed
from crawler.families.blogger import Blogger


class InilahmedanSpider(Blogger):
    name = "inilahmedan"
    outlet = "Inilah Medan"
    province = "Sumatera Utara"
    verified = "platform knowledge"
    allowed_domains = ["inilahmedan.com"]
    discover = [BloggerFeed("https://www.inilahmedan.com")]
