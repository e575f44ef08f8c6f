"""Dates of the moment: a header's clock is no publishing time, a fresh article's line is one."""

from datetime import UTC, datetime

from crawler.parsers.article import read_article
from crawler.parsers.dates import resolve
from tests.support.rows import every_row

NOW = datetime(2026, 11, 28, 7, 5, 40, tzinfo=UTC)  # 14:05:40 WIB
TITLE = "<h1>Contoh judul berita panjang</h1>"
TEXT = "".join(
    f"<p>Paragraf {nth} dari berita contoh ini berisi keterangan yang direka seluruhnya.</p>"
    for nth in ("pertama", "kedua", "ketiga")
)
ARTICLE = f'<article>{TITLE}<div class="entry-content">{TEXT}</div></article>'
CLOCKS = [
    "Sabtu, 28 November 2026 | 14:05 WIB",
    "Sabtu, 28 November 2026 | 14:05:33 WIB",
    "Sabtu, 28 November 2026 08:00:12",
    "Sabtu, 28 November 2026 13.31 WIB",
    "Sabtu, 28 November 2026",
    "28/11/2026",
]
OUTSIDE = {
    "header": "<header>{}</header>" + ARTICLE,
    "a top bar of an unknown class": '<div class="q7"><span>{}</span></div>' + ARTICLE,
    "an element around everything": '<div class="w"><div class="q7">{}</div>' + ARTICLE + "</div>",
    "time": '<div><time datetime="2026-11-28T14:05:33+07:00">{}</time></div>' + ARTICLE,
    "no article element": '<div class="tgl">{}</div>' + TITLE + f'<div class="isi">{TEXT}</div>',
    "main": "<main><p>{}</p>" + ARTICLE + "</main>",
    "a body of a telling class": '<div class="x">{}</div>' + TITLE + f"<section>{TEXT}</section>",
}
ANOTHERS = {
    "copyright": ARTICLE + '<div class="q7">Hak cipta © {} Contoh</div>',
    "comment": ARTICLE + '<div class="q7"><b>Budi</b> <span>{}</span><p>Setuju sekali.</p></div>',
    "sidebar": ARTICLE + '<div class="q7"><h3>Terkini</h3><a href="/2">Judul lain yang cukup '
    "panjang untuk itu</a><span>{}</span></div>",
}
INSIDE = {
    "article": f"<article><div>{{}}</div>{TITLE}<div>{TEXT}</div></article>",
    "a class that says article": f'<div class="detail-post"><p>{{}}</p>{TITLE}{TEXT}</div>',
    "the headline's block": f"<div><div><div>{{}}</div>{TITLE}</div><div>{TEXT}</div></div>",
    "below the headline": f"<div>{TITLE}<div>{{}}</div><div>{TEXT}</div></div>",
    "microdata": '<header><span itemprop="datePublished" content="2026-11-28T14:05:00+07:00">{}'
    "</span></header>" + ARTICLE,
}


def dates(body: str, now: datetime = NOW, head: str = ""):
    """The dates of a page whose body is this."""
    page = f'<html><head>{head}</head><body class="single-post">{body}</body></html>'
    article = read_article(page, "https://www.contoh.example/berita/1-judul")
    return resolve(article.date_candidates, now=now, timezone="Asia/Jakarta")


@every_row("clock", CLOCKS)
@every_row("place", OUTSIDE)
def test_the_time_of_fetching_above_an_article_is_no_publishing_time(place, clock):
    assert dates(OUTSIDE[place].format(clock)).published_at is None


@every_row("clock", CLOCKS)
@every_row("place", ANOTHERS)
def test_the_date_of_something_else_on_the_page_is_no_publishing_time(place, clock):
    assert dates(ANOTHERS[place].format(clock)).published_at is None


@every_row("clock", [*CLOCKS, "Sabtu, 28 November 2026 | 08:10 WIB"])
@every_row("place", INSIDE)
def test_a_fresh_articles_own_line_is_its_publishing_time(place, clock):
    found = dates(INSIDE[place].format(clock))
    assert found.published_local[:10] == "2026-11-28"
    assert found.doubts == ()


@every_row("place", sorted(OUTSIDE.keys() - {"time"}))
def test_a_time_of_today_that_no_clock_shows_any_more_is_taken_and_doubted(place):
    body = OUTSIDE[place].format("Sabtu, 28 November 2026 | 08:10 WIB")
    found = dates(body)
    assert (found.published_at, found.doubts) == ("2026-11-28T01:10:00Z", ("date-under-clock",))
    assert dates(body, datetime(2026, 11, 29, 3, tzinfo=UTC)).doubts == ()


@every_row("place", sorted(OUTSIDE.keys() - {"time"}))
def test_a_page_read_again_years_later_has_the_clock_of_its_capture(place):
    body = OUTSIDE[place].format("Kamis, 25 April 2019 | 09:00 WIB")
    assert dates(body, datetime(2019, 4, 25, 2, 1, tzinfo=UTC)).published_at is None
    assert dates(body).published_at == "2019-04-25T02:00:00Z", "an article of that day, now"


@every_row("clock", CLOCKS)
def test_what_else_dates_the_page_is_taken_in_place_of_the_clock(clock):
    page = OUTSIDE["header"].format(clock)
    line = page.replace("</h1>", '</h1><span class="date">20 November 2026 10:00 WIB</span>')
    assert dates(line).published_at == "2026-11-20T03:00:00Z"
    meta = '<meta property="article:published_time" content="2026-11-20T10:00:00+07:00">'
    assert dates(page, head=meta).published_conflict is False
    in_text = dates(page.replace("pertama", "pertama pada Senin (23/11/2026)"))
    assert (in_text.published_local[:10], in_text.doubts) == ("2026-11-23", ("date-from-text",))
    script = page + '<script>var d = {"published_at":"2026-11-19 08:10:08"};</script>'
    assert dates(script).published_local == "2026-11-19T08:10:08+07:00"


def test_a_line_above_that_another_source_bears_out_is_kept():
    """A day in the data, and the hour in a line that is not of this moment."""
    page = OUTSIDE["header"].format("Sabtu, 28 November 2026 | 13:20 WIB")
    meta = '<meta property="article:published_time" content="2026-11-28">'
    found = dates(page, head=meta)
    assert (found.published_local, found.doubts) == ("2026-11-28T13:20:00+07:00", ())
