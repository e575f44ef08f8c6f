"""Finding the element that holds an article's text on a page nobody described.

Sentences vote: every long run of characters outside links gives its length to the element around
it and, fading, to the elements around that. The text of an article stands in one element, so that
element wins. Teasers stand each in an element of their own, beside the link they advertise; from
there little gets out, however many they are. Names tip the balance only: what is called a
sidebar is taken for one while the rest of the page has a text, else weighed (``beside``).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.beside import MOST_OF_PAGE, WEIGHT_BESIDE, Beside
from crawler.parsers.body.boilerplate import (
    is_boilerplate,
    is_consent_notice,
    is_opening_boilerplate,
)
from crawler.parsers.body.container.boxes import (
    TITLES,
    branch_of,
    has_letters,
    is_dated_story,
    is_one_of_many,
    is_only_child,
)
from crawler.parsers.body.paragraphs import BLOCK_TAGS, PARTS_OF_TEXT
from crawler.parsers.page.index import class_and_id, finds
from crawler.parsers.page.text import clean
from crawler.parsers.page.trace import Trace

if TYPE_CHECKING:
    from crawler.parsers.page.index import PageIndex


LONGEST_VOTE = 2500
"""Characters of a run that count; a longer one is a text without its paragraphs, which may stand
on the page once more, with them."""


POWER_OF_LINKS = 3


POWER_OF_LINKS_IN_LITTLE = 1.5
"""How strongly links to other stories count against a box."""


LONGEST_LABEL = 120
"""Characters of a box that may be nothing but a byline or a date."""


FADING = 0.6
"""What part of a vote reaches the next element outwards."""


WEIGHT_OF_TEASER = 0.15
"""What part of a teaser's vote gets out of its element."""


REACH = 6
"""How many elements outwards a vote reaches."""


LENGTH_OF_SAMPLE = 40
"""Characters by which a piece of the text is known again."""


SHORTEST_NAME = 3


SHORTEST_TITLE = 15


LENGTH_OF_TITLE = 50
"""Characters of a link that may be another story's headline, at least and about."""


MOST_LINKS = 300
"""How many links of a box are looked at one by one."""


MOST_CHECKS = 500
"""How many elements are looked at for being a teaser; more would not be linear."""


MOST_TOLD = 5
"""How many boxes a trace is told of."""


MUCH_TEXT = 1200
"""Characters from which a box wins wherever it stands."""


WEIGHT_ABOVE = 0.4
"""What a vote for a box with little text counts that begins above the headline."""


SENTENCES_TO_HALVE = 3
"""After how many sentences below the headline a vote for such a box counts half."""


NEAR_THE_HEADLINE = 0.7


SENTENCES_TO_HALVE_MUCH = 30


LEAST_WEIGHT_BELOW = 0.4
"""The same of a box with much text, which keeps so much of its votes wherever it stands."""


_NAMED_BODY = re.compile(
    # "entry-content", "post-body", "article__content", "detail__body-text", "txt-article"
    r"(?:article|artikel|detail|read|post|entry|story|news|berita|single)[\w-]*"
    r"(?:body|content|konten|text|txt|teks|isi)"
    r"|(?:body|content|konten|text|txt|teks|isi)[\w-]*(?:article|artikel|detail|news|berita|read)",
    re.IGNORECASE,
)


_BOXES = BLOCK_TAGS - PARTS_OF_TEXT


_WITH_TEXT = frozenset(
    "p br div span strong b em i u font small q cite mark td li dd dt blockquote section article "
    "main body form center address pre h2 h3 h4 h5 h6".split()
)


_WITHOUT_TEXT = frozenset(
    ("a", "img", "script", "ins", "iframe", "figure", "table", "ul", etree.Comment)
)
"""Elements behind which text may stand, but not, or not the article's, in them."""


def _runs(index: PageIndex, shortest: int) -> Iterator[tuple[str, HtmlElement, int]]:
    """Every run of characters that may be a sentence, the element right around it, its place.

    Those behind an element that is no text itself come last.
    """
    short = zip(index.texts, index.text_places, strict=True)
    places = [place for text, place in short if len(text) >= shortest] + index.long_places
    last: list[int] = []
    for place in sorted(places):
        node = index.nodes[place // 2]
        if node.tag not in _WITH_TEXT:
            if place % 2 and node.tag in _WITHOUT_TEXT:
                last.append(place)
        elif place % 2:
            yield node.tail, index.parents.get(node, node.getparent()), place // 2
        elif node not in index.gone:
            yield node.text, node, place // 2
    for place in last:
        node = index.nodes[place // 2]
        yield node.tail, index.parents.get(node, node.getparent()), place // 2


_Box = tuple[HtmlElement | None, HtmlElement | None]
"""The box an element is or stands in, and the outermost part of a text in between."""


def _box_of(element: HtmlElement, known: dict[HtmlElement, _Box]) -> _Box:
    """An element's box; what is found is kept, for where ``<span>`` are left open thousands stand
    in one another."""
    path: list[HtmlElement] = []
    outer: HtmlElement | None = element
    while outer is not None and outer.tag not in _BOXES and outer not in known:
        path.append(outer)
        outer = outer.getparent()
    box, part = (outer, None) if outer is None else known.get(outer, (outer, None))
    for inner in reversed(path):
        part = inner if part is None and inner.tag in PARTS_OF_TEXT else part
        known[inner] = box, part
    return box, part


class Ballot:
    """The sentences of a page and what each element gets of them."""

    def __init__(self, samples: list[str], headline: int | None, beside: Beside) -> None:
        self.beside = beside
        self.samples = [sample for sample in samples if len(sample) == LENGTH_OF_SAMPLE]
        self.vouched: set[HtmlElement] = set()
        self.sentences: dict[HtmlElement, dict[object, float]] = {}
        """By box: what its own paragraphs weigh."""
        self.votes: dict[HtmlElement, float] = {}
        self.mass: dict[HtmlElement, float] = {}
        """What stands in each box at any depth within reach, unfaded."""
        self.number: dict[HtmlElement, int] = {}
        """In how many paragraphs."""
        self.boxes: dict[HtmlElement, _Box] = {}
        self.shares: dict[HtmlElement, float] = {}
        """By box: about how much of its text is no link to another story."""
        self.alone: dict[HtmlElement, bool] = {}
        self.is_title: dict[HtmlElement, bool] = {}
        """By box: whether no other element stands beside it."""
        self.checks = MOST_CHECKS
        self.runs = 0
        self.order: dict[HtmlElement, int] = {}
        """By box: which run of characters was its first."""
        self.places: list[int] = []
        """Where each run stands."""
        self.first: dict[HtmlElement, int] = {}
        """By box: where the first sentence in it stands."""
        self.headline = headline
        """The headline's place, where the page prints one."""

    def hold(self, index: PageIndex, shortest: int) -> None:
        """Let all sentences of a page vote, and count."""
        for text, element, place in _runs(index, shortest):
            self.cast(text, element, place, shortest)
        self.count()

    def cast(self, text: str, element: HtmlElement | None, place: int, shortest: int) -> None:
        """Let one run of characters, right inside an element, vote for the box it stands in."""
        weight = self.beside.weight(element)
        if not weight or element is None:
            return
        sentence = " ".join(text.split())
        if len(sentence) < shortest or is_consent_notice(sentence):
            return
        self.runs += 1
        self.places.append(place)
        box, part = _box_of(element, self.boxes)
        if box is None:
            return
        if box.tag != "li":
            self.beside.add(element, len(sentence))
        elif weight < 1.0:  # a list is no proof against a name: glossaries, comments
            weight = WEIGHT_BESIDE
        paragraph: object = self.runs if part is None else part
        own = self.sentences.setdefault(box, {})
        self.order.setdefault(box, self.runs)
        self.first[box] = min(place, self.first.get(box, place))
        own[paragraph] = own.get(paragraph, 0.0) + weight * min(len(sentence), LONGEST_VOTE)
        if self.samples and self.is_vouched(sentence):
            self.vouched.add(box)

    def is_vouched(self, sentence: str) -> bool:
        """Whether the page itself says that this stands in the text; each sample is used once."""
        folded = sentence.casefold()
        for sample in self.samples:
            if sample in folded:
                self.samples.remove(sample)
                return True
        return False

    def plain_mass(self, box: HtmlElement) -> float:
        """A box's sentences, what the names around it take from them given back."""
        return self.mass[box] / (self.beside.weight(box) or 1.0)

    def is_doubtful(self, best: HtmlElement) -> bool:
        """Whether the box with the most votes holds less than half of the page's sentences, begins
        far below the headline, or is outside an element that holds half, mute for its name."""
        if self.plain_mass(best) < MOST_OF_PAGE * self.beside.total:
            return True
        if self.nearness(best) < NEAR_THE_HEADLINE:
            return True
        around = {best, *best.iterancestors()}
        return not around.issuperset(self.beside.with_most())

    def count(self) -> None:
        """Give each box its sentences, and what fades to the boxes around it."""
        self.places.sort()
        for box, own in self.sentences.items():
            strength = sum(own.values())
            mass, number = strength, len(own)
            first = self.first[box]
            self.add(box, strength, mass, number)
            if len(own) == 1 and self.is_teaser(box, next(iter(own))):
                strength, mass = strength * WEIGHT_OF_TEASER, mass * WEIGHT_OF_TEASER
            elif len(own) > 1 and not self.is_alone(box):
                strength *= FADING
            element, reach = box.getparent(), REACH
            while element is not None and reach:
                if element.tag in _BOXES:
                    self.add(element, strength, mass, number)
                    self.first[element] = min(first, self.first.get(element, first))
                    reach -= 1
                    if not self.is_alone(element):
                        strength *= FADING
                element = element.getparent()

    def add(self, box: HtmlElement, strength: float, mass: float, number: int) -> None:
        self.votes[box] = self.votes.get(box, 0.0) + strength
        self.mass[box] = self.mass.get(box, 0.0) + mass
        self.number[box] = self.number.get(box, 0) + number

    def is_teaser(self, box: HtmlElement, paragraph: object) -> bool:
        """Whether a box with one sentence has a link beside it, as long as a headline.

        Where boxes that look the same stand beside it, a name is enough: they are comments.
        """
        self.checks -= 1
        if self.checks < 0:
            return False
        shortest = SHORTEST_NAME if is_one_of_many(box) else SHORTEST_TITLE
        for link in islice(box.iter("a"), 8):
            around = link.getparent()
            if self.beside.weight(around) < self.beside.weight(box):
                continue
            while around not in (paragraph, box, None) and around.tag not in _BOXES:
                around = around.getparent()
            if around is not paragraph and has_letters(link, shortest):
                return True
        return False

    def best(self) -> HtmlElement | None:
        """The box with the most votes; of short texts the one nearest to the headline.

        Of several that look the same the first is meant, wherever the headline stands.
        """
        best = self.weighed(lambda box: self.nearness(box) if self.mass[box] > MUCH_TEXT else 1.0)
        if best is None:
            return None
        if (first := self.first_of_its_kind(best)) is not best:
            return first
        return best if self.mass[best] > MUCH_TEXT else self.weighed(self.nearness)

    def weighed(self, nearness: Callable[[HtmlElement], float]) -> HtmlElement | None:
        """The box with the most votes, weighed by its name and by how much of it is links."""
        worth = {box: self.worth(box) for box in self.votes}
        best, most = None, -1.0
        for box in sorted(worth, key=worth.get, reverse=True):
            if worth[box] <= most:
                break
            weighed = worth[box] * self.outside_links(box) * nearness(box)
            if weighed > most and not self.is_label(box):
                best, most = box, weighed
        return best

    def tell(self, trace: Trace, chosen: HtmlElement | None) -> None:
        """Keep the boxes with the most votes, and what speaks for and against each."""
        scored = [(self.worth(box) * self.outside_links(box), box) for box in self.votes]
        best = sorted(scored, key=lambda each: each[0], reverse=True)[:MOST_TOLD]
        for score, box in [
            each for each in scored if each[1] is chosen and each not in best
        ] + best:
            trace.note(
                "container",
                "votes",
                "won" if box is chosen else "lost",
                f"{score:,.0f}: {self.mass[box]:,.0f} characters in {self.number[box]}, "
                f"{self.share_outside_links(box):.0%} outside links",
                box,
                nearness=f"{self.nearness(box):.2f}",
            )

    def score(self, box: HtmlElement) -> float:
        """A box's votes with all that weighs for and against it; 0 where it has none."""
        if box not in self.votes:
            return 0.0
        return self.worth(box) * self.outside_links(box) * self.nearness(box)

    def outside_links(self, box: HtmlElement) -> float:
        """What a box's votes count for how much of it is links; less strict with little text."""
        power = POWER_OF_LINKS if self.mass[box] > MUCH_TEXT else POWER_OF_LINKS_IN_LITTLE
        return self.share_outside_links(box) ** power

    def is_label(self, box: HtmlElement) -> bool:
        """Whether a box with little text is a byline or a date."""
        if self.mass[box] > LONGEST_LABEL:
            return False
        words = clean("".join(box.itertext()))
        return is_opening_boilerplate(words) or is_boilerplate(words)

    def worth(self, box: HtmlElement) -> float:
        """A box's votes, weighed by what the box calls itself and the page says of its text."""
        votes = self.votes[box] * (2.0 if box in self.vouched else 1.0)
        if "articleBody" in box.get("itemprop", ""):
            return votes * 1.6
        return votes * 1.3 if finds(_NAMED_BODY, class_and_id(box)) else votes

    def nearness(self, box: HtmlElement) -> float:
        """How near below the headline a box begins, 1 where it does at once; a box with much text
        may stand wherever it will but far below."""
        place = self.headline
        if place is None:
            return 1.0
        is_much = self.mass[box] > MUCH_TEXT
        first = self.first[box]
        if first < place:
            return 1.0 if is_much else WEIGHT_ABOVE
        between = bisect(self.places, first - 1) - bisect(self.places, place)
        if is_much:
            return max(LEAST_WEIGHT_BELOW, 1 / (1 + between / SENTENCES_TO_HALVE_MUCH))
        return 1 / (1 + between / SENTENCES_TO_HALVE)

    def share_outside_links(self, box: HtmlElement) -> float:
        """About how much of a box's text is no link to another story; counted once a box."""
        if (share := self.shares.get(box)) is not None:
            return share
        linked = TITLES(box) * LENGTH_OF_TITLE
        if linked and self.mass[box] < MUCH_TEXT:
            linked = self.titles_beside(box) * LENGTH_OF_TITLE
        share = self.shares[box] = self.mass[box] / (self.mass[box] + linked)
        return share

    def is_alone(self, box: HtmlElement) -> bool:
        """Whether no other element stands beside a box."""
        if (alone := self.alone.get(box)) is None:
            alone = self.alone[box] = is_only_child(box)
        return alone

    def titles_beside(self, box: HtmlElement) -> int:
        """How many links to other stories stand in a box, those apart that are dropped later."""
        weight = self.beside.weight(box)
        links = list(islice(box.iter("a"), MOST_LINKS))
        for link in links:
            if link not in self.is_title:
                self.is_title[link] = has_letters(link, SHORTEST_TITLE + 1)
        titles = filter(self.is_title.get, links)
        return sum(self.beside.weight(link.getparent()) >= weight for link in titles)

    def first_of_its_kind(self, best: HtmlElement) -> HtmlElement:
        """The first of several boxes that look the same: the page's article, then the next ones."""
        look = best.tag, best.get("class")
        enough = 0.15 * self.votes[best]
        for box, own in self.sentences.items():
            if box is best or not look[1]:
                break
            is_text = len(own) > 1 or self.mass[best] < MUCH_TEXT
            if is_text and self.votes[box] >= enough and (box.tag, box.get("class")) == look:
                return box
        return best

    def widened(self, best: HtmlElement) -> HtmlElement:
        """The box around ``best`` that holds the rest of the same text, else ``best``."""
        box, steps = best.getparent(), 3
        while box is not None and steps and box.tag not in ("body", "html"):
            if box in self.mass and self.has_more_of(best, box):
                best = box
            box = box.getparent()
            steps -= 1
        return best

    def begins_before(self, box: HtmlElement, text: HtmlElement) -> bool:
        """Whether a box has a sentence of its own before the first one of the text."""
        return self.order.get(box, self.runs) < self.order.get(text, 0)

    def has_paragraphs_like(self, text: HtmlElement, box: HtmlElement) -> bool:
        """Whether sentences right in a box stand in elements that look as those of the text do."""
        looks = {_look(each) for each in text if each in self.sentences} - {None}
        return bool(looks) and any(_look(each) in looks for each in box if each in self.sentences)

    def has_more_of(self, text: HtmlElement, box: HtmlElement) -> bool:
        """Whether a box around the text holds its beginning, or much more of it."""
        more = self.mass[box] - self.mass[text]
        if more <= 0:
            return False
        much_more = more > 0.25 * self.mass[text] and self.number[box] > self.number[text] + 1
        return (
            (much_more or self.begins_before(box, text) or self.has_paragraphs_like(text, box))
            and (box in self.beside.around_headings) == (text in self.beside.around_headings)
            and self.share_outside_links(box) > 0.8 * self.share_outside_links(text)
            and not self.goes_on_with_others(text, box)
        )

    def goes_on_with_others(self, text: HtmlElement, box: HtmlElement) -> bool:
        """Whether what a box has beside the text are, most of it, dated stories below it."""
        own = branch_of(text, box)
        below = [] if own is None else [each for each in own.itersiblings() if each in self.mass]
        others = sum(self.mass[each] for each in below if is_dated_story(each))
        return others > 0.5 * (self.mass[box] - self.mass[text]) and not is_dated_story(text)


def _look(element: HtmlElement) -> tuple[str, str] | None:
    """What an element looks like: its tag and class; None where it has no class."""
    return (element.tag, look) if (look := element.get("class")) else None
