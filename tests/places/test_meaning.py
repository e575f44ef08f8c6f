"""A place as datelines print it: which one is meant, and what else it may be."""

import pytest

from crawler.places.folding import folded
from crawler.places.listed import called
from crawler.places.meaning import meaning, meanings_by_province
from tests.support.rows import every_row

SPELLINGS = [
    # printed, standard name, level, regency, province, country
    ("SOLO", "Kota Surakarta", "city", "Kota Surakarta", "Jawa Tengah", "ID"),
    ("jakarta", "DKI Jakarta", "province", None, "DKI Jakarta", "ID"),
    ("TANJUNGPINANG", "Kota Tanjungpinang", "city", "Kota Tanjungpinang", "Kepulauan Riau", "ID"),
    ("Tanjung Pinang", "Kota Tanjungpinang", "city", "Kota Tanjungpinang", "Kepulauan Riau", "ID"),
    ("Kab. Bandung", "Kabupaten Bandung", "regency", "Kabupaten Bandung", "Jawa Barat", "ID"),
    ("KABUPATEN BANDUNG", "Kabupaten Bandung", "regency", "Kabupaten Bandung", "Jawa Barat", "ID"),
    ("Kota Bandung", "Kota Bandung", "city", "Kota Bandung", "Jawa Barat", "ID"),
    ("TANGSEL", "Kota Tangerang Selatan", "city", "Kota Tangerang Selatan", "Banten", "ID"),
    ("Jaksel", "Kota Jakarta Selatan", "city", "Kota Jakarta Selatan", "DKI Jakarta", "ID"),
    ("NTB", "Nusa Tenggara Barat", "province", None, "Nusa Tenggara Barat", "ID"),
    ("Mataram, NTB", "Kota Mataram", "city", "Kota Mataram", "Nusa Tenggara Barat", "ID"),
    ("Palu (Sulteng)", "Kota Palu", "city", "Kota Palu", "Sulawesi Tengah", "ID"),
    ("Wamena", "Wamena", "district", "Kabupaten Jayawijaya", "Papua Pegunungan", "ID"),
    ("Timika", "Timika", "town", "Kabupaten Mimika", "Papua Tengah", "ID"),
    ("Waisai", "Kota Waisai", "district", "Kabupaten Raja Ampat", "Papua Barat Daya", "ID"),
    ("Merauke", "Kabupaten Merauke", "regency", "Kabupaten Merauke", "Papua Selatan", "ID"),
    ("Senayan", "Senayan", "area", "Kota Jakarta Pusat", "DKI Jakarta", "ID"),
    ("Cikeas", "Cikeas", "area", "Kabupaten Bogor", "Jawa Barat", "ID"),
    ("UBUD", "Ubud", "area", "Kabupaten Gianyar", "Bali", "ID"),
    ("Madura", "Madura", "island", None, "Jawa Timur", "ID"),
    ("Ciawi, Bogor", "Ciawi", "district", "Kabupaten Bogor", "Jawa Barat", "ID"),
    ("Kecamatan Pasar Minggu", "Pasar Minggu", "district", "Kota Jakarta Selatan", "DKI Jakarta",
     "ID"),
    ("Surabaya Timur", "Kota Surabaya", "city", "Kota Surabaya", "Jawa Timur", "ID"),
    ("Desa Rekaan, Garut", "Kabupaten Garut", "regency", "Kabupaten Garut", "Jawa Barat", "ID"),
    ("Washington", "Washington", "city", None, None, "US"),
    ("Kairo", "Kairo", "city", None, None, "EG"),
    ("Cairo", "Kairo", "city", None, None, "EG"),
    ("KUALA LUMPUR", "Kuala Lumpur", "city", None, None, "MY"),
    ("Den Haag", "Den Haag", "city", None, None, "NL"),
    ("SANA’A", "Sanaa", "city", None, None, "YE"),
    ("São Paulo", "Sao Paulo", "city", None, None, "BR"),
    ("HODEIDAH, YAMAN", "Hodeidah", "city", None, None, "YE"),
    ("Gaza", "Gaza", "region", None, None, "PS"),
    ("Kota Gaza", "Kota Gaza", "city", None, None, "PS"),
    ("Carolina Utara", "North Carolina", "region", None, None, "US"),
    ("AS", "Amerika Serikat", "country", None, None, "US"),
    ("Libanon", "Lebanon", "country", None, None, "LB"),
    ("Selat Hormuz", "Selat Hormuz", "sea", None, None, None),
]  # fmt: skip


@every_row("printed, name, level, regency, province, country", SPELLINGS)
def test_a_printed_place_has_one_standard_name(printed, name, level, regency, province, country):
    found = meaning(printed)
    place = found.place
    assert (place.name, place.level) == (name, level)
    assert (place.regency, place.province, place.country) == (regency, province, country)
    assert not found.others


@pytest.mark.parametrize(
    "printed",
    ["Contohkota", "Desa Rekaan", "", " - ", ",", "Polisi", "(", "Kota", "Kab.", "Kota " * 5000],
)
def test_what_is_in_no_table_stays_unknown(printed):
    assert meaning(printed).place is None
    assert meanings_by_province(printed) == {}


AMBIGUOUS = [
    ("Bandung", "Kota Bandung", ["Kabupaten Bandung"]),
    ("Banjar", "Kota Banjar", ["Kabupaten Banjar"]),
    ("Gorontalo", "Kota Gorontalo", ["Kabupaten Gorontalo", "Gorontalo"]),
    ("Tripoli", "Tripoli", ["Tripoli (LB)"]),
    ("Yerusalem", "Yerusalem", ["Yerusalem Timur (PS)"]),
    ("Jakarta/Bogor", "DKI Jakarta", ["Kota Bogor"]),
    ("Solo dan Klaten", "Kota Surakarta", ["Kabupaten Klaten"]),
]


@every_row("printed, name, others", AMBIGUOUS)
def test_of_several_one_is_taken_and_the_others_are_told(printed, name, others):
    found = meaning(printed)
    assert found.place.name == name
    assert {place.in_words() for place in found.others} >= set(others)


def test_of_several_towns_as_well_known_none_is_guessed():
    found = meaning("Martapura")
    assert (found.place.regency, found.place.province, found.place.latitude) == (None, None, None)
    assert [place.regency for place in found.others] == [
        "Kabupaten Ogan Komering Ulu Timur",
        "Kabupaten Banjar",
    ]


def test_the_outlets_own_province_decides_between_places_as_well_known():
    assert meaning("Martapura", "Kalimantan Selatan").place.regency == "Kabupaten Banjar"
    assert meaning("Banjar", "Kalimantan Selatan").place.name == "Kabupaten Banjar"
    assert meaning("Kuningan", "DKI Jakarta").place.regency == "Kota Jakarta Selatan"
    # a kecamatan in East Java is called so, too: a paper there means the city all the same
    assert meaning("Bandung", "Jawa Timur") == meaning("Bandung")
    told = meanings_by_province("Martapura")
    assert set(told) == {"Kalimantan Selatan", "Sumatera Selatan"}
    assert not told["Kalimantan Selatan"].others
    assert meanings_by_province("Surabaya") == {}


def test_spellings_are_alike_whatever_their_capitals_accents_and_blanks():
    assert len({folded(name) for name in ("Lubuk Linggau", "LUBUKLINGGAU", "lubuk-linggau")}) == 1
    assert folded("Ürümqi") == folded("Urumqi")
    assert called("Lubuk Linggau") == called("LUBUKLINGGAU")
