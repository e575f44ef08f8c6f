"""Index pages: which links are the listing, the dates beside them, and where paging ends."""

from datetime import date, timedelta

import pytest

from crawler.clock import WIB
from crawler.discovery.base import Fetch, Link, Window
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.listings.listed_dates import PrintedDates, written_date
from crawler.discovery.paging import is_before
from crawler.parsers.page import Page
from crawler.parsers.vocabulary.calendar import MONTHS, WEEKDAYS
from tests.support.newsroom import NEWEST, Newsroom, samples
from tests.support.rows import every_row

HOME = "https://www.contoh.id/"
TODAY = Window(NEWEST.date(), NEWEST.date())


def is_article(url):
    return "/read/" in url


def links(html, url=HOME + "indeks", **selectors):
    return DatedIndex(**selectors).read(html.encode(), Fetch(url), Window(), is_article).links


def addresses(html, **selectors):
    return [link.url.removeprefix(HOME) for link in links(html, **selectors)]


def item(number, date="18 Juni 2025, 14:05 WIB", tag="li"):
    return (
        f"<{tag}><a href='/read/{number}'><img src='g.jpg'></a><h3><a href='/read/{number}'>"
        f"Judul contoh {number}</a></h3><span>{date}</span></{tag}>"
    )


def listing(*numbers):
    return f"<ul class='daftar'>{''.join(item(number) for number in numbers)}</ul>"


class TestWhichLinks:
    def test_the_dated_list_is_taken_in_order_each_article_once(self):
        assert addresses(listing(3, 1, 2)) == ["read/3", "read/1", "read/2"]

    @pytest.mark.parametrize(
        "around",
        ["<nav>{}</nav>", "<footer>{}</footer>", "<div class='navbar--mega-menu'>{}</div>"]
        + ["<div id='sidebar'>{}</div>", "<aside class='box-terpopuler'>{}</aside>"]
        + ["<section class='portlet most-read'>{}</section>", "<div>{}</div>"],
    )
    def test_menus_side_bars_and_undated_boxes_are_left_out(self, around):
        box = "".join(f"<p><a href='/read/9{n}'>Judul populer {n}</a></p>" for n in range(3))
        page = around.format(box) + listing(1, 2, 3) + around.format(box)
        assert addresses(page) == ["read/1", "read/2", "read/3"]

    @pytest.mark.parametrize("heading", ["Terpopuler", "Berita Terkait", "Most Read", "Baca Juga"])
    def test_a_box_is_told_by_its_heading_where_no_class_tells_it(self, heading):
        box = "".join(item(90 + n) for n in range(3))
        page = f"{listing(1, 2, 3)}<div><h3>{heading}</h3>{box}</div>"
        assert addresses(page) == ["read/1", "read/2", "read/3"]

    def test_an_address_after_a_line_break_and_blanks(self):
        broken = listing(1, 2, 3).replace("href='", "href='\n    ")
        assert "\n    " in broken
        assert addresses(broken) == ["read/1", "read/2", "read/3"]

    def test_a_mega_menu_larger_than_the_list_does_not_hide_it(self):
        menu = "".join(
            f"<li class='mega-menu__item'>{item(100 + n, tag='div')}{item(200 + n, tag='p')}</li>"
            for n in range(20)
        )
        page = f"<ul class='mega-menu'>{menu}</ul>{listing(1, 2, 3)}"
        assert addresses(page) == ["read/1", "read/2", "read/3"]

    def test_a_wrapper_that_is_called_side_bar_holds_the_list_all_the_same(self):
        page = (
            f"<div class='sidebar-layout'><div class='has-sidebar'>{listing(1, 2, 3)}</div></div>"
        )
        assert addresses(page) == ["read/1", "read/2", "read/3"]

    def test_an_item_may_have_a_footer_and_a_category_link(self):
        items = "".join(
            f"<article><a href='/politik'>Politik</a><h2><a href='/read/{n}'>Judul {n}</a></h2>"
            f"<footer class='post-footer'><time datetime='2025-06-18T14:0{n}:00+07:00'></time>"
            f"<a href='/read/{n}#komentar'>Komentar</a></footer></article>"
            for n in range(1, 5)
        )
        assert addresses(items) == ["read/1", "read/2", "read/3", "read/4"]

    def test_without_any_dates_every_list_outside_the_menus_counts(self):
        top = "<div><h2><a href='/read/1'>Judul utama</a></h2></div>"
        rest = "".join(f"<li><a href='/read/{n}'>Judul {n}</a></li>" for n in (2, 3, 4))
        page = f"<nav><a href='/read/8'>Tentang</a></nav>{top}<ul>{rest}</ul>"
        assert addresses(page) == ["read/1", "read/2", "read/3", "read/4"]

    def test_a_posts_links_to_other_posts_are_not_the_listing(self):
        posts = "".join(
            f"<div class='post hentry'><h3><a href='/read/{n}'>Judul {n}</a></h3>"
            f"<div class='post-body'>Contoh, lihat <a href='/read/{n + 50}'>yang lain</a></div>"
            f"<abbr class='published' title='2025-06-18T14:0{n}:00+07:00'>14.0{n}</abbr></div>"
            for n in range(1, 4)
        )
        assert addresses(posts) == ["read/1", "read/2", "read/3"]

    def test_a_post_without_a_title_is_found_by_its_bookmark(self):
        posts = "".join(
            f"<div class='post hentry'><div class='post-body'><a href='/read/9{n}'>lain</a></div>"
            f"<div class='post-footer'><a rel='bookmark' href='/read/{n}'>14.0{n}</a>"
            f"<a href='/read/{n}#comment-form'>2 komentar</a></div></div>"
            for n in range(1, 4)
        )
        assert addresses(posts) == ["read/1", "read/2", "read/3"]
        assert [link.headline for link in links(posts)] == [None, None, None]

    def test_a_sites_selectors_take_precedence(self):
        page = f"<div class='pilihan'>{item(7, tag='div')}</div>{listing(1, 2, 3)}"
        assert addresses(page, links=".pilihan a") == ["read/7"]
        assert addresses(page, links=".pilihan") == ["read/7"]

    def test_a_selector_that_finds_nothing_gives_way_to_the_pages_structure(self):
        assert addresses(listing(1, 2, 3), links=".desain-lama a") == ["read/1", "read/2", "read/3"]

    def test_relative_addresses_start_at_the_base_tracking_and_fragments_are_dropped(self):
        page = (
            "<head><base href='https://berita.contoh.id/kota/'></head>"
            "<a href='read/1?utm_source=contoh&id=3#isi'>Judul</a>"
        )
        (link,) = links(page)
        assert link.url == "https://berita.contoh.id/kota/read/1?id=3"

    def test_addresses_that_are_none_are_passed_over(self):
        page = "<a href='javascript:void(0)/read/'>x</a><a href='http://[/read/'>x</a><a>x</a>"
        assert links(page + "<a href='mailto:a@contoh.id/read/'>x</a>") == []

    def test_without_a_sites_pattern_an_address_is_judged_by_its_looks(self):
        page = (
            "<a href='/tag/banjir-di-kota-contoh'>t</a><a href='/politik'>p</a>"
            "<a href='/politik/contoh-rapat-kabinet-hari-ini'>Judul contoh</a>"
            "<a href='https://lain.example/contoh-rapat-kabinet-hari-ini'>Lain</a>"
        )
        found = DatedIndex().read(page.encode(), Fetch(HOME), Window()).links
        assert [link.url for link in found] == [HOME + "politik/contoh-rapat-kabinet-hari-ini"]

    def test_links_inside_a_next_pages_data_are_found_when_the_page_has_none(self):
        page = (
            '<html><body><script id="__NEXT_DATA__" type="application/json">{"props": {"articles": '
            '[{"title": "Judul contoh", "url": "/read/5", "published_at": "2025-06-18 14:05:00"}]}}'
            "</script></body></html>"
        )
        (link,) = links(page)
        assert (link.url, link.date) == (HOME + "read/5", "2025-06-18 14:05:00")

    def test_an_index_that_names_no_article_says_so(self):
        read = DatedIndex().read(b"<p>Tidak ada berita</p>", Fetch(HOME), Window(), is_article)
        assert (read.links, read.more) == ([], [])
        assert "names no article" in read.problem

    def test_a_page_with_nothing_but_a_box_of_popular_stories_lists_nothing(self):
        box = "".join(f"<li><a href='/read/9{n}'>Judul populer {n}</a></li>" for n in range(5))
        assert addresses(f"<p>Tidak ada berita</p><div class='sidebar'><ul>{box}</ul></div>") == []


class TestDates:
    @every_row(
        ("markup", "date"),
        [
            ("<span title='Kamis, 02 Nov 2023 20:59 WIB'>2 jam yang lalu</span>",)
            + ("Kamis, 02 Nov 2023 20:59 WIB",),
            (
                "<time datetime='2025-06-18T14:05:00+07:00'>18 Jun</time>",
                "2025-06-18T14:05:00+07:00",
            ),
            ("<div>contohNews | Rabu, 18 Juni 2025 | 14:05 WIB</div>",)
            + ("Rabu, 18 Juni 2025 | 14:05 WIB",),
            ("<p>Contoh.com - 18/06/2025, 14:05 WIB</p>", "18/06/2025, 14:05 WIB"),
            ("<span>Jum'at, 20 Juni 2025 - 14.05 WITA</span>",)
            + ("Jum'at, 20 Juni 2025 - 14.05 WITA",),
            ("<span>Sari Contoh • 18 Jun 2025 14:05</span>", "18 Jun 2025 14:05"),
            ("<div class='date'>18 Juni 2025 <i>|</i> <b>14:05 WIB</b></div>",)
            + ("18 Juni 2025 | 14:05 WIB",),
            ("<span>June 18, 2025</span>", "June 18, 2025"),
            ("<span>2025-06-18 14:05:09</span>", "2025-06-18 14:05:09"),
            ("<h5 class='waktu'>38 menit yang lalu</h5>", "38 menit yang lalu"),
            ("<span>Kemarin, 08.10</span>", "Kemarin, 08.10"),
            ("<span class='jam'>07:08</span>", "07:08"),
            ("<h5>Pukul 10:21</h5>", "Pukul 10:21"),
            ("<p>Contoh dibuka 17 Agustus 1945 di Jakarta menurut catatan yang sangat panjang</p>",)
            + (None,),
            ("<span>Skor 2-1 di menit 90</span>", None),
            ("<span>Liga 2024/2025</span>", None),
        ],
    )
    def test_the_date_is_given_as_printed(self, markup, date):
        page = Page(f"<li><h3><a href='/read/1'>Judul</a></h3>{markup}</li>")
        assert PrintedDates(page.root).beside(page.root.find(".//li"), "Judul") == date

    @pytest.mark.parametrize("tag", ["h3", "div", "a"])
    def test_a_date_in_the_headline_is_not_the_articles(self, tag):
        headline = "Jadwal contoh 24 Juli 2026"
        page = Page(f"<li><{tag}><a href='/read/1'>{headline}</a></{tag}><i>2 jam lalu</i></li>")
        assert PrintedDates(page.root).beside(page.root.find(".//li"), headline) == "2 jam lalu"

    @pytest.mark.parametrize("first", ["date", "heading"])
    def test_in_a_flat_list_each_date_goes_with_its_own_heading(self, first):
        parts = []
        for number in (1, 2, 3):
            date = f"<small>{number} Juni 2025 10:00</small>"
            heading = f"<h4><a href='/read/{number}'>Judul {number}</a></h4>"
            parts += [date, heading] if first == "date" else [heading, date]
        found = links(f"<div>{''.join(parts)}</div>")
        assert [(link.url[-1], link.date[0]) for link in found] == [
            ("1", "1"),
            ("2", "2"),
            ("3", "3"),
        ]

    def test_a_sites_date_selector_is_given_whole(self):
        page = "<ul>" + "".join(
            f"<li><a href='/read/{n}'>Judul</a>"
            "<i class='w'>, Jurnalis-Senin, 16 Juni 2025 |15:20 WIB</i>"
            "<time datetime='2020-01-01'></time></li>"
            for n in range(3)
        )
        found = links(page + "</ul>", date=".w")
        assert {link.date for link in found} == {", Jurnalis-Senin, 16 Juni 2025 |15:20 WIB"}
        found = links(page + "</ul>", date="time::attr(datetime)")
        assert {link.date for link in found} == {"2020-01-01"}


class TestDays:
    @pytest.mark.parametrize(
        ("template", "options", "first", "second"),
        [
            (
                "indeks?date={day}&page={page}",
                {},
                "indeks?date=2025-06-18&page=1",
            )
            + ("indeks?date=2025-06-18&page=2",),
            (
                "indeks?date={day:%m/%d/%Y}&page={page}",
                {},
                "indeks?date=06/18/2025&page=1",
            )
            + ("indeks?date=06/18/2025&page=2",),
            (
                "index/{offset}/{day:%Y/%m/%d}",
                {"step": 50},
                "index/0/2025/06/18",
            )
            + ("index/50/2025/06/18",),
            (
                "x?tanggal={day.day}&bulan={day:%m}&hal={offset}",
                {"step": 20},
            )
            + ("x?tanggal=18&bulan=06&hal=0", "x?tanggal=18&bulan=06&hal=20"),
            (
                "i?dari={day}&sampai={day}&p={page}",
                {"first_page": 0},
            )
            + (
                "i?dari=2025-06-18&sampai=2025-06-18&p=0",
                "i?dari=2025-06-18&sampai=2025-06-18&p=1",
            ),
            ("{year}/{month}?page={page}", {}, "2025/06?page=1", "2025/06?page=2"),
        ],
    )
    def test_every_outlets_way_of_writing_day_and_page(self, template, options, first, second):
        index = DatedIndex(HOME + template, **options)
        assert index.reaches_back
        (fetch,) = index.first(TODAY, NEWEST)
        assert fetch.url == HOME + first
        (more,) = index.read(listing(1, 2).encode(), fetch, TODAY, is_article).more
        assert (more.url, more.page) == (HOME + second, 2)

    def test_a_window_asks_for_each_of_its_days_newest_first_both_ends_included(self):
        index = DatedIndex(HOME + "{day}")
        fetches = index.first(Window(date(2025, 6, 15), date(2025, 6, 17)), NEWEST)
        assert [fetch.url[-2:] for fetch in fetches] == ["17", "16", "15"]
        assert [fetch.day for fetch in fetches][-1] == date(2025, 6, 15)

    def test_no_window_asks_for_today_and_yesterday_in_wib(self):
        just_after_midnight = (NEWEST.replace(hour=0, minute=30)).astimezone(
            NEWEST.tzinfo.__class__(timedelta(0))
        )
        fetches = DatedIndex(HOME + "{day}").first(Window(), just_after_midnight)
        assert [fetch.url[-5:] for fetch in fetches] == ["06-18", "06-17"]

    @pytest.mark.parametrize("template", ["{dya}", "{page}/{kanal}", "{offset}"])
    def test_a_mistyped_address_does_not_load(self, template):
        with pytest.raises(ValueError, match="none of|needs step"):
            DatedIndex(HOME + template)


class TestPaging:
    def crawl(self, index, articles, window=TODAY, **ways):
        with Newsroom() as newsroom:
            newsroom.serve(index, articles, **ways)
            listings = newsroom.walk(index, window, is_article=is_article)
            return listings, newsroom.requests

    def test_all_pages_of_a_day_are_read_and_the_empty_one_ends_it(self):
        articles = samples(HOME + "read/{number}/{slug}", 35, every=timedelta(minutes=20))
        listings, requests = self.crawl(
            DatedIndex(HOME + "indeks?date={day}&page={page}"), articles
        )
        listed = [link.url for page in listings for link in page.links]
        assert listed == [article.url for article in articles]
        assert len(requests) == 5

    def test_a_declared_last_page_saves_the_empty_one(self):
        articles = samples(HOME + "read/{number}/{slug}", 35, every=timedelta(minutes=20))
        index = DatedIndex(
            HOME + "indeks?date={day}&page={page}", last_page=".paging__link--last::attr(href)"
        )
        listings, requests = self.crawl(index, articles)
        assert sum(len(page.links) for page in listings) == 35
        assert len(requests) == 4

    def test_an_index_that_repeats_its_last_page_ends(self):
        articles = samples(HOME + "read/{number}/{slug}", 150, every=timedelta(minutes=5))
        index = DatedIndex(HOME + "index-news?date={day}&page={page}")
        listings, requests = self.crawl(index, articles, last_page=10)
        assert len(requests) == 14  # page 10 is full; 11 to 14 repeat it
        assert len({link.url for page in listings for link in page.links}) == 100

    def test_an_index_that_ignores_the_page_number_ends(self):
        articles = samples(HOME + "read/{number}/{slug}", 10, every=timedelta(minutes=5))
        _, requests = self.crawl(
            DatedIndex(HOME + "indeks?page={page}"), articles, repeats_last_page=True
        )
        assert len(requests) == 3

    def test_paging_goes_past_an_old_item_and_past_a_pinned_one(self):
        old = samples(HOME + "read/{number}/{slug}", 1, newest=NEWEST - timedelta(days=900))[0]
        articles = samples(HOME + "read/{number}/{slug}", 25, first_number=5001)
        listings, _ = self.crawl(
            DatedIndex(HOME + "indeks?page={page}"), articles, Window(), pinned=old
        )
        listed = {link.url for page in listings for link in page.links}
        assert {article.url for article in articles} <= listed

    def test_an_index_without_days_goes_back_to_the_window_and_two_pages_further(self):
        articles = samples(HOME + "read/{number}/{slug}", 100, every=timedelta(hours=3))
        window = Window(since=NEWEST.date() - timedelta(days=2))
        listings, requests = self.crawl(DatedIndex(HOME + "indeks/{page}"), articles, window)
        wanted = {a.url for a in articles if a.published.astimezone(WIB).date() >= window.since}
        assert wanted <= {link.url for page in listings for link in page.links}
        assert len(requests) == 5

    def test_paging_state_stays_small_however_long_the_listing(self):
        index = DatedIndex(HOME + "indeks?page={page}")
        (fetch,) = index.first(Window(), NEWEST)
        for page in range(100):
            numbers = range(page * 3, page * 3 + 3)
            (fetch,) = index.read(listing(*numbers).encode(), fetch, Window(), is_article).more
        assert len(fetch.seen) <= 21
        for _ in range(4):
            again = index.read(listing(0, 1, 2).encode(), fetch, Window(), is_article)
            fetch = next(iter(again.more), None)
        assert fetch is None, "the first page again, four times in a row"

    def test_an_index_without_a_page_number_has_one_page(self):
        index = DatedIndex(HOME + "indeks")
        (fetch,) = index.first(Window(), NEWEST)
        assert index.read(listing(1, 2).encode(), fetch, Window(), is_article).more == []
        assert not index.reaches_back
        assert DatedIndex(HOME + "arsip?page={page}", reaches_back=True).reaches_back


DAY_INDEX = DatedIndex("https://www.contoh.id/indeks?tanggal={day}")
BESIDE = "<nav><a href='/read/{}/{}'>Populer</a></nav>"


@pytest.mark.parametrize(
    "page",
    [
        "<p>Tidak ada berita pada tanggal ini.</p>",
        "<p>Belum ada artikel</p>",
        "<p>Maaf, data yang Anda cari tidak ditemukan</p>",
        "<div>No posts found</div>",
        BESIDE.format(17, "contoh-berita-lama-sekali"),
    ],
)
def test_a_day_whose_index_is_whole_and_empty_is_no_problem(page):
    (fetch,) = DAY_INDEX.first(Window(date(2025, 6, 1), date(2025, 6, 1)), NEWEST)
    listing = DAY_INDEX.read(page.encode(), fetch, Window(), lambda url: "/read/" in url)
    assert (listing.links, listing.problem) == ([], None)


@pytest.mark.parametrize(
    "page",
    [
        "<p>Halaman tidak ditemukan</p>",
        "<p>Sedang dalam perbaikan</p><script>var kosong = 'tidak ada berita'</script>",
        BESIDE.format(17, "contoh-berita-lama-sekali").replace("/read/", "/baca/"),
        "<ul><li><a href='/baca/1/contoh-berita-satu-hari'>Satu</a></ul>",
    ],
)
def test_a_day_whose_index_names_no_article_and_does_not_say_so_is_a_problem(page):
    (fetch,) = DAY_INDEX.first(Window(date(2025, 6, 1), date(2025, 6, 1)), NEWEST)
    listing = DAY_INDEX.read(page.encode(), fetch, Window(), lambda url: "/read/" in url)
    assert listing.problem == "the index page names no article"


def test_an_empty_index_that_knows_no_days_is_a_problem():
    newest = DatedIndex("https://www.contoh.id/indeks")
    (fetch,) = newest.first(Window(), NEWEST)
    listing = newest.read(b"<p>Tidak ada berita.</p>", fetch, Window(), lambda url: True)
    assert listing.problem


def test_where_a_page_prints_clocks_alone_the_addresses_tell_whether_it_is_old():
    links = [Link(f"{HOME}news/2024/11/2{n}/090812/judul", date="09:08") for n in range(3)]
    assert is_before(links, Window(date(2024, 12, 1), None), None)
    assert not is_before(links, Window(date(2024, 11, 21), None), None)


@every_row("name", MONTHS)
def test_a_listing_prints_months_in_every_spelling_that_dates_are_read_in(name):
    printed = f"5 {name.title()} 2016, 14:05 WIB"
    assert written_date(f"Contoh | {printed}") == printed


@every_row("name", WEEKDAYS)
def test_a_listing_prints_weekdays_in_every_spelling_that_dates_are_read_in(name):
    for printed in (f"{name.title()}, 5 Mei 2016", f"{name.title()}, 5 Mei 2016".replace("'", "’")):
        assert written_date(printed) == printed


def test_what_a_front_page_prints_large_is_listed_though_it_has_no_date():
    large = "<div class='headline-thumb'><a href='/read/91/x'><h2>Judul besar contoh</h2></a></div>"
    beside = "<div class='kotak'><a href='/read/92/x'><h2>Judul lain contoh</h2></a></div>"
    named = "<div class='headline'><a href='/read/93/x'>Bukan judul</a></div>"
    dated = "<ul>" + "".join(item(number) for number in range(1, 6)) + "</ul>"
    found = addresses(large + beside + named + dated)
    assert found == ["read/91/x", *(f"read/{number}" for number in range(1, 6))]
