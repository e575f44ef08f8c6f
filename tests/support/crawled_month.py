"""A simulated month: ``python crawled_month.py FOLDER DAYS`` leaves news.db and archive/ there.

Three sites are crawled twice a day, by a clock that this script moves. Stories are edited,
moved, split over pages, forbidden, taken away, brought back and broken in all the ways a server
can; days are missed, and one is asked for by hand.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import time_machine  # noqa: E402
from month_spiders import BlogSpider, FeedSpider, HarianSpider  # noqa: E402
from newsroom import Newsroom, SampleArticle, samples  # noqa: E402
from scrapy.crawler import AsyncCrawlerProcess  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from crawler.clock import WIB  # noqa: E402
from crawler.runs.batch import Batch, Job  # noqa: E402
from pipelines.database.schema import migrate  # noqa: E402

FIRST = datetime(2025, 6, 1, 6, tzinfo=WIB)
HALF_DAY = timedelta(hours=11, minutes=50)
"""Not half a day: looks for edits would be due to the second, before or after an answer came."""
A_DAY = 6
HARIAN = "https://www.harian.example"
ANY_FEED = "https://www.warga.example/rss"
MISSED = (6, 7, 8, 9, 10)
"""Half days on which nothing is crawled, so that the days are made up for."""
EDIT = "Keterangan contoh ini ditambahkan kemudian oleh redaksi rekaan."


def paged(article: SampleArticle, pages: int = 2) -> dict[str, str]:
    """The pages of a story that goes on, by address: a link leads from each to the next."""
    made = {}
    for page in range(1, pages + 1):
        url = article.url if page == 1 else f"{article.url}?page={page}"
        text = [f"Bagian {page} dari contoh nomor {article.number}.", *article.paragraphs]
        one = replace(article, paragraphs=[f"{line} ({page})" for line in text])
        link = f'<a class="lanjut" href="{escape(article.url)}?page={page + 1}">Lanjut</a>'
        made[url] = one.html().replace("</article>", f"{link if page < pages else ''}</article>")
    return made


def of_site(address: str, days: int) -> list[SampleArticle]:
    """A site's articles of the month, oldest first."""
    every = timedelta(hours=24 / A_DAY)
    newest = FIRST + timedelta(days=days) - timedelta(hours=1)
    return samples(address, days * A_DAY, newest=newest, every=every)[::-1]


def publish(newsroom: Newsroom, articles: list[SampleArticle]) -> None:
    """The daily's pages, each kind of page among them."""
    newsroom.publish(articles)
    newsroom.page(f"{HARIAN}/robots.txt", "User-agent: *\nDisallow: /read/1013/\n")
    newsroom.page(f"{HARIAN}/", "<html><body><h1>Beranda</h1></body></html>")
    for number, article in enumerate(articles):
        if number % 17 == 3:
            for url, html in paged(article).items():
                newsroom.page(url, html)
        if number % 19 == 5:  # no date, no text, a front page in its place
            newsroom.page(article.url, "<html><body><h1>Judul saja, contoh</h1></body></html>")
        if number % 23 == 7:
            newsroom.fault(article.url, redirect_to=f"{HARIAN}/")
        if number % 29 == 11:  # moved, with the old address leading on
            moved = article.url.replace("/read/", "/baru/read/")
            newsroom.page(moved, replace(article, url=moved).html())
            newsroom.fault(article.url, redirect_to=moved)
        if number % 31 == 2:
            newsroom.fault(article.url, status=500, times=1)
        if number % 37 == 4:
            newsroom.fault(article.url, status=403)


def change(newsroom: Newsroom, articles: list[SampleArticle], half_day: int) -> None:
    """What happened meanwhile: edits, pages gone for good, for a while, and behind a wall."""
    out = [a for a in articles if FIRST + (half_day - 2) * HALF_DAY <= a.published]
    for article in out[: A_DAY // 2]:
        if article.number % 5 == 0 and EDIT not in article.paragraphs:
            article.paragraphs.append(EDIT)
            newsroom.page(article.url, article.html())
        if article.number % 11 == 1:
            newsroom.page(article.url, "<html>hilang</html>", status=404)
        if article.number % 13 == 1:
            newsroom.fault(article.url, status=403, times=1)


async def live(runner: AsyncCrawlerProcess, newsroom: Newsroom, clock, days: int) -> None:
    """Crawl for so many days."""
    harian = of_site(f"{HARIAN}/read/{{number}}/{{slug}}", days)
    blog = of_site("https://www.blog.example/{day:%Y/%m}/contoh-{number}.html", days)
    warga = of_site("https://www.warga.example/berita/{number}/{slug}", days)
    publish(newsroom, harian)
    newsroom.publish([*blog, *warga])
    for half_day in range(1, 2 * days):
        now = FIRST + half_day * HALF_DAY
        clock.move_to(now)
        change(newsroom, harian, half_day)
        newsroom.listings.clear()
        for source, articles, limit in (
            (HarianSpider.discover[0], harian, 20),
            (HarianSpider.discover[1], harian, None),
            (BlogSpider.discover[0], blog, None),
            (FeedSpider(url=ANY_FEED).discover[0], warga, None),
        ):
            out = [article for article in articles if article.published <= now]
            withdrawn = out[-9:-8] if source is BlogSpider.discover[0] and half_day > 20 else []
            shown = [article for article in out if article not in withdrawn]
            newsroom.serve(source, shown, **({"limit": limit} if limit else {}))
        if half_day in MISSED:
            continue
        jobs = [Job("harian"), Job("blog")]
        if half_day % 4 == 1:
            jobs.append(Job("warga.example", {"url": ANY_FEED}, spider="feed"))
        if half_day == 21:
            jobs = [Job("harian", {"since": "2025-06-02", "until": "2025-06-03"})]
        await Batch(runner, jobs, at_once=4).run()


def month(folder: Path, days: int) -> None:
    """Crawl into a folder."""
    migrate(folder / "news.db")
    settings = get_project_settings()
    settings.setdict({"DATABASE": str(folder / "news.db"), "ARCHIVE": str(folder / "archive")})
    settings.setdict({"SPIDER_MODULES": ["month_spiders"], "LOG_LEVEL": "ERROR"})
    with Newsroom() as newsroom, time_machine.travel(FIRST, tick=True) as clock:
        settings.setdict(newsroom.settings)
        runner = AsyncCrawlerProcess(settings)
        from twisted.internet import reactor  # the process has just chosen which

        work = asyncio.get_event_loop().create_task(live(runner, newsroom, clock, days))
        work.add_done_callback(lambda _: reactor.stop())
        runner.start(stop_after_crawl=False)
        work.result()


if __name__ == "__main__":
    os.chdir(HERE.parents[1])
    month(Path(sys.argv[1]), int(sys.argv[2]))
