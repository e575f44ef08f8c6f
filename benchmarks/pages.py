"""Real pages with what stands on them, from the corpus; where there is none, the tests' own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from benchmarks.corpus_tables import CORPUS
from benchmarks.measure import ROOT
from crawler.parsers.reader import Reader
from crawler.saved.pages import site_of

FIXTURES = ROOT / "tests" / "fixtures"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page, its spider where one knows it, and what a reader finds on it."""

    name: str
    html: bytes
    text: str
    url: str
    site: type[Reader] | None
    headline: str
    published: str | None
    body: str
    dateline: str


@cache
def saved_pages() -> tuple[SavedPage, ...]:
    """All annotated pages with text."""
    sites = spiders()
    return tuple(_of_corpus(sites) if CORPUS.is_dir() else _of_tests(sites))


def whose() -> str:
    """Where the pages come from, for the table."""
    number = len(saved_pages())
    return (
        f"{number} corpus pages" if CORPUS.is_dir() else f"{number} pages of the tests (no corpus)"
    )


@cache
def spiders() -> list[type[Reader]]:
    """Every site there is."""
    loader = SpiderLoader.from_settings(get_project_settings())
    return [loader.load(name) for name in loader.list()]


def _of_corpus(sites: list[type[Reader]]) -> Iterator[SavedPage]:
    for file in sorted(CORPUS.glob("gold/*/*.json")):
        gold = json.loads(file.read_text("utf-8"))
        if gold["kind"] in ("article", "live", "advertorial"):
            html = (CORPUS / gold["file"]).read_bytes()
            yield SavedPage(
                f"{file.parent.name}/{file.stem}",
                html,
                html.decode("utf-8", "replace"),
                gold["url"],
                site_of(gold["url"], sites),
                gold["headline"],
                (gold["published"] or {}).get("iso"),
                "\n".join(gold["body"]),
                (gold["dateline"] or {}).get("raw") or "",
            )


def _of_tests(sites: list[type[Reader]]) -> Iterator[SavedPage]:
    for file in sorted(FIXTURES.glob("*/*.json")):
        page: Path = file.with_suffix(".html")
        if not page.exists() or ".links" in file.name:
            continue
        given = json.loads(file.read_text("utf-8"))
        expected = given["expected"]
        if expected.get("body") and expected.get("headline"):
            yield SavedPage(
                f"{file.parent.name}/{file.stem}",
                page.read_bytes(),
                page.read_bytes().decode("utf-8", "replace"),
                given["url"],
                site_of(given["url"], sites),
                expected["headline"],
                expected.get("published"),
                "\n".join(expected["body"]),
                "",
            )
