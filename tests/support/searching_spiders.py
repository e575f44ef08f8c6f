"""Sites with searches of every kind: honest, furniture, repeating, forbidden, broken, or none."""

from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.search import Search
from crawler.discovery.wordpress import WordPressApi
from crawler.news_spider import NewsSpider


class Searching(NewsSpider):
    """What all of them share."""

    article_url = r"/read/(?P<id>\d+)/"
    province = "Aceh"


def searched(name):
    """A search on a host of its own."""
    return Search(f"https://www.{name}.id/cari?kata={{query}}&laman={{page}}")


def by_day(name):
    """An index by day on a host of its own."""
    return DatedIndex(f"https://www.{name}.id/indeks?hari={{day}}&laman={{page}}")


class Honest(Searching):
    """Three pages of results."""

    name = outlet = "honest"
    allowed_domains = ["honest.id"]
    discover = [Feed("https://www.honest.id/rss"), searched("honest")]


class Pressed(Searching):
    """WordPress, whose API searches."""

    name = outlet = "pressed"
    allowed_domains = ["pressed.id"]
    discover = [WordPressApi("https://www.pressed.id")]


class Blogged(Searching):
    """Blogger, whose feed searches."""

    name = outlet = "blogged"
    allowed_domains = ["blogged.id"]
    discover = [BloggerFeed("https://www.blogged.id")]


class Furniture(Searching):
    """A search that names the newest articles whatever it is asked, and an index by day."""

    name = outlet = "furniture"
    allowed_domains = ["furniture.id"]
    discover = [searched("furniture"), by_day("furniture")]


class Repeating(Searching):
    """A search whose second page is its first."""

    name = outlet = "repeating"
    allowed_domains = ["repeating.id"]
    discover = [searched("repeating")]


class Capped(Searching):
    """A search that ends with its second page, whatever there is."""

    name = outlet = "capped"
    allowed_domains = ["capped.id"]
    discover = [searched("capped")]


class Boxed(Searching):
    """A search that says when it found none, beside a list of other articles."""

    name = outlet = "boxed"
    allowed_domains = ["boxed.id"]
    discover = [searched("boxed")]


class Leading(Searching):
    """A search that leads to the article where it finds one alone."""

    name = outlet = "leading"
    allowed_domains = ["leading.id"]
    discover = [searched("leading")]


class Forbidden(Searching):
    """A search that robots.txt forbids."""

    name = outlet = "forbidden"
    allowed_domains = ["forbidden.id"]
    discover = [searched("forbidden")]
    province = "Bali"
    network = "Contoh Network"


class Broken(Searching):
    """A search that answers with an error."""

    name = outlet = "broken"
    allowed_domains = ["broken.id"]
    discover = [searched("broken")]


class Shell(Searching):
    """A search that a script would fill."""

    name = outlet = "shell"
    allowed_domains = ["shell.id"]
    discover = [searched("shell")]


class Unsearched(Searching):
    """No search and no way back."""

    name = outlet = "unsearched"
    allowed_domains = ["unsearched.id"]
    discover = [Feed("https://www.unsearched.id/rss")]


class Indexed(Searching):
    """No search, but an index by day."""

    name = outlet = "indexed"
    allowed_domains = ["indexed.id"]
    discover = [by_day("indexed")]
