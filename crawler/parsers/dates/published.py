"""Where a page may say when it was published: declared, JSON-LD, metas, lines, address, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from crawler.items import DateCandidate
from crawler.parsers.dates import patterns
from crawler.parsers.dates.article_bounds import ArticleBounds
from crawler.parsers.dates.dates import date_mentions, parse_date
from crawler.parsers.dates.finder import ParsedDate, fold
from crawler.parsers.dates.lines import (
    SAME_DAY,
    SOME_MOMENT,
    DateLine,
    find_told_lines,
    split_update,
)
from crawler.parsers.dates.trust import EARLIEST
from crawler.parsers.page.index import finds
from crawler.parsers.page.text import clean
from crawler.parsers.urls import canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

PUBLISHED_META = re.compile(
    r"(?:pub(?:lish(?:ed)?|lication)?|posted)[-_.: ]?(?:date|time|on|at)(?:unix)?$"
    r"|[:.]published$|date[-_.]?published$|(?:^|[.:])date(?:[.:](?:issued|created))?$"
    r"|^dcterms[.:](?:issued|created)$"
    r"|^citation_(?:publication_|online_)?date$"
    r"|(?:article|story|content|post)[-_.: ]date(?:[-_.: ]original)?$"
    r"|(?:article|date|time)[-_.:]original$|original[-_.:]?(?:date|time)$"
    r"|(?:display|release|news|berita)[-_.: ]?date$|(?:^|[-_.:])(?:tanggal|tgl)(?:[-_.]\w+)?$"
    r"|(?:^|[.:])(?:date_?)?created(?:[-_]?(?:at|date|on|time))?$|^timestamp$"
    r"|published_time_unix$"
)
"""``article:published_time``, ``content_PublishedDate``, ``dtk:publishdateunix``, ``date``,
``jpnncom_news_pubdate``, ``dc.date.issued``, ``citation_date``, ``article_date_original``,
``release_date``, ``tanggal``, ``article.created``; folded names."""

CREATED = re.compile(r"created|timestamp|unix")
"""Metas that may tell when a page was made: asked after those that name its publishing."""

MODIFIED_META = re.compile(r"modif|updated|^lastmod|^last-modified")
"""``article:modified_time``, ``og:updated_time``."""

MICRODATA = "datepublished"
"""A meta by this name is microdata, which templates forget."""

ADDRESSES = (
    re.compile(  # /2024/11/25/140533/
        r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<day>\d\d)"
        r"/(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)/"
    ),
    re.compile(  # /20241125140533-20-1234567/
        r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)(?!\d)"
    ),
    re.compile(  # /2024/11/25/ and /read/20241125/
        r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?:/|$)"
    ),
)
"""Where addresses hold the time of publishing, the finest form first."""

MISSHAPEN = re.compile(r"\dT\d\d-\d\d-\d\d|\d T\d\d:")
"""Not ISO 8601, though written for machines ("2023-11-02T20-59-53Z"): trusted least."""

SCRIPT_DATE = re.compile(
    r"""["']?(?:date_?published|publish(?:ed)?_?(?:at|date|time|on)|first_?published|article_?date)["']?"""
    r"""\s*[:=]\s*["'](?P<raw>\d[^"']{7,40})["']""",
    re.IGNORECASE,
)
"""``"published_at":"2026-07-24 08:10:08"`` in a script."""

LONGEST_TEXT = 20_000
"""Characters of the text that are searched for days."""
MOST_MENTIONS = 5
"""How many days named in the text are offered as candidates."""

Role = Literal["published", "modified"]

Origin = tuple[str, DateCandidate]
"""A candidate and what ``Site.distrust`` calls its place: "json-ld", "meta:pubdate", "microdata",
"byline", "url", "script", "body"."""


def date_candidates(
    page: Page,
    site: Site,
    headline: str | None,
    lines: Sequence[DateLine],
    paragraphs: Sequence[str],
) -> list[DateCandidate]:
    """Every place of a page that may name its publishing or update time, most trusted first.

    The site's ``published`` selector, JSON-LD, metas, the ``lines`` near the ``headline``
    (``find_date_lines``), the address and, where none of them names a day, a script's data or
    the days that the text's ``paragraphs`` name. Raw: what is unusable or contradicts is for
    ``crawler.parsers.dates.resolve`` to tell. Raises cssselect.SelectorError when
    ``site.published`` is no CSS.
    """
    story = _Story(page, site, headline, lines, paragraphs)
    found: list[DateCandidate] = []
    for name, read, is_last_resort in PLACES:
        if name in page.trace.off:
            continue
        if is_last_resort and any(_is_sure(each, site) for each in found):
            continue
        for origin, candidate in read(story):
            if not candidate.raw.strip():
                continue
            is_distrusted = origin in site.distrust
            if not is_distrusted:
                found.append(candidate)
            page.trace.note(
                "date candidates",
                name,
                "out" if is_distrusted else "told",
                candidate.raw,
                origin=origin,
                role="modified" if candidate.role == "modified" else None,
                why="the site distrusts it" if is_distrusted else None,
            )
    shapely = [each for each in found if not MISSHAPEN.search(each.raw)]
    return list(dict.fromkeys([*shapely, *found]))


@dataclass(frozen=True, slots=True)
class _Story:
    """What a date is looked for in."""

    page: Page
    site: Site
    headline: str | None
    lines: Sequence[DateLine]
    paragraphs: Sequence[str]


def _is_sure(candidate: DateCandidate, site: Site) -> bool:
    """Whether a candidate names a day of publishing, and can't be a clock's."""
    if candidate.role == "modified" or candidate.is_above_article:
        return False
    parsed = parse_date(candidate.raw, now=SOME_MOMENT, timezone=site.timezone)
    return parsed is not None and parsed.instant >= EARLIEST


def declared(story: _Story) -> Iterator[Origin]:
    """What the site's ``published`` selector finds, attributes and lines.

    What names another day than the first of them is another story's: a list below has the class.
    """
    page, site = story.page, story.site
    first: ParsedDate | None = None
    for found in page.select(site.published) if site.published else ():
        for candidate in _said_by(found, site):
            parsed = parse_date(candidate.raw, now=SOME_MOMENT, timezone=site.timezone)
            if candidate.role == "published" and parsed:
                first = first or parsed
                if abs(parsed.instant - first.instant) > SAME_DAY:
                    continue
            yield "published", candidate


def _said_by(found: HtmlElement | str, site: Site) -> list[DateCandidate]:
    """The candidates in one thing that a selector found."""
    if isinstance(found, str) and found.is_attribute:
        is_meta = found.getparent().tag == "meta"
        return [DateCandidate(clean(found), "meta" if is_meta else "byline")]
    line = clean(found if isinstance(found, str) else " ".join(found.itertext()))
    return _of_line(line, _role_of_lines(site))


def _of_line(line: str, unlabelled: Role) -> list[DateCandidate]:
    """A printed line as candidates: two where it tells both publishing and update.

    ``unlabelled`` is what it tells where no label says so.
    """
    published, modified = split_update(line)
    if modified is None:
        is_labelled = patterns.PUBLISH_LABEL.search(fold(line))
        return [DateCandidate(line, "byline", "published" if is_labelled else unlabelled)]
    if parse_date(published) is None:
        return [DateCandidate(line, "byline", "modified")]
    return [DateCandidate(line, "byline"), DateCandidate(modified, "byline", "modified")]


def _role_of_lines(site: Site) -> Role:
    return "modified" if site.visible_date_is_update else "published"


def json_ld(story: _Story) -> Iterator[Origin]:
    """The dates of the page's main article in JSON-LD."""
    article = story.page.news_article
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if raw := _one_text(article.get(key)):
            yield "json-ld", DateCandidate(raw, "json-ld")
            break
    if raw := _one_text(article.get("dateModified")):
        yield "json-ld", DateCandidate(raw, "json-ld", "modified")


def _one_text(value: object) -> str | None:
    """A JSON value as text: itself, or the first of a list."""
    if isinstance(value, list):
        return _one_text(value[0]) if value else None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip() or None
    return None


def metas(story: _Story) -> Iterator[Origin]:
    """Metas named for a date: OpenGraph's first, a template's microdata last."""
    page = story.page
    published = [name for name in page.metas if finds(PUBLISHED_META, name)]
    published.sort(
        key=lambda name: (
            finds(CREATED, name),
            name == MICRODATA,
            not name.startswith("article:"),
        )
    )
    for name in published:
        for content in page.metas[name]:
            yield f"meta:{name}", DateCandidate(clean(content), "meta")
    for name in page.metas:
        if finds(MODIFIED_META, name):
            yield f"meta:{name}", DateCandidate(clean(page.metas[name][0]), "meta", "modified")


def printed(story: _Story) -> Iterator[Origin]:
    """The lines near the headline that print a date."""
    unlabelled = _role_of_lines(story.site)
    bounds = ArticleBounds(story.page, story.headline, story.paragraphs)
    for line in story.lines:
        if bounds.is_anothers(line):
            continue
        is_above = bounds.may_be_clock(line)
        if line.is_attribute:
            role: Role = "modified" if line.is_update else "published"
            yield "microdata", DateCandidate(line.raw, "byline", role, is_above_article=is_above)
            continue
        for candidate in _of_line(line.raw, "modified" if line.is_update else unlabelled):
            yield "byline", replace(candidate, is_above_article=is_above)


def address(story: _Story) -> Iterator[Origin]:
    """The time the address holds, where the site says so or where addresses usually hold it."""
    page, site = story.page, story.site
    said = [page.url, *page.links.get("canonical", ()), *page.metas.get("og:url", ())]
    for url in (canonical_url(each) for each in said if each):
        if raw := time_in_address(url, site.article_url):
            yield "url", DateCandidate(raw, "url")
            return


def time_in_address(address: str, article_url: str | None = None) -> str | None:
    """The time of publishing that an address holds: "2024-11-25 14:05:33".

    By groups ``year``, ``month``, ``day`` of a site's ``article_url``, or by a usual shape.
    """
    declared = re.search(article_url, address) if article_url else None
    matches = (declared, *(shape.search(address) for shape in ADDRESSES))
    return next(filter(None, map(_time_in, matches)), None)


def _time_in(match: re.Match[str] | None) -> str | None:
    """The numbers an address holds, in the order of ISO 8601; None without a day."""
    named = match.groupdict() if match else {}
    part = {name.rstrip("0123456789"): value for name, value in named.items() if value}
    if not part.keys() >= {"year", "month", "day"}:
        return None
    year = part["year"] if len(part["year"]) == 4 else f"20{part['year']}"
    day = f"{year}-{part['month']:0>2}-{part['day']:0>2}"
    clock = [part[name] for name in ("hour", "minute", "second") if name in part]
    return f"{day} {':'.join(clock)}" if len(clock) > 1 else day


def scripts(story: _Story) -> Iterator[Origin]:
    """The first date of publishing in the data of a script, behind the headline if it is there."""
    for script in story.page.root.iter("script"):
        text = script.text or ""
        start = max(text.find(story.headline or "\0"), 0)
        if match := SCRIPT_DATE.search(text, start) or SCRIPT_DATE.search(text):
            yield "script", DateCandidate(match["raw"], "json-ld")
            return


def told(story: _Story) -> Iterator[Origin]:
    """The nearest line to the headline that tells a time from now."""
    for line in find_told_lines(story.page, story.headline)[:1]:
        yield "byline", DateCandidate(line, "byline", _role_of_lines(story.site))


def text(story: _Story) -> Iterator[Origin]:
    """The days the article's text names: those with their weekday first, "Senin (25/11/2024)"."""
    said = "\n\n".join(story.paragraphs)[:LONGEST_TEXT]
    mentions = date_mentions(said, timezone=story.site.timezone)
    mentions.sort(key=lambda mention: not mention.raw[:1].isalpha())
    for mention in mentions[:MOST_MENTIONS]:
        yield "body", DateCandidate(mention.raw, "body")


PLACES = (
    ("site's selector", declared, False),
    ("JSON-LD", json_ld, False),
    ("meta", metas, False),
    ("line near the headline", printed, False),
    ("address", address, False),
    ("script", scripts, True),
    ("line told from now", told, True),
    ("text", text, True),
)
"""Where a page may tell its date, most trusted first; True where only if none before does."""
