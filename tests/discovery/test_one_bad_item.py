"""One bad item costs itself alone, in every kind of listing and in all that is done with links."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest
from scrapy import Request

from crawler import discovery
from crawler.crawl.frontier import lasting_date, listed_day
from crawler.crawl.plan import key_of
from crawler.discovery.base import Window
from crawler.fetching.address_guard import sifted
from crawler.parsers.urls import address_forms, canonical_url

HOME = "https://www.contoh.id"
API = f"{HOME}/api?page={{page}}"
NOW = datetime(2025, 6, 18, tzinfo=UTC)
BAD_TEXTS = (
    *("", " ", "\x00", "\x08", "\ud800", "a\udc00b", "\u202e", "٠٢٥", "²", "9" * 30, "-1", "1e999"),
    *("http://[", "http://[::1", f"{HOME}:99999/read/9", f"{HOME}:80a/read/9", "//", "/\ud800"),
    *("https://\ud800.id/read/9", "https://a..b/read/9", f"https://{'a' * 300}.id/read/9"),
    *(
        "javascript:void(0)",
        "mailto:x@y",
        "data:,x",
        f"{HOME}/read/{'x' * 5000}",
        f"{HOME}\\@jahat",
    ),
    *("https://user:pw@www.contoh.id/read/9", "https://www.contoh.id/read/\u2028\x00%zz?%&=&;"),
    *("0000-00-00T00:00:00", "2025-13-45T99:99:99+99:99", "99999999999999999999", "18 Juni 99999"),
)
BAD_MARKUP = (
    *("&", "<", "&nbsp;", "&#0;", "&#xD800;", "&#56000;", "&#99999999;", "&#x7fffffff;", "]]>"),
    *("<b>x", "<a href='x'>", "<item>", "</item>", "</url>", "</li>", "</entry>", "<![CDATA[x]]>"),
)
UNCLOSED = ("<!--", "<!-- x", "<?x")
"""What hides what is behind it in a web page, in a browser too."""
BAD_VALUES = (
    *(None, True, 0, -1, 10**20, 1e308, [], {}, [[]], {"rendered": None}, {"rendered": [1]}),
    *({"$t": None}, {"$t": [1]}, [{"href": 1}]),
)


def address(number):
    return f"{HOME}/read/{number}/judul-berita-{number}"


GOOD = {address(number) for number in range(3)}


def post(number):
    """One of the WordPress API."""
    times = {"date": "2025-06-18T14:05:00", "date_gmt": "2025-06-18T07:05:00"}
    term = {"taxonomy": "post_tag", "name": "Contoh"}
    return {
        "id": number,
        "link": address(number),
        "title": {"rendered": "Judul"},
        **times,
        "content": {"rendered": "<p>Paragraf contoh.</p>", "protected": False},
        "_embedded": {"author": [{"name": "Sari"}], "wp:term": [[term]]},
    }


def entry(number):
    """One of a Blogger feed."""
    time = {"$t": "2025-06-18T14:05:00.000+07:00"}
    return {
        "id": {"$t": f"tag:blogger.com,1999:blog-1.post-{number}"},
        "title": {"$t": "Judul"},
        "published": time,
        "updated": time,
        "content": {"$t": "<p>Paragraf contoh.</p>"},
        "link": [{"rel": "alternate", "href": address(number)}],
        "author": [{"name": {"$t": "Sari"}}],
        "category": [{"term": "Contoh"}],
    }


def item(number):
    """One of a JSON listing."""
    return {"url": address(number), "date": "2025-06-18", "title": "Judul", "id": number}


def in_data(items):
    return {"data": items}


DECLARED = {"items": "data", "url": "url", "date": "date", "modified": "x", "headline": "title"}
IN_JSON = {
    "WordPress": (discovery.WordPressApi(HOME), post, list),
    "Blogger": (discovery.BloggerFeed(HOME), entry, lambda items: {"feed": {"entry": items}}),
    "found": (discovery.JsonListing(API), item, in_data),
    "declared": (discovery.JsonListing(API, id="id", **DECLARED), item, in_data),
}
RSS = "<item><title>{title}</title><link>{url}</link>{more}<pubDate>{date}</pubDate></item>"
ATOM = (
    "<entry><title>{title}</title><link href='{url}'/>{more}<published>{date}</published></entry>"
)
NEWS = "<n:news><n:publication_date>{date}</n:publication_date><n:title>{title}</n:title></n:news>"
PAGE = f"<url><loc>{{url}}</loc>{{more}}<lastmod>{{date}}</lastmod>{NEWS}</url>"
ROW = "<li>{more}<h3><a href='{url}'>{title}</a></h3><time datetime='{date}'>{date}</time></li>"
CHANNEL = f"<rss><channel><title>Contoh</title><link>{HOME}</link>{{}}</channel></rss>"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
URLSET = "<urlset xmlns:n='contoh'>{}</urlset>"
WEB_PAGE = "<html><body><ul>{}</ul></body></html>"
INDEX = f"{HOME}/indeks?hari={{day}}"
CSS = {"links": "li a", "date": "time::attr(datetime)"}
IN_MARKUP = {
    "RSS": (discovery.Feed(f"{HOME}/rss"), RSS, CHANNEL),
    "Atom": (discovery.Feed(f"{HOME}/rss"), ATOM, FEED),
    "Atom of Blogger": (discovery.BloggerFeed(HOME), ATOM, FEED),
    "sitemap": (discovery.Sitemap(f"{HOME}/sitemap.xml"), PAGE, URLSET),
    "news sitemap": (discovery.NewsSitemap(f"{HOME}/sitemap.xml"), PAGE, URLSET),
    "RSS for a sitemap": (discovery.Sitemap(f"{HOME}/sitemap.xml"), RSS, CHANNEL),
    "index": (discovery.DatedIndex(INDEX), ROW, WEB_PAGE),
    "declared index": (discovery.DatedIndex(INDEX, **CSS), ROW, WEB_PAGE),
}


def test_every_kind_of_listing_is_among_these():
    tried = {type(source).__name__ for source, *_ in (*IN_JSON.values(), *IN_MARKUP.values())}
    assert tried == set(discovery.__all__)


def listing_of(source, content):
    fetch = next(iter(source.first(Window(), NOW)))
    return source.read(content, fetch, Window(), lambda url: "/read/" in url)


def usable(source, content):
    """The addresses that a crawl could ask for and keep, of all that a listing names."""
    listing = listing_of(source, content)
    assert listing.problem is None
    links, _ = sifted(listing.links, frozenset([f"{HOME}:443"]))
    values = []
    for link in links:
        Request(link.url)
        key_of(link.url, canonical_url(link.url), r"/read/(?P<id>\d+)")
        when = (link.date, "2026-11-28T00:00:00Z", "Asia/Jakarta")
        values += [*address_forms(link.url), listed_day(*when), lasting_date(*when)]
        values += [link.date, link.modified, link.headline, link.guid, link.publisher_id]
    DATABASE.execute(f"SELECT {', '.join('?' * len(values))}", values)
    return {link.url for link in links}


DATABASE = sqlite3.connect(":memory:")


def places(value, path=()):
    """The paths of all there is in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(member, (*path, key))


def changed(value, path, bad):
    """A JSON value with another one at a path."""
    if not path:
        return bad
    first, *rest = path
    copy = value.copy()
    copy[first] = changed(value[first], rest, bad)
    return copy


@pytest.mark.parametrize("kind", IN_JSON)
def test_one_bad_item_costs_no_other_in_json(kind):
    source, made, around = IN_JSON[kind]
    first, *others = map(made, range(3))
    for path in places(made(9)):
        for bad in (*BAD_VALUES, *BAD_TEXTS):
            items = [first, changed(made(9), path, bad), *others]
            assert usable(source, json.dumps(around(items)).encode()) >= GOOD, (path, bad)


def in_markup(kind, number, **parts):
    """An item of a listing in markup, parts of it given."""
    right = {"url": address(number), "title": "Judul", "date": "2025-06-18T14:05:00+07:00"}
    return IN_MARKUP[kind][1].format(**{**right, "more": "", **parts})


@pytest.mark.parametrize("kind", IN_MARKUP)
def test_one_bad_item_costs_no_other_in_markup(kind):
    source, _, around = IN_MARKUP[kind]
    first, *others = (in_markup(kind, number) for number in range(3))
    for place in ("url", "title", "date", "more"):
        for bad in (*BAD_TEXTS, *BAD_MARKUP, *UNCLOSED):
            text = around.format("".join([first, in_markup(kind, 9, **{place: bad}), *others]))
            assert usable(source, text.encode("utf-8", "replace")) >= GOOD, (place, bad)


NOTICE = b"<br />\n<b>Notice</b>: Undefined index: contoh in <b>/a.php</b>\n<br />"


@pytest.mark.parametrize("kind", IN_JSON)
def test_noise_that_was_passed_over_is_noted_in_json(kind):
    source, made, around = IN_JSON[kind]
    content = json.dumps(around([*map(made, range(3))])).encode()
    assert listing_of(source, content).note is None
    for noisy in (NOTICE + content, content + b"<!-- cached -->"):
        assert usable(source, noisy) == GOOD
        assert "passed over" in listing_of(source, noisy).note


@pytest.mark.parametrize("kind", IN_MARKUP)
def test_noise_that_was_passed_over_is_noted_in_markup(kind):
    source, _, around = IN_MARKUP[kind]
    content = around.format("".join(in_markup(kind, number) for number in range(3))).encode()
    assert listing_of(source, content).note is None
    assert usable(source, NOTICE + content) == GOOD
    if around != WEB_PAGE:
        assert "passed over" in listing_of(source, NOTICE + content).note
        broken = content.replace(b"Judul", b"<!-- x", 1)
        assert "item by item" in listing_of(source, broken).note


@pytest.mark.parametrize("kind", [kind for kind in IN_MARKUP if IN_MARKUP[kind][2] != WEB_PAGE])
def test_markup_that_breaks_off_anywhere_is_no_whole_listing_and_gives_whole_items(kind):
    source, _, around = IN_MARKUP[kind]
    whole = around.format("".join(in_markup(kind, number) for number in range(3)))
    ended = max(whole.find(end) for end in ("</channel>", "</feed>", "</urlset>"))
    for place in range(len(around) // 2, ended + 1):
        listing = listing_of(source, whole[:place].encode())
        assert listing.is_unread, whole[:place]
        assert {link.url for link in listing.links} <= GOOD, whole[:place]
    assert {link.url for link in listing.links} == GOOD
    assert listing_of(source, whole.encode() + b"<!-- cached -->").problem is None


@pytest.mark.parametrize("kind", IN_JSON)
def test_json_that_breaks_off_anywhere_is_no_whole_listing(kind):
    source, made, around = IN_JSON[kind]
    whole = json.dumps(around([*map(made, range(3))]))
    for place in range(1, len(whole)):
        assert listing_of(source, whole[:place].encode()).is_unread, whole[:place]


HIDING = ("<!-- iklan", "<!--", "<script src='a.js'>", "<style>", "<textarea>", "</body></html>")


@pytest.mark.parametrize("opened", HIDING)
@pytest.mark.parametrize(
    "end", ["", "\r\n</body>\r\n</html>", "<!-- cached --><script>a()</script>"]
)
def test_what_nobody_closes_hides_no_item_of_an_index(opened, end):
    source, _, around = IN_MARKUP["index"]
    first, *others = (in_markup("index", number) for number in range(3))
    content = around.format(first + opened + "".join(others))
    content = content.removesuffix("</body></html>") + end
    assert usable(source, content.encode()) == GOOD
    note = listing_of(source, content.encode()).note
    assert bool(note) == (opened != "</body></html>")


def test_a_closed_comment_in_an_index_stays_one():
    source, _, around = IN_MARKUP["index"]
    items = [in_markup("index", number) for number in range(3)]
    for end in ("", "</body></html>"):
        content = around.removesuffix("</body></html>").format("".join(items))
        content += f"<!-- {in_markup('index', 9)} -->{end}"
        assert usable(source, content.encode()) == GOOD
        assert listing_of(source, content.encode()).note is None
