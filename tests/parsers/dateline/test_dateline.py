"""Where and by whom a story was filed. All openings are samples written for these tests."""

import csv

from hypothesis import given
from hypothesis import strategies as st

from crawler.parsers.dateline import split_dateline
from crawler.parsers.dateline.places import is_place
from crawler.parsers.vocabulary.calendar import MONTHS
from tests.support.corpus import CORPUS, needs_corpus
from tests.support.rows import every_row

STORY = "Contoh naskah: sebuah jembatan dibuka."

HOUSE_STYLES = [
    # opening, place, outlet
    ("JAKARTA, KOMPAS.com - ", "JAKARTA", "KOMPAS.com"),
    ("WASHINGTON, KOMPAS.com, AFP - ", "WASHINGTON", "KOMPAS.com, AFP"),
    ("SAMARINDA, KOMPAS.com/KALTIM - ", "SAMARINDA", "KOMPAS.com/KALTIM"),
    ("BERLIN, SENIN — ", "BERLIN", None),
    ("Jakarta, Jumat (13/6) - ", "Jakarta", None),
    ("Jakarta, (Tagar 12/6/2019) - ", "Jakarta", "Tagar"),
    ("(Jakarta) – ", "Jakarta", None),
    ("Jakarta, MUI Digital— ", "Jakarta", "MUI Digital"),
    ("TEMPO Interaktif, Jakarta - ", "Jakarta", "TEMPO Interaktif"),
    ("RRI, Jakarta - ", "Jakarta", "RRI"),
    ("BANDA ACEH | AJNN.net – ", "BANDA ACEH", "AJNN.net"),
    ("AMBON,MALUKU POST.COM- ", "AMBON", "MALUKU POST.COM"),
    ("New York, NY – ", "New York, NY", None),
    ("San Francisco, Calif. — ", "San Francisco, Calif", None),
    ("Sydney, NSW – ", "Sydney, NSW", None),
    ("Jakarta, MI - ", "Jakarta", "MI"),
    ("Jakarta, KNTN - ", "Jakarta", "KNTN"),
    ("(IslamToday ID) – ", None, "IslamToday ID"),
    ("HONG KONG, Juni 12, 2025 - (ACN Newswire) - ", "HONG KONG", "ACN Newswire"),
    ("NEW YORK, KOMPAS.com – ", "NEW YORK", "KOMPAS.com"),
    ("SOLO, KOMPAS.com- ", "SOLO", "KOMPAS.com"),
    ("TEMPO.CO, Jakarta - ", "Jakarta", "TEMPO.CO"),
    ("TEMPO.CO,Jakarta-", "Jakarta", "TEMPO.CO"),
    ("TEMPO.CO, Washington, D.C. - ", "Washington, D.C.", "TEMPO.CO"),
    ("Jakarta, 24/7 (ANTARA) - ", "Jakarta", "ANTARA"),
    ("REPUBLIKA.CO.ID, CIREBON--", "CIREBON", "REPUBLIKA.CO.ID"),
    ("REPUBLIKA.CO.ID,\xa0NUSA DUA — ", "NUSA DUA", "REPUBLIKA.CO.ID"),
    ("IHRAM.CO.ID, JAKARTA -- ", "JAKARTA", "IHRAM.CO.ID"),
    ("Jakarta (ANTARA) - ", "Jakarta", "ANTARA"),
    ("Mataram, NTB (ANTARA News) - ", "Mataram, NTB", "ANTARA News"),
    ("GAZA (Arrahmah.id) – ", "GAZA", "Arrahmah.id"),
    ("SANA'A (Arrahmah.com) - ", "SANA'A", "Arrahmah.com"),
    ("HODEIDAH, YAMAN (voa-islam.com) - ", "HODEIDAH, YAMAN", "voa-islam.com"),
    ("Jakarta, CNN Indonesia -- ", "Jakarta", "CNN Indonesia"),
    ("Jakarta, CNBC Indonesia- ", "Jakarta", "CNBC Indonesia"),
    ("Jakarta, IDN Times - ", "Jakarta", "IDN Times"),
    ("Jakarta, Beritasatu.com - ", "Jakarta", "Beritasatu.com"),
    ("BANTUL, iNews.id- ", "BANTUL", "iNews.id"),
    ("Ankara, VisiMuslim - ", "Ankara", "VisiMuslim"),
    ("Bisnis.com, JAKARTA — ", "JAKARTA", "Bisnis.com"),
    ("Bisnis.com, JAKARTA--- ", "JAKARTA", "Bisnis.com"),
    ("jpnn.com, JAKARTA - ", "JAKARTA", "jpnn.com"),
    ("TRIBUN-MEDAN.com, MEDAN - ", "MEDAN", "TRIBUN-MEDAN.com"),
    ("TRIBUNPEKANBARU.COM,PEKANBARU- ", "PEKANBARU", "TRIBUNPEKANBARU.COM"),
    ("MUHAMMADIYAH.OR.ID, YOGYAKARTA — ", "YOGYAKARTA", "MUHAMMADIYAH.OR.ID"),
    ("10Berita, JAKARTA - ", "JAKARTA", "10Berita"),
    ("Metrotvnews.com, Jakarta: ", "Jakarta", "Metrotvnews.com"),
    ("KBRN, Jakarta: ", "Jakarta", "KBRN"),
    ("Liputan6.com, Jakarta - ", "Jakarta", "Liputan6.com"),
    ("Liputan6.com, Washington, DC - ", "Washington, DC", "Liputan6.com"),
    ("KONTAN.CO.ID - JAKARTA. ", "JAKARTA", "KONTAN.CO.ID"),
    ("KONTAN.CO.ID -  NEW YORK. ", "NEW YORK", "KONTAN.CO.ID"),
    ("SURYA.CO.ID | SURABAYA - ", "SURABAYA", "SURYA.CO.ID"),
    ("SERAMBI.CO.ID | Pulau Misal - ", "Pulau Misal", "SERAMBI.CO.ID"),
    ("TELUK MISAL (VOA) — ", "TELUK MISAL", "VOA"),
    ("Pulau Misal (Antara) - ", "Pulau Misal", "Antara"),
    ("TEMPO.CO, Deir al-Balah - ", "Deir al-Balah", "TEMPO.CO"),
    ("Bisnis.com, Al-Quds — ", "Al-Quds", "Bisnis.com"),
    ("REPUBLIKA.CO.ID, Washington, D.C.--", "Washington, D.C.", "REPUBLIKA.CO.ID"),
    ("Washington, D.C. - ", "Washington, D.C.", None),
    ("KONTAN.CO.ID - Palembang, Sumatera Selatan. ", "Palembang, Sumatera Selatan", "KONTAN.CO.ID"),
    ("Jakarta dan Bandung - ", "Jakarta dan Bandung", None),
    ("DESKMISAL - ", None, "DESKMISAL"),
    ("STOCKWATCH.ID (JAKARTA) – ", "JAKARTA", "STOCKWATCH.ID"),
    ("NERACA Jakarta - ", "Jakarta", "NERACA"),
    ("KOMPAS.com - ", None, "KOMPAS.com"),
    ("VIVA – ", None, "VIVA"),
    ("PIKIRAN RAKYAT - ", None, "PIKIRAN RAKYAT"),
    ("INFO NASIONAL - ", None, "INFO NASIONAL"),
    ("Hidayatullah.com–", None, "Hidayatullah.com"),
    ("Hidayatullah.com | ", None, "Hidayatullah.com"),
    ("Jakarta - ", "Jakarta", None),
    ("JAKARTA– ", "JAKARTA", None),
    ("JAKARTA-", "JAKARTA", None),
    ("TANGERANG SELATAN - ", "TANGERANG SELATAN", None),
    ("Rokan Hulu - ", "Rokan Hulu", None),
    ("Chanthaburi, Thailand - ", "Chanthaburi, Thailand", None),
    ("Jakarta: ", "Jakarta", None),
]

NO_SEPARATOR = [
    ("Liputan6.com, Jakarta ", "Jakarta", "Liputan6.com"),
    ("Liputan6.com, Tel Aviv ", "Tel Aviv", "Liputan6.com"),
    ("Liputan6.com, Deli Serdang ", "Deli Serdang", "Liputan6.com"),
    ("Jakarta, NU Online ", "Jakarta", "NU Online"),
    ("Jombang, NU Online Jatim ", "Jombang", "NU Online Jatim"),
    ("Jakarta, NU Online\r\n", "Jakarta", "NU Online"),
]

TRAPS = [
    "SEPULUH tahun sudah jembatan itu rusak.",
    "MENTERI Contoh meresmikan jembatan.",
    "Anak-anak bermain - kata dia - di tepi sungai.",
    "Presiden Contoh - dalam pidatonya - menyebut jembatan itu.",
    "Nama Contoh - usianya 54 tahun - datang sendiri.",
    "JAKARTA-BANDUNG kini ditempuh 40 menit.",
    "Jakarta-Bandung kini ditempuh 40 menit.",
    "KPK-Polri sepakat bekerja sama.",
    "Contoh.com, Misal.com, dan Umpama.com sepakat.",
    "Di Jakarta - seperti di kota lain - warga menunggu.",
    "Senin, 16 Juni 2025 - Warga menunggu jembatan.",
    "Rute Jakarta - Surabaya ditutup.",
    "VIDEO - Warga menyeberang jembatan.",
    "Kronologi: Warga menunggu jembatan.",
    "PT Contoh (Persero) - Tbk membangun jembatan.",
    "Nama Contoh (Partai) - Orang Lain bertemu.",
    "Covid-19 - Penyakit itu mereda.",
    "“Jakarta - Bandung” begitu judulnya.",
]


@every_row(("opening", "place", "outlet"), HOUSE_STYLES + NO_SEPARATOR)
def test_a_house_style_gives_place_and_outlet_and_the_story_alone(opening, place, outlet):
    dateline, rest = split_dateline(opening + STORY)
    assert (dateline.place, dateline.outlet) == (place, outlet)
    assert dateline.raw == opening
    assert rest == STORY


@every_row("text", TRAPS)
def test_what_only_looks_like_a_dateline_stays_in_the_story(text):
    assert split_dateline(text) == (None, text)


@every_row("place", ["Xylograd", "Contohville", "SUKAMISAL", "Al-Misalah"])
def test_a_place_need_not_be_on_the_list(place):
    assert not is_place(place)
    for opening in (f"{place} - ", f"{place}, KOMPAS.com - ", f"{place} (ANTARA) - "):
        assert split_dateline(opening + STORY)[0].place == place


def test_a_release_carries_its_date_inside_the_dateline():
    dateline, rest = split_dateline("ISTANBUL, 23 Februari 2016 (Antara/PRNewswire) -- " + STORY)
    assert (dateline.place, dateline.outlet) == ("ISTANBUL", "Antara/PRNewswire")
    assert dateline.date == "23 Februari 2016"
    assert rest == STORY


def test_a_newswire_release_names_place_agency_and_date_one_after_another():
    opening = "HONG KONG SAR - Media OutReach Newswire - 16 Juni 2025 - "
    dateline, rest = split_dateline(opening + STORY)
    assert (dateline.place, dateline.outlet) == ("HONG KONG SAR", "Media OutReach Newswire")
    assert dateline.date == "16 Juni 2025"
    assert rest == STORY


@every_row(
    "credit",
    ["Laporan wartawan Contohnews.com, Nama Contoh ", "Laporan Nama Contoh | Banda Aceh "],
)
def test_a_reporters_credit_before_the_dateline_goes_with_it(credit):
    dateline, rest = split_dateline(credit + "TRIBUNNEWS.COM, JAKARTA - " + STORY)
    assert (dateline.place, dateline.outlet) == ("JAKARTA", "TRIBUNNEWS.COM")
    assert rest == STORY


def test_a_place_without_separator_ends_where_the_sentence_begins():
    dateline, rest = split_dateline("Liputan6.com, Jakarta Timur Tengah kembali tenang.")
    assert dateline.place == "Jakarta"
    assert rest == "Timur Tengah kembali tenang."


def test_bold_type_tells_where_an_unknown_place_ends():
    text = "Liputan6.com, Kota Sukamisal Permai Warga menanam pohon."
    dateline, rest = split_dateline(text, opening="Liputan6.com, Kota Sukamisal Permai")
    assert dateline.place == "Kota Sukamisal Permai"
    assert rest == "Warga menanam pohon."


def test_bold_capitals_alone_are_no_dateline():
    text = "HARAPAN warga terkabul."
    assert split_dateline(text, opening="HARAPAN") == (None, text)


def test_an_outlet_no_shape_gives_away_is_known_by_the_sites_own_names():
    assert split_dateline("Lentera - " + STORY)[0].outlet is None
    dateline, _ = split_dateline("Jakarta, Lentera Pagi Raya - " + STORY, ["Lentera Pagi Raya"])
    assert (dateline.place, dateline.outlet) == ("Jakarta", "Lentera Pagi Raya")


def test_the_sites_own_name_needs_no_separator_and_is_a_whole_word():
    dateline, rest = split_dateline(f"Jakarta, Lentera Raya {STORY}", ["Lentera Raya"])
    assert (dateline.place, dateline.outlet, rest) == ("Jakarta", "Lentera Raya", STORY)
    glued = f"Jakarta, Lentera Raya{STORY}"
    assert split_dateline(glued, ["Lentera Raya"]) == (None, glued)


def test_a_code_behind_a_place_is_short():
    text = f"Jakarta, KNTNX - {STORY}"
    assert split_dateline(text) == (None, text)


def test_a_declared_house_style_reads_what_no_general_rule_would():
    style = "{place} / {outlet:LENTERA} :"
    dateline, rest = split_dateline("Sukamisal / LENTERA : " + STORY, styles=[style])
    assert (dateline.place, dateline.outlet) == ("Sukamisal", "LENTERA")
    assert rest == STORY


@every_row(
    "style, opening, place, outlet",
    [
        ("{place} - {outlet:SM}.", "Sukamisal - SM. ", "Sukamisal", "SM"),
        ("{place} - {outlet:SM}.", "Kota Rekaan – SM. ", "Kota Rekaan", "SM"),
        ("{place} - {outlet:SM}", "Bandung - SM ", "Bandung", "SM"),
        ("{outlet:SM}|{place}.", "SM|Bandung. ", "Bandung", "SM"),
        ("[{place}]", "[Kota Rekaan] ", "Kota Rekaan", None),
        ("[{place}]", "[BANDUNG]", "BANDUNG", None),
        ("({place}/{outlet:SM})", "(Sukamisal/SM) ", "Sukamisal", "SM"),
        ("{place} ::", "Bandung :: ", "Bandung", None),
        ("{place} »", "Bandung » ", "Bandung", None),
        ("{outlet:SM} @ {place};", "SM @ Sukamisal; ", "Sukamisal", "SM"),
    ],
)
def test_a_declared_style_wins_over_what_the_general_rules_read(style, opening, place, outlet):
    """Whatever it ends with: a sign of its own, or the outlet's name."""
    dateline, rest = split_dateline(opening + STORY, styles=[style])
    assert (dateline.place, dateline.outlet) == (place, outlet)
    assert (dateline.raw, rest) == (opening, STORY)


def test_a_declared_house_style_does_not_make_datelines_of_sentences():
    text = "Anak-anak bermain - kata dia."
    assert split_dateline(text, styles=["{place} -"]) == (None, text)


@given(st.text(max_size=300))
def test_dateline_and_rest_are_always_the_text(text):
    dateline, rest = split_dateline(text)
    assert (dateline.raw if dateline else "") + rest == text


@given(
    st.sampled_from(HOUSE_STYLES),
    st.sampled_from(["Sebuah", "“Kami", "12 warga", "PT Contoh", "iNews", "Di", "[SALAH]"]),
)
def test_any_sentence_may_follow_a_dateline(style, first):
    opening, place, outlet = style
    if opening.endswith("-") and not opening[-2].isspace() and first.startswith("PT"):
        return  # "JAKARTA-PT" is as well a compound
    dateline, rest = split_dateline(f"{opening}{first} membuka jembatan.")
    assert (dateline.place, dateline.outlet) == (place, outlet)
    assert rest == f"{first} membuka jembatan."


@needs_corpus
def test_real_openings_give_place_and_outlet():
    with open(CORPUS / "datelines.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        dateline, _ = split_dateline(row["raw"].replace("\\r\\n", "\r\n"))
        read = ((dateline and dateline.place) or "", (dateline and dateline.outlet) or "")
        if read != (row["place"], row["outlet"]):
            wrong.append((row["raw"][:60], read))
    assert len(wrong) <= len(rows) * 0.02, wrong


@every_row("name", MONTHS)
def test_a_month_is_a_month_in_every_spelling_that_dates_are_read_in(name):
    opening = f"ISTANBUL, 5 {name.title()} 2016 (Antara/PRNewswire) -- "
    dateline, story = split_dateline(opening + STORY)
    assert (dateline.place, dateline.date) == ("ISTANBUL", f"5 {name.title()} 2016")
    assert story == STORY


MARKS = (" - ", "-", "- ", "--", " -- ", " — ", "—", ": ", ":", " | ", "|")
"""What may part a dateline from its story, in the order of the columns below."""
OPENINGS = {
    # a sure outlet and a place: whatever parts them from the story
    "Jakarta, NERACA": "xxxxxxxxxxx",
    "NERACA, Jakarta": "xxxxxxxxxxx",
    "NERACA Jakarta": "xxxxxxxxxxx",
    "Jakarta (NERACA)": "xxxxxxxxxxx",
    # a likely outlet: a name with a hyphen, a label and a menu look the same
    "Jakarta, Warta Contoh": "x.xxxxxx.x.",
    "Warta Contoh, Jakarta": "x.xxxxxx.x.",
    # a name that no one knows for an outlet
    "Jakarta, Contoh": "x...xx.....",
    "Contoh, Jakarta": "x.xxxxx....",
    "Jakarta, Contoh, 3/7/2024": "x...xx.....",
    "Desaku, Contoh": "...........",
    # one of both alone
    "NERACA": "xxxxxxx..xx",
    "Warta Contoh": "...........",
    "Jakarta": "x.xxxxxx...",
    "JAKARTA": "xxxxxxxx...",
    "Banda Aceh": "x.xxxxxx...",
    "Desaku": "x...xx.....",
    "Jakarta, 3/7/2024": "xxxxxxxxxxx",
    # an outlet in brackets before the place is a photo's credit
    "(NERACA) Jakarta": "...........",
}
IN_A_SENTENCE = {
    "Jakarta, NERACA": "x...xx...x.",
    "NERACA, Jakarta": "x...xx...x.",
    "NERACA Jakarta": "x...xx...x.",
    "Jakarta (NERACA)": "x...xx...x.",
    "NERACA": "x...xx...x.",
    "Jakarta, Warta Contoh": "...........",
    "Jakarta, Contoh": "...........",
    "Jakarta": "...........",
    "JAKARTA": "...........",
}
"""The same before a small letter, where words may run on: "Jakarta - kota contoh - ..."."""


@every_row(
    ("opening", "story", "accepted"),
    [
        *((opening, STORY, marks) for opening, marks in OPENINGS.items()),
        *((opening, STORY.lower(), marks) for opening, marks in IN_A_SENTENCE.items()),
    ],
)
def test_what_may_part_a_dateline_from_its_story(opening, story, accepted):
    read = [split_dateline(f"{opening}{mark}{story}") for mark in MARKS]
    assert "".join("x" if dateline else "." for dateline, _ in read) == accepted
    assert {rest for dateline, rest in read if dateline} <= {story}
