"""Costs that grow: everything that reads or stores is given twice as much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from benchmarks import local_site
from benchmarks.crawls import crawl
from benchmarks.local_site import LocalSite
from benchmarks.measure import Effort, in_turns, milliseconds, ratio
from benchmarks.row import Row, at_most
from benchmarks.rows.store import new_database, store, to_store
from crawler.crawl.frontier import Frontier
from crawler.database import close
from crawler.discovery.base import Link
from crawler.discovery.feed import read_feed
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.dateline import split_dateline
from crawler.parsers.dates import parse_date

ADDRESS = "https://www.contoh.example"
LIMIT = 2.3
AT_LEAST = 0.05
"""Seconds a round of the smaller input takes; quicker work is repeated."""


def rows(effort: Effort) -> Iterator[Row]:
    """Time for 2n over time for n, of what a page, a string, a listing and a crawl bring."""
    for what, work, number in PURE:
        yield doubled(what, work, effort.of(number), effort)
    with TemporaryDirectory() as name:
        folder = Path(name)
        new = (folder / f"{number}.db" for number in count())
        articles = to_store(effort.of(10_000, least=40))
        yield doubled(
            "storing, by articles",
            lambda number: store(articles[:number], next(new)),
            len(articles) // 2,
            effort,
        )
        yield doubled("frontier, by addresses", partial(list_them, new), effort.of(5000), effort)
        yield of_crawls(folder, effort)


def doubled(what: str, work: Callable[[int], object], number: int, effort: Effort) -> Row:
    """One work, CPU time, rounds in turns."""
    work(number)
    ((once,),) = in_turns(1, partial(work, number))
    times = 1 if effort.scale < 1 else max(1, round(AT_LEAST / max(once, 1e-7)))

    def repeated(size: int) -> None:
        for _ in range(times):
            work(size)

    small, large = in_turns(effort.rounds, partial(repeated, number), partial(repeated, number * 2))
    return at_most(
        LIMIT,
        ratio(large, small),
        f"{what}: {number * 2:,}, CPU",
        f"{number:,}",
        ours=milliseconds(median(large), times),
        theirs=milliseconds(median(small), times),
    )


def of_crawls(folder: Path, effort: Effort) -> Row:
    """A whole crawl with the archive, CPU time of the program."""
    pages = effort.of(500, least=10)
    times: dict[int, list[float]] = {pages: [], 2 * pages: []}
    for turn in range(min(effort.rounds, 3)):
        for number, taken in times.items():
            with LocalSite(number) as site:
                stem = folder / f"crawl-{number}-{turn}"
                taken.append(crawl(site, stem.with_suffix(".db"), stem).cpu)
    small, large = times.values()
    return at_most(
        LIMIT,
        ratio(large, small),
        f"crawl, by pages: {2 * pages:,}, CPU",
        f"{pages:,}",
        ours=f"{median(large):.2f} s",
        theirs=f"{median(small):.2f} s",
    )


def page_of_paragraphs(number: int) -> bytes:
    """A page with so many paragraphs, one in four with a link, one in ten a heading."""
    text = "".join(
        f'<p>{local_site.PARAGRAPHS[n % 499]} <a href="/{n}">contoh</a></p>'
        if n % 4 == 0
        else f"<p>{local_site.PARAGRAPHS[n % 499]}</p>" + ("<h3>Contoh</h3>" if n % 10 == 1 else "")
        for n in range(number)
    )
    html = local_site.page(ADDRESS, 1).decode()
    return html.replace(
        '<div class="read__content">', f'<div class="read__content">{text}'
    ).encode()


def page_of_furniture(number: int) -> bytes:
    """A page with so many times a real page's menus, cards and scripts."""
    html = local_site.page(ADDRESS, 1).decode()
    head, before, behind = local_site.HEAD, local_site.BEFORE, local_site.BEHIND
    html = html.replace(head, head * number).replace(before, before * number)
    return html.replace(behind, behind * number).encode()


def nested_page(number: int) -> bytes:
    """A page with so many elements nested in one another around its text."""
    html = local_site.page(ADDRESS, 1).decode()
    text = html.replace("<article", "<div>" * number + "<article", 1)
    return text.replace("</article>", "</article>" + "</div>" * number, 1).encode()


def feed_of(number: int) -> bytes:
    """An RSS feed of so many items."""
    items = "".join(
        f"<item><title>Contoh {n}</title><link>{ADDRESS}/berita/{n}</link><guid>{n}</guid>"
        "<pubDate>Wed, 18 Jun 2025 14:05:00 +0700</pubDate></item>"
        for n in range(number)
    )
    head = f"<title>Contoh</title><link>{ADDRESS}</link>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def list_them(files: Iterator[Path], number: int) -> None:
    """A listing of so many addresses, written into a new frontier and met again."""
    path = new_database(next(files))
    links = [Link(f"{ADDRESS}/berita/{n}") for n in range(number)]
    urls = [link.url for link in links]
    crawler = Crawler(NewsSpider, Settings({"DATABASE": str(path), "RECHECKS_A_RUN": 200}))
    frontier = Frontier(crawler, "contoh", "Asia/Jakarta")
    for _ in range(2):
        frontier.listed(links, urls, "Feed", datetime.now(UTC))
    close(crawler)


def made(make: Callable[[int], object], use: Callable[[object], object]) -> Callable[[int], None]:
    """Work on an input that is made once for each size, outside the time."""
    inputs: dict[int, object] = {}

    def work(number: int) -> None:
        if number not in inputs:
            inputs[number] = make(number)
        use(inputs[number])

    return work


def read(html: bytes) -> object:
    """All fields."""
    return read_article(html, f"{ADDRESS}/berita/1/contoh")


def words(number: int) -> str:
    """So many words, with blanks, stops and dashes between them as in text."""
    return " ".join(local_site.WORDS[n % 60] + " .,-("[n % 5] for n in range(number))


def digits(number: int) -> str:
    """So many numbers that look like the parts of a date."""
    return " ".join(f"{n % 31}/{n % 12}" for n in range(number)) + " WIB"


PURE: list[tuple[str, Callable[[int], object], int]] = [
    ("read_article, by paragraphs", made(page_of_paragraphs, read), 100),
    ("read_article, by a page's menus, cards and scripts", made(page_of_furniture, read), 4),
    ("read_article, by depth", made(nested_page, read), 400),
    ("read_article, by the length of one paragraph in words",
     made(lambda n: page_of_paragraphs(1).replace(b"</p>", words(n).encode() + b"</p>", 1), read),
     20_000),
    ("split_dateline, by words", made(words, split_dateline), 5000),
    ("split_dateline, by capital words",
     made(lambda n: words(n).title(), split_dateline), 5000),
    ("parse_date, by words", made(words, parse_date), 2000),
    ("parse_date, by numbers", made(digits, parse_date), 2000),
    ("reading a feed, by items", made(feed_of, lambda feed: read_feed(feed, ADDRESS)), 1000),
]  # fmt: skip
"""What is pure, and how much of it: the second takes twice that."""
