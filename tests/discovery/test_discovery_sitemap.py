"""Sitemaps and news sitemaps: pages, parts of an index, and what of them is worth fetching."""

import gzip
from datetime import date

import pytest

from crawler.discovery.base import Fetch, Window
from crawler.discovery.sitemap import NewsSitemap, Sitemap
from tests.support.newsroom import NEWEST, Newsroom, samples

URL = "https://www.contoh.id/sitemap.xml"
ALL_DAYS = Window(date.min, date.max)


def read(text, source=None, window=ALL_DAYS, url=URL):
    content = text if isinstance(text, bytes) else text.encode()
    return (source or Sitemap(url)).read(content, Fetch(url), window)


def urlset(*pages):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"{''.join(pages)}</urlset>"
    )


def index(**parts):
    named = "".join(
        f"<sitemap><loc>https://www.contoh.id/{name.replace('__', '/')}.xml</loc>"
        f"{f'<lastmod>{changed}</lastmod>' if changed else ''}</sitemap>"
        for name, changed in parts.items()
    )
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</sitemapindex>'
    )


def test_news_date_and_title_are_read_out_of_padded_cdata():
    (link,) = read(
        urlset(
            "<url><loc><![CDATA[\n   https://www.contoh.id/read/1/satu\n ]]></loc>"
            "<news:news><news:publication><news:name>Contoh</news:name></news:publication>"
            "<news:publication_date><![CDATA[\n 2025-06-18T14:05:00+07:00\n ]]>"
            "</news:publication_date><news:title><![CDATA[\n Contoh satu\n ]]></news:title>"
            "</news:news><image:image><image:loc>https://www.contoh.id/gambar.jpg</image:loc>"
            "</image:image></url>"
        )
    ).links
    assert (link.url, link.date) == (
        "https://www.contoh.id/read/1/satu",
        "2025-06-18T14:05:00+07:00",
    )
    assert link.headline == "Contoh satu"


def test_lastmod_is_a_change_not_a_publishing_date():
    page = "<url><loc>https://www.contoh.id/a</loc><lastmod>2025-06-18</lastmod></url>"
    (link,) = read(urlset(page)).links
    assert (link.date, link.modified) == (None, "2025-06-18")


def test_gzip_relative_addresses_and_the_front_page():
    content = gzip.compress(
        urlset(
            "<url><loc>/read/1/satu</loc></url>", "<url><loc>https://www.contoh.id/</loc></url>"
        ).encode()
    )
    assert [link.url for link in read(content).links] == ["https://www.contoh.id/read/1/satu"]


def test_a_text_sitemap_and_a_feed_given_as_sitemap():
    assert [
        link.url for link in read("https://www.contoh.id/a\nhttps://www.contoh.id/b\n").links
    ] == [
        "https://www.contoh.id/a",
        "https://www.contoh.id/b",
    ]
    feed = "<rss><channel><item><link>https://www.contoh.id/c</link></item></channel></rss>"
    assert [link.url for link in read(feed).links] == ["https://www.contoh.id/c"]


def test_an_index_is_followed_to_every_part_that_may_hold_articles():
    listing = read(index(post1=None, post2=None, category_sitemap=None, author__sitemap=None))
    assert [fetch.url for fetch in listing.more] == [
        "https://www.contoh.id/post1.xml",
        "https://www.contoh.id/post2.xml",
    ]
    assert listing.is_index and listing.links == []


@pytest.mark.parametrize(
    "name",
    ["video-sitemap", "sitemap_tag", "author-sitemap3", "wp-sitemap-users-1", "page-sitemap"]
    + ["wp-sitemap-taxonomies-category-1", "politik/images/sitemap", "foto/sitemap"],
)
def test_parts_of_pictures_tags_sections_and_people_are_left_out(name):
    parts = read(index(**{name.replace("/", "__"): None, "berita": None})).more
    assert [fetch.url for fetch in parts] == ["https://www.contoh.id/berita.xml"]


def test_a_news_sitemap_index_is_followed_to_its_news_parts():
    parts = index(politik__news__sitemap=None, politik__web__sitemap=None, bola__news__sitemap=None)
    listing = read(parts, NewsSitemap(URL))
    assert [fetch.url for fetch in listing.more] == [
        "https://www.contoh.id/politik/news/sitemap.xml",
        "https://www.contoh.id/bola/news/sitemap.xml",
    ]
    sections = index(peristiwa__sitemap=None, politik__sitemap=None)
    assert len(read(sections, NewsSitemap(URL)).more) == 2


def test_a_site_may_choose_the_parts_itself():
    chosen = Sitemap(URL, children=r"/arsip/")
    parts = index(arsip__2024=None, arsip__tag=None, berita=None)
    assert [fetch.url for fetch in read(parts, chosen).more] == [
        "https://www.contoh.id/arsip/2024.xml",
        "https://www.contoh.id/arsip/tag.xml",
    ]


def test_a_window_leaves_out_parts_and_pages_last_changed_before_it():
    window = Window(date(2025, 6, 10), date(2025, 6, 12))
    parts = index(
        post1="2025-06-01T10:00:00+07:00",
        post2="2025-06-20T10:00:00Z",
        post3=None,
        **{"p-2025-06": ""},
    )
    kept = [fetch.url for fetch in read(parts, window=window).more]
    assert kept == [f"https://www.contoh.id/{name}.xml" for name in ("post2", "post3", "p-2025-06")]
    pages = [
        f"<url><loc>https://www.contoh.id/{day}</loc><lastmod>2025-06-{day:02}</lastmod></url>"
        for day in (5, 10, 20)
    ]
    assert [link.url[-2:] for link in read(urlset(*pages), window=window).links] == ["10", "20"]


def test_a_windows_edge_is_kept_whatever_the_zone_of_the_dates():
    late_evening_utc = (
        "<url><loc>https://www.contoh.id/a</loc><lastmod>2025-06-09T20:00:00Z</lastmod></url>"
    )
    window = Window(date(2025, 6, 10), date(2025, 6, 10))  # 03:00 WIB on the 10th
    assert len(read(urlset(late_evening_utc), window=window).links) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [("post-2025-06", True), ("post-2025-05", False), ("peta/2025/06/11", True)]
    + [("peta-20250613", False), ("post-12", True), ("post-2025-07", False)],
)
def test_a_month_or_day_in_a_parts_name_is_compared_with_the_window(name, kept):
    window = Window(date(2025, 6, 10), date(2025, 6, 12))
    listing = read(index(**{name.replace("/", "__"): None}), window=window)
    assert bool(listing.more) is kept


def test_without_a_window_what_is_far_behind_the_newest_is_left_out():
    pages = [
        f"<url><loc>https://www.contoh.id/{day}</loc><lastmod>2025-06-{day:02}</lastmod></url>"
        for day in (1, 14, 16, 17, 18)
    ]
    newest = read(urlset(*pages), window=Window())
    assert [link.url[-2:] for link in newest.links] == ["16", "17", "18"]
    assert newest.total == 5
    parts = index(post1="2025-05-01", post2="2025-06-18", post3=None)
    kept = [fetch.url[-9:-4] for fetch in read(parts, window=Window()).more]
    assert kept == ["post2", "post3"]


def test_a_date_in_the_future_hides_nothing():
    pages = [
        f"<url><loc>https://www.contoh.id/{day}</loc><lastmod>{day}</lastmod></url>"
        for day in ("2025-06-01", "2025-06-12", "2025-06-13", "2099-01-01")
    ]
    (fetch,) = Sitemap(URL).first(Window(), NEWEST)
    listing = Sitemap(URL).read(urlset(*pages).encode(), fetch, Window())
    assert [link.url[-10:] for link in listing.links] == ["2025-06-12", "2025-06-13", "2099-01-01"]


def test_of_monthly_parts_only_the_running_month_is_new():
    (fetch,) = Sitemap(URL).first(Window(), NEWEST)
    parts = index(**{f"p-2025-{month:02}": None for month in (4, 5, 6)})
    listing = Sitemap(URL).read(parts.encode(), fetch, Window())
    assert [part.url[-11:] for part in listing.more] == ["2025-06.xml"]


def test_an_index_that_names_itself_or_its_parent_ends():
    loop = Newsroom()
    loop.page(URL, index(sitemap=None, dalam=None), content_type="application/xml")
    inner = index(sitemap=None, dalam=None)
    loop.page("https://www.contoh.id/dalam.xml", inner, content_type="application/xml")
    with loop:
        listings = loop.walk(Sitemap(URL), ALL_DAYS)
    assert len(listings) == 2


def test_month_by_month_for_a_backfill_this_month_for_the_newest():
    monthly = Sitemap("https://www.contoh.id/sitemap/post/{year}-{month}.xml")
    assert monthly.reaches_back
    backfill = monthly.first(Window(date(2025, 4, 20), date(2025, 6, 2)), NEWEST)
    assert [fetch.url[-11:] for fetch in backfill] == ["2025-06.xml", "2025-05.xml", "2025-04.xml"]
    newest = monthly.first(Window(), NEWEST)
    assert [fetch.url[-11:] for fetch in newest] == ["2025-06.xml"]
    first_of_july = NEWEST.replace(month=7, day=1)
    assert len(monthly.first(Window(), first_of_july)) == 2


def test_monthly_sitemaps_give_every_article_of_the_window():
    articles = samples(
        "https://www.contoh.id/read/{number}/{slug}", 60, every=NEWEST - NEWEST.replace(day=17)
    )
    monthly = Sitemap("https://www.contoh.id/sitemap/post/{year}-{month}.xml")
    window = Window(date(2025, 5, 1), date(2025, 6, 18))
    with Newsroom() as newsroom:
        newsroom.serve(monthly, articles, news=False)
        links = [link.url for listing in newsroom.walk(monthly, window) for link in listing.links]
    assert links == [article.url for article in articles if article.published.month >= 5]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (urlset(), "names no pages"),
        (index(video=None), "no sitemap of articles"),
        ("<html><body>masuk</body></html>", "web page"),
        ("<opml/>", "another kind"),
    ],
)
def test_what_is_no_sitemap_is_a_problem_in_words(content, says):
    assert says in read(content).problem


def pages_of(*days):
    """A sitemap of one page for each day."""
    news = "<n:news><n:publication_date>{0}</n:publication_date></n:news>"
    pages = "".join(f"<url><loc>https://a.example/{d}</loc>{news.format(d)}</url>" for d in days)
    return f'<urlset xmlns:n="x">{pages}</urlset>'.encode()


def parts_of(*months):
    """A sitemap index with a part for each month."""
    parts = (f"<sitemap><loc>https://a.example/post-{m}.xml</loc></sitemap>" for m in months)
    return f"<sitemapindex>{''.join(parts)}</sitemapindex>".encode()


@pytest.mark.parametrize("kind", [Sitemap, NewsSitemap])
@pytest.mark.parametrize(
    ("content", "oldest", "has_older"),
    [
        (pages_of("2025-06-18", "2025-06-17"), date(2025, 6, 17), False),
        (pages_of("2025-06-18", "2025-05-10"), date(2025, 5, 10), False),
        (pages_of("2025-06-18", "2025-04-10"), date(2025, 4, 10), True),
        (parts_of("2025-06", "2025-07"), date(2025, 6, 1), False),
        (parts_of("2025-04", "2025-07"), date(2025, 4, 1), True),
    ],
)
def test_a_sitemap_says_how_far_back_it_goes(kind, content, oldest, has_older):
    source = kind("https://a.example/sitemap.xml")
    window = Window(date(2025, 5, 1), date(2025, 5, 31))
    listing = source.read(content, Fetch("https://a.example/sitemap.xml"), window)
    assert (listing.oldest, listing.has_older) == (oldest, has_older)
