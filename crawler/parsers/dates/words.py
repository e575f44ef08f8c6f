"""The words dates are written with, beside months and weekdays: zones, labels, units, numbers.

Everything is lower case with a straight apostrophe, as ``crawler.parsers.dates.finder.fold``
leaves a text.
"""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

from crawler.clock import WIB
from crawler.parsers.vocabulary.calendar import any_of

DAY_PART = r"(?:dini[ ]hari|pagi|siang|sore|petang|malam)(?![a-z])"

DAY_WORD = rf"(?:(?:legi|pahing|paing|pon|wage|kliwon)(?![a-z])|{DAY_PART})"
"""What may follow a weekday: the Javanese five-day week ("Jumat Kliwon"), the part of the day."""

WITA = timezone(timedelta(hours=8))
WIT = timezone(timedelta(hours=9))

INDONESIAN_OFFSETS = frozenset(zone.utcoffset(None) for zone in (WIB, WITA, WIT))

ZONES = {
    "wib": WIB,
    "waktu indonesia bagian barat": WIB,
    "waktu indonesia barat": WIB,
    "western indonesia time": WIB,
    "wita": WITA,
    "waktu indonesia bagian tengah": WITA,
    "waktu indonesia tengah": WITA,
    "central indonesia time": WITA,
    "wit": WIT,
    "waktu indonesia bagian timur": WIT,
    "waktu indonesia timur": WIT,
    "eastern indonesia time": WIT,
    "asia/jakarta": WIB,
    "asia/pontianak": WIB,
    "asia/makassar": WITA,
    "asia/jayapura": WIT,
    "z": UTC,
    "ut": UTC,
    "uct": UTC,
    "utc": UTC,
    "gmt": UTC,
    "bst": timezone(timedelta(hours=1)),
    "cet": timezone(timedelta(hours=1)),
    "cest": timezone(timedelta(hours=2)),
    "mest": timezone(timedelta(hours=2)),
    "eet": timezone(timedelta(hours=2)),
    "eest": timezone(timedelta(hours=3)),
    "msk": timezone(timedelta(hours=3)),
    "hkt": timezone(timedelta(hours=8)),
    "pht": timezone(timedelta(hours=8)),
    "awst": timezone(timedelta(hours=8)),
    "sgt": timezone(timedelta(hours=8)),
    "myt": timezone(timedelta(hours=8)),
    "jst": timezone(timedelta(hours=9)),
    "kst": timezone(timedelta(hours=9)),
    "aest": timezone(timedelta(hours=10)),
    "aedt": timezone(timedelta(hours=11)),
    "nzst": timezone(timedelta(hours=12)),
    "nzdt": timezone(timedelta(hours=13)),
    "edt": timezone(timedelta(hours=-4)),
    "est": timezone(timedelta(hours=-5)),
    "cdt": timezone(timedelta(hours=-5)),
    "mdt": timezone(timedelta(hours=-6)),
    "mst": timezone(timedelta(hours=-7)),
    "pdt": timezone(timedelta(hours=-7)),
    "pst": timezone(timedelta(hours=-8)),
}
"""Zone names as printed beside times, with their fixed offsets; not IST and CST, which several
countries use for their own. "(ist)" behind a date is a picture's credit."""

MACHINES_ZONES = {"wet": "+0000", "west": "+0100", "met": "+0100"}
"""Zones that are English words, zones only behind a machine's time; not in "14:05 West Java"."""

ZONE_NAME = any_of(ZONES).removeprefix(r"(?<![a-z])")
"""A zone's name, which may be glued to what is before it: "10.21WITA"."""

HIJRI_MONTH = (
    r"(?:mu[hk]ar+am|s[hy]?afar|rajab|s[hy]+a'?k?'?ban|r[ao]m[aeo][dl][hl]?[ao]n|s[hy]+aw+al"
    r"|rabi'?(?:ul?)?[ -]?(?:al-?|ul )?'?(?:aw+al|akh?ir|t[sh]?ani|sani)"
    r"|jum[ao]d[ai]l?[ -]?(?:al-?|il )?'?(?:aw+al|akh?ir(?:ah)?|ula|t[sh]?ani(?:yah)?|sani)"
    r"|(?:dz|z|dh)ul[ -]?[qk][ao]'?i?'?dah|(?:dz|z|dh)ul[ -]?hij+ah)"
)
"""Months of the Islamic year as newspapers spell them: "Jumadil Awwal", "Dzulqa'dah"."""

NUMBER_WORDS = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "an": 1,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}

UPDATED = (
    r"(?<![a-z])(?:(?:terakhir|last) )?(?:diperba(?:ha)?rui|dimutakhirkan|di-?update|diubah|diedit"
    r"|disunting|direvisi|pembaruan|pemutakhiran|updated?|modified|edited|revised)(?![a-z])"
)
"""Labels of the last update: "Diperbarui", "Terakhir diubah", "Updated"."""

PUBLISHED = (
    r"(?<![a-z])(?:di)?(?:terbit(?:kan)?|tayang(?:kan)?|publikasi(?:kan)?|publish(?:ed)?|unggah"
    r"|rilis|posting|posted|muat|buat|created|released)(?![a-z])"
)
"""Labels of the publishing: "Terbit", "Tayang", "Diunggah", "Published"."""

UNIT_NAMES = {
    "seconds": ("detik", "dtk", "second", "seconds", "sec", "secs"),
    "minutes": ("menit", "mnt", "minute", "minutes", "min", "mins", "m"),
    "hours": ("jam", "jm", "hour", "hours", "hrs", "h", "j"),
    "days": ("hari", "hr", "day", "days", "d"),
    "weeks": ("minggu", "mgg", "pekan", "week", "weeks", "w"),
    "months": ("bulan", "bln", "month", "months"),
    "years": ("tahun", "thn", "year", "years"),
}

UNITS = {name: unit for unit, names in UNIT_NAMES.items() for name in names}
"""What a step back in time is counted in, by name."""
