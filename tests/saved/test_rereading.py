"""Archived pages read again: a story over several pages, and pages that are refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.archive.writer import WarcWriter
from crawler.discovery.base import Link
from crawler.errors import ArchiveProblem
from crawler.items import Reject
from crawler.news_spider import NewsSpider
from crawler.saved.rereading import CaptureFinder, reread


class PagedSpider(NewsSpider):
    """A site whose stories go on on further pages."""

    name = "contoh"
    allowed_domains = ("www.contoh.example",)
    next_page = "a.next::attr(href)"


def archived(folder: Path, pages: dict[str, str]) -> dict[str, str]:
    """Put pages into an archive, in their order; the names of their captures by address."""
    writer = WarcWriter(folder, "contoh", 1_000_000, {})
    names = {}
    for minute, (url, html) in enumerate(pages.items()):
        page = f"<html><body><h1>Judul contoh berseri</h1><article>{html}</article></body></html>"
        response = HtmlResponse(url, body=page.encode(), headers={"Content-Type": "text/html"})
        fetched_at = datetime(2025, 6, 18, 7, minute, tzinfo=UTC)
        names[url] = writer.add(Request(url), response, fetched_at)
    writer.close()
    return names


FIRST, SECOND = "https://www.contoh.example/a", "https://www.contoh.example/a?page=2"
STORY = {
    FIRST: "<p>Bagian pertama cerita contoh ini panjang sekali.</p><a class='next' href='?page=2'>",
    SECOND: "<p>Bagian kedua cerita contoh ini menutup semuanya.</p>",
}


def test_a_story_over_several_pages_is_put_together_again(tmp_path):
    names = archived(tmp_path, STORY)
    article = reread(PagedSpider(), CaptureFinder(tmp_path), names[FIRST], Link(FIRST))
    assert article.body == (
        "Bagian pertama cerita contoh ini panjang sekali.\n\n"
        "Bagian kedua cerita contoh ini menutup semuanya."
    )
    assert article.capture == names[FIRST]


def test_a_story_whose_further_page_is_missing_is_not_cut_short(tmp_path):
    names = archived(tmp_path, {FIRST: STORY[FIRST]})
    with pytest.raises(ArchiveProblem, match="where the story goes on"):
        reread(PagedSpider(), CaptureFinder(tmp_path), names[FIRST], Link(FIRST))


PLAIN = {
    FIRST: f"{STORY[FIRST].partition('<a')[0]}<a href='?page=2'>2</a>",
    SECOND: f"{STORY[SECOND]}<a href='?page=1'>1</a>",
}


class UndeclaredSpider(PagedSpider):
    """One whose file says nothing of further pages."""

    next_page = None


@pytest.mark.parametrize(
    ("held", "paragraphs", "doubt"),
    [(PLAIN, 2, None), ({FIRST: PLAIN[FIRST]}, 1, "first-page-only")],
)
def test_a_story_with_plain_links_is_as_whole_as_the_archive(tmp_path, held, paragraphs, doubt):
    """Archives made before such links were followed hold the first page alone."""
    names = archived(tmp_path, held)
    article = reread(UndeclaredSpider(), CaptureFinder(tmp_path), names[FIRST], Link(FIRST))
    assert len(article.body.split("\n\n")) == paragraphs
    assert article.doubt == doubt


def test_a_page_of_another_host_is_refused_as_in_a_crawl(tmp_path):
    names = archived(tmp_path, {"https://lain.example/a": "<p>Contoh.</p>"})
    (name,) = names.values()
    refused = reread(PagedSpider(), CaptureFinder(tmp_path), name, Link(FIRST))
    assert isinstance(refused, Reject)
    assert refused.reason == "off-site"
