"""What an article tells, as the words that tell it from others, each with its weight."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
BLANKS = bytes.maketrans(SIGNS, b" " * len(SIGNS))
"""Words are split where ASCII has no letter or digit: in a third of a pattern's time."""
QUOTES = "“”‘’–—…"
"""What else stands around words."""
MOST_LETTERS = 3000
"""Of a text so much is looked at: what is new stands at the top."""
FEWEST_WORDS = 30
"""A text with fewer different words tells too little to be compared."""
KEPT = 80
"""Words of an article that are compared, the weightiest ones."""

SAMPLED = 3000
"""Articles that are counted to know how common words are."""
BEHIND = 300
"""As many articles are thought to stand behind those counted, so that a few weigh all words alike.
"""
RARE = 4
"""Words in so few of those counted tell all the same."""
COMMON, COMMON_SHARE = 50, 0.2
"""A word in more articles than this, and than this share of them, tells nothing."""
TIMES = [0.0, *(1 + math.log(number) for number in range(1, MOST_LETTERS))]
"""What it counts that a word occurs so often."""

SAMPLE = """
SELECT headline, substr(body, 1, ?1) FROM articles
WHERE id % max(1, (SELECT max(id) FROM articles) / ?2) = 0"""

Telling = Mapping[bytes, float]
"""Words with their weights, the weightiest first; the sum of squares is 1."""


def words(text: str) -> list[bytes]:
    """The words of a text in small letters, in UTF-8."""
    for sign in QUOTES:
        text = text.replace(sign, " ")
    return text.casefold().encode("utf-8", "replace").translate(BLANKS).split()


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a word tells: the more, the fewer articles hold it."""

    by_word: Mapping[bytes, float]
    """Of words that several articles hold; 0 for one that many hold."""
    of_others: float

    def telling(self, headline: str, body: str) -> Telling:
        """The words that tell an article from others; none for a text of a few sentences."""
        counts = Counter(words(f"{headline}\n{body[:MOST_LETTERS]}"))
        if len(counts) < FEWEST_WORDS:
            return {}
        by_word, others = self.by_word.get, self.of_others
        weighed = [
            (word, TIMES[times] * weight)
            for word, times in counts.items()
            if (weight := by_word(word, others))
        ]
        weighed.sort(key=itemgetter(1), reverse=True)
        kept = weighed[:KEPT]
        length = math.sqrt(sum([weight * weight for _, weight in kept]))
        return {word: weight / length for word, weight in kept} if length else {}


def weights(database: sqlite3.Connection) -> Weights:
    """How common words are in a database, by a sample of its articles spread over all of it."""
    articles: Counter[bytes] = Counter()
    number = 0
    for headline, body in database.execute(SAMPLE, (MOST_LETTERS, SAMPLED)):
        number += 1
        articles.update(set(words(f"{headline}\n{body}")))
    most = max(COMMON, COMMON_SHARE * number)
    total = number + BEHIND
    by_word = {
        word: math.log(total / held) if held <= most else 0.0
        for word, held in articles.items()
        if held > RARE
    }
    return Weights(by_word, math.log(total / RARE))


def likeness(one: Telling, other: Telling) -> float:
    """The cosine of two articles' words, 0 to 1."""
    held = other.get
    return sum([weight * held(word, 0.0) for word, weight in one.items()])
