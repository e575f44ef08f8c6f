"""``scrapy record``: real pages become fixtures that a person reviews."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.archive.writer import WarcWriter
from tests.support.warm import scrapy

ADDRESS = "https://www.visimuslim.org/2025/06/contoh-warga-menanam-bakau.html"
PAGE = """<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Contoh: Warga Menanam Bakau</title>
<meta property="og:title" content="Contoh: Warga Menanam Bakau">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Contoh: Warga Menanam Bakau", "datePublished": "2025-06-18T09:12:00+07:00",
"author": {"@type": "Person", "name": "Sari Rekaan"}}</script></head>
<body><h1 class="post-title">Contoh: Warga Menanam Bakau</h1>
<div class="post-body"><p>Banda Aceh, VisiMuslim - Naskah ini contoh, bukan berita: warga sebuah
desa rekaan menanam seribu bakau di tepi pantai pada Rabu pagi.</p>
<p>"Ombaknya terlalu dekat," kata kepala desa rekaan itu kepada para penanam.</p>
</div></body></html>
"""
FEED_ADDRESS = "https://www.visimuslim.org/feeds/posts/default?alt=rss"
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Contoh</title>
<item><title>Contoh: Warga Menanam Bakau</title><link>{ADDRESS}</link>
<pubDate>Wed, 18 Jun 2025 02:12:00 +0000</pubDate></item></channel></rss>"""
CHALLENGE = "<html><head><title>Just a moment...</title></head><body></body></html>"
FETCHED = datetime(2025, 6, 18, 5, 0, 7, tzinfo=UTC)


EMPTY_ADDRESS = "https://www.visimuslim.org/2025/06/contoh-kosong.html"


@pytest.fixture
def archive(tmp_path):
    """An archive with an article, a feed, a challenge and a page that is gone."""
    folder = tmp_path / "archive"
    folder.mkdir()
    writer = WarcWriter(folder, "visimuslim", 10**9, {})
    for url, status, kind, text in (
        (ADDRESS, 200, "text/html", PAGE),
        (FEED_ADDRESS, 200, "application/rss+xml", FEED),
        ("https://www.visimuslim.org/2025/06/contoh-tantangan.html", 200, "text/html", CHALLENGE),
        (EMPTY_ADDRESS, 200, "text/html", "<html><body></body></html>"),
        ("https://www.visimuslim.org/2025/06/contoh-hilang.html", 404, "text/html", "hilang"),
    ):
        answer = HtmlResponse(
            url, status=status, headers={"Content-Type": kind}, body=text.encode()
        )
        writer.add(Request(url), answer, FETCHED)
    writer.close()
    return folder


def record(tmp_path, *arguments):
    """Run the command in the project, with its fixtures going elsewhere."""
    command = ["record", *arguments, "-o", tmp_path / "fixtures"]
    command += ["-s", f"ARCHIVE={tmp_path / 'kept'}", "-s", "DOWNLOAD_DELAY=0"]
    return scrapy(*command)


def test_a_page_and_what_is_read_of_it_stand_side_by_side(tmp_path, archive):
    result = record(tmp_path, ADDRESS, "--from", str(archive))
    assert result.returncode == 0, result.stderr
    folder = tmp_path / "fixtures/visimuslim"
    page = folder / "contoh-warga-menanam-bakau.html"
    assert page.read_bytes() == PAGE.encode()
    fixture = json.loads(page.with_suffix(".json").read_text())
    assert fixture["origin"] == "recorded"
    assert fixture["url"] == ADDRESS
    assert fixture["recorded_at"] == "2025-06-18T05:00:07Z"
    expected = fixture["expected"]
    assert expected["headline"] == "Contoh: Warga Menanam Bakau"
    assert expected["published"] == "2025-06-18T09:12:00+07:00"
    assert (expected["dateline_place"], expected["dateline_outlet"]) == ("Banda Aceh", "VisiMuslim")
    assert expected["body"][0].startswith("Naskah ini contoh, bukan berita: warga sebuah desa")
    assert len(expected["body"]) == 2
    assert "check contoh-warga-menanam-bakau.json against the page" in result.stdout


def test_a_listing_is_recorded_with_its_links(tmp_path, archive):
    result = record(tmp_path, FEED_ADDRESS, "--from", str(archive), "--name", "rss")
    assert result.returncode == 0, result.stderr
    listing = tmp_path / "fixtures/visimuslim/listing-rss.xml"
    assert listing.read_bytes() == FEED.encode()
    fixture = json.loads(listing.with_suffix(".links.json").read_text())
    assert [link["url"] for link in fixture["links"]] == [ADDRESS]


def test_a_fixture_is_not_replaced_unasked(tmp_path, archive):
    again = (tmp_path, ADDRESS, "--from", str(archive), "--name", "biasa")
    assert record(*again).returncode == 0
    fixture = tmp_path / "fixtures/visimuslim/biasa.json"
    fixture.write_text("reviewed by hand")
    refused = record(*again)
    assert refused.returncode == 2
    assert "biasa.html is there already; give another --name" in refused.stderr
    assert fixture.read_text() == "reviewed by hand"
    assert record(*again, "--overwrite").returncode == 0
    assert fixture.read_text() != "reviewed by hand"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://www.visimuslim.org/2025/06/contoh-hilang.html", "HTTP 404"),
        ("https://www.visimuslim.org/2025/06/contoh-tantangan.html", "challenge"),
        ("https://www.visimuslim.org/2025/06/contoh-lain.html", "no capture of"),
        ("https://koran.invalid/1", "no site has the host of"),
        ("halaman.html", "is not an address"),
    ],
)
def test_what_can_not_be_recorded_is_one_sentence(tmp_path, archive, url, why):
    result = record(tmp_path, url, "--from", str(archive))
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert why in result.stderr
    assert not (tmp_path / "fixtures").exists()


class Server(BaseHTTPRequestHandler):
    """One page."""

    def do_GET(self):
        body = PAGE.encode() if self.path.endswith(".html") else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.mark.parametrize(
    ("url", "kind", "why"),
    [
        (FEED_ADDRESS, "article", "as an article it can't be read, it is a feed; for a listing"),
        (ADDRESS, "listing", "as a listing it can't be read, "),
        (EMPTY_ADDRESS, "article", "it has no headline and no body"),
    ],
)
def test_a_page_is_recorded_only_as_what_it_can_be_read_as(tmp_path, archive, url, kind, why):
    result = record(tmp_path, url, "--from", str(archive), "--as", kind)
    assert result.returncode == 2
    assert result.stderr.startswith(f"scrapy record: {url} was not recorded: ")
    assert why in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "fixtures").exists()


def test_a_live_page_is_fetched_kept_and_recorded(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/2025/06/contoh.html"
    result = record(tmp_path, url, "--site", "visimuslim", "--as", "article", "--name", "biasa")
    server.shutdown()
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "fixtures/visimuslim/biasa.html").read_bytes() == PAGE.encode()
    assert list((tmp_path / "kept/visimuslim").glob("*.warc.gz"))
