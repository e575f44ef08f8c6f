"""What dates look like: one compiled pattern for each kind, an example beside each part.

All of them read a folded text (``crawler.parsers.dates.finder.fold``): lower case, one kind of
dash, of apostrophe and of blank.
"""

from __future__ import annotations

import re

from crawler.parsers.dates.words import (
    DAY_PART,
    DAY_WORD,
    HIJRI_MONTH,
    NUMBER_WORDS,
    PUBLISHED,
    UNITS,
    UPDATED,
    ZONE_NAME,
)
from crawler.parsers.vocabulary.calendar import MONTH, WEEKDAY, WEEKDAYS, any_of

YEAR = r"(?:1[6-9]|2[01])\d\d"
"""1600 to 2199: neither a Hijri year nor most prices."""

UNTIL = r"[ ]?(?:-|s\.?[ ]?/?[ ]?d\.?|sampai(?:[ ]dengan)?|hingga|to|dan|&)[ ]?"
"""Between the ends of a range: "20-22", "6 s.d. 9", "6 hingga 9"."""

NO_NUMBER_BEFORE = r"(?<!\d)(?<!\d[.,/-])"

DATE = re.compile(
    rf"""
      (?P<day_first>   # 25 November 2024 | 20-22 Juni 2025 | 30 Mei-2 Juni 2024 | 24Mei2019
        {NO_NUMBER_BEFORE}(?P<day>\d\d?)(?:st|nd|rd|th)?(?:(?:,[ ]?\d\d?)*,?{UNTIL}\d\d?(?!\d))?
        [ ./-]{{0,3}}(?:of[ ])?(?P<month>{MONTH})
        (?:\.?{UNTIL}\d\d?[ ./-]{{0,3}}(?P<last_month>{MONTH}))?
        [ .,/'-]{{0,3}}(?P<year>{YEAR})(?!\d)
      )
    | (?P<numeric>     # 25/11/2024 | 05.06.2024 | 14-11-2021 | 13/01/ 2025 | 25-27/11/2024
        {NO_NUMBER_BEFORE}(?<!/)(?P<day_n>\d\d?)(?:{UNTIL}\d\d?(?=[ ]?[./]))?
        [ ]?(?P<mark_n>[./-])[ ]?(?P<month_n>\d\d?)[ ]?(?P=mark_n)[ ]?
        (?P<year_n>{YEAR})(?!\d)(?![./-]\d\d\d)
      )
    | (?P<year_first>  # 2024-11-25 | 2023/08/29
        {NO_NUMBER_BEFORE}(?P<year_y>{YEAR})[ ]?(?P<mark_y>[./-])[ ]?(?P<month_y>\d\d?)
        [ ]?(?P=mark_y)[ ]?(?P<day_y>\d\d?)(?!\d)
      )
    | (?P<month_first> # August 11, 2020 | Nov 25th 2024 | November 25-27, 2024
        (?<![a-z])(?P<month_m>{MONTH})\.?[ ]?(?P<day_m>\d\d?)(?:st|nd|rd|th)?(?:[ ]?-[ ]?\d\d?)?
        (?:[ ]?,[ ]?|[ ])(?P<year_m>{YEAR})(?!\d)
      )
    | (?P<year_word>   # 2024 November 25 | 2024-Nov-25
        {NO_NUMBER_BEFORE}(?P<year_w>{YEAR})[ -](?P<month_w>{MONTH})[ -](?P<day_w>\d\d?)(?!\d)
      )
    | (?P<introduced>  # Kamis (29/5/25), by its weekday or bracket only
        {NO_NUMBER_BEFORE}(?P<day_i>\d\d?)/(?P<month_i>\d\d?)/(?P<year_i>\d\d)(?![\d/:])
      )
    """,
    re.VERBOSE,
)
"""A day with its year, wherever it stands in a text."""

MONTH_BEFORE = re.compile(rf"(?<![a-z]){MONTH}\.?[ ]?$")
"""The month's name before a day in English: "August ", "Aug. "."""

SHORT_YEAR = re.compile(
    rf"""
      {NO_NUMBER_BEFORE}(?P<day>\d\d?)[ ./-]{{0,2}}(?P<month>{MONTH})[ .,/-]{{0,2}}
      (?P<mark>')?(?P<year>\d\d)
      (?(mark)(?!\d)|(?=\.?$|[ ]?[]|,)•·(-]|[ ]\d\d?[:.]\d\d|[ ](?:pukul|pkl|jam|at)))
    """,
    re.VERBOSE,
)
"""A month's name and a year of two digits: "13 Jul '25", "24 Apr 26", "25-Des-24"."""

SHORT_NUMERIC = re.compile(
    rf"{NO_NUMBER_BEFORE}(?<!/)(?P<day>\d\d?)(?P<mark>[./-])(?P<month>\d\d?)(?P=mark)"
    r"(?P<year>\d\d)(?![\d:])(?![./-]\d)"
)
"""Three numbers with a year of two digits, "05.06.24": a date only where little else stands."""

SPACED_NUMERIC = re.compile(rf"(?<!\d)(?P<day>\d\d?) (?P<month>\d\d?) (?P<year>{YEAR})(?!\d)")
"""Three numbers parted by blanks, "16 12 2022": a date only where little else stands."""

YEARLESS = re.compile(
    rf"""
      (?P<weekday>{WEEKDAY})(?:[ ]{DAY_WORD})?[ ]?,?[ ]?(?:tanggal[ ])?
      (?: \(?(?P<day_n>\d\d?)/(?P<month_n>\d\d?)(?![\d/])   # Senin (25/11) | Senin, 25/11
        | \(?(?P<day_w>\d\d?)[ ](?P<month_w>{MONTH})        # Kamis, 28 November
          (?!\.?,?[ ]?\d{{4}}) )
    | {NO_NUMBER_BEFORE}(?P<day_t>\d\d?)[ -](?P<month_t>{MONTH})
      (?=[ ,|•·-]{{1,3}}(?:pukul[ ]|pkl\.?[ ]|jam[ ])?\d\d?[:.]\d\d(?!\d))  # 30 Des, 09:00
    | (?<![a-z])(?P<month_f>{MONTH})\.?[ ](?P<day_f>\d\d?)
      (?=[ ,|•·-]{{1,3}}\d\d?[:.]\d\d(?!\d))                    # Nov 22, 10:15
    | \((?P<day_b>\d\d?)/(?P<month_b>\d\d?)\)                # di Jakarta (17/6)
    | ^\W*(?P<day_o>\d\d?)[ -](?P<month_o>{MONTH})\W*$       # 30 Des
    """,
    re.VERBOSE,
)
"""A day whose year has to come from elsewhere."""

GAP = r"[ ,|/•·∙●@()\[\];:.~-]*"

CLOCK_WORD = r"(?:pukul|pkl|pk|jam)"

LEAD_IN = rf"""
    (?:(?:(?P<iso>t(?=\d))
      |(?:m|masehi|at|on|pada|hari|tepat(?:nya)?|sekitar|sekira|kira-kira|mulai|sejak|{DAY_WORD}
        |(?P<clock_word>{CLOCK_WORD}))(?![a-z])
      |(?P<early_zone>wib|wita|wit)(?![a-z])
    ){GAP}){{0,4}}
"""
"""Words between a day and its time: "pukul", "malam sekitar pukul", ISO's T, "at"."""

NUMERIC_ZONE = (
    r"(?:(?:(?:gmt|utc)[ ]?[+-]|[+])[ ]?(?:1[0-4]|0?\d)(?:[:.]?[0-5]\d)?(?!\d)"
    r"|-(?:1[0-2]|0\d)[0-5]\d(?!\d))"
)
"""GMT+7, UTC +07.00, +07:00, +0700, -0800."""

CLOCK_INSIDE = re.compile(
    rf"(?<![a-z])(?P<month>{MONTH}) (?P<day>\d\d?),? (?P<clock>\d\d:\d\d(?::\d\d)?"
    rf"(?: ?(?:{NUMERIC_ZONE}|{ZONE_NAME}))?) (?P<year>{YEAR})(?!\d)"
)
"""The order of C's ctime: "Mon Nov 25 14:05:00 WIB 2024"."""

COUNTED = r"(?:persen|%|ribu|juta|miliar|triliun|orang|kali|poin|meter|km|kg)"

TIME = rf"""
    (?: (?P<hour>[01]?\d|2[0-4])(?:[ ]?:[ ]?|\.)(?P<minute>[0-5]\d)              # 14:05 | 14.05
        (?:[:.](?P<second>[0-5]\d)(?:[.,](?P<fraction>\d{{1,9}}))?)?(?!\d)
        (?:[ ]?(?P<half>[ap])\.?m(?![a-z])\.?)?                                 # 2.05pm | 9:15 a.m.
        (?P<until>[ ]?(?:-|s\.?/?d\.?|sampai|hingga)[ ]?(?:[01]?\d|2[0-4])[:.][0-5]\d(?![\d:]))?
      | (?P<hour_h>\d\d)-(?P<minute_h>[0-5]\d)-(?P<second_h>[0-5]\d)(?!\d)       # T20-59-53Z
      | (?P<hour_p>1?\d)[ ]?(?P<half_p>[ap])\.?m(?![a-z])\.?                    # 2 PM
    )
    (?:[ ](?P<part>{DAY_PART}))?                                                # 7.30 malam
    (?:[ :()\[\]]*(?P<zone>{NUMERIC_ZONE}|{ZONE_NAME}))?
    (?![ ]?{COUNTED})
"""

TIME_AFTER = re.compile(
    rf"""
    {GAP}{LEAD_IN}
    (?: {TIME}
      | (?<=[a-z.:][ .:])(?P<hour_w>[01]?\d|2[0-4])(?![\d.:])                   # jam 08 25 Wib
        (?:[ ](?P<minute_w>[0-5]\d)(?![\d.,]))?                                # pukul 10 WIB
        (?:[ ](?P<part_w>{DAY_PART}))?(?:[ ]?(?P<zone_w>{ZONE_NAME}))?
    )
    """,
    re.VERBOSE,
)
"""The time after a day: ", 14:05 WIB", " | 14.05", "T14:05:00+07:00", " pukul 09.00 WIT"."""

TIME_BEFORE = re.compile(
    rf"""
    (?P<clock_word>{CLOCK_WORD}[ .:]*)?(?<![\d.,:]){TIME}
    {GAP}(?:(?:pada|hari|tanggal|tgl|on|{WEEKDAY}(?:[ ]{DAY_WORD})?)(?![a-z]){GAP}){{0,4}}$
    """,
    re.VERBOSE,
)
"""The time before a day: "02:58 WIB, ", "14.05 WIB - Kamis, ", "2:05 PM, "."""

ZONE_AFTER_DAY = re.compile(rf"[ ]?\(?(?P<zone>{ZONE_NAME})")
"""The zone of a day without time: " WITA"."""

WEEKDAY_BEFORE = re.compile(
    rf"(?:hari )?{WEEKDAY}(?: {DAY_WORD})? ?,? ?(?:tanggal |tgl\.? )?[(\[]? ?$"
)
"""The weekday that belongs to the day after it: "Selasa (", "Jumat Kliwon, "."""

HIJRI_DAY = re.compile(
    rf"\d(?<!\d\d)\d? ?{HIJRI_MONTH}(?:,? ?1[345]\d\d)?(?: ?h(?:ijri[a-z]*)?(?![a-z])\.?)?"
)
"""A day of the Islamic calendar: "23 Jumadil Awal 1446 H". The digit comes first and is looked
back from, because a pattern that opens with a digit is searched for twenty times faster."""

NOT_A_DAY_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:rp|idr|usd|no|nomor|nomer|versi|ver|v|ip)|[$€£#])[ .:]*$"
)
"""What makes numbers after it a price, a law or a version: "Rp ", "No. "."""

LABELS_ONLY = re.compile(
    rf"(?:\W|{WEEKDAY}|{UPDATED}|{PUBLISHED}"
    r"|(?<![a-z])(?:pada|hari|tanggal|tgl|date|on|at|wib)(?![a-z]))*"
)
"""Text that only introduces a date: "Terbit: ", "Sabtu | "."""

PUBLISH_LABEL = re.compile(PUBLISHED)
UPDATE_LABEL = re.compile(UPDATED)
UPDATE_STRETCH = re.compile(rf"{UPDATED}.*?(?={PUBLISHED}[ :]|$)")
"""From a label of the update to the label of the publishing or the end."""

EPOCH = re.compile(
    r"(?:/date\()?(?P<seconds>\d{10})(?:(?P<rest>\d{3}|\d{6})|\.(?P<fraction>\d{1,6})\d*)?(?:\)/)?"
)
"""Seconds, milliseconds or microseconds since 1970: "1732518300", "/Date(1732518300123)/"."""

COMPACT = re.compile(
    rf"(?P<year>{YEAR})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[ t]?(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d))?"
    rf" ?(?P<zone>{NUMERIC_ZONE}|{ZONE_NAME})?)?"
)
"""Digits only: "20201106", "20241125140500", "20210522T140500+0700"."""

MISSPELT = re.compile(rf"(?<!\d)(?P<day>\d\d?) (?P<month>[a-z]{{4,11}}) (?P<year>{YEAR})(?!\d)")
"""A day, a word and a year, where the word may be a month with a wrong letter."""

MAY_HOLD_A_DATE = re.compile(rf"(?=.*(?<!\d)\d\d?(?!\d))(?=.*(?<![a-z]){MONTH}).*{YEAR}(?!\d)")
"""A number, a word like a month and a year, in any order: worth asking dateparser."""

STRANGER = re.compile(
    rf"(?<![a-z])(?!(?:{MONTH}|{WEEKDAY}|{DAY_WORD}|{ZONE_NAME}|{CLOCK_WORD}|pada|on|of|the|hari"
    r"|tanggal|bulan|tahun|at|am|pm|st|nd|rd|th)(?![a-z]))[a-z]+"
)
"""A word dates are not written with; dateparser reads none among them, so it is not asked."""

COUNT = rf"(?:\d{{1,4}}(?:[.,]\d)?[ ]?|se|setengah[ ]|half[ ]an?[ ]|{any_of(NUMBER_WORDS)}[ ])"
UNIT = any_of(UNITS).removeprefix(r"(?<![a-z])")

STEP = re.compile(rf"(?P<count>{COUNT})(?P<unit>{UNIT})")
"""One step back in time: "3 jam", "sejam", "setengah jam", "dua hari"."""

WEEKDAY_ALONE = any_of(name for name in WEEKDAYS if len(name) > 3)
"""Weekdays whose names are no other words: "jumat", not "min"."""

RELATIVE = re.compile(
    rf"""
      (?<![\w.,])(?P<steps>{COUNT}{UNIT}(?:,?[ ](?:dan[ ])?{COUNT}{UNIT}){{0,2}})
        [ ](?:(?:(?:yang|yg)[ ])?(?:lalu|silam)|ago)(?![a-z])      # 1 jam 5 menit yang lalu
    | (?<![\w])(?:(?P<now>baru[ ]saja|barusan|just[ ]now)
      | (?P<weekday>{WEEKDAY})[ ](?:kemarin|lalu|(?:yang|yg)[ ]lalu)(?:[ ]{DAY_PART})?
      | (?P<weekday_alone>{WEEKDAY_ALONE})(?=[ ,|/•·@]*+(?:{CLOCK_WORD}[ .:]*)?\d\d?[.:]\d)
      | (?P<before>kemarin[ ](?:lusa|dulu))
      | (?P<yesterday>kemarin(?:[ ]{DAY_PART})?|yesterday)
      | (?P<today>hari[ ]ini|tadi[ ](?:pagi|siang|sore)|today))(?![a-z])  # Kemarin, 14:05 WIB
    """,
    re.VERBOSE,
)
"""A time told from the moment the page was fetched."""

BEFORE_RELATIVE = re.compile(
    rf"(?:.{{0,80}}[|•·∙●:/(\[-]|(?:[\w.-]+ ){{0,3}}[\w.-]+,)? ?"
    rf"(?:(?:{PUBLISHED}|{UPDATED}) )?(?:pada |sejak )?"
    r"(?:sekitar |sekira |kira-kira |kurang lebih |(?:kurang|lebih) dari |hampir |about |over "
    r"|almost |nearly |(?:less|more) than |[±~><≈+] ?)?"
)
AFTER_RELATIVE = re.compile(r"[ .)\]]*(?:(?:wib|wita|wit)[ .)\]]*)?(?:$|[|•·∙●(/-])")
"""What may stand around a relative time where it is the page's date, not part of a sentence."""
