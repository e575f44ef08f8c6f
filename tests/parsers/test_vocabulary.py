"""Words of one table are known to every reader that goes by it. All lines are samples."""

import pytest

from crawler.parsers import read_article
from crawler.parsers.body.boilerplate import is_boilerplate
from crawler.parsers.dateline.dateline import CREDIT
from crawler.parsers.people.byline import is_label, read_byline
from crawler.parsers.people.names import split_names
from crawler.parsers.vocabulary.roles import AUTHORS, NOUNS, ROLES, words_for

PEOPLE = [role for role in ROLES if role.deed in (*AUTHORS, "edits")]
STORY = "Contoh naskah: sebuah jembatan dibuka oleh warga desa pada pagi yang cerah dan berangin."


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.word)
def test_a_byline_names_who_did_it(role):
    byline = read_byline(f"{role.word.title()}: Ani Misal", set())
    named = (byline.writers, byline.editors)
    assert named == ((["Ani Misal"], []) if role.deed in AUTHORS else ([], ["Ani Misal"]))


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.word)
def test_what_a_line_names_others_for_is_no_author(role):
    if role.deed not in (*AUTHORS, "edits"):
        byline = read_byline(f"Penulis: Ani Misal\n{role.word.title()}: Budi Contoh", set())
        assert byline.writers == ["Ani Misal"]


@pytest.mark.parametrize(
    "role", [role for role in ROLES if role.deed != "shows" and role.form != "laporan"], ids=str
)
def test_a_line_with_nothing_but_a_label_and_a_name_is_no_text(role):
    assert is_boilerplate(f"{role.word.title()}: Ani Misal")


@pytest.mark.parametrize("noun", words_for((*AUTHORS, "edits"), NOUNS))
def test_a_label_is_nobodys_name_and_is_taken_off_a_name(noun):
    assert is_label(noun.title())
    assert split_names(noun.title()) == []
    assert split_names(f"{noun.title()}: Ani Misal") == ["Ani Misal"]
    assert split_names(f"Ani Misal, {noun.title()}") == ["Ani Misal"]


@pytest.mark.parametrize("noun", words_for(AUTHORS, NOUNS))
def test_a_report_of_any_author_may_stand_before_a_dateline(noun):
    opening = f"Laporan {noun} Contoh.com, Ani Misal"
    assert is_boilerplate(opening)
    assert CREDIT.match(opening)
    assert CREDIT.match(opening.removeprefix("Laporan ").capitalize())


@pytest.mark.parametrize(
    "role", [role for role in PEOPLE if role.form != "laporan"], ids=lambda role: role.word
)
def test_an_article_has_its_people_and_not_their_line(role):
    line = f"{role.word.title()}: Ani Misal"
    html = f"<h1>Judul berita contoh</h1><p>{STORY}</p><p>{STORY}</p><p>{line}</p>"
    article = read_article(html, "https://www.contoh.com/read/1/judul")
    assert "Ani Misal" in (article.authors if role.deed in AUTHORS else article.editors)
    assert "Ani Misal" not in article.body
