"""No regular expression takes a time that grows faster than what it is handed.

Each is driven, as the program uses it, with strings made from its own parse. One that would grow
faster stands in ``REACH`` with what its text is bounded by, and is driven up to there.
"""

import re
import time

from crawler.time_limit import TooCostly, within
from tests.support import volume
from tests.support.growth import seconds
from tests.support.handed import recorded
from tests.support.hard_pages import ATOMS, TELLING, filled, structures
from tests.support.hard_strings import shapes
from tests.support.patterns import uses
from tests.support.rows import every_row

SIZE = 4_000
MOST_SHAPES = volume.of(40, 1_000)
QUICK = 0.012
"""CPU seconds within which a string needs no second look; of ``SIZE``, a square takes more."""
BY_ITS_SITE = 60
"""Characters of what a site file declares: nothing that a server sends."""
REACH = {
    "analysis.stories.CREDIT": (200, "what names an agency; of a text its end"),
    "crawler.commands.research.search.MARKED": (400, "SQLite's snippet of a text"),
    "crawler.commands.sites.site_table.PLACE_IN_STYLE": (BY_ITS_SITE, ""),
    "crawler.discovery.listings.listed_dates.RELATIVE": (100, "LONGEST_DATE_LINE"),
    "crawler.parsers.body.boilerplate._LINE": (420, "LONGEST_BOILERPLATE, blanks folded"),
    "crawler.parsers.body.boilerplate._OPENING_LINE": (120, "is_opening_boilerplate"),
    "crawler.parsers.body.container._NAMED_BODY": (300, "SHORT"),
    "crawler.parsers.body.signature._AT_END": (90, "_LONGEST"),
    "crawler.parsers.body.signature._C": (90, "_LONGEST"),
    "crawler.parsers.body.signature._OWN_LINE": (90, "_LONGEST"),
    "crawler.parsers.dateline.dateline.CAMEL": (BY_ITS_SITE, "an outlet's name"),
    "crawler.parsers.dateline.dateline.DOMAIN search": (240, "twice REACH, blanks folded"),
    "crawler.parsers.dateline.dateline.NAMED search": (120, "REACH, blanks folded"),
    "crawler.parsers.dateline.dateline:": (BY_ITS_SITE, "styles; the opening of a text"),
    "crawler.parsers.dates.lines._WHOLE_DATE": (160, "LONGEST_LINE"),
    "crawler.parsers.people.names.BEHIND": (300, "LONGEST_LINE, blanks folded"),
    "crawler.parsers.people.people.CALLED_WRITER": (300, "SHORT"),
    "crawler.parsers.people.people.EDITOR_META": (300, "SHORT"),
    "crawler.parsers.people.people.WRITER_META": (300, "SHORT"),
    "crawler.parsers.urls.BLOG": (253, "a host's name"),
    "crawler.site_files.facts.DOMAIN": (BY_ITS_SITE, ""),
    "pipelines.database.dictionary.VIEW_COLUMNS": (BY_ITS_SITE, "the program's own views"),
}
"""By the beginning of a pattern's name: characters that reach it at most, and why.

Only of patterns that would grow faster: of any other it doesn't matter how much reaches it.
"""
BLANKS = re.compile(r"\s+")
MATERIAL = {**dict(filled(volume.of(TELLING, ATOMS))), **dict(structures())}
MATERIAL_SIZE, EACH = 3_000, volume.of(3, 1)
"""Characters of each material, more than any row states; and of how many one is read."""
USES = {f"{use.name} {use.method}": use for use in uses()}


def reach(name):
    """How many characters come to a pattern."""
    return next((most for begins, (most, _) in REACH.items() if name.startswith(begins)), SIZE)


def bounded(name, text):
    """The text as it comes to a pattern: with blanks folded, or up to the last tag's end."""
    if name.startswith("crawler.parsers.page.text.TAG "):
        return text[: text.rfind(">") + 1]
    whys = [why for begins, (_, why) in REACH.items() if name.startswith(begins)]
    is_folded = "folded" in " ".join(whys[:1])
    return BLANKS.sub(" ", text) if is_folded else text


def drive(use, text):
    """Use a pattern on a text as the program does, on all of it."""
    handed = text.encode("utf-8", "replace") if isinstance(use.pattern.pattern, bytes) else text
    if use.method == "search":
        for _ in use.pattern.finditer(handed):
            pass
    else:
        getattr(use.pattern, use.method)(handed)


@every_row("name", USES)
def test_no_pattern_is_hard_to_search_for(name):
    use, most = USES[name], reach(name)
    for shape in shapes(use.pattern, MOST_SHAPES):
        text = bounded(name, shape(most))
        begin = time.process_time()
        try:
            within(5.0, drive, use, text)
            if time.process_time() - begin > QUICK:
                least = min(seconds(lambda text=text: drive(use, text)) for _ in range(3))
                assert least < QUICK or is_linear(name, shape, most, least), shape
        except TooCostly:
            raise AssertionError(f"{shape}: {most} characters take 5 s") from None


def is_linear(name, shape, most, took):
    """Whether four times the text takes at most eight times as long."""
    long = bounded(name, shape(4 * most))
    return any(seconds(lambda: drive(USES[name], long)) < 8 * took for _ in range(4))


def test_every_row_of_the_table_is_needed_by_a_pattern_there_is():
    for begins in REACH:
        assert any(name.startswith(begins) for name in USES), begins


def test_no_pattern_is_handed_more_than_its_row_states():
    with recorded() as longest:
        for name in sorted(MATERIAL)[::EACH]:
            MATERIAL[name].read(MATERIAL[name].make(MATERIAL_SIZE))
    assert len(longest) > 150, "pages and listings no longer come by most patterns"
    assert max(longest.values()) > MATERIAL_SIZE
    rows = {name: (most, reach(name)) for name, most in longest.items() if has_row(name)}
    assert len(rows) > len(REACH) / 2
    assert {name: row for name, row in rows.items() if row[0] > row[1]} == {}


def has_row(name):
    """Whether a row states what comes to a pattern."""
    return any(name.startswith(begins) for begins in REACH)
