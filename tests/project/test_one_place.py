"""One fact, one place: what a table of the code knows is written down nowhere else.

A copy begins to differ from its table the day after it is made, and then one step of the reading
drops what the next one keeps. So the program's own source is searched for words of a table that
stand together outside of it: in a set, in a pattern, in an address of another module.
"""

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache

import pytest

from crawler.parsers.page import tags
from crawler.parsers.vocabulary import agencies, calendar, class_names, roles
from tests.support.checkout import ROOT

SOURCES = sorted(
    file
    for folder in ("analysis", "crawler", "pipelines")
    for file in (ROOT / folder).rglob("*.py")
)
WORD = re.compile(r"[a-z']+")
REMARK = re.compile(r" # .*")
"""Behind a part of a verbose pattern: `` # 25 November 2024``."""

PRINTED_TOO = set(WORD.findall((ROOT / "crawler/parsers/body/boilerplate.py").read_text().lower()))
"""Words that pages print as well, as in the line "Baca juga berita terkait"."""
NAMES_BESIDE = {
    word
    for row in class_names.NAMES
    for word in (*row.words.split(), *re.findall(r"[a-z]{5,}", row.stem))
    if row.kind in ("comment", "related", "popular", "advert", "share", "menu", "sidebar", "widget")
    and len(word) > 3
} - PRINTED_TOO

TABLES = {
    "tags whose text is no text": ("crawler/parsers/page/tags.py", tags.UNSEEN_TAGS, 3),
    "words of a byline": (
        "crawler/parsers/vocabulary/roles.py",
        {*roles.words_for((*roles.AUTHORS, "edits"), roles.NOUNS)} - {"editors"},
        4,
    ),
    "endings of domains": (
        "crawler/parsers/urls.py",
        set("co or go ac sch biz mil desa ponpes com net".split()),
        4,
    ),
    "names of what stands beside the text": (
        "crawler/parsers/vocabulary/class_names.py",
        NAMES_BESIDE,
        3,
    ),
    "names of agencies": ("crawler/parsers/vocabulary/agencies.py", set(agencies.WIRES), 3),
    "names of months": ("crawler/parsers/vocabulary/calendar.py", set(calendar.MONTHS), 4),
}
"""By fact: the file it stands in, its words, and how many of them make a copy."""


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """The statements that hold no other: assignments, returns, calls.

    Without docstrings and without what a site says of its own markup.
    """
    for node in ast.walk(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_fact = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "drop"
        if isinstance(node, ast.stmt) and not (is_docstring or is_fact or hasattr(node, "body")):
            yield node


def words_of(statement: ast.stmt) -> set[str]:
    """The words of a statement's strings, in small letters."""
    strings = (
        node.value
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {word for string in strings for word in WORD.findall(REMARK.sub("", string.lower()))}


@cache
def said_in(source: str) -> list[tuple[int, set[str]]]:
    """Line and words of each statement of a file."""
    return [(each.lineno, words_of(each)) for each in statements(ast.parse(source))]


def copies(source: str, words: Collection[str], enough: int) -> list[str]:
    """The statements of a file that name so many of some words."""
    known = [(line, said & set(words)) for line, said in said_in(source)]
    return [
        f"line {line}: {', '.join(sorted(found))}" for line, found in known if len(found) >= enough
    ]


@pytest.mark.parametrize("fact", TABLES)
def test_what_a_table_knows_is_written_nowhere_else(fact):
    home, words, enough = TABLES[fact]
    found = {
        str(file.relative_to(ROOT)): again
        for file in SOURCES
        if file != ROOT / home and (again := copies(file.read_text(), words, enough))
    }
    assert not found, f"{fact} stand in {home}; what these know more belongs there"


@pytest.mark.parametrize("fact", TABLES)
def test_a_copy_would_be_found(fact):
    home, words, enough = TABLES[fact]
    few = sorted(words)[:enough]
    assert copies(f"COPY = frozenset({few})", words, enough)
    assert copies(f"def f():\n    return re.compile({'|'.join(few)!r})", words, enough)
    assert not copies(f"COPY = {few[: enough - 1]}", words, enough)
    assert (ROOT / home).is_file()


SEVEN_HOURS = re.compile(
    r"timedelta\(hours=7\)|strftime\(\"%Y-%m-%dT%H:%M:%SZ\"\)|%Y-%m-%dT%H:%M:%SZ\}"
)


def test_only_the_clock_knows_the_time_zone_and_how_an_instant_is_written():
    knowing = [
        str(file.relative_to(ROOT))
        for file in SOURCES
        if SEVEN_HOURS.search(file.read_text()) and file != ROOT / "crawler/clock.py"
    ]
    assert not knowing
