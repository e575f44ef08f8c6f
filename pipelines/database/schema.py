"""How a database file is made, brought up to date, and refused.

A column that is declared in ``crawler/items.py`` comes into older files by itself. Any other change
is a new function marked ``@migrations()``, behind those that are there; one that has left this
checkout is never edited. ``ALTER TABLE ... ADD COLUMN name TYPE /* meaning */`` keeps the comment.
sqlite-utils' ``transform()`` drops the triggers that feed the search index without a word:
``migrate`` puts them back and fills the index anew. It knows no computed columns either: call
``take_filled_away`` before transforming articles; ``migrate`` puts the column back, too.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.database import (
    WHAT_TO_DO,
    check_database_writable,
    connect,
    database_problem,
    open_for_reading,
    run_statements,
)
from crawler.errors import DatabaseFails, DatabaseProblem
from crawler.items import DOUBTS, REJECT_REASONS
from crawler.statuses.status_file import STATUSES
from pipelines.database.articles import (
    ADDED,
    add_filled,
    definition,
    drop_filled,
    filled_is_current,
    first_articles,
    has_column,
)
from pipelines.database.dictionary import Table, read_dictionary
from pipelines.database.migrations import MigrationList
from pipelines.database.months import MONTHS, ensure_months
from pipelines.database.places import ensure_places, places_are_current
from pipelines.database.tables import (
    CRAWLS,
    HELD_BACK,
    JOINED_FILES,
    PAST,
    PEOPLE_AND_TAGS,
    PLACES,
    SEARCH,
    SEARCH_OPTIONS,
    SEARCH_TRIALS,
    SEARCH_TRIGGERS,
    SITES,
    STORIES,
    STORIES_REWORDED,
    TAKEN_DOWN,
    UNREAD_LISTINGS,
    WHAT_BELONGS_TO_ARTICLES,
    WHAT_IS_DOUBTED,
    WHAT_PAGES_CLAIM,
)
from pipelines.database.views import drop_views, make_views

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x57415254
"""``WART`` in the file's header: the mark by which Warta and ``file`` know its databases."""

OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables (November 2021)."""

CLOSED_LISTS = "SELECT reason FROM reject_reasons UNION ALL SELECT word FROM doubts"

migrations = MigrationList("warta")


@migrations()
def articles_crawls_search_and_views(db: Database) -> None:
    """Everything there is in the first version."""
    articles = first_articles() + WHAT_BELONGS_TO_ARTICLES
    for statements in (articles, PEOPLE_AND_TAGS, CRAWLS, SEARCH):
        run_statements(db.conn, statements)
    for option, value in SEARCH_OPTIONS.items():
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)", [option, value])


@migrations()
def where_articles_are_read_and_how_often_they_come(db: Database) -> None:
    """What tells a page from an entry read out of a listing, and a site's rhythm."""
    db.execute(
        "ALTER TABLE frontier ADD COLUMN read_from TEXT /* Where its article is read: page, or "
        "listing where a listing carries the whole text; NULL before it was read */"
    )
    db.execute(
        "ALTER TABLE site_health ADD COLUMN articles_an_hour REAL /* New articles an hour that the "
        "listings named, the last half day weighing as much as all before it */"
    )


@migrations()
def stories_that_several_articles_tell(db: Database) -> None:
    """Near duplicates; scrapy stories fills these tables."""
    run_statements(db.conn, STORIES)


@migrations()
def articles_by_section(db: Database) -> None:
    """Counting 1,374,000 articles by section took over 10 seconds without it."""
    db.execute(
        "CREATE INDEX articles_section ON articles (section, published_day) "
        "WHERE section IS NOT NULL"
    )


@migrations()
def fill_rates_and_days_by_index(db: Database) -> None:
    """Fill rates of a million articles took a minute or two, the articles of a day half of one."""
    db.execute("CREATE INDEX articles_day ON articles (published_day, site)")


@migrations()
def what_pages_claim_and_what_is_held_back(db: Database) -> None:
    """Addresses and texts that pages give and that are not believed at once; articles by text."""
    run_statements(db.conn, WHAT_PAGES_CLAIM)
    run_statements(db.conn, HELD_BACK)


@migrations()
def listing_pages_not_read(db: Database) -> None:
    """Pages of listings that are asked for again."""
    run_statements(db.conn, UNREAD_LISTINGS)


@migrations()
def what_was_refused_for_ever(db: Database) -> None:
    """Addresses that were never to be asked again get a day; those asked longest ago come first."""
    db.execute(
        "UPDATE frontier SET due_at = strftime('%Y-%m-%dT%H:%M:%SZ', last_fetched_at, '+7 days') "
        "WHERE due_at IS NULL AND fetches > 0 AND article_id IS NULL "
        "AND outcome LIKE 'rejected:%'"
    )


@migrations()
def coverage_ends_today(db: Database) -> None:
    """A run that began under a clock that was ahead made gaps of all the days until then."""
    take_filled_away(db)


@migrations()
def facts_that_pages_confirm(db: Database) -> None:
    """What tells a site file's wrong selector from the first run on."""
    db.execute(
        "ALTER TABLE runs ADD COLUMN confirmed TEXT CHECK (confirmed IS NULL OR "
        "json_valid(confirmed)) /* On how many of its article pages each fact that the site's "
        "file declares was found, a JSON object: pages, and facts by name */"
    )


@migrations()
def which_runs_listed_an_address(db: Database) -> None:
    """What tells an article that has moved from two that a site lists side by side."""
    for which, meaning in (
        ("first", "The run whose listing first named it"),
        ("last", "The last run whose listing named it"),
    ):
        db.execute(
            f"ALTER TABLE frontier ADD COLUMN {which}_listed_run_id INTEGER REFERENCES runs (id) "
            f"ON DELETE SET NULL /* {meaning}; NULL: not known */"
        )


@migrations()
def days_that_no_listing_reached(db: Database) -> None:
    """Such days are gaps, also where nothing is known of what the site usually publishes."""
    db.execute(
        "ALTER TABLE runs ADD COLUMN unreached_until TEXT /* Last of the days asked for, from the "
        "first on, that no listing reached (WIB); NULL: they reached all */"
    )


@migrations()
def by_which_clock_listings_date(db: Database) -> None:
    """WIB printed as GMT, as other articles of the same listing showed."""
    db.execute(
        "ALTER TABLE frontier ADD COLUMN listed_clock TEXT /* Zone that listed_date means where it "
        "prints UTC, as in Asia/Jakarta: other times of its listing lay ahead. NULL for most */"
    )


@migrations()
def articles_taken_down(db: Database) -> None:
    """What keeps articles out that were taken down on request."""
    run_statements(db.conn, TAKEN_DOWN)


@migrations()
def what_listings_were_read_without(db: Database) -> None:
    """Noise around a listing and items that are none, beside the problem of one not read."""
    db.execute(
        "ALTER TABLE listings ADD COLUMN note TEXT /* What of it was passed over though it could "
        "be read, in words: noise around it, items that could not be read */"
    )


def add_column(db: Database, name: str) -> None:
    """Add a declared column to files made before it was declared."""
    if not has_column(db, name):
        take_filled_away(db)
        db.execute(f"ALTER TABLE articles ADD COLUMN {definition(name)}")


for _name in ADDED:
    migrations(name=f"articles_{_name}")(partial(add_column, name=_name))


@migrations()
def what_is_doubted(db: Database) -> None:
    """The words of ``articles.doubt`` with their meanings, and how many articles have each."""
    run_statements(db.conn, WHAT_IS_DOUBTED)
    take_filled_away(db)


@migrations()
def what_sites_are_and_where(db: Database) -> None:
    """Outlets with their provinces, for whoever groups by them."""
    run_statements(db.conn, SITES)
    take_filled_away(db)


@migrations()
def what_searches_find(db: Database) -> None:
    """Runs that ask for words, what only they have named, and which searches are believed."""
    db.execute(
        "ALTER TABLE runs ADD COLUMN query TEXT /* Words it was to find; NULL in a run for all "
        "articles. A run for words says nothing of days: it fills no gap */"
    )
    db.execute(
        "ALTER TABLE frontier ADD COLUMN search_only INTEGER NOT NULL DEFAULT 0 CHECK "
        "(search_only IN (0, 1)) /* 1 while only searches for words have named it */"
    )
    db.execute("DROP INDEX frontier_day")
    db.execute("CREATE INDEX frontier_day ON frontier (site, day, article_id, search_only)")
    run_statements(db.conn, SEARCH_TRIALS)
    take_filled_away(db)


@migrations()
def articles_by_what_found_them(db: Database) -> None:
    """Texts lie before these columns: whoever asks for a topic would read all of them."""
    db.execute(
        "CREATE INDEX articles_found_by ON articles (site, published_day, found_by, search_only) "
        "WHERE found_by IS NOT NULL"
    )


@migrations()
def verdicts_that_runs_end_with(db: Database) -> None:
    """``offline`` and its exit code are named in what the columns say of themselves."""
    take_filled_away(db)
    for name, column in (
        ("verdict", "TEXT /* ok, degraded, broken, blocked, offline or failed */"),
        (
            "exit_code",
            "INTEGER /* What the command ended with: 0, 10, 20, 30, 50 or 1; NULL: it died */",
        ),
    ):
        db.execute(f"ALTER TABLE runs RENAME COLUMN {name} TO former_{name}")
        db.execute(f"ALTER TABLE runs ADD COLUMN {name} {column}")
        db.execute(f"UPDATE runs SET {name} = former_{name}")
        db.execute(f"ALTER TABLE runs DROP COLUMN former_{name}")


@migrations()
def where_runs_read_from(db: Database) -> None:
    """What tells crawled articles from those of an archive."""
    db.execute(
        "ALTER TABLE runs ADD COLUMN origin TEXT NOT NULL DEFAULT 'crawl' CHECK "
        "(origin IN ('crawl', 'rebuilt', 'import', 'wayback')) /* Where it read from: crawl (the "
        "site, or its own archive in a replay), rebuilt (a crawl of the past, told again from the "
        "archive it kept), import (files of other crawlers) or wayback (a Wayback Machine). The "
        "last two say nothing of what the site lists today */"
    )


@migrations()
def statuses_with_their_day(db: Database) -> None:
    """How each site did when it was last tried live; until now the word or the day alone."""
    take_filled_away(db)
    meanings = "; ".join(f"{word}: {meaning}" for word, meaning in STATUSES.items())
    db.execute("ALTER TABLE sites DROP COLUMN status")
    for name, meaning in (
        ("status", f"How it did when it was last tried live. {meanings}"),
        ("status_day", "The day (WIB) of that; NULL: nobody has tried"),
        ("status_evidence", "What the status rests on, in words"),
    ):
        db.execute(f"ALTER TABLE sites ADD COLUMN {name} TEXT /* {meaning} */")


@migrations()
def what_archives_hold_of_the_past(db: Database) -> None:
    """Where a run that asks a Wayback goes on after a kill; articles of such runs in coverage."""
    run_statements(db.conn, PAST)
    take_filled_away(db)


@migrations()
def doubts_with_their_province(db: Database) -> None:
    """The outlet and province in the view of doubts, as in the other views by site."""
    take_filled_away(db)


@migrations()
def what_tells_how_many_there_were(db: Database) -> None:
    """What two lists share, and whose numbers count up: from these a day's articles are counted."""
    db.execute(
        "ALTER TABLE frontier ADD COLUMN listed_by TEXT /* Kinds of listing that have named it, "
        "parted by blanks, as in Feed DatedIndex; Wayback: an archive did. NULL: it was listed "
        "before this was noted */"
    )
    db.execute(
        "ALTER TABLE sites ADD COLUMN numbers_count TEXT /* Where its publisher_id counts up, "
        "whose articles, galleries and drafts that counts: site, host (each paper named before "
        "the colon) or network; NULL: it does not, or nobody knows */"
    )


@migrations()
def pages_read_with_and_without_facts(db: Database) -> None:
    """What tells that a site's facts and the generic reader part, before a field is missing."""
    db.execute(
        "ALTER TABLE runs ADD COLUMN compared TEXT CHECK (compared IS NULL OR "
        "json_valid(compared)) /* How many of its article pages were read without the site's "
        "facts, too, a JSON object: pages, and for each field how often both agreed, differed, or "
        "only one found any */"
    )


@migrations()
def months_that_changed(db: Database) -> None:
    """What tells a data set kept beside the database what to write anew."""
    run_statements(db.conn, MONTHS)


@migrations()
def places_that_datelines_name(db: Database) -> None:
    """What each printed place means; the places of older files are filled below, as any later."""
    take_filled_away(db)
    run_statements(db.conn, PLACES)
    db.execute("DROP INDEX articles_place")
    db.execute(
        "CREATE INDEX articles_place ON articles (dateline_place, site, published_day, "
        "search_only) WHERE dateline_place IS NOT NULL"
    )


@migrations()
def hours_of_articles_that_have_one(db: Database) -> None:
    """Views of hours: an article of which the day alone is printed was published at none."""
    take_filled_away(db)


@migrations()
def stories_by_their_words(db: Database) -> None:
    """The comments that say how stories are found; where SQLite lets none be changed they stay."""
    with suppress(sqlite3.OperationalError):
        db.execute("PRAGMA writable_schema = ON")
        for table, before, after in STORIES_REWORDED:
            db.execute(
                "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?",
                [before, after, table],
            )
    db.execute("PRAGMA writable_schema = OFF")


@migrations()
def what_joined_files_knew(db: Database) -> None:
    """What makes the order of files that are joined make no difference."""
    run_statements(db.conn, JOINED_FILES)


def migrate(path: str | Path) -> None:
    """Bring a database file up to date, creating it where there is none.

    All or nothing; several processes may call it at once. Raises DatabaseProblem when the file
    can't be written, is some other program's or was made by a newer Warta.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseProblem(
            f"this Python brings SQLite {sqlite3.sqlite_version}; Warta needs 3.37 or newer, "
            "which Pythons of python.org and of systems since 2022 bring"
        )
    path = check_database_writable(path)
    try:
        if path.exists() and path.stat().st_size and is_current(path):
            return
        with closing(connect(path)) as connection:
            _migrate(connection)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(tuple(WHAT_TO_DO)):
            raise database_problem(error, path) from error
        raise DatabaseProblem(
            f"the database {path} can't be brought up to date: {error}"
        ) from error


def open_up_to_date(path: str | Path) -> sqlite3.Connection:
    """``open_for_reading``, once a file that an older Warta made is brought up to date.

    Raises DatabaseProblem as that and ``migrate`` do.
    """
    database = open_for_reading(path)
    try:
        if is_up_to_date(database, Path(path)):
            return database
    except DatabaseProblem:
        database.close()
        raise
    database.close()
    try:
        migrate(path)
    except DatabaseFails as problem:
        raise DatabaseFails(
            f"{path} was made by an older Warta and is to be brought up to date first; {problem}"
        ) from problem
    return open_for_reading(path)


def describe() -> list[Table]:
    """Every table and view with its columns and what they mean."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _migrate(connection)
        return read_dictionary(connection)


def is_current(path: Path) -> bool:
    """Whether a file needs no migration; only looks.

    Raises DatabaseProblem for another program's file, and for one of a newer Warta.
    """
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        return is_up_to_date(connection, path)


def is_up_to_date(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether ``migrate`` had nothing to do; only looks, so that a foreign file stays as it is.

    Raises DatabaseProblem as ``migrate`` does for a file that is another program's or of a newer
    Warta's; ``path`` is for that sentence.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    if not tables:
        return False
    if owner != APPLICATION_ID or MigrationList.table not in tables:
        raise DatabaseProblem(
            f"{path} is a SQLite database, but not one of Warta's; "
            "give another file with -s DATABASE=PATH"
        )
    applied = _applied(connection)
    told = {word for (word,) in connection.execute(CLOSED_LISTS)} if "doubts" in tables else set()
    counts = filled_is_current(_articles_sql(connection))
    located = places_are_current(connection)
    known = list(migrations.steps)
    if unknown := [name for name in applied if name not in known]:
        raise DatabaseProblem(
            f"{path} was made by a newer Warta (it has {unknown[-1]}); "
            "update Warta, or give another file with -s DATABASE=PATH"
        )
    return counts and located and len(applied) == len(known) and told >= {*REJECT_REASONS, *DOUBTS}


def _articles_sql(connection: sqlite3.Connection) -> str:
    query = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'articles'"
    return connection.execute(query).fetchone()[0]


def _applied(connection: sqlite3.Connection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            f"SELECT name FROM {MigrationList.table} WHERE migration_set = ? ORDER BY id",
            (migrations.name,),
        )
    ]


def _migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing in one transaction, then make sure that search and references hold."""
    connection.execute("PRAGMA foreign_keys = OFF")  # tables may be rebuilt; checked below
    connection.execute("BEGIN IMMEDIATE")
    try:
        from sqlite_utils import Database

        db = Database(connection, recursive_triggers=False, execute_plugins=False)
        migrations.apply(db)
        ensure_search(connection)
        ensure_months(connection)
        ensure_filled(db)
        ensure_places(connection)
        explain(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseProblem(f"a migration left rows of {broken[0]} without their {broken[2]}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def explain(connection: sqlite3.Connection) -> None:
    """Write the closed lists of words, each with its meaning."""
    for table, meanings in (("reject_reasons", REJECT_REASONS), ("doubts", DOUBTS)):
        is_there = "SELECT 1 FROM sqlite_schema WHERE name = ?"
        if connection.execute(is_there, (table,)).fetchone():
            connection.executemany(
                f"INSERT INTO {table} VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET meaning = excluded.meaning",
                meanings.items(),
            )


def ensure_search(connection: sqlite3.Connection) -> None:
    """Put back triggers a migration dropped, and index anew what may have been missed meanwhile."""
    present = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
    missing = [sql for name, sql in SEARCH_TRIGGERS.items() if name not in present]
    for sql in missing:
        connection.execute(sql)
    if missing:
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")


def take_filled_away(db: Database) -> None:
    """Drop the column ``filled`` and the views that ask for it: the table can then be changed."""
    if has_column(db, "filled"):
        drop_views(db)
        drop_filled(db)


def ensure_filled(db: Database) -> None:
    """Put the column back that a change took away, or that counts otherwise, with the views."""
    if not filled_is_current(_articles_sql(db.conn)):
        take_filled_away(db)
        add_filled(db)
        make_views(db)
