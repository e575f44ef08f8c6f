"""The articles that a data set has already: keys in memory, rows read where they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from crawler.archive.taken_down import marks
from pipelines.database.articles import COLUMNS
from pipelines.dataset.reading import rows_of_file
from pipelines.dataset.state import State
from pipelines.dataset.typed import IN_PARTS
from pipelines.gathering.known import Articles, Known
from pipelines.gathering.spool import Spool
from pipelines.rows.judgement import LOOKED_AT

KEYS = {
    name: COLUMNS[name]
    for name in (
        *("publisher_id", "url", "content_hash", "published_at", "published_precision"),
        *("first_seen_at", "version_seen_at", "last_seen_at", "version", "capture"),
        "parser_version",
    )
}


class DataSet:
    """The files of one state, and what was read for the next."""

    def __init__(self, path: Path, state: State, spool: Spool):
        self.path = path
        self.state = state
        self.spool = spool
        self.articles = Articles(self.load)
        self.by_file: dict[str, list[int]] = {}
        self.of_site: dict[str, list[str]] = {}
        self.rows = lru_cache(maxsize=2)(self._rows)

    def know_all(self, taken_down: frozenset[str]) -> int:
        """Know every article there is; how many are gone, being taken down meanwhile."""
        gone = 0
        for name, file in self._files():
            numbers = self.by_file[file] = []
            site = site_of(name)
            self.of_site.setdefault(site, []).append(file)
            for index, keys in enumerate(rows_of_file(self.path / file, KEYS)):
                known = Known.of({**keys, "site": site}, (file, index), name)
                numbers.append(self.articles.add(known))
                own = (site, [known.url], known.number, [known.text])
                if taken_down and not taken_down.isdisjoint(marks(*own)):
                    self.articles.remove(known)
                    gone += 1
        return gone

    def load(self, known: Known) -> dict[str, Any]:
        """An article's row as it is to be, texts included."""
        if isinstance(known.place, int):
            row = self.spool.at(known.place).row
        else:
            file, index = known.place
            row = {**self.rows(file)[index], "site": known.site}
        return as_known(row, known)

    def newest(self, site: str) -> Sequence[int]:
        """The site's articles of the newest months, as places in ``Articles.all``."""
        found: list[int] = []
        for file in sorted(self.of_site.get(site, ()), reverse=True):
            if len(found) < LOOKED_AT:
                found += self.by_file[file][-LOOKED_AT:]
        return [each for each in found[:LOOKED_AT] if not self.articles.all[each].is_removed]

    def _rows(self, file: str) -> Sequence[Mapping[str, Any]]:
        return [*rows_of_file(self.path / file, IN_PARTS)]

    def _files(self) -> Iterator[tuple[str, str]]:
        for name, part in self.state.parts.items():
            yield from ((name, f"{name}/{file}") for file in part.files)


def site_of(part: str) -> str:
    """The site of a part, as in ``site=kompas/month=2025-06``."""
    return unquote(part.partition("/")[0].removeprefix("site="))


def as_known(row: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """A row with what is known of its article beside it."""
    noted = ("url", "version", "first_seen_at", "version_seen_at", "last_seen_at")
    return {
        **row,
        **(known.settled or {}),
        **{name: getattr(known, name) for name in noted},
        "capture": known.capture,
        "parser_version": known.parser_version,
        "publisher_id": known.number,
    }
