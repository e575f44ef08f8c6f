"""Answers that are cut off, and pages that reload themselves."""

import gzip
import zlib
from contextlib import suppress
from importlib.util import find_spec
from unittest.mock import Mock

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.discovery.listings.xml_listing import unfold
from crawler.fetching import download
from crawler.fetching.exceptions import CostlyAnswer
from crawler.files.unpacking import Unpacking, is_cut
from tests.support.faults import SITE, articles, crawl, documented
from tests.support.growth import assert_linear
from tests.support.rows import every_row

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
if find_spec("backports.zstd"):
    from backports import zstd

    PACKED[b"zstd"] = zstd.compress(PAGE, options={zstd.CompressionParameter.checksum_flag: 1})


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


STACKED = {  # what Content-Encoding says, and by what the page was packed in turn
    "gzip, gzip": (gzip.compress, gzip.compress),
    "deflate, gzip, x-gzip": (zlib.compress, gzip.compress, gzip.compress),
    "GZIP;q=1": (gzip.compress,),
    "gzip,": (gzip.compress,),
    "gzip, identity": (gzip.compress,),
    "utf-8, gzip": (gzip.compress,),
    "gzip": (gzip.compress, gzip.compress),
    "gzip, deflate": (zlib.compress,),
    "": (gzip.compress,),
    "none": (),
    "aws-chunked": (),
    ", ".join(["gzip"] * 50): (gzip.compress,) * 50,
}


def received(said, body, unpack):
    """What a body is unpacked to, and why it is not whole."""
    headers = {"Content-Type": "text/html", **({"Content-Encoding": said} if said else {})}
    response = HtmlResponse(SITE, headers=headers, body=body)
    return unpack.process_response(Request(SITE), response).body, unpack.why


@every_row("said, packs", STACKED.items(), ids=list(STACKED))
def test_encodings_are_taken_off_in_turn_and_a_cut_in_any_of_them_is_told(said, packs):
    unpack = Unpacking.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 1 << 20}))
    page = b"<!DOCTYPE html>" + PAGE
    for cut_behind in (None, *range(len(packs))):
        body = page
        for place, pack in enumerate(packs):
            body = pack(body)[: -9 if place == cut_behind else None]
        if cut_behind is None:
            assert received(said, body, unpack) == (page, None)
        else:
            assert received(said, body, unpack)[1], f"cut behind packing {cut_behind}"


@every_row("encoding", [each for each in PACKED if each != b"x-gzip"])
def test_a_damaged_stream_is_told_and_a_bomb_unfolds_to_no_more_than_is_taken(encoding):
    unpack = Unpacking.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 20_000}))
    whole, named = PACKED[encoding], encoding.decode()
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        received(named, whole, unpack)
    unpack._max_size = 1 << 20
    assert received(named, whole, unpack) == (PAGE, None)
    damaged = whole[: len(whole) // 2] + b"\xff" * 40 + whole[len(whole) // 2 + 40 :]
    for body in (damaged, b"\x00\xff" * 400):
        with suppress(Exception):
            received(named, body, unpack)
        assert unpack.why


def test_pages_that_are_packed_twice_and_cut_are_no_articles(newsroom, crawl, articles):
    for article, cut in zip(articles, (None, -9, None, -9), strict=True):
        inner = gzip.compress(article.html().encode())[:cut]
        newsroom.page(
            article.url, zlib.compress(inner), headers={"Content-Encoding": "gzip, deflate"}
        )
    newsroom.page(articles[2].url, b"\x00\xff" * 400, headers={"Content-Encoding": "gzip"})
    left = crawl()
    assert (left.articles, left.rejects) == (1, {"network": 3})
    assert newsroom.fetched(articles[1].url) == newsroom.fetched(articles[2].url) == 2
    documented("pages packed twice whose inner stream is cut off, and a damaged one", left)


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
