"""Pages, listings and dates of any size whose shape is hard for their readers.

``SHAPES`` holds by name what makes the material of about ``n`` characters and what reads it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple

from crawler.discovery import (
    BloggerFeed,
    DatedIndex,
    Feed,
    JsonListing,
    NewsSitemap,
    Sitemap,
    WordPressApi,
)
from crawler.discovery.base import Fetch, Window
from crawler.parsers.article import read_article
from crawler.parsers.dates import date_mentions, parse_date
from crawler.parsers.reader import Reader
from crawler.parsers.urls import canonical_url
from pipelines.prepare import prepare

ADDRESS = "https://www.contoh.id/read/1/judul-berita-contoh-nomor-satu"
LISTED_AT = "https://www.contoh.id/indeks"
HEADLINE = "Judul berita contoh nomor satu"
DATA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": "2025-06-10T10:00:00+07:00",
}
STORY = (
    "<p>Bandung, Contoh - Ini teks contoh pertama untuk pengujian, bukan berita sungguhan.</p>"
    "<p>Kalimat kedua ini juga contoh saja, kata tokoh rekaan.</p>"
)


class Shape(NamedTuple):
    """What makes material of about so many characters, and what reads it."""

    make: Callable[[int], Any]
    read: Callable[[Any], object]


def page(body="", head="", data=None, title=HEADLINE, story=STORY, before="", behind="") -> str:
    """An article page with something put in."""
    ld = json.dumps(DATA | (data or {}))
    return (
        f"<!DOCTYPE html><html lang=id><head><title>{title}</title>{head}"
        f'<script type="application/ld+json">{ld}</script></head><body>{before}<article>'
        f'<h1>{HEADLINE}</h1><div class="byline">Penulis: Ani Misal</div>'
        f'<div class="date">Selasa, 10 Juni 2025 10:00 WIB</div>'
        f'<div class="article-body">{story}{body}</div></article>{behind}</body></html>'
    )


def read_page(html: str) -> object:
    """Read and prepare a page as a crawl does."""
    return prepare(read_article(html.encode("utf-8", "replace"), ADDRESS, Reader()), "contoh")


def listing(source: Any) -> Callable[[str], object]:
    """What reads a listing by a source."""

    def read(text: str) -> object:
        fetch = Fetch(LISTED_AT, template=LISTED_AT, asked_at=datetime(2025, 6, 11, tzinfo=UTC))
        return source.read(text.encode("utf-8", "replace"), fetch, Window(), lambda url: True)

    return read


TELLING = (
    *("blanks", "letters", "digits", "Names", "camel", "hyphened", "angles", "tags", "quotes"),
    *("stars", "dates", "brackets"),
)
"""The atoms of a usual test run; a deep one takes all of them."""
ATOMS = {
    "blanks": " ",
    "line breaks": "\n",
    "hard blanks": "\u00a0",
    "letters": "a",
    "capitals": "A",
    "digits": "0",
    "words": "kata ",
    "Names": "Ani Misal ",
    "camel": "aZ",
    "codes": "a0",
    "hyphens": "-",
    "hyphened": "a-",
    "dots": "a.",
    "full stops": ". ",
    "commas": "A, ",
    "slashes": "a/",
    "dashes": " - ",
    "bars": "A | ",
    "colons": "a: ",
    "brackets": "(",
    "bracketed": "(a) ",
    "square": "[",
    "angles": "<",
    "tags": "<a ",
    "entities": "&amp;",
    "quotes": '"',
    "stars": "*",
    "underscores": "_",
    "dates": "10 Juni 2025 ",
    "clocks": "10:00 ",
    "numbers": "1 ",
    "days": "Selasa, ",
    "domains": "a.co.id",
    "addresses": "https://a.id/ ",
    "baca": "Baca juga ",
    "body": "body0",
    "accents": "e\u0301",
    "invisible": "\u200b",
}
"""What is repeated in every slot."""


def slots() -> dict[str, Shape]:
    """By place of a page or listing, what puts a text there."""

    def text(fill: Callable[[str], str]) -> Callable[[str], str]:
        return lambda value: fill(escape(value))

    rss = (
        "<rss><channel><title>Contoh</title><item><title>{}</title><link>{}</link>"
        "<pubDate>{}</pubDate><guid>{}</guid><description>{}</description></item></channel></rss>"
    )
    usual = ("Judul", ADDRESS, "Tue, 10 Jun 2025 10:00:00 +0700", "1", "isi")

    def item(place: int) -> Callable[[str], str]:
        return lambda value: rss.format(*usual[:place], escape(value), *usual[place + 1 :])

    def card(
        headline="Judul berita", path="judul-berita-contoh-nomor", date="10 Juni 2025", more=""
    ):
        one = (
            f'<div class="item"><h3><a {more} href="/read/1/{path}">{headline}</a></h3>'
            f'<span class="date">{date}</span></div>'
        )
        return f"<html><body><div class=list>{one * 3}</div></body></html>"

    def post(**members: Any) -> str:
        entry = {
            "id": {"$t": "tag:blogger.com,1999:blog-1.post-1"},
            "title": {"$t": "Judul"},
            "published": {"$t": "2025-06-10T10:00:00+07:00"},
            "link": [{"rel": "alternate", "href": "https://x.blogspot.com/2025/06/judul.html"}],
            "content": {"$t": "<p>isi</p>"},
        }
        return json.dumps({"feed": {"entry": [entry | members]}})

    def wordpress(**members: Any) -> str:
        known = {
            "id": 1,
            "link": ADDRESS,
            "date": "2025-06-10T10:00:00",
            "title": {"rendered": "Judul"},
            "content": {"rendered": "<p>isi</p>"},
        }
        return json.dumps([known | members])

    def site(loc=ADDRESS, date="2025-06-10", title="Judul"):
        return (
            f"<urlset><url><loc>{escape(loc)}</loc><lastmod>{escape(date)}</lastmod><news><publication_date>{escape(date)}"
            f"</publication_date><title>{escape(title)}</title></news></url></urlset>"
        )

    pages = {
        "title": text(lambda v: page(title=v)),
        "h1": text(lambda v: page(before=f"<h1>{v}</h1>")),
        "description": text(lambda v: page(head=f'<meta name=description content="{v}">')),
        "og:title": text(lambda v: page(head=f'<meta property=og:title content="{v}">')),
        "author": text(lambda v: page(head=f'<meta name=author content="{v}">')),
        "keywords": text(lambda v: page(head=f'<meta name=keywords content="{v}">')),
        "meta date": text(
            lambda v: page(head=f'<meta property=article:published_time content="{v}">')
        ),
        "canonical": text(lambda v: page(head=f'<link rel=canonical href="https://a.id/{v}">')),
        "meta's name": text(lambda v: page(head=f'<meta name="{v}" content=x>')),
        "first paragraph": text(lambda v: page(story=f"<p>{v}</p>{STORY}")),
        "dateline": text(lambda v: page(story=f"<p>Bandung {v} - Ini contoh.</p>{STORY}")),
        "bold opening": text(lambda v: page(story=f"<p><b>{v}</b> Ini contoh.</p>{STORY}")),
        "paragraph": text(lambda v: page(f"<p>Ini {v}</p>")),
        "cell": text(lambda v: page(f"<table><tr><td>{v}</table>")),
        "last paragraph": text(lambda v: page(f"<p>Kata contoh. ({v})</p>")),
        "end of the last": text(lambda v: page(f"<p>Kata contoh. {v}</p>")),
        "line": text(lambda v: page(f"<p>{v}<br>{v}<br>x</p>")),
        "caption": text(lambda v: page(f"<figure><img src=a alt='x'>{v}</figure>")),
        "alt": text(lambda v: page(f'<img src=a.jpg alt="{v}">')),
        "byline": text(lambda v: page(before=f"<div class=author>Penulis: {v}</div>")),
        "date line": text(lambda v: page(before=f"<div class=date>{v}</div>")),
        "time": text(lambda v: page(before=f'<time datetime="{v}">{v}</time>')),
        "class": text(lambda v: page(f'<div class="{v}">Contoh teks lain di sini.</div>')),
        "id": text(lambda v: page(f'<div id="{v}">Contoh teks lain di sini.</div>')),
        "style": text(lambda v: page(f'<div style="none {v}">Contoh teks.</div>')),
        "link": text(lambda v: page(f'<p>Contoh <a href="/{v}">{v}</a></p>')),
        "tag": text(lambda v: page(behind=f'<a rel=tag href="/tag/{v}">{v}</a>')),
        "breadcrumb": text(lambda v: page(before=f"<div class=breadcrumb><a>{v}</a></div>")),
        "comment": text(lambda v: page(f"<!-- {v} -->")),
        "style sheet": text(lambda v: page(head=f"<style>{v}</style>")),
        "outside": text(lambda v: page(behind=v)),
        "markup": lambda v: page(behind=v),
        "beginning": lambda v: v + page(),
        "script": lambda v: page(head=f"<script>{v}</script>"),
        "broken data": lambda v: page(
            head='<script type="application/ld+json">{"@type": "NewsArticle", "a": "' + v
        ),
        "state": lambda v: page(
            head='<script id=__NEXT_DATA__ type="application/json">'
            + json.dumps({"title": HEADLINE, "content": "<p>x<p>x<p>x" + v, "published_at": v})
            + "</script>"
        ),
    }
    for name in ("headline", "articleBody", "datePublished", "keywords", "articleSection", "image"):
        pages[f"data's {name}"] = lambda v, name=name: page(data={name: v})
    pages["data's author"] = lambda v: page(data={"author": {"name": v}})
    pages["escaped articleBody"] = lambda v: page(data={"articleBody": "&lt;p&gt;" + v})
    pages["articleBody with tags"] = lambda v: page(data={"articleBody": "<p>" + v})
    found = {f"page: {name}": Shape(make, read_page) for name, make in pages.items()}

    def add(kind: str, source: Any, fills: dict[str, Callable[[str], str]]) -> None:
        for name, fill in fills.items():
            found[f"{kind}: {name}"] = Shape(fill, listing(source))

    index = DatedIndex(LISTED_AT)
    add(
        "index",
        index,
        {
            "headline": text(lambda v: card(headline=v)),
            "path": text(lambda v: card(path=v)),
            "date": text(lambda v: card(date=v)),
            "title": text(lambda v: card(more=f'title="{v}"')),
            "class": text(lambda v: card(more=f'class="{v}"')),
            "empty": text(lambda v: f"<html><body><p>{v}</p></body></html>"),
            "beginning": lambda v: v + card(),
        },
    )
    found["index of looks: path"] = Shape(
        text(lambda v: card(path=v)),
        lambda html: index.read(html.encode("utf-8", "replace"), Fetch(LISTED_AT), Window(), None),
    )
    places = ("title", "link", "date", "guid", "description")
    add("feed", Feed(LISTED_AT), {name: item(place) for place, name in enumerate(places)})
    wrapped = {
        "beginning": lambda v: v + rss.format(*usual),
        "end": lambda v: rss.format(*usual) + v,
        "all of it": lambda v: v,
        "without items": lambda v: "<rss><channel></channel></rss>" + v,
        "inside": lambda v: f"<rss><channel>{v}</channel></rss>",
        "attribute": lambda v: f'<rss a="{v}"><channel></channel></rss>',
    }
    add("feed", Feed(LISTED_AT), wrapped)
    add(
        "sitemap",
        Sitemap(LISTED_AT),
        {
            "address": lambda v: site(loc="https://www.contoh.id/" + v),
            "date": lambda v: site(date=v),
            "title": lambda v: site(title=v),
            "all of it": lambda v: v,
            "part": lambda v: (
                f"<sitemapindex><sitemap><loc>https://a.id/{escape(v)}</loc></sitemap>"
                "</sitemapindex>"
            ),
        },
    )
    add(
        "Blogger feed",
        BloggerFeed("https://x.blogspot.com"),
        {
            "text": lambda v: post(content={"$t": v}),
            "cut text": lambda v: post(content={"$t": "<p>isi</p>" + v + "<a name='more'></a>"}),
            "headline": lambda v: post(title={"$t": v}),
            "date": lambda v: post(published={"$t": v}),
            "id": lambda v: post(id={"$t": v}),
        },
    )
    add(
        "WordPress",
        WordPressApi("https://www.contoh.id"),
        {
            "text": lambda v: wordpress(content={"rendered": v}),
            "headline": lambda v: wordpress(title={"rendered": v}),
            "date": lambda v: wordpress(date=v),
            "excerpt": lambda v: wordpress(excerpt={"rendered": v}),
        },
    )
    add(
        "JSON listing",
        JsonListing(LISTED_AT),
        {
            "headline": lambda v: json.dumps([{"url": ADDRESS, "title": v}]),
            "address": lambda v: json.dumps([{"url": "https://www.contoh.id/" + v}]),
            "all of it": lambda v: v,
            "beginning": lambda v: v + json.dumps([{"url": ADDRESS}]),
        },
    )
    found["a date"] = Shape(lambda v: v, lambda v: parse_date(v, now=datetime.now(UTC)))
    found["days named in a text"] = Shape(
        lambda v: v, lambda v: date_mentions(v, timezone="Asia/Jakarta")
    )
    found["an address"] = Shape(lambda v: "https://www.contoh.id/" + v, canonical_url)
    return found


def filled(names: Iterable[str] = tuple(ATOMS)) -> Iterator[tuple[str, Shape]]:
    """Every slot filled with every atom of these names, again and again."""
    for place, slot in slots().items():
        for name in names:
            atom = ATOMS[name]
            yield (
                f"{place}, {name}",
                Shape(lambda n, a=atom, s=slot: s.make(a * (n // len(a))), slot.read),
            )


def many(one: str, before: str = "", behind: str = "") -> Callable[[int], str]:
    """Something over and over; ``{}`` in it is its number."""
    length = len(one)
    if "{}" not in one:
        return lambda n: before + one * (n // length) + behind
    return lambda n: (
        before + "".join(one.replace("{}", str(i)) for i in range(n // length)) + behind
    )


def structures() -> Iterator[tuple[str, Shape]]:
    """Pages and listings that are wide, deep, or made of many of a thing."""
    tags = "div p span b a font li ul table td tr h1 h2 blockquote section article form center nav"
    tags += " figure aside time i em strong dl dd label button select option svg iframe"
    pages: dict[str, Callable[[int], str]] = {}
    for tag in tags.split():
        pages[f"<{tag}>"] = many(f"<{tag}>x</{tag}>")
        pages[f"<{tag}> nested"] = lambda n, t=tag: f"<{t}>" * (n // 9) + "x" + f"</{t}>" * (n // 9)
        pages[f"<{tag}> unclosed"] = many(f"<{tag}>x ")
        pages[f"<{tag}> closed only"] = many(f"</{tag}>")
    for tag in "div p span a body html table".split():
        pages[f"attributes of <{tag}>"] = lambda n, t=tag: f"<{t} {many('a{}=b ')(n)}>x</{t}>"
        pages[f"same attribute of <{tag}>"] = lambda n, t=tag: f"<{t} {many('class=b ')(n)}>x</{t}>"
    once = {
        "paragraphs": "<p>Ini kalimat contoh nomor {} yang cukup panjang untuk sebuah kalimat.</p>",
        "line breaks": "Baris contoh yang pendek<br>",
        "comments": "<p>x<!-- y -->",
        "unclosed comments": "<!-- ",
        "declarations": "<!DOCTYPE html>",
        "processing": "<?xml ?>",
        "CDATA": "<![CDATA[x]]>",
        "ampersands": "&",
        "entities": "&nbsp;&eacute;&#233;&hellip;",
        "wrong entities": "&abcdefgh",
        "links": '<a href="/read/{}/judul-berita-lain-nomor">Judul berita lain nomor {}</a> ',
        "linked paragraphs": '<p><a href="/read/{}/judul">Baca juga: Judul berita nomor {}</a></p>',
        "teasers": '<div><a href="/{}">Judul berita lain yang panjang</a><p>Ringkasan berita yang '
        "cukup panjang untuk sebuah kalimat di sini.</p></div>",
        "comments of readers": "<div class=comment><b>Ani</b><p>Komentar pembaca yang panjang "
        "untuk sebuah kalimat nomor {}.</p></div>",
        "classes": "<div class='kelas-{} contoh'>x</div>",
        "named beside": "<div class=related>Berita terkait yang panjang sekali nomor {}</div>",
        "ids": "<div id='nomor-{}'>x</div>",
        "pictures": "<figure><img src={}.jpg><figcaption>Foto contoh {}</figcaption></figure>",
        "pictures bare": "<div><img src={}.jpg><div>Petani memanen padi.</div></div>",
        "bylines": "<div class=author>Penulis: Ani Misal {}</div>",
        "names": '<a rel=author href="/penulis/{}">Ani Misal</a>',
        "editors": "<p>Editor: Ani Misal</p>",
        "dates": "<span class=date>Selasa, 10 Juni 2025 10:{} WIB</span>",
        "times": "<time datetime='2025-06-10T10:00:00+07:00'>10 Juni 2025</time>",
        "days in text": "<p>Pada Selasa (10/6/2025) terjadi contoh, dan pada Rabu nomor {}.</p>",
        "headings": "<h1>Judul lain nomor {}</h1>",
        "sub-headings": "<h2>Judul berita contoh nomor satu</h2>",
        "tags": '<div class=tags><a rel=tag href="/tag/{}">tag {}</a></div>',
        "metas": "<meta name=author content='Ani Misal {}'>",
        "meta dates": "<meta property=article:published_time content='2025-06-10T10:00:00'>",
        "meta names": "<meta name=nama-{} content=x>",
        "canonicals": "<link rel=canonical href='https://www.contoh.id/{}'>",
        "itemprops": "<span itemprop=author>Ani Misal {}</span>",
        "scopes": "<div itemscope itemtype=https://schema.org/Person><b itemprop=name>x</b>",
        "data": '<script type="application/ld+json">{"@type": "Article", "url": "/{}"}</script>',
        "states": '<script type="application/json">{"title": "x", "content": "<p>x<p>x"}</script>',
        "styles": "<style>x</style>",
        "forms": "<p>Dapatkan berita</p><form><input></form>",
        "list items": "<ul><li>Contoh butir nomor {} yang panjang untuk sebuah kalimat</li></ul>",
        "cells": "<tr><td>1<td>2<td>3",
        "captions": "<div class=caption>Foto contoh nomor {}</div>",
        "quotes": "<blockquote>Kutipan yang panjang untuk sebuah kalimat di sini.</blockquote>",
        "hidden": "<div style='display:none'>x</div>",
        "boxes in boxes": "<div class=related><div><p>Contoh",
        "breadcrumbs": "<div class=breadcrumb><a href='/{}'>Rubrik</a></div>",
        "bold": "<p><b>Bandung</b> - Contoh kalimat yang panjang sekali di sini.</p>",
        "datelines": "<p>BANDUNG, Contoh.id - Ini kalimat contoh yang panjang sekali.</p>",
        "end marks": "<p>***</p>",
        "signatures": "<p>(mea/mea)</p>",
        "initials": "<p>T</p>",
    }
    pages |= {name: many(one) for name, one in once.items()}
    for name, make in pages.items():
        yield f"page: {name}", Shape(lambda n, m=make: page(m(n)), read_page)
    heads = {name: pages[name] for name in ("metas", "meta dates", "canonicals", "data", "states")}
    for name, make in heads.items():
        yield f"head: {name}", Shape(lambda n, m=make: page(head=m(n)), read_page)
    for name in ("comments of readers", "teasers", "links", "dates", "bylines", "headings"):
        make = pages[name]
        yield f"page before: {name}", Shape(lambda n, m=make: page(before=m(n)), read_page)
        yield f"page behind: {name}", Shape(lambda n, m=make: page(behind=m(n)), read_page)
    yield from data_structures()
    yield from listing_structures(pages)


def data_structures() -> Iterator[tuple[str, Shape]]:
    """What a page's scripts hold."""

    def script(text: str) -> str:
        return page(head=f'<script type="application/ld+json">{text}</script>')

    def state(text: str) -> str:
        return page(head=f'<script id=__NEXT_DATA__ type="application/json">{text}</script>')

    story = '{"@type": "NewsArticle", "headline": "x", "datePublished": "2025-06-10", '
    texts = {
        "objects": many('{"@type": "NewsArticle", "headline": "x"} '),
        "list": many('{"@type": "NewsArticle", "url": "/{}"},', "[", "{}]"),
        "graph": many('{"@type": "Person", "name": "x"},', '{"@graph": [', "{}]}"),
        "nested objects": lambda n: '{"a":' * (n // 6) + "1" + "}" * (n // 6),
        "nested lists": lambda n: "[" * (n // 2) + "]" * (n // 2),
        "open lists": many("["),
        "open objects": many('{"a":'),
        "members": many('"a{}": 1,', "{", '"b": 1}'),
        "unquoted": many("a: b, ", "{", "}"),
        "strings": many('"a" ', "{"),
        "quotes": many('"', "{"),
        "escaped quotes": many('\\"', '{"a": "'),
        "backslashes": many("\\", '{"a": "'),
        "wrong escapes": many("\\x", '{"a": "', '"}'),
        "line comments": many("// a\n", "{", "}"),
        "comments": many("/* ", "{", "}"),
        "closed comments": many("/* */", "{", "}"),
        "commas": many(",", "{", "}"),
        "blank commas": many(", ", "[", "]"),
        "undefined": many("undefined,", "[", "1]"),
        "salvaged": many('"headline": "x" "', '{"@type": "NewsArticle" '),
        "salvaged types": many('"@type": ', "{"),
        "wrappings": many("<!--"),
        "cdata": many("<![CDATA["),
        "authors": many('{"@type": "Person", "name": "Ani {}"},', story + '"author": [', "{}]}"),
        "images": many('"https://a.id/{}.jpg",', story + '"image": [', '"x"]}'),
        "big number": many("1", '{"a": ', "}"),
    }
    for name, make in texts.items():
        yield f"JSON-LD: {name}", Shape(lambda n, m=make: script(m(n)), read_page)
        yield f"state: {name}", Shape(lambda n, m=make: state(m(n)), read_page)
        yield f"JSON: {name}", Shape(make, listing(JsonListing(LISTED_AT)))
        yield f"WordPress: {name}", Shape(make, listing(WordPressApi("https://www.contoh.id")))
        for kind in (DatedIndex, JsonListing):
            yield (
                f"{kind.title}'s data: {name}",
                Shape(lambda n, m=make: state(m(n)), listing(kind(LISTED_AT))),
            )
    story = '{"title": "Judul {}", "content": "<p>x<p>x<p>x", "published_at": "2025-06-10"},'
    yield "state: stories", Shape(lambda n: state(many(story, "[", "1]")(n)), read_page)
    numbers = many('{"a": {}}, ', "[[1], ", "1]")
    yield "JSON: folded", Shape(numbers, listing(JsonListing(LISTED_AT)))


def listing_structures(pages: dict[str, Callable[[int], str]]) -> Iterator[tuple[str, Shape]]:
    """Indexes, feeds, sitemaps and answers of APIs."""
    index = listing(DatedIndex(LISTED_AT))
    link = '<a href="/read/{}/judul-berita-contoh-nomor">Judul berita {}</a>'
    item = f'<div class="item"><h3>{link}</h3><span class="date">10 Juni 2025 10:00</span></div>'
    body = "<html><body>"
    indexes = {
        "items": many(item, body),
        "links": many(link, body),
        "unclosed <p> 90 deep": many(f"<p>{link}", body + "<div>" * 90),
        "unclosed <li> 90 deep": many(f"<ul><li>{link}", body + "<div>" * 90),
        "links 90 deep": many(f"<div>{link}</div>", body + "<div>" * 90),
        "unclosed <b>": many(f"<p><b><i>{link}", body),
        "unclosed <div>": many(f"<div>{link}", body),
        "dates between": many(f"<span>10 Juni 2025</span>{item}", body),
        "dates behind": many(f"{link}<span>10 Juni 2025</span>", body),
        "texts between": many(f"{link} 10 Juni 2025 <br>", body),
        "undated": many(f"<div>{link}</div>", body),
        "one address": many('<div><a href="/read/1/judul-berita-contoh-nomor">x</a></div>', body),
        "one item": many('<a href="/read/1/judul-berita-contoh-nomor">x</a>', f"{body}<div>"),
        "one link": lambda n: (
            f'{body}<a href="/read/1/judul-berita-contoh">{"<i>x</i>" * (n // 8)}'
        ),
        "posts": many(f"<article>{link}{link}</article>", body),
        "posts in posts": many(f"<article>{link}", body),
        "menus": many(f"<nav>{link}</nav>", body),
        "footers": many(f"<footer>{link}", body),
        "side bars": many(f"<div class=sidebar>{link}{link}</div>", body),
        "popular": many(f"<div><h3>Terpopuler</h3>{link}{link}</div>", body),
        "headings": many(f"<h3>{link}", body),
        "headings nested": many(f"<div><h3><div>{link}", body),
        "times": many("<time>10 Juni 2025</time>", f"{body}{item.replace('{}', '1')}"),
        "text in an item": many("<i>x</i> ", f"{body}<div>{link.replace('{}', '1')}"),
        "queries": many('<a href="/read/?id={}&judul=berita-contoh-nomor">x</a>', body),
        "one long query": many("a=b&", f'{body}<a href="/read/judul-berita-contoh-nomor?', '">x'),
        "bases": many("<base href='/{}'>", body, link.replace("{}", "1")),
        "rows": many(f"<tr><td>{link}<td>10 Juni 2025", f"{body}<table>"),
    }
    for name, make in (indexes | pages).items():
        yield f"index: {name}", Shape(make, index)
    for name in ("items", "links", "one long query", "dates between"):
        read = DatedIndex(LISTED_AT, links=".item", date=".date").read
        for how, source in (("chosen", read), ("by looks", DatedIndex(LISTED_AT).read)):
            yield (
                f"index {how}: {name}",
                Shape(
                    indexes[name],
                    lambda html, s=source: s(html.encode(), Fetch(LISTED_AT), Window()),
                ),
            )
    entry = "<item><title>J</title><link>https://www.contoh.id/{}</link><pubDate>x</pubDate></item>"
    feeds = {
        "items": many(entry, "<rss><channel>", "</channel></rss>"),
        "items nested": many("<item><link>https://www.contoh.id/{}</link>", "<rss><channel>"),
        "empty items": many("<item/>", "<rss><channel>", "</channel></rss>"),
        "links in an item": many("<link>https://a.id/{}</link>", "<rss><channel><item>"),
        "declarations": many("<?xml "),
        "whole declarations": many('<?xml version="1.0"?>'),
        "declarations behind": many("<?xml ", "<rss><channel></channel></rss>"),
        "doctypes": many("<!DOCTYPE "),
        "doctypes behind": many("<!DOCTYPE ", "<rss><channel></channel></rss>"),
        "doctype with brackets": many("[", "<!DOCTYPE rss "),
        "doctype of entities": many('<!ENTITY a{} "b">', "<!DOCTYPE rss [", "]><rss></rss>"),
        "comments": many("<!-- ", "<rss><channel></channel></rss>"),
        "CDATA": many("<![CDATA[", "<rss><channel>"),
        "deep": many("<a>", "<rss>"),
        "attributes": many("a{}='b' ", "<rss ", "><channel/></rss>"),
        "ampersands": many("&", "<rss><channel><item><title>"),
        "entities": many("&nbsp;", "<rss><channel><item><title>"),
        "wrong entities": many("&abcdefghij", "<rss><channel><item><title>"),
        "broken": many("<item><link>https://www.contoh.id/{}<", "<rss><channel>"),
        "broken nested": many("<item <link ", "<rss><channel>"),
        "namespaces": many("<a:b xmlns:a='x{}'/>", "<rss><channel>"),
        "closed only": many("</item>", "<rss><channel>"),
    }
    pages_of = "<url><loc>https://www.contoh.id/{}</loc><lastmod>2025-06-10</lastmod></url>"
    feeds |= {
        "pages": many(pages_of, "<urlset>", "</urlset>"),
        "parts": many("<sitemap><loc>https://a.id/{}</loc></sitemap>", "<sitemapindex>"),
        "pages nested": many("<url><loc>https://www.contoh.id/{}</loc>", "<urlset>"),
        "locs": many("<loc>x</loc>", "<urlset><url>"),
        "addresses": many("https://www.contoh.id/{}\n"),
        "one long address": many("a", "https://www.contoh.id/"),
    }
    for kind in (Feed, Sitemap, NewsSitemap):
        for name, make in feeds.items():
            yield f"{kind.title}: {name}", Shape(make, listing(kind(LISTED_AT)))
