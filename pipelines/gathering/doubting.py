"""Whether a capture's text is believed: not one page at many addresses, not another article's.

The rules are those of ``pipelines/rows/judgement.py``. What pages read like is remembered for one
call, of a data set that is there its newest articles as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from crawler.items import Article
from crawler.parsers.urls import address_forms
from pipelines.gathering.held_back import HeldBack
from pipelines.gathering.known import Articles, Known
from pipelines.gathering.spool import Reading
from pipelines.rows.judgement import (
    CONFIRMED_AFTER,
    Print,
    RunTexts,
    fetched_at,
    page_of,
    print_of,
    story_of,
)
from pipelines.rows.likeness import (
    is_foreign,
    is_plausible_edit,
    names_story,
    stops_before,
    text_hash,
)
from pipelines.rows.revisions import instant

Refusal = tuple[str, str]
"""Reason and detail of a reject."""
Newest = Callable[[str], Sequence[int]]
"""From a site to its newest articles that a data set had before, as places in ``Articles.all``."""


class Doubts:
    """Judges readings in the order in which they came."""

    def __init__(self, articles: Articles, newest: Newest):
        self.articles = articles
        self.newest = newest
        self.held = HeldBack()
        self.texts: dict[str, RunTexts] = {}

    def refused(
        self, article: Article, known: Known | None, row: Mapping[str, Any]
    ) -> Refusal | None:
        """Why a page's text is not believed; None where it is. What is held back is noted."""
        told, own = print_of(article), fetched_at(article)
        refused = self._doubted(article, known, row, told, self.texts_of(article.site))
        if refused:
            url = address_forms(own)[0]
            self.held.note(article.site, url, told, refused[0], row["version_seen_at"])
        else:
            self.held.forget(article.site, address_forms(own))
        return refused

    def stored(self, article: Article, number: int) -> list[Known]:
        """Remember what a new article reads like; those of the same text, it too if there are any.

        ``number`` is its place in ``Articles.all``.
        """
        texts = self.texts_of(article.site)
        same = [*texts.others(print_of(article))]
        texts.stored(article, number)
        return [self.articles.all[each] for each in [*same, number]] if same else []

    def taken_back(self, article: Article, seen_at: str) -> Iterator[Known]:
        """This call's articles that are the page a doubted one's is, too; they are held back."""
        told, texts = print_of(article), self.texts_of(article.site)
        for story, number in [*texts.alike(told, article).items()]:
            known = self.articles.all[number] if number is not None else None
            if known is None or known.is_removed:
                continue
            stored = self.articles.load(known)
            is_this_page = stored["headline"] == article.headline
            if text_hash("", stored["body"]) != told.body or (
                is_this_page and names_story(known.url, stored["headline"])
            ):
                continue
            texts.note(told, story, None)
            self.held.note(known.site, known.url, told, "same-page", seen_at)
            yield known

    def texts_of(self, site: str) -> RunTexts:
        """What the site's pages read like in this call, and before it."""
        if site not in self.texts:
            before = RunTexts()
            for number in self.newest(site):
                row = self.articles.load(self.articles.all[number])
                before.stored(Reading(dict(row), [], []).article(), number)
                before.foreign += is_foreign(row["url"], row["headline"], row["body"])
            self.texts[site] = RunTexts(before=before)
        return self.texts[site]

    def _doubted(
        self,
        article: Article,
        known: Known | None,
        row: Mapping[str, Any],
        told: Print,
        texts: RunTexts,
    ) -> Refusal | None:
        own, seen_at = fetched_at(article), row["version_seen_at"]
        claimed = page_of(article)
        if claimed and not (known is not None and self._stands_at(known, own)):
            return "same-page", f"{article.headline!r} is the page of {claimed}"
        if known is None:
            lasts = [
                each.since for each in self.held.of(article.site, told) if each.body == told.body
            ]
            if lasts and instant(seen_at) - instant(min(lasts)) >= CONFIRMED_AFTER:
                texts.before.bodies.setdefault(told.body, {})
            return self._new_page(article, told, texts, seen_at)
        if known.text == article.content_hash or known.capture == article.capture:
            return None
        return self._changed(article, known, row, told, texts)

    def _stands_at(self, known: Known, url: str) -> bool:
        tables = self.articles.urls, self.articles.others
        keys = [(known.site, form) for form in address_forms(url)]
        return any(table.get(key) is known for table in tables for key in keys)

    def _new_page(
        self, article: Article, told: Print, texts: RunTexts, seen_at: str
    ) -> Refusal | None:
        own = fetched_at(article)
        texts.note(told, story_of(article), None)
        held = [each for each in self.held.of(article.site, told) if each.text == told.text]
        is_held = any(each.reason == "same-page" for each in held)
        if (is_held and not names_story(own, article.headline)) or texts.alike(told, article):
            return "same-page", f"{article.headline!r} stands at other addresses of the site, too"
        if not texts.before.tells_addresses or not is_foreign(own, article.headline, article.body):
            return None
        since = [each.since for each in held if each.url in address_forms(own)]
        if since and instant(seen_at) - instant(min(since)) >= CONFIRMED_AFTER:
            return None
        return "other-page", f"{article.headline!r} has nothing of what the address names"

    def _changed(
        self,
        article: Article,
        known: Known,
        row: Mapping[str, Any],
        told: Print,
        texts: RunTexts,
    ) -> Refusal | None:
        for other in self.articles.same_text(article.site, article.content_hash):
            if other is not known and known.text not in other.texts:
                return "same-page", f"the text is that of {other.url}"
        stored = self.articles.load(known)
        is_cut = stops_before(stored, row)
        is_edit = is_plausible_edit(stored, row) or "same-text" in (stored["doubt"] or "")
        if is_edit and not is_cut:
            return None
        texts.note(told, story_of(article), None)
        held = self.held.of(article.site, told)
        forms = {
            form for url in (article.url, *article.fetched_from) for form in address_forms(url)
        }
        own = [each for each in held if each.url in forms]
        if len(held) > len(own) or texts.elsewhere(told, story_of(article)):
            return (
                "same-page",
                f"{article.headline!r}: other addresses of the site give the same text",
            )
        seen_at = instant(row["version_seen_at"])
        if any(seen_at - instant(each.since) >= CONFIRMED_AFTER for each in own):
            return None
        why = "stops before the end of" if is_cut else "shares next to nothing with"
        return (
            "implausible-change",
            f"{article.headline!r} {why} {stored['headline']!r}, which is stored",
        )
