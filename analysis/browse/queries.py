"""The questions that the front page offers; each is a canned query of Datasette's.

``escape_fts`` is Datasette's own function, which takes each word as it is, hyphens and quotation
marks included.
"""

from __future__ import annotations

QUERIES = {
    "volume": {
        "title": "How much was published each day, by site",
        "description": "Days are the outlets' own, newest first. Leave a box empty for all; a day "
        "is written 2025-06-18. See gaps before you compare days.",
        "sql": """
            SELECT day, site, outlet, province, articles, revised, words
            FROM articles_daily
            WHERE (:site = '' OR site = :site) AND (:province = '' OR province = :province)
              AND day >= :since AND (:until = '' OR day <= :until)
            ORDER BY day DESC, articles DESC
        """,
    },
    "provinces": {
        "title": "How much the outlets of each province published",
        "description": "Articles by the province of the outlet, not of what they tell of; what is "
        "of no province stands by its scope. Leave a box empty for all days.",
        "sql": """
            SELECT coalesce(province, scope, 'not said') AS province, max(sites) AS outlets_a_day,
              sum(articles) AS articles, sum(words) AS words, min(day) AS first_day,
              max(day) AS last_day
            FROM provinces_daily
            WHERE day >= :since AND (:until = '' OR day <= :until)
            GROUP BY 1 ORDER BY articles DESC
        """,
    },
    "places": {
        "title": "Who reports from where",
        "description": "Articles by the place in their dateline, under its standard name; printed "
        "tells how outlets write it, perhaps that another place of that name may be meant. Leave "
        "a box empty for all; province is the outlet's, place_province the place's own.",
        "sql": """
            SELECT coalesce(place_name, place) AS place, place_level, regency, place_province,
              country, site, outlet, province AS outlets_province, count(*) AS articles,
              min(day) AS first_day, max(day) AS last_day,
              group_concat(DISTINCT place) AS printed, max(ambiguous) AS perhaps
            FROM article_places
            WHERE (:place = ''
                OR :place COLLATE NOCASE IN (place, place_name, regency, place_province))
              AND (:site = '' OR site = :site) AND (:province = '' OR province = :province)
              AND (:place_province = '' OR place_province = :place_province)
            GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY articles DESC, 1, site
        """,
    },
    "story": {
        "title": "One story across outlets",
        "description": "Everything that holds all of the words, in order of time: who had it "
        "first, and how many hours later the others followed (none is told where the day alone is "
        "printed). Narrow it by days.",
        "sql": """
            SELECT a.published_wib,
              iif(a.published_precision = 'day', NULL, round((julianday(a.published_at)
                - min(julianday(a.published_at)) FILTER (WHERE a.published_precision <> 'day')
                OVER ()) * 24, 1)) AS hours_after_first,
              a.site, sites.outlet, sites.province, a.id AS article, a.headline, a.dateline_place,
              a.word_count, a.version, a.url
            FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid
            LEFT JOIN sites USING (site)
            WHERE articles_fts MATCH iif(trim(:words) = '', '""', escape_fts(:words))
              AND a.published_day >= :since AND (:until = '' OR a.published_day <= :until)
            ORDER BY a.published_at
        """,
    },
    "stories": {
        "title": "Stories that most outlets told",
        "description": "As scrapy stories found them: kind says whether outlets copied an agency "
        "(wire) or each other (reprint), or wrote on their own (independent).",
        "sql": """
            SELECT id AS story, headline, first_published_at, outlets, articles, copies, kind,
              agency, sites
            FROM stories
            WHERE (:kind = '' OR kind = :kind)
              AND first_published_at >= :since
              AND (:until = '' OR first_published_at < date(:until, '+1 day'))
            ORDER BY outlets DESC, articles DESC, first_published_at LIMIT 1000
        """,
    },
    "edits": {
        "title": "Edits after publishing",
        "description": "What outlets changed on a page after it was first seen, newest first. "
        "changed_percent is the share of words added and removed.",
        "sql": """
            SELECT r.replaced_at AS changed_seen_at, a.id AS article, a.site,
              r.headline AS headline_before,
              coalesce(n.headline, a.headline) AS headline_after,
              round(r.changed * 100, 1) AS changed_percent,
              iif(a.published_precision = 'day', NULL, round(
                (julianday(r.replaced_at) - julianday(a.published_at)) * 24, 1)) AS hours_after,
              r.words_added, r.words_removed, r.fields, sites.outlet, sites.province, a.url
            FROM revisions r
            JOIN articles a ON a.id = r.article_id
            LEFT JOIN revisions n ON n.article_id = r.article_id AND n.version = r.version + 1
            LEFT JOIN sites USING (site)
            WHERE r.cause = 'edit' AND (:site = '' OR a.site = :site)
              AND (:province = '' OR sites.province = :province)
            ORDER BY r.replaced_at DESC
        """,
    },
    "topic": {
        "title": "What searches for words found, by site",
        "description": "Articles that scrapy topic, or a crawl with a query, found by these words; "
        "only_by_search are those that no listing of the outlet's has named. Leave the box empty "
        "for all words.",
        "sql": """
            SELECT found.value AS words, a.site, sites.outlet, sites.province,
              count(*) AS articles, sum(a.search_only) AS only_by_search,
              min(a.published_day) AS first_day, max(a.published_day) AS last_day
            FROM articles a JOIN json_each(a.found_by) AS found LEFT JOIN sites USING (site)
            WHERE a.found_by IS NOT NULL AND (:words = '' OR found.value = :words)
            GROUP BY found.value, a.site ORDER BY words, articles DESC
        """,
    },
    "gaps": {
        "title": "Gaps in the data",
        "description": "Days on which less than a quarter of what is usual for the site was "
        "stored: a fall there tells of the crawl, not of the news.",
        "sql": """
            SELECT site, outlet, province, day, stored, expected, discovered, rejected,
              rejected_by_reason
            FROM coverage_daily
            WHERE gap = 1 AND (:site = '' OR site = :site)
              AND (:province = '' OR province = :province)
            ORDER BY day DESC, site
        """,
    },
    "refused": {
        "title": "Pages that were not stored, and why",
        "description": "By site and reason, with the newest page of each.",
        "sql": """
            SELECT site, outlet, province, reason, meaning, count(DISTINCT url) AS pages,
              max(seen_at) AS last_seen_at, url AS newest
            FROM rejects JOIN reject_reasons USING (reason) LEFT JOIN sites USING (site)
            WHERE (:site = '' OR site = :site) AND (:province = '' OR province = :province)
            GROUP BY site, reason ORDER BY pages DESC
        """,
    },
}
"""Queries under /DATABASE/NAME; words after a colon become boxes to fill in, empty ones ''."""

NEEDED = {"places": "places", "stories": "stories", "topic": "search_trials"}
"""Tables that an older database lacks, by the query that asks them."""
