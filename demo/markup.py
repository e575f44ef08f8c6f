"""From a story to what a newsroom's server would answer: pages, feeds, sitemaps.

The article pages are the files of ``markup/``, written after each newsroom's real markup; what a
listing looks like stands here.
"""

import html
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from demo.stories import WIB, Story

PAGES = Path(__file__).with_name("markup")
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu"


def long_date(day: datetime) -> str:
    """As in "Senin, 2 Maret 2026"."""
    return f"{DAYS.split()[day.weekday()]}, {day.day} {MONTHS.split()[day.month - 1]} {day.year}"


def kompas_page(story: Story) -> str:
    """A Kompas.com page of the layout of 2017 to 2026; a revised one names only the revision."""
    modified = story.modified or story.published
    label = "Diperbarui " if story.modified else ""
    return page(
        story,
        visible_date=f"Kompas.com - {label}{modified:%d/%m/%Y, %H:%M} WIB",
        amp_address=story.address.replace("www.", "amp."),
        published_plain=f"{story.published:%Y-%m-%d %H:%M:%S}",
        tags="".join(
            f'<li><a href="https://www.kompas.com/tag/x">{tag}</a></li>' for tag in story.tags
        ),
        # JSON-LD of Kompas names the editor as author, and its times are true UTC.
        json_ld=news_article(story, author=story.editor, zone=UTC),
    )


def tribunnews_page(story: Story) -> str:
    """A page of Tribunnews, or of a regional paper, which prints the time of its own zone only."""
    time = json_ld = ""
    if story.published:
        visible = f"Tayang: {long_date(story.published)} {story.published:%H:%M %Z}"
        time = f"<time>{visible}</time>"
    if story.published and story.published.tzinfo is WIB:
        machine = story.published.isoformat(timespec="minutes")
        time = f'<time class="grey" datetime="{machine}">{visible}</time>'
        json_ld = news_article(story, author=story.author, zone=WIB)
    return page(
        story,
        time=time,
        json_ld=f'<script type="application/ld+json">{json_ld}</script>' if json_ld else "",
        tags=" ".join(
            f'<h5 class="tagcloud3"><a href="https://www.tribunnews.com/tag/x">{tag}</a></h5>'
            for tag in story.tags
        ),
    )


def hidayatullah_page(story: Story) -> str:
    """A WordPress page with the metadata of the Yoast plugin."""
    return page(
        story,
        visible_date=long_date(story.published),
        published_iso=story.published.isoformat(),
        tags=" ".join(
            f'<a href="https://hidayatullah.com/tag/x" rel="tag">{tag}</a>' for tag in story.tags
        ),
        json_ld=news_article(story, author=story.author, zone=UTC, graph=True),
    )


def page(story: Story, **facts: str) -> str:
    """The page of a story's site with the story in it."""
    opening, *further = story.text
    template = Template((PAGES / f"{story.site}.html").read_text(encoding="utf-8"))
    dates = {}
    if story.published:
        modified = story.modified or story.published
        dates["published_utc"] = story.published.astimezone(UTC).isoformat()
        dates["modified_utc"] = modified.astimezone(UTC).isoformat()
    return template.substitute(
        headline=html.escape(story.headline),
        lead=html.escape(opening),
        address=story.address,
        author=story.author,
        editor=story.editor,
        section=story.section,
        tag_list=", ".join(story.tags),
        opening=story.dateline + html.escape(opening, quote=False),
        paragraphs="\n".join(f"<p>{html.escape(text, quote=False)}</p>" for text in further),
        **dates,
        **facts,
    )


def news_article(story: Story, *, author: str, zone, graph: bool = False) -> str:
    """The JSON-LD of a story, its times in the given zone."""
    modified = story.modified or story.published
    node = {
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.published.astimezone(zone).isoformat(),
        "dateModified": modified.astimezone(zone).isoformat(),
        "author": {"@type": "Person", "name": author},
        "mainEntityOfPage": story.address,
    }
    if not graph:
        return json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False)
    website = {"@type": "WebSite", "name": "Hidayatullah.com", "url": "https://hidayatullah.com/"}
    nodes = {"@context": "https://schema.org", "@graph": [node, website]}
    return json.dumps(nodes, ensure_ascii=False)


PAGE: dict[str, Callable[[Story], str]] = {
    "kompas": kompas_page,
    "tribunnews": tribunnews_page,
    "hidayatullah": hidayatullah_page,
}
"""Site to page; Blogger's feed carries whole articles, so no page of it is fetched."""


def blogger_feed(stories: Sequence[Story]) -> str:
    """The feed of a blog whose owner publishes whole posts."""
    latest = max(story.modified or story.published for story in stories)
    feed = {
        "xmlns": "http://www.w3.org/2005/Atom",
        "xmlns$openSearch": "http://a9.com/-/spec/opensearchrss/1.0/",
        "id": {"$t": "tag:blogger.com,1999:blog-900"},
        "updated": {"$t": blogger_time(latest)},
        "title": {"type": "text", "$t": "VisiMuslim"},
        "openSearch$totalResults": {"$t": str(len(stories))},
        "openSearch$startIndex": {"$t": "1"},
        "openSearch$itemsPerPage": {"$t": "150"},
        "entry": [blogger_entry(story) for story in stories],
    }
    return json.dumps({"version": "1.0", "encoding": "UTF-8", "feed": feed}, ensure_ascii=False)


def blogger_entry(story: Story) -> dict:
    """One post; its paragraphs are parted by line breaks, as Blogger's editor leaves them."""
    text = "<br />\n<br />\n".join(html.escape(text, quote=False) for text in story.text)
    number = sum(story.address.encode())
    return {
        "id": {"$t": f"tag:blogger.com,1999:blog-900.post-900{number:06}"},
        "published": {"$t": blogger_time(story.published)},
        "updated": {"$t": blogger_time(story.modified or story.published)},
        "category": [
            {"scheme": "http://www.blogger.com/atom/ns#", "term": tag} for tag in story.tags
        ],
        "title": {"type": "text", "$t": story.headline},
        "content": {"type": "html", "$t": story.dateline + text},
        "link": [
            {
                "rel": "alternate",
                "type": "text/html",
                "href": story.address,
                "title": story.headline,
            }
        ],
        "author": [{"name": {"$t": story.author}}],
    }


def blogger_time(instant: datetime) -> str:
    """As in "2026-03-02T09:12:00.000+07:00"."""
    return instant.isoformat(timespec="milliseconds")


def wordpress_feed(stories: Sequence[Story]) -> str:
    """The RSS feed of a WordPress site, its times in UTC."""
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{story.address}</link>"
        f"<dc:creator><![CDATA[{story.author}]]></dc:creator>"
        f"<pubDate>{format_datetime(story.published.astimezone(UTC))}</pubDate>"
        f'<guid isPermaLink="false">https://hidayatullah.com/?p={story.address.split("/")[-2]}</guid>'
        f"<description><![CDATA[{story.text[0]} [&#8230;]]]></description></item>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Hidayatullah.com</title>'
        f"<link>https://hidayatullah.com</link>\n{items}</channel></rss>\n"
    )


def tribunnews_index(stories: Sequence[Story]) -> str:
    """A paper's index of one day."""
    items = "\n".join(
        f'<li class="ptb15"><h3 class="f16 fbo"><a href="{story.address}" class="f20 ln24">'
        f"{html.escape(story.headline)}</a></h3>{tribunnews_time(story)}</li>"
        for story in stories
    )
    return (
        '<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8">'
        '<title>Indeks Berita (contoh)</title></head>\n<body><div id="latestul">'
        f'<h1>Indeks Berita</h1>\n<ul class="lsi">\n{items}\n</ul></div></body></html>\n'
    )


def tribunnews_time(story: Story) -> str:
    """When an index says that a story was published; nothing where it does not."""
    if story.published is None:
        return ""
    return f'<time class="grey">{long_date(story.published)} {story.published:%H:%M %Z}</time>'


def kompas_index(stories: Sequence[Story]) -> str:
    """Kompas' index of one day; it prints the day alone."""
    items = "\n".join(
        f'<div class="articleItem"><a href="{story.address}" class="article-link">'
        f'<div class="articleItem-box"><h2 class="articleTitle">{html.escape(story.headline)}</h2>'
        f'<div class="articlePost"><div class="articlePost-subtitle">{story.section.upper()}</div>'
        f'<div class="articlePost-date">{story.day:%d/%m/%Y}</div></div></div></a></div>'
        for story in stories
    )
    return (
        '<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8">'
        "<title>Indeks Berita (contoh) - Kompas.com</title></head>\n"
        f'<body><div class="latest--indeks mt2 clearfix"><div class="articleList -list">\n{items}\n'
        "</div></div></body></html>\n"
    )


LISTING: dict[str, Callable[[Sequence[Story]], str]] = {
    "visimuslim": blogger_feed,
    "hidayatullah": wordpress_feed,
    "tribunnews": tribunnews_index,
    "kompas": kompas_index,
}
"""Site to the listing that its spider asks first."""
LISTING_TYPE = {
    "visimuslim": "application/json; charset=UTF-8",
    "hidayatullah": "application/rss+xml; charset=UTF-8",
    "tribunnews": "text/html; charset=UTF-8",
    "kompas": "text/html; charset=UTF-8",
}
