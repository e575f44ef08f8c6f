"""Which groups of a robots.txt are ours (RFC 9309, section 2.2.1)."""

import asyncio
import codecs
from types import SimpleNamespace

from scrapy import Request
from scrapy.downloadermiddlewares import robotstxt
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from crawler.fetching.robots import MOST_RULES, RobotRules, RobotsTxt, product
from tests.support.rows import every_row

WARTA = "Warta/0.1.0 (news archive; contact not set)"
PAGE = "https://www.contoh.id/read/1"


def allowed(text, user_agent=WARTA, url=PAGE):
    body = text if isinstance(text, bytes) else text.encode()
    return RobotRules(body, None).allowed(url, user_agent)


@every_row(
    "named",
    [
        *("Warta", "warta", "WARTA", "Warta/0.1", "warta/*", "Warta  # kami", "warta (news)"),
        *("*", "* # semua", "warta*"),
    ],
)
def test_groups_that_bind_us(named):
    assert not allowed(f"User-agent: {named}\nDisallow: /\n")
    assert not allowed(f"useragent:{named}\r\nDISALLOW:/\r\n")


@every_row(
    "named",
    [
        *(
            "news",
            "archive",
            "contact",
            "War",
            "rta",
            "Warta-News",
            "Warta_2",
            "Warta2",
            "wartabot",
        ),
        *("Scrapy", "GPTBot", "not set", "0.1.0", "Mozilla/5.0 (Warta)", "bot*", "*bot*", ""),
    ],
)
def test_groups_that_are_of_others(named):
    assert allowed(f"User-agent: {named}\nDisallow: /\n")


def test_our_own_group_counts_alone():
    text = "User-agent: *\nDisallow: /\nCrawl-delay: 9\n\nUser-agent: Warta\nDisallow: /x\n"
    assert allowed(text)
    assert not allowed(text, url="https://www.contoh.id/x")
    rules = RobotRules(text.encode(), None)
    assert rules.crawl_delay(WARTA) is None
    assert rules.crawl_delay("Lain/1.0") == 9


def test_groups_of_one_name_are_one():
    text = (
        "User-agent: warta\nDisallow: /a\n\nUser-agent: lain\nDisallow: /\n\n"
        "User-agent: lain\nUser-agent: Warta/2\nDisallow: /b\nCrawl-delay: 3\n"
    )
    rules = RobotRules(text.encode(), None)
    answers = {
        path: rules.allowed(f"https://www.contoh.id{path}", WARTA) for path in "/a /b /c".split()
    }
    assert answers == {"/a": False, "/b": False, "/c": True}
    assert rules.crawl_delay(WARTA) == 3


def test_what_stands_between_a_name_and_its_rules_does_not_part_them():
    assert not allowed("User-agent: Warta\n\n# catatan\nSitemap: https://x.id/s.xml\nDisallow: /\n")
    assert not allowed("User-agent: lain\nUser-agent: Warta\nDisallow: /\n")


@every_row(
    "body",
    [
        codecs.BOM_UTF8 + b"User-agent: *\nDisallow: /\n",
        "User-agent: *\nDisallow: /\n".encode("utf-16"),
        codecs.BOM_UTF16_BE + "User-agent: *\nDisallow: /\n".encode("utf-16-be"),
        b"User-agent: *\rDisallow: /\r",
        b"# \xff\xfe\x00\nUser-agent: *\nDisallow: /\n",
        b"User-agent: *\nDisallow: /\n" + b"Disallow: /x/*$\n" * 400_000,
    ],
    ids=["utf-8", "utf-16-le", "utf-16-be", "cr", "no utf-8", "6 MB"],
)
def test_rules_in_any_encoding(body):
    assert not allowed(body)


def test_no_more_is_read_than_rfc_9309_asks_for():
    assert MOST_RULES >= 500 * 1024
    filler = b"# catatan panjang\n" * (MOST_RULES // 18 + 1)
    assert allowed(filler + b"User-agent: *\nDisallow: /\n")
    assert not allowed(b"User-agent: *\nDisallow: /\n" + filler)


@every_row(
    ("user_agent", "name"),
    [
        *((WARTA, "warta"), (b"Warta/1", "warta"), ("Penelitian-Kami/2.1 (x)", "penelitian-kami")),
        *(("", ""), ("123", ""), ("  Warta ", "warta"), ("warta", "warta")),
    ],
)
def test_the_product_token_of_a_user_agent(user_agent, name):
    assert product(user_agent) == name


def test_another_user_agent_of_the_users_has_its_own_rules():
    text = "User-agent: Penelitian\nDisallow: /\n"
    assert allowed(text)
    assert not allowed(text, "Penelitian/1.0")
    assert allowed(text, "123")


@every_row(
    ("written", "seconds"),
    [
        *(("2", 2), ("2.5", 2.5), ("2,5", 2.5), ("10 s", 10), ("10s # ya", 10), ("3 detik", 3)),
        *(("0", 0), ("-1", None), ("banyak", None), ("1e3", 1000), ("inf", None), ("", None)),
    ],
)
def test_a_crawl_delay_as_people_write_it(written, seconds):
    rules = RobotRules(f"User-agent: *\nCrawl-delay: {written}\nDisallow: /x\n".encode(), None)
    assert rules.crawl_delay(WARTA) == seconds
    assert not rules.allowed("https://www.contoh.id/x", WARTA)


def test_all_that_wait_for_one_robots_txt_are_judged_by_it(monkeypatch):
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True})
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = None
    middleware = RobotsTxt(crawler)

    async def judged() -> list[object]:
        loop = asyncio.get_running_loop()
        came = loop.create_future()
        monkeypatch.setattr(
            robotstxt, "maybe_deferred_to_future", lambda deferred: deferred.asFuture(loop)
        )

        async def download(request: Request) -> Response:
            return await came

        async def told(**named: object) -> None:
            """Nobody listens."""

        crawler.engine = SimpleNamespace(download_async=download)
        monkeypatch.setattr(crawler.signals, "send_catch_log_async", told)
        asked = [Request(f"https://www.contoh.id/read/{number}") for number in range(5)]
        waiting = [asyncio.ensure_future(middleware.process_request(each)) for each in asked]
        await asyncio.sleep(0)
        body = b"User-agent: *\nDisallow: /read/"
        came.set_result(Response("https://www.contoh.id/robots.txt", body=body))
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = asyncio.run(judged())
    assert [type(outcome) for outcome in outcomes] == [IgnoreRequest] * 5
