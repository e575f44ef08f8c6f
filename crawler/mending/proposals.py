"""Selectors proposed for a fact that fits no longer, each tried on pages it was not made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from crawler.comparison.read_twice import WORD, published, shared
from crawler.items import Article
from crawler.mending.known import Known, is_at
from crawler.mending.sampled import Sampled
from crawler.mending.selectors import Element, selectors_of
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.dates import parse_date
from crawler.parsers.page import Page, text_of
from crawler.parsers.page.text import clean

MENDED = ("body", "headline", "authors", "published")
"""The facts that selectors can be proposed for."""
MOST_TRIED = 12
"""Selectors that are tried on all pages, those that many pages have in common first."""
FEWEST_PAGES = 3
"""So many pages that were not used to find a selector must be read right by it."""
CLEAR = 0.9
"""Share of the pages it has an answer for that a selector must read right to be written."""
OFTEN = 0.8
"""Share of all pages that it must read right: it may be silent on videos and the like."""
SAME = 0.97
"""Share of two texts' words from which a text counts as read right; captions come and go."""
WHOLE = 0.95
"""Share of a text's words that an element must hold to hold the text."""
LONGEST_LINE = 40
"""Characters that a line may have beside the name or date it prints."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A selector for a fact, and on how many pages it was right, wrong and silent.

    Counted on pages it was not made from only. ``drop`` are selectors of what stands inside of a
    new body and is no text, ``spoilt`` how many pages of the old layout are read otherwise with it
    beside the old one. ``is_clear`` says that the evidence is enough to trust it.
    """

    fact: str
    selector: str
    drop: tuple[str, ...]
    right: int
    wrong: int
    silent: int
    spoilt: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether the evidence is enough to write it into the site's file."""
        told, pages = self.right + self.wrong, self.right + self.wrong + self.silent
        return (
            not self.spoilt
            and self.right >= FEWEST_PAGES
            and self.right >= CLEAR * told
            and self.right >= OFTEN * pages
        )


SILENT_TAGS = ("script", "style", "title", "meta")
Pair = tuple[Sampled, Known]


def propose(
    site: NewsSpider, fact: str, pages: Sequence[Pair], old: Sequence[Sampled] = ()
) -> Proposal | None:
    """The best selector for a fact; None where none reads any page right.

    ``old`` are pages that the fact as it is declared fits, ``pages`` those of the new layout. Half
    of these, told by their addresses, are looked at to find selectors, the other half tells how
    good they are.
    """
    usable = [pair for pair in pages if _value(fact, pair[1])]
    made_from = [pair for pair in usable if _is_for_finding(pair[0])]
    others = [pair for pair in usable if not _is_for_finding(pair[0])]
    found = Counter(
        selector for page, known in made_from for selector in _candidates(fact, page, known)
    )
    likely = [
        selector
        for selector, times in found.most_common()
        if times >= max(1, OFTEN * len(made_from))
    ][:MOST_TRIED]
    tried = [_tried(site, fact, selector, (), made_from) for selector in likely]
    best = max(tried, key=lambda each: each.right - 2 * each.wrong, default=None)
    if best is None:
        return None
    drop = _not_of_the_text(site, best.selector, made_from) if fact == "body" else ()
    final = _tried(site, fact, best.selector, drop, others)
    final = replace(final, spoilt=sum(_is_spoilt(site, final, page) for page in old))
    return final if final.right > final.wrong or final.right >= FEWEST_PAGES else None


def _is_spoilt(site: NewsSpider, proposal: Proposal, page: Sampled) -> bool:
    """Whether a page of the old layout is read otherwise with the new selector beside the old."""
    both = f"{getattr(site, proposal.fact)}, {proposal.selector}"
    now = _read(site, {proposal.fact: both}, proposal.drop, page)
    return (now.headline, now.body, now.authors) != (
        *(page.article.headline, page.article.body, page.article.authors),
    ) or published(now, page.seen_at) != published(page.article, page.seen_at)


def _is_for_finding(page: Sampled) -> bool:
    return sha256(page.url.encode()).digest()[0] % 2 == 0


def _value(fact: str, known: Known) -> object:
    return getattr(known, fact)


def _tried(
    site: NewsSpider, fact: str, selector: str, drop: tuple[str, ...], pages: Sequence[Pair]
) -> Proposal:
    """How a selector reads pages."""
    told = Counter(_reads(site, fact, selector, drop, *pair) for pair in pages)
    return Proposal(fact, selector, drop, told["right"], told["wrong"], told["silent"])


def _reads(
    site: NewsSpider, fact: str, selector: str, drop: tuple[str, ...], page: Sampled, known: Known
) -> str:
    """Whether a site with this selector reads a page right, wrong, or not by it: silent."""
    # what is known without an earlier capture holds what is dropped too
    article = _read(site, {fact: selector}, drop if page.earlier else (), page)
    if fact not in article.confirmed:
        return "silent"
    return "right" if IS_RIGHT[fact](article, known, page) else "wrong"


def _read(site: NewsSpider, facts: dict[str, str], drop: tuple[str, ...], page: Sampled) -> Article:
    """A page read by the site with other facts."""
    changed = type(site.name, (type(site),), {**facts, "drop": [*site.drop, *drop]})
    return read_article(page.html, page.url, changed())


def _not_of_the_text(site: NewsSpider, selector: str, pages: Sequence[Pair]) -> tuple[str, ...]:
    """Selectors of what a new body holds and the article did not before the redesign.

    Told by pages captured before it too; each selector must take lines away and no text.
    """
    found: dict[str, None] = {}
    before = [(page, _paragraphs(page.earlier)) for page, _ in pages if page.earlier]
    for page, text in before:
        for line in _paragraphs(_read(site, {"body": selector}, tuple(found), page)) - text:
            holding = _holding_line(Page(page.html).root, line)
            takes = (
                each
                for element in holding
                for each in selectors_of(element)
                if all(_takes_no_text(site, selector, (*found, each), *pair) for pair in before)
            )
            found.update(dict.fromkeys(filter(None, [next(takes, None)])))
    return tuple(found)


def _takes_no_text(
    site: NewsSpider, selector: str, drop: tuple[str, ...], page: Sampled, text: set[str]
) -> bool:
    return text <= _paragraphs(_read(site, {"body": selector}, drop, page))


def _paragraphs(article: Article) -> set[str]:
    return {_folded(paragraph) for paragraph in (article.body or "").split("\n\n")}


def _holding_line(root: Element, line: str) -> list[Element]:
    """The elements that hold a line and nothing else, the outermost first."""
    return [element for element in root.iter("*") if _folded(text_of(element)) == line]


def _right_body(article: Article, known: Known, page: Sampled) -> bool:
    if page.earlier:
        return _paragraphs(article) == _paragraphs(page.earlier)
    return shared(article.body, known.body) >= SAME


def _right_headline(article: Article, known: Known, page: Sampled) -> bool:
    return _folded(article.headline) == _folded(known.headline)


def _right_authors(article: Article, known: Known, page: Sampled) -> bool:
    return {_folded(name) for name in article.authors} == {_folded(name) for name in known.authors}


def _right_published(article: Article, known: Known, page: Sampled) -> bool:
    return (published(article, page.seen_at) or "")[:16] == (known.published or "")[:16]


IS_RIGHT: dict[str, Callable[[Article, Known, Sampled], bool]] = {
    "body": _right_body,
    "headline": _right_headline,
    "authors": _right_authors,
    "published": _right_published,
}


def _candidates(fact: str, page: Sampled, known: Known) -> Iterator[str]:
    """Selectors of a page's elements that hold what is known of it, each once."""
    root = Page(page.html).root
    if fact == "body":
        elements = _holding_text(root, known.body or "")
    else:
        tells = _tells(fact, known, page)
        elements = [element for element in _lines(root) if tells(clean(text_of(element)))]
    yield from dict.fromkeys(selector for element in elements for selector in selectors_of(element))


def _holding_text(root: Element, text: str) -> list[Element]:
    """The innermost elements that hold the whole text, the innermost first."""
    words = Counter(WORD.findall(text.casefold()))
    within: list[Element] = []
    element = root
    while element is not None:
        holding = next(
            (child for child in element if isinstance(child.tag, str) and _holds(child, words)),
            None,
        )
        if holding is not None:
            within.insert(0, holding)
        element = holding
    return [each for each in within if each.tag not in ("body", "html")][:3]


def _holds(element: Element, words: Counter[str]) -> bool:
    has = Counter(WORD.findall(text_of(element).casefold()))
    return (has & words).total() >= WHOLE * words.total()


def _lines(root: Element) -> Iterator[Element]:
    """The elements that print text of their own, not only through those in them."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in SILENT_TAGS:
            continue
        if any((text or "").strip() for text in (element.text, *(each.tail for each in element))):
            yield element


def _tells(fact: str, known: Known, page: Sampled) -> Callable[[str], bool]:
    """Whether a line tells what is known, by the kind of fact."""
    if fact == "headline":
        return lambda line: _folded(line) == _folded(known.headline)
    if fact == "authors":
        names = [_folded(name) for name in known.authors]
        room = sum(map(len, known.authors)) + LONGEST_LINE
        return lambda line: len(line) <= room and all(name in _folded(line) for name in names)
    return lambda line: _is_date(line, known, page)


def _is_date(line: str, known: Known, page: Sampled) -> bool:
    if not any(letter.isdigit() for letter in line) or len(line) > 2 * LONGEST_LINE:
        return False
    parsed = parse_date(line, now=page.seen_at)
    return parsed is not None and is_at(known.published, parsed.instant)


def _folded(text: str | None) -> str:
    return " ".join(WORD.findall((text or "").casefold()))
