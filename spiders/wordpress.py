"""Any WordPress site, by its address: scrapy crawl wordpress -a site=https://www.contoh.id"""

from crawler.any_site import AnySite
from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class WordpressSpider(AnySite, WordPress):
    name = "wordpress"

    def sources(self):
        feed = f"{self.address.rstrip('/')}/feed/"  # where the API is closed; paged it reaches back
        return [WordPressApi(self.address), Feed(feed), Feed(f"{feed}?paged={{page}}")]
