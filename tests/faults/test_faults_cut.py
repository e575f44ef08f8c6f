"""Answers that are cut off, and pages that reload themselves."""

import gzip
import zlib
from importlib.util import find_spec
from unittest.mock import Mock

import pytest

from crawler.discovery.listings.xml_listing import unfold
from crawler.fetching import download
from crawler.fetching.exceptions import CostlyAnswer
from crawler.fetching.whole_answers import is_cut
from tests.support.faults import SITE, articles, crawl, documented
from tests.support.growth import assert_linear

__all__ = ["articles", "crawl"]
SHARES = (0.3, 0.6, 0.9, 0.999)
PAGE = "".join(f"<p>Kalimat contoh nomor {number}.</p>" for number in range(900)).encode()


def raw_deflate(body):
    """Deflate without a frame."""
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


PACKED = {
    b"gzip": gzip.compress(PAGE),
    b"x-gzip": gzip.compress(PAGE[:5000]) + gzip.compress(PAGE[5000:]),
    b"deflate": zlib.compress(PAGE),
}
if find_spec("brotli"):  # Scrapy asks for it only where it is installed
    import brotli

    PACKED[b"br"] = brotli.compress(PAGE)


@pytest.mark.parametrize("encoding", PACKED)
def test_a_stream_without_its_end_is_cut_and_a_whole_one_is_not(encoding):
    whole = PACKED[encoding]
    assert not is_cut(whole, encoding)
    for share in SHARES:
        assert is_cut(whole[: int(len(whole) * share)], encoding)
    assert is_cut(whole[:-1], encoding)
    assert not is_cut(PAGE, encoding)  # it says so and is not packed
    assert not is_cut(b"", encoding)


@pytest.mark.parametrize("read", [lambda body: is_cut(body, b"gzip"), unfold])
def test_members_without_end_are_read_in_linear_time(read):
    assert_linear(read, lambda size: PACKED[b"gzip"] + gzip.compress(b"") * size, size=10_000)


def test_members_end_where_they_end_wherever_the_file_is_sliced():
    parts = [b"a" * 200_000, *(PAGE[:size] for size in range(0, 4000, 97))]
    whole = b"".join(map(gzip.compress, parts))
    assert unfold(whole) == b"".join(parts)
    assert not is_cut(whole, b"gzip")
    assert is_cut(whole[:-1], b"gzip")


def test_a_page_that_takes_too_long_to_unpack(newsroom, crawl, articles):
    body = gzip.compress(articles[0].html().encode()) + gzip.compress(b"") * 150_000
    newsroom.page(articles[0].url, body, headers={"Content-Encoding": "gzip"})
    left = crawl("-s", "READ_SECONDS=0.3")
    assert (left.articles, left.rejects) == (3, {"too-costly": 1})
    assert newsroom.fetched(articles[0].url) == 1
    documented("a page of 150,000 gzip members", left)


def test_what_takes_too_long_to_receive_is_given_up(monkeypatch):
    monkeypatch.setattr(download, "LONGEST_RECEIVING", 0.02)
    protocol = Mock(_parser=Mock(state="BODY"), dataReceived=lambda data: sum(range(100_000)))
    receive = download.AnswerLimit(protocol)
    for _ in range(100):
        receive(b"1\r\na\r\n")
        if protocol._giveUp.called:
            break
    (failure,) = protocol._giveUp.call_args.args
    assert failure.check(CostlyAnswer)
    protocol._giveUp.reset_mock()
    protocol._parser = Mock(state="BODY")  # the connection's next answer
    receive(b"1\r\na\r\n")
    assert not protocol._giveUp.called


def test_what_some_servers_send_is_whole():
    assert not is_cut(PACKED[b"gzip"] + b"\0" * 20, b"gzip")
    assert not is_cut(raw_deflate(PAGE), b"deflate")
    assert is_cut(raw_deflate(PAGE)[:-9], b"deflate")
    assert not is_cut(PAGE, b"")


def packed(newsroom, article, share):
    body = gzip.compress(article.html().encode())
    headers = {"Content-Encoding": "gzip"}
    newsroom.page(article.url, body[: int(len(body) * share)], headers=headers)


def test_a_page_whose_gzip_stream_is_cut(newsroom, crawl, articles):
    for article, share in zip(articles, (*SHARES[1:], 1), strict=True):
        packed(newsroom, article, share)
    left = crawl()
    assert (left.articles, left.rejects) == (1, {"network": 3})
    assert newsroom.fetched(articles[0].url) == 2
    assert left.query("SELECT count(*) FROM rejects WHERE capture IS NULL") == [(0,)]
    assert left.query("SELECT count(*) FROM frontier WHERE due_at IS NULL") == [(0,)]
    documented("pages whose compressed stream is cut off", left)


def test_a_page_that_stops_without_a_declared_length(newsroom, crawl, articles):
    html = articles[0].html().encode()
    newsroom.page(articles[0].url, html[: int(len(html) * 0.8)])
    newsroom.fault(f"{SITE}/2025/*", says_length=False)
    left = crawl()
    assert (left.articles, left.rejects) == (3, {"network": 1})
    documented("a page without a declared length stops half-way", left)


@pytest.mark.parametrize(
    "content",
    ["60;url={own}", "0;url={own}", "0; url=?", "90;url=https://www.visimuslim.org/", "300"],
)
def test_a_timer_for_readers_is_no_redirect(newsroom, crawl, articles, content):
    article = articles[0]
    refresh = f'<meta http-equiv="refresh" content="{content.format(own=article.url)}">'
    newsroom.page(article.url, article.html().replace("</head>", f"{refresh}</head>"))
    left = crawl()
    assert (left.articles, left.rejects) == (4, {})
    assert newsroom.fetched(article.url) == 1
    if content.startswith("60"):
        documented("a page reloads itself after a minute", left)


def test_a_refresh_to_another_page_is_followed(newsroom, crawl, articles):
    old, moved = articles[0], articles[0].url.replace(".html", "-baru.html")
    newsroom.page(moved, old.html())
    newsroom.page(old.url, f'<html><meta http-equiv="refresh" content="0;url={moved}"></html>')
    left = crawl()
    assert (left.articles, newsroom.fetched(moved)) == (4, 1)
