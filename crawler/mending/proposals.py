"""Selectors proposed for a fact that fits no longer, each tried on pages it was not made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from crawler.comparison.read_twice import WORD, published, shared
from crawler.mending.known import (
    Known,
    folded,
    is_at,
    is_read_generically,
    is_same,
    known_by,
    known_of,
    paragraphs,
)
from crawler.mending.sampled import Sampled
from crawler.mending.selectors import Element, selectors_of
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.dates import parse_date
from crawler.parsers.page import Page, text_of
from crawler.parsers.page.text import clean

MENDED = ("body", "headline", "authors", "editors", "published")
"""The facts that selectors can be proposed for."""
ADDRESSES = "article_url"
"""The fact whose proposals are patterns: one page let through wrongly is one too many."""
MOST_TRIED = 20
"""Selectors that are tried, those that many pages have in common first."""
FEWEST_PAGES = 3
"""So many pages that were not used to find a selector must be read right by it."""
CLEAR = 0.9
"""Share of the pages it has an answer for that a selector must read right to be written."""
OFTEN = 0.8
"""Share of all pages that it must read right: it may be silent on videos and the like."""
MOST_OLD = 12
"""Pages of the old layout that must be read as before."""
WHOLE = 0.95
"""Share of a text's words that an element must hold to hold the text."""
LONGEST_LINE = 40
"""Characters that a line may have beside the name or date it prints."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A selector for a fact, and on how many pages it was right, wrong and silent.

    Counted on pages it was not made from only. ``drop`` are selectors of what stands inside of a
    new body and is no text, ``spoilt`` how many pages of the old layout are read otherwise with it
    beside the old one. ``into`` names the fact that it is written into, where that is another.
    """

    fact: str
    selector: str
    drop: tuple[str, ...]
    right: int
    wrong: int
    silent: int
    spoilt: int = 0
    into: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether the evidence is enough to write it into the site's file."""
        told, pages = self.right + self.wrong, self.right + self.wrong + self.silent
        return (
            not (self.spoilt or (self.wrong and self.fact == ADDRESSES))
            and self.right >= FEWEST_PAGES
            and self.right >= CLEAR * told
            and self.right >= OFTEN * pages
        )


SILENT_TAGS = ("script", "style", "title", "meta")
Pair = tuple[Sampled, Known]


def propose(
    site: NewsSpider, fact: str, pages: Sequence[Sampled], old: Sequence[Sampled] = ()
) -> Proposal | None:
    """The best selector for a fact; None where none reads any page right.

    ``old`` are pages that the fact as it is declared fits, ``pages`` those of the new layout. One
    half of these is looked at to find selectors, the other half tells how good they are. Where the
    generic reader reads the fact otherwise than it is known to be, only articles captured before
    the change are believed.
    """
    old = old[-MOST_OLD:]
    by_reader = is_read_generically(fact, pages, old)
    known = [(page, known_of(page)) for page in pages if by_reader or page.earlier]
    usable = [pair for pair in known if getattr(pair[1], fact)]
    made_from, others = halves(usable)
    tried = [(each, ()) for each in _likely(fact, made_from)]
    best = _first_good(site, fact, tried, made_from, old)
    if best is None or best.wrong:
        dropping = _with_drop(site, fact, tried, made_from)
        best = _first_good(site, fact, dropping, made_from, old) or best
    if best is None:
        return None
    final = _tried(site, fact, best.selector, best.drop, others, old)
    return final if final.right > final.wrong or final.right >= FEWEST_PAGES else None


def halves(pages: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Those to find selectors in and those to try them on, as many or more, by chance.

    Of each half as many are of articles captured before the change.
    """
    by_chance = sorted(pages, key=lambda pair: sha256(pair[0].url.encode()).digest())
    by_chance.sort(key=lambda pair: not pair[1].is_sure)
    if len(by_chance) <= 2 * FEWEST_PAGES:
        return by_chance[FEWEST_PAGES:], by_chance[:FEWEST_PAGES]
    return by_chance[1::2], by_chance[::2]


def _likely(fact: str, pages: Sequence[Pair]) -> list[str]:
    """The selectors that most of the pages have in common, the most lasting first."""
    found: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for page, known in pages:
        selectors = _candidates(fact, page, known)
        found.update(selectors)
        places.update({selector: place for place, selector in enumerate(selectors)})
    likely = [each for each, times in found.items() if times >= max(1, OFTEN * len(pages))]
    return sorted(likely, key=lambda each: places[each] / found[each])[:MOST_TRIED]


def _first_good(
    site: NewsSpider,
    fact: str,
    tried: Sequence[tuple[str, tuple[str, ...]]],
    pages: Sequence[Pair],
    old: Sequence[Sampled],
) -> Proposal | None:
    """The first selector that reads all pages right, old ones too; else the one that reads most."""
    best: Proposal | None = None
    for selector, drop in tried:
        proposal = _tried(site, fact, selector, drop, pages, old)
        if not (proposal.wrong or proposal.silent or proposal.spoilt):
            return proposal
        if best is None or _worth(proposal) > _worth(best):
            best = proposal
    return best


def _worth(proposal: Proposal) -> int:
    return proposal.right - 2 * proposal.wrong - 2 * proposal.spoilt


def _tried(
    site: NewsSpider,
    fact: str,
    selector: str,
    drop: tuple[str, ...],
    pages: Sequence[Pair],
    old: Sequence[Sampled],
) -> Proposal:
    """How a selector reads pages, and, where it reads most of them, those of the old layout."""
    with_it = site_with(site, {fact: selector}, drop)
    bare = site_with(site, {fact: selector}, ())
    told = Counter(
        _reads(with_it if known.is_sure else bare, fact, page, known) for page, known in pages
    )
    spoilt = 0
    if told["right"] > told["wrong"]:
        old_too = ", ".join(filter(None, [getattr(site, fact), selector]))
        both = site_with(site, {fact: old_too}, drop)
        spoilt = sum(is_spoilt(both, page) for page in old)
    return Proposal(fact, selector, drop, told["right"], told["wrong"], told["silent"], spoilt)


def site_with(
    site: NewsSpider, facts: Mapping[str, object], drop: tuple[str, ...] = ()
) -> NewsSpider:
    """The site with other facts."""
    return type(site.name, (type(site),), {"drop": [*site.drop, *drop], **facts})()


def _reads(site: NewsSpider, fact: str, page: Sampled, known: Known) -> str:
    """Whether a site with a selector reads a page right, wrong, or not by it: silent."""
    # what is known without an earlier capture holds what is dropped too
    article = read_article(page.html, page.url, site)
    if fact not in article.confirmed:
        return "silent"
    is_whole = article.next_page is None and article.whole_page is None
    is_right = is_same(fact, known_by(article, page.seen_at), known, is_whole)
    if fact == "body" and is_right and not is_whole and known.is_sure:
        is_right = not _goes_on(page, paragraphs(article.body), paragraphs(known.body))
    return "right" if is_right else "wrong"


def _goes_on(page: Sampled, read: list[str], text: list[str]) -> bool:
    """Whether the page prints the paragraph after those that were read."""
    behind = text[len(read) : len(read) + 1]
    return bool(behind) and behind[0] in folded(text_of(Page(page.html).root))


def is_spoilt(both: NewsSpider, page: Sampled) -> bool:
    """Whether a page of the old layout is read otherwise with the new selector beside the old."""
    now = read_article(page.html, page.url, both)
    return (now.headline, now.body, now.authors, now.editors) != (
        *(page.article.headline, page.article.body, page.article.authors, page.article.editors),
    ) or published(now, page.seen_at) != published(page.article, page.seen_at)


def _with_drop(
    site: NewsSpider, fact: str, tried: Sequence[tuple[str, tuple[str, ...]]], pages: Sequence[Pair]
) -> list[tuple[str, tuple[str, ...]]]:
    """Of those that hold the text and more the nearest, with what they hold besides dropped."""
    sure = [(page, known) for page, known in pages if known.is_sure]
    if fact != "body" or not sure:
        return []

    def nearness(selector: str) -> float:
        page, known = sure[0]
        read = read_article(page.html, page.url, site_with(site, {"body": selector}, ()))
        return -round(shared(read.body, known.body), 2)

    nearest = sorted((selector for selector, _ in tried), key=nearness)[:3]
    return [(each, drop) for each in nearest if (drop := _not_of_the_text(site, each, sure))]


def _not_of_the_text(site: NewsSpider, selector: str, pages: Sequence[Pair]) -> tuple[str, ...]:
    """Selectors of what a new body holds and the article did not before the redesign.

    Each selector must take lines away and no text.
    """
    found: dict[str, None] = {}
    for page, known in pages:
        text = paragraphs(known.body)
        for line in paragraphs(_read_without(site, selector, tuple(found), page).body):
            if any(line.endswith(each) for each in text if each):
                continue
            for each in selectors_of(*_holding_line(Page(page.html).root, line)):
                if all(_takes_no_text(site, selector, tuple(found), each, *pair) for pair in pages):
                    found[each] = None
                    break
    return tuple(found)


def _read_without(site: NewsSpider, selector: str, drop: tuple[str, ...], page: Sampled) -> Known:
    reader = site_with(site, {"body": selector}, drop)
    return known_by(read_article(page.html, page.url, reader), page.seen_at)


def _takes_no_text(
    site: NewsSpider,
    selector: str,
    drop: tuple[str, ...],
    further: str,
    page: Sampled,
    known: Known,
) -> bool:
    """Whether a further selector to drop leaves all of the text, and every other field as it is."""
    before = _read_without(site, selector, drop, page)
    after = _read_without(site, selector, (*drop, further), page)
    lines, left = paragraphs(before.body), paragraphs(after.body)
    return all(is_same(fact, after, before) for fact in MENDED if fact != "body") and all(
        any(line.endswith(text) for line in left)
        for text in filter(None, paragraphs(known.body))
        if any(line.endswith(text) for line in lines)
    )


def _holding_line(root: Element, line: str) -> list[Element]:
    """The elements that hold a line and nothing else, the outermost first."""
    return [element for element in root.iter("*") if folded(text_of(element)) == line]


def _candidates(fact: str, page: Sampled, known: Known) -> list[str]:
    """Selectors of a page's elements that hold what is known of it, each once, the best first."""
    root = Page(page.html).root
    if fact == "body":
        is_whole = page.article.next_page is None and page.article.whole_page is None
        elements = _holding_text(root, known.body or "", WHOLE if is_whole else WHOLE / 4)
    else:
        tells = _tells(fact, known, page)
        elements = [element for element in lines_of(root) if tells(clean(text_of(element)))]
    return selectors_of(*elements)


def _holding_text(root: Element, text: str, share: float) -> list[Element]:
    """The innermost elements that hold the whole text, the innermost first."""
    words = Counter(WORD.findall(text.casefold()))
    within: list[Element] = []
    element = root
    while element is not None:
        holding = next(
            (
                child
                for child in element
                if isinstance(child.tag, str) and _holds(child, words, share)
            ),
            None,
        )
        if holding is not None:
            within.insert(0, holding)
        element = holding
    return [each for each in within if each.tag not in ("body", "html")][:3]


def _holds(element: Element, words: Counter[str], share: float) -> bool:
    has = Counter(WORD.findall(text_of(element).casefold()))
    return (has & words).total() >= share * words.total()


def lines_of(root: Element) -> Iterator[Element]:
    """The elements that print text of their own, not only through those in them."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in SILENT_TAGS:
            continue
        if any((text or "").strip() for text in (element.text, *(each.tail for each in element))):
            yield element


def _tells(fact: str, known: Known, page: Sampled) -> Callable[[str], bool]:
    """Whether a line tells what is known, by the kind of fact."""
    if fact == "headline":
        return lambda line: folded(line) == folded(known.headline)
    if fact in ("authors", "editors"):
        people = getattr(known, fact)
        names = [folded(name) for name in people]
        room = sum(map(len, people)) + LONGEST_LINE
        return lambda line: len(line) <= room and any(name in folded(line) for name in names)
    return lambda line: _is_date(line, known, page)


def _is_date(line: str, known: Known, page: Sampled) -> bool:
    if not any(letter.isdigit() for letter in line) or len(line) > 2 * LONGEST_LINE:
        return False
    parsed = parse_date(line, now=page.seen_at, timezone=page.article.timezone)
    return parsed is not None and is_at(known.published, parsed.instant)
