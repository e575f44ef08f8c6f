"""Reading pages next to the extractors people use, with what each gets right of the same pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from importlib import import_module
from statistics import median

from lxml.html import fromstring

from benchmarks.accuracy import Reading, score
from benchmarks.measure import Effort, in_turns, milliseconds, ratio
from benchmarks.pages import SavedPage, saved_pages, whose
from benchmarks.row import Row, at_least, more, not_measured
from crawler.parsers.article import read_article
from crawler.saved.pages import columns

TIMES_AS_QUICK = 6
Extractor = Callable[[SavedPage], Reading]


def rows(effort: Effort) -> Iterator[Row]:
    """How many times as quick, then how accurate, against each extractor that is installed."""
    pages = saved_pages()[: effort.of(len(saved_pages()), least=2)]
    accuracy = score(pages, map(warta, pages))
    for name, make in EXTRACTORS.items():
        baseline, asked = f"{name}, CPU", f"at least {TIMES_AS_QUICK} x"
        try:
            extract = make()
        except ImportError as error:
            why = f"{error.name} is not installed (pip install -e '.[compare]')"
            yield not_measured(f"read_article, all fields, {whose()}", baseline, asked, why)
            continue
        theirs_accuracy = score(pages, map(extract, pages))
        rounds = min(effort.rounds, 3)
        ours, theirs = in_turns(rounds, _over(pages, read), _over(pages, extract))
        figures = {
            "ours": f"{milliseconds(median(ours), len(pages))} a page; {accuracy}",
            "theirs": f"{milliseconds(median(theirs), len(pages))} a page; {theirs_accuracy}",
        }
        what = f"read_article, all fields, {whose()}: times as quick; what is right"
        if name.startswith("trafilatura"):
            yield at_least(TIMES_AS_QUICK, ratio(theirs, ours), what, baseline, **figures)
        else:
            yield more(ratio(theirs, ours), what, baseline, **figures)


def _over(pages: tuple[SavedPage, ...], extract: Extractor) -> Callable[[], None]:
    def all_pages() -> None:
        for page in pages:
            extract(page)

    return all_pages


def read(page: SavedPage) -> object:
    """What Warta does with a page, all fields."""
    return read_article(page.html, page.url, page.site)


def warta(page: SavedPage) -> Reading:
    """The same, with its dates resolved."""
    line = columns(read_article(page.html, page.url, page.site))
    return Reading(line["headline"], line["published"], line["body"])


def trafilatura() -> Extractor:
    """bare_extraction with metadata."""
    bare_extraction = import_module("trafilatura").bare_extraction
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def extract(page: SavedPage) -> Reading:
        found = bare_extraction(page.text, url=page.url, with_metadata=True)
        return Reading(found.title, found.date, found.text) if found else Reading()

    return extract


def readability() -> Extractor:
    """Headline and text; it knows no dates."""
    document = import_module("readability").Document
    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def extract(page: SavedPage) -> Reading:
        found = document(page.text)
        text = "\n".join(fromstring(found.summary()).itertext())
        return Reading(found.short_title(), None, text)

    return extract


def newspaper() -> Extractor:
    """download (given the page) and parse, in Indonesian, without pictures."""
    article = import_module("newspaper").Article

    def extract(page: SavedPage) -> Reading:
        found = article(page.url, language="id", fetch_images=False)
        found.download(input_html=page.text)
        found.parse()
        published = found.publish_date.isoformat() if found.publish_date else None
        return Reading(found.title, published, found.text)

    return extract


def goose() -> Extractor:
    """extract, in Indonesian."""
    logging.getLogger("goose3").setLevel(logging.CRITICAL)
    extractor = import_module("goose3").Goose({"target_language": "id", "use_meta_language": False})

    def extract(page: SavedPage) -> Reading:
        found = extractor.extract(raw_html=page.text)
        return Reading(found.title, found.publish_date, found.cleaned_text)

    return extract


EXTRACTORS = {
    "trafilatura.bare_extraction with metadata": trafilatura,
    "readability-lxml (no dates)": readability,
    "newspaper4k": newspaper,
    "goose3": goose,
}
