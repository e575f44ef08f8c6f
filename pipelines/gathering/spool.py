"""What an import has read so far, a line each, until a data set takes it in as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.clock import utc
from crawler.files.journal import Journal
from crawler.items import Article, Reject
from pipelines.rows.revisions import columns

BEGIN, END = b'{"began": ', b'{"of": '
"""How the lines before and behind a batch begin; most lines are long, and need not be read."""
RECORDED = ("reason", "url", "site", "detail", "capture", "seen_at")
"""What is kept of a page that is no article, as in the table ``rejects``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One capture of an article: its row as SQLite would hold it, and what it is known by."""

    row: dict[str, Any]
    fetched_from: list[str]
    aliases: list[str]

    def article(self) -> Article:
        """The article, with what tells it from others."""
        told = ("site", "publisher_id", "url", "headline", "dateline", "body", "content_hash")
        dates = ("published_at", "published_local", "published_precision", "published_source")
        return Article(
            **{name: self.row[name] for name in (*told, *dates, "doubt", "capture")},
            fetched_from=self.fetched_from,
            aliases=self.aliases,
            read_from="import",
        )


class Spool:
    """Articles and rejects in a journal, taken up where it stopped.

    Captures count only once all that were read with them are written: each batch begins and ends
    with a line of its own, and what has no end is read again.
    """

    def __init__(self, journal: Journal):
        self.journal = journal
        self.file = Path(journal.file.name).open("rb")  # noqa: SIM115 - closed by close()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def add(
        self,
        part: Mapping[str, str],
        items: Iterable[tuple[Article | Reject, datetime | None]],
        captures: int,
    ) -> None:
        """Write what some captures of a part of the call came to, each with its time (aware)."""
        self.journal.add({"began": part})
        for item, seen_at in items:
            at = utc(seen_at or datetime.now(UTC))
            self.journal.add(_read(item, at) if isinstance(item, Article) else _recorded(item, at))
        self.journal.add({"of": part, "stored": captures})

    def stored(self, part: Mapping[str, str]) -> int:
        """How many captures of a part are in it."""
        with Path(self.journal.file.name).open("rb") as lines:
            ends = [json.loads(line) for line in lines if line.startswith(END)]
        return sum(end["stored"] for end in ends if end["of"] == part)

    def offsets(self) -> Iterator[int]:
        """Where each item that counts begins, in the order they came."""
        waiting: list[int] = []
        self.file.seek(0)
        at = len(self.file.readline())
        for line in iter(self.file.readline, b""):
            if line.startswith(BEGIN):
                waiting = []
            elif line.startswith(END):
                place = self.file.tell()
                yield from waiting
                waiting = []
                self.file.seek(place)
            else:
                waiting.append(at)
            at += len(line)

    def at(self, offset: int) -> Reading | dict[str, Any]:
        """The article, or the reject's row, that begins there."""
        self.file.seek(offset)
        told = json.loads(self.file.readline())
        if "reject" in told:
            return told["reject"]
        return Reading(told["row"], told["from"], told["aliases"])


def _read(article: Article, seen_at: str) -> dict[str, Any]:
    row = {
        **{name: getattr(article, name) for name in ("site", "publisher_id", "url")},
        **columns(article),
        "content_hash": article.content_hash,
        "version": 1,
        **dict.fromkeys(("version_seen_at", "first_seen_at", "last_seen_at"), seen_at),
        "capture": article.capture,
        "parser_version": __version__,
    }
    return {"row": row, "from": article.fetched_from, "aliases": article.aliases}


def _recorded(reject: Reject, seen_at: str) -> dict[str, Any]:
    told = {name: getattr(reject, name) for name in RECORDED if name != "seen_at"}
    return {"reject": {**told, "seen_at": seen_at}}
