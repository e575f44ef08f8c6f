"""From an element to its paragraphs, in the order they are read.

Paragraphs are told by the tree (``<p>``, ``<div>``, ``<li>``, headings, rows of a table) and, in
running text, by ``<br>``: two part paragraphs, one does where what stands before and after it
looks like two. Nothing recurses, so nested and unclosed elements cost what they are long.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.boilerplate import is_boilerplate
from crawler.parsers.body.boilerplate_markup import (
    ASIDE_TAGS,
    is_boilerplate_element,
    is_boilerplate_name,
    is_never_text,
)
from crawler.parsers.body.captions import (
    caption_of,
    stands_below_picture,
    stands_under_media,
)
from crawler.parsers.page.tags import SILENT_TAGS, UNSEEN_TAGS
from crawler.parsers.page.text import clean
from crawler.parsers.page.trace import SILENT, Trace

HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_BLOCKS = """
p div section article main ul ol li dl dt dd table caption thead tbody tfoot tr blockquote pre hr
address center fieldset details summary h1 body html
"""
BLOCK_TAGS = HEADINGS | frozenset(_BLOCKS.split())
PARTS_OF_TEXT = HEADINGS | {"p", "tr", "tbody", "thead", "dd", "dt", "h1"}
"""Blocks that are part of a text, never the whole of it."""
_BOXES = BLOCK_TAGS - PARTS_OF_TEXT
_CELLS = frozenset(("td", "th"))
_TABLE_PARTS = frozenset(("thead", "tbody", "tfoot", "tr", "td", "th"))
_BOXES_IN_CELLS = ("div", "section", "ul", "ol", "table", "form", "p", "script", "ins")
_TWEET = "./blockquote[@class='twitter-tweet']"
"""A quoted tweet in a box of its own, which may be called ``social-embed``."""
_BOLD = frozenset(("b", "strong"))
_DATES = frozenset(("datePublished", "dateModified", "dateCreated"))
_CAPTION_NAME = re.compile("caption", re.IGNORECASE)

BREAK = "\x00"
_UNSEEN = " or ".join(f"parent::{tag}" for tag in sorted(UNSEEN_TAGS))
_TEXTS = etree.XPath(f"descendant::text()[not({_UNSEEN})]")
_SENTENCES = etree.XPath(
    f"descendant::text()[string-length(.) > 80][not({_UNSEEN} or parent::a)]",
    smart_strings=False,
)
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_LIST_MARK = re.compile(r"(?:\d{1,2}[.)]|[-–•*●])\s*\S")  # as in "1. Nasi" and "- Nasi"
LEAST_TEXT = 400
"""Characters of sentences that may be an article's text, whatever the element is called."""
MOST_TEXT, NEARLY_ALL_TEXT = 0.5, 0.7
"""What share of the sentences an element must hold that may be called something beside the text,
and one that is called comments or related stories, above which no sentence may stand."""
SENTENCE = 80
"""Characters of a paragraph that is more than a label."""
LONGEST_INVITATION = 250
"""Characters over a form that only invite to fill it in."""
FEWEST_IN_CARD = 3
MOST_IN_CARD = 8
"""Links of a card on a person, one of them to the person's page."""
MOST_DOUBTS = 50
"""How many doubtful elements are looked into; more would not be linear."""
_INITIAL = re.compile(r"[\"“‘']?[A-Z]")  # as in "T" over "his story begins"
_REST_OF_WORD = re.compile(r"[a-z'’]|[A-Z]{2}")
_IN_BRACKETS = re.compile(r"\s*\[[A-Z ]{3,20}\]")  # as in "Warga Panen Raya [FOTO] Harga Naik"
_LONGEST_VERSE = 60
"""Characters of a line that may end without a full stop and still be a line of its own."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph and what tells text from links and headings."""

    text: str
    tag: str
    parent: HtmlElement
    """The box it stands in: a ``<div>``, a ``<li>``, never a part of a text."""
    linked: int = 0
    """How many of its characters stand in links."""
    bold: bool = False
    address: str = ""
    """Where its first link leads, as written."""

    @property
    def is_link(self) -> bool:
        """Whether all of it, but for marks, stands in links."""
        text = _IN_BRACKETS.sub("", self.text) if self.linked else ""
        return self.linked > 0 and self.linked >= 0.9 * len(text.strip(" -•>»*|,#"))

    @property
    def is_heading(self) -> bool:
        """Whether it is printed as a sub-heading."""
        return self.tag in HEADINGS or self.bold


@dataclass(slots=True)
class Piece:
    """A run of characters with the same markup."""

    text: str
    linked: bool
    bold: bool
    timed: bool = False
    """Whether it stands in a ``<time>``, or in what microdata calls a date."""
    address: str = ""
    """Where its link leads."""


@dataclass(slots=True)
class Reading:
    """What one element holds: its paragraphs, its picture captions, and where a headline stood."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    headline_at: int | None = None
    """How many paragraphs stood before the last ``<h1>``."""


def read_paragraphs(
    container: HtmlElement, trace: Trace = SILENT, named: Collection[HtmlElement] = ()
) -> Reading:
    """The paragraphs of an element, without the elements that stand beside the text.

    ``named`` ones hold text whatever they are called.
    """
    return _Walk(container, trace, named).read()


class _Walk:
    """One walk over one element; keeps what is open at each moment."""

    def __init__(self, container: HtmlElement, trace: Trace, named: Collection[HtmlElement]):
        self.container = container
        self.read_anyway = {container, *named}
        self.trace = trace
        self.reading = Reading()
        self.pieces: list[Piece] = []
        self.blocks = [(container, _box_around(container))]
        self.links = self.bolds = self.times = 0
        self.address = ""
        self.initial: Paragraph | None = None
        self.doubts = MOST_DOUBTS

    def read(self) -> Reading:
        passed_over: HtmlElement | None = None
        walk = etree.iterwalk(self.container, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if not self.open(element):
                    passed_over = element
                    walk.skip_subtree()
                continue
            if event == "end" and element is not passed_over:
                self.close(element)
            if element is not self.container and element.tail:
                self.add(element.tail)
        self.flush()
        self.keep(None)
        return self.reading

    def open(self, element: HtmlElement) -> bool:
        """Enter an element; False when there is nothing in it to read."""
        tag = element.tag
        if tag == "br":
            self.pieces.append(Piece(BREAK, False, False))
            return False
        if tag in SILENT_TAGS and element is not self.container:
            return False
        if element not in self.read_anyway and (self.is_beside(element) or _is_card(element)):
            self.leave_out(element)
            return False
        if tag in BLOCK_TAGS:
            self.flush()
            self.blocks.append((element, element if tag in _BOXES else self.blocks[-1][1]))
        elif tag == "a":
            self.links += 1
            self.address = element.get("href") or ""
        elif tag in _BOLD:
            self.bolds += 1
        elif tag in _CELLS:
            self.add(" ")
        if tag == "time" or element.get("itemprop") in _DATES:
            self.times += 1
        if element.text:
            self.add(element.text)
        return True

    def close(self, element: HtmlElement) -> None:
        """Leave an element that was entered."""
        tag = element.tag
        if tag in BLOCK_TAGS:
            self.flush()
            self.blocks.pop()
            if tag == "h1":
                self.close_headline()
        elif tag == "a":
            self.links -= 1
        elif tag in _BOLD:
            self.bolds -= 1
        if tag == "time" or element.get("itemprop") in _DATES:
            self.times -= 1

    def close_headline(self) -> None:
        """Take the headline out again and remember where it stood."""
        if self.initial:
            return
        paragraphs = self.reading.paragraphs
        while paragraphs and paragraphs[-1].tag == "h1":
            self.trace.note("body", HEADLINE, "out", paragraphs.pop().text)
        self.reading.headline_at = len(paragraphs)

    def is_beside(self, element: HtmlElement) -> bool:
        """Whether an element stands beside the text; a link in a sentence never does."""
        if element.tag == "a" or not (element.tag in ASIDE_TAGS or is_boilerplate_element(element)):
            return False
        if _is_of_data(element) or element.find(_TWEET) is not None:
            return False
        if not is_never_text(element):
            return not self.holds_the_text(element, MOST_TEXT)
        is_below = any(len(each.text) >= SENTENCE for each in self.reading.paragraphs)
        return is_below or not self.holds_the_text(element, NEARLY_ALL_TEXT)

    def holds_the_text(self, element: HtmlElement, share: float) -> bool:
        """Whether such a share of the sentences stands in an element, whatever it is called."""
        inside = _length_of_sentences(element) if self.doubts and len(element) else 0
        if inside < LEAST_TEXT:
            return False
        self.doubts -= 1
        return inside > share * _length_of_sentences(self.container)

    def leave_out(self, element: HtmlElement) -> None:
        """Pass over an element beside the text, keeping what it says of a picture."""
        _tell_left_out(self.trace, element)
        if element.tag in BLOCK_TAGS or element.tag in ASIDE_TAGS:
            self.flush()
        box = element.getparent()
        if element.tag == "form" and box is not None and box is not self.container:
            _forget_words_over_form(self.reading.paragraphs, box, self.trace)
        if element.tag == "figure" or _CAPTION_NAME.search(element.get("class") or ""):
            self.add_caption(caption_of(element), element)

    def add_caption(self, text: str, element: HtmlElement) -> None:
        if caption := clean(text):
            self.reading.captions.append(caption)
            self.trace.note("image_caption", CAPTION, "told", caption, element)

    def add(self, text: str) -> None:
        """Take a run of characters, unless it only parts one block from the next."""
        if self.pieces or not text.isspace():
            address = self.address if self.links else ""
            self.pieces.append(Piece(text, self.links > 0, self.bolds > 0, self.times > 0, address))

    def flush(self) -> None:
        """Make paragraphs of the running text since the last block."""
        if not self.pieces:
            return
        (box, parent), pieces, self.pieces = self.blocks[-1], self.pieces, []
        for name, is_one in NO_PARAGRAPHS:
            if name not in self.trace.off and is_one(self, box, pieces):
                text = "".join([piece.text for piece in pieces]).replace(BREAK, " ")
                self.trace.note("body", name, "out", clean(text), box)
                if name != DATE_LINE:
                    self.add_caption(text, box)
                return
        for lines in _paragraphs_of(_lines(pieces)):
            self.keep(_joined(lines, box, parent))

    def keep(self, paragraph: Paragraph | None) -> None:
        """Add a paragraph, a drop cap above it as its first letter; None at the end."""
        initial, self.initial = self.initial, None
        if initial and paragraph and _REST_OF_WORD.match(paragraph.text):
            paragraph.text = initial.text + paragraph.text
        elif initial and initial.tag != "h1":
            self.reading.paragraphs.append(initial)
        if paragraph and _INITIAL.fullmatch(paragraph.text):
            self.initial = paragraph
        elif paragraph:
            self.reading.paragraphs.append(paragraph)


def _tell_left_out(trace: Trace, element: HtmlElement) -> None:
    if trace.is_kept:
        said = clean("".join(_TEXTS(element)))
        trace.note("body", BESIDE, "out", said, element, called=_names_beside(element))


def _is_of_data(element: HtmlElement) -> bool:
    """Whether an element is of a table of data, which names what it says: ``<td class="date">``."""
    return element.tag in _TABLE_PARTS and next(element.iter(*_BOXES_IN_CELLS), None) is None


def _forget_words_over_form(paragraphs: list[Paragraph], box: HtmlElement, trace: Trace) -> None:
    """Take out the few words over a form: "Dapatkan berita pilihan" and a field for it."""
    above = list(takewhile(lambda each: each.parent is box, reversed(paragraphs)))
    is_invitation = sum(len(each.text) for each in above) < LONGEST_INVITATION
    if is_invitation and OVER_A_FORM not in trace.off:
        trace.compare("body", OVER_A_FORM, above, ())
        del paragraphs[len(paragraphs) - len(above) :]


def is_caption_box(walk: _Walk, box: HtmlElement, pieces: Sequence[Piece]) -> bool:
    """A box under a picture, in a wrapper that holds nothing else.

    ``<div><img src="padi.jpg"><div>Petani memanen padi.</div></div>``
    """
    if walk.container in (box, box.getparent()) or not walk.doubts:
        return False
    return stands_below_picture(box) and _is_little(walk, pieces)


def is_under_picture(walk: _Walk, box: HtmlElement, pieces: Sequence[Piece]) -> bool:
    """A box that is a picture or a video and what is printed under it.

    ``<p><img src="padi.jpg"><br><em>Petani memanen padi.</em></p>``
    """
    if box is walk.container or box.tag not in ("p", "div", "td", "center", "section"):
        return False
    if not len(box) or not walk.doubts:
        return False
    text = clean("".join([piece.text for piece in pieces]).replace(BREAK, " "))
    return stands_under_media(box, text) and _is_little(walk, pieces)


def _is_little(walk: _Walk, pieces: Sequence[Piece]) -> bool:
    """Whether a box could be left out without most of the text going with it."""
    walk.doubts -= 1
    return sum(len(piece.text) for piece in pieces) < 0.5 * sum(map(len, _TEXTS(walk.container)))


def is_date_line(walk: _Walk, box: HtmlElement, pieces: Sequence[Piece]) -> bool:
    """All that is said stands in ``<time>`` or its like: when the story came out, was changed.

    ``<p><time>25 November 2024</time> | <time>Diperbarui 26 November 2024</time></p>``
    """
    if not any(piece.timed for piece in pieces):
        return False
    said = [piece for piece in pieces if piece.text.strip(" \n\t\r·•|,-" + BREAK)]
    return bool(said) and all(piece.timed for piece in said)


HEADLINE = "<h1>"
BESIDE = "element beside the text"
OVER_A_FORM = "words over a form"
CAPTION = "caption among the paragraphs"
DATE_LINE = "line of <time>"
NO_PARAGRAPHS = (
    ("box under a picture", is_caption_box),
    ("print under a picture", is_under_picture),
    (DATE_LINE, is_date_line),
)
"""By name, what is running text and no paragraph; all but the date line are captions."""


def _is_card(element: HtmlElement) -> bool:
    """Whether an element inside a line is a card on whom the line names: a portrait and links.

    ``<p>Kata <a>NAMA</a><span><img><a>NAMA</a><a>Judul lain</a></span> kemarin.``
    """
    if element.tag != "span" or not len(element):
        return False
    first = next(element.iter("img", "a"), None)
    if first is None or first.tag != "img":
        return False
    links = list(islice(element.iter("a"), MOST_IN_CARD + 1))
    if not FEWEST_IN_CARD <= len(links) <= MOST_IN_CARD:
        return False
    linked = sum(len(clean("".join(_TEXTS(each)))) for each in links)
    return linked > 0.8 * len(clean("".join(_TEXTS(element))))


def _names_beside(element: HtmlElement) -> str:
    """What tells that an element stands beside the text: its names, else its tag or style."""
    names = [name for _, value in element.items() for name in value.split()]
    told = [name for name in names if is_boilerplate_name(name)]
    return " ".join(told) or (element.tag if element.tag in ASIDE_TAGS else "hidden")


def _length_of_sentences(element: HtmlElement) -> int:
    return sum(len(" ".join(text.split())) for text in _SENTENCES(element))


@dataclass(slots=True)
class _Line:
    text: str
    linked: int
    bold: bool
    address: str


def _lines(pieces: Iterable[Piece]) -> Iterator[_Line]:
    """The lines that ``<br>`` parts; an empty one for every further ``<br>``."""
    line: list[Piece] = []
    for piece in pieces:
        if piece.text == BREAK:
            yield _line(line)
            line = []
        else:
            line.append(piece)
    yield _line(line)


def _line(pieces: list[Piece]) -> _Line:
    text = clean("".join([piece.text for piece in pieces]))
    linked = sum([len(clean(piece.text)) for piece in pieces if piece.linked])
    bold = bool(text) and all(piece.bold or piece.text.isspace() for piece in pieces)
    address = next(piece.address for piece in pieces if piece.linked) if linked else ""
    return _Line(text, linked, bold, address)


def _paragraphs_of(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines grouped into paragraphs: an empty line or the look of the next one parts them."""
    paragraph: list[_Line] = []
    for line in lines:
        if not line.text:
            if paragraph:
                yield paragraph
            paragraph = []
        elif paragraph and _starts_anew(paragraph[-1], line):
            yield paragraph
            paragraph = [line]
        else:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _starts_anew(before: _Line, line: _Line) -> bool:
    """Whether a line after a single ``<br>`` is a paragraph of its own, not a wrapped sentence."""
    if before.bold != line.bold or _LIST_MARK.match(line.text):
        return True
    first = line.text.lstrip("\"'“‘([")[:1]
    if first.islower() or not (first.isupper() or first.isdigit()):
        return is_boilerplate(line.text) or is_boilerplate(before.text)
    return bool(
        _SENTENCE_END.search(before.text)
        or len(before.text) < _LONGEST_VERSE
        or is_boilerplate(line.text)
        or is_boilerplate(before.text)
    )


def _box_around(element: HtmlElement) -> HtmlElement | None:
    """The box that an element is or stands in."""
    box: HtmlElement | None = element
    while box is not None and box.tag not in _BOXES:
        box = box.getparent()
    return box


def _joined(lines: list[_Line], box: HtmlElement, parent: HtmlElement | None) -> Paragraph:
    return Paragraph(
        text=" ".join([line.text for line in lines]),
        tag=box.tag,
        parent=box if parent is None else parent,
        linked=sum([line.linked for line in lines]),
        bold=all(line.bold for line in lines),
        address=next((line.address for line in lines if line.linked), ""),
    )
