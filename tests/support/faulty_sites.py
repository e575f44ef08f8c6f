"""Sites of which something is wrong on the live web, and one that is well.

Each is declared rightly, and served otherwise by ``serve``.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.clock import WIB
from crawler.discovery import DatedIndex, Feed
from crawler.news_spider import NewsSpider
from tests.support.newsroom import Newsroom, SampleArticle, samples

LONG = [
    f"Naskah contoh paragraf {number}: warga desa rekaan menata balai, menghitung kursi, lalu "
    "menulis daftar barang yang dipinjam tetangga selama musim hujan berlangsung di sana."
    for number in range(6)
]


class Sound(NewsSpider):
    """A feed, pages with a declared headline, text and authors."""

    headline = "h1.post-title"
    body = "div.article-body"
    authors = ".byline .fn"

    @classmethod
    def made(cls) -> list[SampleArticle]:
        """Six articles of today, each with a text of its own."""
        newest = datetime.now(WIB).replace(microsecond=0) - timedelta(hours=1)
        address = f"https://www.{cls.allowed_domains[0]}/read/{{number}}/{{slug}}"
        made = samples(address, 6, newest=newest)
        for article in made:
            article.paragraphs = [f"{line} Nomor {article.number}." for line in LONG]
            article.markup = getattr(cls, "served", None)
        return made

    @classmethod
    def serve(cls, newsroom: Newsroom) -> None:
        """The listing and the pages."""
        articles = cls.made()
        newsroom.publish(articles)
        newsroom.serve(cls.discover[0], articles)


def plain(article: SampleArticle) -> str:
    """The page as the site's own template makes it."""
    return replace(article, markup=None).html()


class Well(Sound):
    """Nothing is wrong."""

    name = "well"
    allowed_domains = ["well.id"]
    discover = [Feed("https://www.well.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"


class DeadFeed(Sound):
    """Its feed does not exist any more."""

    name = "dead_feed"
    allowed_domains = ["deadfeed.id"]
    discover = [Feed("https://www.deadfeed.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """No listing."""
        newsroom.publish(cls.made())


class SecondFeedDead(Sound):
    """One of its two feeds does not exist any more."""

    name = "second_feed_dead"
    allowed_domains = ["seconddead.id"]
    discover = [Feed("https://www.seconddead.id/rss"), Feed("https://www.seconddead.id/rss/2")]
    article_url = r"/read/(?P<id>\d+)/"


class OthersFeed(Sound):
    """Its feed's address was taken over: it lists another site."""

    name = "others_feed"
    allowed_domains = ["othersfeed.id"]
    discover = [Feed("https://www.othersfeed.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """Another site's articles."""
        articles = samples("https://www.judi.id/main/{number}/{slug}", 6, newest=datetime.now(WIB))
        newsroom.serve(cls.discover[0], articles)


class MovedIndex(Sound):
    """Its index leads to the front page."""

    name = "moved_index"
    allowed_domains = ["movedindex.id"]
    discover = [DatedIndex("https://www.movedindex.id/indeks?date={day}&page={page}")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """A front page of a few words in place of the index."""
        newsroom.publish(cls.made())
        front = "<html><body><h1>Contoh</h1><a href='/tentang'>Tentang</a></body></html>"
        newsroom.page("https://www.movedindex.id/", front)
        newsroom.fault(
            "https://www.movedindex.id/indeks*", redirect_to="https://www.movedindex.id/"
        )


class ChangedIds(Sound):
    """Its addresses have no number any more."""

    name = "changed_ids"
    allowed_domains = ["changedids.id"]
    discover = [Feed("https://www.changedids.id/rss")]
    article_url = r"/read/(?P<id>\d{5,})/"


class Teaser(Sound):
    """The declared selector holds a teaser, the text stands elsewhere."""

    name = "teaser"
    allowed_domains = ["teaser.id"]
    discover = [Feed("https://www.teaser.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @staticmethod
    def served(article):
        """A teaser where the text was."""
        first, *others = article.paragraphs
        text = "".join(f"<p>{each}</p>" for each in others)
        page = plain(replace(article, paragraphs=[first]))
        return page.replace("</article>", f"<div class='isi'>{text}</div></article>")


class NoSelector(Sound):
    """The declared selector matches nothing any more."""

    name = "no_selector"
    allowed_domains = ["noselector.id"]
    discover = [Feed("https://www.noselector.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @staticmethod
    def served(article):
        """Another class."""
        return plain(article).replace("article-body", "css-1x9q")


class OtherZone(Sound):
    """Its pages claim UTC for what is WIB."""

    name = "other_zone"
    allowed_domains = ["otherzone.id"]
    discover = [Feed("https://www.otherzone.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @staticmethod
    def served(article):
        """WIB's time with a zone that is another's."""
        return plain(article).replace("+07:00", "+00:00")


class Forbidding(Sound):
    """Its robots.txt forbids everything."""

    name = "forbidding"
    allowed_domains = ["forbidding.id"]
    discover = [Feed("https://www.forbidding.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """A robots.txt besides."""
        super().serve(newsroom)
        rules = "User-agent: *\nDisallow: /\n"
        newsroom.page("https://www.forbidding.id/robots.txt", rules, content_type="text/plain")


class Refusing(Sound):
    """It answers 403 to every article."""

    name = "refusing"
    allowed_domains = ["refusing.id"]
    discover = [Feed("https://www.refusing.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """403 for articles."""
        super().serve(newsroom)
        newsroom.fault("https://www.refusing.id/read/*", status=403)


class Challenging(Sound):
    """It answers everything with a challenge."""

    name = "challenging"
    allowed_domains = ["challenging.id"]
    discover = [Feed("https://www.challenging.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """A page that wants scripts, in place of all."""
        page = b"<html><head><title>Just a moment...</title></head><body></body></html>"
        newsroom.fault("https://www.challenging.id/r*", status=200, body=page)
        newsroom.page("https://www.challenging.id/robots.txt", "", content_type="text/plain")


class Empty(Sound):
    """Its feed is whole and names nothing."""

    name = "empty"
    allowed_domains = ["empty.id"]
    discover = [Feed("https://www.empty.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """A feed of nothing."""
        newsroom.serve(cls.discover[0], [])


class Asleep(Sound):
    """Its newest article is a year old."""

    name = "asleep"
    allowed_domains = ["asleep.id"]
    discover = [Feed("https://www.asleep.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def made(cls):
        """A year ago."""
        made = super().made()
        for article in made:
            article.published -= timedelta(days=365)
        return made


class OnePage(Sound):
    """It answers each address with one text."""

    name = "one_page"
    allowed_domains = ["onepage.id"]
    discover = [Feed("https://www.onepage.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def made(cls):
        """One text."""
        made = super().made()
        for article in made:
            article.paragraphs = LONG
        return made


class Undated(Sound):
    """Its pages name no date any more, nor does its feed."""

    name = "undated"
    allowed_domains = ["undated.id"]
    discover = [DatedIndex("https://www.undated.id/indeks?date={day}&page={page}")]
    article_url = r"/read/(?P<id>\d+)/"

    @staticmethod
    def served(article):
        """No data."""
        head, _, tail = plain(article).partition('<script type="application/ld+json">')
        return head + tail.partition("</script>")[2]

    @classmethod
    def serve(cls, newsroom):
        """An index without dates."""
        articles = cls.made()
        newsroom.publish(articles)
        links = "".join(f"<h2><a href='{each.url}'>{each.headline}</a></h2>" for each in articles)
        for day in (0, 1, 2):
            date = datetime.now(WIB) - timedelta(days=day)
            address = f"https://www.undated.id/indeks?date={date:%Y-%m-%d}&page=1"
            newsroom.page(address, f"<html><body><div>{links}</div></body></html>")


class Slow(Sound):
    """It answers, after a long time."""

    name = "slow"
    allowed_domains = ["slow.id"]
    discover = [Feed("https://www.slow.id/rss")]
    article_url = r"/read/(?P<id>\d+)/"

    @classmethod
    def serve(cls, newsroom):
        """Late."""
        super().serve(newsroom)
        newsroom.fault("https://www.slow.id/r*", delay=0.3)
