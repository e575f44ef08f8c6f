"""``scrapy genspider`` on sites whose file it doesn't see: how much of its draft is right.

    python -m benchmarks.drafting [--sites kompas ...] [--verbose]

Each current page of the tests is filled with 22 articles. The draft is made of a front page with
menus, the listing that the site declares first (a feed, a sitemap or an index), three articles; it
is then held against six pages that it has not seen, and against addresses. A field is right where
each page is read as the site's own file reads it, left where the draft says FILL IN, else wrong.
``discover`` is right where the listing is found that the site declares. Sites that the draft says
are a row of a table are read by that row. Prints a table; ends with 1 where more than .02 are wrong
or less than .85 right.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from benchmarks.mending import LISTED, SEEN_AT, Judged, Layout, are_articles, layouts, row  # noqa: E402
from crawler.discovery import DatedIndex, Feed, Sitemap  # noqa: E402
from crawler.discovery.base import Source  # noqa: E402
from crawler.drafting.answers import Answer, Host  # noqa: E402
from crawler.drafting.draft import Draft, drafted  # noqa: E402
from crawler.drafting.networks import network_for  # noqa: E402
from crawler.drafting.written import source_of  # noqa: E402
from crawler.news_spider import NewsSpider  # noqa: E402
from crawler.parsers.article import read_article  # noqa: E402
from crawler.parsers.urls import publisher_id  # noqa: E402
from tests.support.moved import beside_articles, listing_of  # noqa: E402
from tests.support.retold import Told, differs, retold, values_of  # noqa: E402

FIELDS = ("headline", "authors", "published", "body", "dateline")
FACTS = (*FIELDS, "discover", "article_url", "table")
TABLES = sorted((HERE.parent / "spiders" / "tables").glob("*.csv"))


def host_of(layout: Layout, told: list[Told]) -> Host | None:
    """What a new site shows: None where its listing is of another kind than can be made here."""
    site = layout.site
    source = next((each for each in site.discover if isinstance(each, LISTED)), None)
    if source is None:
        return None
    domain = site.allowed_domains[0].removeprefix("www.")
    home = f"https://www.{domain}/"
    url, body = listing_of(source, f"www.{domain}", [each.url for each in told[:16]], SEEN_AT)
    pages = [(each.url, each.html.encode()) for each in told[:3]]
    robots = f"User-agent: *\nAllow: /\n{f'Sitemap: {url}' if isinstance(source, Sitemap) else ''}"
    shown = [
        (home, front_page(layout, told, source, url).encode()),
        (f"{home}robots.txt", robots.encode()),
        (url, body),
        *pages,
    ]
    return Host(home, tuple(Answer(each, content, SEEN_AT) for each, content in shown))


def front_page(layout: Layout, told: list[Told], source: Source, listing: str) -> str:
    """Menus, twelve articles and the link to its feed or index; made by what its articles are."""
    domain = layout.site.allowed_domains[0].removeprefix("www.")
    head = "".join(part for part in (_generator(layout.html),) if part)
    if isinstance(source, Feed):
        head += f'<link rel="alternate" type="application/rss+xml" href="{escape(listing)}">'
    menu = "".join(f'<li><a href="{url}">Menu</a></li>' for url in beside_articles(f"www.{domain}"))
    if isinstance(source, DatedIndex):
        menu += f'<li><a href="{escape(listing)}">Indeks</a></li>'
    items = "".join(
        f'<article><h3><a href="{escape(each.url)}">{escape(each.article.headline or "")}</a></h3>'
        "</article>"
        for each in told[:12]
    )
    body = f"<body><nav>{menu}</nav><main>{items}</main></body>"
    return f"<html lang='id'><head>{head}</head>{body}</html>"


def _generator(html: str) -> str:
    if "/wp-content/" in html or "WordPress" in html:
        return '<meta name="generator" content="WordPress 6.8"><link rel="https://api.w.org/">'
    return '<meta name="generator" content="Blogger">' if "blogger" in html else ""


def judged(layout: Layout) -> Iterator[Judged]:
    """The facts of a site's draft."""
    told = retold(layout.site, layout.url, layout.html, range(22), SEEN_AT)
    host = host_of(layout, told) if are_articles(layout.site, told) else None
    if host is None:
        return
    draft = drafted(host, date(2026, 3, 1))
    network = network_for("drafted_site", draft, TABLES)
    site = network.spider() if network else written(draft)
    how = "row" if network else "file"
    if network and network.table.stem not in type(layout.site).__mro__[1].__module__:
        yield Judged(layout, how, 0, "table", "wrong", f"{network.table.name}: {network.why}")
    for fact in FIELDS:
        read = [read_article(each.html.encode(), each.url, site) for each in told[16:]]
        bad = [
            f"{values_of(article, SEEN_AT)[fact]!r}, not {each.values[fact]!r}"
            for article, each in zip(read, told[16:], strict=True)
            if values_of(article, SEEN_AT)[fact] != each.values[fact]
        ]
        if fact not in ("dateline", "body") and not differs(told, fact):
            continue
        is_left = not network and any(
            each.field == fact and each.is_doubtful for each in draft.fields
        )
        outcome = "left" if is_left else "wrong" if bad else "right"
        yield Judged(layout, how, 0, fact, outcome, "".join(bad[:1]))
    yield _of_addresses(layout, told, site, draft, how)
    declared = next(each for each in layout.site.discover if isinstance(each, LISTED))
    kinds = {type(each) for each in layout.site.discover} if network else {type(declared)}
    fits = not kinds.isdisjoint(map(type, site.discover))
    (found,) = (each for each in draft.facts if each.name == "discover")
    outcome = "right" if fits else "wrong" if network or found.is_told else "left"
    yield Judged(layout, how, 0, "discover", outcome, str(found.value))


def _of_addresses(
    layout: Layout, told: list[Told], site: NewsSpider, draft: Draft, how: str
) -> Judged:
    bad = [each.url for each in told[16:] if not site.is_article(each.url)]
    domain = layout.site.allowed_domains[0].removeprefix("www.")
    bad += [url for url in beside_articles(f"www.{domain}") if site.is_article(url)]
    numbers = {publisher_id(each.url, site.article_url) for each in told}
    bad += [] if len(numbers) in (1, len(told)) else ["one number for two articles"]
    (fact,) = (each for each in draft.facts if each.name == "article_url")
    is_left = how == "file" and not fact.is_told
    outcome = "left" if is_left else "wrong" if bad else "right"
    return Judged(layout, how, 0, "article_url", outcome, f"{site.article_url} {bad[:2]}")


def written(draft: Draft) -> NewsSpider:
    """The spider of the file as it is written."""
    names: dict[str, object] = {"__name__": "spiders.drafted_site"}
    exec(source_of(draft, "drafted_site", date(2026, 3, 1)), names)  # noqa: S102 our own draft
    return names["DraftedSiteSpider"]()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", nargs="*", default=())
    parser.add_argument("--verbose", action="store_true", help="each fact that is not right")
    asked = parser.parse_args()
    found: list[Judged] = []
    for layout in layouts(with_corpus=False):
        if not asked.sites or layout.site.name in asked.sites:
            found += judged(layout)
    print("| sites | facts | right | left | wrong | |\n| --- | --- | --- | --- | --- | --- |")
    parts = {
        "all": found,
        "made with": [each for each in found if not each.layout.is_aside],
        "held aside": [each for each in found if each.layout.is_aside],
        **{f"as a {how}": [each for each in found if each.way == how] for how in ("file", "row")},
        **{fact: [each for each in found if each.fact == fact] for fact in FACTS},
    }
    for what, part in parts.items():
        print(row(what, Counter(each.outcome for each in part)))
    for each in found if asked.verbose else ():
        if each.outcome != "right":
            print(f"{each.outcome}: {each.layout.name} {each.way} {each.fact}: {each.detail[:300]}")
    counts = Counter(each.outcome for each in found)
    return int(counts["right"] < 0.85 * len(found) or counts["wrong"] > 0.02 * len(found))


if __name__ == "__main__":
    sys.exit(main())
