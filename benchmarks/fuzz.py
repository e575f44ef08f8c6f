"""Pages, search expressions and texts made to break what reads them: no error, nothing let through.

    python -m benchmarks.fuzz [--pages 4013] [--queries 20012] [--seed N]

Pages of tests/fixtures are cut, mixed, repeated and filled with hostile pieces, read by their
site's facts and without, and stored: any exception, more than READ_SECONDS, or a text that comes
back from the database otherwise is wrong. Search expressions of words, operators, brackets and odd
signs are either answered or refused with a sentence. Texts that spreadsheets run and browsers
execute stand in every column of articles that are exported as CSV and shown in a report: no cell
begins a formula, and the report holds nothing that a browser would run. A table is printed.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import html as markup
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from analysis.export.lines import write_csv
from analysis.export.selection import Selection, article_columns
from analysis.report.report import report
from analysis.report.span import span_of
from analysis.search import search
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from crawler.items import Article, Reject
from crawler.parsers.article import read_article
from crawler.parsers.reader import Reader
from crawler.time_limit import TooCostly, within
from pipelines.prepare import prepare
from pipelines.store import save
from tests.support.checkout import FIXTURES
from tests.support.sample_articles import new_database, sample

NOW = datetime(2026, 11, 29, tzinfo=UTC)
PIECES = (
    *("<", ">", "</", "&", "&#0;", "&#xD800;", "&#x110000;", "\0", "\x1b[2J", "\ufeff", "\ud800"),
    *("\u202e", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "<!DOCTYPE", "<script>", "</script>"),
    *("<p>", "</p>", "<div>", "</div>", "</article>", "<h1>", "</h1>", "<body>", "</body>", "<br>"),
    *("<table><tr><td>", "<svg><title>", "<template>", "<noscript>", "<textarea>", "<frameset>"),
    *('<meta charset="utf-7">', '<meta charset="x-tidak-ada">', '<base href="//lain.id/">'),
    *('<link rel="canonical" href="javascript:1">', '<a href="http://[">', "<time datetime='9e9'>"),
    *(
        '{"@type":"NewsArticle"',
        '"datePublished":1e400',
        '"headline":[[[]]]',
        '"author":{"name":{}}',
    ),
    *("31 Februari 2025", "Senin, 99/99/9999 99:99 WIB", "0000-00-00T00:00:00Z", "JAKARTA, - "),
    *("\N{FULLWIDTH LESS-THAN SIGN}", "\N{ARABIC LETTER ALEF}" * 50, "a\N{COMBINING ACUTE ACCENT}"),
)
"""What pages are filled with: ends and beginnings that don't match, signs no text holds."""

WORDS = ("gempa", "contoh", "Jum'at", "5", "a", "banjir*", "", "é", "\N{HIRAGANA LETTER A}", "*")
SIGNS = (
    *('"', '""', "(", ")", "AND", "OR", "NOT", "NEAR", "NEAR/5", "NEAR/99999999999", "NEAR(", "-"),
    *("+", "^", ":", "headline:", "{body}", "'", ";", "--", "\0", "\\", "%", "_", "-5", "-buku"),
    *(
        "\ud800",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\n",
        "\t",
        "\N{PARTY POPPER}",
        "rank",
        "/*",
        "?",
        "@",
    ),
)

FORMULAS = (
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "=cmd|'/C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
    ),
    *("\N{NO-BREAK SPACE}=1", "\N{ZERO WIDTH NO-BREAK SPACE}=1", "\N{FULLWIDTH EQUALS SIGN}1+1"),
    *("'=1+1", "''=1+1", "' =1+1", '"=1+1', '","=1+1', '"\r\n=1+1', ";=1+1", "=HYPERLINK(1;2)"),
    *('=IMPORTXML("http://x/";"//a")', "=DDE(1)", "+cmd|' /C calc'!A0", "%0A=1+1"),
)
SCRIPTS = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"),
    *('"><script>alert(1)</script>', "' onmouseover='alert(1)", '" style="x:y', "</title><script>"),
    *("</style><script>", "javascript:alert(1)", "<iframe src=//x>", "<!--<script>", "]]><script>"),
    *("&lt;script&gt;", "&#60;script&#62;", "{{7*7}}", "${7*7}", "<math><script>"),
)
PAYLOADS = (*FORMULAS, *SCRIPTS)
RUN_BY_SPREADSHEETS = tuple("=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}")


def pages(count: int, seed: int, folder: Path, seconds: float) -> tuple[int, list[str]]:
    """Pages that gave an article, and what went wrong with others."""
    chance, stored, wrong = random.Random(seed), 0, []
    loader = get_spider_loader(get_project_settings())
    sources = list(_sources())
    with closing(connect(new_database(folder / "pages.db"))) as database:
        for number in range(count):
            file, url = chance.choice(sources)
            html = _broken(file.read_bytes(), chance.choice(sources)[0].read_bytes(), chance)
            reader = chance.choice([loader.load(file.parent.name), Reader()])
            try:
                item = within(seconds, _prepared, html, url, reader)
                stored += _is_kept(database, item)
            except (Exception, TooCostly) as error:  # noqa: BLE001 what it looks for
                wrong.append(f"page {number} ({file.parent.name}/{file.stem}): {error!r}"[:300])
    return stored, wrong


def _sources() -> Iterator[tuple[Path, str]]:
    for told in sorted(FIXTURES.glob("*/*.json")):
        page = told.with_suffix(".html")
        if page.exists() and not page.stem.startswith("listing-"):
            yield page, json.loads(told.read_text(encoding="utf-8"))["url"]


def _broken(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """A page after one to twelve blows."""

    def cut() -> None:
        del data[chance.randrange(len(data) + 1) :]

    def drop() -> None:
        begin = chance.randrange(len(data) + 1)
        del data[begin : begin + chance.randrange(3000)]

    def fill() -> None:
        at, times = chance.randrange(len(data) + 1), chance.choice([1, 1, 1, 3, 300])
        data[at:at] = chance.choice(PIECES).encode("utf-8", "surrogatepass") * times

    def repeat() -> None:
        begin = chance.randrange(len(data) + 1)
        data[begin:begin] = data[begin : begin + chance.randrange(3000)] * chance.choice([1, 2, 20])

    def mix() -> None:
        at, begin = chance.randrange(len(data) + 1), chance.randrange(len(other))
        data[at:at] = other[begin : begin + chance.randrange(9000)]

    def flip() -> None:
        for _ in range(chance.choice([1, 20, 400])):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)

    data = bytearray(page)
    blows: Sequence[Callable[[], None]] = (cut, drop, fill, fill, fill, repeat, mix, flip)
    for blow in chance.choices(blows, k=chance.randint(1, 12)):
        blow()
    return bytes(data)


def _prepared(html: bytes, url: str, reader: type[Reader] | Reader) -> Article | Reject:
    return prepare(read_article(html, url, reader), "contoh")


def _is_kept(database: sqlite3.Connection, item: Article | Reject) -> bool:
    """Whether an article was stored; raises ValueError where it is not what was read."""
    (outcome,) = save(database, [item], now=NOW)
    if isinstance(item, Reject) or isinstance(outcome, Reject):
        return False
    newest = "SELECT headline, body FROM articles ORDER BY id DESC LIMIT 1"
    if outcome == "stored" and tuple(database.execute(newest).fetchone()) != (
        item.headline,
        item.body,
    ):
        raise ValueError("it is not stored as it was read")
    if "\0" in item.headline + item.body:
        raise ValueError("a text with NUL")
    datetime.fromisoformat(item.published_at)
    return True


def queries(count: int, seed: int, folder: Path) -> tuple[int, list[str]]:
    """Search expressions that were answered, and what went wrong with others."""
    chance, answered, wrong = random.Random(seed), 0, []
    with closing(connect(new_database(folder / "queries.db"))) as database:
        save(database, [sample(number) for number in range(1, 20)])
        for _ in range(count):
            parts = chance.choices(WORDS + SIGNS, k=chance.choice([1, 2, 3, 5, 8, 40]))
            query = chance.choice(["", " ", " "]).join(parts)
            try:
                list(search(database, query))
                answered += 1
            except UsageProblem:
                continue  # a sentence
            except Exception as error:  # noqa: BLE001 what it looks for
                wrong.append(f"query {query!r}: {error!r}"[:300])
    return answered, wrong


def payloads(folder: Path) -> tuple[int, list[str]]:
    """Payloads that stood in an export and a report, and what went through."""
    path, file = new_database(folder / "payloads.db"), io.BytesIO()
    with closing(connect(path)) as database:
        save(database, [_full_of(text, number) for number, text in enumerate(PAYLOADS, 1)])
    with closing(open_for_reading(path)) as database:
        write_csv(database, Selection(), article_columns(database), file, lambda rows: None)
        page = report(database, span_of(database, date(2025, 1, 1), None), NOW)
    names, *rows = csv.reader(io.StringIO(file.getvalue().decode(), newline=""))
    wrong = [f"a cell {cell!r}" for row in rows for cell in row if _is_formula(cell)]
    if len(rows) != len(PAYLOADS) or {len(row) for row in rows} != {len(names)}:
        wrong.append("a text that breaks out of its cell")
    return len(PAYLOADS), wrong + [f"in the report: {name}" for name in _executed(page)]


def _full_of(text: str, number: int) -> Article:
    """An article with a text in all that a page can print."""
    facts = dict.fromkeys(("headline", "body", "kicker", "section", "lead", "signature"), text)
    facts |= {"dateline": text, "dateline_place": text, "image_caption": text, "image_url": text}
    return sample(number, **facts, authors=[text], editors=[text], tags=[text])


def _is_formula(cell: str) -> bool:
    return (
        cell.lstrip("\t\r\n \N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}").startswith(
            RUN_BY_SPREADSHEETS
        )
        and not cell.lstrip("-").replace(".", "", 1).isdigit()
    )


def _executed(page: str) -> list[str]:
    """What a browser would run or load of a page."""
    tree = markup.document_fromstring(page)
    elements = tree.xpath("//script | //iframe | //img | //link | //object | //embed | //math")
    attributes = [name for element in tree.iter() for name in element.attrib]
    addresses = [address for address in tree.xpath("//@href") if "script" in address.lower()]
    harmful = [name for name in attributes if name.startswith("on") or name == "src"]
    return [element.tag for element in elements] + harmful + addresses


def main() -> None:
    """All three; ends with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=4013)
    parser.add_argument("--queries", type=int, default=20_012)
    parser.add_argument("--seed", type=int, default=20261129)
    asked = parser.parse_args()
    limit = get_project_settings().getfloat("READ_SECONDS")
    bad, began = [], time.monotonic()
    print("| what | how many | taken | wrong |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, count, (taken, wrong) in (
            ("broken pages", asked.pages, pages(asked.pages, asked.seed, folder, limit)),
            ("search expressions", asked.queries, queries(asked.queries, asked.seed, folder)),
            ("texts in CSV and report", len(PAYLOADS), payloads(folder)),
        ):
            print(f"| {what} | {count:,} | {taken:,} | {len(wrong)} |", flush=True)
            bad += wrong
    print(f"seed {asked.seed}, {time.monotonic() - began:.0f} s")
    for problem in bad:
        print(problem, file=sys.stderr)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
