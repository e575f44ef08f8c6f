"""What each capture means for the articles of a data set: new, a newer text, seen again, refused.

The rules are those by which a database stores a page (``pipelines/rows/writer.py`` and
``judgement.py``), for captures in the order they were read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.archive.taken_down import marks
from crawler.items import Article, doubt_of
from pipelines.gathering.doubting import Doubts, Newest, Refusal
from pipelines.gathering.known import Articles, Known
from pipelines.gathering.spool import Reading
from pipelines.rows.judgement import fetched_at
from pipelines.rows.recognition import addresses, disbelieve
from pipelines.rows.revisions import difference, known_doubt, settled_dates


class Meeting:
    """Takes readings one after the other; ``rejects`` are the rows of what was refused.

    Or where such a row lies in what was read. ``taken_down`` are marks of what is not to come back.
    """

    def __init__(self, articles: Articles, taken_down: frozenset[str], newest: Newest):
        self.articles = articles
        self.taken_down = taken_down
        self.doubts = Doubts(articles, newest)
        self.rejects: list[dict[str, Any] | int] = []
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def take(self, reading: Reading, place: int) -> None:
        """One reading, whose row lies at a byte of what was read."""
        article, row = reading.article(), reading.row
        if mark := self.barred(article.site, addresses(article)[0], article):
            detail = "an article that was taken down came again"
            self.refuse(row, mark, "taken-down", detail)
            return
        self._disbelieve_taken_down(article)
        known = self.articles.recognise(article)
        if refused := self.doubts.refused(article, known, row):
            self._take_back(article, refused, row)
            self.refuse(row, fetched_at(article), *refused)
            return
        if known is None:
            known = self._new(article, row, place)
        else:
            outcome = self._meet_again(known, article, row, place)
            self.counts[article.site][outcome] += 1
        self.articles.also_at(known, article)

    def barred(self, site: str, urls: Sequence[str], known_by: Article) -> str | None:
        """The mark by which an article is one that was taken down; None for all others."""
        if not self.taken_down:
            return None
        texts = [known_by.content_hash] if known_by.content_hash else []
        found = marks(site, urls, known_by.publisher_id, texts)
        return next((mark for mark in found if mark in self.taken_down), None)

    def refuse(self, row: Mapping[str, Any], url: str, reason: str, detail: str) -> None:
        """Write down that a capture is no article's."""
        told = {"site": row["site"], "capture": row["capture"], "seen_at": row["version_seen_at"]}
        self.rejects.append({"reason": reason, "url": url, "detail": detail, **told})

    def _disbelieve_taken_down(self, article: Article) -> None:
        """Leave out what the page claims of addresses that were taken down."""
        if self.taken_down:
            for url in addresses(article)[1]:
                if not self.taken_down.isdisjoint(marks(article.site, [url])):
                    disbelieve(article, url)

    def _new(self, article: Article, row: dict[str, Any], place: int) -> Known:
        own, _ = addresses(article)
        known = Known.of({**row, "url": article.url}, place)
        known.is_changed = True
        if article.url not in own:
            known.claim = (article.url, article.fetched_from[0])
        for each in self.doubts.stored(article, self.articles.add(known)):
            self._note_same_text(each)
        self.articles.take_address(article)
        self.counts[article.site]["stored"] += 1
        return known

    def _take_back(self, article: Article, refused: Refusal, row: Mapping[str, Any]) -> None:
        """Refuse also what was taken in this call of the page that a doubted article's is."""
        for known in self.doubts.taken_back(article, row["version_seen_at"]):
            self.articles.remove(known)
            told = {**row, "capture": known.capture, "version_seen_at": known.version_seen_at}
            self.refuse(told, known.url, "same-page", refused[1])
            self.counts[known.site]["stored"] -= 1

    def _note_same_text(self, known: Known) -> None:
        settled = known.settled or {}
        doubt = settled["doubt"] if "doubt" in settled else self.articles.load(known)["doubt"]
        known.settled = {**settled, "doubt": doubt_of([*(doubt or "").split(), "same-text"])}
        known.is_changed = True

    def _meet_again(self, known: Known, article: Article, row: dict[str, Any], place: int) -> str:
        """What a further reading of an article is: a newer or an older text, or nothing new.

        A version's row is what its first capture says, as in a database.
        """
        seen_at = row["version_seen_at"]
        is_capture = known.capture is not None and known.capture == article.capture
        if is_capture and known.parser_version == row["parser_version"]:
            return self._seen_again(known, seen_at)
        if not is_capture:
            if known.text == article.content_hash:
                return self._seen_again(known, seen_at)
            if seen_at < known.last_seen_at:
                if article.content_hash in known.texts:
                    return self._seen_again(known, seen_at)
                is_counted = known.part is not None and known.first_seen_at <= seen_at
                known.version += not is_counted
                known.texts |= {article.content_hash}
                self._seen_again(known, seen_at)
                return "revised"
        return self._new_version(known, article, row, place, is_capture=is_capture)

    def _new_version(
        self,
        known: Known,
        article: Article,
        row: dict[str, Any],
        place: int,
        *,
        is_capture: bool,
    ) -> str:
        """A newer text, or what newer parsers make of the same capture."""
        stored, seen_at = self.articles.load(known), row["version_seen_at"]
        settled = {"doubt": known_doubt(stored, row)}
        if not is_capture or known.version > 1:
            settled |= settled_dates(stored, {**row, **settled})
        if is_capture and difference(stored, {**row, **settled})["fields"] == "[]":
            return self._seen_again(known, seen_at)
        known.texts |= {known.text}
        known.place, known.settled, known.text = place, settled, article.content_hash
        known.published_at = settled.get("published_at", row["published_at"])
        known.version_seen_at, known.version = seen_at, known.version + 1
        known.capture, known.parser_version = article.capture, row["parser_version"]
        self._seen_again(known, seen_at)
        self.articles.reads(known)
        known.is_changed = True
        return "revised"

    def _seen_again(self, known: Known, seen_at: str) -> str:
        first, last = min(known.first_seen_at, seen_at), max(known.last_seen_at, seen_at)
        known.is_changed |= (first, last) != (known.first_seen_at, known.last_seen_at)
        known.first_seen_at, known.last_seen_at = first, last
        return "unchanged"
