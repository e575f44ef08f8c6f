"""The corpus' article tables as articles, for benchmarks and for looking at real text."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawler.items import Article
from crawler.parsers.dateline import split_dateline
from crawler.parsers.dates import parse_date
from pipelines.identity import identified

CORPUS = Path(os.environ.get("WARTA_CORPUS", Path(__file__).parents[2] / "shared/corpus"))
FETCHED = datetime(2025, 6, 20, tzinfo=UTC)
LABEL = "Diperbarui "
"""Before a date of the tables, as in ``Diperbarui 18 Jun 2025, 14:05 WIB``."""


def articles(folder: Path = CORPUS) -> Iterator[Article]:
    """Every row of ``articles-*.csv.gz`` that has text and a date, each address once, in order."""
    csv.field_size_limit(10_000_000)
    seen = set()
    for table in sorted(folder.glob("articles-*.csv.gz")):
        with gzip.open(table, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["url"] not in seen and (article := as_article(row)):
                    seen.add(row["url"])
                    yield article


def as_article(row: dict[str, str]) -> Article | None:
    """One row as an article that went through the pipelines; None where text or date is missing."""
    date = parse_date(row["tanggal_publikasi"].removeprefix(LABEL), now=FETCHED)
    if not (row["judul"] and row["isi_berita"] and date):
        return None
    paragraphs = [line.strip() for line in row["isi_berita"].splitlines() if line.strip()]
    dateline, paragraphs[0] = split_dateline(paragraphs[0])
    body = "\n\n".join(paragraphs)
    host = (urlsplit(row["url"]).hostname or "").removesuffix(".com").removesuffix(".co.id")
    return identified(
        Article(
            url=row["url"],
            site=host.removesuffix(".co").rpartition(".")[2],
            headline=row["judul"],
            dateline=dateline and dateline.raw,
            dateline_place=dateline and dateline.place,
            dateline_outlet=dateline and dateline.outlet,
            authors=[row["author"]] if row["author"] else [],
            published_at=f"{date.instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            published_local=date.instant.isoformat(),
            published_precision=date.precision,
            published_raw=row["tanggal_publikasi"],
            published_source="byline",
            body=body,
            word_count=len(body.split()),
            fetched_at=max(FETCHED, date.instant + timedelta(hours=1)),
        )
    )
