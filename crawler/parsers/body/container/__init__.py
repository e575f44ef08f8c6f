"""Which element of a page holds the article's text."""

from crawler.parsers.body.container.choice import (
    SHORTEST_VOTE,
    Candidate,
    Choice,
    choose_container,
)

__all__ = ["SHORTEST_VOTE", "Candidate", "Choice", "choose_container"]
