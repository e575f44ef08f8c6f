"""docs/mending.md sends nobody to a place that is not there.

That its files and command lines exist is held by test_docs for every page.
"""

import re

from crawler.commands.sites.why import SECTIONS
from crawler.parsers import article, headline, lead, metadata
from crawler.parsers.body import body, captions, paragraphs, rules, signature
from crawler.parsers.dates import published
from crawler.parsers.people import people
from crawler.parsers.site import Site
from tests.support.checkout import ROOT

PAGE = (ROOT / "docs/mending.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (?P<wrong>[^|]+) \| (?P<ask>[^|]+) \|(?P<site>[^|]*)\|(?P<code>[^|]+)\|$", re.M
)
ROWS = [row for row in ROW.finditer(PAGE) if row["wrong"] not in ("wrong", "---")]
RULES = {
    name
    for table in (
        headline.SOURCES,
        headline.TITLES,
        headline.RANKS,
        metadata.SECTIONS,
        metadata.IMAGES,
        rules.RULES,
        signature.RULES,
        paragraphs.NO_PARAGRAPHS,
        published.PLACES,
        people.EDITORS_FIRST,
        people.EDITORS_LAST,
    )
    for name, *_ in table
} | {
    *(source.name for source in (*body.SOURCES, *people.WRITERS)),
    paragraphs.BESIDE,
    paragraphs.OVER_A_FORM,
    article.DECK,
    captions.LEAD,
    lead.CALLED,
}


def test_every_row_is_read():
    table_lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert len(ROWS) == len(table_lines) - PAGE.count("| wrong |") > 35


def test_blocks_of_why_are_those_that_are_printed_and_each_is_explained():
    named = set(re.findall(r"\*\*(\w[\w ]+)\*\*", PAGE))
    assert named == {about for about, _ in SECTIONS}


def test_rules_in_italics_are_rules():
    named = set(re.findall(r"(?<!\*)\*(\w[^*]+)\*(?!\*)", PAGE)) - {"in italics"}
    assert named and named <= RULES, named - RULES


def test_facts_of_a_site_are_in_the_vocabulary():
    named = {fact for row in ROWS for fact in re.findall(r"`([a-z_]+)`", row["site"])} - {"id"}
    assert named and [fact for fact in named if not hasattr(Site, fact)] == []


def test_every_row_names_a_file_or_a_folder():
    assert [row["wrong"] for row in ROWS if "/" not in row["code"]] == []


def test_tables_named_are_in_the_database():
    made = "".join(file.read_text() for file in (ROOT / "pipelines/database").glob("*.py"))
    named = set(re.findall(r"the table `(\w+)`", PAGE))
    assert named and [name for name in named if f"CREATE TABLE {name} " not in made] == []
