"""What outlets do every day, by whole crawls: each run is ok, nothing is held back or doubted."""

import re
from datetime import timedelta

import pytest

from tests.support.faults import FROM_RSS, RSS, articles, crawl, feed_of, recent

__all__ = ["articles", "crawl"]
LOOK_AGAIN = "UPDATE frontier SET due_at = '2020-01-01T00:00:00Z' WHERE fetches > 0"
LEFT = """
SELECT sum(stored), sum(revised), sum(rejected), count(*) FILTER (WHERE verdict <> 'ok') FROM runs
"""
DOUBTED = "SELECT count(*) FROM articles WHERE doubt IS NOT NULL"
HELD = "SELECT count(*) FROM held_back"


@pytest.fixture
def twelve(newsroom):
    """Twelve articles that a feed without a site file names."""
    made = recent(FROM_RSS, 12, every=timedelta(minutes=20))
    for article in made:
        told = (f"Warga kampung contoh {number} membahas {article.number}." for number in range(9))
        article.paragraphs = [*article.paragraphs, " ".join(told)]
    newsroom.publish(made)
    newsroom.page(RSS, feed_of(made), content_type="text/xml")
    return made


def left_by(left):
    """Stored, revised, refused, runs that are not ok; doubted, held back."""
    return (*left.query(LEFT)[0], left.query(DOUBTED)[0][0], left.query(HELD)[0][0])


def test_a_quiet_sunday(newsroom, crawl, twelve):
    for _ in range(7):
        left = crawl.rss()
    assert left_by(left) == (12, 0, 0, 0, 0, 0)


def test_a_redesign_renames_all_and_adds_a_line_everywhere(newsroom, crawl, twelve):
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    for article in twelve:
        renamed = re.sub(r'class="(\w)', r'class="baru-\1', article.html())
        line = (
            "<p>Unduh aplikasi contoh untuk kabar yang lebih cepat lagi.</p></div></div></article>"
        )
        newsroom.page(article.url, renamed.replace("</div></div></article>", line))
    left = crawl.rss()
    stored, revised, *rest = left_by(left)
    assert (stored, rest) == (12, [0, 0, 0, 0])
    assert revised in (0, 12), "the line is text, or it is none, in all of them"


def test_edits_at_every_look(newsroom, crawl, twelve):
    crawl.rss()
    for number in range(5):
        crawl.change(LOOK_AGAIN)
        article = twelve[number % 2]
        article.paragraphs = [*article.paragraphs, f"Pembaruan ke-{number}: warga mulai pulang."]
        newsroom.page(article.url, article.html())
        left = crawl.rss()
    assert left_by(left) == (12, 5, 0, 0, 0, 0)


def test_wire_copy_at_two_outlets(newsroom, crawl, twelve):
    crawl.rss()
    other = recent("https://www.lain.id/read/{number}/{slug}", 12, every=timedelta(minutes=20))
    for article, copied in zip(twelve, other, strict=True):
        copied.headline, copied.paragraphs = article.headline, article.paragraphs
    newsroom.publish(other)
    newsroom.page("https://www.lain.id/rss", feed_of(other), content_type="text/xml")
    left = crawl("-a", "url=https://www.lain.id/rss", site="feed")
    assert left_by(left) == (24, 0, 0, 0, 0, 0)
    assert left.query("SELECT count(DISTINCT content_hash), count(*) FROM articles") == [(12, 24)]


def test_a_withdrawn_story_that_comes_back(newsroom, crawl, twelve):
    crawl.rss()
    newsroom.fault(twelve[0].url, status=404)
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()
    assert (left.verdict, left.rejects) == ("ok", {"http-error": 1})
    newsroom.faults.clear()
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()
    assert left_by(left) == (12, 0, 1, 0, 0, 0)
    assert left.query("SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(0,)]
