"""MNC Portal: okezone.com, sindonews.com, inews.id (and idxchannel.com).

Three templates. All print WIB, open with the place in bold capitals ("JAKARTA - ", iNews "JAKARTA,
iNews.id - ") and close with the editor in brackets; soft pieces only put their first word in
capitals. JSON-LD has +07:00 where it has a zone, else means WIB; okezone's template kept a
``datePublished`` of 2014 as microdata (captured 2020), which is nobody's.
"""

from crawler.news_spider import NewsSpider


class Mnc(NewsSpider):
    """A news site of MNC Portal."""

    distrust = ("meta:datepublished", "microdata")
