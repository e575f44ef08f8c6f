"""``scrapy verify --all`` over every site there is, each of them well, in simulated time.

    python -m benchmarks.live_looks [--sites NUMBER] [--sample 5]

The sites of ``benchmarks.due_day``: own listings, made-up articles, answers after 0.2 to 1.2
seconds, all delays of a live look kept. Says how long it takes, how many requests a site costs, and
which of these sites is accused of what.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import mean

from benchmarks.virtual_time import CLOCK

BEGINS = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
"""In the afternoon of the simulated day, when every site has published."""
if __name__ == "__main__":
    CLOCK.begin(BEGINS)

from scrapy.crawler import AsyncCrawlerProcess  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from benchmarks.due_day import COUNTRY, day_total  # noqa: E402
from crawler.site_files.loader import SiteLoader  # noqa: E402
from crawler.verification.findings import Findings  # noqa: E402
from crawler.verification.judgement import judge  # noqa: E402
from crawler.verification.looks import Looks  # noqa: E402


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sites", type=int, help="so many of them; all without it")
    parser.add_argument("--sample", type=int, default=5, help="articles of a site")
    return parser.parse_args()


def main() -> None:
    """Look at the sites, and print what it came to."""
    asked = options()
    settings = get_project_settings()
    handler = "benchmarks.due_day.Handler"
    settings.setdict(
        {
            "ARCHIVE": "",
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "ASYNCIO_EVENT_LOOP": "benchmarks.virtual_time.Loop",
            "LOG_LEVEL": "WARNING",
        }
    )
    loader = SiteLoader.from_settings(settings)
    left = COUNTRY.found(loader)
    names = sorted(COUNTRY.outlets)
    names = random.Random(7).sample(names, min(asked.sites or len(names), len(names)))  # noqa: S311
    found: list[Findings] = []
    process = AsyncCrawlerProcess(settings)
    from twisted.internet import reactor  # the process has just chosen which

    looks = Looks(process, [loader.load(name) for name in names], asked.sample, found.append)
    work = asyncio.get_event_loop().create_task(looks.run())
    work.add_done_callback(lambda _: reactor.stop())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    work.result()
    print(report(found, left, datetime.now(UTC)))


def report(found: list[Findings], left: list[str], now: datetime) -> str:
    """Time, requests, verdicts, and what each accused site is accused of."""
    judged = [judge(each, now) for each in found]
    requests = sorted(each.requests for each in found)
    words = Counter(each.word for each in judged)
    return "\n".join(
        [
            f"sites: {len(found)} ({', '.join(left) or 'none'} left out): {dict(words)}",
            f"took: {(now - BEGINS) / timedelta(minutes=1):.1f} minutes",
            f"requests: {day_total(COUNTRY.asked)}; a site: mean {mean(requests):.1f}, "
            f"half at most {requests[len(requests) // 2]}, at most {requests[-1]}",
            *(str(each) for each in judged if each.word != "ok"),
        ]
    )


if __name__ == "__main__":
    main()
