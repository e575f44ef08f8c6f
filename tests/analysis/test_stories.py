"""Which articles tell the same story, and which of them are copies; all texts are samples."""

import json
from contextlib import closing

import pytest

from analysis.stories import (
    agency_credited,
    compare_new,
    forget_all,
    similarity,
    word_sequences,
)
from crawler.database import connect
from pipelines.store import save
from tests.support.sample_articles import new_database, sample
from tests.support.warm import scrapy


def sentences(topic: str, number: int = 12) -> str:
    """An invented report of some hundred words, with nothing in common with another topic's."""
    return "\n\n".join(
        f"Contoh{topic} {topic}{line} satu{topic}{line} warga{line}{topic} melihat{topic} "
        f"sungai{line}{topic} naik{line}{topic} lalu{topic}{line} pindah{line}{topic} "
        f"ke{topic}{line} balai{line}{topic}."
        for line in range(number)
    )


FLOOD, MARKET = sentences("banjir"), sentences("pasar")


@pytest.fixture
def news(tmp_path):
    """A connection to an empty database."""
    with closing(connect(new_database(tmp_path / "news.db"))) as connection:
        yield connection


def publish(news, number: int, site: str, body: str, day: int = 18, **facts) -> int:
    """Store a sample article of a June day; its number in the database."""
    article = sample(
        number,
        site=site,
        body=body,
        url=f"https://www.{site}.example/{number}",
        published_at=f"2025-06-{day:02}T05:{number:02}:00Z",
        published_local=f"2025-06-{day:02}T12:{number:02}:00+07:00",
        **facts,
    )
    save(news, [article])
    return news.execute("SELECT id FROM articles WHERE url = ?", (article.url,)).fetchone()[0]


def stories(news) -> list[tuple]:
    """Kind, outlets, articles and copies of every story."""
    return news.execute(
        "SELECT kind, outlets, articles, copies FROM stories ORDER BY first_published_at"
    ).fetchall()


def told_by(news) -> list[set[int]]:
    """The articles of every story."""
    rows = news.execute(
        "SELECT json_group_array(article_id) FROM article_stories GROUP BY story_id"
    )
    return [set(json.loads(articles)) for (articles,) in rows]


REPORTS = {
    "flood": "Hujan deras sejak Minggu malam membuat Sungai Cimuncang meluap dan merendam tiga "
    "kampung di Kecamatan Sukaraja. Sedikitnya 240 rumah terendam, kata Kepala BPBD Contoh Asep "
    "Rahayu. Warga mengungsi ke balai desa dan masjid terdekat, sementara perahu karet dikirim.",
    "trial": "Majelis hakim Pengadilan Negeri Karangjati menjatuhkan hukuman enam tahun penjara "
    "kepada bekas bendahara koperasi Suryono Wibisana. Ia dinyatakan terbukti menggelapkan "
    "simpanan nasabah sebesar Rp 9,4 miliar. Jaksa sebelumnya menuntut delapan tahun.",
    "verdict": "Suryono Wibisana, mantan bendahara koperasi, divonis enam tahun bui. Putusan "
    "dibacakan hakim di PN Karangjati, lebih ringan dari tuntutan jaksa delapan tahun. Uang "
    "nasabah Rp 9,4 miliar yang digelapkan belum seluruhnya kembali, ujar kuasa hukum para korban.",
    "match": "Persatuan Contoh menahan imbang tuan rumah Garuda Muda 2-2 pada pekan kesepuluh. Dua "
    "gol penyerang asal Tegal itu lahir lewat sundulan setelah tendangan sudut, dan pelatih "
    "mengaku puas dengan kerja keras barisan belakang sepanjang pertandingan.",
}


def test_one_story_is_found_in_words_of_each_outlets_own(news):
    ids = {
        name: publish(news, number, f"outlet{number}", body, headline=f"Contoh {number}")
        for number, (name, body) in enumerate(REPORTS.items(), start=1)
    }
    compare_new(news)
    assert told_by(news) == [{ids["trial"], ids["verdict"]}]
    assert stories(news) == [("independent", 2, 2, 0)]
    assert similarity(REPORTS["trial"], REPORTS["verdict"]) < 0.1


def test_in_whatever_parts_articles_come_the_stories_are_the_same(news):
    for number, body in enumerate(REPORTS.values(), start=1):
        publish(news, number, f"outlet{number}", body, headline=f"Contoh {number}")
        compare_new(news)
    in_parts = told_by(news)
    forget_all(news)
    compare_new(news)
    assert told_by(news) == in_parts and len(in_parts) == 1


def test_a_reprint_at_another_outlet_is_one_story(news):
    first = publish(news, 1, "satu", FLOOD)
    copy = publish(news, 2, "dua", "Kalimat pembuka contoh dari redaksi.\n\n" + FLOOD)
    publish(news, 3, "dua", MARKET)
    assert compare_new(news) == 3
    assert stories(news) == [("reprint", 2, 2, 1)]
    members = news.execute(
        "SELECT article_id, relation, nearest_article_id FROM article_stories ORDER BY article_id"
    ).fetchall()
    assert members == [(first, "first", None), (copy, "copy", first)]


def test_wire_copy_is_known_by_the_agency_it_credits(news):
    publish(news, 1, "satu", FLOOD)
    publish(news, 2, "dua", FLOOD + "\n\nSelesai contoh. (ANTARA)")
    compare_new(news)
    assert stories(news) == [("wire", 2, 2, 1)]
    assert news.execute("SELECT agency FROM stories").fetchone() == ("ANTARA",)


def test_two_outlets_that_share_quotations_wrote_it_themselves(news):
    publish(news, 1, "satu", FLOOD)
    publish(news, 2, "dua", sentences("banjir", 5) + "\n\n" + sentences("lain", 7))
    compare_new(news)
    assert stories(news) == [("independent", 2, 2, 0)]
    (share,) = news.execute("SELECT similarity FROM stories").fetchone()
    assert 0.25 <= share < 0.7


def test_the_same_text_at_one_outlet_is_no_reprint(news):
    publish(news, 1, "satu", FLOOD)
    publish(news, 2, "satu", FLOOD + " Tambahan contoh.")
    compare_new(news)
    assert stories(news) == [("one-outlet", 1, 2, 1)]


def test_articles_of_another_week_tell_another_story(news):
    publish(news, 1, "satu", FLOOD, day=10)
    publish(news, 2, "dua", FLOOD, day=18)
    compare_new(news)
    assert stories(news) == []


@pytest.mark.parametrize("later", [18, 21])
def test_only_what_is_new_is_compared_and_finds_what_was_there(news, later):
    publish(news, 1, "satu", FLOOD)
    assert compare_new(news) == 1
    publish(news, 2, "dua", FLOOD, day=later)
    assert compare_new(news) == 1
    assert stories(news) == [("reprint", 2, 2, 1)]
    assert compare_new(news) == 0


def test_an_older_article_found_later_becomes_the_storys_beginning(news):
    publish(news, 2, "dua", FLOOD, day=18, headline="Contoh kedua")
    compare_new(news)
    publish(news, 1, "satu", FLOOD, day=17, headline="Contoh pertama")
    compare_new(news)
    row = news.execute("SELECT headline, first_published_at FROM stories").fetchone()
    assert row == ("Contoh pertama", "2025-06-17T05:01:00Z")


def test_an_edited_article_leaves_a_story_it_no_longer_tells(news):
    publish(news, 1, "satu", FLOOD)
    publish(news, 2, "dua", FLOOD)
    publish(news, 3, "tiga", FLOOD)
    compare_new(news)
    publish(news, 2, "dua", f"{MARKET}\n\n{FLOOD[: len(FLOOD) // 6]}")
    assert compare_new(news) == 1
    assert stories(news) == [("reprint", 2, 2, 1)]
    publish(news, 3, "tiga", f"{sentences('kota')}\n\n{FLOOD[: len(FLOOD) // 6]}")
    compare_new(news)
    assert stories(news) == []
    assert news.execute("SELECT count(*) FROM article_stories").fetchone() == (0,)


def test_articles_that_are_deleted_take_their_story_along(news):
    publish(news, 1, "satu", FLOOD)
    gone = publish(news, 2, "dua", FLOOD)
    compare_new(news)
    with news:
        news.execute("DELETE FROM articles WHERE id = ?", (gone,))
    compare_new(news)
    assert stories(news) == []


def test_a_daily_column_is_not_one_endless_story(news):
    for day in range(1, 29):
        publish(news, day, "satu", FLOOD, day=day)
    compare_new(news)
    spans = news.execute(
        "SELECT julianday(last_published_at) - julianday(first_published_at) FROM stories"
    ).fetchall()
    assert len(spans) == 4
    assert max(spans) < (7.5,)


def test_a_phrase_that_many_articles_hold_makes_no_story(news):
    template = sentences("templat", 4)
    for number in range(1, 50):
        publish(news, number, "satu", template + "\n\n" + sentences(f"kabar{number}", 5))
    compare_new(news)
    (in_stories,) = news.execute("SELECT count(*) FROM article_stories").fetchone()
    publish(news, 50, "dua", template + "\n\n" + sentences("kabarbaru", 5))
    compare_new(news)
    assert news.execute("SELECT count(*) FROM article_stories").fetchone() == (in_stories,)


def test_texts_of_a_few_sentences_are_not_compared():
    assert word_sequences("Contoh singkat. Dua kalimat saja.") == set()
    assert similarity("Contoh singkat.", "Contoh singkat.") == 0.0
    assert similarity(FLOOD, FLOOD.upper()) == 1.0
    assert similarity(FLOOD, MARKET) == 0.0


@pytest.mark.parametrize(
    ("printed", "agency"),
    [
        ({"outlet": "ANTARA/PRNewswire"}, "ANTARA"),
        ({"dateline": "JAKARTA (ANTARA) -"}, "ANTARA"),
        ({"signature": "(Ant/abd)"}, "ANTARA"),
        ({"signature": "(rin/Reuters)"}, "Reuters"),
        ({"body": "Contoh penutup. [afp]"}, "AFP"),
        ({"authors": '["Antara"]'}, "ANTARA"),
        ({"body": "Foto contoh (ANTARA) di awal. " + "Kalimat contoh berikutnya. " * 5}, None),
        ({"signature": "(antok)"}, None),
        ({"authors": '["Antaranama Contoh", "Ap Contoh"]'}, None),
        ({"body": "Perbedaan antara dua contoh itu jelas."}, None),
    ],
)
def test_agencies_are_read_where_credits_stand(printed, agency):
    facts = dict.fromkeys(["dateline", "outlet", "signature", "authors"]) | {"body": "x", **printed}
    assert agency_credited(**facts) == agency


def test_the_command_prints_the_stories_most_told(news, tmp_path):
    publish(news, 1, "satu", FLOOD, headline="Contoh \x1b[2J judul")
    publish(news, 2, "dua", FLOOD)
    call = ["stories", "-s", f"DATABASE={tmp_path / 'news.db'}"]
    told = scrapy(*call, check=True)
    assert "2 articles compared, 1 stories" in told.stderr
    assert "2 outlets, 2 articles\treprint\t2025-06-18" in told.stdout
    assert "\x1b" not in told.stdout
    anew = scrapy(*call, "--anew", check=True)
    assert "2 articles compared, 1 stories" in anew.stderr and "\t2 outlets" in anew.stdout
    as_json = scrapy(*call, "--json", check=True)
    assert sorted(json.loads(as_json.stdout)["sites"]) == ["dua", "satu"]
