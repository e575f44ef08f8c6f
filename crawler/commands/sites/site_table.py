"""The site table: what is known of each site and how well, told from the site files themselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from inspect import getdoc

from crawler.discovery.base import Source
from crawler.news_spider import NewsSpider
from crawler.parsers.site import Site

HEADINGS = (
    *("site", "outlet", "family", "sources", "reaches back by", "declares", "dateline"),
    *("robots and terms", "facts rest on", "last confirmed live"),
)

FIELDS = ("headline", "authors", "editors", "body", "drop", "strip", "whole_article", "next_page")
TIMES = ("second", "minute", "day")
FAMILY = re.compile(r"(?:The )?(?P<name>[^:(]*[^:( ])")  # The Detik network (Trans Media): ...
PLACE_IN_STYLE = re.compile(r"\{(?:outlet:)?(?P<said>[^}]+)\}")  # {place}, {outlet:VisiMuslim} -


@dataclass(frozen=True, slots=True)
class Row:
    """One site; every value is text, empty where nothing is known. In the order of HEADINGS."""

    site: str
    outlet: str
    family: str
    sources: str
    reaches_back_by: str
    declares: str
    dateline: str
    robots_and_terms: str
    facts_rest_on: str
    last_confirmed_live: str


def rows(sites: Iterable[type[NewsSpider]]) -> list[Row]:
    """A row for every site with a file of facts, by name; spiders told their site have none."""
    return [row(site) for site in sorted(sites, key=lambda site: site.name) if site.allowed_domains]


def row(site: type[NewsSpider]) -> Row:
    """What a site file says of its site."""
    backward = [kind(source) for source in site.discover if source.reaches_back]
    return Row(
        site.name,
        site.outlet or "",
        family(site),
        ", ".join(dict.fromkeys(kind(source) for source in site.discover)),
        next(iter(backward), "nothing: newest only"),
        ", ".join(declared(site)),
        " / ".join(styles(site)),
        site.robots_note,
        site.verified,
        site.confirmed_live,
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
    """The table in Markdown, as it stands in docs/sites.md."""
    lines = [HEADINGS, ["---"] * len(HEADINGS), *map(astuple, table)]
    return "".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines
    )
