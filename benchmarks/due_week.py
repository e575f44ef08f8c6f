"""A simulated week of ten sites: ``scrapy due``'s rhythm next to polling every hour.

    python benchmarks/due_week.py [DAYS]

Ten feeds of different rhythms on a local server, a clock that this script moves (time-machine),
real crawls into a real database, all in this process. Every ten minutes of the week the sites are
crawled that are due; then, in a second database, the same week with every site at every hour. For
each site: requests for its listing (robots.txt is asked for once a run besides), articles found,
articles that dropped off the feed before a run saw them, minutes from publishing to storing.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from math import sin
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import time_machine  # noqa: E402
from scrapy.crawler import AsyncCrawlerProcess  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from benchmarks.rhythms import hours_of  # noqa: E402
from crawler.clock import WIB  # noqa: E402
from crawler.database import connect  # noqa: E402
from crawler.discovery.feed import Feed  # noqa: E402
from crawler.news_spider import NewsSpider  # noqa: E402
from crawler.runs.batch import Batch, Job  # noqa: E402
from crawler.runs.due import turns  # noqa: E402
from pipelines.database.schema import migrate  # noqa: E402
from tests.support.newsroom import Newsroom, SampleArticle, samples  # noqa: E402

MONDAY = datetime(2025, 6, 16, tzinfo=WIB)
TICK = timedelta(minutes=10)
HOUR = timedelta(hours=1)


RHYTHMS: dict[str, tuple[list[float], int]] = {
    "agency": (hours_of(0, 24, 20), 30),
    "portal": (hours_of(5, 23, 12), 20),
    "regional": (hours_of(6, 22, 6), 20),
    "daily": (hours_of(7, 20, 3), 20),
    "religious": (hours_of(6, 18, 1), 15),
    "morning": (sorted(day * 24 + 4 + n / 60 for day in range(7) for n in range(30)), 40),
    "checker": ([day * 24 + 9.1 + 3 * n for day in range(7) for n in range(4)], 10),
    "blog": ([day * 24 + 12 + 5 * (1 + sin(day)) for day in range(7)], 25),
    "weekly": ([9 + n / 30 for n in range(12)], 25),
    "still": ([], 20),
}
"""For each site its publishing times in hours from Monday 0.00, and how many its feed holds."""


def feed_of(site: str) -> Feed:
    """The only listing of a site."""
    return Feed(f"https://{site}.example/rss")


for _name in RHYTHMS:
    globals()[_name] = type(
        _name,
        (NewsSpider,),
        {
            "name": _name,
            "discover": [feed_of(_name)],
            "allowed_domains": [f"{_name}.example"],
            "article_url": r"/read/(?P<id>\d+)",
            "__module__": "due_week",
        },
    )


def articles_of(site: str) -> list[SampleArticle]:
    """A site's articles of the week and twenty of the week before, oldest first."""
    times, _ = RHYTHMS[site]
    every = [-48 + 2 * n for n in range(20)] if site != "still" else [-48.0]
    moments = sorted([*every, *times])
    made = samples(f"https://{site}.example/read/{{number}}/{{slug}}", len(moments))[::-1]
    for article, hour in zip(made, moments, strict=True):
        article.published = MONDAY + timedelta(hours=hour)
    return made


async def live(runner: AsyncCrawlerProcess, newsroom: Newsroom, clock, days: int, *, hourly: bool):
    """Crawl for so many days, as cron would every ten minutes; runs made by site."""
    runs = dict.fromkeys(RHYTHMS, 0)
    published = {site: articles_of(site) for site in RHYTHMS}
    for tick in range(days * 24 * 6):
        now = MONDAY + tick * TICK
        clock.move_to(now)
        if hourly:
            due = list(RHYTHMS) if tick % 6 == 0 else []
        else:
            with closing(connect(runner.settings["DATABASE"])) as database:
                due = [turn.site for turn in turns(database, RHYTHMS, now) if turn.is_due(now)]
        newsroom.listings.clear()
        for site in due:
            out = [article for article in published[site] if article.published <= now]
            newsroom.serve(feed_of(site), out, limit=RHYTHMS[site][1])
            runs[site] += 1
        await Batch(runner, [Job(site) for site in due], at_once=4).run()
    return runs


def week(folder: Path, days: int, *, hourly: bool) -> dict[str, tuple]:
    """One policy's week in a process of its own: runs, requests, found, lost, delays by site."""
    database = folder / ("hourly.db" if hourly else "due.db")
    migrate(database)
    settings = get_project_settings()
    settings.setdict({"DATABASE": str(database), "ARCHIVE": "", "RECHECK_HOURS": []})
    settings.setdict({"SPIDER_MODULES": ["due_week"], "LOG_LEVEL": "ERROR"})
    with Newsroom() as newsroom, time_machine.travel(MONDAY, tick=True) as clock:
        settings.setdict(newsroom.settings)
        for site in RHYTHMS:
            newsroom.publish(articles_of(site))
        runner = AsyncCrawlerProcess(settings)
        from twisted.internet import reactor  # the process has just chosen which

        work = asyncio.get_event_loop().create_task(
            live(runner, newsroom, clock, days, hourly=hourly)
        )
        work.add_done_callback(lambda _: reactor.stop())
        runner.start(stop_after_crawl=False)
        runs = work.result()
        asked = {site: newsroom.fetched(f"https://{site}.example/rss") for site in RHYTHMS}
    return {site: (runs[site], asked[site], *found(database, site, days)) for site in RHYTHMS}


def found(database: Path, site: str, days: int) -> tuple[int, int, list[float]]:
    """Articles of the week stored, those a run could no longer see, and delays in minutes."""
    end = MONDAY + timedelta(days=days)
    with closing(connect(database)) as news:
        rows = news.execute(
            "SELECT published_at, first_seen_at FROM articles WHERE site = ? "
            "AND published_at >= ? AND published_at < ?",
            (site, MONDAY.astimezone(UTC).isoformat(), end.astimezone(UTC).isoformat()),
        ).fetchall()
        (last,) = news.execute(
            "SELECT max(started_at) FROM runs WHERE site = ?", (site,)
        ).fetchone()
    stored = {published for published, _ in rows}
    due = [a.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for a in articles_of(site)]
    begin = MONDAY.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lost = sum(begin <= moment < last and moment not in stored for moment in due)
    delays = [
        (datetime.fromisoformat(seen) - datetime.fromisoformat(at)) / timedelta(minutes=1)
        for at, seen in rows
    ]
    return len(rows), lost, delays


def line(name: str, of_due: Iterable, of_hourly: Iterable) -> str:
    """One site's line of the table."""
    return f"| {name} | " + " | ".join(map(str, [*of_due, *of_hourly])) + " |"


def cells(runs: int, asked: int, stored: int, lost: int, delays: list[float]) -> list[str]:
    """A week as cells: requests, found, lost, mean delay and the 90th percentile."""
    delays = sorted(delays)
    mean = f"{sum(delays) / len(delays):.0f}" if delays else "-"
    ninety = f"{delays[int(0.9 * len(delays))]:.0f}" if delays else "-"
    return [str(asked), str(stored), str(lost), mean, ninety]


def main() -> None:
    """Run both weeks, each in a process of its own, and print the table."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(HERE.parent)
        from multiprocessing import get_context

        with get_context("spawn").Pool(2, maxtasksperchild=1) as pool:
            both = pool.map(partial(_week, folder, days), [False, True], chunksize=1)
    names = ["requests", "found", "lost", "mean delay (min)", "90 % within"]
    print(line("site", [f"due: {n}" for n in names], [f"hourly: {n}" for n in names]))
    print(line("---", ["---"] * 5, ["---"] * 5))
    for site in RHYTHMS:
        print(line(site, *(cells(*weeks[site]) for weeks in both)))
    sums = [[*(sum(w[n] for w in weeks.values()) for n in range(4))] for weeks in both]
    all_delays = [[d for w in weeks.values() for d in w[4]] for weeks in both]
    print(line("all", *(cells(*s, d) for s, d in zip(sums, all_delays, strict=True))))


def _week(folder: str, days: int, hourly: bool) -> dict[str, tuple]:
    import due_week

    return due_week.week(Path(folder), days, hourly=hourly)


if __name__ == "__main__":
    main()
