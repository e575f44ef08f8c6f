"""Ten sites crawled by one machine and by five: ``python crawled_shards.py FOLDER DAYS``.

Leaves all.db and 1.db to 5.db there, each with its archive. All six machines ask at the same time,
by a clock that this script moves; each of the five asks for its share of the sites. Stories are
edited, taken away and broken meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import time_machine  # noqa: E402
from crawled_month import EDIT, FIRST, HALF_DAY  # noqa: E402
from month_spiders import FeedSpider  # noqa: E402
from newsroom import Newsroom, SampleArticle, samples  # noqa: E402
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from crawler.runs.batch import Batch, Job  # noqa: E402
from crawler.site_files.shards import Shard  # noqa: E402
from pipelines.database.schema import migrate  # noqa: E402

SITES = [f"kota{number}.example" for number in range(10)]
MACHINES = 5
A_DAY = 3


def feed_of(site: str) -> str:
    """The address of a site's list of articles."""
    return f"https://www.{site}/rss"


def articles_of(site: str, days: int) -> list[SampleArticle]:
    """A site's articles, oldest first."""
    newest = FIRST + timedelta(days=days) - timedelta(hours=1)
    address = f"https://www.{site}/berita/{{number}}/{{slug}}"
    return samples(address, days * A_DAY, newest=newest, every=timedelta(hours=24 / A_DAY))[::-1]


def change(newsroom: Newsroom, articles: list[SampleArticle], half_day: int) -> None:
    """One story is edited, another taken away, a third answers with an error once for each."""
    out = [each for each in articles if each.published <= FIRST + half_day * HALF_DAY]
    for article in out[-6:-2]:
        if article.number % 4 == 1 and EDIT not in article.paragraphs:
            article.paragraphs.append(EDIT)
            newsroom.page(article.url, article.html())
        if article.number % 7 == 3:
            newsroom.page(article.url, "<html>hilang</html>", status=404)
        if article.number % 5 == 2:
            newsroom.page(article.url, "<html><body><h1>Judul saja</h1></body></html>")


async def live(
    runners: dict[str, AsyncCrawlerRunner], newsroom: Newsroom, clock, days: int
) -> None:
    """Crawl for so many days."""
    published = {site: articles_of(site, days) for site in SITES}
    for articles in published.values():
        newsroom.publish(articles)
    for half_day in range(1, 2 * days):
        now = FIRST + half_day * HALF_DAY
        newsroom.listings.clear()
        for site, articles in published.items():
            change(newsroom, articles, half_day)
            shown = [article for article in articles if article.published <= now]
            newsroom.serve(FeedSpider(url=feed_of(site)).discover[0], shown)
        for machine, runner in runners.items():
            clock.move_to(now)
            share = Shard(int(machine), MACHINES) if machine.isdigit() else Shard(1, 1)
            jobs = [
                Job(site, {"url": feed_of(site)}, spider="feed")
                for site in SITES
                if share.holds(site)
            ]
            await Batch(runner, jobs, at_once=4).run()


def crawled(folder: Path, days: int) -> None:
    """Crawl into a folder."""
    settings = get_project_settings()
    settings.setdict({"SPIDER_MODULES": ["month_spiders"], "LOG_LEVEL": "ERROR"})
    runners = {}
    with Newsroom() as newsroom, time_machine.travel(FIRST, tick=True) as clock:
        settings.setdict(newsroom.settings)
        process = AsyncCrawlerProcess(settings)
        from twisted.internet import reactor  # the process has just chosen which

        for machine in ("all", *map(str, range(1, MACHINES + 1))):
            own = settings.copy()
            database, archive = folder / f"{machine}.db", folder / f"archive-{machine}"
            own.setdict({"DATABASE": str(database), "ARCHIVE": str(archive)})
            migrate(database)
            runners[machine] = AsyncCrawlerRunner(own)
        work = asyncio.get_event_loop().create_task(live(runners, newsroom, clock, days))
        work.add_done_callback(lambda _: reactor.stop())
        process.start(stop_after_crawl=False)
        work.result()


if __name__ == "__main__":
    os.chdir(HERE.parents[1])
    crawled(Path(sys.argv[1]), int(sys.argv[2]))
