"""The database: each table, view and column with its meaning, and how a file is brought up to date.

The meaning of a column is the comment before its comma. SQLite keeps it in the file, and
``scrapy describe``, docs/data.md and Datasette's metadata are read from there.

A change is a new function marked ``@migrations()`` at the end of this file; one that has left this
checkout is never edited. ``ALTER TABLE ... ADD COLUMN name TYPE /* meaning */`` keeps the comment.
sqlite-utils' ``transform()`` drops the triggers that feed the search index without a word:
``migrate`` puts them back and fills the index anew. It knows no computed columns either: call
``drop_filled`` before transforming articles; ``migrate`` puts the column back, too.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database, Migrations

from crawler.database import (
    WHAT_TO_DO,
    check_database_writable,
    connect,
    database_problem,
    run_statements,
)
from crawler.errors import DatabaseProblem
from crawler.items import REJECT_REASONS
from pipelines.database.dictionary import Table, read_dictionary
from pipelines.database.views import VIEWS, drop_views, make_views

APPLICATION_ID = 0x57415254
"""``WART`` in the file's header: the mark by which Warta and ``file`` know its databases."""

OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables (November 2021)."""

migrations = Migrations("warta")

ARTICLES = """
CREATE TABLE articles /* One row for each article, as its newest version reads. NULL means that
the site printed none. Times are UTC unless the column says otherwise. */ (
    id INTEGER PRIMARY KEY AUTOINCREMENT /* Number of the article here, never given twice */,
    site TEXT NOT NULL /* The outlet, by the name of its file in spiders/ */,
    publisher_id TEXT /* The publisher's own number for the article, from its address */,
    url TEXT NOT NULL /* Canonical address when first seen; all others stand in aliases */,
    headline TEXT NOT NULL /* Headline as printed, without the site's name */,
    kicker TEXT /* Short line above the headline */,
    dateline TEXT /* Opening that says where the story was filed, as printed; not part of body */,
    dateline_place TEXT COLLATE NOCASE /* Place the dateline names; compares without case */,
    dateline_outlet TEXT /* Outlet or agency the dateline names */,
    published_at TEXT NOT NULL /* Publishing time in UTC, as in 2025-06-18T07:05:00Z; for a
        day alone its first moment where the outlet is */,
    published_local TEXT NOT NULL /* Publishing time on the outlet's clock, with its UTC offset */,
    published_wib TEXT NOT NULL /* Publishing time in WIB (UTC+7), as in 2025-06-18 14:05:00; a day
        alone as 2025-06-18 */,
    published_day TEXT NOT NULL /* Day of publishing on the outlet's clock, as in 2025-06-18 */,
    published_precision TEXT NOT NULL CHECK (published_precision IN ('second', 'minute', 'day'))
        /* How exactly the publishing time is known: second, minute or day */,
    published_raw TEXT /* Text the publishing time was read from, as found */,
    published_source TEXT /* Where that text stood: json-ld, meta, feed, byline, url or body */,
    published_conflict INTEGER NOT NULL DEFAULT 0 CHECK (published_conflict IN (0, 1))
        /* 1 when trusted places, or two readings of the page, differ by more than a day */,
    modified_at TEXT /* Last change as the page states it, UTC */,
    authors TEXT CHECK (authors IS NULL OR json_valid(authors))
        /* Names in the byline, a JSON list; one row each in article_authors */,
    editors TEXT CHECK (editors IS NULL OR json_valid(editors))
        /* Editors named, a JSON list; one row each in article_authors */,
    section TEXT /* Section as the site names it */,
    tags TEXT CHECK (tags IS NULL OR json_valid(tags))
        /* Tags as printed, a JSON list; one row each in article_tags */,
    lead TEXT /* Summary the page gives of itself (not the first paragraph) */,
    word_count INTEGER NOT NULL /* Words in body */,
    language TEXT /* Language the page declares, as in id */,
    image_url TEXT /* Address of the main picture */,
    image_caption TEXT /* Caption of the main picture */,
    is_free INTEGER CHECK (is_free IN (0, 1)) /* 0 when readers must pay for the whole text */,
    signature TEXT /* Closing initials, as in (rin/abd) */,
    extractor TEXT /* What found the body: site (its selector), json-ld or generic */,
    content_hash TEXT NOT NULL /* BLAKE2b, 128 bit, of headline, dateline and body with white space,
        quotation marks and dashes made alike: equal where the text is the same */,
    version INTEGER NOT NULL DEFAULT 1 /* 1 as first seen, one more for each change of text or
        headline; earlier versions stand in revisions */,
    version_seen_at TEXT NOT NULL /* When this version was first seen */,
    first_seen_at TEXT NOT NULL /* When the article was first seen */,
    last_seen_at TEXT NOT NULL /* When the article was last seen to read like this */,
    gone_at TEXT /* When the page was found gone (404 or 410, twice); NULL when it came back. The
        page of an article read out of a listing is asked when the listing leaves it out */,
    run_id INTEGER REFERENCES runs (id) /* Run that read this version */,
    capture TEXT /* Where the raw page of this version lies: file in the archive, #, offset */,
    parser_version TEXT /* Version of Warta that read this version from its page */,
    body TEXT NOT NULL /* Text, paragraphs parted by a blank line; dateline, captions and
        cross-links taken off */
) STRICT;
CREATE UNIQUE INDEX articles_url ON articles (url, site);
CREATE UNIQUE INDEX articles_publisher_id ON articles (site, publisher_id)
    WHERE publisher_id IS NOT NULL;
CREATE INDEX articles_site_day ON articles (site, published_day, version, word_count);
CREATE INDEX articles_published_at ON articles (published_at);
CREATE INDEX articles_place ON articles (dateline_place, site, published_day)
    WHERE dateline_place IS NOT NULL;

CREATE TABLE revisions /* Earlier versions of articles: what each read, and what the version
after it changed. */ (
    id INTEGER PRIMARY KEY /* Number of the row */,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    version INTEGER NOT NULL /* Number of this earlier version, 1 the first */,
    cause TEXT NOT NULL CHECK (cause IN ('edit', 'reparse'))
        /* Why it was replaced: edit (the outlet changed the page) or reparse (newer parsers read
        the same page otherwise) */,
    seen_at TEXT NOT NULL /* When this version was first seen, UTC */,
    replaced_at TEXT NOT NULL /* When the version after it was first seen, UTC */,
    run_id INTEGER REFERENCES runs (id) /* Run that read this version */,
    capture TEXT /* Where the raw page of this version lies */,
    parser_version TEXT /* Version of Warta that read it */,
    content_hash TEXT NOT NULL /* As in articles, of this version */,
    fields TEXT NOT NULL CHECK (json_valid(fields))
        /* Columns the next version changed, a JSON list */,
    words_added INTEGER NOT NULL /* Words of headline, dateline and body the next version has and
        this one has not, counted with repetition, whatever their order */,
    words_removed INTEGER NOT NULL /* Words of this version that the next one has no more */,
    changed REAL NOT NULL /* Size of the change: words added and removed as a share of the words of
        both versions, 0 to 1 */,
    headline TEXT NOT NULL /* Headline of this version */,
    dateline TEXT /* Dateline of this version */,
    lead TEXT /* Summary of this version */,
    other TEXT NOT NULL CHECK (json_valid(other))
        /* This version's values of all other columns in fields, a JSON object */,
    body TEXT NOT NULL /* Text of this version */
) STRICT;
CREATE INDEX revisions_article ON revisions (article_id, version);

CREATE TABLE aliases /* Other addresses an article was seen under: AMP and mobile twins, moved
pages, addresses that redirect to it. */ (
    url TEXT NOT NULL /* The address */,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    first_seen_at TEXT NOT NULL /* When the article was first seen there, UTC */,
    PRIMARY KEY (url, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_article ON aliases (article_id);

CREATE TABLE date_mentions /* Dates named in the text of an article's newest version. */ (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    position INTEGER NOT NULL /* Where in body it starts, in characters, the first being 0 */,
    raw TEXT NOT NULL /* The date as printed */,
    iso TEXT NOT NULL /* The same in ISO 8601, local time */,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
"""

PEOPLE_AND_TAGS = """
CREATE TABLE authors /* People and reporter codes named as author or editor. A name at two outlets
is two rows: nothing says that it is one person. */ (
    id INTEGER PRIMARY KEY /* Number of the row */,
    site TEXT NOT NULL /* The outlet */,
    name TEXT NOT NULL /* Name or code as printed */,
    UNIQUE (site, name)
) STRICT;

CREATE TABLE article_authors /* Who wrote and who edited an article. */ (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    author_id INTEGER NOT NULL REFERENCES authors (id) /* The person */,
    role TEXT NOT NULL CHECK (role IN ('author', 'editor')) /* author or editor */,
    position INTEGER NOT NULL /* Place in the list as printed, the first being 0 */,
    PRIMARY KEY (article_id, author_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_authors_author ON article_authors (author_id, article_id);

CREATE TABLE tags /* Tags of all outlets; upper and lower case are one tag. */ (
    id INTEGER PRIMARY KEY /* Number of the row */,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE /* The tag as first printed; compares without case */
) STRICT;

CREATE TABLE article_tags /* Which article carries which tag. */ (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    tag_id INTEGER NOT NULL REFERENCES tags (id) /* The tag */,
    position INTEGER NOT NULL /* Place in the list as printed, the first being 0 */,
    PRIMARY KEY (article_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tags_tag ON article_tags (tag_id, article_id);
"""

CRAWLS = """
CREATE TABLE runs /* One row for each run of a site from its first moment on. One without an end is
going on, or died: the site's next run then ends its row. */ (
    id INTEGER PRIMARY KEY /* Number of the run */,
    site TEXT NOT NULL /* The outlet */,
    started_at TEXT NOT NULL /* Start, UTC */,
    ended_at TEXT /* End, UTC; of a run that died its last sign of life */,
    since TEXT /* First day asked for (WIB); NULL when the newest articles were asked for */,
    until TEXT /* Last day asked for (WIB) */,
    replay TEXT /* Archive the run read from; NULL when it read from the site */,
    finish_reason TEXT /* Why it ended: finished, shutdown (told to stop), budget, archive-problem,
        database-problem, died (killed, no power), or another word of Scrapy's */,
    listed INTEGER NOT NULL DEFAULT 0 /* Articles the site's listings named */,
    new INTEGER NOT NULL DEFAULT 0 /* Articles listed for the first time */,
    fetched INTEGER NOT NULL DEFAULT 0 /* Article pages fetched */,
    stored INTEGER NOT NULL DEFAULT 0 /* New articles stored */,
    revised INTEGER NOT NULL DEFAULT 0 /* Articles of which a new version was stored */,
    unchanged INTEGER NOT NULL DEFAULT 0 /* Articles seen again that read as before */,
    rejected INTEGER NOT NULL DEFAULT 0 /* Pages not stored; each has a row in rejects */,
    not_in_archive INTEGER NOT NULL DEFAULT 0 /* Pages a replay found no capture of */,
    bytes INTEGER NOT NULL DEFAULT 0 /* Bytes received */,
    http_codes TEXT CHECK (http_codes IS NULL OR json_valid(http_codes))
        /* Answers by HTTP status, a JSON object */,
    rejects TEXT CHECK (rejects IS NULL OR json_valid(rejects))
        /* Pages not stored by reason, a JSON object */,
    fill_rates TEXT CHECK (fill_rates IS NULL OR json_valid(fill_rates))
        /* Share of the run's articles that have each column, a JSON object, 0 to 1 */,
    ways_in TEXT CHECK (ways_in IS NULL OR json_valid(ways_in))
        /* Listings tried and what came of them, JSON */,
    warta_version TEXT /* Version of Warta */,
    scrapy_version TEXT /* Version of Scrapy */,
    python_version TEXT /* Version of Python */,
    verdict TEXT /* ok, degraded, broken, blocked or failed */,
    reason TEXT /* The verdict's reason in words */,
    exit_code INTEGER /* What the command ended with: 0, 10, 20, 30, 40 or 1; NULL: it died */
) STRICT;
CREATE INDEX runs_site ON runs (site, started_at);

CREATE TABLE listings /* Every listing a run read: feed, sitemap or index page. */ (
    id INTEGER PRIMARY KEY /* Number of the row */,
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE /* The run */,
    way_in TEXT NOT NULL /* Kind of listing, as in Feed or DatedIndex */,
    url TEXT NOT NULL /* Address of the listing */,
    fetched_at TEXT NOT NULL /* When it was read, UTC */,
    status INTEGER /* HTTP status; NULL when there was no answer */,
    digest TEXT /* Hash of the addresses it named, in order: equal when it named the same */,
    links INTEGER NOT NULL DEFAULT 0 /* Articles it named */,
    new INTEGER NOT NULL DEFAULT 0 /* Articles it was the first to name */,
    total INTEGER /* Articles it says there are */,
    problem TEXT /* Why it could not be read, in words; NULL when it could */
) STRICT;
CREATE INDEX listings_run ON listings (run_id);
CREATE INDEX listings_url ON listings (url, fetched_at);

CREATE TABLE reject_reasons /* The closed list of reasons for which a page is not stored. */ (
    reason TEXT PRIMARY KEY /* The word in rejects.reason */,
    meaning TEXT NOT NULL /* What it says of the page */
) STRICT, WITHOUT ROWID;

CREATE TABLE rejects /* Pages listed or fetched and not stored, each time it happened. */ (
    id INTEGER PRIMARY KEY /* Number of the row */,
    url TEXT NOT NULL /* Address of the page */,
    site TEXT NOT NULL /* The outlet */,
    run_id INTEGER REFERENCES runs (id) /* The run */,
    reason TEXT NOT NULL REFERENCES reject_reasons (reason) /* Why, in one word; all of them are
        explained in reject_reasons */,
    detail TEXT /* Why, in words */,
    seen_at TEXT NOT NULL /* When it happened, UTC */,
    capture TEXT /* Where the raw page lies in the archive */
) STRICT;
CREATE INDEX rejects_site ON rejects (site, seen_at);
CREATE INDEX rejects_url ON rejects (url);
CREATE INDEX rejects_run ON rejects (run_id);

CREATE TABLE frontier /* Every address a site listed, and when it is to be fetched (again). */ (
    url TEXT PRIMARY KEY /* Canonical address */,
    site TEXT NOT NULL /* The outlet */,
    day TEXT NOT NULL DEFAULT (date('now', '+7 hours')) /* Day it counts for in coverage_daily: the
        article's publishing day once stored, before that the day its listing gives it, else the
        one it was discovered (WIB) */,
    discovered_at TEXT NOT NULL /* When a listing first named it, UTC */,
    discovered_by TEXT /* Kind of listing that named it first, as in Feed */,
    listed_date TEXT /* Date the listing gives it, as found */,
    last_listed_at TEXT /* When a listing last named it, UTC */,
    last_fetched_at TEXT /* When it was last fetched, UTC */,
    fetches INTEGER NOT NULL DEFAULT 0 /* How often it was fetched */,
    due_at TEXT /* When to fetch it (again), UTC; NULL for not again */,
    last_status INTEGER /* HTTP status of the last answer; NULL when there was none */,
    gone_answers INTEGER NOT NULL DEFAULT 0 /* How often running the page was said not to exist */,
    outcome TEXT /* What came of the last fetch: stored, revised, unchanged or rejected:reason */,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL /* The article found there */
) STRICT;
CREATE INDEX frontier_due ON frontier (site, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX frontier_day ON frontier (site, day, article_id);
CREATE INDEX frontier_article ON frontier (article_id) WHERE article_id IS NOT NULL;

CREATE TABLE site_health /* How each site stands, and when its next run is due. */ (
    site TEXT PRIMARY KEY /* The outlet */,
    checked_at TEXT NOT NULL /* When this row was written, UTC */,
    last_run_id INTEGER REFERENCES runs (id) /* Last run */,
    last_good_run_id INTEGER REFERENCES runs (id) /* Last run that ended ok */,
    last_good_at TEXT /* End of that run, UTC */,
    verdict TEXT /* Verdict on the last run */,
    verdict_since TEXT /* Since when runs end with that verdict, UTC */,
    bad_runs INTEGER NOT NULL DEFAULT 0 /* Runs in a row that did not end ok */,
    interval_minutes REAL /* Minutes between runs that the site's rhythm asks for */,
    new_share REAL /* How much of the last listings was new, 0 to 1, recent runs weighing most */,
    due_at TEXT /* When the next run is due, UTC */,
    usual_fill_rates TEXT CHECK (usual_fill_rates IS NULL OR json_valid(usual_fill_rates))
        /* Share of articles that usually have each column, a JSON object */
) STRICT, WITHOUT ROWID;
"""

SEARCH = """
CREATE TABLE search_feed /* One row: who feeds articles_fts. */ (
    paused INTEGER NOT NULL /* 0: triggers on articles feed it. 1 only inside a transaction of
        Warta's own, which feeds it many articles at a time; no other connection ever sees that */
) STRICT;
INSERT INTO search_feed VALUES (0);

CREATE VIRTUAL TABLE articles_fts USING fts5 /* Search over articles: articles_fts MATCH 'gempa';
rowid is articles.id. Case and accents make no difference. */ (
    headline, lead, body,
    content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
"""

SEARCH_TRIGGERS = {
    "articles_search_insert": """
CREATE TRIGGER articles_search_insert AFTER INSERT ON articles
WHEN (SELECT paused FROM search_feed) = 0 BEGIN
    INSERT INTO articles_fts (rowid, headline, lead, body)
    VALUES (new.id, new.headline, new.lead, new.body);
END""",
    "articles_search_delete": """
CREATE TRIGGER articles_search_delete AFTER DELETE ON articles
WHEN (SELECT paused FROM search_feed) = 0 BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body)
    VALUES ('delete', old.id, old.headline, old.lead, old.body);
END""",
    "articles_search_update": """
CREATE TRIGGER articles_search_update AFTER UPDATE OF id, headline, lead, body ON articles
WHEN (SELECT paused FROM search_feed) = 0 BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body)
    VALUES ('delete', old.id, old.headline, old.lead, old.body);
    INSERT INTO articles_fts (rowid, headline, lead, body)
    VALUES (new.id, new.headline, new.lead, new.body);
END""",
}

# Segments of the search index are merged 64 at a time instead of 4, and a transaction of up to
# 8 MB of index makes one of them: writing an article into it takes half the time at 600,000
# articles, and hardly more than at 10,000; a query looks into some 50 segments instead of 10.
SEARCH_OPTIONS = {"automerge": 64, "crisismerge": 256, "hashsize": 8_000_000}

STORIES = """
CREATE TABLE stories /* Stories that two or more articles tell, found by scrapy stories through the
word sequences articles of a few days share. An article that nobody repeats is in none. */ (
    id INTEGER PRIMARY KEY /* Number of the story */,
    headline TEXT NOT NULL /* Headline of its first article */,
    first_published_at TEXT /* When its first article was published, UTC */,
    last_published_at TEXT /* When its last article was published, UTC */,
    articles INTEGER NOT NULL DEFAULT 0 /* Articles that tell it */,
    outlets INTEGER NOT NULL DEFAULT 0 /* Sites among them */,
    sites TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sites)) /* The sites, a JSON list */,
    copies INTEGER NOT NULL DEFAULT 0 /* Articles among them that are copies of another */,
    similarity REAL /* Average of article_stories.similarity, 0 to 1 */,
    agency TEXT /* News agency that one of them credits, as in ANTARA */,
    kind TEXT CHECK (kind IN ('wire', 'reprint', 'independent', 'one-outlet'))
        /* wire (copied at several sites, an agency credited), reprint (copied at several sites,
        none credited: a network's or a press release), independent (several sites, each in words of
        its own) or one-outlet */
) STRICT;
CREATE INDEX stories_first_published_at ON stories (first_published_at);

CREATE TABLE article_stories /* Which article tells which story. */ (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE /* The story */,
    relation TEXT NOT NULL CHECK (relation IN ('first', 'copy', 'own-words'))
        /* first (the one found first), copy (seven tenths or more of the text stand in another) or
        own-words (less: quotations and facts are shared) */,
    nearest_article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL
        /* The article it was found most like; NULL for the first */,
    similarity REAL /* Share of the shorter text's word sequences that stand in the other, phrases
        many articles hold not counted, 0 to 1; NULL for the first */,
    agency TEXT /* News agency the article credits, as in ANTARA */
) STRICT;
CREATE INDEX article_stories_story ON article_stories (story_id);
CREATE INDEX article_stories_nearest ON article_stories (nearest_article_id);

CREATE TABLE stories_compared /* Articles whose stories were looked for. */ (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    version INTEGER NOT NULL /* The version looked at: another one is compared anew */
) STRICT;
"""


@migrations()
def articles_crawls_search_and_views(db: Database) -> None:
    """Everything there is in the first version."""
    for statements in (ARTICLES, PEOPLE_AND_TAGS, CRAWLS, SEARCH, VIEWS):
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


FILLED = """
ALTER TABLE articles ADD COLUMN filled INTEGER GENERATED ALWAYS AS (
    (published_precision <> 'day') + 2 * published_conflict + 4 * (publisher_id IS NOT NULL)
    + 8 * (kicker IS NOT NULL) + 16 * (dateline IS NOT NULL) + 32 * (dateline_place IS NOT NULL)
    + 64 * (dateline_outlet IS NOT NULL) + 128 * (modified_at IS NOT NULL)
    + 256 * (authors IS NOT NULL) + 512 * (editors IS NOT NULL) + 1024 * (section IS NOT NULL)
    + 2048 * (tags IS NOT NULL) + 4096 * (lead IS NOT NULL) + 8192 * (language IS NOT NULL)
    + 16384 * (image_url IS NOT NULL) + 32768 * (image_caption IS NOT NULL)
    + 65536 * (is_free IS NOT NULL) + 131072 * (signature IS NOT NULL)
    + 262144 * coalesce(extractor = 'site', 0)
) VIRTUAL /* What fields_by_site counts, a bit for each of its columns: computed, takes no room */;
DROP INDEX articles_site_day;
CREATE INDEX articles_site_day ON articles (site, published_day, version, word_count, filled);
"""


@migrations()
def fill_rates_and_days_by_index(db: Database) -> None:
    """Fill rates of a million articles took a minute or two, the articles of a day half of one."""
    db.execute("CREATE INDEX articles_day ON articles (published_day, site)")
    ensure_filled(db)


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
        if path.exists() and path.stat().st_size and _is_current(path):
            return
        with closing(connect(path)) as connection:
            _migrate(connection)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(tuple(WHAT_TO_DO)):
            raise database_problem(error, path) from error
        raise DatabaseProblem(
            f"the database {path} can't be brought up to date: {error}"
        ) from error


def describe() -> list[Table]:
    """Every table and view with its columns and what they mean."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _migrate(connection)
        return read_dictionary(connection)


def _is_current(path: Path) -> bool:
    """Whether nothing is to be done; only looks, so that a foreign file stays as it is."""
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        if not tables:
            return False
        if owner != APPLICATION_ID or Migrations.migrations_table not in tables:
            raise DatabaseProblem(
                f"{path} is a SQLite database, but not one of Warta's; "
                "give another file with -s DATABASE=PATH"
            )
        applied = _applied(connection)
        reasons = {reason for (reason,) in connection.execute("SELECT reason FROM reject_reasons")}
    known = [migration.name for migration in migrations._migrations]
    if unknown := [name for name in applied if name not in known]:
        raise DatabaseProblem(
            f"{path} was made by a newer Warta (it has {unknown[-1]}); "
            "update Warta, or give another file with -s DATABASE=PATH"
        )
    return len(applied) == len(known) and reasons >= REJECT_REASONS.keys()


def _applied(connection: sqlite3.Connection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            f"SELECT name FROM {Migrations.migrations_table} WHERE migration_set = ? ORDER BY id",
            (migrations.name,),
        )
    ]


def _migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing in one transaction, then make sure that search and references hold."""
    connection.execute("PRAGMA foreign_keys = OFF")  # tables may be rebuilt; checked below
    connection.execute("BEGIN IMMEDIATE")
    try:
        db = Database(connection, recursive_triggers=False, execute_plugins=False)
        migrations.apply(db)
        ensure_search(connection)
        ensure_filled(db)
        connection.executemany(
            "INSERT INTO reject_reasons VALUES (?, ?) "
            "ON CONFLICT (reason) DO UPDATE SET meaning = excluded.meaning",
            REJECT_REASONS.items(),
        )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseProblem(f"a migration left rows of {broken[0]} without their {broken[2]}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


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


def drop_filled(db: Database) -> None:
    """Take the column ``filled`` away with what asks for it, so that articles can be rebuilt."""
    drop_views(db)
    db.execute("DROP INDEX articles_site_day")
    db.execute("CREATE INDEX articles_site_day ON articles (site, published_day)")
    db.execute("ALTER TABLE articles DROP COLUMN filled")


def ensure_filled(db: Database) -> None:
    """Put back the column a migration took away, and the views that ask for it."""
    (there,) = db.execute(
        "SELECT count(*) FROM pragma_table_xinfo('articles') WHERE name = 'filled'"
    ).fetchone()
    if not there:
        run_statements(db.conn, FILLED)
        make_views(db)
