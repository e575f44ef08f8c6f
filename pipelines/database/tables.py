"""Every table but ``articles``, and the search index, each with its meaning.

The meaning of a column is the comment before its comma. SQLite keeps it in the file, and
``scrapy describe``, docs/data.md and Datasette's metadata are read from there. What stands here is
how the first version made it: a change is a migration in schema.py.
"""

from crawler.places.place import LEVELS

WHAT_BELONGS_TO_ARTICLES = """
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

UNREAD_LISTINGS = """
CREATE TABLE unread_listings /* Listing pages that a run wanted and has not read: asked for again by
the site's next runs until they are read, or given up. */ (
    site TEXT NOT NULL /* The outlet */,
    url TEXT NOT NULL /* Address of the page */,
    body TEXT NOT NULL DEFAULT '' /* What is sent to it; empty for most */,
    way_in TEXT NOT NULL /* Kind of listing, as in Feed or DatedIndex */,
    place INTEGER NOT NULL /* Place of its source among the site's, the first being 0 */,
    template TEXT NOT NULL DEFAULT '' /* Pattern its address was made from */,
    page INTEGER NOT NULL /* Number of the page in its listing, the first being 1 */,
    request TEXT NOT NULL CHECK (json_valid(request)) /* The request for it, a JSON object */,
    since TEXT /* First day it was asked for (WIB); NULL when the newest articles were */,
    until TEXT /* Last day it was asked for (WIB) */,
    first_run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL
        /* The run that first wanted it */,
    last_run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL
        /* The last run that asked for it */,
    wanted_at TEXT NOT NULL /* When it was first wanted, UTC */,
    last_tried_at TEXT /* When it last could not be read, UTC; NULL: no run has come to it */,
    tries INTEGER NOT NULL DEFAULT 0 /* How often it could not be read; 0 with a problem: read, and
        asked once more, since it repeated others where the listing may go on */,
    problem TEXT /* Why it could not be read, in words */,
    given_up_at TEXT /* When asking for it again ended, UTC: ten runs and three days could not read
        it, or its source is dead while another one of the site is well */,
    PRIMARY KEY (site, url, body)
) STRICT, WITHOUT ROWID;
"""

SITES = """
CREATE TABLE sites /* What each outlet is and where it belongs, as its site file said at its last
run. One crawled before there was this table has its name and runs only until its next run. */ (
    site TEXT PRIMARY KEY /* The outlet, as in articles.site */,
    outlet TEXT /* What readers call it */,
    domain TEXT /* Its domain, or the host of a paper that shares one */,
    province TEXT /* One of the 38 provinces; NULL for what is of no province, see scope */,
    city TEXT /* Where it is made, or the part of the province it serves */,
    scope TEXT /* regional, national, international or topical (one subject); NULL: not said */,
    network TEXT /* Group whose template or newsroom it shares, as in Tribun Network */,
    language TEXT /* What it declares to be written in, an ISO 639-1 code */,
    robots_note TEXT /* What its robots.txt or terms were known to refuse */,
    status TEXT /* unproven: nobody has seen a live crawl of it come out right; else the day on
        which somebody did */,
    facts_rest_on TEXT /* What was at hand when its facts were written */,
    reaches_back_to TEXT /* First day or month that its archive still holds, where known: an empty
        day before it is not the outlet's silence */,
    first_run_at TEXT /* Beginning of its first run into this file, UTC */,
    last_run_at TEXT /* Beginning of its last, UTC */
) STRICT, WITHOUT ROWID;
INSERT INTO sites (site, first_run_at, last_run_at)
    SELECT site, min(started_at), max(started_at) FROM runs GROUP BY site;
"""

SEARCH_TRIALS = """
CREATE TABLE search_trials /* What each site's search answered when it was last asked for a word
that does not exist. For a day no run asks again, or for an hour where its page names articles in
boxes. */ (
    site TEXT NOT NULL /* The outlet */,
    search TEXT NOT NULL /* Address of the search, as its site file has it */,
    tried_at TEXT NOT NULL /* When it was asked, UTC */,
    believed INTEGER NOT NULL CHECK (believed IN (0, 1))
        /* 0: it named articles for that word too, so that it is not used */,
    beside TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(beside))
        /* Articles that its page names in menus and boxes whatever it is asked, a JSON list */,
    PRIMARY KEY (site, search)
) STRICT, WITHOUT ROWID;
"""

WHAT_IS_DOUBTED = """
CREATE TABLE doubts /* The closed list of what there may be to doubt in an article. */ (
    word TEXT PRIMARY KEY /* A word of articles.doubt */,
    meaning TEXT NOT NULL /* What it says of the article */
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_doubt ON articles (site, doubt, first_seen_at) WHERE doubt IS NOT NULL;
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

STORIES_REWORDED = [
    (
        "stories",
        "through the\nword sequences articles of a few days share. An",
        "through the\nwords that tell articles of a few days from others. An",
    ),
    (
        "article_stories",
        "that stand in the other, phrases\n        many articles hold not counted, 0 to 1",
        "that stand in the other, 0 to 1",
    ),
]
"""Comments of these tables, before and since stories are found by words."""

WHAT_PAGES_CLAIM = """
CREATE TABLE address_claims /* Addresses that pages name as their own and that no page was fetched
from. */ (
    url TEXT NOT NULL /* The address */,
    site TEXT NOT NULL /* The outlet */,
    article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE /* The article that is known by
        it; NULL where different articles claim it, so that it is nobody's */,
    fetched_from TEXT /* Where that article was fetched */,
    PRIMARY KEY (url, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_claims_article ON address_claims (article_id) WHERE article_id IS NOT NULL;

CREATE INDEX articles_text ON articles (content_hash);
"""

PAST = """
CREATE TABLE past_questions /* What was asked of a Wayback Machine about a site (-a past=wayback): a
question a month, and what each answer left to be asked. */ (
    site TEXT NOT NULL /* The outlet */,
    url TEXT NOT NULL /* Address of the question, at the archive's CDX API */,
    root TEXT NOT NULL /* Address of the question that it goes on from, or its own */,
    request TEXT NOT NULL CHECK (json_valid(request)) /* The request for it, a JSON object */,
    page INTEGER NOT NULL /* How many answers stand before it, and one */,
    day TEXT NOT NULL /* First day (WIB) of the captures asked for */,
    run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL /* The run that first wanted it */,
    wanted_at TEXT NOT NULL /* When it was first wanted, UTC */,
    answered_at TEXT /* When it was answered whole, UTC; NULL: the next run asks */,
    captures INTEGER NOT NULL DEFAULT 0 /* Captures of articles of the days asked for it named */,
    tries INTEGER NOT NULL DEFAULT 0 /* How often it could not be answered */,
    problem TEXT /* Why it could not, in words */,
    PRIMARY KEY (site, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE past_captures /* Captures of articles that a Wayback Machine named, and what became of
each. What is not fetched yet, the next run for the same days fetches. */ (
    site TEXT NOT NULL /* The outlet */,
    capture TEXT NOT NULL /* Where the archive shows it, as in articles.capture */,
    url TEXT NOT NULL /* Canonical address of the page */,
    day TEXT /* Day in that address; NULL where it holds none */,
    root TEXT NOT NULL /* As in past_questions, of the question that named it */,
    run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL /* The run that first saw it named */,
    outcome TEXT /* What came of it: read, known (the article was stored, so that it was not
        fetched), or rejected:reason; NULL while it waits */,
    tries INTEGER NOT NULL DEFAULT 0 /* How often it could not be had */,
    tried_at TEXT /* When it last was asked for, UTC */,
    PRIMARY KEY (site, capture)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_captures_waiting ON past_captures (site, root) WHERE outcome IS NULL;
CREATE INDEX past_captures_url ON past_captures (site, url);
CREATE INDEX past_captures_day ON past_captures (site, day);
"""

TAKEN_DOWN = """
CREATE TABLE taken_down /* Marks by which articles taken down on request are known when they
come again: they are never stored. No address and no text stands here. */ (
    mark TEXT NOT NULL PRIMARY KEY /* Hash of an address, of site and publisher's number, or of site
        and content_hash, as in address:9f2c... */,
    site TEXT NOT NULL /* The outlet */,
    day TEXT NOT NULL /* Day it was taken down (WIB) */,
    reason TEXT NOT NULL /* Why, in the words of whoever did it */
) STRICT, WITHOUT ROWID;
"""

HELD_BACK = """
CREATE TABLE held_back /* Texts that pages gave and that were not believed: they share next to
nothing with what is stored, or other addresses gave them too. */ (
    url TEXT NOT NULL /* Address the page was fetched from */,
    site TEXT NOT NULL /* The outlet */,
    text_hash TEXT NOT NULL /* Hash of headline and text */,
    body_hash TEXT NOT NULL /* Hash of the text alone */,
    reason TEXT NOT NULL REFERENCES reject_reasons (reason) /* What it was refused for */,
    first_seen_at TEXT NOT NULL /* When the page first read like this, UTC */,
    last_seen_at TEXT NOT NULL /* When it last did, UTC */,
    PRIMARY KEY (url, site)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_back_text ON held_back (site, text_hash);
CREATE INDEX held_back_body ON held_back (site, body_hash);
"""

WHICH_PLACE = """
    name TEXT /* Standard name, as in Kota Bandung, Kabupaten Bandung, DKI Jakarta, Kairo; NULL: in
        no table of places */,
    level TEXT /* {levels} */,
    regency TEXT /* Its kabupaten or kota, as in Kabupaten Gianyar; NULL for what is of none, or of
        one of several */,
    province TEXT /* Its province, one of the 38, as in sites.province; NULL for what is of none, or
        of one of several */,
    country TEXT /* Its country, an ISO 3166-1 code; NULL for seas and parts of the world */,
    latitude REAL /* Degrees north: of a province or regency those of its seat, of a kecamatan that
        GeoNames doesn't know those of its regency's seat */,
    longitude REAL /* Degrees east */,
    code TEXT /* Its number at the Ministry of Home Affairs, as in 32.73 */,
    bps_code TEXT /* Its number at Statistics Indonesia (BPS), as in 3273; NULL also where BPS gave
        new ones to Papua's provinces of 2022 */,
    geonames_id INTEGER /* Its number at GeoNames, of a province or regency its seat's */,
    ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)) /* 1: other places as well known are
        called so; the one here is the city rather than the regency, the largest abroad, of several
        kecamatan what they have in common */,
    others TEXT NOT NULL CHECK (json_valid(others)) /* What else it may be, a JSON list of names */
""".strip("\n").format(levels="; ".join(f"{level}: {meaning}" for level, meaning in LEVELS.items()))

PLACES = f"""
CREATE TABLE places /* Which place each place that datelines print means. Computed from the name
alone, by tables that come with the program; filled anew when those change. */ (
    place TEXT PRIMARY KEY /* As printed, as in articles.dateline_place */,
{WHICH_PLACE},
    edition TEXT NOT NULL /* Which tables of places told */
) STRICT, WITHOUT ROWID;

CREATE TABLE places_by_province /* What a printed place means to the outlets of a province, where
that is not what it means in places: Martapura is another town to a paper of Kalimantan Selatan. The
view article_places reads both. */ (
    place TEXT NOT NULL /* As printed, as in places.place */,
    outlet_province TEXT NOT NULL /* The outlet's province, as in sites.province */,
{WHICH_PLACE},
    PRIMARY KEY (place, outlet_province)
) STRICT, WITHOUT ROWID;
"""

JOINED_FILES = """
CREATE TABLE known_as /* By which addresses and publisher's numbers the files that scrapy merge
joined knew an article as their own, where they differ. */ (
    site TEXT NOT NULL /* The outlet */,
    url TEXT NOT NULL /* Its address in one of the files */,
    publisher_id TEXT NOT NULL DEFAULT '' /* Its number there; empty where it had none */,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    PRIMARY KEY (site, url, publisher_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_as_number ON known_as (site, publisher_id) WHERE publisher_id <> '';
CREATE INDEX known_as_article ON known_as (article_id);

CREATE TABLE sightings /* What the files that scrapy merge joined saw of an article, beside its
versions: from these follows which version a further file puts between which. */ (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE /* The article */,
    seen_at TEXT NOT NULL /* When, UTC */,
    kind TEXT NOT NULL CHECK (kind IN ('read', 'gone'))
        /* read (it read like a version that stands) or gone (its page was not there) */,
    version_seen_at TEXT NOT NULL DEFAULT '' /* When that version was first seen, UTC */,
    content_hash TEXT NOT NULL DEFAULT '' /* As in articles, of that version */,
    reparsed_at TEXT /* When newer parsers read the page otherwise, UTC */,
    run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL /* Run that saw it */,
    capture TEXT /* Where the raw page lies */,
    parser_version TEXT /* Version of Warta that read it */,
    other TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(other))
        /* Columns that were read otherwise than in that version, a JSON object */,
    PRIMARY KEY (article_id, seen_at, kind, content_hash, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX revisions_text ON revisions (content_hash);
"""
