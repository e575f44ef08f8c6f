"""Writes the sample archive: ``python demo/build_archive.py [FOLDER]``.

What the four newsrooms' servers would have answered on two evenings stands in stories.py and
markup.py; this puts it into two WARC files, run-1.warc.gz and run-2.warc.gz, the same bytes every
time, so that a test can tell whether the files that ship are what the sources say.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from markup import PAGE, blogger_feed, news_sitemap, wordpress_feed
from stories import GONE, RUN_1, RUN_2, WIB, Story
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

BLOGGER = (
    "https://www.visimuslim.org/feeds/posts/default"
    "?alt=json&orderby=published&max-results=150&start-index=1"
)
FEED = "https://hidayatullah.com/feed/"
TRIBUN_SITEMAP = "https://www.tribunnews.com/news/sitemap-news.xml"
KOMPAS_SITEMAP = "https://news.kompas.com/news/sitemap.xml"
ROBOTS = {
    "https://www.visimuslim.org/robots.txt": "User-agent: *\nDisallow: /search\nAllow: /\n",
    "https://hidayatullah.com/robots.txt": "User-agent: *\nDisallow: /wp-admin/\n",
    "https://www.tribunnews.com/robots.txt": "User-agent: *\nDisallow: /search\nDisallow: /tag/\n",
    "https://bali.tribunnews.com/robots.txt": "User-agent: *\nDisallow: /search\n",
    "https://papua.tribunnews.com/robots.txt": "User-agent: *\nDisallow: /search\n",
    "https://kupang.tribunnews.com/robots.txt": "User-agent: *\nDisallow: /search\n",
    "https://news.kompas.com/robots.txt": "User-agent: *\nDisallow: /komentar/\n",
    "https://www.kompas.com/robots.txt": "User-agent: *\nDisallow: /komentar/\n",
}
INFO = (
    "software: Warta demo/build_archive.py\r\n"
    "description: sample pages written for Warta, not news\r\n"
)

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
TEXT = "text/plain; charset=UTF-8"
JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Answer:
    """What a server said to one request."""

    url: str
    content: str
    content_type: str
    status: str = "200 OK"


def answers(stories: Sequence[Story], gone: Sequence[str] = ()) -> Iterator[Answer]:
    """All that four crawls of one evening fetch: robots.txt, listings, pages."""
    of = {
        site: [story for story in stories if story.site == site] for site in ("visimuslim", *PAGE)
    }
    for url, content in ROBOTS.items():
        yield Answer(url, content, TEXT)
    yield Answer(BLOGGER, blogger_feed(of["visimuslim"]), JSON)
    yield Answer(FEED, wordpress_feed(of["hidayatullah"]), XML)
    yield Answer(TRIBUN_SITEMAP, news_sitemap(of["tribunnews"]), XML)
    yield Answer(KOMPAS_SITEMAP, news_sitemap(of["kompas"], further=gone), XML)
    for site, page in PAGE.items():
        # Kompas is asked for the whole story on one page.
        query = "?page=all" if site == "kompas" else ""
        for story in of[site]:
            yield Answer(story.address + query, page(story), HTML)
    for url in gone:
        yield Answer(f"{url}?page=all", "<h1>Contoh: halaman dicabut</h1>", HTML, "404 Not Found")


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
    first, second = folder / "run-1.warc.gz", folder / "run-2.warc.gz"
    write_archive(first, datetime(2026, 3, 3, 18, tzinfo=WIB), [*answers(RUN_1, gone=[GONE])])
    write_archive(second, datetime(2026, 3, 4, 18, tzinfo=WIB), [*answers(RUN_2)])
    return [first, second]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for written in build(target):
        print(written)
