"""What a run makes of a site file whose selectors find nothing on its site's pages."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

from crawler.database import open_for_reading
from crawler.discovery.sitemap import Sitemap
from crawler.runs.health_report import Drift, site_reports
from tests.support.faults import ADDRESS, FEED, FROM_RSS, articles, crawl, documented, recent
from tests.support.newsroom import samples

__all__ = ["articles", "crawl"]
RENAMED = {"body": ("post-body", "isi-lain"), "headline": ("post-title", "judul-lain")}


def published(newsroom, count, *change, first_number=1001):
    """So many articles on pages whose class names are changed."""
    made = samples(ADDRESS, count, first_number=first_number)
    newsroom.publish(made)
    newsroom.serve(FEED, made, full=False)
    for article in made if change else ():
        newsroom.page(article.url, article.html().replace(*change))
    return made


def test_a_body_selector_that_matches_nothing_in_the_first_run(newsroom, crawl):
    published(newsroom, 4, *RENAMED["body"])
    left = crawl()
    assert (left.verdict, left.code, left.articles) == ("degraded", 10, 4)
    assert "what is declared as body was found on none of 4 pages" in left.sentence
    documented("the site file's body selector matches nothing, in the first run", left)


def test_a_headline_selector_that_matches_nothing_in_the_first_run(newsroom, crawl):
    published(newsroom, 4, *RENAMED["headline"])
    left = crawl()
    assert (left.verdict, left.code, left.articles) == ("degraded", 10, 4)
    assert "what is declared as headline was found on none of 4 pages" in left.sentence


def test_a_selector_that_matches_nothing_after_good_runs(newsroom, crawl):
    for number in range(4):
        published(newsroom, 4, first_number=1001 + 10 * number)
        assert crawl().verdict == "ok"
    published(newsroom, 4, *RENAMED["body"], first_number=2001)
    left = crawl()
    assert (left.verdict, left.code) == ("degraded", 10)
    documented("the body selector matches nothing any more, after four good runs", left)
    published(newsroom, 4, first_number=3001)
    assert crawl().verdict == "ok"


def test_a_selector_that_gives_a_part_of_the_text_shows_in_health(newsroom, crawl):
    """No field is missing and the selector fits each page: only the generic reader knows better."""
    for number in range(5):
        published(newsroom, 3, first_number=1001 + 10 * number)
        assert crawl().verdict == "ok"
    assert [(each.drifted, each.in_part) for each in health(crawl)] == [({}, None)]
    for number in range(3):
        made = published(newsroom, 3, first_number=2001 + 10 * number)
        for article in made:
            newsroom.page(article.url, with_the_text_elsewhere(article))
        assert crawl().verdict == "ok"
    (after,) = health(crawl)
    assert after.in_part == (6, 6)
    assert after.drifted["body"] == Drift(0, 9, 15, 15)


def with_the_text_elsewhere(article):
    """The page after a redesign: its old container holds the summary, a new one the text."""
    lines = (f"<p>Kalimat {n} dari naskah {article.headline}.</p>" for n in range(12))
    summary = f'<div class="post-body"><p>{article.paragraphs[0]}</p></div>'
    new = f"{summary}<section>{''.join(lines)}</section>"
    return re.sub(r'<div class="post-body">.*</div></div>', new, article.html(), flags=re.DOTALL)


def health(crawl):
    """What ``scrapy health`` knows of each site."""
    with closing(open_for_reading(crawl.database)) as database:
        return site_reports(database, datetime.now(UTC))


def test_one_page_of_another_markup_and_whole_articles_in_the_listing_are_no_alarm(newsroom, crawl):
    published(newsroom, 1, *RENAMED["body"])
    assert crawl().verdict == "ok"
    made = samples(ADDRESS, 6, first_number=2001)
    newsroom.serve(FEED, made, full=True)
    left = crawl()
    assert left.verdict == "ok"
    assert left.query("SELECT confirmed ->> '$.pages' FROM runs ORDER BY id") == [(1,), (0,)]


def test_a_backfill_and_a_replay_of_an_old_layout_are_no_alarm(newsroom, crawl):
    old = samples(ADDRESS, 4, newest=datetime(2015, 6, 18, tzinfo=UTC))
    newsroom.publish(old)
    newsroom.serve(FEED, old, full=False)
    for article in old:
        newsroom.page(article.url, article.html().replace(*RENAMED["body"]))
    days = ("-a", "since=2015-06-01", "-a", "until=2015-06-30")
    for how in ((), ("-s", f"REPLAY={crawl.folder / 'arsip'}")):
        left = crawl(*days, *how)
        assert (left.verdict, left.articles) == ("ok", 4)


def test_a_site_without_a_file_declares_nothing(newsroom, crawl):
    made = published(newsroom, 4, "post-title", "judul-lain")
    left = crawl("-a", "site=https://www.visimuslim.org", site="blogger")
    assert (left.verdict, left.articles) == ("ok", len(made))


def test_what_a_sitemap_tells_is_not_missed_at_the_looks_for_edits(newsroom, crawl):
    """An article's page prints no time of its last edit, the sitemap does."""
    sitemap = Sitemap("https://www.contoh.id/sitemap.xml")
    made = recent(FROM_RSS, 12, every=timedelta(minutes=7))
    newsroom.publish(made)
    for article in made:
        newsroom.page(article.url, re.sub(r',[^,]*"dateModified": "[^"]*"', "", article.html()))
    serve_with_lastmod(newsroom, sitemap, made)
    spiders = ("-s", "SPIDER_MODULES=tests.support.holey_spiders")
    left = crawl(*spiders, site="parts")
    assert share_of_edits(left) == [1.0]
    crawl.change("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z'")
    serve_with_lastmod(newsroom, sitemap, made[:2])
    left = crawl(*spiders, site="parts")
    assert (left.verdict, left.query("SELECT unchanged FROM runs")[-1]) == ("ok", (12,))
    assert share_of_edits(left) == [1.0, None]


def serve_with_lastmod(newsroom, sitemap, articles):
    """The sitemap, with the time of each article's last edit."""
    (address,) = sitemap.patterns
    named = "".join(
        f"<url><loc>{each.url}</loc><lastmod>{each.published.isoformat()}</lastmod></url>"
        for each in articles
    )
    newsroom.page(address, f"<urlset>{named}</urlset>", content_type="text/xml")


def share_of_edits(left):
    """Run by run the share of articles with a time of their last edit."""
    return [
        share
        for (share,) in left.query("SELECT fill_rates ->> 'modified_at' FROM runs ORDER BY id")
    ]
