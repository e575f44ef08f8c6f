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


def test_a_section_page_at_an_articles_address_is_no_article(newsroom, crawl, rss):
    newsroom.page(rss[0].url, SECTION)
    left = crawl.rss()
    assert (left.articles, left.rejects) == (3, {"no-body": 1})
    newsroom.publish(rss)
    newsroom.page(rss[1].url, SECTION)
    look_again(crawl)
    left = crawl.rss()
    assert (left.articles, left.rejects) == (4, {"no-body": 1})
    assert left.query("SELECT count(*) FROM revisions") == [(0,)]
    documented("a list of teasers with status 200 at an article's address, at two looks", left)


def with_canonical(article, url):
    """The article's page, which names another address as its own."""
    return article.html().replace(
        f'rel="canonical" href="{article.url}"', f'rel="canonical" href="{url}"'
    )


@pytest.mark.parametrize("claimed", ["kategori/nasional", "read/1/semua-berita-hari-ini"])
def test_a_canonical_that_all_pages_share_is_not_believed(newsroom, crawl, rss, claimed):
    for article in rss:
        newsroom.page(article.url, with_canonical(article, f"https://www.contoh.id/{claimed}"))
    left = crawl.rss()
    assert sorted(left.query("SELECT url, headline, version FROM articles")) == sorted(
        (article.url, article.headline, 1) for article in rss
    )
    assert left.query("SELECT count(*) FROM revisions") == [(0,)]
    look_again(crawl)
    assert "4 unchanged" in crawl.rss().sentence
    documented("a template prints one canonical link on every page", left)


def test_a_page_that_names_another_articles_address_does_not_replace_it(newsroom, crawl, rss):
    crawl.rss()
    (imposter,) = samples(FROM_RSS, 1, first_number=2000)
    imposter.headline, imposter.paragraphs = "Iklan contoh", ["Teks lain sama sekali, contoh."]
    newsroom.page(imposter.url, with_canonical(imposter, rss[0].url))
    newsroom.page(RSS, feed_of([imposter, *rss]), content_type="text/xml")
    left = crawl.rss()
    assert left.query("SELECT headline, version FROM articles WHERE url = ?", rss[0].url) == [
        (rss[0].headline, 1)
    ]
    assert left.query("SELECT headline FROM articles WHERE url = ?", imposter.url) == [
        (imposter.headline,)
    ]
    documented("a page names an older article's address as its own", left)


def test_an_imposter_that_comes_first_gives_the_address_back(newsroom, crawl, rss):
    (imposter,) = samples(FROM_RSS, 1, first_number=2000)
    imposter.headline, imposter.paragraphs = "Iklan contoh", ["Teks lain sama sekali, contoh."]
    newsroom.page(imposter.url, with_canonical(imposter, rss[0].url))
    newsroom.page(RSS, feed_of([imposter]), content_type="text/xml")
    assert crawl.rss().query("SELECT url FROM articles") == [(rss[0].url,)]
    newsroom.page(RSS, feed_of(rss), content_type="text/xml")
    left = crawl.rss()
    assert left.query("SELECT url, version FROM articles WHERE headline = 'Iklan contoh'") == [
        (imposter.url, 1)
    ]
    assert left.articles == 5


def moved(article, url):
    """The article at another address, canonical link and all."""
    return type(article)(url, *(getattr(article, name) for name in PARTS))


PARTS = ("number", "headline", "published", "paragraphs")


@pytest.mark.parametrize(
    "new_address",
    [
        pytest.param(lambda url: url.replace("www.", ""), id="no-www"),
        pytest.param(lambda url: f"{url}/", id="slash"),
        pytest.param(lambda url: url.replace("/read/", "/berita/2025/"), id="permalink"),
    ],
)
@pytest.mark.parametrize("redirects", [True, False])
def test_a_site_that_moves_is_not_stored_twice(newsroom, crawl, rss, new_address, redirects):
    crawl.rss()
    there = [moved(article, new_address(article.url)) for article in rss]
    newsroom.publish(there)
    newsroom.page(RSS, feed_of(there), content_type="text/xml")
    for before, after in zip(rss, there, strict=True):
        if redirects:
            newsroom.fault(before.url, redirect_to=after.url)
    look_again(crawl)
    left = crawl.rss()
    assert left.articles == 4
    assert left.frontier[1] == 0
    assert left.query("SELECT count(*) FROM articles WHERE version > 1") == [(0,)]
    assert "0 revised" in left.sentence
    if redirects and "www." not in there[0].url:
        documented("the site drops www, and every address with it", left)


def test_posts_of_one_text_that_are_listed_together_are_as_many_articles(newsroom, crawl):
    """Three runs: as they are listed first, as one is added, and as all have moved."""
    (text,) = samples(FROM_RSS, 1)
    slug = text.url.rpartition("/")[2]
    posts = [moved(text, f"https://www.contoh.id/2025/06/{slug}-{n}.html") for n in range(9)]
    newsroom.publish(posts)
    newsroom.page(RSS, feed_of(posts[1:]), content_type="text/xml")
    assert crawl.rss().articles == 8
    newsroom.page(RSS, feed_of(posts), content_type="text/xml")
    assert crawl.rss().articles == 9
    there = [moved(post, post.url.replace("/2025/06/", "/arsip/")) for post in posts]
    newsroom.publish(there)
    newsroom.page(RSS, feed_of(there), content_type="text/xml")
    left = crawl.rss()
    assert left.articles == 9
    assert "9 unchanged" in left.sentence


def test_www_and_a_slash_at_the_end_make_no_other_article(newsroom, crawl):
    addresses = ("www.contoh.id/berita/6", "www.contoh.id/berita/6/", "contoh.id/berita/6")
    made = [moved(samples(FROM_RSS, 1)[0], f"https://{address}") for address in addresses]
    for article in made:
        newsroom.page(article.url, article.html().replace('rel="canonical"', 'rel="x"'))
    newsroom.page(RSS, feed_of(made), content_type="text/xml")
    left = crawl.rss()
    assert left.articles == 1
    assert left.frontier == (1, 0)


def test_an_item_whose_guid_is_known_is_known_at_any_address(newsroom, crawl, rss):
    guids = [f"https://www.contoh.id/?p={article.number}" for article in rss]
    newsroom.page(RSS, with_guids(feed_of(rss), guids), content_type="text/xml")
    crawl.rss()
    there = [moved(article, f"https://www.contoh.id/{article.number}") for article in rss]
    there[0].paragraphs = [*there[0].paragraphs, "Contoh: paragraf tambahan."]
    newsroom.publish(there)
    newsroom.page(RSS, with_guids(feed_of(there), guids), content_type="text/xml")
    left = crawl.rss()
    assert left.articles == 4
    assert "1 revised, 3 unchanged" in left.sentence


def with_guids(feed, guids):
    """The feed with a guid in each item."""
    for guid in guids:
        feed = feed.replace("<item><title>", f"<item><guid>{guid}</guid><title>", 1)
        feed = feed.replace("<item><guid>", "<item ><guid>", 1)
    return feed


def test_two_articles_of_one_text_and_time_under_other_words_are_two(newsroom, crawl, rss):
    twin = moved(rss[0], "https://www.contoh.id/read/2001/peringatan-dini-cuaca-hari-ini")
    newsroom.publish([twin])
    newsroom.page(RSS, feed_of([twin, *rss]), content_type="text/xml")
    assert crawl.rss().articles == 5


def test_two_feeds_of_a_feed_service_are_two_sites(newsroom, crawl):
    for outlet in ("contoh", "contohlain"):
        made = samples(f"https://www.{outlet}.id/read/{{number}}/{{slug}}", 4)  # of one wire
        newsroom.publish(made)
        feed = f"https://feeds.feedburner.com/{outlet}"
        newsroom.page(feed, feed_of(made), content_type="text/xml")
        left = crawl("-a", f"url={feed}", site="feed")
    sites = left.query("SELECT site, count(*) FROM articles GROUP BY site ORDER BY site")
    assert sites == [("contoh.feeds.feedburner.com", 4), ("contohlain.feeds.feedburner.com", 4)]


def test_a_site_gets_its_articles_whoever_listed_them_first(newsroom, crawl):
    service, own = "https://feeds.feedburner.com/contoh", "https://www.jpnn.com/rss"
    made = samples("https://www.jpnn.com/news/{slug}", 5)
    for article in made:
        page = article.html().replace("article-body", "page-content")
        newsroom.page(article.url, page)
    for feed in (service, own):
        newsroom.page(feed, feed_of(made), content_type="text/xml")
    crawl("-a", f"url={service}", site="feed")
    left = crawl(site="jpnn")
    by_site = "SELECT site, count(*) FROM {} GROUP BY site ORDER BY site"
    assert dict(left.query(by_site.format("articles")))["jpnn"] == 5
    assert left.query(by_site.format("frontier")) == [("jpnn", 5)]
    documented("another site's feed has listed the articles first", left)
    newsroom.forget()
    left = crawl("-a", f"url={service}", site="feed")  # and it keeps them
    assert not any(newsroom.fetched(article.url) for article in made)
    assert left.query(by_site.format("frontier")) == [("jpnn", 5)]
