"""Listings made to fill the memory: what each takes, and that what is well in them is read."""

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.discovery import BloggerFeed, DatedIndex, Feed, JsonListing, Sitemap, WordPressApi
from crawler.discovery.base import Fetch, Window
from crawler.discovery.listings.xml_listing import MOST_TAGS, UnreadableListing, parse_xml, unfold
from tests.support import volume

SITE = "https://www.contoh.id"
NOON = datetime(2025, 6, 18, 5, tzinfo=UTC)
MB = 1 << 20
MOST = 300 * MB
"""What reading a listing may take beside its content; formerly up to 2 GB."""
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peak() -> int:
    """The most bytes this process held since RESET."""
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def read_apart(source, content) -> tuple[int, int, str]:
    """A listing read in a process of its own: bytes taken at most, links, problem."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        RESET.write_text("5")
        before = peak()
        listing = source.read(content, Fetch(SITE, asked_at=NOON), Window())
        told = peak() - before, len(listing.links), listing.problem
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = json.load(told)
    os.waitpid(child, 0)
    return tuple(said)


def bomb(start: bytes, again: bytes, end: bytes, megabytes: int) -> bytes:
    """So many megabytes of the same."""
    return start + again * (megabytes * MB // len(again)) + end


ATTRIBUTES = b"<a %b/>" % b" ".join(b'a%d=""' % number for number in range(40))
FEED, MAP, ITEM = Feed(SITE), Sitemap(SITE), (b"<rss><item><title>", b"</title></item></rss>")
BOMBS = {
    "gzip of elements": (MAP, b"<urlset>", b"<a/>", b"</urlset>"),
    "elements": (MAP, b"<urlset>", b"<a/>", b"</urlset>"),
    "elements with text": (FEED, b"<rss>", b"<a>x</a>", b"</rss>"),
    "attributes": (FEED, b"<rss>", ATTRIBUTES, b"</rss>"),
    "entities": (FEED, ITEM[0], b"&a;", ITEM[1]),
    "characters": (FEED, ITEM[0], b"&#65;", ITEM[1]),
    "instructions": (FEED, b"<rss>", b"<?a?>", b"</rss>"),
    "depth": (FEED, b"<rss>", b"<a>", b""),
    "text": (FEED, ITEM[0], b"a", ITEM[1]),
    "lines": (MAP, b"", b"a\n", b""),
    "gzip of addresses": (MAP, b"", b"http://a\n", b""),
    "a document type": (FEED, b"<!DOCTYPE rss [", b"<!ENTITY a 'b'>", b""),
    "lists": (WordPressApi(SITE), b"[", b"[],", b"[]]"),
    "numbers": (BloggerFeed(SITE), b"[", b"1,", b"1]"),
    "objects": (JsonListing(SITE), b"[", b"{},", b"{}]"),
    "gzip of lists": (WordPressApi(SITE), b"[", b"[],", b"[]]"),
    "gzip of a page": (DatedIndex(SITE), b"<html>", b"<p>", b""),
}
"""What reads it, how it begins, what comes again and again, and how it ends."""
SLOW = ("entities", "characters")
"""What no limit ends early: a quarter of it is read within a quarter of the memory."""


@pytest.mark.skipif(not RESET.exists(), reason="only Linux tells the most a process held")
@pytest.mark.parametrize("what", BOMBS)
def test_no_listing_fills_the_memory(what):
    source, *parts = BOMBS[what]
    is_zipped = what.startswith("gzip")
    share = volume.of(0.25, 1) if what in SLOW else 1
    content = bomb(*parts, megabytes=60 if is_zipped else int(19 * share))
    content = gzip.compress(content, 1) if is_zipped else content
    taken, links, problem = read_apart(source, content)
    assert taken < MOST * share
    assert (links, bool(problem)) == (0, True)


def sitemap(number):
    """A sitemap of so many pages."""
    pages = (f"<url><loc>{SITE}/read/{page}/judul</loc></url>" for page in range(number))
    return f"<urlset>{''.join(pages)}</urlset>".encode()


def test_a_sitemap_with_more_pages_than_any_has_is_read_so_far(monkeypatch):
    monkeypatch.setattr("crawler.discovery.sitemap.MOST_PAGES", 100)
    listing = Sitemap(SITE).read(sitemap(101), Fetch(SITE), Window())
    assert len(listing.links) == 100
    assert listing.problem == "it names more than 100 pages; the others were not read"
    whole = Sitemap(SITE).read(sitemap(100), Fetch(SITE), Window())
    assert (len(whole.links), whole.problem) == (100, None)


def test_what_stands_before_too_many_tags_is_read():
    item = f"<item><title>Contoh</title><link>{SITE}/read/1/judul</link></item>"
    content = f"<rss><channel>{item}{'<a/>' * MOST_TAGS}</channel></rss>".encode()
    listing = Feed(SITE).read(content, Fetch(SITE), Window())
    assert [link.url for link in listing.links] == [f"{SITE}/read/1/judul"]
    assert listing.problem == "it holds more than 1,000,000 tags and was read no further"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
@pytest.mark.parametrize("length", [1, 65_500, 65_530, 5_000_000])
def test_a_stream_reads_what_is_read_at_once(encoding, length):
    """Signs, entities and bytes on the edge of two pieces included."""
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE rss [<!ENTITY a "b">]>'
    text = "é&nbsp;&amp; x&y &lt;b&gt; &tidakada; " * 40
    document = f"{head}<rss><channel><i>{'a' * length}</i><t>{text}</t></channel></rss>"
    root = parse_xml(document.encode(encoding)).root
    expected = "é\xa0& x&y <b> &tidakada; " * 40
    assert root.findtext(".//t") == expected
    assert len(root.findtext(".//i")) == length


def test_a_gzip_file_of_several_members_is_read_whole():
    parts = [os.urandom(100_000), b"", b"a" * 300_000, b"akhir"]
    assert unfold(b"".join(map(gzip.compress, parts))) == b"".join(parts)
    assert unfold(gzip.compress(parts[0]) + b"\0" * 512) == parts[0]
    with pytest.raises(UnreadableListing, match="unfolds to more than 0 MB"):
        unfold(gzip.compress(parts[2]), 299_999)
