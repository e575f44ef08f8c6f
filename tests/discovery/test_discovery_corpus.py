"""The corpus' real listings of 2012 to 2020: which articles, in what order, dated how."""

import re

import pytest

from crawler.discovery.base import Fetch, Window
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from tests.support.corpus import CORPUS, needs_corpus

BLOGGER = r"/\d{4}/\d\d/[^/?#]+\.html"
READ = r"/read/"
FEEDS = {
    "antaranews.com/anpandu-antara-mainpage.xml": (r"/berita/\d+/", 20),
    "antaranews.com/wartapedia-rss-2020-03.xml": (r"/berita/\d+/", 1),
    "bbc.com/wartapedia-rss-2020-03.xml": (r"/indonesia/[a-z]+-\d{8}", 3),
    "detik.com/anpandu-detik-mainpage.xml": (r"detik\.com/(?:\w+/)?read/\d{4}/", 20),
    "detik.com/parjaman-news-detik-rss.xml": (r"detik\.com/(?:\w+/)?read/\d{4}/", 25),
    "detik.com/wartapedia-rss-2020-03.xml": (READ, 1),
    "kapanlagi.com/anpandu-kapanlagi-mainpage.xml": (r"-[0-9a-f]{6}\.html", 3),
    "okezone.com/wartapedia-rss-2020-03.xml": (READ, 1),
    "republika.co.id/anpandu-republika-mainpage.xml": (r"/berita/", 10),
    "republika.co.id/wartapedia-rss-2020-03.xml": (r"/berita/", 1),
}
INDEXES = {
    "kompas.com/anpandu-kompas-mainpage.html": ("http://indeks.kompas.com/", READ, 10, 10),
    "kompas.com/anpandu-old2-kompas-mainpage.html": (
        *("http://news.kompas.com/", r"kompas\.com/read/", 15, 0),
    ),
    "tempo.co/anpandu-tempo-mainpage.html": ("http://www.tempo.co/", r"/read/news/", 22, 21),
    "en.tempo.co/anpandu-tempoen-mainpage.html": ("http://en.tempo.co/", r"/read/news/", 37, 37),
    "liputan6.com/anpandu-liputan6-mainpage.html": ("http://www.liputan6.com/indeks", READ, 15, 15),
    "metrotvnews.com/rojak-metrotvnews_sample_page.html": (
        *(
            "http://www.metrotvnews.com/",
            r"//(?!video|foto)\w+\.\w+\.com/(?:[\w-]+/)+\w{8}-",
            15,
            15,
        ),
    ),
    "viva.co.id/anpandu-viva-mainpage.html": ("http://www.viva.co.id/indeks", READ, 20, 20),
    "blogger/bpbdprovsumbar.html": ("http://bpbdprovsumbar.blogspot.com/", BLOGGER, 7, 7),
    "blogger/e-jurnal.html": ("https://www.e-jurnal.com/", BLOGGER, 3, 0),
    "blogger/partnervps.html": ("https://www.partnervps.com/", BLOGGER, 1, 0),
    "blogger/tugassekolah.html": ("https://www.tugassekolah.com/", BLOGGER, 15, 15),
}
pytestmark = needs_corpus


def articles(source, name, url, pattern):
    content = (CORPUS / "listings" / name).read_bytes()
    listing = source.read(
        content, Fetch(url), Window(), lambda url: re.search(pattern, url) is not None
    )
    assert listing.problem is None
    return [link for link in listing.links if re.search(pattern, link.url)]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_gives_every_article_with_its_date(name):
    pattern, count = FEEDS[name]
    links = articles(Feed(), name, "http://www.example.com/rss", pattern)
    assert len(links) == count
    assert all(re.search(r"\d\d:\d\d:\d\d (?:GMT|\+0700)$", link.date) for link in links)
    assert all(link.headline for link in links)
    listed = (CORPUS / "listings" / name).read_text(errors="replace")
    positions = [listed.index(link.url) for link in links]
    assert positions == sorted(positions)


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_gives_its_list_and_nothing_around_it(name):
    url, pattern, count, dated = INDEXES[name]
    links = articles(DatedIndex(), name, url, pattern)
    assert len(links) == count
    assert sum(link.date is not None for link in links) == dated
    assert len({link.url for link in links}) == count


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("kompas.com/anpandu-kompas-mainpage.html",)
        + ("Selasa, 23 Februari 2016 | 14:54 WIB", "Selasa, 23 Februari 2016 | 14:32 WIB"),
        ("en.tempo.co/anpandu-tempoen-mainpage.html",)
        + ("Wednesday, 04/11/2015 | 17:14 WIB", "Wednesday, 04/11/2015 | 07:28 WIB"),
        ("tempo.co/anpandu-tempo-mainpage.html", "14 detik kemudian", "Pukul 09:49"),
        ("viva.co.id/anpandu-viva-mainpage.html",)
        + ("Selasa, 16 Februari 2016 12:55", "Selasa, 16 Februari 2016 12:14"),
        ("blogger/bpbdprovsumbar.html", "2012-06-30T23:16:00-07:00", "2012-06-30T21:37:00-07:00"),
    ],
)
def test_dates_are_given_as_listed(name, first, last):
    url, pattern, *_ = INDEXES[name]
    links = articles(DatedIndex(), name, url, pattern)
    assert (links[0].date, links[-1].date) == (first, last)
