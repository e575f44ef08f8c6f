"""How quick a file of very many articles answers, next to plain SQLite and DuckDB.

    python -m benchmarks.million [--articles 1000000] [--database million.db] [--exported 200000]

Makes the file where there is none (benchmarks/recombined.py) and leaves it. "cold" is the first
answer in a fresh process, the file put out of the system's memory before; "warm" the median of
answers to other values. "plain" is the same question with ``NOT INDEXED``, LIKE in place of the
search index. DuckDB reads the Parquet files that ``scrapy export`` wrote of the same articles. The
table is printed and written into docs/data-speed.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from analysis.search import search
from analysis.stories import compare_new
from benchmarks.recombined import SITES, fill
from crawler.database import connect, open_for_reading
from pipelines.database.schema import migrate

PAGE = Path(__file__).parents[1] / "docs/data-speed.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
DAYS = [f"2024-{month:02}-15" for month in range(2, 10)]
WORDS = [
    "gempa cianjur", "kejaksaan agung", "harga emas", "timnas indonesia", "lewotobi erupsi",
]  # fmt: skip
PLACES = ["Bandung", "Surabaya", "Teheran", "Malang", "Bogor"]
SEARCHED = " AND ".join(["(headline LIKE ? OR body LIKE ?)"] * 2)


@dataclass(frozen=True)
class Question:
    """What is asked; in ``sql`` the values stand at ``?`` and {} is after the table's name."""

    name: str
    sql: str
    values: Sequence
    in_duckdb: bool = True
    plain: bool = True


QUESTIONS = [
    Question("search, best 20", "", WORDS),
    Question(
        "a day's volume, by site",
        "SELECT site, count(*) FROM articles {} WHERE published_day = ? GROUP BY site",
        DAYS,
    ),
    Question(
        "a day's articles",
        "SELECT id, site, headline FROM articles {} WHERE published_day = ?",
        DAYS,
    ),
    Question(
        "a site's volume, by day",
        "SELECT published_day, count(*) FROM articles {} WHERE site = ? GROUP BY published_day",
        SITES[:8],
    ),
    Question(
        "a place's newest 50 articles",
        "SELECT id, site, headline FROM articles {} WHERE dateline_place = ? "
        "ORDER BY published_day DESC LIMIT 50",
        PLACES,
    ),
    Question(
        "one story",
        "SELECT id, site, headline, relation FROM article_stories {} JOIN articles "
        "ON id = article_id WHERE story_id = ?",
        range(100, 900, 100),
        in_duckdb=False,
    ),
    Question("view fields_by_site", "SELECT * FROM fields_by_site", (), False, False),
    Question("view coverage_daily", "SELECT * FROM coverage_daily", (), False, False),
]


def asked(database: sqlite3.Connection, question: Question, how: str = "") -> Callable:
    """The answer to a question for a value; ``how`` is NOT INDEXED for the plain answer."""
    if question.sql:
        sql = question.sql.format(how)
        return lambda *value: database.execute(sql, value).fetchall()
    if not how:
        return lambda words: list(search(database, words))
    sql = f"SELECT id, site, headline FROM articles WHERE {SEARCHED}"
    return lambda words: database.execute(sql, like(words)).fetchall()


def like(words: str) -> list[str]:
    """The values of SEARCHED."""
    return [f"%{word}%" for word in words.split() for _ in range(2)]


def milliseconds(answer: Callable, values: Sequence) -> float:
    """Median of the times answers take; the first one warms up and is not counted."""
    took = []
    for value in values or [None] * 3:
        began = time.perf_counter()
        answer(*([] if value is None else [value]))
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took[1:])


def cold_milliseconds(path: Path, number: int) -> float:
    """The first answer in a fresh process, without anything of the file in memory."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    call = [sys.executable, "-m", "benchmarks.million", "--database", path, "--cold", str(number)]
    return float(subprocess.run(call, capture_output=True, check=True, text=True).stdout)


def first_answer(path: Path, question: Question) -> float:
    """Milliseconds from opening the file to the first answer."""
    began = time.perf_counter()
    with closing(open_for_reading(path)) as database:
        asked(database, question)(*question.values[-1:])
        return (time.perf_counter() - began) * 1000


def in_duckdb(parquet: Path, question: Question) -> float:
    """The same question to DuckDB over the Parquet files; milliseconds, warm."""
    import duckdb

    with duckdb.connect() as duck:
        duck.execute("SET threads = 2")
        duck.execute(
            f"CREATE VIEW articles AS SELECT * FROM read_parquet('{parquet}/*/*/*.parquet', "
            "hive_partitioning = true, hive_types = {'site': VARCHAR, 'month': VARCHAR})"
        )
        if question.sql:
            sql = question.sql.format("")
            answer = lambda *value: duck.execute(sql, list(value)).fetchall()  # noqa: E731
        else:
            sql = f"SELECT id, site, headline FROM articles WHERE {SEARCHED}"
            answer = lambda words: duck.execute(sql, like(words)).fetchall()  # noqa: E731
        return milliseconds(answer, question.values[:3])


def answers(path: Path, parquet: Path) -> list[str]:
    """The table of questions, a line each."""
    lines = ["| question | cold, ms | warm, ms | plain SQLite, ms | DuckDB on Parquet, ms |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    with closing(open_for_reading(path)) as database:
        for number, question in enumerate(QUESTIONS):
            cells = [cold_milliseconds(path, number)]
            cells.append(milliseconds(asked(database, question), question.values))
            plain = asked(database, question, "NOT INDEXED")
            cells.append(milliseconds(plain, question.values[:2]) if question.plain else None)
            cells.append(in_duckdb(parquet, question) if question.in_duckdb else None)
            shown = ["" if cell is None else f"{cell:,.1f}" for cell in cells]
            lines.append(f"| {question.name} | {' | '.join(shown)} |")
            print(lines[-1], flush=True)
    return lines


def seconds(call: Sequence[str | Path], output: Path | None = None) -> float:
    """How long a command takes; its standard output goes to a file where one is given."""
    began = time.perf_counter()
    with (output or Path(os.devnull)).open("wb") as file:
        subprocess.run(call, check=True, stdout=file, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def exports(path: Path, parquet: Path, number: int) -> list[str]:
    """Articles a second of each export, next to sqlite3 -csv."""
    folder, where = path.parent, f"id <= {number}"
    shutil.rmtree(parquet, ignore_errors=True)
    scrapy = [sys.executable, "-m", "scrapy", "export", "--overwrite", "--where", where]
    scrapy += ["-s", f"DATABASE={path}"]
    names = "SELECT * FROM articles WHERE " + where
    took = {
        "sqlite3 -csv": seconds(["sqlite3", "-csv", path, names], folder / "plain.csv"),
        "scrapy export, CSV": seconds([*scrapy, folder / "export.csv"]),
        "scrapy export, JSON Lines": seconds([*scrapy, folder / "export.jsonl"]),
        "scrapy export, Parquet": seconds([*scrapy, parquet]),
    }
    for made in ("plain.csv", "export.csv", "export.jsonl"):
        (folder / made).unlink()
    return [
        f"| export of {number:,} articles | articles a second |",
        "| --- | ---: |",
        *(f"| {name} | {number / took[name]:,.0f} |" for name in took),
    ]


def size(path: Path) -> str:
    """How large the file is, in a sentence."""
    with closing(open_for_reading(path)) as database:
        number, text = database.execute(
            "SELECT count(*), sum(octet_length(body)) FROM articles"
            if sqlite3.sqlite_version_info >= (3, 43)
            else "SELECT count(*), sum(length(CAST(body AS BLOB))) FROM articles"
        ).fetchone()
        (compared,) = database.execute("SELECT count(*) FROM stories_compared").fetchone()
    each = path.stat().st_size / number
    return (
        f"{number:,} articles of {text / number:,.0f} bytes of text, {each:,.0f} bytes each on "
        f"disk with search index and every table ({path.stat().st_size / 1e9:.1f} GB); stories "
        f"were looked for among {compared:,} of them. SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} cores that other work shared."
    )


def write_page(text: str) -> None:
    """Put what was measured between the page's markers."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def make(path: Path, number: int) -> None:
    """Make the file and find its stories, with the rates of both."""
    print(f"{number / fill(path, number):,.0f} articles a second made and stored", flush=True)
    began = time.perf_counter()
    with closing(connect(path)) as database:
        compared = compare_new(database)
    print(f"{compared / (time.perf_counter() - began):,.0f} articles a second compared", flush=True)


def main() -> None:
    """Make the file if need be, ask, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--database", type=Path, default=Path("million.db"))
    parser.add_argument("--exported", type=int, default=200_000, help="articles to export")
    parser.add_argument("--cold", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cold is not None:
        print(first_answer(options.database, QUESTIONS[options.cold]))
        return
    if not options.database.exists():
        make(options.database, options.articles)
    migrate(options.database)
    parquet = options.database.with_suffix(".parquet")
    exported = exports(options.database, parquet, options.exported)
    print("\n".join(exported), flush=True)
    asked_of = [size(options.database), "", *answers(options.database, parquet), "", *exported]
    write_page("\n".join(asked_of))


if __name__ == "__main__":
    main()
