"""RSS, RDF and Atom: the address, date and order of every item, however the feed is written."""

import gzip
import zlib

import pytest

from crawler.discovery.base import Fetch, Window
from crawler.discovery.feed import Feed
from tests.support.growth import assert_within
from tests.support.newsroom import NEWEST, Newsroom, samples

FEED = "https://www.contoh.id/rss"


def read(text, url=FEED, is_article=None, source=None):
    content = text if isinstance(text, bytes) else text.encode()
    return (source or Feed(url)).read(content, Fetch(url), Window(), is_article)


def rss(items, link="https://www.contoh.id"):
    channel = f"<channel><link>{link}</link>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'


def test_rss_gives_address_date_as_printed_and_headline_in_order():
    listing = read(
        rss(
            "<item><title>Contoh satu</title><link>https://www.contoh.id/read/1/satu</link>"
            "<pubDate>Wed, 18 Jun 2025 14:05:00 +0700</pubDate></item>"
            "<item><title><![CDATA[Contoh &amp; dua]]></title>"
            "<link> https://www.contoh.id/read/2/dua </link>"
            "<pubDate>18/06/2025 13.05</pubDate></item>"
        )
    )
    assert [(link.url, link.date, link.headline) for link in listing.links] == [
        ("https://www.contoh.id/read/1/satu", "Wed, 18 Jun 2025 14:05:00 +0700", "Contoh satu"),
        ("https://www.contoh.id/read/2/dua", "18/06/2025 13.05", "Contoh & dua"),
    ]
    assert listing.problem is None


def test_atom_takes_the_page_link_and_keeps_published_and_updated_apart():
    listing = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Contoh</title>'
        '<link rel="replies" href="https://www.contoh.id/read/1/satu#komentar"/>'
        '<link rel="alternate" href="https://www.contoh.id/read/1/satu"/>'
        "<published>2025-06-18T14:05:00+07:00</published>"
        "<updated>2025-06-18T15:00:00+07:00</updated></entry></feed>"
    )
    (link,) = listing.links
    assert link.url == "https://www.contoh.id/read/1/satu"
    assert (link.date, link.modified) == ("2025-06-18T14:05:00+07:00", "2025-06-18T15:00:00+07:00")


def test_rdf_items_outside_the_channel_are_read_with_their_dc_date():
    listing = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><link>https://www.contoh.id</link></channel>"
        "<item><title>Contoh</title><link>https://www.contoh.id/a-1</link>"
        "<dc:date>2025-06-18T14:05:00+07:00</dc:date></item></rdf:RDF>"
    )
    (link,) = listing.links
    assert (link.url, link.date) == ("https://www.contoh.id/a-1", "2025-06-18T14:05:00+07:00")


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/read/1/satu</link>", "https://www.contoh.id/read/1/satu"),
        ("<guid>https://www.contoh.id/read/1/satu</guid>", "https://www.contoh.id/read/1/satu"),
        (
            "<link>https://pelacak.example/klik/99</link>"
            "<guid isPermaLink='false'>https://berita.contoh.id/read/1/satu</guid>",
            "https://berita.contoh.id/read/1/satu",
        ),
        (
            "<link>https://www.google.com/url?q=https://www.contoh.id/read/1/satu&amp;sa=U</link>",
            "https://www.contoh.id/read/1/satu",
        ),
        (
            "<link>https://contoh.feedsportal.com/c/1/l/0L0Scontoh0Bid0Cread0C10Csatu/story01.htm"
            "</link>",
            "http://www.contoh.id/read/1/satu",
        ),
        (
            "<link>https://www.contoh.id/read/1/satu?utm_source=rss&utm_medium=feed&amp;id=7#top"
            "</link>",
            "https://www.contoh.id/read/1/satu?id=7",
        ),
    ],
    ids=["relative", "guid-only", "counted-link", "search-engine", "feedportal", "tracking"],
)
def test_the_articles_own_address_is_found_behind_other_ones(item, url):
    (link,) = read(rss(f"<item><title>Contoh</title>{item}</item>")).links
    assert link.url == url


def test_the_sites_own_test_of_articles_decides_between_two_addresses():
    item = (
        "<item><link>https://www.contoh.id/hitung/1</link>"
        "<guid>https://www.contoh.id/read/1/satu</guid></item>"
    )
    (link,) = read(rss(item), is_article=lambda url: "/read/" in url).links
    assert link.url == "https://www.contoh.id/read/1/satu"


def test_items_that_all_link_to_the_front_page_are_a_problem_not_a_listing():
    listing = read(rss("<item><title>Contoh</title><link>https://www.contoh.id/</link></item>" * 3))
    assert listing.links == []
    assert "front page" in listing.problem


def test_one_item_that_links_to_the_front_page_is_left_out():
    items = (
        "<item><link>https://www.contoh.id/</link></item>"
        "<item><link>https://www.contoh.id/read/1/satu</link></item>"
    )
    listing = read(rss(items))
    assert [link.url for link in listing.links] == ["https://www.contoh.id/read/1/satu"]


@pytest.mark.parametrize(
    "broken",
    [
        "\n\n  " + rss("<item><link>https://www.contoh.id/a?x=1&y=2</link></item>"),
        rss("<item><title>A &nbsp; B</title><link>https://www.contoh.id/a?x=1&y=2</link></item>"),
        rss("<item><link>https://www.contoh.id/a?x=1&amp;y=2</link></item>")[:-16],
        rss("<item><title>\x0bContoh</title><link>https://www.contoh.id/a?x=1&y=2</link></item>"),
        rss(
            "<item><media:title>B</media:title><link>https://www.contoh.id/a?x=1&y=2</link></item>"
        ),
    ],
    ids=["blank-lines", "html-entity", "cut-off", "control-character", "undeclared-prefix"],
)
def test_broken_xml_is_read_all_the_same(broken):
    assert [link.url for link in read(broken).links] == ["https://www.contoh.id/a?x=1&y=2"]


def test_a_wrongly_declared_encoding_does_not_spoil_the_headline():
    text = '<?xml version="1.0" encoding="iso-8859-1"?>' + rss(
        "<item><title>Jum’at “contoh”</title><link>https://www.contoh.id/a</link></item>"
    ).removeprefix('<?xml version="1.0"?>')
    assert read(text).links[0].headline == "Jum’at “contoh”"
    latin = text.replace("’", "'").replace("“contoh”", "é").encode("latin-1")
    assert read(latin).links[0].headline == "Jum'at é"


def test_a_gzipped_feed_is_unpacked():
    content = gzip.compress(rss("<item><link>https://www.contoh.id/a</link></item>").encode())
    assert [link.url for link in read(content).links] == ["https://www.contoh.id/a"]


def test_entities_a_feed_declares_itself_are_never_expanded():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "contoh">{levels}'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>&e11;&file;</title>"
        "<link>https://www.contoh.id/a</link></item></channel></rss>"
    )
    assert_within(lambda: read(bomb), 1)
    (link,) = read(bomb).links
    assert link.url == "https://www.contoh.id/a"
    assert "root:" not in (link.headline or "") and len(link.headline or "") < 50


def test_a_gzip_bomb_is_a_problem_in_words():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b" " * 2**20) for _ in range(80)) + packer.flush()
    assert len(bomb) < 200_000
    assert "unfolds to more than" in read(bomb).problem


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html><body>404</body></html>", "web page"),
        ("<opml><body/></opml>", "another kind"),
        ("just text", "not XML"),
        (b"\x1f\x8b\x08broken", "gzip file is broken"),
        (rss(""), "no items"),
    ],
)
def test_what_is_no_feed_is_a_problem_in_words(content, says):
    listing = read(content)
    assert listing.links == [] and says in listing.problem


def test_several_feeds_are_all_asked_for_and_do_not_reach_back():
    feed = Feed("https://www.contoh.id/rss/a", "https://www.contoh.id/rss/b")
    fetches = list(feed.first(Window(), NEWEST))
    assert [fetch.url for fetch in fetches] == list(feed.patterns)
    assert not feed.reaches_back
    assert read(rss("<item><link>https://www.contoh.id/a</link></item>")).more == []


def test_a_paged_feed_is_followed_until_a_page_is_missing():
    articles = samples("https://www.contoh.id/{slug}/", 45)
    feed = Feed("https://www.contoh.id/feed/?paged={page}")
    assert feed.reaches_back
    with Newsroom() as newsroom:
        newsroom.serve(feed, articles)
        listings = newsroom.walk(feed)
    assert [link.url for listing in listings for link in listing.links] == [
        article.url for article in articles
    ]
    assert len(listings) == 4


def test_a_paged_feed_stops_at_a_whole_page_before_the_window():
    articles = samples("https://www.contoh.id/{slug}/", 200)
    feed = Feed("https://www.contoh.id/feed/?paged={page}")
    window = Window(since=NEWEST.date())
    with Newsroom() as newsroom:
        newsroom.serve(feed, articles)
        listings = newsroom.walk(feed, window)
    assert len(listings) == 3  # 14 of today's articles on page 1; 2 holds none, neither does 3


@pytest.mark.parametrize("notice", ["<br />\n<b>Notice</b>: x<br />\n", "Warning: x\n"])
@pytest.mark.parametrize("declared", ['<?xml version="1.0"?>', ""])
def test_a_notice_before_a_feed_hides_no_item(notice, declared):
    feed = f"<rss><channel><item><link>{FEED}/satu-dua-tiga</link></item></channel></rss>"
    listing = read(notice + declared + feed)
    assert (len(listing.links), listing.problem) == (1, None)


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Contoh",
"home_page_url": "https://www.contoh.id/", "items": [
{"id": "1", "url": "/read/1/satu", "title": "Contoh satu",
 "date_published": "2025-06-18T14:05:00+07:00", "date_modified": "2025-06-18T15:00:00+07:00"},
{"id": "https://www.contoh.id/read/2/dua", "date_published": "2025-06-18T13:05:00+07:00"},
{"id": "3", "title": "Tanpa alamat"}]}"""


@pytest.mark.parametrize("mark", ["", "\ufeff", "\n "])
def test_a_json_feed_is_a_feed(mark):
    listing = read(mark + JSON_FEED)
    assert [(link.url, link.date, link.modified) for link in listing.links] == [
        (
            "https://www.contoh.id/read/1/satu",
            "2025-06-18T14:05:00+07:00",
            "2025-06-18T15:00:00+07:00",
        ),
        ("https://www.contoh.id/read/2/dua", "2025-06-18T13:05:00+07:00", None),
    ]
    assert listing.problem is None


@pytest.mark.parametrize("answer", ['{"error": "tutup"}', '{"items": 5}', '{"items"'])
def test_json_that_is_no_feed_says_so(answer):
    listing = read(answer)
    assert not listing.links
    assert listing.problem


def test_a_feed_of_googles_own_addresses_is_no_source():
    listing = read(rss("<item><link>https://news.google.com/rss/articles/CBMiX?oc=5</link></item>"))
    assert not listing.links
    assert "Google" in listing.problem


def test_an_address_that_leads_by_the_feeds_roundabout_gives_the_one_inside():
    host, path = "http://www.contoh.id", "indonesian/news/story/2009/11/091130_contoh.shtml"
    around = f"{host}/go/wsy/pub/rss/1.0/-/{path}"
    feed = rss(f"<item><link>{around}</link></item><item><link>{host}/lain</link></item>")
    source = Feed(FEED, roundabout=r"/go/\S*?/-/(?P<path>\S+)")
    straight = read(feed, source=source).links
    assert [each.url for each in straight] == [f"{host}/{path}", f"{host}/lain"]
    assert [each.url for each in read(feed).links] == [around, f"{host}/lain"]


def test_a_roundabout_says_where_the_pages_own_path_stands():
    with pytest.raises(ValueError, match=r"\(\?P<path>"):
        Feed("https://www.contoh.id/rss", roundabout=r"/go/.*/-/(\S+)")
