"""Reading dates as they are printed, next to dateparser."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from statistics import median

import dateparser

from benchmarks.corpus_tables import CORPUS, FETCHED
from benchmarks.measure import Effort, in_turns, milliseconds, ratio
from benchmarks.row import Row, at_least
from crawler.parsers.dates import parse_date

OWN = [
    f"{day}, {number} {month} 2025 | {number % 24:02}:{number + 20} WIB"
    for number, day in enumerate(["Senin", "Selasa", "Rabu", "Kamis", "Jumat"] * 5, 1)
    for month in ("Januari", "Mei", "Agustus", "Okt")
]
"""What is read where there is no corpus."""


def printed_dates() -> list[str]:
    """Every different date string of the corpus, in order."""
    if not CORPUS.is_dir():
        return OWN
    csv.field_size_limit(10_000_000)
    found: dict[str, None] = {}
    with (CORPUS / "dates.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["raw"]] = None
    for table in sorted(CORPUS.glob("articles-*.csv.gz")):
        with gzip.open(table, "rt", encoding="utf-8-sig", newline="") as file:
            found.update(dict.fromkeys(row["tanggal_publikasi"] for row in csv.DictReader(file)))
    return [raw for raw in found if raw]


def rows(effort: Effort) -> Iterator[Row]:
    """Every string once a round."""
    strings = printed_dates()
    strings = strings[:: max(1, len(strings) // effort.of(len(strings), least=10))]
    read_by = [0, 0]

    def warta() -> None:
        read_by[0] = sum(parse_date(raw, now=FETCHED) is not None for raw in strings)

    def plain() -> None:
        read_by[1] = sum(
            dateparser.parse(raw, languages=["id", "en"], settings={"DATE_ORDER": "DMY"})
            is not None
            for raw in strings
        )

    in_turns(1, warta, plain)
    ours, theirs = in_turns(min(effort.rounds, 3), warta, plain)
    kind = "real strings" if CORPUS.is_dir() else "strings of our own (no corpus)"
    yield at_least(
        100,
        ratio(theirs, ours),
        f"parse_date on {len(strings):,} different {kind}: times as quick",
        "`dateparser.parse`, Indonesian and English, CPU",
        ours=f"{milliseconds(median(ours), len(strings))}; reads {read_by[0]:,}",
        theirs=f"{milliseconds(median(theirs), len(strings))}; reads {read_by[1]:,}",
    )
