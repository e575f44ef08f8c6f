"""A simulated day of every site there is: ``scrapy due`` from one cron line every ten minutes.

    python -m benchmarks.due_day [--hours 24] [--sites NUMBER] [--at-once NUMBER]

Every site file and every row of the tables, with its own listings, against a local newsroom:
made-up articles by rhythms of 3 to 300 a day, short pages, answers after 0.2 to 1.2 seconds, all
delays of a live crawl kept. The clock leaps over every wait (``virtual_time``), so that a day takes
what it computes. It begins with no database: the first calls find what every listing holds of the
evening before.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from contextlib import closing, redirect_stderr
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import mean

from benchmarks.virtual_time import CLOCK

WORLDS_TIME = time.perf_counter
BEGINS = datetime(2026, 6, 14, 22, 0, tzinfo=UTC)
"""A Monday in Jakarta, at five."""
if __name__ == "__main__":
    CLOCK.begin(BEGINS)

from scrapy import Request  # noqa: E402
from scrapy.crawler import AsyncCrawlerProcess  # noqa: E402
from scrapy.http import Headers, Response  # noqa: E402
from scrapy.responsetypes import responsetypes  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from crawler.commands.crawling.due import jobs_for  # noqa: E402
from crawler.database import connect  # noqa: E402
from crawler.fetching.download import DownloadHandler  # noqa: E402
from crawler.news_spider import NewsSpider  # noqa: E402
from crawler.parsers.urls import canonical_url  # noqa: E402
from crawler.runs.batch import Batch  # noqa: E402
from crawler.runs.due import turns  # noqa: E402
from crawler.site_files.loader import SiteLoader  # noqa: E402
from pipelines.database.schema import migrate  # noqa: E402
from tests.support.newsroom import Newsroom, SampleArticle, Seen, samples  # noqa: E402
from tests.support.sample_pages import sample_address, sample_page  # noqa: E402

TICK, BUDGET = timedelta(minutes=10), timedelta(minutes=9)
A_DAY = ((300, 0.05), (100, 0.15), (30, 0.3), (10, 0.3), (3, 0.2))
"""Articles a day, and the share of the sites that publish so many."""
BUSIEST = ("detik", "kompas", "tribunnews", "antara", "okezone", "viva", "suara", "sindonews")
AWAKE = [1.0] * 3 + [2.0] * 9 + [1.0] * 5 + [0.4] * 2 + [0.2] * 5
"""How much is published in each hour from five on."""
KNOWN = 12
"""Articles of the evening before that each site's listings hold when the day begins."""
CHANCE = random.Random(11)  # noqa: S311 the same day at every call


class Outlet:
    """A site, its articles of the day and of the evening before, and its part of the newsroom."""

    def __init__(self, site: type[NewsSpider], domain: str, a_day: int):
        self.site = site
        self.newsroom = Newsroom()
        moments = sorted(
            BEGINS + timedelta(hours=hour + CHANCE.random())
            for hour in CHANCE.choices(range(24), AWAKE, k=a_day)
        )
        moments = [*(BEGINS - timedelta(minutes=20 * n) for n in range(KNOWN, 0, -1)), *moments]
        made = samples("{number}", len(moments))[::-1]
        for article, moment in zip(made, moments, strict=True):
            article.published = moment
            article.url = sample_address(site, domain, article.number, moment)
            article.markup = self.page
        self.coming: deque[SampleArticle] = deque(made)
        self.out: list[SampleArticle] = []

    def page(self, article: SampleArticle) -> str:
        """The page of an article."""
        return sample_page(self.site, article)

    def publish(self, now: datetime) -> None:
        """Serve what is out by now."""
        if self.newsroom.listings and (not self.coming or self.coming[0].published > now):
            return
        while self.coming and self.coming[0].published <= now:
            self.out.append(self.coming.popleft())
        self.newsroom.listings.clear()
        for source in self.site.discover:
            self.newsroom.serve(source, self.out)


class Country:
    """All outlets, and what was asked of them."""

    def __init__(self) -> None:
        self.outlets: dict[str, Outlet] = {}
        self.asked: Counter[str] = Counter()
        self.by_address: dict[str, SampleArticle] = {}

    def found(self, loader: SiteLoader, most: int | None = None) -> list[str]:
        """Take in sites, at most so many, whose addresses can be made up; the others' names."""
        domains, left = {site: domain for domain, site in loader.domains().items()}, []
        names = sorted(loader.list())
        names = names if most is None else CHANCE.sample(names, most)
        rates = [rate for rate, share in A_DAY for _ in range(round(share * len(names)))]
        CHANCE.shuffle(rates)
        for name, rate in zip(names, [*rates, *[3] * len(names)], strict=False):
            site = loader.load(name)
            if not site.discover or not site.allowed_domains:
                continue  # told its site when it is called
            try:
                domain = domains.get(name, site.allowed_domains[0])
                self.outlets[name] = Outlet(site, domain, 300 if name in BUSIEST else rate)
            except LookupError:
                left.append(name)
        for outlet in self.outlets.values():
            self.by_address |= {canonical_url(each.url): each for each in outlet.coming}
        return left

    def answer(self, url: str, name: str) -> tuple[int, str, bytes]:
        """Status, media type and body of an address that a site's run asks for."""
        now = datetime.now(UTC)
        if url.endswith("/robots.txt"):
            self.asked["robots.txt"] += 1
            return 200, "text/plain", b"User-agent: *\nAllow: /\n"
        article = self.by_address.get(canonical_url(url))
        if article:
            self.asked["article"] += 1
            is_out = article.published <= now
            return (200 if is_out else 404), "text/html; charset=utf-8", article.html().encode()
        self.asked["listing"] += 1
        outlet = self.outlets[name]
        outlet.publish(now)
        answer, _ = outlet.newsroom.answer(Seen(url, "GET", {}, b"", 0.0))
        outlet.newsroom.requests.clear()
        return answer.status, answer.content_type, answer.body


COUNTRY = Country()


class Handler(DownloadHandler):
    """Answers from the country in this process, in turn and after a while, as a live site does."""

    lazy = True

    async def address_of(self, request: Request) -> str | None:
        """An address for each host."""
        return request.url.split("/")[2]

    async def answer(self, request: Request) -> Response:
        """What the outlet answers."""
        latency = CHANCE.uniform(0.2, 1.2)
        await asyncio.sleep(latency)
        request.meta["download_latency"] = latency
        status, media, body = COUNTRY.answer(request.url, self._crawler.spider.name)
        headers = Headers({"Content-Type": media, "Content-Length": str(len(body))})
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=status, headers=headers, body=body, request=request)


class Day:
    """The calls of a day, and how each of them went."""

    def __init__(self, process: AsyncCrawlerProcess, loader: SiteLoader, at_once: int):
        self.process, self.loader, self.at_once = process, loader, at_once
        self.runs: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.lines: list[str] = []
        self.took: list[float] = []
        self.over = 0
        self.told_to_end = False
        signal.signal(signal.SIGTERM, self.end)

    def end(self, *_: object) -> None:
        """End the day after this call; the report is of what was lived."""
        self.told_to_end = True

    async def live(self, hours: int) -> None:
        """Every ten minutes what is due, until the budget is used up."""
        loop = asyncio.get_running_loop()
        for tick in range(hours * 6):
            await asyncio.sleep((BEGINS + tick * TICK - datetime.now(UTC)).total_seconds())
            if self.told_to_end:
                return
            began = datetime.now(UTC)
            with closing(connect(self.process.settings["DATABASE"])) as database:
                due = [
                    each for each in turns(database, COUNTRY.outlets, began) if each.is_due(began)
                ]
            jobs = jobs_for([each.site for each in due], self.loader, COUNTRY.outlets)
            if not jobs:
                continue
            batch = Batch(self.process, jobs, self.at_once)
            end = loop.call_later(BUDGET.total_seconds(), batch.stop, "budget")
            said = StringIO()
            with redirect_stderr(said):
                endings = await batch.run()
            end.cancel()
            self.lines += said.getvalue().splitlines()
            self.over += batch.stopped == "budget"
            self.took.append((datetime.now(UTC) - began).total_seconds())
            self.runs.update(each.site for each in endings)
            self.words.update(each.word for each in endings)
            told = f"{began + timedelta(hours=7):%H:%M} {len(endings)} runs, {self.took[-1]:.0f} s"
            print(told, f"{WORLDS_TIME() - STARTED:.0f} s real", file=sys.__stderr__, flush=True)


STARTED = WORLDS_TIME()


def options(at_once: int) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--sites", type=int, help="so many of them; all without it")
    parser.add_argument("--at-once", type=int, default=at_once, help="SITES_AT_ONCE")
    return parser.parse_args()


def main() -> None:
    """Live the day, and print what it came to."""
    settings = get_project_settings()
    asked = options(settings.getint("SITES_AT_ONCE"))
    loader = SiteLoader.from_settings(settings)
    left = COUNTRY.found(loader, asked.sites)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "news.db"
        migrate(str(database))
        handler = f"{__spec__.name}.Handler"
        settings.setdict(
            {
                "DATABASE": str(database),
                "ARCHIVE": str(Path(folder) / "archive"),
                "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
                "ASYNCIO_EVENT_LOOP": "benchmarks.virtual_time.Loop",
                "LOG_LEVEL": "WARNING",
                "LOG_FILE": str(Path(folder) / "log"),
            }
        )
        process = AsyncCrawlerProcess(settings)
        from twisted.internet import reactor  # the process has just chosen which

        day = Day(process, loader, asked.at_once)
        work = asyncio.get_event_loop().create_task(day.live(asked.hours))
        work.add_done_callback(lambda _: reactor.stop())
        process.start(stop_after_crawl=False, install_signal_handlers=False)
        work.result()
        log = (Path(folder) / "log").read_text().splitlines()
        print(report(day, database, asked.hours, left, log))


def report(day: Day, database: Path, hours: int, left: list[str], log: list[str]) -> str:
    """The day's figures."""
    end = min(BEGINS + timedelta(hours=hours), datetime.now(UTC))
    with closing(connect(database)) as news:
        stored = dict(news.execute("SELECT url, first_seen_at FROM articles"))
        listed = {url for (url,) in news.execute("SELECT url FROM frontier")}
        rejects = Counter(why for (why,) in news.execute("SELECT reason FROM rejects"))
        last = dict(news.execute("SELECT site, max(started_at) FROM runs GROUP BY site"))
        found_by = Counter(site for (site,) in news.execute("SELECT site FROM articles"))
    delays, unseen, waiting, published = [], [], 0, 0
    for name, outlet in COUNTRY.outlets.items():
        for article in [*outlet.out, *outlet.coming]:
            if not BEGINS <= article.published < end:
                continue
            published += 1
            url = canonical_url(article.url)
            if url in stored:
                at = datetime.fromisoformat(stored[url])
                delays.append((at - article.published) / timedelta(minutes=1))
            elif url in listed:
                waiting += 1
            elif name in last and article.published < datetime.fromisoformat(last[name]):
                unseen.append(name)
    delays.sort()
    lines = [
        f"sites: {len(COUNTRY.outlets)} ({', '.join(left) or 'none'} left out), "
        f"{day.at_once} at a time; never run: {len(COUNTRY.outlets.keys() - last.keys())}",
        f"published: {published}; stored: {len(delays)} (and {len(stored) - len(delays)} older)",
        f"listed, not fetched yet: {waiting}; fell off unseen: {len(unseen)} "
        f"{Counter(unseen).most_common(8)}",
        f"delay in minutes: {spread(delays)}",
        f"requests: {day_total(COUNTRY.asked)}; runs: {sum(day.runs.values())}, {dict(day.words)}",
        f"calls: {len(day.took)}, budget used up: {day.over}, seconds of a call: "
        f"mean {mean(day.took):.0f}, at most {max(day.took):.0f}",
        f"closing lines: {len(day.lines)}; warnings: {len(log)}; rejects: {dict(rejects)}",
        f"CPU: {time.process_time():.0f} s; peak memory: "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; sites with articles: "
        f"{len(found_by)}",
    ]
    kinds = Counter(line.partition("] ")[2][:60] for line in log).most_common(12)
    not_ok = [line for line in day.lines if ": ok - " not in line][:12]
    return "\n".join([*lines, *map(str, kinds), *not_ok])


def spread(delays: list[float]) -> str:
    """Mean, median, 95th percentile and largest of sorted delays, in minutes."""
    if not delays:
        return "of none"
    half, most = delays[len(delays) // 2], delays[int(0.95 * len(delays))]
    means = f"mean {mean(delays):.0f}, half within {half:.0f}, 95 % within {most:.0f}"
    return f"{means}, at most {delays[-1]:.0f}"


def day_total(asked: Counter[str]) -> str:
    """Requests in all and by kind."""
    return f"{sum(asked.values())} ({', '.join(f'{n} {kind}' for kind, n in asked.items())})"


if __name__ == "__main__":
    from benchmarks import due_day  # the handler that Scrapy loads is this module's, not __main__'s

    due_day.main()
