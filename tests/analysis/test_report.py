"""The report: one page, everything escaped, gaps shown as gaps, places where they lie."""

import re
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import html

from analysis.report.charts import INDONESIA, LETTER, Day, labels_of, volume
from analysis.report.report import report, templates
from analysis.report.span import span_of
from analysis.stories import compare_new
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.places.listed import province_seats
from pipelines.store import save
from tests.analysis.test_stories import sentences
from tests.support.sample_articles import NOON, new_database, sample
from tests.support.warm import scrapy

HOSTILE = "Contoh <script>alert('x')</script> & \"tanda\" <img src=x onerror=alert(1)>"
PLACES = ["Jakarta", "Kairo", "Makkah", "Surabaya", "Contohkota", "Tripoli", None]
MONDAY = date(2025, 4, 7)
HOLE = date(2025, 6, 5)


def article(number: int, site: str, day: date, **facts):
    """A sample of a site's on a day."""
    facts = {
        "site": site,
        "url": f"https://www.{site}.example/{day}/{number}",
        "published_at": f"{day}T05:{number:02}:00Z",
        "published_local": f"{day}T12:{number:02}:00+07:00",
        "dateline_place": PLACES[number % len(PLACES)],
        **facts,
    }
    return sample(number, **facts)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Ten weeks of two sites: a hole of one day, an edited headline, a story told twice."""
    file = new_database(tmp_path_factory.mktemp("report") / "news.db")
    days = [MONDAY + timedelta(days=number) for number in range(70)]
    with closing(connect(file)) as database:
        for site, usual in (("satu", 12), ("dua", 6)):
            busy = [day for day in days if (site, day) != ("satu", HOLE)]
            save(database, [article(n, site, day) for day in busy for n in range(usual)])
        last = days[-1]
        flood = {
            "body": sentences("banjir"),
            "headline": HOSTILE,
            "dateline_place": "<b>Contoh</b>",
        }
        save(database, [article(50, "satu", last, **flood), article(51, "dua", last, **flood)])
        edited = {**flood, "headline": HOSTILE + " diubah", "fetched_at": NOON + timedelta(days=40)}
        save(database, [article(50, "satu", last, **edited)])
        compare_new(database)
    return file


@pytest.fixture(scope="module")
def page(path):
    """The report on it, as text."""
    with closing(open_for_reading(path)) as database:
        return report(database, span_of(database, None, None), datetime(2025, 7, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def tree(page):
    """The same, parsed."""
    return html.fromstring(page)


def text_under(tree, title: str) -> str:
    """The words of a section."""
    (section,) = tree.xpath(f"//section[h2='{title}']")
    return " ".join(section.text_content().split())


def test_needs_no_network_and_runs_nothing(tree, page):
    assert not tree.xpath("//script | //link | //img | //iframe | //@src")
    assert not [name for name in tree.xpath("//@*") if str(name.attrname).startswith("on")]
    assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv]/@content)")
    assert not re.search(r"url\(|@import", page)


def test_text_of_articles_stays_text(tree, page):
    assert "<script>alert" not in page
    assert HOSTILE in tree.text_content()
    assert "<b>Contoh</b>" in text_under(tree, "Datelines")


def test_the_day_without_articles_is_a_gap_and_named(tree):
    titles = tree.xpath("//*[@class='gap']/title/text()")
    assert titles == [f"{HOLE}: 0 articles, 12 usual: gap"]
    volumes = text_under(tree, "Volume per day and site")
    assert re.search(r"satu \d+ articles, at most \d+ a day, 1 day with a gap", volumes)


def test_bars_are_as_high_as_the_day_was_busy():
    days = [date(2025, 6, 1) + timedelta(days=number) for number in range(3)]
    drawing = volume("satu", days, {days[0]: Day(10, None, False), days[2]: Day(5, 8, False)})
    drawings = templates().get_template("drawings.html").module
    bars = html.fromstring(drawings.volume(drawing)).xpath("//*[@class='bar']")
    assert [float(bar.get("height")) for bar in bars] == [64, 32]
    assert float(bars[1].get("x")) == 480


def test_edits_and_stories_are_told(tree):
    assert "diubah" in text_under(tree, "Edits after publishing")
    assert "reprint" in text_under(tree, "Stories told more than once")


def test_fill_rates_are_shares(tree):
    (row,) = tree.xpath("//section[h2='Fields']//tr[td='satu']")
    assert [cell.text for cell in row.xpath("td")][:4] == ["satu", "829", "100%", "92%"]


def test_links_lead_to_the_web_only():
    link = templates().get_template("parts.html").module.link
    assert link("javascript:alert(1)", "Contoh") == "Contoh"
    assert link(" JAVASCRIPT:alert(1)", "<i>") == "&lt;i&gt;"
    assert 'href="https://contoh.example/?a=1&amp;b=2&#34;&gt;"' in link(
        'https://contoh.example/?a=1&b=2">', "<b>"
    )


def test_span_of_days(path):
    with closing(open_for_reading(path)) as database:
        span = span_of(database, None, None)
        assert (span.since, span.until) == (date(2025, 4, 17), date(2025, 6, 15))
        assert len(span.days()) == 60
        with pytest.raises(UsageProblem, match="after"):
            span_of(database, date(2025, 6, 2), date(2025, 6, 1))


def test_an_empty_database_is_said_to_be_empty(tmp_path):
    with (
        closing(open_for_reading(new_database(tmp_path / "news.db"))) as database,
        pytest.raises(UsageProblem, match="no articles"),
    ):
        span_of(database, None, None)


def test_the_command_writes_one_file(path, tmp_path):
    output = tmp_path / "news.html"
    call = ["report", "-s", f"DATABASE={path}"]
    scrapy(*call, output, check=True)
    assert output.read_text().startswith("<!DOCTYPE html>")
    refused = scrapy(*call, tmp_path / "news.pdf")
    assert (refused.returncode, "HTML file" in refused.stderr) == (2, True)


def test_places_stand_under_their_standard_names(tree):
    datelines = text_under(tree, "Datelines")
    assert "Tripoli" in datelines
    assert "Libya; another of that name may be meant" in datelines
    assert "in no table of places" in datelines


def test_maps_put_places_where_they_lie():
    assert INDONESIA.point(94, 7) == (0, 0)
    assert INDONESIA.point(142, -11.5) == (720, 277.5)
    assert not INDONESIA.shows(31, 30)


def test_names_on_a_map_stand_within_it_and_over_no_other():
    spots = [("Contohkota", 5, 50, 4), ("Contohpura", 9, 52, 4), ("Contohdesa", 195, 3, 4)]
    placed = {name: (x, y) for name, x, y in labels_of(spots, 200, 100, 11, 9)}
    assert set(placed) == {"Contohkota", "Contohpura", "Contohdesa"}
    assert all(0 <= x <= 200 - 10 * 11 * LETTER and 11 <= y <= 100 for x, y in placed.values())
    assert abs(placed["Contohkota"][1] - placed["Contohpura"][1]) >= 11


def test_a_name_without_room_is_left_out_and_the_first_stay():
    crowd = [(f"Contoh {number}", 100, 50, 3) for number in range(9)]
    names = [name for name, *_ in labels_of(crowd, 200, 100, 22, 9)]
    assert names[0] == "Contoh 0"
    assert len(names) < 4


@pytest.fixture(scope="module")
def by_province(tmp_path_factory):
    """Outlets of two provinces, a national one, one without articles, one that nobody described."""
    file = new_database(tmp_path_factory.mktemp("provinces") / "news.db")
    with closing(connect(file)) as database:
        for site, province, scope, count in (
            ("ambon", "Maluku", "regional", 9),
            ("tual", "Maluku", "regional", 3),
            ("medan", "Sumatera Utara", "regional", 4),
            ("papua", "Papua", "regional", 0),
            ("nasional", None, "national", 30),
            ("entah", None, None, 2),
        ):
            save(database, [article(n, site, MONDAY) for n in range(count)])
            if scope:
                with database:
                    database.execute(
                        "INSERT OR REPLACE INTO sites (site, outlet, domain, province, scope, "
                        "language, status) VALUES (?, ?, ?, ?, ?, 'id', 'unproven')",
                        (site, site, f"{site}.example", province, scope),
                    )
    with closing(open_for_reading(file)) as database:
        span = span_of(database, None, None)
        return html.fromstring(report(database, span, datetime(2025, 7, 1, tzinfo=UTC)))


def test_every_province_is_on_the_map_and_what_is_of_none_is_said(by_province):
    (section,) = by_province.xpath("//section[h2='Outlets and articles by province']")
    titles = section.xpath(".//circle/title/text()")
    assert len(titles) == len(PROVINCES)
    assert "Maluku: 12 articles, 2 of 2 outlets" in titles
    assert "Papua: 0 articles, 0 of 1 outlets" in titles
    kinds = Counter(circle.get("class") for circle in section.xpath(".//circle"))
    assert kinds == {"place": 2, "nothing": 1, "nobody": 35}
    said = section.xpath("string(p)")
    assert "16 are of regional outlets; 32 are of 2 outlets that belong to no province" in said
    assert "Of 35 of the 38 no outlet was ever crawled" in said
    assert set(province_seats()) == set(PROVINCES)


def test_provinces_are_ranked_with_what_is_of_none_behind(by_province):
    rows = by_province.xpath("//section[h2='Outlets and articles by province']//tbody/tr")
    cells = [[cell.text for cell in row.xpath("td")] for row in rows]
    assert cells[0] == ["Maluku", "2", "2", "12", "75%"]
    assert cells[1] == ["Sumatera Utara", "1", "1", "4", "100%"]
    assert cells[-2:] == [
        ["(national)", "1", "1", "30", "100%"],
        ["(not said)", "1", "1", "2", "100%"],
    ]
    assert len(cells) == len(PROVINCES) + 2


def test_a_larger_province_has_the_larger_circle_within_the_map(by_province):
    circles = by_province.xpath("//section[h2='Outlets and articles by province']//circle")
    radius = {
        each.xpath("string(title)").partition(":")[0]: float(each.get("r")) for each in circles
    }
    assert radius["Maluku"] > radius["Sumatera Utara"] > 0
    assert all(
        INDONESIA.shows(longitude, latitude) for latitude, longitude in province_seats().values()
    )


@pytest.fixture(scope="module")
def many_path(tmp_path_factory):
    """Forty sites of four provinces and of none over five weeks; one of them with a hole."""
    file = new_database(tmp_path_factory.mktemp("many") / "news.db")
    named = ["Aceh", "Bali", "Maluku", "<i>Papua</i>", None]
    days = [MONDAY + timedelta(days=number) for number in range(35)]
    hole = days[-4]
    with closing(connect(file)) as database:
        made = [
            article(number, f"situs{site:02}", day)
            for site in range(40)
            for day in days
            if (site, day) != (7, hole)
            for number in range(8 if site == 7 else 1)
        ]
        save(database, made)
        with database:
            for site in range(40):
                province = named[site % 5]
                database.execute(
                    "INSERT OR REPLACE INTO sites (site, outlet, domain, province, scope, "
                    "language, status) VALUES (?, ?, ?, ?, ?, 'id', 'unproven')",
                    (f"situs{site:02}", "Contoh", f"situs{site:02}.example", province,
                     "regional" if province else "national"),
                )  # fmt: skip
    return file


@pytest.fixture(scope="module")
def many(many_path):
    """The report on them, parsed."""
    with closing(open_for_reading(many_path)) as database:
        span = span_of(database, MONDAY, None)
        return html.fromstring(report(database, span, datetime(2025, 7, 1, tzinfo=UTC)))


def test_many_sites_are_small_drawings_by_province(many):
    (section,) = many.xpath("//section[h2='Volume per day and site']")
    groups = section.xpath(".//details[@class='group']")
    names = [group.xpath("string(summary/b)") for group in groups]
    assert sorted(names) == ["(national)", "<i>Papua</i>", "Aceh", "Bali", "Maluku"]
    assert (names[0], names[-1]) == ("Maluku", "(national)"), "largest first, then what is of none"
    assert [len(group.xpath(".//figure")) for group in groups] == [8] * 5
    said = " ".join(groups[0].xpath("string(summary)").split())
    assert said == "Maluku 517 articles of 8 sites, 1 gap"
    (site,) = groups[0].xpath(".//figure[figcaption/b='situs07']")
    assert "272 articles, at most 8 a day, 1 day with a gap" in " ".join(
        site.text_content().split()
    )
    assert site.xpath(".//path[@class='gaps']/@d") == ["M31 0v32"]
    bars = site.xpath("string(.//path[@class='bars']/@d)")
    assert bars.startswith("M0 32v-32M1 32v-32") and "M31 " not in bars


def test_rows_behind_the_first_are_folded_and_none_is_lost(many):
    (section,) = many.xpath("//section[h2='Fields']")
    assert len(section.xpath("./div//tbody/tr")) == 25
    (folded,) = section.xpath("./details")
    assert folded.xpath("string(summary)") == "15 more sites"
    sites = section.xpath(".//tbody/tr/td[1]/text()")
    assert sorted(sites) == [f"situs{site:02}" for site in range(40)]


def test_a_report_on_many_sites_stays_small(many_path):
    """Most of it is the dots of land on the maps."""
    with closing(open_for_reading(many_path)) as database:
        page = report(database, span_of(database, MONDAY, None), datetime(2025, 7, 1, tzinfo=UTC))
    assert len(page) < 200_000
