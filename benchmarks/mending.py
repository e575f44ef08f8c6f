"""``scrapy mend`` on redesigned sites: how often its proposal is right, and how often wrong.

    python -m benchmarks.mending [--seeds 2] [--ways renamed date ...] [--sites kompas ...]

Each article page of the tests (and of the corpus, where there is one) is filled with other articles
and redesigned in each way. Mend is given ten pages of before and twelve of after, of which six are
of the same articles; what it would write is then held against six pages that it has not seen. A
field is right where each of these is read exactly as the page of before was, wrong where one is
read otherwise, left where mend says that it can't tell, and missed where mend says nothing though a
page is read otherwise. Sites are parted by a hash of their names into those that mend was made with
and those held aside. Prints a table; ends with 1 where more than .02 are wrong or less than .85
right.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from scrapy.http import Headers  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from benchmarks.corpus_tables import CORPUS  # noqa: E402
from benchmarks.pages import FIXTURES  # noqa: E402
from crawler.archive.captures import Capture  # noqa: E402
from crawler.comparison.read_twice import published  # noqa: E402
from crawler.discovery import DatedIndex, Feed, Sitemap  # noqa: E402
from crawler.mending.findings import changes, findings  # noqa: E402
from crawler.mending.listed import listed  # noqa: E402
from crawler.mending.proposals import site_with  # noqa: E402
from crawler.mending.sampled import sampled  # noqa: E402
from crawler.news_spider import NewsSpider  # noqa: E402
from crawler.parsers.article import read_article  # noqa: E402
from crawler.parsers.declared import declared  # noqa: E402
from crawler.parsers.urls import canonical_url, publisher_id  # noqa: E402
from crawler.saved.pages import site_of  # noqa: E402
from crawler.site_files.loader import SiteLoader  # noqa: E402
from tests.support.live_site import another  # noqa: E402
from tests.support.moved import beside_articles, listing_of, moved_address  # noqa: E402
from tests.support.redesigned import REBUILT, WAYS, rebuilt, redesigned  # noqa: E402
from tests.support.retold import Told, differs, retold, values_of  # noqa: E402

ALL_WAYS = (*WAYS, *REBUILT, "addresses")
LISTED = (Feed, DatedIndex, Sitemap)
SEEN_AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
LATER = timedelta(days=30)
BEFORE, BOTH, AFTER, UNSEEN = range(4), range(4, 10), range(10, 16), range(16, 22)
LARGEST = 400_000
"""Bytes of a page from which it is left out: it costs minutes."""
OUTCOMES = ("right", "left", "wrong", "missed")
FACTS = ("headline", "authors", "published", "body", "dateline", "article_url")


@dataclass(frozen=True, slots=True)
class Layout:
    """One page whose markup is a site's."""

    name: str
    site: NewsSpider
    url: str
    html: str

    @property
    def is_aside(self) -> bool:
        """Whether its site is one that mend was not made with."""
        return sha256(self.site.name.encode()).digest()[0] % 3 == 0


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one redesigned site."""

    layout: Layout
    way: str
    seed: int
    fact: str
    outcome: str
    detail: str = ""


def layouts(*, with_corpus: bool) -> Iterator[Layout]:
    """All pages of articles, of the tests and of the corpora, that a site knows."""
    loader = SiteLoader.from_settings(get_project_settings())
    sites = [loader.load(name) for name in loader.list()]
    for file in sorted(FIXTURES.glob("*/*.json")):
        page = file.with_suffix(".html")
        given = json.loads(file.read_text("utf-8"))
        if page.exists() and given.get("expected", {}).get("body"):
            html = page.read_bytes().decode("utf-8", "replace")
            site = loader.load(file.parent.name)
            yield Layout(f"{site.name}/{file.stem}", site(), given["url"], html)
    for corpus in (CORPUS, CORPUS.with_name("corpus-2")) if with_corpus else ():
        for file in sorted(corpus.glob("gold/*/*.json")):
            gold = json.loads(file.read_text("utf-8"))
            html = (corpus / gold["file"]).read_bytes().decode("utf-8", "replace")
            site = site_of(gold["url"], sites)
            if site and gold["kind"] == "article" and len(html) < LARGEST:
                yield Layout(f"{file.parent.name}/{file.stem}", site(), gold["url"], html)


def judged(layout: Layout, way: str, seed: int) -> Iterator[Judged]:
    """The fields of a site redesigned in one way; none where it has nothing that can change so."""
    told = retold(layout.site, layout.url, layout.html, range(22), SEEN_AT)
    new = [_new(each, layout.site, way, seed) for each in told]
    if None in new or not are_articles(layout.site, told):
        return
    kept = [*_captures([told[n] for n in (*BEFORE, *BOTH)], SEEN_AT)]
    kept += _captures([new[n] for n in (*BOTH, *AFTER)], SEEN_AT + LATER)
    found = findings(layout.site, sampled(layout.site, kept))
    changed = changes(layout.site, [each for each in found if each.is_clear])
    mended = type(layout.site.name, (type(layout.site),), changed)()
    broken = {each.broken.fact: each for each in found}
    facts = {*declared(layout.site), *broken} & set(FACTS)
    for fact in FACTS:
        if fact not in facts or not differs(told, fact):
            continue
        if fact in declared(layout.site) and fact not in told[0].article.confirmed:
            continue  # this page is of another layout than the fact is for
        bad = [each for each in (new[n] for n in UNSEEN) if not _is_right(each, mended, fact)]
        if fact not in broken:
            if bad:
                yield Judged(layout, way, seed, fact, "missed", bad[0].url)
        elif not broken[fact].is_clear:
            yield Judged(layout, way, seed, fact, "left", str(broken[fact].proposal))
        else:
            detail = f"{changed.get(fact)} {changed.get('drop')}"
            if bad:
                read = read_article(bad[0].html.encode(), bad[0].url, mended)
                detail += f" gives {values_of(read, SEEN_AT)[fact]!r}, not {bad[0].values[fact]!r}"
            yield Judged(layout, way, seed, fact, "wrong" if bad else "right", detail)


def judged_addresses(layout: Layout, seed: int) -> Iterator[Judged]:
    """``article_url`` of a site whose articles lie under other addresses, by its first listing."""
    site, host = layout.site, f"www.{layout.site.allowed_domains[0].removeprefix('www.')}"
    old = [another(layout.url.partition("?")[0], site.article_url, n) for n in range(8)]
    form = seed + sum(site.name.encode())
    new = [moved_address(host, form, number) for number in range(54)]
    menu = beside_articles(host)
    source = next((each for each in site.discover if isinstance(each, LISTED)), None)
    if source is None or any(map(site.is_article, (*new, *menu))):
        return
    kept = []
    for day, urls in enumerate([old, old, new[:12], new[6:18], new[12:24], new[24:30]]):
        at = SEEN_AT + timedelta(days=day)
        url, body = listing_of(source, host, urls, at)
        kept.append(Capture(url, 200, Headers(), body, at))
    found = findings(site, sampled(site, kept), listed(site, kept))
    (finding,) = [each for each in found if each.broken.fact == "article_url"] or [None]
    if finding is None:
        yield Judged(layout, "addresses", seed, "article_url", "missed")
    elif not finding.is_clear:
        detail = f"{finding.proposal} {new[0]}"
        yield Judged(layout, "addresses", seed, "article_url", "left", detail)
    else:
        mended = site_with(site, changes(site, [finding]))
        numbers = {publisher_id(url, mended.article_url) for url in new}
        bad = [url for url in new[30:] if not mended.is_article(url)]
        bad += [url for url in menu if mended.is_article(url)]
        bad += [] if len(numbers) in (1, len(new)) else ["one number for two articles"]
        outcome = "wrong" if bad else "right"
        detail = f"{finding.proposal.selector} {bad[:3]}"
        yield Judged(layout, "addresses", seed, "article_url", outcome, detail)


def are_articles(site: NewsSpider, told: list[Told]) -> bool:
    """Whether the copies have addresses of their own that the site calls an article's."""
    urls = {canonical_url(each.url) for each in told}
    return len(urls) == len(told) and all(site.is_article(each.url) for each in told)


def _new(told: Told, site: NewsSpider, way: str, seed: int) -> Told | None:
    """An article's page after the redesign, with what must be read there."""
    names = way if way in WAYS else WAYS[seed % len(WAYS)]
    html, article = told.html, told.article
    if way in REBUILT:
        html = rebuilt(html, article, published(article, SEEN_AT), way, seed)
        if html is None:
            return None
    if way == "paged":
        article = read_article(html, told.url, site)
        if not (article.body and told.article.body.startswith(article.body)):
            return None
    return replace(told, html=redesigned(html, names, seed), article=article)


def _captures(told: list[Told], since: datetime) -> Iterator[Capture]:
    for number, each in enumerate(told):
        moment = since + timedelta(hours=number)
        yield Capture(each.url, 200, Headers(), each.html.encode(), moment)


def _is_right(told: Told, site: NewsSpider, fact: str) -> bool:
    read = read_article(told.html.encode(), told.url, site)
    return values_of(read, told.seen_at)[fact] == told.values[fact]


def row(what: str, counts: Counter[str]) -> str:
    """A row of the table: the shares of those that mend spoke of, and how many it missed."""
    spoken = sum(counts[name] for name in OUTCOMES[:3])
    shares = [f"{counts[name] / spoken:.3f}" if spoken else "" for name in OUTCOMES[:3]]
    return f"| {what} | {spoken} | {' | '.join(shares)} | {counts['missed']} |"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--ways", nargs="*", default=ALL_WAYS, choices=ALL_WAYS)
    parser.add_argument("--sites", nargs="*", default=())
    parser.add_argument("--fixtures", action="store_true", help="no corpus: it takes an hour")
    parser.add_argument("--verbose", action="store_true", help="each field that is not right")
    asked = parser.parse_args()
    began = time.process_time()
    all_judged: list[Judged] = []
    for layout in layouts(with_corpus=not asked.fixtures):
        if asked.sites and layout.site.name not in asked.sites:
            continue
        for way in asked.ways:
            for seed in range(1, asked.seeds + 1):
                judge = partial(judged, way=way) if way != "addresses" else judged_addresses
                all_judged += judge(layout, seed=seed)
    print(
        "| sites | fields | right | left | wrong | missed |\n| --- | --- | --- | --- | --- | --- |"
    )
    parts = {
        "all": all_judged,
        "made with": [each for each in all_judged if not each.layout.is_aside],
        "held aside": [each for each in all_judged if each.layout.is_aside],
        **{f"way: {way}": [e for e in all_judged if e.way == way] for way in asked.ways},
        **{f"field: {fact}": [e for e in all_judged if e.fact == fact] for fact in FACTS},
    }
    for what, part in parts.items():
        print(row(what, Counter(each.outcome for each in part)))
    if asked.verbose:
        for each in all_judged:
            if each.outcome != "right":
                named = f"{each.layout.name} {each.way} {each.seed} {each.fact}"
                print(f"{each.outcome}: {named}: {each.detail}")
    print(f"{time.process_time() - began:.0f} s of CPU", file=sys.stderr)
    counts = Counter(each.outcome for each in all_judged)
    spoken = sum(counts[name] for name in OUTCOMES[:3])
    return int(counts["right"] < 0.85 * spoken or counts["wrong"] > 0.02 * spoken)


if __name__ == "__main__":
    sys.exit(main())
