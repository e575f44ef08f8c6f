"""A draft as the source of a site's file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from crawler.drafting.draft import Draft, Fact
from crawler.drafting.networks import Network
from crawler.whereabouts.program import shown

WIDTH = 100
INDENT = " " * 4
CLASSES = ("BloggerFeed", "DatedIndex", "Feed", "NewsSitemap", "Sitemap", "WordPressApi")


def source_of(draft: Draft, name: str, today: date) -> str:
    """The text of ``spiders/NAME.py``."""
    discover = draft.value_of("discover") or ""
    used = sorted(
        each for each in CLASSES if f"{each}(" in discover.replace("NewsSitemap(", "News(")
    )
    if "NewsSitemap(" in discover:
        used = sorted({*used, "NewsSitemap"})
    lines = [
        '"""FILL IN: the newspaper in one or two sentences: its city, its owner, how stories open.',
        "",
        f"Drafted from {len(draft.host.answers)} answers of {draft.host.domain}, "
        f"{len(draft.articles)} of them articles, on {today:%Y-%m-%d}.",
        '"""',
        "",
        f"from crawler.discovery import {', '.join(used)}",
        "from crawler.news_spider import NewsSpider",
        "",
        "",
        f"class {name.title().replace('_', '')}Spider(NewsSpider):",
        f'{INDENT}name = "{name}"',
    ]
    for fact in draft.facts:
        lines += _fact(fact)
    lines += _fields(draft)
    return "\n".join(lines) + "\n"


def of_network(network: Network, draft: Draft) -> str:
    """What is said of a paper that is a row of a table."""
    return "\n".join(
        [
            f"{draft.host.domain} needs no file: {network.why}. It is a line of "
            f"{shown(network.table)} (put its province in place of national):",
            f"{network.line}",
            *(f"  {field.words}" for field in draft.fields),
            "Nothing was written; --force writes a file all the same.",
        ]
    )


def _fact(fact: Fact) -> Iterator[str]:
    seen = fact.seen if fact.is_told else f"FILL IN: {fact.seen}"
    yield from _comment(seen)
    line = f"{INDENT}{fact.name} = {fact.value}"
    if len(line) <= WIDTH or not fact.value.startswith("["):
        yield line
        return
    yield f"{INDENT}{fact.name} = ["
    for each in fact.value[1:-1].replace("), ", ")\n").splitlines():
        yield f"{INDENT * 2}{each},"
    yield f"{INDENT}]"


def _fields(draft: Draft) -> Iterator[str]:
    """What was seen of each field, as comments: a fact only where it is not read right."""
    for field in draft.fields:
        doubt = "FILL IN: " if field.is_doubtful else ""
        yield from _comment(f"{doubt}{field.words}")


def _comment(text: str) -> Sequence[str]:
    lines = textwrap.wrap(text, WIDTH - len(INDENT) - 2, break_long_words=False)
    return [f"{INDENT}# {line}" for line in lines]
