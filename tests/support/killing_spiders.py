"""The site of ``import_spiders``, with a page that kills whichever process reads it."""

import os

from tests.support.import_spiders import ContohSpider as Harmless
from tests.support.import_spiders import PageSpider as AnyPage

DEADLY = "contoh-nomor-1013"


class ContohSpider(Harmless):
    """Dies at one page, as of a fault in a library or for want of memory."""

    name = "contoh"

    def parse_article(self, response, link):
        """The article, unless it is that one."""
        if DEADLY in response.url:
            os._exit(9)
        return super().parse_article(response, link)


class PageSpider(AnyPage):
    """The same as there."""

    name = "page"
