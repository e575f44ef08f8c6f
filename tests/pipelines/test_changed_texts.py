"""How two versions of an article differ: in words, never in the marks around them."""

import json

import pytest

from pipelines.rows.revisions import KEPT_WHOLE, difference

VERSION = dict.fromkeys(KEPT_WHOLE) | {
    "headline": 'Warga "Contoh" menanam pohon - sampel',
    "dateline": 'Jakarta - "Contoh"',
    "body": 'Kata warga, "ini sampel" - begitu.',
}
TEXTS = ("headline", "dateline", "body")


def fields(later):
    return json.loads(difference(VERSION, VERSION | later)["fields"])


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_with_other_marks_or_blanks_is_not_changed(name):
    for old, new in (('"', "“"), (" - ", " – "), (" ", "  ")):
        assert fields({name: VERSION[name].replace(old, new)}) == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_with_other_words_is_changed(name):
    assert fields({name: f"{VERSION[name]} lagi"}) == [name]
