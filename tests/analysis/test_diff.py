"""``scrapy diff``: what an outlet changed in a story, for people and for pipes."""

import argparse
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from analysis.edits.versions import changes, find_article
from analysis.edits.word_diff import Piece, Unchanged, word_diff
from crawler.commands.research.diff import Command
from crawler.database import connect, open_for_reading
from crawler.errors import UsageProblem
from pipelines.store import save
from tests.support.sample_articles import BODY, NOON, new_database, sample

FIRST, LAST = BODY.split("\n\n")
MIDDLE = "Contoh: Paragraf tengah yang tidak berubah."


@pytest.fixture
def path(tmp_path):
    """An article seen three times: headline and words edited, then a paragraph taken out."""
    path = new_database(tmp_path / "news.db")
    whole = "\n\n".join([FIRST, MIDDLE, LAST])
    edited = whole.replace("Rabu pagi", "Kamis siang").replace('"', "”")
    versions = [
        sample(1, body=whole, url="https://www.contoh.example/berita/1/judul-contoh"),
        sample(1, body=edited, headline="Judul contoh yang baru", authors=["Ani"]),
        sample(1, body=edited.replace(MIDDLE + "\n\n", ""), headline="Judul contoh yang baru"),
    ]
    with closing(connect(path)) as connection:
        for hours, version in enumerate(versions, start=1):
            version.fetched_at = NOON + timedelta(hours=hours)
            save(connection, [version])
        save(connection, [sample(2)])
    return path


@pytest.fixture
def diff(path, capsys):
    """What ``scrapy diff`` prints for an article when piped."""

    def run(*names):
        command = Command()
        command.settings = Settings({"DATABASE": str(path)})
        command.execute([*names], argparse.Namespace())
        return capsys.readouterr().out

    return run


def test_each_version_is_shown_against_the_one_before(diff):
    first, second = diff("1").split("\n\nversion ")[1:]
    assert first.splitlines() == [
        "1 to 2, seen 2025-06-18 14:00 WIB: +4 -4 words (14.8% of the text)",
        "headline: Judul contoh [-nomor 1-] {+yang baru+}",
        "Contoh: Wali kota meresmikan pasar baru pada [-Rabu pagi.-] {+Kamis siang.+}",
        "   (2 paragraphs unchanged)",
        "authors: [-nothing-] {+Ani+}",
    ]
    assert second.splitlines()[1:] == [
        "   (1 paragraph unchanged)",
        f"[-{MIDDLE}-]",
        "   (1 paragraph unchanged)",
        "authors: [-Ani-] {+nothing+}",
    ]


def test_quotation_marks_that_an_editor_swapped_are_no_change(diff):
    assert "kami senang" not in diff("1").lower()


def test_an_article_is_found_by_its_address_in_any_form(diff):
    by_number = diff("1")
    assert diff("https://www.contoh.example/berita/1/judul-contoh") == by_number
    assert diff("https://www.contoh.example/berita/1/judul-contoh?utm_source=x#top") == by_number


def test_an_article_never_edited_says_so(diff):
    assert "there is only this version" in diff("2")


@pytest.mark.parametrize("names", [("99",), ("https://www.contoh.example/none",), ()])
def test_no_such_article_is_one_sentence(diff, names):
    with pytest.raises(UsageProblem):
        diff(*names)


def test_a_headline_cannot_steer_the_terminal(path, diff):
    with closing(connect(path)) as connection:
        tricky = sample(2, headline="Contoh \x1b[2J kosong", fetched_at=NOON + timedelta(days=1))
        save(connection, [tricky])
    assert "\x1b" not in diff("2")


def test_what_a_later_version_took_back_is_told_of_the_version_that_did(path):
    with closing(open_for_reading(path)) as database:
        first, second = changes(database, find_article(database, "1"))
    assert first.fields["authors"] == (None, '["Ani"]')
    assert second.fields["authors"] == ('["Ani"]', None)
    assert (first.cause, first.version, second.version) == ("edit", 1, 2)


def test_words_are_marked_where_they_changed_and_nowhere_else():
    (pieces,) = word_diff("satu dua tiga empat", "satu dua lima empat")
    assert pieces == [
        Piece("same", "satu dua"),
        Piece("removed", "tiga"),
        Piece("added", "lima"),
        Piece("same", "empat"),
    ]


words = st.lists(st.sampled_from("satu dua tiga empat lima".split()), min_size=1, max_size=6)
texts = st.lists(words.map(" ".join), max_size=6).map("\n\n".join)


@given(texts, texts)
def test_a_diff_leads_from_one_text_to_the_other(before, after):
    removed, added = [], []
    for block in word_diff(before, after):
        if not isinstance(block, Unchanged):
            removed += [w for p in block if p.kind != "added" for w in p.text.split()]
            added += [w for p in block if p.kind != "removed" for w in p.text.split()]
    unchanged = sum(b.paragraphs for b in word_diff(before, after) if isinstance(b, Unchanged))
    assert len(removed) <= len(before.split())
    assert sorted([*before.split(), *added]) == sorted([*after.split(), *removed])
    assert unchanged <= before.count("\n\n") + 1


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert all(isinstance(block, Unchanged) for block in word_diff(text, text))
