"""Writes the sample archive: ``python -m demo.build_archive [FOLDER]``, from the checkout.

What the four newsrooms' servers would have answered on two evenings stands in stories.py and
markup.py; which addresses are asked for, the spiders say. This puts it into two WARC files,
run-1.warc.gz and run-2.warc.gz, the same bytes every time, so that a test can tell whether the
files that ship are what the sources say.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.discovery.base import Fetch, Window
from crawler.news_spider import NewsSpider, on_one_page
from demo.markup import LISTING, LISTING_TYPE, PAGE
from demo.stories import ASKED_BY_DAY, FIRST_DAY, GONE, RUNS, WIB, Run, Story
from spiders.hidayatullah import HidayatullahSpider
from spiders.kompas import KompasSpider
from spiders.tribunnews import TribunnewsSpider
from spiders.visimuslim import VisimuslimSpider

SPIDERS = (VisimuslimSpider, HidayatullahSpider, TribunnewsSpider, KompasSpider)
HTML = "text/html; charset=UTF-8"
TEXT = "text/plain; charset=UTF-8"
ROBOTS = "User-agent: *\nDisallow: /search\n"
INFO = (
    "software: Warta demo/build_archive.py\r\n"
    "description: sample pages written for Warta, not news\r\n"
)


@dataclass(frozen=True)
class Answer:
    """What a server said to one request."""

    url: str
    content: str
    content_type: str
    status: str = "200 OK"


def answers(run: Run, began: datetime) -> Iterator[Answer]:
    """All that four crawls of one evening fetch: robots.txt, listings, pages."""
    fetched = [answer for spider in SPIDERS for answer in site_answers(spider(), run, began)]
    for host in dict.fromkeys(urlsplit(answer.url).netloc for answer in fetched):
        yield Answer(f"https://{host}/robots.txt", ROBOTS, TEXT)
    yield from fetched


def site_answers(spider: NewsSpider, run: Run, began: datetime) -> Iterator[Answer]:
    """One site's listings, and the pages they name where they do not carry them themselves."""
    stories = [story for story in run.stories if story.site == spider.name]
    window = Window(FIRST_DAY, run.day) if spider.name in ASKED_BY_DAY else Window()
    source = spider.discover[0]
    waiting = list(source.first(window, began))
    for fetch in waiting:
        content = LISTING[spider.name](listed(fetch, stories))
        yield Answer(fetch.url, content, LISTING_TYPE[spider.name])
        waiting += source.read(content.encode(), fetch, window, spider.is_article).more
    for story in stories:
        address = on_one_page(story.address, spider.whole_article)
        if story is GONE:
            gone = "<h1>Contoh: halaman dicabut</h1>"
            yield Answer(address, gone, HTML, "404 Not Found")
        elif story.site in PAGE:
            yield Answer(address, PAGE[story.site](story), HTML)


def listed(fetch: Fetch, stories: Sequence[Story]) -> list[Story]:
    """The stories on one listing: all on its first page, in an index those of its day and host."""
    host = urlsplit(fetch.url).netloc
    by_host = host.endswith(".tribunnews.com")
    return [
        story
        for story in stories
        if fetch.page == 1
        and fetch.day in (None, story.day)
        and (not by_host or urlsplit(story.address).netloc == host)
    ]


def write_archive(path: Path, began: datetime, content: Sequence[Answer]) -> None:
    """Write answers into a WARC file, one a second from ``began`` (aware)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = record_headers(path.name, began)
        payload = BytesIO(INFO.encode())
        info = writer.create_warc_record(
            "", "warcinfo", payload=payload, length=len(INFO), warc_headers_dict=headers
        )
        writer.write_record(info)
        for second, answer in enumerate(content, start=1):
            moment = began + timedelta(seconds=second)
            writer.write_record(response_record(writer, answer, moment))


def response_record(writer: WARCWriter, answer: Answer, moment: datetime):
    """One answer as a WARC response record."""
    body = answer.content.encode()
    headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(body)))]
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(answer.status, headers, protocol="HTTP/1.1"),
        warc_headers_dict=record_headers(answer.url, moment),
    )


def record_headers(name: str, moment: datetime) -> dict[str, str]:
    """A record's id and date, the same in every build."""
    date = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, name + date)}>", "WARC-Date": date}


def build(folder: Path) -> list[Path]:
    """Write both runs into a folder; returns the files."""
    for run in RUNS:
        began = datetime.combine(run.day, time(18), WIB)
        write_archive(folder / run.archive, began, [*answers(run, began)])
    return [folder / run.archive for run in RUNS]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for written in build(target):
        print(written)
