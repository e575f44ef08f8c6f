"""Every word dates are written with does what it means: a row a word, and no word without a row.

The rows are written down here once more on purpose: a word that is lost from its table, or gets
another meaning there, fails in its row.
"""

from datetime import datetime, timedelta, timezone

from crawler.parsers.dates import parse_date
from crawler.parsers.dates.lines import split_update
from crawler.parsers.dates.words import NUMBER_WORDS, UNIT_NAMES, ZONES
from crawler.parsers.vocabulary.calendar import MONTH_NAMES, WEEKDAY_NAMES
from tests.support.rows import every_row

NOW = datetime(2024, 11, 25, 15, 30, tzinfo=timezone(timedelta(hours=7)))

OFFSETS = {
    "-08:00": "pst",
    "-07:00": "pdt, mst",
    "-06:00": "mdt",
    "-05:00": "est, cdt",
    "-04:00": "edt",
    "+00:00": "z, utc, gmt, ut, uct",
    "+01:00": "bst, cet",
    "+02:00": "cest, mest, eet",
    "+03:00": "eest, msk",
    "+07:00": "wib, waktu indonesia bagian barat, waktu indonesia barat, western indonesia time, "
    "asia/jakarta, asia/pontianak",
    "+08:00": "wita, waktu indonesia bagian tengah, waktu indonesia tengah, "
    "central indonesia time, sgt, myt, hkt, pht, awst, asia/makassar",
    "+09:00": "wit, waktu indonesia bagian timur, waktu indonesia timur, "
    "eastern indonesia time, jst, kst, asia/jayapura",
    "+10:00": "aest",
    "+11:00": "aedt",
    "+12:00": "nzst",
    "+13:00": "nzdt",
}
OF_ZONE = {zone: offset for offset, zones in OFFSETS.items() for zone in zones.split(", ")}

OF_MONTH = {
    1: "januari january djanuari",
    2: "februari february pebruari pebruary febuari febuary pebuari",
    3: "maret march mart mrt",
    4: "april",
    5: "mei may",
    6: "juni june djuni djoeni",
    7: "juli july djuli djoeli",
    8: "agustus august agoestoes augustus ags agt agst",
    9: "september sept",
    10: "oktober october",
    11: "november nopember",
    12: "desember december",
}
OF_WEEKDAY = {
    "2024-11-18": "senin sen monday mon",
    "2024-11-19": "selasa sel tuesday tues tue",
    "2024-11-20": "rabu rab wednesday wednes wed",
    "2024-11-21": "kamis kam thursday thurs thur thu",
    "2024-11-22": "jumat jum'at jum friday fri",
    "2024-11-23": "sabtu saptu sab saturday satur sat",
    "2024-11-24": "minggu ahad min mgg ahd sunday sun",
}
"""The last day of that name before ``NOW``."""
OF_NUMBER = {
    1: "satu an a one",
    2: "dua two",
    3: "tiga three",
    4: "empat four",
    5: "lima five",
    6: "enam six",
    7: "tujuh seven",
    8: "delapan eight",
    9: "sembilan nine",
    10: "sepuluh ten",
}
AGO = {
    "2024-11-25T15:29:57+07:00": "detik dtk second seconds sec secs",
    "2024-11-25T15:27:00+07:00": "menit mnt minute minutes min mins m",
    "2024-11-25T12:30:00+07:00": "jam jm hour hours hrs h j",
    "2024-11-22": "hari hr day days d",
    "2024-11-04": "minggu mgg pekan week weeks w",
    "2024-08-25": "bulan bln month months",
    "2021-11-25": "tahun thn year years",
}
"""Three of a unit before ``NOW``."""

UPDATES = (
    "Diperbarui, Diperbaharui, Dimutakhirkan, Diupdate, Di-update, Diubah, Diedit, Disunting, "
    "Direvisi, Pembaruan, Pemutakhiran, Update, Updated, Modified, Edited, Revised, "
    "Terakhir diubah, Last updated"
).split(", ")
PUBLISHINGS = (
    "Terbit, Terbitkan, Diterbitkan, Tayang, Ditayangkan, Publikasi, Dipublikasikan, Publish, "
    "Published, Unggah, Diunggah, Rilis, Dirilis, Posting, Diposting, Posted, Dimuat, Dibuat, "
    "Created, Released"
).split(", ")


def iso(raw):
    """The date of a string in ISO 8601, "" for none."""
    parsed = parse_date(raw, now=NOW)
    return parsed.iso if parsed else ""


def words_of(rows):
    return {word: meaning for meaning, words in rows.items() for word in words.split()}


def test_no_word_is_without_a_row():
    assert set(OF_ZONE) == set(ZONES)
    assert words_of(OF_MONTH) == words_of({n: " ".join(names) for n, names in MONTH_NAMES.items()})
    assert set(words_of(OF_WEEKDAY)) == {name for names in WEEKDAY_NAMES for name in names}
    assert set(words_of(OF_NUMBER)) == set(NUMBER_WORDS)
    assert set(words_of(AGO)) == {name for names in UNIT_NAMES.values() for name in names}


@every_row(("zone", "offset"), OF_ZONE.items())
def test_a_zone_behind_a_time(zone, offset):
    read = f"2024-11-25T14:05:00{offset}".replace("+00:00", "Z")
    assert iso(f"25 November 2024 14:05 {zone}").replace("+00:00", "Z") == read


@every_row(("name", "month"), words_of(OF_MONTH).items())
def test_a_month_between_day_and_year(name, month):
    assert iso(f"5 {name.title()} 2016") == f"2016-{month:02}-05"


@every_row(("name", "day"), words_of(OF_WEEKDAY).items())
def test_a_weekday_before_a_day_without_a_year(name, day):
    assert iso(f"{name.title()} ({day[8:]}/{day[5:7]})") == day


@every_row(("word", "number"), words_of(OF_NUMBER).items())
def test_a_number_of_days_ago(word, number):
    assert iso(f"{word} hari yang lalu") == str(NOW.date() - timedelta(days=number))


@every_row(("unit", "then"), words_of(AGO).items())
def test_three_of_a_unit_ago(unit, then):
    assert iso(f"3 {unit} {'ago' if unit == 'h' else 'lalu'}") == then


@every_row(
    ("said", "then"),
    [
        ("2 h lalu", "2024-11-23"),
        ("sabtu kemarin", "2024-11-23"),
        ("Senin yang lalu", "2024-11-18"),
        ("±2 jam lalu", "2024-11-25T13:30:00+07:00"),
        ("> 1 jam lalu", "2024-11-25T14:30:00+07:00"),
    ],
)
def test_days_and_times_said_loosely(said, then):
    assert iso(said) == then


@every_row("ago", ["lalu", "silam", "yang lalu", "yg lalu", "ago"])
def test_words_for_ago(ago):
    assert iso(f"2 jam {ago}") == "2024-11-25T13:30:00+07:00"


@every_row(
    ("said", "then"),
    {
        "sehari yang lalu": "2024-11-24",
        "setengah jam lalu": "2024-11-25T15:00:00+07:00",
        "half an hour ago": "2024-11-25T15:00:00+07:00",
        "baru saja": "2024-11-25T15:30:00+07:00",
        "barusan": "2024-11-25T15:30:00+07:00",
        "just now": "2024-11-25T15:30:00+07:00",
        "kemarin lusa": "2024-11-23",
        "kemarin dulu": "2024-11-23",
        "kemarin": "2024-11-24",
        "kemarin malam": "2024-11-24",
        "yesterday": "2024-11-24",
        "hari ini": "2024-11-25",
        "today": "2024-11-25",
    }.items(),
)
def test_words_told_from_now(said, then):
    assert iso(said) == then


@every_row("word", "pukul pkl pk jam at on pada sekitar sekira mulai sejak".split())
def test_words_between_a_day_and_its_time(word):
    assert iso(f"25 November 2024 {word} 09.05") == "2024-11-25T09:05:00+07:00"


@every_row("day", "legi pahing paing pon wage kliwon".split())
def test_the_javanese_week_may_follow_a_weekday(day):
    assert iso(f"Jumat {day} (22/11)") == "2024-11-22"


@every_row(
    ("said", "time"),
    {
        "2.05 dini hari": "02:05",
        "7.05 pagi": "07:05",
        "2.05 siang": "14:05",
        "4.05 sore": "16:05",
        "6.05 petang": "18:05",
        "7.05 malam": "19:05",
    }.items(),
)
def test_parts_of_the_day_behind_a_clock_of_twelve_hours(said, time):
    assert iso(f"25 November 2024 pukul {said}") == f"2024-11-25T{time}:00+07:00"


@every_row("unit", "persen % ribu juta miliar triliun orang kali poin meter km kg".split())
def test_a_number_that_counts_something_is_no_time(unit):
    assert iso(f"25 November 2024, 10.15 {unit}") == "2024-11-25"


@every_row("before", "rp idr usd no nomor nomer versi ver v ip $ € £ #".split())
def test_a_price_a_law_and_a_version_are_no_date(before):
    assert iso(f"{before} 5.6.2024") == ""


@every_row("label", UPDATES)
def test_a_label_of_the_update_is_not_the_publishing(label):
    assert split_update(f"{label}: 24 Juli 2024") == (None, f"{label}: 24 Juli 2024")


@every_row("label", PUBLISHINGS)
def test_a_label_of_the_publishing_ends_the_update(label):
    line = f"Diperbarui: 24 Juli 2024 {label}: 23 Juli 2024"
    published, updated = split_update(line)
    assert (iso(published), iso(updated)) == ("2024-07-23", "2024-07-24")


@every_row("label", [*UPDATES, *PUBLISHINGS])
def test_a_label_before_a_short_date(label):
    assert iso(f"{label}: 05.06.24") == "2024-06-05"
