"""Any feed or sitemap, by its address: scrapy crawl feed -a url=https://www.contoh.id/rss"""

from crawler.any_site import AnySite
from crawler.discovery.sitemap import Sitemap


class FeedSpider(AnySite):
    name = "feed"
    argument = "url"
    example = "https://www.contoh.id/rss"

    def sources(self):
        return [Sitemap(self.address)]  # reads RSS and Atom as well
