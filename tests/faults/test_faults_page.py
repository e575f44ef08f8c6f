"""What a run makes of pages that are none, too large, rubbish or hostile."""

import gzip
import json

import pytest

from tests.support import warm
from tests.support.faults import articles, crawl, documented

__all__ = ["articles", "crawl"]
MB = 1 << 20


@pytest.mark.parametrize("says_length", [True, False])
def test_a_page_of_50_mb_is_given_up_at_the_limit(newsroom, crawl, articles, says_length):
    newsroom.page(articles[0].url, b"<p>Contoh</p>\n" * (50 * MB // 14))
    newsroom.fault(articles[0].url, says_length=says_length)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"too-large": 1})
    assert left.details == ["more than 20 MB (DOWNLOAD_MAXSIZE)"]
    assert newsroom.fetched(articles[0].url) == 1
    documented("a page of 50 MB", left)


def test_a_page_that_unfolds_without_end_is_given_up_at_the_limit(newsroom, crawl, articles):
    bomb = gzip.compress(bytes(100 * MB), 6)
    newsroom.page(articles[0].url, bomb, headers={"Content-Encoding": "gzip"})
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"too-large": 1})
    assert left.details == ["unfolds to more than 20 MB (DOWNLOAD_MAXSIZE)"]
    documented("a page that is a gzip bomb", left)


def test_pages_of_no_bytes(newsroom, crawl, articles):
    newsroom.page(articles[0].url, b"")
    newsroom.page(articles[1].url, b" \n")
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (2, {"not-html": 2})
    assert sorted(left.details) == ["0 bytes of text/html", "2 bytes of text/html"]
    documented("pages of no bytes", left)


def test_pages_of_the_wrong_type(newsroom, crawl, articles):
    newsroom.page(articles[0].url, b"%PDF-1.7 contoh", content_type="application/pdf")
    newsroom.page(articles[1].url, b"\xff\xd8\xff\xe0 contoh", content_type="image/jpeg")
    newsroom.page(articles[2].url, b'{"judul": "contoh"}', content_type="application/json")
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (1, {"not-html": 3})
    assert sorted(detail.split(" of ")[1] for detail in left.details) == [
        "application/json",
        "application/pdf",
        "image/jpeg",
    ]
    documented("pages of the wrong type (PDF, picture, JSON)", left)


def test_a_pdf_that_calls_itself_a_page(newsroom, crawl, articles):
    newsroom.page(articles[0].url, b"%PDF-1.7\n" + bytes(range(256)) * 40)
    left = crawl()
    assert (left.articles, left.rejects) == (3, {"not-html": 1})
    documented("a PDF that calls itself a page", left)


def test_binary_rubbish_is_no_article(newsroom, crawl, articles):
    rubbish = bytes(number * 167 % 255 + 1 for number in range(50_000))  # no zero byte in it
    newsroom.page(articles[0].url, rubbish)
    left = crawl()
    assert (left.verdict, left.code) == ("ok", 0)
    assert left.articles == 3
    assert sum(left.rejects.values()) == 1
    assert left.rejects.keys() <= {"no-headline", "no-body", "not-html"}
    documented("a page of binary rubbish", left)


def test_pages_in_encodings_that_only_bytes_or_server_tell(newsroom, crawl, articles):
    text = "Bandung, Contoh - Erdoğan “menyapa” warga di pasar contoh itu pada hari Senin pagi."
    encodings = "utf-16-le", "utf-16", "cp1254", "utf-32-be"
    for article, encoding in zip(articles, encodings, strict=True):
        article.paragraphs[0] = text
        html = article.html().replace('<meta charset="utf-8">', "")
        said = "; charset=windows-1254" if encoding == "cp1254" else ""
        newsroom.page(article.url, html.encode(encoding), content_type=f"text/html{said}")
    left = crawl()
    assert (left.articles, left.rejects) == (4, {})
    assert left.query("SELECT count(*) FROM articles WHERE body LIKE 'Erdoğan “menyapa”%'") == [
        (4,)
    ]
    documented("pages in UTF-16, UTF-32 and an encoding that only the server names", left)


HOSTILE = (
    "Judul </script><script>alert(1)</script> <b onclick='x'> '); DROP TABLE articles; -- "
    "\x1b[2J\x1b]0;x\x07 contoh"
)


@pytest.fixture
def hostile(newsroom, articles):
    """An article whose headline attacks pages, queries and terminals."""
    articles[0].headline = HOSTILE
    newsroom.publish(articles)
    return articles[0]


def scrapy(crawled, *arguments):
    """What another command prints of a crawl's database."""
    return warm.scrapy(*arguments, "-s", f"DATABASE={crawled.database}")


def test_a_hostile_headline_is_data_and_nothing_else(newsroom, crawl, hostile, tmp_path):
    left = crawl("-L", "DEBUG")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (4, {})
    ((headline,),) = left.query("SELECT headline FROM articles WHERE headline LIKE 'Judul%'")
    assert "alert(1)" in headline
    assert "'); DROP TABLE articles; -- \x1b[2J" in headline  # as printed, tags taken off
    assert "\x1b" not in left.output
    searched = scrapy(left, "search", "DROP")
    assert "DROP TABLE articles" in searched.stdout
    assert "\x1b[2J" not in searched.stdout
    assert "\x07" not in searched.stdout
    report = tmp_path / "laporan.html"
    written = scrapy(left, "report", str(report))
    assert written.returncode == 0, written.stderr
    assert "<script>alert(1)" not in report.read_text()
    assert left.query("PRAGMA integrity_check") == [("ok",)]
    documented("`</script>`, SQL and terminal escapes in a headline", left)


def test_terminal_escapes_in_what_a_page_is_refused_for_do_not_reach_the_terminal(
    newsroom, crawl, articles
):
    newsroom.page(articles[0].url, "<title>Halaman tidak ditemukan | \x1b[2J\x07</title><p>Maaf.")
    newsroom.fault(articles[1].url, redirect_to="https://iklan.contoh.id/\x1b[2J")
    left = crawl()
    assert left.rejects == {"soft-404": 1, "off-site": 1}
    assert "\x1b" not in left.output
    assert "\x07" not in left.output


def test_an_error_of_ours_in_one_page_costs_that_page(crawl, articles):
    left = crawl("-s", "SPIDER_MODULES=tests.support.faulty_spiders", site="erring_page")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"unreadable": 1})
    assert "ZeroDivisionError('contoh')" in left.details[0]
    assert "Traceback" in left.output
    documented("reading a page raises an error of ours", left)


def test_an_error_of_ours_without_a_row_fails_the_run(crawl, articles):
    left = crawl("-s", "SPIDER_MODULES=tests.support.faulty_spiders", site="erring_callback")
    assert (left.verdict, left.code) == ("failed", 1)
    assert "1 ZeroDivisionError" in left.sentence
    assert (left.articles, left.frontier) == (3, (4, 1))
    documented("any other error of ours", left)


def test_an_article_lost_on_its_way_into_the_database_fails_the_run(crawl, articles):
    steps = {
        "pipelines.check.Check": 100,
        "tests.support.faulty_spiders.ErringPipeline": 150,
        "pipelines.dates.Dates": 200,
        "pipelines.identity.Identity": 300,
        "pipelines.store.Store": 400,
    }
    left = crawl("-s", f"ITEM_PIPELINES={json.dumps(steps)}")
    assert (left.verdict, left.code) == ("failed", 1)
    assert "1 ZeroDivisionError" in left.sentence
    assert (left.articles, left.frontier) == (3, (4, 1))


def test_a_page_that_an_archive_does_not_hold_is_counted(newsroom, crawl, articles, tmp_path):
    crawl("-a", "max=3")
    crawl.database.unlink()
    newsroom.forget()
    left = crawl("-s", f"REPLAY={tmp_path / 'arsip'}")
    assert (left.verdict, left.code) == ("ok", 0)
    assert (left.articles, left.rejects) == (3, {"not-in-archive": 1})
    assert left.query("SELECT not_in_archive FROM runs") == [(1,)]
    assert not newsroom.requests
    documented("a page that a replay has no capture of", left)
