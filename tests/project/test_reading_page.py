"""docs/reading.md names every rule and source that reads a page, in its order."""

import pytest

from crawler.parsers.body.body import SOURCES as TEXTS
from crawler.parsers.body.paragraphs import NO_PARAGRAPHS
from crawler.parsers.body.rules import RULES
from crawler.parsers.body.signature import RULES as SIGNATURE_RULES
from crawler.parsers.dates.published import PLACES
from crawler.parsers.headline import RANKS, TITLES
from crawler.parsers.headline import SOURCES as HEADLINES
from crawler.parsers.kinds.kind import RULES as KINDS
from crawler.parsers.people.people import EDITORS_FIRST, EDITORS_LAST, WRITERS
from tests.support.checkout import ROOT

PAGE = " ".join((ROOT / "docs" / "reading.md").read_text("utf-8").split())
TABLES = {
    "titles": TITLES,
    "headings": RANKS,
    "headlines": HEADLINES,
    "texts": TEXTS,
    "no paragraphs": NO_PARAGRAPHS,
    "rules": RULES,
    "signatures": SIGNATURE_RULES,
    "dates": PLACES,
    "editors in print": EDITORS_FIRST,
    "writers": WRITERS,
    "other editors": EDITORS_LAST,
    "kinds": KINDS,
}


def names_of(table):
    return [row[0] if isinstance(row, tuple) else row.name for row in table]


@pytest.mark.parametrize("table", TABLES)
def test_the_page_names_all_in_their_order(table):
    at = 0
    for name in names_of(TABLES[table]):
        at = PAGE.find(f"*{name}*", at)
        assert at >= 0, f"docs/reading.md does not name {name!r} behind those asked before it"
