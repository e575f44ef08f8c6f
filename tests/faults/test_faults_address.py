"""What a run makes of addresses that lead away, inside, or nowhere."""

import gzip
import json
import re
from urllib.parse import urlsplit

from crawler import settings
from spiders.jpnn import JpnnSpider
from tests.support.faults import FROM_RSS, RSS, articles, crawl, documented, feed_of, recent

__all__ = ["articles", "crawl"]
SECRET = "RAHASIA123"
LISTED = (
    *("http://127.0.0.1:6379/berita-dari-dalam", "http://169.254.169.254/latest/kredensial"),
    *("http://localhost/admin", "http://[::ffff:10.0.0.1]/router", "http://intranet/berita"),
    "https://www.korban.id/berita-milik-situs-lain",
)


def asked(newsroom):
    """The hosts that were asked."""
    return {urlsplit(seen.url).hostname for seen in newsroom.requests}


def test_a_feed_that_names_private_addresses_and_other_hosts(newsroom, crawl):
    stories = recent(FROM_RSS, 3)
    newsroom.publish(stories)
    items = "".join(f"<item><title>Contoh</title><link>{url}</link></item>" for url in LISTED)
    newsroom.page(RSS, feed_of(stories, items), content_type="text/xml")
    for url in LISTED:
        newsroom.page(url, stories[0].html())
    left = crawl.rss()
    assert (left.articles, left.rejects) == (3, {"off-site": len(LISTED)})
    assert asked(newsroom) == {"www.contoh.id"}
    documented("a feed names private addresses and another site's", left)


def test_a_sitemap_index_whose_parts_are_inside_a_private_network(newsroom, crawl):
    parts = "".join(f"<sitemap><loc>{url}/s.xml</loc></sitemap>" for url in LISTED)
    newsroom.page(RSS, f"<sitemapindex>{parts}</sitemapindex>", content_type="text/xml")
    left = crawl.rss()
    assert (left.articles, left.rejects) == (0, {"off-site": len(LISTED)})
    assert asked(newsroom) == {"www.contoh.id"}
    documented("a sitemap index names private addresses and another site's", left)


def test_a_story_that_goes_on_in_a_file_or_in_a_private_network(newsroom, crawl, tmp_path):
    page = tmp_path / "rahasia.html"
    page.write_text(f"<article><h1>Rahasia</h1><p>{SECRET} dari berkas di komputer ini.</p>")
    onward = (page.as_uri(), "http://127.0.0.1:8080/dalam", "data:text/html,<p>Isi", "")
    stories = recent("https://www.jpnn.com/news/contoh-berita-{number}", len(onward))
    for story, url in zip(stories, onward, strict=True):
        more = f'<a rel="next" href="{url or "javascript:void(0)"}">Lanjut</a></article>'
        newsroom.page(story.url, story.html().replace("</article>", more))
    newsroom.serve(JpnnSpider.discover[0], stories)
    left = crawl(site="jpnn")
    assert (left.articles, left.rejects) == (1, {"off-site": 3})
    assert asked(newsroom) == {"www.jpnn.com"}
    assert SECRET.encode() not in left.database.read_bytes()
    documented("stories that go on in a file or in a private network", left)


def test_a_password_in_an_address_reaches_neither_log_nor_database_nor_archive(newsroom, crawl):
    stories = recent(FROM_RSS, 3)
    newsroom.publish(stories)
    listed = f"https://pengguna:{SECRET}@www.contoh.id/read/9/judul"
    canonical = (
        stories[1]
        .html()
        .replace(
            'rel="canonical" href="https://', f'rel="canonical" href="https://pengguna:{SECRET}@'
        )
    )
    newsroom.page(stories[1].url, canonical)
    newsroom.fault(stories[0].url, redirect_to=f"https://pengguna:{SECRET}@www.contoh.id/read/8/b")
    items = f"<item><title>Contoh</title><link>{listed}</link></item>"
    newsroom.page(RSS, feed_of(stories, items), content_type="text/xml")
    left = crawl.rss("-L", "DEBUG")
    assert (left.articles, left.rejects) == (2, {"password-in-address": 2})
    assert SECRET not in left.output
    assert SECRET.encode() not in left.database.read_bytes()
    for file in (crawl.folder / "arsip").rglob("*.warc.gz"):
        kept = gzip.decompress(file.read_bytes())
        redirect = re.search(rb"(?m)^Location: (.*)\r$", kept)[1]
        assert redirect == b"https://***@www.contoh.id/read/8/b"
    assert not [seen.url for seen in newsroom.requests if "pengguna" in seen.url]
    assert not [seen for seen in newsroom.requests if "Authorization" in seen.headers]
    documented("addresses with a password in them", left)
    refused = crawl("-a", f"url={listed}", site="feed")
    assert refused.code == 2
    assert SECRET not in refused.output


def test_an_address_of_a_million_characters(newsroom, crawl):
    stories = recent(FROM_RSS, 3)
    newsroom.publish(stories)
    endless = f"https://www.contoh.id/read/9/{'a' * 1_000_000}"
    newsroom.page(stories[1].url, stories[1].html().replace(stories[1].url, endless))
    items = f"<item><title>Contoh</title><link>{endless}</link></item>"
    newsroom.page(RSS, feed_of(stories, items), content_type="text/xml")
    left = crawl.rss()
    assert (left.articles, left.rejects) == (3, {"too-long-address": 1})
    assert len(left.output) < 20_000
    assert max(len(url) for (url,) in left.query("SELECT url FROM rejects")) < 300
    assert left.query("SELECT max(length(url)) FROM articles")[0][0] < 300
    documented("an address of a million characters", left)


def test_a_public_name_that_points_into_a_private_network(newsroom, crawl):
    port = newsroom.address.rpartition(":")[2]
    site = f"http://www.contoh.id:{port}"
    stories = recent(site + "/read/{number}/{slug}", 2)
    newsroom.publish(stories)
    newsroom.page(f"{site}/rss", feed_of(stories), content_type="text/xml")
    real = ("-s", f"DOWNLOAD_HANDLERS={json.dumps(settings.DOWNLOAD_HANDLERS)}")
    name = next(name for name in vars(settings) if name.endswith("DNS_RESOLVER"))
    names = ("-s", f"{name}=newsroom.NewsroomResolver")
    call = ("-a", f"url={site}/rss", *real, *names)
    left = crawl(*call, site="feed")
    assert (left.code, left.rejects) == (20, {"off-site": 1})
    assert "www.contoh.id is at 127.0.0.1, inside a private network; not asked" in left.sentence
    assert not newsroom.requests
    left = crawl(*call, "-s", "ALLOW_PRIVATE_ADDRESSES=1", site="feed")
    assert (left.code, left.articles) == (0, 2)


def test_a_listing_that_a_feed_service_took_over_names_the_sites_own_articles_alone(
    newsroom, crawl
):
    service = "https://feeds.layanan.example/contoh"
    stories = recent(FROM_RSS, 2)
    newsroom.publish(stories)
    newsroom.fault(RSS, redirect_to=service)
    other = (
        "<item><title>Contoh</title><link>https://www.korban.id/berita/1/milik-lain</link></item>"
    )
    newsroom.page(service, feed_of(stories, other), content_type="text/xml")
    left = crawl.rss()
    assert (left.articles, left.rejects) == (2, {"off-site": 1})
    assert asked(newsroom) == {"www.contoh.id", "feeds.layanan.example"}
    assert newsroom.fetched("https://feeds.layanan.example/robots.txt") == 1
    documented("a listing redirects to another host, a feed service", left)
    asks = "User-agent: *\nDisallow: /\n"
    newsroom.page("https://feeds.layanan.example/robots.txt", asks, content_type="text/plain")
    newsroom.forget()
    assert crawl.rss().rejects == {"robots": 1}
    assert not newsroom.fetched(service)
