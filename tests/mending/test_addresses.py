"""Patterns of addresses: what articles have in common, and pages beside them have not."""

import re

from crawler.discovery.listings.addresses import is_like
from crawler.mending.addresses import article_pattern, groups_used
from crawler.parsers.urls import publisher_id
from tests.support.moved import FORMS, beside_articles, moved_address
from tests.support.rows import every_row

HOST = "www.contoh.co.id"


@every_row("form", range(len(FORMS)), ids=lambda form: FORMS[form])
def test_a_pattern_of_twelve_addresses_fits_others_and_no_menu(form):
    addresses = [moved_address(HOST, form, number) for number in range(60)]
    pattern = article_pattern(addresses[:12])
    assert [url for url in addresses if not is_like(url, pattern)] == []
    assert [url for url in beside_articles(HOST) if is_like(url, pattern)] == []
    numbers = {publisher_id(url, pattern) for url in addresses}
    assert numbers == {None} or len(numbers) == len(addresses)


def test_a_time_of_day_is_no_number_without_its_day():
    paths = ("kota/2026/07/24/090812/satu-dua-tiga", "desa/2026/07/25/090813/empat-lima-enam")
    pattern = article_pattern(f"https://www.contoh.id/{path}" for path in paths)
    again = "https://www.contoh.id/bola/2026/07/26/090812/tujuh-delapan-sembilan"
    assert publisher_id(again, pattern) == "2026/07/26/090812"


def test_groups_go_on_counting_behind_those_of_the_declared_pattern():
    declared = r"/read/(?P<id>\d+)/|/berita/(?P<id2>\d+)"
    assert groups_used(declared) == 2
    addresses = [f"https://www.contoh.id/artikel/{number}-satu-dua" for number in (51000, 51001)]
    pattern = article_pattern(addresses, groups_used(declared) + 1)
    assert re.compile(f"{declared}|{pattern}").groupindex == {"id": 1, "id2": 2, "id3": 3}


def test_addresses_without_anything_in_common_give_no_pattern():
    assert article_pattern([]) is None
    assert article_pattern(["https://contoh.id/a", "https://contoh.id/b/c/d"]) is None
    assert article_pattern(["https://contoh.id/nasional", "https://contoh.id/ekonomi"]) is None
