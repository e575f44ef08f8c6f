"""One page, by its address: scrapy crawl page -a url=https://www.contoh.id/berita/1/judul"""

from crawler.any_site import AnySite, OnePage
from crawler.discovery.base import Link
from crawler.run_record import SourceCounts, run_record


class PageSpider(AnySite):
    name = "page"
    argument = "url"
    example = "https://www.contoh.id/berita/1/judul"

    def sources(self):
        return [OnePage(self.address)]

    async def start(self):
        """Ask for the page; the ledger counts it as listed by whoever called."""
        self.maximum = 1  # says nothing of how the site stands
        counts = SourceCounts("OnePage", listed=1, new=1, out_of_room=True)
        run_record(self.crawler).sources.append(counts)
        yield self.article_request(Link(self.address))
