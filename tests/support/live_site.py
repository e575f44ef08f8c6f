"""A site that is well, on the newsroom: its listings, and articles in its own markup.

The pages are made of the site's fixture page: each copy has an address, a headline and words of its
own. They keep the fixture's day, so whoever looks at them has to set his clock (``STARTED_AT``).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from textwrap import dedent

from crawler.clock import WIB
from crawler.crawl.paged_stories import on_one_page
from crawler.news_spider import NewsSpider
from crawler.parsers.urls import publisher_id
from tests.support.checkout import FIXTURES
from tests.support.newsroom import Newsroom, SampleArticle

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LAST_DIGITS = re.compile(r"\d+(?=\D*$)")
EXTENSION = re.compile(r"(/?|\.html?)$")

AT = dedent(
    """
    import sys
    from datetime import datetime
    import time_machine
    time_machine.travel(datetime.fromisoformat(sys.argv.pop(1)), tick=True).start()
    from scrapy.cmdline import execute
    execute(["scrapy", *sys.argv[1:]])
    """
)
"""A program that carries out ``scrapy ...`` at another time: its first argument is that, ISO 8601,
aware."""


@dataclass(frozen=True)
class LiveSite:
    """A site and the articles that it has published."""

    spider: NewsSpider
    articles: list[SampleArticle]

    @property
    def seen_at(self) -> datetime:
        """When its newest article is two hours old."""
        return max(article.published for article in self.articles) + timedelta(hours=2)

    def serve(self, newsroom: Newsroom) -> None:
        """Answer the addresses of its sources and articles."""
        for source in self.spider.discover:
            newsroom.serve(source, self.articles)
        for article in self.articles:
            for url in (article.url, on_one_page(article.url, self.spider.whole_article)):
                newsroom.page(url, article.html())


def live_site(spider: type[NewsSpider], page: Path, count: int = 6) -> LiveSite:
    """A site with so many copies of one of its fixture pages, each a minute older."""
    fixture = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    expected = fixture["expected"]
    html = page.read_text(encoding="utf-8")
    published = datetime.fromisoformat(expected["published"])
    if published.tzinfo is None:
        published = published.replace(hour=12, tzinfo=WIB)
    articles = []
    for number in range(count):
        url = another(fixture["url"].partition("?")[0], spider.article_url, number)
        article = SampleArticle(
            url,
            number,
            f"{expected['headline']} {LETTERS[number]}",
            published,
            [f"{paragraph} {LETTERS[number]}" for paragraph in expected["body"]],
        )
        article.markup = copy_of(html, fixture["url"], url, expected, LETTERS[number])
        articles.append(article)
    return LiveSite(spider(), articles)


def copy_of(html: str, address: str, url: str, expected: dict, letter: str):
    """The markup of a copy: another address, and a letter behind headline and each long word."""
    headline = expected["headline"]
    kept = set(re.findall(r"\w+", " ".join(map(str, _facts(expected)))))
    words = {word for text in expected["body"] for word in re.findall(r"[a-z]{7,}", text)} - kept
    longest = sorted(words, key=len)[-1:]
    made = html
    for printed in dict.fromkeys(
        (address, expected.get("url", address), address.partition("?")[0])
    ):
        made = made.replace(printed, url).replace(escape(printed), url)
    for form in dict.fromkeys((headline, escape(headline), escape(headline, quote=False))):
        made = made.replace(form, f"{form} {letter}")
    for word in longest:
        made = re.sub(rf"\b{word}\b", word + letter * 3, made)
    return lambda article: made


def _facts(expected: dict) -> Sequence[object]:
    return [value for name, value in expected.items() if name != "body"]


def another(url: str, article_url: str | None, step: int) -> str:
    """The address of another article: its number counted up, else its slug made longer."""
    if not step:
        return url
    number = publisher_id(url, article_url)
    if number and (digits := LAST_DIGITS.search(number)):
        counted = f"{int(digits[0]) + step:0{len(digits[0])}}"
        return url.replace(number, number[: digits.start()] + counted + number[digits.end() :])
    return EXTENSION.sub(rf"-lagi-{step}\1", url, count=1)


def fixture_page(site: str) -> Path:
    """The page of a site's current layout."""
    return FIXTURES / site / "current.html"
