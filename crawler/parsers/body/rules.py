"""What is taken out of a story's paragraphs: one named rule after the other.

``RULES`` is their order. A rule is given the paragraphs that are left and the story they stand
in, and gives those that stay; it takes a line out, or makes it shorter, and does nothing else.
``scrapy read --why`` says which rule took which line; a rule whose name stands in the trace's
``off`` is left out. What a line's wording tells stands in ``boilerplate``, what a closing line's
in ``signature``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile, groupby, islice, takewhile

from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.boilerplate import (
    is_boilerplate,
    is_closing_boilerplate,
    is_end_of_text,
    is_invitation,
    is_opening_boilerplate,
    kind_of,
    without_inserts,
)
from crawler.parsers.body.paragraphs import HEADINGS, Paragraph
from crawler.parsers.body.signature import is_closing_code
from crawler.parsers.page.trace import SILENT, Trace
from crawler.parsers.urls import DOMAIN_ENDING, registered_domain

_OPEN_DATELINE = re.compile(
    # before the first <p>: "Jakarta -", "Metrocontoh.com, Jakarta:"
    rf".{{1,60}}[-–—]|[^:]{{0,40}}\.{DOMAIN_ENDING}\b[^:]{{0,40}}:"
)
_OFF_SITE = re.compile(r"(?:https?:)?//(?P<host>[^/?#\s]+)", re.IGNORECASE)
_SHARING = re.compile(r"[/.](?:sharer?|intent|send|submit|pin/create)\b|[?&](?:u|url|text)=http")
"""``https://pesan.example/share?url=https://...``: a link that sends the page on."""
_TAGS = re.compile(r"(?:tags?|topi[ck]s?|labels?|kata kunci)\b[\s:]*", re.IGNORECASE)
_WORD = re.compile(r"\w")
_LONGEST_LABEL = 6
"""Words of a heading over a list of links."""
_MOST_WORDS_APART = 4
_LONGEST_LABEL_BEFORE_LINK = 30
_FEWEST_WORDS_OF_TITLE = 3
FEWEST_IN_LIST = 3
MOST_CLOSING = 6
MOST_INVITATIONS = 20
MOST_AROUND = 8
"""Elements around a paragraph that may be the box it stands in."""
LONGEST_INVITATION = 300
SHORTEST_TITLE = 15
MOST_IN_A_TEASER = 2
LONGEST_TEASER = 400
"""Characters of a link that may be another story's headline, and what may stand under it."""
_RUBRICS = ("NARASI", "PENJELASAN")
"""Parts of a fact check, under one of which, SUMBER, it says where a claim was spread."""
MOST_PULL_QUOTES = 20
MOST_POINTS = 8
"""Points of a summary above the text."""
_MARKS_OF_QUOTE = " .…\"'“”‘’„»«"


@dataclass(frozen=True, slots=True)
class Story:
    """What the rules know of the story: its headlines in small letters, its site's ``strip``, the
    domain it was published on."""

    headlines: Sequence[str] = ()
    strip: Sequence[str] = ()
    domain: str = ""


Rule = Callable[[Sequence[Paragraph], Story], Sequence[Paragraph]]


def tidied(
    paragraphs: Sequence[Paragraph], story: Story, trace: Trace = SILENT
) -> Sequence[Paragraph]:
    """The paragraphs that every one of ``RULES`` leaves, those apart that the trace has off."""
    for name, rule in RULES:
        if name in trace.off:
            continue
        before, paragraphs = paragraphs, rule(paragraphs, story)
        if trace.is_kept:
            trace.compare("body", name, before, paragraphs, kind_of)
    return paragraphs


def length_of(paragraphs: Iterable[Paragraph]) -> int:
    """Characters of paragraphs that stand in no link."""
    return sum(len(paragraph.text) - paragraph.linked for paragraph in paragraphs)


def without_teasers(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Boxes in which a link to another story stands over a word on it.

    ``<div><a>Wali Kota Contoh Resmikan Jembatan</a><p>Jembatan itu panjangnya ...</p></div>``
    """
    kept: list[Paragraph] = []
    for box, group in groupby(paragraphs, key=lambda paragraph: paragraph.parent):
        own = list(group)
        said = [paragraph for paragraph in own if not paragraph.is_link]
        is_teaser = (
            own[0].is_link
            and len(own[0].text) >= SHORTEST_TITLE
            and len(own) > 1
            and len(said) <= MOST_IN_A_TEASER
            and length_of(said) <= LONGEST_TEASER
            and len(own) < len(paragraphs)
            and box is not paragraphs[0].parent
        )
        if not is_teaser:
            kept += own
    return kept


def without_pull_quotes(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Quotations in large print that the text itself says again.

    ``<blockquote>Panen tahun ini lebih baik</blockquote>``
    """
    quotes = [each for each in paragraphs if each.parent.tag in ("blockquote", "aside")]
    if not quotes or len(quotes) > MOST_PULL_QUOTES:
        return paragraphs
    others = [each.text for each in paragraphs if each not in quotes]
    repeated = [
        each
        for each in quotes
        if len(said := each.text.strip(_MARKS_OF_QUOTE)) > SHORTEST_TITLE
        and any(said in text for text in others)
    ]
    return [each for each in paragraphs if each not in repeated]


def without_summary(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """A list of the main points above the first paragraph.

    ``<ul><li>Panen raya dimulai</li><li>Harga gabah naik</li></ul><p>Petani di ...</p>``
    """
    points = list(takewhile(lambda each: each.parent.tag == "li", paragraphs))
    rest = paragraphs[len(points) :]
    is_summary = len(points) <= MOST_POINTS and length_of(points) < length_of(rest)
    return rest if is_summary else paragraphs


def without_link_lists(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Paragraphs that are links, and the labels over lists of them.

    ``<b>Berita lain</b><p><a>Wali Kota ...</a></p><p><a>Tim Contoh FC ...</a></p>``
    Headings and items of a list that lead off the site are its text: what is for sale, who says so.
    """
    kept: list[Paragraph] = []
    for at, paragraph in enumerate(paragraphs):
        if not paragraph.is_link or _leads_off_in_text(paragraph, story):
            kept.append(paragraph)
            continue
        is_first = at == 0 or not paragraphs[at - 1].is_link
        is_list = at + 1 < len(paragraphs) and paragraphs[at + 1].is_link
        is_list = is_list and len(paragraph.text) >= SHORTEST_TITLE  # no buttons for sharing
        label = kept[-1] if is_first and kept and kept[-1] is paragraphs[at - 1] else None
        is_headed = label is not None and is_list and _heads_list(label)
        if is_headed or (label and _stand_apart(label, paragraph, paragraphs, at)):
            kept.pop()
    return kept


def _heads_list(paragraph: Paragraph) -> bool:
    """Whether a heading is a label over a list of links: ``Berita lain dari Desa Contoh:``."""
    most = 2 * _LONGEST_LABEL if paragraph.text.endswith(":") else _LONGEST_LABEL
    return paragraph.is_heading and len(paragraph.text.split()) <= most


def _stand_apart(
    label: Paragraph, link: Paragraph, paragraphs: Sequence[Paragraph], at: int
) -> bool:
    """Whether a few words and the link under them are alone in a box.

    ``<div><div><p>Baca lagi</p></div><a>Wali Kota Contoh Resmikan Jembatan</a></div>``
    """
    if len(link.text) < SHORTEST_TITLE or len(label.text.split()) > _MOST_WORDS_APART:
        return False
    if label.text[-1:] in ".!?":
        return False
    around = _boxes_around(label)
    box = next((each for each in _boxes_around(link) if each in around), None)
    others = paragraphs[max(at - 2, 0) : at - 1], paragraphs[at + 1 : at + 2]
    return box is not None and not any(
        box in _boxes_around(other) for several in others for other in several
    )


def _boxes_around(paragraph: Paragraph) -> list[HtmlElement]:
    return [paragraph.parent, *islice(paragraph.parent.iterancestors(), MOST_AROUND)]


def _leads_off_in_text(paragraph: Paragraph, story: Story) -> bool:
    """Whether a link off the site is a heading, an item of a list, or the address as printed."""
    found = _OFF_SITE.match(paragraph.address)
    if not found or not story.domain:
        return False
    if _name_of(registered_domain(found["host"])) == _name_of(story.domain):
        return False
    if _SHARING.search(paragraph.address) or is_invitation(paragraph.text):
        return False
    is_item = paragraph.parent.tag == "li" and len(paragraph.text) >= SHORTEST_TITLE
    return paragraph.tag in HEADINGS or is_item or paragraph.text == paragraph.address


def _name_of(domain: str) -> str:
    """What outlets keep in every country: ``contoh`` of ``contoh.com`` and ``contoh.co.id``."""
    return domain.partition(".")[0]


def without_cross_links(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """A label and a link to another story: ``Simak: <a>Judul lain tentang sawah</a>``."""
    return [each for each in paragraphs if not (_is_labelled_link(each) or _are_tags(each))]


def _are_tags(paragraph: Paragraph) -> bool:
    """Whether a line is a word for tags and links: ``Tags <a>panen</a>, <a>padi</a>``."""
    label = _TAGS.match(paragraph.text) if paragraph.linked else None
    return label is not None and paragraph.linked >= 0.7 * len(paragraph.text[label.end() :])


def _is_labelled_link(paragraph: Paragraph) -> bool:
    label, colon, title = paragraph.text.partition(":")
    title = title.strip()
    return (
        bool(colon)
        and paragraph.linked >= 0.9 * len(title)
        and len(label.split()) <= _LONGEST_LABEL
        and len(label) <= _LONGEST_LABEL_BEFORE_LINK
        and len(title.split()) >= _FEWEST_WORDS_OF_TITLE
        and paragraph.parent.tag != "li"
    )


def without_invitations(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Little boxes of their own that invite to a newsletter, an app, a membership.

    ``<div class="app"><div>Contoh.com</div><div>4+</div><div>Dapatkan Aplikasi</div></div>``
    """
    inviting = [each for each in paragraphs if is_invitation(each.text)]
    if not inviting or len(inviting) > MOST_INVITATIONS:
        return paragraphs
    held: Counter[HtmlElement] = Counter()
    for each in paragraphs:
        for box in _boxes_around(each):
            held[box] += len(each.text)
    boxes = {_box_apart(each, held) for each in inviting} - {None}
    return [each for each in paragraphs if boxes.isdisjoint(_boxes_around(each))]


def _box_apart(paragraph: Paragraph, held: Mapping[HtmlElement, int]) -> HtmlElement | None:
    """The outermost box around a paragraph that holds little; None where its own holds much."""
    apart = None
    for box in _boxes_around(paragraph):
        if held[box] > LONGEST_INVITATION or box.tag in ("li", "ul", "ol"):
            break
        apart = box
    return apart


def without_closing_lists(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Below the last paragraph a list of links with a word on each, and the label over it.

    ``<p>Tulisan lain</p><ul><li><a>Wali Kota Contoh</a> meresmikan jembatan</li>...</ul>``
    """
    listed = list(takewhile(_is_item_with_link, reversed(paragraphs)))
    linked = sum(each.linked for each in listed)
    length = sum(len(each.text) for each in listed)
    if len(listed) < FEWEST_IN_LIST or len(listed) == len(paragraphs) or linked < 0.3 * length:
        return paragraphs
    kept = list(paragraphs[: -len(listed)])
    if len(kept) > 1 and len(kept[-1].text.split()) <= _LONGEST_LABEL:
        kept.pop()
    return kept


def _is_item_with_link(paragraph: Paragraph) -> bool:
    return paragraph.parent.tag == "li" and paragraph.linked >= SHORTEST_TITLE


def without_closing_lines(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Lines below the text of the kinds in ``boilerplate.CLOSING_LINES``, the heading over them.

    ``Follow him on Twitter @contoh``
    """
    closing = list(takewhile(lambda each: is_closing_boilerplate(each.text), reversed(paragraphs)))
    if not closing or len(closing) > MOST_CLOSING or len(closing) == len(paragraphs):
        return paragraphs
    kept = list(paragraphs[: len(paragraphs) - len(closing)])
    if len(kept) > 1 and _is_label(kept[-1]):
        kept.pop()
    return kept


def _is_label(paragraph: Paragraph) -> bool:
    return paragraph.is_heading and len(paragraph.text.split()) <= _LONGEST_LABEL


def until_closing_code(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """What stands below initials in brackets in the story's second half: ``(mea/mea)``."""
    codes = [at for at, each in enumerate(paragraphs) if is_closing_code(each.text)]
    if not codes:
        return paragraphs
    half = sum(len(each.text) for each in paragraphs) / 2
    for at in codes:
        read = sum(len(each.text) for each in paragraphs[: at + 1])
        if read > half and not is_boilerplate(paragraphs[at].text):
            return paragraphs[: at + 1]
    return paragraphs


def without_inserted(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """What was put into the middle or at the end of a line: ``[Gambas:Video 20detik]``."""
    return _rewritten(paragraphs, without_inserts)


def without_site_lines(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """What the site's own ``strip`` names."""
    patterns = [_compiled(pattern) for pattern in story.strip]

    def stripped(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub("", text)
        return text

    return _rewritten(paragraphs, stripped) if patterns else paragraphs


def _rewritten(
    paragraphs: Sequence[Paragraph], change: Callable[[str], str]
) -> Sequence[Paragraph]:
    """The paragraphs with their texts changed; the same objects where nothing was."""
    texts = [(each, change(each.text).strip()) for each in paragraphs]
    return [each if text == each.text else replace(each, text=text) for each, text in texts if text]


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def without_boilerplate(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Lines of the kinds in ``boilerplate.LINES``: ``Baca juga: Judul lain``.

    A fact check keeps the source of its claim: ``SUMBER: https://contoh.example/video``.
    """
    is_fact_check = any(each.text.startswith(_RUBRICS) for each in paragraphs)
    return [
        each
        for each in paragraphs
        if not is_boilerplate(each.text) or (is_fact_check and each.text.startswith("SUMBER"))
    ]


def without_marks(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Lines without a letter or a number, as ``* * *``; what closes a story may be ``[]``."""
    return [each for each in paragraphs if _WORD.search(each.text) or is_closing_code(each.text)]


def without_opening_lines(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Lines above the text of the kinds in ``boilerplate.OPENING_LINES``: date, byline, path.

    ``Senin, 25 November 2024 | 14:05 WIB``
    """
    above = _above_text(paragraphs, story)
    kept = [each for each in above if not is_opening_boilerplate(each.text)]
    return [*kept, *paragraphs[len(above) :]]


def without_headline(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """Lines above the text that say the headline, or its beginning, again."""
    above = _above_text(paragraphs, story)
    kept = [each for each in above if not _is_headline(each.text, story)]
    return [*kept, *paragraphs[len(above) :]]


def until_comments(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """What stands below a line of the kinds in ``boilerplate.END_OF_TEXT``.

    ``Tinggalkan komentar``; above the text such a line is a button.
    """
    begun = dropwhile(lambda each: is_end_of_text(each.text), paragraphs)
    return list(takewhile(lambda each: not is_end_of_text(each.text), begun))


def _above_text(paragraphs: Sequence[Paragraph], story: Story) -> list[Paragraph]:
    """The lines before the first one that no rule knows for something printed above a text."""
    return list(
        takewhile(
            lambda each: (
                is_opening_boilerplate(each.text)
                or _is_headline(each.text, story)
                or is_end_of_text(each.text)
            ),
            paragraphs,
        )
    )


def _is_headline(text: str, story: Story) -> bool:
    folded = text.casefold()
    return len(text) > SHORTEST_TITLE and any(each.startswith(folded) for each in story.headlines)


def with_open_dateline(paragraphs: Sequence[Paragraph], story: Story) -> Sequence[Paragraph]:
    """A dateline that stands before the first paragraph, joined to it: ``Jakarta -``."""
    if len(paragraphs) > 1 and _OPEN_DATELINE.fullmatch(paragraphs[0].text):
        first = replace(paragraphs[1], text=f"{paragraphs[0].text} {paragraphs[1].text}")
        return [first, *paragraphs[2:]]
    return paragraphs


RULES: tuple[tuple[str, Rule], ...] = (
    ("teasers", without_teasers),
    ("pull quotes", without_pull_quotes),
    ("summary", without_summary),
    ("lists of links", without_link_lists),
    ("links with a label", without_cross_links),
    ("invitations", without_invitations),
    ("inserted", without_inserted),
    ("site's strip", without_site_lines),
    ("below the closing code", until_closing_code),
    ("boilerplate", without_boilerplate),
    ("marks", without_marks),
    ("lines above the text", without_opening_lines),
    ("headline again", without_headline),
    ("below the text", until_comments),
    ("list of links at the end", without_closing_lists),
    ("lines below the text", without_closing_lines),
    ("open dateline", with_open_dateline),
)
"""The rules by name, in the order in which they are asked."""
