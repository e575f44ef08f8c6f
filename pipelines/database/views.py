"""The views: coverage with its gaps, volumes, fill rates, changed headlines, datelines, places.

A view holds nothing of its own. When one is written anew here, a migration in schema.py calls
``make_views``; ``fields_by_site`` follows the declared columns by itself. The plus before a column
in ``article_places`` keeps SQLite from the index by days, which would read the texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.database import run_statements
from pipelines.database.articles import SHARES

if TYPE_CHECKING:
    from sqlite_utils import Database

SHARE_COLUMNS = "".join(
    f"    {name} /* Share {column.share.meaning} */,\n" for name, column in SHARES.items()
)
SHARES_COUNTED = "".join(f"    avg(filled >> {bit} & 1),\n" for bit in range(len(SHARES)))

OUTLET = """
    outlet /* What readers call the outlet; NULL until it is crawled again */,
    province /* Its province; NULL for what is of none, and until it is crawled again */
""".strip("\n")

VIEWS = f"""
CREATE VIEW coverage_daily /* What the file has of each site and day, next to what the site usually
publishes: gaps in the data stand out here. Days without anything usual or found are left out. */ (
    site /* The outlet */,
    day /* Publishing day; for pages not stored the day in frontier (WIB) */,
    discovered /* Articles the site listed for that day */,
    stored /* Articles stored */,
    crawled /* Of these, articles read from the site, or from the archive of its crawls */,
    imported /* Articles read from files of other crawlers */,
    wayback /* Articles read from a Wayback Machine */,
    searched /* Articles stored beside them that only searches for words have named; in no other
        column */,
    revised /* Articles of that day that changed after they were first seen */,
    rejected /* Pages of that day that are not stored, by their last reject */,
    rejected_by_reason /* The same by reason, a JSON object */,
    expected /* Articles usual for this site and weekday: the median of such days in the last
        26 weeks that have any; of fewer than 4, that or the median of any weekday in the last 28
        days (at least 7), whichever is less; NULL in a site's first days */,
    gap /* 1 when less than a quarter of what is expected is stored, where 4 or more are expected
        and the day is over; 0 when there is enough; NULL when there is no expectation yet */,
{OUTLET}
) AS
WITH
kept AS (
    SELECT site, published_day AS day, count(*) AS stored, sum(version > 1) AS revised,
        count(*) FILTER (WHERE run_id IN (SELECT id FROM runs WHERE origin = 'import'))
            AS imported,
        count(*) FILTER (WHERE run_id IN (SELECT id FROM runs WHERE origin = 'wayback'))
            AS wayback
    FROM articles WHERE NOT search_only GROUP BY site, published_day
),
found AS (
    SELECT site, published_day AS day, count(*) AS searched
    FROM articles WHERE search_only GROUP BY site, published_day
),
listed AS (
    SELECT site, day, count(DISTINCT article_id) + sum(article_id IS NULL) AS discovered
    FROM frontier WHERE NOT search_only GROUP BY site, day
),
last_reject AS (
    SELECT url, site, reason, seen_at, run_id, max(id) FROM rejects GROUP BY url
),
refused_for AS (
    SELECT r.site, coalesce(f.day, date(r.seen_at, '+7 hours')) AS day, r.reason, count(*) AS pages
    FROM last_reject r LEFT JOIN frontier f ON f.url = r.url LEFT JOIN runs ON runs.id = r.run_id
    WHERE f.article_id IS NULL AND (f.search_only = 0 OR f.url IS NULL AND runs.query IS NULL)
    GROUP BY 1, 2, 3
),
refused AS (
    SELECT site, day, sum(pages) AS rejected, json_group_object(reason, pages) AS by_reason
    FROM refused_for GROUP BY site, day
),
span AS (
    SELECT site, min(day) AS first, max(max(day), coalesce((
        SELECT date(max(started_at), '+7 hours') FROM runs
        WHERE runs.site = kept.site AND replay IS NULL AND query IS NULL
        AND origin IN ('crawl', 'rebuilt')
        AND started_at <= strftime('%Y-%m-%dT%H:%M:%SZ')), '')) AS last
    FROM kept GROUP BY site
),
calendar AS (
    SELECT site, first AS day, last FROM span
    UNION ALL
    SELECT site, date(day, '+1 day'), last FROM calendar WHERE day < last
),
counted AS (
    SELECT site, day, max(last) AS last, max(stored) AS stored, max(revised) AS revised,
        max(imported) AS imported, max(wayback) AS wayback,
        strftime('%w', day) AS weekday
    FROM (
        SELECT site, day, last, 0 AS stored, 0 AS revised, 0 AS imported, 0 AS wayback
        FROM calendar
        UNION ALL SELECT site, day, '', stored, revised, imported, wayback FROM kept
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
    SELECT site, day, last, stored, revised, imported, wayback, such_days,
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
    SELECT site, day, last, stored, revised, imported, wayback,
        CASE WHEN json_array_length(such_days) >= 4 THEN of_such_days
        ELSE min(of_such_days, of_any_days) END AS expected
    FROM median
),
known AS (
    SELECT site, day, 0 AS discovered, stored, imported, wayback, 0 AS searched, revised,
        0 AS rejected, NULL AS by_reason, expected, last
    FROM expectation WHERE stored OR expected
    UNION ALL SELECT site, day, discovered, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL FROM listed
    UNION ALL SELECT site, day, 0, 0, 0, 0, searched, 0, 0, NULL, NULL, NULL FROM found
    UNION ALL SELECT site, day, 0, 0, 0, 0, 0, 0, rejected, by_reason, NULL, NULL FROM refused
)
SELECT site, day, max(discovered), max(stored), max(stored) - max(imported) - max(wayback),
    max(imported), max(wayback), max(searched), max(revised), max(rejected),
    coalesce(max(by_reason), '{{}}'), max(expected),
    CASE WHEN max(expected) IS NULL THEN NULL
         ELSE max(expected) >= 4 AND max(stored) * 4 < max(expected) AND day < max(last) END,
    sites.outlet, sites.province
FROM known LEFT JOIN sites USING (site) GROUP BY site, day;

CREATE VIEW articles_daily /* How much each site published on each day. */ (
    site /* The outlet */,
    day /* Publishing day on the outlet's clock */,
    articles /* Articles, without those that only searches for words have named */,
    revised /* Articles among them that changed after they were first seen */,
    words /* Words in their bodies */,
    searched /* Articles that only searches for words have named: of a topic, no measure of the
        day */,
{OUTLET}
) AS
SELECT site, published_day, sum(NOT search_only), sum(version > 1 AND NOT search_only),
    sum(iif(search_only, 0, word_count)), sum(search_only), sites.outlet, sites.province
FROM articles LEFT JOIN sites USING (site) GROUP BY site, published_day;

CREATE VIEW articles_by_hour /* At which hour of the day each site publishes. An article of which
the day alone is printed has no hour: it is in the row without one, not at 0. */ (
    site /* The outlet */,
    hour /* 0 to 23 on the outlet's clock (see articles.published_local); NULL: the day alone is
        printed */,
    articles /* Articles, without those that only searches for words have named */,
    searched /* Articles that only searches for words have named */,
{OUTLET}
) AS
SELECT site,
    iif(published_precision = 'day', NULL, CAST(substr(published_local, 12, 2) AS INTEGER)) AS hour,
    sum(NOT search_only), sum(search_only), sites.outlet, sites.province
FROM articles LEFT JOIN sites USING (site) GROUP BY site, hour;

CREATE VIEW provinces_daily /* How much the outlets of each province published on each day, and what
is of no province by its scope. An outlet counts where it is made, whatever it writes about. */ (
    province /* The province; NULL for what is of none */,
    scope /* regional, national, international or topical; NULL: not said */,
    day /* Publishing day on the outlets' clocks */,
    sites /* Outlets with an article on that day */,
    articles /* Articles, without those that only searches for words have named */,
    words /* Words in their bodies */,
    searched /* Articles that only searches for words have named */
) AS
SELECT sites.province, sites.scope, published_day, count(DISTINCT iif(search_only, NULL, site)),
    sum(NOT search_only), sum(iif(search_only, 0, word_count)), sum(search_only)
FROM articles LEFT JOIN sites USING (site)
GROUP BY sites.province, sites.scope, published_day;

CREATE VIEW fields_by_site /* How completely each site's articles fill each column: shares from 0 to
1, of all its articles. */ (
    site /* The outlet */,
    articles /* Articles */,
    first_day /* First publishing day */,
    last_day /* Last publishing day */,
{SHARE_COLUMNS}    words /* Words an article has on average */,
{OUTLET}
) AS
SELECT site, count(*), min(published_day), max(published_day),
{SHARES_COUNTED}    avg(word_count), sites.outlet, sites.province
FROM articles LEFT JOIN sites USING (site) GROUP BY site;

CREATE VIEW headline_changes /* Headlines that an outlet changed after publishing. */ (
    article_id /* The article */,
    site /* The outlet */,
    url /* Its address */,
    version /* Number of the version that brought the new headline */,
    published_at /* Publishing time, UTC */,
    changed_at /* When the new headline was first seen, UTC */,
    hours_after /* Hours from publishing to then; NULL where no hour of publishing is printed */,
    old_headline /* Headline before */,
    new_headline /* Headline after */,
{OUTLET}
) AS
SELECT a.id, a.site, a.url, r.version + 1, a.published_at, r.replaced_at,
    iif(a.published_precision = 'day', NULL,
        round((julianday(r.replaced_at) - julianday(a.published_at)) * 24, 2)),
    r.headline, coalesce(n.headline, a.headline), sites.outlet, sites.province
FROM revisions r
JOIN articles a ON a.id = r.article_id
LEFT JOIN sites USING (site)
LEFT JOIN revisions n ON n.article_id = r.article_id AND n.version = r.version + 1
WHERE r.cause = 'edit' AND EXISTS (SELECT 1 FROM json_each(r.fields) WHERE value = 'headline');

CREATE VIEW article_places /* Where each article's dateline lies, a row for each with a place: as
places tells, or as places_by_province tells for outlets of the province. */ (
    article_id /* The article */,
    site /* The outlet */,
    day /* Publishing day on the outlet's clock */,
    place /* As printed */,
    place_name /* Standard name, as in Kota Bandung; NULL: in no table of places */,
    place_level /* As in places.level */,
    regency /* Its kabupaten or kota */,
    place_province /* Its province, one of the 38 */,
    country /* Its country, an ISO 3166-1 code */,
    latitude /* Degrees north, as in places.latitude */,
    longitude /* Degrees east */,
    code /* Its number at the Ministry of Home Affairs */,
    bps_code /* Its number at Statistics Indonesia (BPS) */,
    ambiguous /* 1: other places as well known are called so, see places.others */,
    search_only /* As in articles */,
{OUTLET}
) AS
SELECT a.id, a.site, +a.published_day, a.dateline_place,
    iif(near.place IS NULL, usual.name, near.name),
    iif(near.place IS NULL, usual.level, near.level),
    iif(near.place IS NULL, usual.regency, near.regency),
    iif(near.place IS NULL, usual.province, near.province),
    iif(near.place IS NULL, usual.country, near.country),
    iif(near.place IS NULL, usual.latitude, near.latitude),
    iif(near.place IS NULL, usual.longitude, near.longitude),
    iif(near.place IS NULL, usual.code, near.code),
    iif(near.place IS NULL, usual.bps_code, near.bps_code),
    iif(near.place IS NULL, usual.ambiguous, near.ambiguous),
    a.search_only, sites.outlet, sites.province
FROM articles a LEFT JOIN sites USING (site)
LEFT JOIN places usual ON usual.place = a.dateline_place
LEFT JOIN places_by_province near
    ON near.place = a.dateline_place AND near.outlet_province = sites.province
WHERE a.dateline_place IS NOT NULL;

CREATE VIEW places_daily /* How much was filed from each place on each day, by datelines; articles
without one are in none. Where outlets are made, provinces_daily tells. */ (
    day /* Publishing day on the outlets' clocks */,
    place_name /* Standard name of the place; NULL: what is in no table of places */,
    place_level /* As in places.level */,
    regency /* Its kabupaten or kota */,
    place_province /* Its province, one of the 38 */,
    country /* Its country, an ISO 3166-1 code */,
    sites /* Outlets with such an article */,
    articles /* Articles, without those that only searches for words have named */,
    ambiguous /* Of these, those whose place may be another of its name */,
    searched /* Articles that only searches for words have named */
) AS
SELECT day, place_name, place_level, regency, place_province, country,
    count(DISTINCT iif(search_only, NULL, site)), sum(NOT search_only),
    sum(ambiguous AND NOT search_only), sum(search_only)
FROM article_places GROUP BY day, place_name, place_level, regency, place_province, country;

CREATE VIEW datelines_by_place /* Which site reports from where, and since when. */ (
    place /* Place in the dateline, as printed */,
    site /* The outlet */,
    articles /* Articles filed from there */,
    first_day /* Publishing day of the first */,
    last_day /* Publishing day of the last */,
{OUTLET},
    place_name /* Standard name of the place, as in article_places */,
    place_province /* The place's own province */
) AS
SELECT p.place, p.site, count(*), min(p.day), max(p.day), p.outlet, p.province,
    p.place_name, p.place_province
FROM article_places p GROUP BY p.place, p.site;

CREATE VIEW doubts_by_site /* How many articles of each site there is something to doubt in; an
article with several words counts for each. */ (
    site /* The outlet */,
    word /* A word of articles.doubt */,
    articles /* Articles with it */,
    meaning /* What it says of an article */,
{OUTLET}
) AS
SELECT a.site, d.word, count(*), d.meaning, sites.outlet, sites.province
FROM articles a JOIN doubts d ON instr(' ' || a.doubt || ' ', ' ' || d.word || ' ')
LEFT JOIN sites USING (site)
WHERE a.doubt IS NOT NULL GROUP BY a.site, d.word;
"""


def make_views(db: Database) -> None:
    """Make every view as it is written here, in place of what was there."""
    drop_views(db)
    run_statements(db.conn, VIEWS)


def drop_views(db: Database) -> None:
    """Take every view away, to be made anew."""
    for name in re.findall(r"^CREATE VIEW (\w+)", VIEWS, re.MULTILINE):
        db.execute(f"DROP VIEW IF EXISTS {name}")
