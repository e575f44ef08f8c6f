"""No regular expression takes a time that grows faster than what it is handed.

Each is driven, as the program uses it, with strings made from its own parse. One that would grow
faster stands in ``REACH`` or ``FOLDED`` with what its text is bounded by, and is driven up to
there; that no more comes to it is measured. A new one needs a row only if it would grow faster.
"""

import re
import time

import pytest

from crawler.time_limit import TooCostly, within
from tests.support import volume
from tests.support.growth import seconds
from tests.support.handed import recorded
from tests.support.hard_pages import ATOMS, TELLING, filled, structures
from tests.support.hard_strings import shapes
from tests.support.patterns import Use, uses
from tests.support.rows import every_row

SIZE = 8_000
MOST_SHAPES = volume.of(40, 1_000)
QUICK = 0.006
"""CPU seconds within which a string needs no second look; of ``SIZE``, a square takes more."""
TRIES = 4
BY_ITS_SITE = 60
"""Characters of what a site file declares: nothing that a server sends."""
DATELINE = "crawler.parsers.dateline.dateline"
REACH = {
    "analysis.stories.credits.CREDIT search": (200, "a dateline, a signature; of a text its end"),
    "crawler.commands.research.search.MARKED search": (400, "SQLite's snippet of a text"),
    "crawler.commands.sites.site_table.PLACE_IN_STYLE search": (BY_ITS_SITE, "a style"),
    "crawler.discovery.listings.listed_dates.RELATIVE search": (100, "LONGEST_DATE_LINE"),
    "crawler.discovery.listings.addresses.PART search": (250, "a site's article_url"),
    "crawler.parsers.body.container.ballot._NAMED_BODY search": (300, "SHORT"),
    "crawler.parsers.body.signature._AT_END search": (90, "_LONGEST"),
    "crawler.parsers.body.signature._OWN_LINE fullmatch": (90, "_LONGEST"),
    f"{DATELINE}.DOMAIN search": (240, "twice REACH, blanks folded"),
    f"{DATELINE}.NAMED search": (120, "REACH, blanks folded"),
    f"{DATELINE}.OUTLET_IN_STYLE search": (BY_ITS_SITE, "a style"),
    "crawler.parsers.dates.lines._WHOLE_DATE search": (160, "LONGEST_LINE"),
    "crawler.parsers.people.names.BEHIND search": (1_000, "MOST_CHARACTERS, blanks folded"),
    "crawler.parsers.people.people.CALLED_WRITER search": (300, "SHORT"),
    "crawler.parsers.people.people.EDITOR_META search": (200, "LONGEST_NAME"),
    "crawler.parsers.people.people.WRITER_META search": (200, "LONGEST_NAME"),
    "crawler.parsers.urls.BLOG search": (253, "a host's name"),
    "crawler.site_files.facts.DOMAIN search": (BY_ITS_SITE, "a domain"),
    "pipelines.database.dictionary.VIEW_COLUMNS search": (BY_ITS_SITE, "our own views"),
}
"""Characters that come at most to a pattern that would grow faster, by its name and use, and why.

Only of such: of any other it doesn't matter how much comes to it.
"""
FOLDED = {
    "crawler.parsers.article.DATE fullmatch",
    "crawler.parsers.article.DATE search",
    "crawler.parsers.body.boilerplate._LINE match",
    "crawler.parsers.body.boilerplate._OPENING_LINE match",
    "crawler.parsers.body.paragraphs._IN_BRACKETS search",
    "crawler.parsers.body.signature._CODE_LINE fullmatch",
    "crawler.parsers.body.signature._CREDIT_AT_END search",
    f"{DATELINE}.DATE_LINE match",
    f"{DATELINE}.SEPARATOR search",
    f"{DATELINE}.WRAPPED fullmatch",
    "crawler.parsers.headline.PAGE_NUMBER search",
    "crawler.parsers.headline.TRUNCATED search",
    "crawler.parsers.people.byline.LABEL search",
    "crawler.parsers.people.names.BETWEEN search",
    "crawler.parsers.people.names.PLACED match",
}
"""Patterns that would grow faster with the blanks in a row, of which what they read has one."""
UP_TO = {"crawler.parsers.page.text.TAG search": ">"}
"""The sign behind the last of which nothing comes to a pattern that would grow faster there."""
BLANKS = re.compile(r"\s+")
MOST_BLANKS = 2
"""In a row, in what is folded: a line's end may stand behind a blank."""
MATERIAL = {**dict(filled(volume.of(TELLING, ATOMS))), **dict(structures())}
MATERIAL_SIZE, EACH = 3_000, volume.of(9, 1)
"""Characters of each material, more than any row states; and of how many one is read."""
USES = {f"{use.name} {use.method}": use for use in uses()}


def made(name, shape, size):
    """A string of a shape as it may come to a pattern."""
    bound = REACH.get(name, (size, ""))
    text = shape(min(size, bound[0]))
    if name in UP_TO:
        text = text[: text.rfind(UP_TO[name]) + 1]
    return BLANKS.sub(" ", text) if is_folded(name) or "folded" in bound[1] else text


def is_folded(name):
    """Whether what comes to a pattern has one blank in a row: cleaned lines and paragraphs."""
    return name in FOLDED or (name.startswith("spiders.") and ".strip " in name)


def drive(use, text):
    """Use a pattern on a text as the program does, on all of it."""
    handed = text.encode("utf-8", "replace") if isinstance(use.pattern.pattern, bytes) else text
    if use.method == "search":
        for _ in use.pattern.finditer(handed):
            pass
    else:
        getattr(use.pattern, use.method)(handed)


def hard_shape(name, use):
    """A shape of which four times as much takes more than eight times as long; None without one."""
    for shape in shapes(use.pattern, MOST_SHAPES):
        long, short = made(name, shape, SIZE), made(name, shape, SIZE // 4)
        begin = time.process_time()
        try:
            within(1.0, drive, use, long)
            if time.process_time() - begin > QUICK and grows(use, long, short):
                return shape
        except TooCostly:
            return shape
    return None


def grows(use, long, short):
    """Whether a string takes long, and more than in proportion to a quarter of it.

    What a row bounds is as long either way: it is let off if it is quick enough at its longest.
    """
    took = quarter = float("inf")
    for _ in range(TRIES):
        took = min(took, seconds(lambda: drive(use, long)))
        quarter = min(quarter, seconds(lambda: drive(use, short)))
        if took < QUICK or (len(long) > 2 * len(short) and took < 8 * quarter):
            return False
    return True


@every_row("name", USES)
def test_no_pattern_is_hard_to_search_for(name):
    assert hard_shape(name, USES[name]) is None


@pytest.mark.parametrize("pattern", [r"\s+x", r"\w+\s*:", r"(?:a|b)+x", r"(?:a+)+b", r"<[^>]*>"])
def test_a_new_pattern_that_grows_faster_is_found(pattern):
    new = Use("crawler.parsers.headline.NEW", re.compile(pattern), "search")
    assert hard_shape("crawler.parsers.headline.NEW search", new) is not None


def test_patterns_are_found_wherever_they_are_written():
    for name in ("spiders.kompas.article_url", "spiders.turnbackhoax.strip"):
        assert any(use.startswith(name) for use in USES), name
    assert any("discover[" in use for use in USES)
    assert {"crawler.parsers.dates.published.ADDRESSES[0] search"} <= USES.keys()
    assert len(USES) > 400


@every_row("name", [*REACH, *FOLDED, *UP_TO])
def test_every_row_of_the_tables_is_needed_by_a_pattern_there_is(name):
    assert name in USES
    if volume.IS_DEEP:
        assert hard_shape("without a row", USES[name]) is not None


@pytest.fixture(scope="module")
def longest():
    """What comes to each pattern from pages and listings that are hard to read."""
    with recorded() as longest:
        for name in sorted(MATERIAL)[::EACH]:
            MATERIAL[name].read(MATERIAL[name].make(MATERIAL_SIZE))
    assert len(longest) > 150, "pages and listings no longer come by most patterns"
    assert max(size for size, _ in longest.values()) > MATERIAL_SIZE
    return longest


def test_no_pattern_is_handed_more_than_its_row_states(longest):
    handed = {name: (longest[name][0], REACH[name][0]) for name in REACH if name in longest}
    assert len(handed) > len(REACH) / 3
    assert {name: sizes for name, sizes in handed.items() if sizes[0] > sizes[1]} == {}


def test_what_is_to_be_folded_comes_folded(longest):
    handed = {name: longest[name][1] for name in FOLDED if name in longest}
    assert len(handed) > len(FOLDED) / 2
    assert {name: blanks for name, blanks in handed.items() if blanks > MOST_BLANKS} == {}
