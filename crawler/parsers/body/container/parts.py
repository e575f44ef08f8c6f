"""A text that is parted into several boxes of one look, and whole stories that are none of it."""

from __future__ import annotations

from itertools import islice

from lxml.etree import _Element as HtmlElement

from crawler.parsers.body.container.ballot import Ballot
from crawler.parsers.body.container.boxes import (
    REACH_OF_PARTS,
    branch_of,
    is_story_of_its_own,
    outermost,
)

MOST_PARTS = 200


def parts_of_one_text(ballot: Ballot, best: HtmlElement) -> tuple[HtmlElement, ...]:
    """The boxes that look like the best one and hold the same story; none where it holds all.

    ``<div class="part"><p>...</div><figure>...</figure><div class="part"><p>...</div>``. Stories
    side by side have each a title that leads to them, a time, or an ``<article>`` of their own.
    """
    look = best.tag, best.get("class")
    if not look[1] or best.get("id"):
        return ()
    weight = ballot.beside.weight(best)
    alike = [box for box in ballot.mass if (box.tag, box.get("class")) == look]
    around: HtmlElement | None = best
    for _ in range(REACH_OF_PARTS):
        around = None if around is None else around.getparent()
        if around is None or around.tag in ("body", "html"):
            return ()
        branches = {
            box: branch
            for box in islice(alike, MOST_PARTS)
            if (branch := branch_of(box, around)) is not None
        }
        if len(set(branches.values())) > 1:
            break
    else:
        return ()
    parts = [box for box in branches if ballot.beside.weight(box) == weight]
    others = {branches[box] for box in parts} - {branches.get(best)}
    if not others or any(map(is_story_of_its_own, others)):
        return ()
    return tuple(sorted(outermost(parts), key=lambda box: ballot.first[box]))
