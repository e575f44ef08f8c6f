"""The views: coverage with its gaps, volumes, fill rates, datelines."""

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from crawler.database import connect
from crawler.items import Reject
from pipelines.store import save
from tests.support.sample_articles import NOON, new_database, sample

MONDAY = date(2025, 3, 3)
TEN_WEEKS = 70


@pytest.fixture
def news(tmp_path):
    """A connection to a new database."""
    with closing(connect(new_database(tmp_path / "news.db"))) as connection:
        yield connection


def publish(connection: sqlite3.Connection, volumes: dict[date, int], site: str = "contoh") -> None:
    """Store so many articles of each day."""
    articles = [
        sample(
            day.toordinal() * 1000 + number,
            site=site,
            published_at=f"{day}T03:00:00Z",
            published_local=f"{day}T10:00:00+07:00",
        )
        for day, volume in volumes.items()
        for number in range(volume)
    ]
    save(connection, articles)


def weeks(weekday_volume: int, sunday_volume: int, days: int = TEN_WEEKS) -> dict[date, int]:
    """A steady rhythm with quiet Sundays."""
    every = (MONDAY + timedelta(days=number) for number in range(days))
    return {day: sunday_volume if day.weekday() == 6 else weekday_volume for day in every}


def crawled(connection: sqlite3.Connection, day: date, replay: str | None = None) -> None:
    """A run at noon of a day."""
    with connection:
        connection.execute(
            "INSERT INTO runs (site, started_at, replay) VALUES ('contoh', ?, ?)",
            (f"{day}T05:00:00Z", replay),
        )


def gaps(connection: sqlite3.Connection) -> list[str]:
    """Days with a gap flag."""
    rows = connection.execute("SELECT day FROM coverage_daily WHERE gap = 1 ORDER BY site, day")
    return [day for (day,) in rows]


def test_steady_sites_have_no_gaps_and_sundays_may_be_quiet(news):
    publish(news, weeks(20, 2))
    assert gaps(news) == []
    rows = dict(news.execute("SELECT day, expected FROM coverage_daily"))
    assert rows["2025-05-05"] == 20
    assert rows["2025-05-04"] == 2


@pytest.mark.parametrize(("left", "flagged"), [(0, True), (4, True), (5, False), (12, False)])
def test_a_day_with_less_than_a_quarter_of_what_is_usual_is_a_gap(news, left, flagged):
    volumes = weeks(20, 20)
    hole = MONDAY + timedelta(days=60)
    publish(news, {**volumes, hole: left})
    assert gaps(news) == ([str(hole)] if flagged else [])


def test_an_outage_of_weeks_is_a_gap_to_its_last_day(news):
    volumes = weeks(20, 20, days=120)
    out = [MONDAY + timedelta(days=number) for number in range(40, 100)]
    publish(news, {day: volume for day, volume in volumes.items() if day not in out})
    assert gaps(news) == [str(day) for day in out]


def test_the_first_days_raise_no_alarm(news):
    publish(news, {MONDAY: 30, MONDAY + timedelta(days=1): 0, MONDAY + timedelta(days=2): 1})
    publish(news, {MONDAY + timedelta(days=6): 30})
    assert gaps(news) == []
    rows = news.execute("SELECT DISTINCT expected, gap FROM coverage_daily").fetchall()
    assert rows == [(None, None)]


def test_after_a_week_any_weekday_is_compared_until_there_are_four_of_its_kind(news):
    volumes = weeks(20, 20, days=12)
    publish(news, {**volumes, MONDAY + timedelta(days=9): 0})
    assert gaps(news) == [str(MONDAY + timedelta(days=9))]


def test_a_small_site_may_have_days_without_an_article(news):
    publish(news, {day: number % 3 for number, day in enumerate(weeks(1, 1))})
    assert gaps(news) == []


def test_the_day_that_is_not_over_is_no_gap(news):
    publish(news, {**weeks(20, 20), MONDAY + timedelta(days=TEN_WEEKS): 1})
    assert gaps(news) == []


def test_days_after_the_last_article_are_gaps_once_runs_went_over_them(news):
    publish(news, weeks(20, 20))
    after = MONDAY + timedelta(days=TEN_WEEKS)
    crawled(news, after + timedelta(days=9), replay="archive/")
    assert gaps(news) == []
    crawled(news, after + timedelta(days=2))
    assert gaps(news) == [str(after), str(after + timedelta(days=1))]


def test_a_run_under_a_clock_that_was_ahead_opens_no_gap_of_years(news):
    volumes = weeks(8, 8)
    publish(news, volumes)
    crawled(news, date(2037, 6, 1))
    assert gaps(news) == []


def test_sites_are_compared_with_themselves_only(news):
    publish(news, weeks(20, 20))
    publish(news, weeks(5, 5), site="lain")
    assert gaps(news) == []


def test_a_lone_old_article_opens_no_gap_of_years(news):
    publish(news, {date(2009, 5, 1): 1, **weeks(20, 20)})
    assert gaps(news) == []
    days = [day for (day,) in news.execute("SELECT day FROM coverage_daily ORDER BY day")]
    assert days[:2] == ["2009-05-01", str(MONDAY)]


def test_coverage_counts_what_was_listed_stored_changed_and_refused(news):
    for number in range(1, 6):
        listed(news, sample(number).url)
    listed(news, "https://www.contoh.example/s/1")
    save(news, [sample(1, aliases=["https://www.contoh.example/s/1"]), sample(2)])
    edited = sample(2, headline="Judul yang diubah (contoh)")
    edited.fetched_at += timedelta(hours=1)
    save(news, [edited])
    rejects = [
        Reject(sample(2).url, "contoh", "network", "was well the next time"),
        Reject(sample(3).url, "contoh", "network", "was refused otherwise the next time"),
        Reject(sample(3).url, "contoh", "no-date", "contoh"),
        Reject(sample(4).url, "contoh", "no-date", "contoh"),
    ]
    save(news, rejects, now=datetime.fromisoformat("2025-06-20T03:00:00Z"))
    columns = "day, discovered, stored, revised, rejected, rejected_by_reason"
    assert news.execute(f"SELECT {columns} FROM coverage_daily").fetchall() == [
        ("2025-06-18", 5, 2, 1, 2, '{"no-date":2}')
    ]


def listed(connection: sqlite3.Connection, url: str) -> None:
    """An address a listing named on 18 June."""
    with connection:
        connection.execute(
            "INSERT INTO frontier (url, site, day, discovered_at) "
            "VALUES (?, 'contoh', '2025-06-18', '2025-06-18T05:00:00Z')",
            (url,),
        )


def test_volumes_by_site_and_day(news):
    publish(news, {MONDAY: 3, MONDAY + timedelta(days=1): 1})
    publish(news, {MONDAY: 2}, site="lain")
    rows = news.execute("SELECT site, day, articles, revised FROM articles_daily ORDER BY 1, 2")
    assert rows.fetchall() == [
        ("contoh", "2025-03-03", 3, 0),
        ("contoh", "2025-03-04", 1, 0),
        ("lain", "2025-03-03", 2, 0),
    ]
    words = sum(number for (number,) in news.execute("SELECT words FROM articles_daily"))
    assert words == 6 * sample(1).word_count


def test_fill_rates_by_site(news):
    save(news, [sample(1, authors=["rin"], kicker="Kota"), sample(2, published_precision="day")])
    cursor = news.execute("SELECT * FROM fields_by_site")
    row = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    assert (row["articles"], row["authors"], row["kicker"], row["tags"]) == (2, 0.5, 0.5, 0)
    assert row["to_the_minute"] == 0.5
    assert row["words"] == sample(1).word_count


def test_every_column_a_page_may_lack_has_its_fill_rate(news):
    cursor = news.execute("SELECT * FROM fields_by_site")
    shown = {column[0] for column in cursor.description}
    may_lack = {
        name
        for name, required in news.execute(
            'SELECT name, "notnull" FROM pragma_table_info("articles")'
        )
        if not required
    }
    named_otherwise = {"kind"}  # not_plain
    bookkeeping = {"id", "published_raw", "published_source", "gone_at", "run_id", "capture"}
    assert may_lack - bookkeeping - named_otherwise - {"extractor", "parser_version"} <= shown
    assert "not_plain" in shown


def test_datelines_by_place_do_not_mind_case(news):
    save(
        news,
        [
            sample(1, dateline_place="Jakarta"),
            sample(2, dateline_place="JAKARTA"),
            sample(3, dateline_place="Kupang", site="lain"),
            sample(4),
        ],
    )
    rows = news.execute("SELECT place, site, articles FROM datelines_by_place").fetchall()
    assert [(place.title(), site, number) for place, site, number in rows] == [
        ("Jakarta", "contoh", 2),
        ("Kupang", "lain", 1),
    ]


def test_rejects_by_reason_are_json(news):
    save(news, [Reject("https://x.example/1", "contoh", "network", "contoh")])
    (text,) = news.execute("SELECT rejected_by_reason FROM coverage_daily").fetchone()
    assert json.loads(text) == {"network": 1}


@pytest.mark.parametrize(
    ("column", "value"),
    {
        "publisher_id": "1", "kicker": "x", "dateline": "x", "dateline_place": "x",
        "dateline_outlet": "x", "modified_at": "2025-06-18T07:05:00Z", "authors": "[]",
        "editors": "[]", "section": "x", "tags": "[]", "lead": "x", "language": "id",
        "image_url": "x", "image_caption": "x", "is_free": 0, "signature": "x",
        "published_conflict": 1,
    }.items(),
)  # fmt: skip
def test_each_fill_rate_counts_its_own_column_alone(news, column, value):
    save(news, [sample(1), sample(2)])
    cells = "publisher_id = NULL, authors = NULL, editors = NULL, section = NULL, tags = NULL, "
    cells += "lead = NULL, language = NULL, dateline = NULL, dateline_place = NULL, "
    cells += "dateline_outlet = NULL, image_url = NULL, signature = NULL, is_free = NULL"
    news.execute(f"UPDATE articles SET {cells}, extractor = NULL")
    news.execute(f"UPDATE articles SET {column} = ? WHERE id = 1", (value,))
    cursor = news.execute("SELECT * FROM fields_by_site")
    row = dict(zip([name for name, *_ in cursor.description], cursor.fetchone(), strict=True))
    told = ("site", "articles", "first_day", "last_day", "to_the_minute", "words")
    assert {name: rate for name, rate in row.items() if rate and name not in told} == {column: 0.5}


def test_every_view_by_site_tells_the_outlet_and_its_province(news):
    """What an analyst groups by province; views by article tell the site."""
    names = [name for (name,) in news.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    columns = {
        name: {row[1] for row in news.execute(f"PRAGMA table_info({name})")} for name in names
    }
    by_site = {name for name, found in columns.items() if "site" in found}
    assert by_site >= {"coverage_daily", "articles_daily", "doubts_by_site", "headline_changes"}
    assert {name for name in by_site if not {"outlet", "province"} <= columns[name]} == set()


def test_doubts_are_counted_by_outlet_and_province(news):
    save(news, [sample(1, doubt="teaser-only")])
    with news:
        news.execute(
            "INSERT INTO sites (site, outlet, province) VALUES ('contoh', 'Contoh', 'Bali')"
        )
    told = news.execute("SELECT word, articles, outlet, province FROM doubts_by_site").fetchall()
    assert [tuple(row) for row in told] == [("teaser-only", 1, "Contoh", "Bali")]


def test_what_has_a_day_alone_is_published_at_no_hour(news):
    day = {
        "published_at": "2025-06-17T17:00:00Z",
        "published_local": "2025-06-18T00:00:00+07:00",
        "published_precision": "day",
    }
    midnight = {**day, "published_precision": "minute"}
    save(news, [sample(1, **day), sample(2, **midnight), sample(3)])
    rows = news.execute("SELECT hour, articles FROM articles_by_hour ORDER BY hour").fetchall()
    assert [tuple(row) for row in rows] == [(None, 1), (0, 1), (12, 1)]
    later = NOON + timedelta(hours=3)
    for number, dates in ((1, day), (2, midnight)):
        changed = {**dates, "headline": f"Contoh: judul lain {number}", "fetched_at": later}
        save(news, [sample(number, **changed)])
    changes = news.execute("SELECT article_id, hours_after FROM headline_changes ORDER BY 1")
    assert [tuple(row) for row in changes] == [(1, None), (2, 15.0)]
