"""Any blog on Blogger, by its address: scrapy crawl blogger -a site=https://contoh.blogspot.com"""

from crawler.any_site import AnySite
from crawler.discovery.blogger import BloggerFeed
from crawler.families.blogger import Blogger


class BloggerSpider(AnySite, Blogger):
    name = "blogger"
    example = "https://contoh.blogspot.com"

    def sources(self):
        return [BloggerFeed(self.address)]
