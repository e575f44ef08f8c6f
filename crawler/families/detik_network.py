"""The Detik network (Trans Media): detik.com, cnnindonesia.com, cnbcindonesia.com and sisters.

Dates: metas ``dtk:publishdate`` and ``publishdate`` are WIB without a zone ("2023/11/02 20:59:53")
and right; ``pubdate`` and ``dateCreated`` end in a Z that is false (local time; eight of eight
saved pages 2015 to 2023); JSON-LD ``datePublished`` has +07:00 and is right. Text: stands in
``.itp_bodycontent`` or ``.detail-text``, its dateline in bold before the first paragraph. Links
to other stories stand in ``.linksisip`` and ``.lihatjg``, advertising in ``.paradetail`` and
``.parallaxindetail``; closing initials name writer and editor. JSON-LD's author is often empty on
CNN Indonesia. Indexes go back to any day with ``?date=`` (2019 and 2026 seen in October 2026).
"""

from collections.abc import Sequence

from crawler.discovery import DatedIndex
from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider

INDEX = "/indeks?page={page}&date={day:%m%%2F%d%%2F%Y}"
"""With bare slashes in the date every page is the first."""


class DetikNetwork(NewsSpider):
    """A site of the Detik network."""

    network = "Detik network"
    distrust = ("meta:pubdate", "meta:datecreated", "meta:datepublished")
    body = ".itp_bodycontent, .detail-text, .detail_text"
    drop = (
        "[class*=sisip]",
        ".lihatjg",
        ".paradetail",
        ".parallaxindetail",
        ".para_caption",
        ".noncontent",
    )


class CnnAndCnbc(DetikNetwork):
    """CNN and CNBC Indonesia: 14 digits in the address are a time, WIB.

    Mostly that of publishing; stories held back keep the time they were begun (a day earlier on
    CNN, seen in October 2026), so that JSON-LD and the printed line come first.
    """

    article_url = (
        r"/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)"
        r"-\d+-(?P<id>\d+)/(?!video-|foto-)[^/?#]+/?(?:[?#]|$)"
    )


class Paper(DetikNetwork):
    """A regional edition of detikcom: a row of spiders/tables/detik_network.csv."""

    verified = "template and editions documented 2026-10"
    article_url = r"//{domain}/(?:(?![\w-]*foto)[\w-]+/)+d-(?P<id>\d{7})(?:/[^/?#]*)?/?(?:[?#]|$)"
    numbers_count = "network"
    whole_article = "single=1"

    @staticmethod
    def sources_at(domain: str) -> Sequence[Source]:
        """The index of any day."""
        return [DatedIndex(f"https://{domain}{INDEX}")]
