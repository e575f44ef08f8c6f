"""What a run makes of pages that claim to be another article, or are none any more."""

import pytest

from spiders.visimuslim import VisimuslimSpider
from tests.support.faults import (
    FROM_RSS,
    RSS,
    SITE,
    articles,
    crawl,
    documented,
    feed_of,
)
from tests.support.newsroom import samples

__all__ = ["articles", "crawl"]
SECTION = """<html><head><title>Nasional - Contoh</title></head><body><h1>Berita Nasional</h1>{}
</body></html>""".format(
    "".join(
        f'<article><h2><a href="/read/{number}/judul-{number}">Judul contoh nomor {number}</a></h2>'
        f"<p>Ringkasan contoh nomor {number}, cukup panjang untuk disebut paragraf.</p></article>"
        for number in range(9)
    )
)
LOOK_AGAIN = "UPDATE frontier SET due_at = '2020-01-01T00:00:00Z' WHERE fetches > 0"


def look_again(crawl):
    """Make every address that was fetched due at once."""
    crawl.change(LOOK_AGAIN)


@pytest.fixture
def rss(newsroom):
    """Four articles that a feed without a site file names."""
    made = samples(FROM_RSS, 4)
    newsroom.publish(made)
    newsroom.page(RSS, feed_of(made), content_type="text/xml")
    return made


def test_withdrawn_articles_that_lead_to_a_section_are_not_there(newsroom, crawl, articles):
    assert VisimuslimSpider.article_url
    newsroom.page(f"{SITE}/search/label/nasional", SECTION)
    for withdrawn in articles[:2]:
        newsroom.fault(withdrawn.url, redirect_to=f"{SITE}/search/label/nasional")
    left = crawl()
    assert (left.articles, left.rejects) == (2, {"soft-404": 2})
    assert "which is no article's address" in left.details[0]
    documented("articles redirect to a section", left)


def test_a_stored_article_that_leads_to_a_section_is_gone_after_two_answers(newsroom, crawl, rss):
    assert crawl.rss().articles == 4
    newsroom.page("https://www.contoh.id/nasional", SECTION)
    newsroom.fault(rss[0].url, redirect_to="https://www.contoh.id/nasional")
    for _ in range(2):
        look_again(crawl)
        left = crawl.rss()
        assert left.rejects == {"soft-404": 1}
    assert left.query("SELECT headline, version FROM articles WHERE gone_at IS NOT NULL") == [
        (rss[0].headline, 1)
    ]
    assert left.query("SELECT count(*) FROM revisions") == [(0,)]
    documented("a stored article redirects to a section, at two looks", left)
