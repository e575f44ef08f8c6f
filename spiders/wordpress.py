"""Any WordPress site, by its address: scrapy crawl wordpress -a site=https://www.contoh.id"""

from crawler.any_site import AnySite
from crawler.families.wordpress import WordPress, everything_at


class WordpressSpider(AnySite, WordPress):
    name = "wordpress"

    def sources(self):
        return everything_at(self.address)
