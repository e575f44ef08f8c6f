"""Names of people as bylines print them: told apart, and told from what only looks like one."""

from __future__ import annotations

import re

from crawler.parsers.dateline.outlets import DOMAIN, NAMED
from crawler.parsers.page.text import plain, squashed
from crawler.parsers.vocabulary.roles import AUTHORS, NOUNS, POST, any_word_for, words_for

NOBODY = re.compile(
    r"\b(?:developer|webmaster|administrator|newsroom|news ?desk|all rights|copyright|"
    r"cyber media|design|network|portal|PT|CV|Tbk|unknown|anonymous|anonim|null|none|"
    r"undefined|default|root|super ?admin|web ?admin|no authors?|not available|tanpa nama|n/a)\b"
    r"|^\d+\s*(?:min|menit|jam)|https?:|www\.|@|[{}<>\[\]=_#]",
    re.IGNORECASE,
)
"""What stands in for a name in templates and company lines: ``contoh.com developer``."""

ACCOUNT = re.compile(r"^(?:tim|team|admin\w*|redaksi)\b", re.IGNORECASE)
"""``Tim Contoh``, ``Admin``: a name where there is no other."""

DESK = re.compile(r"\bredaksi\b", re.IGNORECASE)
"""A desk, which signs only where a site says that this is where its writers stand."""

_CHANNELS = """
bisnis bola daerah dunia edukasi ekbis ekonomi feature finansial galeri gaya global health hiburan
hukum internasional islami investasi kesehatan keuangan khazanah kolom kriminal kuliner lifestyle
market megapolitan metro musik nasional news olahraga opini otomotif pemilu pendidikan peristiwa
politik properti regional sains selebriti showbiz sport sports tekno teknologi travel umum wisata
"""
_SENTENCE_WORDS = """
ada adalah agar akan apa artikel atau baca beranda berita bisa cara dalam dan dari daftar dengan di
diperbarui diterbitkan foto hari home ikuti indeks ini itu jadi juga kami karena kata kebijakan ke
kontak lain lainnya lihat login masuk memang menu oleh pada para pedoman privasi saat selengkapnya
semua share simak soal tag tayang tentang terbit terkait terkini tidak topik untuk update video wib
wit wita yang
"""
NO_NAMES = frozenset((_SENTENCE_WORDS + _CHANNELS).split())
"""Words of sentences, menus and channels; what holds one is nobody's name."""

SAID_OF = re.compile(
    rf"^(?:(?:laporan(?: wartawan)?|{any_word_for(forms=['noun', 'phrase'])})\s*[:：]?"
    rf"|(?:{any_word_for(AUTHORS, ['placed'])})\s*[:：])\s+",
    re.IGNORECASE,
)
"""``Oleh NAMA``, ``Koresponden: NAMA``: the label inside the element that holds the name."""

ROLE = re.compile(
    rf"^(?:{any_word_for(forms=NOUNS)}|staff?|wartawan .*|(?:senior|managing) editor|tim redaksi)$",
    re.IGNORECASE,
)
"""A word behind a name that says what the person does."""

DEGREE = re.compile(
    r"^(?:[A-Z]{1,3}\.\s?[A-Za-z]{1,5}\.?|Ph\.?D\.?|MBA|Lc\.?|M\.?A\.?|SH|MH|SE|MM)$"
)
"""``S.Sos``, ``M.Si``, ``Lc``."""

BETWEEN = re.compile(r"\s*(?:[;/|·•»\n]|\s&\s|,|\s(?:dan|and|serta)\s)\s*", re.IGNORECASE)
"""What parts two names."""

_LABELS = [word for word in words_for((*AUTHORS, "edits"), (*NOUNS, "phrase")) if " " not in word]
_CAPITALIZED = "|".join(word.capitalize() for word in _LABELS)
GLUED = re.compile(
    rf"(?<!\w)(?:(?:{_CAPITALIZED})(?=[A-Z])|(?:{'|'.join(_LABELS).upper()})(?=[A-Z][a-z]))"
)
"""``EditorNAMA``, ``OlehNama Orang``."""
BEHIND = re.compile(
    r"(?:\s+[-–—]\s*|\s*[-–—]\s+)\S.*$"
    r"|[\s,·•|–—-]*\b(?:(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b\s*,?\s*\d"
    r"|\d{1,2}[\s/.-]\w+[\s/.-]\d{2,4}|\d{1,2}[.:]\d{2}).*$|\s*\([^)]*\)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
""" `` - contohFinance`` and the date behind a name."""

IN_BEHIND = re.compile(r"[-–—(\d]")
"""A dash, a bracket or a digit: whatever stands behind a name has one, and most lines have none."""

PREPOSITION = re.compile(r"\s(?:pada|di|on|at)\s.*$", re.DOTALL)
"""`` pada Senin`` and `` di 25 November`` behind a name."""

BEFORE_DATE = re.compile(
    r"^(?P<name>[^\W\d_][\w.,'’ ]{2,60}?)\s*[-–—•|·]\s*(?:[^\W\d_][\w'’]*,?\s+)?"
    r"\d{1,2}(?:\s+[^\W\d_]{3,9}\s+\d{4}|/\d{1,2}/\d{4})\b"
)
"""``NAMA - 13 Oktober 2016 23:11 wib``, ``NAMA, Contoh | Senin, 10/10/2016 05:12``."""

PLACED = re.compile(rf"^(?:{any_word_for(AUTHORS, ['placed'])})\s+[^,]+,\s*\S", re.IGNORECASE)
"""``Kontributor Kota, NAMA``: one person."""

CODE = re.compile(r"^[A-Za-z]{1,5}-?\d{1,4}$")
"""A reporter's staff code: ``C31``, ``mcr8``."""

PARTICLES = frozenset(["bin", "binti", "al", "el", "de", "van", "der", "d", "el-", "ibn"])
"""Small words inside names."""

SENTENCE_END = re.compile(r"\w{4}[.!?]\s+\w{4}")

LONGEST = 60
MOST_WORDS = 7
MOST_CHARACTERS = 1000
"""Characters of one line that are asked for names."""


def split_names(text: str) -> list[str]:
    """The people one line names, templates' stand-ins, roles and dates left out."""
    whole = plain(unglued(text[:MOST_CHARACTERS]).replace("\n", " ; ")) or ""
    if "://" in whole or ROLE.match(whole):
        return []
    whole = SAID_OF.sub("", whole)
    whole = _without_behind(PREPOSITION.sub("", whole))
    parts = [whole] if PLACED.match(whole) else _with_degrees(_without_posts(whole))
    return [name for part in parts if (name := _name(part))]


def _without_behind(text: str) -> str:
    """The text without what is printed ``BEHIND`` a name, which few texts have anything of."""
    return BEHIND.sub("", text) if IN_BEHIND.search(text) else text


def _without_posts(line: str) -> list[str]:
    """The parts of a line, without what the one before does or where it does so.

    ``NAMA | Dosen Universitas Contoh``; a bare slash joins both: ``NAMA/Biro Pers``.
    """
    parts: list[str] = []
    behind = 0
    for mark in [*BETWEEN.finditer(line), None]:
        part = line[behind : mark.start() if mark else len(line)]
        if not parts or not POST.match(part):
            parts.append(part)
        elif behind and line[behind - 1] == "/" and line[behind - 2] != " ":
            parts[-1] = f"{parts[-1]}/{part}"
        behind = mark.end() if mark else behind
    return parts


def unglued(text: str) -> str:
    """A byline with a colon where its markup glued a label to a name: ``EditorNAMA Orang``."""
    return GLUED.sub(r"\g<0>: ", text)


def _with_degrees(parts: list[str]) -> list[str]:
    """The parts, academic degrees put back behind the name they follow."""
    joined: list[str] = []
    for part in parts:
        if joined and DEGREE.match(part):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _name(part: str) -> str | None:
    """A name without what is printed around it; None where it is none."""
    if ROLE.match(part.strip()):
        return None
    name = SAID_OF.sub("", _without_behind(part)).strip(' ,;:|-–—/*•·"“”()')
    if not 2 <= len(name) <= LONGEST or len(name.split()) > MOST_WORDS or ROLE.match(name):
        return None
    if not any(map(str.isalpha, name)) or (name[-1].isdigit() and not CODE.match(name)):
        return None
    return None if NOBODY.search(name) else name


def is_outlet(name: str, outlets: set[str]) -> bool:
    """Whether a name is an outlet's: the site's own (``outlets``, squashed) or another's."""
    if is_account(name):
        return False
    if DOMAIN.fullmatch(name) or NAMED.fullmatch(name) or squashed(name) in outlets:
        return True
    words = [squashed(word) for word in name.split()]
    if len(words) == 1:
        return any(words[0].startswith(outlet) for outlet in outlets if len(outlet) > 3)
    return len(words) == 2 and any(word in outlets for word in words if len(word) > 3)


def is_account(name: str) -> bool:
    """Whether a name is a team's or a blog account's."""
    return ACCOUNT.match(name) is not None


def is_desk(name: str) -> bool:
    """Whether a name is the editorial desk's."""
    return DESK.search(name) is not None


def looks_like_name(text: str) -> bool:
    """Whether words could be a person's: capitals, few of them, none of sentences and menus."""
    words = text.split()
    if CODE.match(text) or is_account(text):
        return True
    if not 1 <= len(words) <= MOST_WORDS or SENTENCE_END.search(text):
        return False
    if any(word.casefold().strip(",.") in NO_NAMES for word in words):
        return False
    return all(not word.islower() or word in PARTICLES for word in words)


def key(name: str) -> str:
    """One form of a name for comparing: "NAMA Orang" is "Nama orang"."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
