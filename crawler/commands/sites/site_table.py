"""The site table: what is known of each site and how well, told from the site files and tables."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from inspect import getdoc

from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider
from crawler.parsers.site import Site
from crawler.parsers.vocabulary.provinces import BEYOND_A_PROVINCE, PROVINCES
from crawler.site_row import site_row
from crawler.statuses.status_file import STATUSES

SHOWN = ("site", "outlet", "domain", "family", "sources", "reaches_back_by", "facts_rest_on")
"""What docs/sites.md shows of a site; the rest is for --verbose and --json."""

FIELDS = ("headline", "authors", "editors", "body", "drop", "strip", "whole_article", "next_page")
TIMES = ("second", "minute", "day")
FAMILY = re.compile(r"(?:The )?(?P<name>[^:(]*[^:( ])")  # The Detik network (Trans Media): ...
PLACE_IN_STYLE = re.compile(r"\{(?:outlet:)?(?P<said>[^}]+)\}")  # {place}, {outlet:VisiMuslim} -


@dataclass(frozen=True, slots=True)
class Row:
    """One site; every value is text, empty where nothing is known.

    ``province`` is one of the 38, or what ``scope`` says of a site that has none: national,
    international or topical. ``status`` is what ``scrapy verify`` or a person found of it live,
    with the day where anybody has tried, and ``status_evidence`` what that rests on.
    """

    site: str
    outlet: str
    domain: str
    province: str
    city: str
    scope: str
    network: str
    language: str
    family: str
    sources: str
    reaches_back_by: str
    reaches_back_to: str
    declares: str
    dateline: str
    robots_and_terms: str
    facts_rest_on: str
    status: str
    status_day: str
    status_evidence: str


def rows(sites: Iterable[type[NewsSpider]]) -> list[Row]:
    """A row for every site with a file of facts, by name; spiders told their site have none."""
    return [row(site) for site in sorted(sites, key=lambda site: site.name) if site.allowed_domains]


def row(site: type[NewsSpider]) -> Row:
    """What a site file says of its site."""
    backward = [kind(source) for source in site.discover if source.reaches_back]
    said = site_row(site)
    return Row(
        site=site.name,
        outlet=site.outlet or "",
        domain=site.allowed_domains[0],
        province=said["province"] or "",
        city=site.city or "",
        scope=said["scope"] or "",
        network=site.network or "",
        language=site.language,
        family=family(site),
        sources=", ".join(dict.fromkeys(kind(source) for source in site.discover)),
        reaches_back_by=next(iter(backward), "nothing: newest only"),
        reaches_back_to=site.reaches_back_to or "",
        declares=", ".join(declared(site)),
        dateline=" / ".join(styles(site)),
        robots_and_terms=site.robots_note,
        facts_rest_on=site.verified,
        status=said["status"],
        status_day=said["status_day"] or "",
        status_evidence=said["status_evidence"] or "",
    )


def family(site: type[NewsSpider]) -> str:
    """The CMS or group a site belongs to, by the manual of its family; "own" without one."""
    modules = (parent.__module__ for parent in site.__mro__)
    module = next((name for name in modules if name.startswith("crawler.families.")), None)
    return FAMILY.match(getdoc(sys.modules[module]))["name"] if module else "own"


def kind(source: Source) -> str:
    """What a source is called, as in "index by day"."""
    units = {pattern.unit for pattern in getattr(source, "patterns", {}).values()} - {None}
    return f"{source.title} by {units.pop()}" if units else source.title


def declared(site: type[NewsSpider]) -> list[str]:
    """The facts on dates, then the fields for which a site or its family has a selector."""
    finest = next((time for time in TIMES if f"(?P<{time}>" in (site.article_url or "")), None)
    dates = [
        finest and f"date in the address to the {finest}",
        site.published and "published",
        site.visible_date_is_update and "printed date is the update",
        site.timezone != Site.timezone and site.timezone,
        site.distrust and f"not {' nor '.join(site.distrust)}",
    ]
    return [*filter(None, dates), *(name for name in FIELDS if getattr(site, name))]


def styles(site: type[NewsSpider]) -> list[str]:
    """The declared dateline styles as printed, the place as "PLACE"."""
    given = [site.dateline] if isinstance(site.dateline, str) else site.dateline or ()
    return [
        PLACE_IN_STYLE.sub(
            lambda found: "PLACE" if found["said"] == "place" else found["said"], style
        )
        for style in given
    ]


def as_markdown(table: Iterable[Row]) -> str:
    """A table for each province, and one for each scope beyond, as they stand in docs/sites.md."""
    by_place: dict[str, list[Row]] = {place: [] for place in (*BEYOND_A_PROVINCE, *PROVINCES, "")}
    for row in table:
        by_place[row.province or row.scope].append(row)
    return "\n".join(
        f"### {place.capitalize() if place in BEYOND_A_PROVINCE else place or 'Not said'}\n\n"
        + as_grid(rows_there)
        for place, rows_there in by_place.items()
        if rows_there
    )


def as_grid(table: Iterable[Row]) -> str:
    """Sites as one Markdown table; the status stands with the last column."""
    heads = [name.replace("_", " ") for name in (*SHOWN, "status")]
    cells = [
        [*(getattr(row, name) for name in SHOWN), f"{row.status} {row.status_day}".strip()]
        for row in table
    ]
    lines = [heads, ["---"] * len(heads), *cells]
    return "".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines
    )


def counted(table: Iterable[Row]) -> str:
    """How many sites have each status, and since when, as README.md says it."""
    table = list(table)
    numbers = Counter(row.status for row in table)
    days = sorted(row.status_day for row in table if row.status_day)
    told = ", ".join(f"{numbers[status]} {status}" for status in STATUSES if numbers[status])
    looked = f"last looked at on {days[-1]}" if days else "none was ever looked at live"
    return f"{len(table)} sites: {told}; {looked}.\n"
