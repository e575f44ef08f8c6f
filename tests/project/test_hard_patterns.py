"""No regular expression takes a time that grows faster than what it is handed.

Each is driven, as the program uses it, with strings made from its own parse. One that would grow
faster stands in ``REACH`` with what its text is bounded by, and is driven up to there.
"""

import re
import time

from crawler.time_limit import TooCostly, within
from tests.support import volume
from tests.support.growth import seconds
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
    "crawler.parsers.dateline.dateline:": (BY_ITS_SITE, "styles; the opening of a text"),
    "crawler.site_files.facts.DOMAIN": (BY_ITS_SITE, ""),
    "crawler.discovery.listings.": (100, "LONGEST_DATE_LINE, blanks folded"),
    "crawler.parsers.article.DATE": (100, "lines before the dateline, blanks folded"),
    "crawler.parsers.body.boilerplate.": (120, "LONGEST_BOILERPLATE, blanks folded"),
    "crawler.parsers.body.container._NAMED_BODY": (300, "SHORT"),
    "crawler.parsers.body.paragraphs._IN_BRACKETS": (300, "blanks are folded"),
    "crawler.parsers.body.signature.": (90, "_LONGEST"),
    "crawler.parsers.dateline.dateline.": (60, "the opening of a text, blanks folded"),
    "crawler.parsers.dates.lines.": (160, "LONGEST_LINE"),
    "crawler.parsers.dates.surroundings.": (160, "a line of dates"),
    "crawler.parsers.headline.": (300, "LONGEST, blanks folded"),
    "crawler.parsers.page.json_ld.ARTICLE_TYPE": (1000, "one broken script"),
    "crawler.parsers.page.text.TAG": (300, "without_tags looks no further than the last tag"),
    "crawler.parsers.people.byline.LABEL": (240, "LONGEST_LINE, blanks folded"),
    "crawler.parsers.people.": (300, "SHORT, and LONGEST of a name, blanks folded"),
    "crawler.parsers.urls.BLOG": (253, "a host's name"),
    "pipelines.database.dictionary.VIEW_COLUMNS": (BY_ITS_SITE, "the program's own views"),
}
"""By the beginning of a pattern's name: characters that reach it at most, and why."""
BLANKS = re.compile(r"\s+")
USES = {f"{use.name} {use.method}": use for use in uses()}


def reach(name):
    """How many characters come to a pattern."""
    return next((most for begins, (most, _) in REACH.items() if name.startswith(begins)), SIZE)


def bounded(name, text):
    """The text as it comes to a pattern: with blanks folded where they are."""
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
                assert least < QUICK or is_linear(use, shape, most, least), shape
        except TooCostly:
            raise AssertionError(f"{shape}: {most} characters take 5 s") from None


def is_linear(use, shape, most, took):
    """Whether four times the text takes at most eight times as long."""
    long = shape(4 * most)
    return any(seconds(lambda: drive(use, long)) < 8 * took for _ in range(4))


def test_every_row_of_the_table_is_needed_by_a_pattern_there_is():
    for begins in REACH:
        assert any(name.startswith(begins) for name in USES), begins
