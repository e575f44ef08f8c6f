"""The articles of a few days and the stories they tell, and which of them a new article is like."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from analysis.stories.telling_words import Telling, likeness

LOOKED_UP = 12
"""An article's weightiest words, by which those like it are found."""
FEWEST_SHARED = 2
"""So many of them another has among its own, at least."""
MOST_HOLDERS = 500
"""A word that more articles have among theirs finds none."""
CANDIDATES = 20
"""Articles that share most of them, which are then compared."""


@dataclass(slots=True)
class Story:
    """What the articles of a story tell together."""

    words: Counter[bytes] = field(default_factory=Counter)
    length: float = 0.0
    articles: int = 0

    def add(self, telling: Telling) -> None:
        """Take an article in."""
        words = self.words
        for word, weight in telling.items():
            words[word] += weight
        self.length = math.sqrt(sum([weight * weight for weight in words.values()]))
        self.articles += 1


@dataclass
class RecentArticles:
    """The articles of a few days by the words that tell them, and the stories they are in."""

    telling: dict[int, Telling] = field(default_factory=dict)
    holders: dict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By a word the articles that have it among their weightiest."""
    days: dict[date, list[int]] = field(default_factory=lambda: defaultdict(list))
    story_of: dict[int, int] = field(default_factory=dict)
    stories: dict[int, Story] = field(default_factory=lambda: defaultdict(Story))

    def add(self, article: int, day: date, telling: Telling, story: int | None = None) -> None:
        """Take an article in, and into the story that it tells."""
        self.telling[article] = telling
        self.days[day].append(article)
        for word in islice(telling, LOOKED_UP):
            self.holders[word].append(article)
        if story is not None:
            self.join(article, story)

    def join(self, article: int, story: int) -> None:
        """Take an article that is here into a story."""
        if self.story_of.get(article) != story:
            self.story_of[article] = story
            self.stories[story].add(self.telling[article])

    def forget_before(self, day: date) -> None:
        """Leave out all articles published before a day."""
        for past in [known for known in self.days if known < day]:
            for article in self.days.pop(past):
                for word in islice(self.telling.pop(article), LOOKED_UP):
                    self.holders[word].remove(article)
                    if not self.holders[word]:
                        del self.holders[word]
                story = self.story_of.pop(article, None)
                if story is not None:
                    self.stories[story].articles -= 1
                    if not self.stories[story].articles:
                        del self.stories[story]

    def nearest(self, telling: Telling) -> tuple[int, float] | None:
        """The article that is most like one, out of the story that is; how like the story is.

        An article without a story is compared by itself. None where none shares enough words.
        """
        best, likest = 0.0, None
        members: dict[int, list[int]] = defaultdict(list)
        for article in self._candidates(telling):
            story = self.story_of.get(article)
            if story is not None:
                members[story].append(article)
            elif (like := likeness(telling, self.telling[article])) > best:
                best, likest = like, [article]
        for story, articles in members.items():
            told = self.stories[story]
            if (like := likeness(telling, told.words) / told.length) > best:
                best, likest = like, articles
        if not likest:
            return None
        return self._likest(telling, likest), best

    def _likest(self, telling: Telling, articles: list[int]) -> int:
        if len(articles) == 1:
            return articles[0]
        return max(articles, key=lambda each: (likeness(telling, self.telling[each]), -each))

    def _candidates(self, telling: Telling) -> Iterable[int]:
        shared: Counter[int] = Counter()
        for word in islice(telling, LOOKED_UP):
            found = self.holders.get(word)
            if found and len(found) <= MOST_HOLDERS:
                shared.update(found)
        enough = [each for each in shared.items() if each[1] >= FEWEST_SHARED]
        if len(enough) > CANDIDATES:
            enough.sort(key=lambda each: (-each[1], each[0]))
        return [article for article, _ in enough[:CANDIDATES]]
