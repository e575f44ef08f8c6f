"""The element that holds an article's text, chosen from those that its sentences vote for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.beside import Beside, cost_of_names
from crawler.parsers.body.container.ballot import LENGTH_OF_SAMPLE, Ballot
from crawler.parsers.body.container.boxes import MOST_HEADINGS, are_nested
from crawler.parsers.body.container.parts import parts_of_one_text
from crawler.parsers.page.text import clean

if TYPE_CHECKING:
    from crawler.parsers.page import Page


SHORTEST_VOTE = 40
"""Characters, blanks folded, of a run that counts as a sentence."""


SHORTEST_VOTE_OF_LITTLE = 15
"""The same where the sentences found are no text: links cut its few into short runs."""


LITTLE_TEXT = 60
"""Characters of sentences that may be no text but a page's footer."""


MUCH_MORE = 1.2
"""How many times more the parts of a text must hold than the best box alone."""


LEAST_OF_OWN = 300
"""Characters of sentences beside the headline that are a text, and not a summary."""


SHARE_OF_OWN = 0.2
"""What part of another story's sentences they must have, which may be the longer one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A box that one way to look at names finds, and its score."""

    way: str
    box: HtmlElement
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The element that holds the article's text; None where the page has no sentences."""

    container: HtmlElement | None = None
    candidates: tuple[Candidate, ...] = ()
    """What it was chosen from, the winner first."""
    named: frozenset[HtmlElement] = frozenset()
    """Elements whose names say that they stand beside the text and that hold it all the same."""
    parts: tuple[HtmlElement, ...] = ()
    """The elements that hold it where it is parted into several boxes, the container among them."""

    @property
    def doubt(self) -> float:
        """How near the second candidate came to the first: 0 without one, 1 where both are equal.

        Each is scored as where names are weighed.
        """
        if len(self.candidates) < 2 or not self.candidates[0].score:
            return 0.0
        return min(self.candidates[1].score / self.candidates[0].score, 1.0)


AT_THEIR_WORD = "names taken at their word"


WEIGHED = "names weighed"


def choose_container(page: Page, headline: str | None = None) -> Choice:
    """The element that holds the article's text, and those it was chosen from.

    Of short texts the one that stands nearest below the ``headline`` is the article's.
    """
    samples = [clean(sample).casefold()[:LENGTH_OF_SAMPLE] for sample in _samples(page)]
    headings = page.elements("h1")[:MOST_HEADINGS]
    around_headings = {outer for each in headings for outer in (each, *each.iterancestors())}
    place = page.headline_place(headline)
    for shortest in (SHORTEST_VOTE, SHORTEST_VOTE_OF_LITTLE):
        ballot = Ballot(samples, place, Beside(around_headings))
        ballot.hold(page.index, shortest)
        best, candidates = ballot.best(), ()
        if best is None or ballot.is_doubtful(best):
            weighed = Ballot(
                samples, place, Beside(around_headings, True, ballot.beside.with_most())
            )
            weighed.hold(page.index, shortest)
            candidates = _compared(best, weighed)
            if candidates and candidates[0].way == WEIGHED:
                ballot, best = weighed, candidates[0].box
        if best is not None and ballot.mass[best] > LITTLE_TEXT:
            break
    chosen = None if best is None else ballot.widened(best)
    if chosen is not None and place is not None:
        own = _of_headlines_article(ballot, chosen, page.index.nodes[place])
        if own is not chosen:
            chosen = best = own
    parts = () if best is None else parts_of_one_text(ballot, best)
    if sum(ballot.mass[part] for part in parts) > MUCH_MORE * ballot.mass.get(chosen, 0.0):
        chosen = parts[0]
    else:
        parts = ()
    if page.trace.is_kept:
        ballot.tell(page.trace, chosen)
        for candidate in candidates:
            outcome = "won" if candidate is candidates[0] else "lost"
            page.trace.note(
                "container",
                candidate.way,
                outcome,
                None,
                candidate.box,
                score=round(candidate.score),
            )
    named = frozenset() if best is None else ballot.beside.around(best)
    return Choice(chosen, candidates, named, parts=parts)


def _of_headlines_article(ballot: Ballot, chosen: HtmlElement, heading: HtmlElement) -> HtmlElement:
    """The best box in the ``<article>`` that prints the headline, where the chosen is another's.

    A page may go on with whole stories below its own, each in an ``<article>``.
    """
    around = [chosen, *chosen.iterancestors()]
    own = next(heading.iterancestors("article"), None)
    if own is None or own in around or all(each.tag != "article" for each in around):
        return chosen
    is_much = ballot.mass.get(own, 0.0) > max(LEAST_OF_OWN, SHARE_OF_OWN * ballot.mass[chosen])
    if not is_much or chosen in own.iterancestors():
        return chosen
    inside = [box for box in ballot.votes if box is own or own in box.iterancestors()]
    return max(inside, key=lambda box: ballot.worth(box) * ballot.outside_links(box))


def _compared(best: HtmlElement | None, weighed: Ballot) -> tuple[Candidate, ...]:
    """The box that wins with names at their word against the one that wins with names weighed.

    Whatever the second wins by elements that the first has nothing to do with costs it for their
    names.
    """
    other = weighed.best()
    if other is None:
        return ()
    if best is None or best is other:
        return (Candidate(WEIGHED, other, weighed.score(other)),)
    gained = [
        each
        for each in weighed.beside.holding_most
        if are_nested(each, other) and not are_nested(each, best)
    ]
    ours = Candidate(AT_THEIR_WORD, best, weighed.score(best))
    is_quoted = any(are_nested(each, other) for each in weighed.vouched)
    score = weighed.score(other) * (1.0 if is_quoted else cost_of_names(gained))
    theirs = Candidate(WEIGHED, other, score)
    if not gained and are_nested(best, other):
        return (theirs,)
    return (theirs, ours) if theirs.score >= ours.score else (ours, theirs)


def _samples(page: Page) -> list[str]:
    """Pieces of the text that the page names: its description, the middle of its articleBody."""
    article_body = page.news_article.get("articleBody")
    said = [*page.metas.get("og:description", [])[:1], *page.metas.get("description", [])[:1]]
    return [*said, article_body[80:200]] if isinstance(article_body, str) else said
