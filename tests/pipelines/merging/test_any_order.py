"""Files of several machines joined in any order and grouping: always the same corpus.

Machines see a few stories of two sites at random: under several addresses, with and without the
publisher's number, edited, moved, gone, refused, read again by newer parsers, taken down.
"""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, example, given, note, settings
from hypothesis import strategies as st

from crawler.archive.taken_down import listed_again
from crawler.clock import utc
from crawler.database import connect
from crawler.items import Reject
from crawler.parsers.dates import date_mentions
from pipelines.database.schema import migrate
from pipelines.merging.merge import merge
from pipelines.store import save
from pipelines.takedown import find_target, same_text, take_out
from tests.support.same_rows import LEFT_OUT, NAMED, ONLY, RUN, tables
from tests.support.sample_articles import new_database, sample
from tests.support.volume import of

BEGIN = datetime(2025, 6, 18, 5, tzinfo=UTC)
TEXTS = (
    "Contoh: Wali kota meresmikan pasar baru pada Rabu pagi (18/6/2025) di hadapan pedagang.",
    "Contoh: Wali kota meresmikan pasar baru pada Rabu siang di hadapan pedagang dan warga.",
    "Contoh: Pasar baru diresmikan wali kota, harga sewa kios tidak naik tahun ini.",
)
STORIES = st.integers(0, 2)
SEEN = st.fixed_dictionaries(
    {
        "what": st.just("seen"),
        "story": STORIES,
        "site": st.sampled_from(["contoh", "misal"]),
        "address": st.integers(0, 2),
        "leads_from": st.sampled_from([None, 0, 1, 2]),
        "number": st.booleans(),
        "text": st.integers(0, 2),
        "tags": st.sampled_from([[], ["Pasar"], ["pasar", "kota"]]),
        "author": st.sampled_from([[], ["Siti"], ["Budi", "Siti"]]),
        "at": st.integers(0, 6),
    }
)
OTHERS = st.fixed_dictionaries(
    {
        "what": st.sampled_from(["gone", "refused", "reparsed", "listed", "taken down"]),
        "story": STORIES,
        "site": st.sampled_from(["contoh", "misal"]),
        "address": st.integers(0, 2),
        "at": st.integers(0, 6),
    }
)
MACHINE = st.lists(st.one_of(SEEN, SEEN, SEEN, OTHERS), max_size=7)


def url_of(event: dict, address: int | None = None) -> str:
    """One of the addresses of a story; the last two end alike, as under two sections."""
    which = event["address"] if address is None else address
    section = ("berita", "ekonomi", "nasional")[which]
    number = f"{event['story']}-lama" if which == 0 else event["story"]
    return f"https://www.{event['site']}.example/{section}/{number}-pasar-baru-diresmikan"


def crawled(path: Path, events: list[dict], received: int = 0) -> Path:
    """The database of a machine that saw all this, in order of time; a run a site and hour."""
    with closing(connect(new_database(path))) as news:
        for event in sorted(events, key=lambda event: event["at"]):
            now = BEGIN + timedelta(hours=event["at"])
            asked = "SELECT id FROM runs WHERE site = ? AND started_at = ?"
            known = news.execute(asked, (event["site"], utc(now))).fetchone()
            with news:
                run = (
                    known[0]
                    if known
                    else news.execute(
                        "INSERT INTO runs (site, started_at, ended_at, bytes, verdict) "
                        "VALUES (?, ?, ?, ?, 'ok')",
                        (event["site"], utc(now), utc(now), received),
                    ).lastrowid
                )
            DONE[event["what"]](news, event, run, now)
    return path


def seen(news, event, run, now) -> None:
    """An article's page was read."""
    aliases = [] if event["leads_from"] is None else [url_of(event, event["leads_from"])]
    text = TEXTS[event["text"]].replace("Contoh", f"Contoh {event['story']}")
    article = sample(
        event["story"],
        site=event["site"],
        url=url_of(event),
        publisher_id=str(event["story"]) if event["number"] else None,
        headline=f"Pasar baru {event['story']} diresmikan",
        body=text,
        word_count=len(text.split()),
        date_mentions=date_mentions(text, timezone="Asia/Jakarta"),
        tags=event["tags"],
        authors=event["author"],
        aliases=aliases,
        fetched_from=[url_of(event)],
        fetched_at=now,
        capture=f"{event['site']}/{event['site']}-1.warc.gz#{event['at']}",
    )
    save(news, [article], run_id=run, now=now, recheck_hours=[1, 6])


def refused(news, event, run, now) -> None:
    """A page was not stored."""
    reject = Reject(url_of(event), event["site"], "http-error", "HTTP 500", None, 500)
    save(news, [reject], run_id=run, now=now, recheck_hours=[1, 6])


def gone(news, event, run, now) -> None:
    """A page was not there, twice."""
    reject = Reject(url_of(event), event["site"], "http-error", "HTTP 404", None, 404)
    save(news, [reject, reject], run_id=run, now=now, recheck_hours=[1, 6])


def reparsed(news, event, run, now) -> None:
    """Newer parsers read another section on an article's page."""
    row = news.execute("SELECT id FROM articles WHERE url = ?", (url_of(event),)).fetchone()
    if row is not None:
        with news:
            news.execute("UPDATE articles SET doubt = 'teaser-only' WHERE id = ?", row)


def listed(news, event, run, now) -> None:
    """A listing named an address."""
    if listed_again(news, event["site"], url_of(event), None, utc(now)):
        news.commit()
        return
    with news:
        news.execute(
            "INSERT INTO frontier (url, site, day, discovered_at, discovered_by, last_listed_at, "
            "due_at, listed_by, first_listed_run_id, last_listed_run_id) "
            "VALUES (:url, :site, :day, :at, 'Feed', :at, :at, 'Feed', :run, :run) "
            "ON CONFLICT (url) DO UPDATE SET last_listed_at = :at, last_listed_run_id = :run",
            {"url": url_of(event), "site": event["site"], "day": "2025-06-18"}
            | {"at": utc(now), "run": run},
        )
        news.execute(
            "INSERT INTO listings (run_id, way_in, url, fetched_at, links) VALUES (?, 'Feed', "
            "'https://www.contoh.example/rss', ?, 1)",
            (run, utc(now)),
        )


def taken_down(news, event, run, now) -> None:
    """An article was removed on request, and what the command names as having its very text."""
    wanted = news.execute("SELECT id FROM articles WHERE url = ?", (url_of(event),)).fetchall()
    while wanted:
        target = find_target(news, str(wanted.pop()[0]))
        with news:
            take_out(news, target, "diminta", BEGIN)
        wanted += [(number,) for number in same_text(news, target) if (number,) not in wanted]


DONE = {
    "seen": seen,
    "refused": refused,
    "gone": gone,
    "reparsed": reparsed,
    "listed": listed,
    "taken down": taken_down,
}


def content(path: Path) -> dict[str, Counter]:
    """All rows of all tables, by what names them to a reader, and what the search index finds."""
    with closing(sqlite3.connect(path)) as news:
        found = {}
        for table in tables(news):
            columns = [row[1] for row in news.execute(f"PRAGMA table_info({table})")]
            wanted = {
                name: RUN.format(name)
                if name.endswith("run_id")
                else NAMED.get(name, "{}").format(name)
                for name in columns
                if name not in LEFT_OUT.get(table, ()) or name == "bytes"
            }
            told, which = ", ".join(wanted.values()), ONLY.get(table, "true")
            rows = news.execute(f"SELECT {told} FROM {table} WHERE {which}")
            found[table] = Counter(tuple(zip(wanted, row, strict=True)) for row in rows)
        news.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        words = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'pasar'"
        found["search"] = Counter(
            news.execute(f"SELECT site, url FROM articles WHERE id IN ({words})")
        )
        assert not news.execute("PRAGMA foreign_key_check").fetchall()
        assert news.execute("SELECT paused FROM search_feed").fetchall() == [(0,)]
        return found


def merged(folder: Path, name: str, *sources: Path) -> Path:
    """The files joined, in this order."""
    path = folder / name
    path.unlink(missing_ok=True)
    migrate(path)
    for source in sources:
        merge(source, path)
    return path


def assert_same(one: Path, other: Path) -> None:
    """Raises AssertionError that shows the rows in which two files differ."""
    first, second = content(one), content(other)
    for table in first:
        lost, new = first[table] - second[table], second[table] - first[table]
        assert not (lost or new), (other.name, table, [*lost], [*new])


@settings(max_examples=of(12, 1_500), phases=[Phase.generate])
@given(st.lists(MACHINE, min_size=3, max_size=3))
def test_any_order_and_any_grouping_give_the_same(machines):
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, events in enumerate(machines):
            note(f"machine {number}: {events}")
        a, b, c = (
            crawled(folder / f"{number}.db", events, received=number // 2)
            for number, events in enumerate(machines)
        )
        whole = merged(folder, "abc.db", a, b, c)
        assert_same(whole, merged(folder, "cba.db", c, b, a))
        assert_same(whole, merged(folder, "bac.db", b, a, c, b, a))
        two = merged(folder, "ca.db", c, a)
        assert_same(whole, merged(folder, "b-ca.db", b, two))
        again = shutil.copyfile(whole, folder / "again.db")
        for source in (a, two, whole.with_name("cba.db")):
            merge(source, again)
        assert_same(whole, again)


CLAIMED = (
    {"what": "seen", "address": 0, "text": 1, "at": 0},
    {"what": "taken down", "address": 0, "at": 1},
    {"what": "seen", "address": 1, "text": 2, "leads_from": 0, "at": 2},
)
REFUSED = (*CLAIMED[:2], {"what": "refused", "address": 0, "at": 2})
LISTED = (*CLAIMED[:2], {"what": "listed", "address": 0, "at": 2})
ONE_STORY = {"story": 2, "site": "contoh", "leads_from": None, "number": False}
ONE_STORY |= {"tags": [], "author": []}


@settings(max_examples=of(12, 500), phases=[Phase.explicit, Phase.generate])
@given(MACHINE)
@example([ONE_STORY | event for event in CLAIMED])
@example([ONE_STORY | event for event in REFUSED])
@example([ONE_STORY | event for event in LISTED])
def test_one_file_joined_with_nothing_is_that_file(events):
    with TemporaryDirectory() as name:
        folder = Path(name)
        own = crawled(folder / "own.db", events)
        assert_same(own, merged(folder, "all.db", own, own))
