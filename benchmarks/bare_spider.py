"""The spider Warta is held against: Scrapy as it comes, address and title of every page.

scrapy runspider bare_spider.py -a sitemap=http://127.0.0.1:8000/sitemap.xml -O titles.jsonl
"""

import scrapy


class BareSpider(scrapy.Spider):
    """Follows a sitemap index; articles before further listings, as Warta does."""

    name = "bare"
    custom_settings = {
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "INFO",
    }

    async def start(self):
        """Ask for the index."""
        yield scrapy.Request(self.sitemap)

    def parse(self, response):
        """Ask for the parts of an index and for the pages of a part."""
        response.selector.remove_namespaces()
        for address in response.xpath("//sitemap/loc/text()").getall():
            yield scrapy.Request(address)
        for address in response.xpath("//url/loc/text()").getall():
            yield scrapy.Request(address, callback=self.parse_page, priority=10)

    def parse_page(self, response):
        """One line for each page."""
        yield {"url": response.url, "title": response.css("title::text").get()}
