"""A site that was redesigned, from the sentence that cron mails to a crawl that is well again.

The steps are those of docs/live.md, "A site whose layout has changed".
"""

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.newsroom import Newsroom, SampleArticle
from tests.support.redesigned import redesigned
from tests.support.retold import WORDS
from tests.support.warm import scrapy

FILE = '''"""Kabar (Desa Misal)."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class KabarSpider(NewsSpider):
    name = "kabar"
    outlet = "Kabar"
    province = "national"
    allowed_domains = ["kabar.id"]
    discover = [Feed("https://www.kabar.id/rss")]
    article_url = r"/read/(?P<id>\\d+)/"
    body = "div.article-body"
'''


class Desk:
    """The newsroom, the user's folder, and what cron calls."""

    def __init__(self, folder, newsroom):
        self.folder, self.newsroom = folder, newsroom
        (folder / "situs").mkdir()
        (folder / "situs" / "__init__.py").touch()
        self.file = folder / "situs" / "kabar.py"
        self.file.write_text(FILE)

    def publish(self, numbers, address="https://www.kabar.id/read/{number}/warga-menata", way=None):
        """The newest articles, with their pages and the feed that names them."""
        made = []
        for number in numbers:
            words = [
                WORDS[(number * 7 + step * (number % 5 + 1)) % len(WORDS)] for step in range(90)
            ]
            lines = [" ".join(words[at : at + 30]).capitalize() + "." for at in (0, 30, 60)]
            at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=number + 60)
            url = address.format(number=number)
            article = SampleArticle(url, number, f"Contoh warga menata {number}", at, lines)
            html = article.html().replace("post-body", "kolom")
            made.append(article)
            self.newsroom.page(url, redesigned(html, way) if way else html)
        items = "".join(
            f"<item><title>{each.headline}</title><link>{each.url}</link></item>" for each in made
        )
        body = f"<rss version='2.0'><channel><title>Kabar</title>{items}</channel></rss>"
        self.newsroom.page("https://www.kabar.id/rss", body, content_type="application/rss+xml")

    def call(self, *line):
        """A call as cron or a person makes it."""
        environment = self.newsroom.environment()
        paths = [str(self.folder), environment["PYTHONPATH"]]
        database, archive = (str(self.folder / name) for name in ("news.db", "archive"))
        where = {"SPIDER_MODULES": "situs", "DATABASE": database, "ARCHIVE": archive}
        given = [part for pair in where.items() for part in ("-s", "=".join(pair))]
        return scrapy(
            *(*line, *given, *self.newsroom.arguments),
            env={**environment, "PYTHONPATH": os.pathsep.join(paths)},
        )


@pytest.fixture
def desk(tmp_path):
    """A site that was crawled while it was well."""
    with Newsroom() as newsroom:
        desk = Desk(tmp_path, newsroom)
        desk.publish(range(12))
        assert desk.call("crawl", "kabar").returncode == 0
        yield desk


def mails(done):
    """The last line of standard error: what cron mails."""
    return done.stderr.strip().splitlines()[-1]


def test_another_layout(desk):
    desk.publish(range(100, 112), way="hashed")
    alarm = desk.call("crawl", "kabar")
    assert alarm.returncode == 10
    assert "what is declared as body was found on none of 12 pages" in mails(alarm)
    assert "(see situs/kabar.py; scrapy mend kabar)" in mails(alarm)
    mended = desk.call("mend", "kabar", "--write")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert 'body = "div.article-body, ' in desk.file.read_text()
    desk.publish(range(200, 208), way="hashed")
    well = desk.call("crawl", "kabar")
    assert (well.returncode, "kabar: ok" in mails(well)) == (0, True), mails(well)
    again = desk.call("reparse", "--site", "kabar")
    assert again.returncode == 0, again.stderr


def test_other_addresses(desk):
    address = "https://www.kabar.id/berita/warga-menata-balai-desa-{number}"
    desk.publish(range(50100, 50112), address=address)
    alarm = desk.call("crawl", "kabar")
    assert alarm.returncode == 20
    assert "scrapy mend kabar" in mails(alarm), mails(alarm)
    mended = desk.call("mend", "kabar", "--write")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    well = desk.call("crawl", "kabar")
    assert (well.returncode, "12 stored" in mails(well)) == (0, True), mails(well)
