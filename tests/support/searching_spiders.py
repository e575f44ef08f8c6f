"""Sites with searches of every kind: honest, furniture, repeating, forbidden, broken, or none.

Each is called as its class and stands on a host of that name.
"""

from typing import Any

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.search import Search
from crawler.discovery.wordpress import WordPressApi
from crawler.news_spider import NewsSpider


def searched(name):
    """A search on a host of its own."""
    return Search(f"https://www.{name}.id/cari?kata={{query}}&laman={{page}}")


def by_day(name):
    """An index by day on a host of its own."""
    return DatedIndex(f"https://www.{name}.id/indeks?hari={{day}}&laman={{page}}")


class Searching(NewsSpider):
    """What all of them share: a search, where nothing else is said."""

    article_url = r"/read/(?P<id>\d+)/"
    province = "Aceh"

    def __init_subclass__(cls, **named: Any) -> None:
        """Its names, its host and its search follow from what the class is called."""
        cls.name = cls.outlet = cls.__name__.lower()
        cls.allowed_domains = [f"{cls.name}.id"]
        if "discover" not in vars(cls):
            cls.discover = [searched(cls.name)]
        super().__init_subclass__(**named)


class Honest(Searching):
    """Three pages of results."""

    discover = [Feed("https://www.honest.id/rss"), searched("honest")]


class Pressed(Searching):
    """WordPress, whose API searches."""

    discover = [WordPressApi("https://www.pressed.id")]


class Blogged(Searching):
    """Blogger, whose feed searches."""

    discover = [BloggerFeed("https://www.blogged.id")]


class Furniture(Searching):
    """A search that names the newest articles whatever it is asked, and an index by day."""

    discover = [searched("furniture"), by_day("furniture")]


class Repeating(Searching):
    """A search whose second page is its first."""


class Capped(Searching):
    """A search that ends with its second page, whatever there is."""


class Boxed(Searching):
    """A search that says when it found none, beside a list of other articles."""


class Leading(Searching):
    """A search that leads to the article where it finds one alone."""


class Forbidden(Searching):
    """A search that robots.txt forbids."""

    province = "Bali"
    network = "Contoh Network"


class Broken(Searching):
    """A search that answers with an error."""


class Shell(Searching):
    """A search that a script would fill."""


class Unsearched(Searching):
    """No search and no way back."""

    discover = [Feed("https://www.unsearched.id/rss")]


class Indexed(Searching):
    """No search, but an index by day."""

    discover = [by_day("indexed")]
