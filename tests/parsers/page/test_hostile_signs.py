"""Signs that no XML holds, and links that are left open, cost a page nothing."""

import random

import pytest
from lxml import html

from crawler.parsers.body.container.boxes import has_letters
from crawler.parsers.page import Page
from crawler.parsers.page.text import clean

SIGNS = ["\x1b[2J", "&#27;", "\x0b", "&#xFFFE;", "\uffff", "&#xD800;", "\x7f", "\U0001f600"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", "<b>kata</b>"])
def test_what_is_dropped_may_have_any_sign_behind_it(sign, before):
    page = Page(f"<div>{before}<i class=x>iklan</i>teks {sign} lagi</div>".encode())
    page.drop([".x"])
    left = "".join(page.root.itertext())
    assert "iklan" not in left
    assert left.replace("kata", "").startswith("teks ")
    assert left.endswith(" lagi")


def test_a_links_length_is_that_of_its_clean_text():
    chance = random.Random(5)
    parts = ["", " ", "\n\t ", "kata", "é", "a\u200b", "<b>x</b>", "<i> </i>", "judul cerita"]
    for _ in range(2000):
        inside = "".join(chance.choices(parts, k=chance.randrange(40)))
        link = html.fragment_fromstring(f"<a>{inside}</a>")
        whole = len(clean("".join(link.itertext())))
        for number in (3, 15, 16):
            assert has_letters(link, number) == (whole >= number), inside
