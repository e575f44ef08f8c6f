"""What a run makes of a site that answers many addresses with one page, or one with another's."""

from datetime import UTC, datetime

import pytest

from tests.support.faults import FROM_RSS, RSS, articles, crawl, documented, feed_of
from tests.support.newsroom import samples

__all__ = ["articles", "crawl"]
MAINTENANCE = """<html><head><title>Kami sedang berbenah</title></head><body>
<div class="content"><h1>Kami sedang berbenah</h1><span class="date">{now}</span>
<p>Mohon maaf, saat ini kami sedang melakukan pemeliharaan sistem agar layanan membaik.</p>
<p>Silakan kembali beberapa saat lagi. Terima kasih atas pengertian Anda semua.</p>
</div></body></html>"""
WALL = "Silakan masuk atau berlangganan untuk membaca selengkapnya di aplikasi kami."
LOOK_AGAIN = "UPDATE frontier SET due_at = '2020-01-01T00:00:00Z' WHERE fetches > 0"
HOURS_AGO = "UPDATE held_back SET first_seen_at = '2020-01-01T00:00:00Z'"
COUNTS = "SELECT stored, revised, unchanged, rejected FROM runs ORDER BY id DESC LIMIT 1"


@pytest.fixture
def rss(newsroom):
    """Eight articles that a feed without a site file names."""
    made = samples(FROM_RSS, 8)
    listed(newsroom, made)
    return made


def listed(newsroom, made):
    newsroom.publish(made)
    newsroom.page(RSS, feed_of(made), content_type="text/xml")


def under_maintenance(newsroom, made):
    now = f"{datetime.now(UTC):%d/%m/%Y %H:%M WIB}"
    for article in made:
        newsroom.page(article.url, MAINTENANCE.format(now=now))


def reading(article, text):
    """The article's page with one paragraph in place of its text."""
    before, mark, after = article.html().partition('<div class="article-body">')
    return f"{before}{mark}<p>{text}</p></div>{after.partition('</div>')[2]}"


def as_printed(left):
    return left.query("SELECT url, headline, version FROM articles ORDER BY url")


def as_published(made):
    return sorted((article.url, article.headline, 1) for article in made)


def search_holds_what_is_stored(left):
    left.query("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    return True


def test_maintenance_at_every_address_replaces_nothing(newsroom, crawl, rss):
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    further = samples(FROM_RSS, 6, first_number=2001)
    listed(newsroom, [*further, *rss])
    under_maintenance(newsroom, [*further, *rss])
    left = crawl.rss()
    assert (left.verdict, left.code) == ("broken", 20)
    assert as_printed(left) == as_published(rss)
    assert left.query(COUNTS) == [(0, 0, 0, 14)]
    assert sum(left.rejects.values()) == 14
    assert search_holds_what_is_stored(left)
    crawl.change(HOURS_AGO)
    crawl.change(LOOK_AGAIN)
    assert as_printed(crawl.rss()) == as_published(rss)  # hours later it is still no article
    listed(newsroom, [*further, *rss])
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()
    assert (left.verdict, left.articles) == ("ok", 14)
    assert as_printed(left) == as_published([*further, *rss])
    assert left.query("SELECT count(*) FROM held_back") == [(0,)]


def test_maintenance_during_the_first_run_is_taken_back(newsroom, crawl, rss):
    under_maintenance(newsroom, rss)
    left = crawl.rss()
    assert (left.verdict, left.code, left.articles) == ("broken", 20, 0)
    assert left.rejects == {"same-page": 8}
    assert left.query(COUNTS) == [(0, 0, 0, 8)]
    assert search_holds_what_is_stored(left)
    assert left.query("SELECT DISTINCT outcome, article_id FROM frontier") == [
        ("rejected:same-page", None)
    ]
    documented("one page with status 200 at every address, in the first run", left)


def test_maintenance_is_no_article_whatever_the_addresses_are_called(newsroom, crawl):
    for address in (
        "https://www.contoh.id/{number}",
        "https://www.contoh.id/{number}/judul-contoh",
    ):
        made = samples(address, 4)
        listed(newsroom, made)
        under_maintenance(newsroom, made)
        left = crawl.rss()
        assert (left.articles, left.rejects) == (0, {"same-page": 4})


def test_half_a_site_under_maintenance_degrades_the_run(newsroom, crawl, rss):
    under_maintenance(newsroom, rss[:4])
    left = crawl.rss()
    assert (left.verdict, left.code, left.articles) == ("degraded", 10, 4)
    documented("one page with status 200 at four of eight addresses", left)


def test_a_login_wall_under_every_headline_replaces_nothing(newsroom, crawl, rss):
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    for article in rss:
        newsroom.page(article.url, reading(article, WALL))
    left = crawl.rss()
    assert (left.verdict, left.code) == ("broken", 20)
    assert as_printed(left) == as_published(rss)
    documented("one sentence in place of every stored article's text", left)


def test_a_login_wall_from_the_first_run_on_is_no_article(newsroom, crawl, rss):
    for article in rss:
        newsroom.page(article.url, reading(article, WALL))
    left = crawl.rss()
    assert (left.verdict, left.articles, left.rejects) == ("broken", 0, {"same-page": 8})


def sharing(newsroom, made, text):
    """Give articles one text under their own headlines."""
    for article in made:
        newsroom.page(article.url, reading(article, text))


NOTICE = "Halaman premium: dapatkan seluruh isi dengan paket keluarga mulai pekan depan."


def test_a_wall_in_unknown_words_from_the_first_run_on_is_told(newsroom, crawl, rss):
    sharing(newsroom, rss[:5], NOTICE)
    left = crawl.rss()
    assert (left.verdict, left.code, left.articles, left.query(DOUBTED)) == (
        "degraded",
        10,
        8,
        [(5,)],
    )
    assert "5 articles have one text that is of none of their headlines" in left.sentence
    documented("one notice in unknown words is the text of most pages, in the first run", left)


def test_headlines_that_differ_in_a_number_alone_tell_nothing_of_a_text(newsroom, crawl, rss):
    for number, article in enumerate(rss):
        article.headline = f"Judul artikel percobaan bernomor {number}"
        article.url = f"https://www.contoh.id/read/{article.number}/judul-artikel-{number}"
    listed(newsroom, rss)
    sharing(newsroom, rss, NOTICE)
    left = crawl.rss()
    assert (left.verdict, left.articles, left.query(DOUBTED)) == ("ok", 8, [(8,)])


def test_one_text_at_a_few_of_a_sites_addresses_is_a_doubt_and_no_alarm(newsroom, crawl):
    made = samples(FROM_RSS, 16)
    listed(newsroom, made)
    sharing(newsroom, made[:6], NOTICE)
    left = crawl.rss()
    assert (left.verdict, left.articles, left.query(DOUBTED)) == ("ok", 16, [(6,)])


DOUBTED = "SELECT count(*) FROM articles WHERE doubt = 'same-text'"
VIDEO = "Contoh: saksikan tayangan selengkapnya dalam video contoh di atas."


def test_pages_of_one_sentence_under_their_own_headlines_are_stored_in_doubt(newsroom, crawl, rss):
    sharing(newsroom, rss, VIDEO)
    left = crawl.rss()
    assert (left.verdict, left.articles, left.query(DOUBTED)) == ("ok", 8, [(8,)])
    documented("one sentence is the text of every page, under headlines of their own", left)
    further = samples(FROM_RSS, 2, first_number=2001)
    listed(newsroom, [*further, *rss])
    sharing(newsroom, further, VIDEO)
    left = crawl.rss()  # a run of two knows those before it
    assert (left.verdict, left.articles, left.query(DOUBTED)) == ("ok", 10, [(10,)])
    newsroom.publish([*further, *rss])
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()  # and a text of their own is believed at once
    assert (left.verdict, left.query(DOUBTED), left.rejects) == ("ok", [(0,)], {})


def test_one_text_at_a_site_that_had_others_is_no_article(newsroom, crawl):
    made = samples(FROM_RSS, 20)
    listed(newsroom, made)
    assert crawl.rss().articles == 20
    further = samples(FROM_RSS, 6, first_number=2001)
    listed(newsroom, further)
    sharing(newsroom, further, VIDEO)
    left = crawl.rss()
    assert (left.verdict, left.articles, left.rejects) == ("broken", 20, {"same-page": 6})
    assert search_holds_what_is_stored(left)
    crawl.change(HOURS_AGO)
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()  # hours later they still have it: pages of one sentence
    assert (left.articles, left.query(DOUBTED), left.rejects) == (26, [(6,)], {})


def test_a_cache_that_gives_one_articles_page_for_all_replaces_nothing(newsroom, crawl, rss):
    for article in rss:
        newsroom.page(article.url, article.html().replace('rel="canonical"', 'rel="x"'))
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    for article in rss[1:]:
        newsroom.page(article.url, rss[0].html().replace('rel="canonical"', 'rel="x"'))
    left = crawl.rss()
    assert as_printed(left) == as_published(rss)
    assert left.rejects == {"same-page": 7}
    documented("a cache gives one article's page at every address", left)


def test_a_cache_that_gives_one_articles_page_from_the_first_run_on_leaves_that_one(
    newsroom, crawl, rss
):
    for article in rss:
        newsroom.page(article.url, rss[3].html().replace('rel="canonical"', 'rel="x"'))
    left = crawl.rss()
    assert left.query("SELECT url FROM articles") == [(rss[3].url,)]
    assert left.rejects == {"same-page": 7}


def test_a_cache_that_mixes_pages_up_replaces_nothing(newsroom, crawl, rss):
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    for article, other in zip(rss, [*rss[1:], rss[0]], strict=True):
        newsroom.page(article.url, other.html())
    left = crawl.rss()
    assert as_printed(left) == as_published(rss)
    assert left.rejects == {"same-page": 8}


def test_another_text_altogether_is_believed_when_it_stays(newsroom, crawl, rss):
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    page = reading(rss[0], "Naskah pengganti tanpa kata lama, sekadar uji.")
    newsroom.page(rss[0].url, page)
    left = crawl.rss()
    assert left.rejects == {"implausible-change": 1}
    assert left.verdict == "ok"
    assert as_printed(left) == as_published(rss)
    documented("one page tells another story than the stored one", left)
    crawl.change(LOOK_AGAIN)
    assert crawl.rss().rejects == {"implausible-change": 1}  # minutes later
    crawl.change(HOURS_AGO)
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()
    assert left.rejects == {}
    assert left.query("SELECT version FROM articles WHERE url = ?", rss[0].url) == [(2,)]


def test_a_page_that_stops_in_its_text_replaces_no_whole_one(newsroom, crawl, rss):
    first = rss[0].html().partition("</p>")[0]
    newsroom.page(rss[1].url, rss[1].html().replace("</p>", "</p><!-- iklan", 1))
    left = crawl.rss()
    doubted = "SELECT url FROM articles WHERE doubt = 'breaks-off'"
    assert (left.articles, left.query(doubted)) == (8, [(rss[1].url,)])
    newsroom.page(rss[0].url, first)
    newsroom.page(rss[1].url, rss[1].html())
    crawl.change(LOOK_AGAIN)
    left = crawl.rss()
    assert left.rejects == {"implausible-change": 1}
    assert "stops before the end of" in left.details[0]
    assert left.query(COUNTS) == [(0, 1, 6, 1)]
    assert left.query(doubted) == []


# What looks alike and is right


def test_ten_edits_a_day_are_ten_edits(newsroom, crawl, rss):
    made = [*rss, *samples(FROM_RSS, 2, first_number=3001)]
    listed(newsroom, made)
    crawl.rss()
    crawl.change(LOOK_AGAIN)
    for article in made:
        article.headline = f"Diperbarui: {article.headline}"
        article.paragraphs = ["Contoh: pembuka yang baru.", *article.paragraphs[1:], "Tambahan."]
    newsroom.publish(made)
    left = crawl.rss()
    assert left.query(COUNTS) == [(0, 10, 0, 0)]
    assert left.verdict == "ok"


@pytest.mark.parametrize("same_headline", [True, False])
def test_a_daily_notice_may_read_the_same_every_day(newsroom, crawl, same_headline):
    made = samples(FROM_RSS, 10)
    for number, article in enumerate(made[:4]):
        article.published = article.published.replace(day=10 + number)
        article.url = f"https://www.contoh.id/read/{number}/harga-emas-{number}-juni"
        article.headline = "Harga emas hari ini" + ("" if same_headline else f", {number} Juni")
        article.paragraphs = ["Contoh: harga emas hari ini tetap, menurut contoh ini."]
    listed(newsroom, made)
    left = crawl.rss()
    assert (left.verdict, left.articles, left.rejects) == ("ok", 10, {})


def test_wire_copy_at_two_outlets_is_kept_at_both(newsroom, crawl):
    address = "https://www.{}.id/read/{{number}}/{{slug}}"
    for host in ("contoh", "contohlain"):
        made = samples(address.format(host), 4)
        newsroom.publish(made)
        feed = f"https://www.{host}.id/rss"
        newsroom.page(feed, feed_of(made), content_type="text/xml")
        left = crawl("-a", f"url={feed}", site="feed")
        assert (left.verdict, left.rejects) == ("ok", {})
    assert left.query("SELECT count(*), count(DISTINCT content_hash) FROM articles") == [(8, 4)]
