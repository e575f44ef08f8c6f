"""Dates that are nobody's: a header's clock, a feed that is ahead of the time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.parsers.vocabulary.calendar import MONTHS
from tests.support.faults import RSS, crawl, documented

__all__ = ["crawl"]

ADDRESS = "https://www.contoh.id/berita/{number}-contoh-{word}"
WORDS = ("jembatan", "perpustakaan", "pasar", "sungai")
WIB = timezone(timedelta(hours=7))
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTH_NAMES = {number: name.title() for name, number in reversed(MONTHS.items()) if len(name) > 2}
HOUR = timedelta(hours=1)


def page_of(word: str, line: str = "", inside: str = "") -> str:
    """An article that prints no date, below a line."""
    text = "".join(
        f"<p>Paragraf {nth} berita tentang {word} contoh ini direka seluruhnya untuk diuji.</p>"
        for nth in ("pertama", "kedua", "ketiga")
    )
    return (
        f'<!DOCTYPE html><html lang="id"><head><title>Contoh {word}</title></head><body>{line}'
        f"<article><h1>Contoh berita {word}</h1>{inside}{text}</article></body></html>"
    )


def serve(newsroom, dates, line="", inside=""):
    """A feed of articles with these dates (None: without), and their pages."""
    items = ""
    for number, (word, date) in enumerate(zip(WORDS, dates, strict=False), 1):
        url = ADDRESS.format(number=number, word=word)
        dated = f"<pubDate>{date}</pubDate>" if date else ""
        items += f"<item><title>{word}</title><link>{url}</link>{dated}</item>"
        newsroom.page(url, page_of(word, line, inside))
    rss = f'<rss version="2.0"><channel><title>Contoh</title>{items}</channel></rss>'
    newsroom.page(RSS, rss, content_type="application/rss+xml")


def gmt(moment: datetime) -> str:
    """A clock's time as RSS prints that of GMT."""
    return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


@pytest.mark.parametrize("clock", ["{weekday}, {day} {month} {year} | {time} WIB", "{iso}"])
def test_a_clock_above_articles_without_a_date(newsroom, crawl, clock):
    now = datetime.now(WIB)
    told = clock.format(
        weekday=WEEKDAYS[now.weekday()],
        day=now.day,
        month=MONTH_NAMES[now.month],
        year=now.year,
        time=f"{now:%H:%M}",
        iso=f"{now:%d/%m/%Y}",
    )
    serve(newsroom, [None] * 4, f"<div class='q7'>{told}</div>")
    left = crawl.rss()
    assert (left.articles, left.rejects) == (0, {"no-date": 4})
    documented("no date but a clock above the articles", left)


def test_a_feed_that_prints_wib_as_gmt(newsroom, crawl):
    """All four are right, those long past by what the fresh one shows."""
    now = datetime.now(UTC).replace(microsecond=0)
    true = [now - hours * HOUR for hours in (0.2, 3, 9, 30)]
    serve(newsroom, [gmt(each.astimezone(WIB)) for each in true])
    left = crawl.rss()
    stored = left.query("SELECT published_at, doubt FROM articles ORDER BY 1 DESC")
    assert [datetime.fromisoformat(at) for at, _ in stored] == true
    assert {doubt for _, doubt in stored} == {None}
    clocks = left.query("SELECT DISTINCT listed_clock FROM frontier")
    assert clocks == [("Asia/Jakarta",)]
    documented("a feed that prints WIB as GMT", left)


def test_a_feed_ahead_of_the_time_for_no_reason(newsroom, crawl):
    ahead = [gmt(datetime.now(UTC) + days * 24 * HOUR) for days in (1, 2, 40, 400)]
    serve(newsroom, ahead)
    left = crawl.rss()
    assert left.query("SELECT DISTINCT doubt, published_conflict FROM articles") == [
        ("date-under-clock", 1)
    ]
    documented("a feed whose dates are days ahead, articles without a date", left)


def test_a_feed_ahead_of_the_time_and_pages_that_are_not(newsroom, crawl):
    ahead = [gmt(datetime.now(UTC) + days * 24 * HOUR) for days in (1, 2, 40, 400)]
    serve(newsroom, ahead, inside="<p class='tgl'>Rabu, 18 Juni 2025 14:05 WIB</p>")
    left = crawl.rss()
    assert left.query("SELECT DISTINCT published_at, doubt FROM articles") == [
        ("2025-06-18T07:05:00Z", None)
    ]
    documented("a feed whose dates are days ahead, articles with a date", left)
