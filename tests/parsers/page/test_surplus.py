"""Tags of more attributes than any page has, however these are written."""

import random

from lxml import etree

from crawler.parsers.page.tags import without_surplus

MOST = 500
FORMS = [
    *("{}", '{}="{v}"', "{}='{v}'", "{}={w}", '{} = "{v}"', '{}="{v}', "={}", "/{}", '"{}"'),
    *('{}="<{v}>"', "{}=x'{w}", "<{}", '"{}=', "{}/", '{}=""', "{}=>" + '{}="{v}"'),
]
"""Attributes as pages and attackers write them, closed and not."""
BETWEEN = [" ", "", "\n", "/", "  ", " / "]
VALUES = ["isi", "a b", "x>y", "<p>", "=", "a='b'", ""]
OPENINGS = ["", "<p>teks", "<!-- a > b -->", '<a href="/judul" class="isi" hidden>', "<br/>"]


def test_no_element_of_a_tree_has_more_attributes_than_any_page():
    chance = random.Random(11)
    for _ in range(150):
        forms = chance.sample(FORMS, chance.randrange(1, 4))
        attributes = "".join(
            chance.choice(BETWEEN)
            + chance.choice(forms)
            .replace("{}", f"a{number}")
            .format(v=chance.choice(VALUES), w="b")
            for number in range(chance.choice([3, 30, 700, 2000]))
        )
        source = f"{chance.choice(OPENINGS)}<div {attributes}></div><p>teks</p>".encode()
        root = etree.HTML(without_surplus(source))
        assert all(len(each.attrib) <= MOST for each in root.iter(etree.Element)), source[:300]


def test_names_without_values_between_values_are_counted_too():
    bare = " ".join(f"n{number}" for number in range(40))
    source = f"<div {' '.join(f'{bare} v{number}={chr(34)}x{chr(34)}' for number in range(60))}>"
    assert len(without_surplus(source.encode())) < len(source) / 2


def test_a_tag_of_usual_attributes_is_left_as_it_is():
    source = b'<a href="/judul?a=1" class="isi" hidden data-x = \'<b>\'>teks</a><br/><p x=1>'
    assert without_surplus(source) is source
