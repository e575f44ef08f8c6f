-- A database file as Warta 0.1 made it, before a column was declared in crawler/items.py.
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
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
, filled INTEGER GENERATED ALWAYS AS (
    (published_precision <> 'day') + 2 * published_conflict + 4 * (publisher_id IS NOT NULL)
    + 8 * (kicker IS NOT NULL) + 16 * (dateline IS NOT NULL) + 32 * (dateline_place IS NOT NULL)
    + 64 * (dateline_outlet IS NOT NULL) + 128 * (modified_at IS NOT NULL)
    + 256 * (authors IS NOT NULL) + 512 * (editors IS NOT NULL) + 1024 * (section IS NOT NULL)
    + 2048 * (tags IS NOT NULL) + 4096 * (lead IS NOT NULL) + 8192 * (language IS NOT NULL)
    + 16384 * (image_url IS NOT NULL) + 32768 * (image_caption IS NOT NULL)
    + 65536 * (is_free IS NOT NULL) + 131072 * (signature IS NOT NULL)
    + 262144 * coalesce(extractor = 'site', 0)
) VIRTUAL /* What fields_by_site counts, a bit for each of its columns: computed, takes no room */) STRICT;
CREATE UNIQUE INDEX articles_url ON articles (url, site);
CREATE UNIQUE INDEX articles_publisher_id ON articles (site, publisher_id)
    WHERE publisher_id IS NOT NULL;
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
, read_from TEXT /* Where its article is read: page, or listing where a listing carries the whole text; NULL before it was read */) STRICT;
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
, articles_an_hour REAL /* New articles an hour that the listings named, the last half day weighing as much as all before it */) STRICT, WITHOUT ROWID;
CREATE TABLE search_feed /* One row: who feeds articles_fts. */ (
    paused INTEGER NOT NULL /* 0: triggers on articles feed it. 1 only inside a transaction of
        Warta's own, which feeds it many articles at a time; no other connection ever sees that */
) STRICT;
CREATE VIRTUAL TABLE articles_fts USING fts5 /* Search over articles: articles_fts MATCH 'gempa';
rowid is articles.id. Case and accents make no difference. */ (
    headline, lead, body,
    content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
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
CREATE INDEX articles_section ON articles (section, published_day) WHERE section IS NOT NULL;
CREATE INDEX articles_day ON articles (published_day, site);
CREATE INDEX articles_site_day ON articles (site, published_day, version, word_count, filled);
CREATE VIEW coverage_daily /* What the file has of each site and day, next to what the site usually
publishes: gaps in the data stand out here. Days without anything usual or found are left out. */ (
    site /* The outlet */,
    day /* Publishing day; for pages not stored the day in frontier (WIB) */,
    discovered /* Articles the site listed for that day */,
    stored /* Articles stored */,
    revised /* Articles of that day that changed after they were first seen */,
    rejected /* Pages of that day that are not stored, by their last reject */,
    rejected_by_reason /* The same by reason, a JSON object */,
    expected /* Articles usual for this site and weekday: the median of such days in the last
        26 weeks that have any; of fewer than 4, that or the median of any weekday in the last 28
        days (at least 7), whichever is less; NULL in a site's first days */,
    gap /* 1 when less than a quarter of what is expected is stored, where 4 or more are expected
        and the day is over; 0 when there is enough; NULL when there is no expectation yet */
) AS
WITH
kept AS (
    SELECT site, published_day AS day, count(*) AS stored, sum(version > 1) AS revised
    FROM articles GROUP BY site, published_day
),
listed AS (
    SELECT site, day, count(DISTINCT article_id) + sum(article_id IS NULL) AS discovered
    FROM frontier GROUP BY site, day
),
last_reject AS (
    SELECT url, site, reason, seen_at, max(id) FROM rejects GROUP BY url
),
refused_for AS (
    SELECT r.site, coalesce(f.day, date(r.seen_at, '+7 hours')) AS day, r.reason, count(*) AS pages
    FROM last_reject r LEFT JOIN frontier f ON f.url = r.url
    WHERE f.article_id IS NULL GROUP BY 1, 2, 3
),
refused AS (
    SELECT site, day, sum(pages) AS rejected, json_group_object(reason, pages) AS by_reason
    FROM refused_for GROUP BY site, day
),
span AS (
    SELECT site, min(day) AS first, max(max(day), coalesce((
        SELECT date(max(started_at), '+7 hours') FROM runs
        WHERE runs.site = kept.site AND replay IS NULL), '')) AS last
    FROM kept GROUP BY site
),
calendar AS (
    SELECT site, first AS day, last FROM span
    UNION ALL
    SELECT site, date(day, '+1 day'), last FROM calendar WHERE day < last
),
counted AS (
    SELECT site, day, max(last) AS last, max(stored) AS stored, max(revised) AS revised,
        strftime('%w', day) AS weekday
    FROM (
        SELECT site, day, last, 0 AS stored, 0 AS revised FROM calendar
        UNION ALL SELECT site, day, '', stored, revised FROM kept
    )
    GROUP BY site, day
),
history AS (
    SELECT *,
        json_group_array(stored) FILTER (WHERE stored) OVER (
            PARTITION BY site, weekday ORDER BY day ROWS BETWEEN 26 PRECEDING AND 1 PRECEDING
        ) AS such_days,
        json_group_array(stored) FILTER (WHERE stored) OVER (
            PARTITION BY site ORDER BY day ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING
        ) AS any_days
    FROM counted
),
ranked AS (
    SELECT site, day, last, stored, revised, such_days,
        (SELECT json_group_array(value) FROM (
            SELECT value FROM json_each(such_days) ORDER BY value)) AS such_ranked,
        CASE WHEN json_array_length(such_days) < 4 AND json_array_length(any_days) >= 7 THEN
            (SELECT json_group_array(value) FROM (
                SELECT value FROM json_each(any_days) ORDER BY value)) END AS any_ranked
    FROM history
),
median AS (
    SELECT *,
        json_extract(such_ranked, '$[' || ((json_array_length(such_ranked) - 1) / 2) || ']')
            AS of_such_days,
        json_extract(any_ranked, '$[' || ((json_array_length(any_ranked) - 1) / 2) || ']')
            AS of_any_days
    FROM ranked
),
expectation AS (
    SELECT site, day, last, stored, revised,
        CASE WHEN json_array_length(such_days) >= 4 THEN of_such_days
        ELSE min(of_such_days, of_any_days) END AS expected
    FROM median
),
known AS (
    SELECT site, day, 0 AS discovered, stored, revised, 0 AS rejected, NULL AS by_reason, expected,
        last
    FROM expectation WHERE stored OR expected
    UNION ALL SELECT site, day, discovered, 0, 0, 0, NULL, NULL, NULL FROM listed
    UNION ALL SELECT site, day, 0, 0, 0, rejected, by_reason, NULL, NULL FROM refused
)
SELECT site, day, max(discovered), max(stored), max(revised), max(rejected),
    coalesce(max(by_reason), '{}'), max(expected),
    CASE WHEN max(expected) IS NULL THEN NULL
         ELSE max(expected) >= 4 AND max(stored) * 4 < max(expected) AND day < max(last) END
FROM known GROUP BY site, day;
CREATE VIEW articles_daily /* How much each site published on each day. */ (
    site /* The outlet */,
    day /* Publishing day on the outlet's clock */,
    articles /* Articles */,
    revised /* Articles among them that changed after they were first seen */,
    words /* Words in their bodies */
) AS
SELECT site, published_day, count(*), sum(version > 1), sum(word_count)
FROM articles GROUP BY site, published_day;
CREATE VIEW fields_by_site /* How completely each site's articles fill each column: shares from 0 to
1, of all its articles. */ (
    site /* The outlet */,
    articles /* Articles */,
    first_day /* First publishing day */,
    last_day /* Last publishing day */,
    to_the_minute /* Share with a publishing time to the minute or second */,
    published_conflict /* Share whose dates contradict each other */,
    publisher_id /* Share with the publisher's own number */,
    kicker /* Share with a kicker */,
    dateline /* Share with a dateline */,
    dateline_place /* Share with a place in it */,
    dateline_outlet /* Share with an outlet in it */,
    modified_at /* Share with a time of the last change */,
    authors /* Share with an author */,
    editors /* Share with an editor */,
    section /* Share with a section */,
    tags /* Share with a tag */,
    lead /* Share with a summary */,
    language /* Share that declares a language */,
    image_url /* Share with a picture */,
    image_caption /* Share with a caption */,
    is_free /* Share that says whether it is free */,
    signature /* Share with closing initials */,
    body_by_site /* Share whose body the site's own selector found */,
    words /* Words an article has on average */
) AS
SELECT site, count(*), min(published_day), max(published_day),
    avg(filled >> 0 & 1), avg(filled >> 1 & 1), avg(filled >> 2 & 1), avg(filled >> 3 & 1),
    avg(filled >> 4 & 1), avg(filled >> 5 & 1), avg(filled >> 6 & 1), avg(filled >> 7 & 1),
    avg(filled >> 8 & 1), avg(filled >> 9 & 1), avg(filled >> 10 & 1), avg(filled >> 11 & 1),
    avg(filled >> 12 & 1), avg(filled >> 13 & 1), avg(filled >> 14 & 1), avg(filled >> 15 & 1),
    avg(filled >> 16 & 1), avg(filled >> 17 & 1), avg(filled >> 18 & 1), avg(word_count)
FROM articles GROUP BY site;
CREATE VIEW headline_changes /* Headlines that an outlet changed after publishing. */ (
    article_id /* The article */,
    site /* The outlet */,
    url /* Its address */,
    version /* Number of the version that brought the new headline */,
    published_at /* Publishing time, UTC */,
    changed_at /* When the new headline was first seen, UTC */,
    hours_after /* Hours from publishing to then */,
    old_headline /* Headline before */,
    new_headline /* Headline after */
) AS
SELECT a.id, a.site, a.url, r.version + 1, a.published_at, r.replaced_at,
    round((julianday(r.replaced_at) - julianday(a.published_at)) * 24, 2),
    r.headline, coalesce(n.headline, a.headline)
FROM revisions r
JOIN articles a ON a.id = r.article_id
LEFT JOIN revisions n ON n.article_id = r.article_id AND n.version = r.version + 1
WHERE r.cause = 'edit' AND EXISTS (SELECT 1 FROM json_each(r.fields) WHERE value = 'headline');
CREATE VIEW datelines_by_place /* Which site reports from where, and since when. */ (
    place /* Place in the dateline */,
    site /* The outlet */,
    articles /* Articles filed from there */,
    first_day /* Publishing day of the first */,
    last_day /* Publishing day of the last */
) AS
SELECT dateline_place, site, count(*), min(published_day), max(published_day)
FROM articles WHERE dateline_place IS NOT NULL GROUP BY dateline_place, site;
CREATE TRIGGER articles_search_insert AFTER INSERT ON articles
WHEN (SELECT paused FROM search_feed) = 0 BEGIN
    INSERT INTO articles_fts (rowid, headline, lead, body)
    VALUES (new.id, new.headline, new.lead, new.body);
END;
CREATE TRIGGER articles_search_delete AFTER DELETE ON articles
WHEN (SELECT paused FROM search_feed) = 0 BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body)
    VALUES ('delete', old.id, old.headline, old.lead, old.body);
END;
CREATE TRIGGER articles_search_update AFTER UPDATE OF id, headline, lead, body ON articles
WHEN (SELECT paused FROM search_feed) = 0 BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, headline, lead, body)
    VALUES ('delete', old.id, old.headline, old.lead, old.body);
    INSERT INTO articles_fts (rowid, headline, lead, body)
    VALUES (new.id, new.headline, new.lead, new.body);
END;
PRAGMA application_id = 1463898708;
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('warta', 'articles_crawls_search_and_views', '2026-11-01 00:00:00+00:00');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('warta', 'where_articles_are_read_and_how_often_they_come', '2026-11-01 00:00:00+00:00');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('warta', 'stories_that_several_articles_tell', '2026-11-01 00:00:00+00:00');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('warta', 'articles_by_section', '2026-11-01 00:00:00+00:00');
INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('warta', 'fill_rates_and_days_by_index', '2026-11-01 00:00:00+00:00');
INSERT INTO search_feed VALUES (0);
