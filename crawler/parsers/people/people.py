"""Who wrote and who edited: metas, bylines as printed, JSON-LD, microdata.

Several papers put the editor into JSON-LD's ``author`` (Kompas, Republika, Media Indonesia), so a
printed byline that says who is who comes before it, and an author whom the page prints as the
editor is no author. Names stay as printed, reporters' codes ("C31") too. Outlets, desks and the
accounts of developers are nobody's name; a team ("Tim Contoh") and a blog's "Admin" sign only
where nobody else does.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml.etree import _Element as HtmlElement

from crawler.parsers.dateline.places import is_place
from crawler.parsers.page.element_text import parted_text
from crawler.parsers.page.headline_place import MOST_LINKS_ABOVE, MOST_LINKS_BELOW
from crawler.parsers.page.index import class_and_id, finds, found_among
from crawler.parsers.page.json_ld import names as names_of
from crawler.parsers.people import names
from crawler.parsers.people.byline import Byline, is_label, read_byline
from crawler.parsers.vocabulary import class_names
from crawler.parsers.vocabulary.roles import AUTHORS, NOUNS, POST, any_word_for, words_for

if TYPE_CHECKING:
    from crawler.parsers.dates.lines import DateLine
    from crawler.parsers.page import Page
    from crawler.parsers.site import Site

_WRITERS = any_word_for(["writes"], NOUNS)
_EDITORS = any_word_for(["edits"], NOUNS)

CALLED_WRITER = re.compile(
    rf"(?:^|[\s_-])(?:(?:{_WRITERS})s?|by-?lines?|nmreporter|namerep|autor|credit-title-name)"
    rf"(?:$|[\s._\d-])|^fn\s*$|\bfn\b.*\bn\b|(?:{_WRITERS})[_-]*name|author-link",
    re.IGNORECASE,
)
"""Classes and ids of the line that names the writer: ``detail__author``, ``author-2``."""

NOT_THE_WRITERS = class_names.pattern_for("people")
"""Classes around names that are not the names of this story's writers."""

CALLED_EDITOR = re.compile(_EDITORS, re.IGNORECASE)

EDITORS = re.compile(rf"(?:^|[\s_-])(?:{_EDITORS})(?:[_-]?name)?(?:$|\s)|nameEditor", re.IGNORECASE)
"""``editor``, ``credit-title-nameEditor``."""

WRITER_META = re.compile(rf"(?:^|.*[:._-])(?:(?:{_WRITERS})s?|byl)$")
"""``content_author``, ``dtk:author``, ``parsely-author``."""

EDITOR_META = re.compile(rf"(?:^|.*[:._-])(?:{_EDITORS})$")
"""``content_editor``."""

GENERAL_METAS = frozenset(["author", "article:author", "og:author", "book:author"])
"""Metas that as often name the company."""

WRITERS_PAGE = re.compile(rf"/(?:{_WRITERS})s?/", re.IGNORECASE)
"""``https://example.com/author/nama``."""

NO_BYLINE = frozenset(["head", "h1", "h2", "h3", "h4"])
"""Elements above a date that hold a headline and nobody's name."""
MOST_WORDS_OF_A_NAME = 5
MOST_LABELS = 80
MOST_CALLED = 60
MOST_GUESSED = 4
LONGEST_LINE = 240
"""Characters of a byline; what is longer is text."""

_NOUNS = words_for((*AUTHORS, "edits"), NOUNS)
LABEL_WORDS = (
    *(noun for noun in _NOUNS if not any(part in noun for part in _NOUNS if part != noun)),
    *(f"{word}:" for word in words_for((*AUTHORS, "edits"), ["short"])),
    *("oleh", "laporan:", "report", "rep.", "by:", "by "),
)
"""What every byline with labels holds one of, in small letters."""

DATED = re.compile(
    r"[-–—•|·]\s*(?:[^\W\d_][\w'’]*,?\s+)?\d{1,2}(?:\s+[^\W\d_]{3,9}\s+\d{4}|/\d{1,2}/\d{4})\b"
)
"""`` - 13 Oktober 2016`` behind a name."""

FURTHEST = frozenset(["li", "ul", "body"])
"""Elements beyond which a label's name is not looked for."""

DATA_MEMBER = re.compile(
    rf"[\"']?\b(?P<key>(?:{_WRITERS})(?:_name)?|{_EDITORS})[\"']?\s*:\s*"
    r"(?:\"(?P<double>[^\"\\\n]{2,80})\"|'(?P<single>[^'\\\n]{2,80})')",
    re.IGNORECASE,
)
"""``'penulis': 'NAMA'`` in the object a page hands to its statistics."""

_WRITERS_WORDS = words_for(["writes"], NOUNS)
WRITER_KEYS = [*_WRITERS_WORDS, *(f"{word}_name" for word in _WRITERS_WORDS)]
EDITOR_KEYS = words_for(["edits"], NOUNS)


@dataclass(slots=True)
class People:
    """Names as printed, in their order."""

    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)


def read_people(page: Page, site: Site, headline: str | None, lines: Sequence[DateLine]) -> People:
    """Who wrote and who edited the page's article; empty where it names nobody.

    ``lines`` are those near the ``headline`` that print a date: names stand beside them. Raises
    cssselect.SelectorError when ``site.authors`` or ``site.editors`` is no CSS.
    """
    story = _Story(page, site, headline, lines)
    editors = _first(story, "editors", EDITORS_FIRST)
    authors = _authors(story, {names.key(name) for name in editors})
    editors = editors or _first(story, "editors", EDITORS_LAST)
    return People(_unique(authors), _unique(editors))


def _first(story: _Story, about: str, sources: Sequence[tuple[str, Names]]) -> list[str]:
    """The people the first of some sources names."""
    trace = story.page.trace
    for name, read in sources:
        people = [] if name in trace.off else _named(read(story), story.outlets)
        trace.note(about, name, "won" if people else "lost", ", ".join(people))
        if people:
            return people
    return []


def _authors(story: _Story, editors: Collection[str]) -> list[str]:
    """The writers, from the first of ``WRITERS`` that names a person, else an account."""
    trace = story.page.trace
    accounts: list[str] = []
    for source in WRITERS:
        if source.name in trace.off:
            continue
        people = source.people(story, editors)
        persons = [name for name in people if not names.is_account(name)]
        trace.note("authors", source.name, "won" if persons else "lost", ", ".join(people))
        if persons:
            return persons
        accounts = accounts or people
        if accounts and source.is_declared:
            break
    return accounts


class _Story:
    """What names are looked for in."""

    def __init__(self, page: Page, site: Site, headline: str | None, lines: Sequence[DateLine]):
        self.page = page
        self.site = site
        self.headline = headline
        self.lines = lines

    @cached_property
    def outlets(self) -> set[str]:
        """The names of the site, none of which is a person's."""
        return self.page.site_names(self.site.outlet)

    @cached_property
    def printed(self) -> tuple[list[str], list[str]]:
        """Writers and editors as bylines with labels name them."""
        return _printed(self.page, self.outlets)

    def json_ld_authors(self) -> list[str]:
        """``author`` in JSON-LD, whoever the site means by it."""
        return _json_ld_people(self.page, "author")


Names = Callable[[_Story], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _NameSource:
    """A place on the page that may say who wrote."""

    name: str
    read: Names
    may_be_editor: bool = True
    is_declared: bool = False
    is_guess: bool = False
    """Whether only the look of the place tells that it names a person."""

    def people(self, story: _Story, editors: Collection[str]) -> list[str]:
        """The people the place names, those apart that can't be the writers."""
        said = self.read(story)
        if self.is_declared:
            own = {story.site.outlet, story.page.meta("og:site_name")}
            keys = {names.key(outlet) for outlet in own if outlet}
            people = [name for name in _named(said, set()) if names.key(name) not in keys]
        else:
            people = [name for name in _named(said, story.outlets) if not names.is_desk(name)]
        if self.is_guess:
            people = list(filter(names.looks_like_name, people))[:MOST_GUESSED]
        if self.may_be_editor:
            people = [name for name in people if names.key(name) not in editors]
        return people


def _named(texts: Iterable[str], outlets: set[str]) -> list[str]:
    """The people a number of lines name; ``NAMA, Bandung`` says where, not who else."""
    lines = map(names.split_names, texts)
    split = (name for line in lines for at, name in enumerate(line) if not (at and _is_town(name)))
    return [name for name in split if not names.is_outlet(name, outlets)]


def _is_town(name: str) -> bool:
    """Whether one word is a place's name; of two words it may be a person's as well."""
    return " " not in name and is_place(name)


def _unique(people: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in people:
        found.setdefault(names.key(name), name)
    return list(found.values())


def _selected(page: Page, query: str | None) -> list[str]:
    """What a site's own selector finds, each as one line."""
    found = islice(page.select(query), 20) if query else ()
    return [each if isinstance(each, str) else _name_in(each) for each in found]


def _name_in(element: HtmlElement) -> str:
    """What an element says: its machine value, the name inside it, else its text."""
    if content := element.get("content"):
        return content
    named = next((each for each in element.iter() if each.get("itemprop") == "name"), element)
    return parted_text(named, most=LONGEST_LINE)


def _metas(page: Page, pattern: re.Pattern[str], general: bool) -> list[str]:
    """The metas that name a person: the specific ones, or the general ones."""
    named = found_among(pattern, {*page.metas})
    return [
        content
        for name, contents in page.metas.items()
        if name in named and (name in GENERAL_METAS) is general
        for content in contents[:MOST_GUESSED]
    ]


def _writers_beside_editors(page: Page) -> list[str]:
    """The metas for the writer on a page that has others for the editor: it tells them apart."""
    editors = _metas(page, EDITOR_META, general=False)
    return _metas(page, WRITER_META, general=False) if any(editors) else []


def _card_labels(page: Page) -> list[str]:
    """What stands behind a label in the metas of a card: "Ditulis oleh" and a name."""
    labels = [page.meta(f"twitter:label{number}") or "" for number in (1, 2)]
    return [
        page.meta(f"twitter:data{number}") or ""
        for number, label in enumerate(labels, start=1)
        if is_label(label) and "edit" not in label.casefold()
    ]


def _json_ld_people(page: Page, role: str) -> list[str]:
    """The people an article's JSON-LD names in a role; organisations are none."""
    value: Any = page.news_article.get(role)
    members = value if isinstance(value, list) else [value]
    return [
        name
        for member in members
        if not (isinstance(member, dict) and member.get("@type") == "Organization")
        for name in names_of(member)
    ]


def _printed(page: Page, outlets: set[str]) -> tuple[list[str], list[str]]:
    """Writers and editors as the first bylines with labels name them: "Reporter: NAMA"."""
    writers: list[str] = []
    editors: list[str] = []
    seen: set[HtmlElement] = set()
    for text, element, _ in page.texts_with(LABEL_WORDS)[:MOST_LABELS]:
        if element is None or element in seen or _elsewhere(element):
            continue
        if element.tag == "a" and is_label(text):
            continue
        seen.add(element)
        byline = _climb(element, outlets, is_label(text))
        writers = writers or byline.writers
        editors = editors or byline.editors
        if writers and editors:
            break
    return writers, editors


def _climb(element: HtmlElement, outlets: set[str], label_apart: bool) -> Byline:
    """The byline an element's text is, or that of the row around it where the name is beside."""
    byline = Byline()
    for row in (element, *islice(element.iterancestors(), 2)):
        text = names.unglued(parted_text(row, most=LONGEST_LINE))
        byline = read_byline(_with_names_parted(row, text), outlets, label_apart)
        if label_apart and not (byline.writers or byline.editors):
            byline = _named_before(text, outlets) or byline
        found = byline.writers or byline.editors or not byline.has_label
        if found or len(text) > LONGEST_LINE or row.tag in FURTHEST:
            break
    return byline


def _named_before(text: str, outlets: set[str]) -> Byline | None:
    """The byline of a row that says a name and, behind it, what the person did."""
    name, line, label = text.partition("\n")
    if not line:
        name, line, label = text.rpartition(" ")
        if " " not in name:  # a name of two words, of which the second happens to be a label
            return None
    if not line or not is_label(label) or not names.looks_like_name(name):
        return None
    return read_byline(f"{label}: {name}", outlets)


def _with_names_parted(row: HtmlElement, text: str) -> str:
    """A byline with commas between names that only their links or a list part.

    ``Oleh <a>NAMA</a> <a>NAMA</a>``, ``Oleh :<ul><li>NAMA<li>NAMA</ul>``.
    """
    named = list(islice(row.iter("a"), MOST_GUESSED + 1)) or list(islice(row.iter("li"), 5))
    if not 1 < len(named) <= MOST_GUESSED:
        return text
    said = [parted_text(each, most=LONGEST_LINE) for each in named]
    start, end = text.find(said[0]), text.rfind(said[-1]) + len(said[-1])
    if not all(said) or text[start:end].split() != " ".join(said).split():
        return text
    return f"{text[:start].rstrip()} {', '.join(said)}{text[end:]}".strip()


def _elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands in a box that is not the article's."""
    aside = next(islice(element.iterancestors("aside"), 1), None)
    if aside is not None and not finds(CALLED_WRITER, class_and_id(aside)):
        return True
    around = [element, *islice(element.iterancestors(), 4)]
    return any(
        each.tag in ("footer", "nav", "figcaption", "figure")
        or finds(NOT_THE_WRITERS, class_and_id(each))
        for each in around
    )


def _called_writers(page: Page) -> Iterator[str]:
    """What the innermost elements say whose class names the writer, outside other boxes.

    Those beside the first, in the same row, belong to it; those elsewhere don't.
    """
    called = [element for element in _writers_elements(page) if not _is_editors(element)]
    outer = {parent for element in called for parent in islice(element.iterancestors(), 4)}
    row: HtmlElement | None = None
    for element in [each for each in called if each not in outer] + called:
        if row is not None and element.getparent() is not row:
            continue
        text = parted_text(element, most=LONGEST_LINE)
        if not text or len(text) > LONGEST_LINE / 2 or _elsewhere(element):
            continue
        if any(map(names.looks_like_name, names.split_names(text))):
            row = element.getparent()
            yield from _links_in(element) or _names_in_parts(element) or [text]


def _linked(page: Page, headline: str | None) -> Iterator[str]:
    """The names in the first row of links to writers' own pages, a few links from the headline.

    Cards of other stories further down link to their writers as well.
    """
    row: HtmlElement | None = None
    places = page.index.places("a")
    title = bisect(places, page.headline_place(headline) or 0)
    near = page.index.at(places[max(0, title - MOST_LINKS_ABOVE) : title + MOST_LINKS_BELOW])
    for link in (each for each in near if WRITERS_PAGE.search(each.get("href", ""))):
        text = parted_text(link, most=LONGEST_LINE)
        if not 2 <= len(text.split()) <= MOST_WORDS_OF_A_NAME or _elsewhere(link):
            continue
        if row is not None and link.getparent() is not row:
            break
        if names.looks_like_name(text):
            row = link.getparent()
            yield text


def _links_in(element: HtmlElement) -> list[str]:
    """What the links in an element say, where it holds several: a name each."""
    links = list(islice(element.iter("a"), MOST_GUESSED + 1))
    return [parted_text(link, most=LONGEST_LINE) for link in links] if len(links) > 1 else []


def _names_in_parts(element: HtmlElement) -> list[str]:
    """What the parts of an element say, where each is a name: ``<span>NAMA</span>`` twice."""
    while len(element) == 1 and not (element.text or "").strip():
        element = element[0]
    parts = [parted_text(each, most=LONGEST_LINE) for each in islice(element, MOST_GUESSED + 1)]
    are_names = all(
        1 < len(part.split()) <= MOST_WORDS_OF_A_NAME
        and names.looks_like_name(part)
        and not POST.match(part.lstrip(",| "))
        for part in parts
    )
    return parts if are_names and 1 < len(parts) <= MOST_GUESSED else []


def _writers_elements(page: Page) -> list[HtmlElement]:
    """The first elements whose class, id or relation says that they name the writer."""
    related = [link for link in page.elements("a") if link.get("rel") == "author"]
    return [*page.named(CALLED_WRITER)[:MOST_CALLED], *related[:5]]


def _called_editors(page: Page) -> list[str]:
    """What the first short element says whose class or id names the editor."""
    for element in page.named(EDITORS)[:10]:
        text = parted_text(element, most=LONGEST_LINE)
        if text and len(text) < LONGEST_LINE / 2 and not _elsewhere(element):
            people = list(filter(names.looks_like_name, names.split_names(text)))
            if people:
                return people
    return []


def _is_editors(element: HtmlElement) -> bool:
    return any(CALLED_EDITOR.search(element.get(name, "")) for name in ("class", "id"))


def _beside_date(page: Page) -> Iterator[str]:
    """The name in the first line like "NAMA - 13 Oktober 2016 23:11 wib"."""
    for text, *_ in page.texts_with("-–—•|·"):
        found = DATED.search(text) and names.BEFORE_DATE.match(text.strip())
        if found and not is_place(found["name"].partition(",")[0]):
            yield found["name"]
            return


def _above_date(headline: str | None, lines: Sequence[DateLine]) -> list[str]:
    """The name in the element right before the article's date line: hashed classes hide it."""
    for line in lines:
        for element in (line.element, *islice(line.element.iterancestors(), 1)):
            before = element.getprevious()
            if before is None:
                continue
            text = "" if before.tag in NO_BYLINE else parted_text(before, most=LONGEST_LINE)
            is_name = (
                2 <= len(text.split()) <= MOST_WORDS_OF_A_NAME
                and not is_place(text)
                and text.casefold() != (headline or "").casefold()
            )
            return [text] if is_name and not _elsewhere(before) else []
    return []


def _data_layer(page: Page, keys: Collection[str]) -> Iterator[str]:
    """What the page tells its statistics under the first of these keys that it uses."""
    texts = (script.text or "" for script in page.elements("script"))
    for text in islice((each for each in texts if "dataLayer" in each), 10):
        beginning = text[:20_000]
        lower = beginning.lower()
        if any(key in lower for key in keys):
            for found in DATA_MEMBER.finditer(beginning):
                if found["key"].lower() in keys:
                    yield found["double"] or found["single"]


def _json_ld_writers(story: _Story) -> list[str]:
    if story.site.json_ld_author_is_editor:
        return []
    said = story.json_ld_authors()
    editors = {names.key(name) for name in _json_ld_people(story.page, "editor")}
    return [name for name in said if names.key(name) not in editors] or said


def _json_ld_author_as_editor(story: _Story) -> list[str]:
    return story.json_ld_authors() if story.site.json_ld_author_is_editor else []


def _keyword_editors(story: _Story) -> list[str]:
    """``Editor:NAMA`` among the keywords in JSON-LD."""
    keywords = story.page.news_article.get("keywords")
    words = keywords if isinstance(keywords, list) else []
    return [word[7:] for word in words if isinstance(word, str) and word.startswith("Editor:")]


WRITERS = (
    _NameSource(
        "site's selector",
        lambda story: _selected(story.page, story.site.authors),
        may_be_editor=False,
        is_declared=True,
    ),
    _NameSource(
        "metas for writer and editor",
        lambda story: _writers_beside_editors(story.page),
        may_be_editor=False,
    ),
    _NameSource(
        "meta for the writer",
        lambda story: _metas(story.page, WRITER_META, general=False),
    ),
    _NameSource("byline with a label", lambda story: story.printed[0], may_be_editor=False),
    _NameSource("twitter card", lambda story: _card_labels(story.page), may_be_editor=False),
    _NameSource("author in JSON-LD", _json_ld_writers),
    _NameSource(
        "microdata", lambda story: map(_name_in, story.page.microdata.get("author", ())[:5])
    ),
    _NameSource("called the writer", lambda story: _called_writers(story.page), is_guess=True),
    _NameSource("general meta", lambda story: _metas(story.page, WRITER_META, general=True)),
    _NameSource("beside a date", lambda story: _beside_date(story.page), is_guess=True),
    _NameSource(
        "above the date line", lambda story: _above_date(story.headline, story.lines), is_guess=True
    ),
    _NameSource(
        "link to a writer's page", lambda story: _linked(story.page, story.headline), is_guess=True
    ),
    _NameSource(
        "data for statistics",
        lambda story: _data_layer(story.page, WRITER_KEYS),
        is_guess=True,
    ),
)
"""Where the writer may stand, most trusted first."""

EDITORS_FIRST = (
    ("site's selector", lambda story: _selected(story.page, story.site.editors)),
    ("byline with a label", lambda story: story.printed[1]),
    ("called the editor", lambda story: _called_editors(story.page)),
)
"""Where the editor stands in print; who is named there is no writer, whatever machines say."""

EDITORS_LAST = (
    ("meta for the editor", lambda story: _metas(story.page, EDITOR_META, general=False)),
    ("author in JSON-LD", _json_ld_author_as_editor),
    ("editor in JSON-LD", lambda story: _json_ld_people(story.page, "editor")),
    ("keywords in JSON-LD", _keyword_editors),
    ("microdata", lambda story: map(_name_in, story.page.microdata.get("editor", ())[:3])),
    (
        "data for statistics",
        lambda story: filter(names.looks_like_name, _data_layer(story.page, EDITOR_KEYS)),
    ),
)
"""Where else the editor may stand, most trusted first."""
