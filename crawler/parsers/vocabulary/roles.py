"""What the people of a byline did: one table of the words that say so, and patterns made of it.

All in small letters; the patterns are for ``re.IGNORECASE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

Deed = Literal["writes", "photographs", "edits", "translates", "makes", "is asked", "shows"]
"""Who writes and photographs is an author. Who ``makes`` helped, who ``is asked`` is the source;
what ``shows`` is a picture, whose label may as well begin a line of the text."""
Form = Literal["noun", "placed", "short", "phrase", "laporan"]
"""A ``noun`` may stand behind a name too; behind a ``placed`` one a town may follow before the
name. A ``short`` one is a label with a colon only, a ``phrase`` one without it as well."""


class Role(NamedTuple):
    """A word of a byline, what the one it names does, and a line it stands in."""

    word: str
    deed: Deed
    form: Form
    example: str


ROLES = (
    Role("penulis naskah", "writes", "noun", "Penulis naskah: NAMA"),
    Role("penulis", "writes", "noun", "Penulis: NAMA"),
    Role("reporter", "writes", "noun", "Reporter: NAMA | Editor: NAMA"),
    Role("pewarta", "writes", "noun", "Pewarta: NAMA"),
    Role("jurnalis", "writes", "noun", "Jurnalis: NAMA"),
    Role("journalist", "writes", "noun", "Journalist: NAMA"),
    Role("wartawan", "writes", "noun", "Wartawan: NAMA"),
    Role("author", "writes", "noun", "Author: NAMA"),
    Role("writer", "writes", "noun", "Writer: NAMA"),
    Role("contributor", "writes", "noun", "NAMA, Contributor"),
    Role("kontributor", "writes", "placed", "Kontributor Kota, NAMA"),
    Role("koresponden", "writes", "placed", "Koresponden: NAMA"),
    Role("rep", "writes", "short", "Rep: C31/ Red: NAMA"),
    Role("report", "writes", "short", "Report: NAMA"),
    Role("oleh", "writes", "phrase", "Oleh NAMA"),
    Role("by", "writes", "phrase", "By NAMA"),
    Role("ditulis oleh", "writes", "phrase", "Ditulis oleh NAMA"),
    Role("written by", "writes", "phrase", "Written by NAMA"),
    Role("diposting oleh", "writes", "phrase", "Diposting oleh NAMA"),
    Role("diposkan oleh", "writes", "phrase", "Diposkan oleh NAMA"),
    Role("diunggah oleh", "writes", "phrase", "Diunggah oleh NAMA"),
    Role("dipublikasikan oleh", "writes", "phrase", "Dipublikasikan oleh NAMA"),
    Role("posted by", "writes", "phrase", "Posted by NAMA"),
    Role("laporan", "writes", "laporan", "Laporan wartawan Contoh.com, NAMA"),
    Role("fotografer", "photographs", "noun", "Fotografer: NAMA"),
    Role("editor", "edits", "noun", "Editor: NAMA"),
    Role("editors", "edits", "noun", "Editors: NAMA, NAMA"),
    Role("redaktur pelaksana", "edits", "noun", "Redaktur pelaksana: NAMA"),
    Role("redaktur", "edits", "noun", "Redaktur: NAMA"),
    Role("penyunting", "edits", "noun", "Penyunting: NAMA"),
    Role("red", "edits", "short", "Red: NAMA"),
    Role("edited by", "edits", "phrase", "Edited by NAMA"),
    Role("disunting oleh", "edits", "phrase", "Disunting oleh NAMA"),
    Role("penerjemah", "translates", "noun", "Penerjemah: NAMA"),
    Role("translator", "translates", "noun", "Translator: NAMA"),
    Role("videografer", "makes", "noun", "Videografer: NAMA"),
    Role("produser", "makes", "noun", "Produser: NAMA"),
    Role("pembaca naskah", "makes", "noun", "Pembaca naskah: NAMA"),
    Role("uploader", "makes", "noun", "Uploader: NAMA"),
    Role("sumber", "is asked", "short", "Sumber: NAMA"),
    Role("source", "is asked", "short", "Source: NAMA"),
    Role("foto", "shows", "short", "Foto: NAMA"),
    Role("photo", "shows", "short", "Photo: NAMA"),
    Role("video", "shows", "short", "Video: NAMA"),
    Role("infografis", "shows", "short", "Infografis: NAMA"),
)

_POSTS = """
advokat ahli aktivis alumni alumnus analis anggota associate budayawan chief dekan direktur
director dosen ekonom guru head kepala ketua lecturer mahasiswa mahasiswi pakar pegiat pemerhati
penasihat pendiri peneliti pengajar pengamat pengurus praktisi professor rektor researcher
sejarawan sekretaris sosiolog staf staff wakil
"""
_BODIES = """
asosiasi badan balai biro departemen dinas divisi fakultas humas institut ikatan kantor kementerian
kominfo lembaga pemkab pemkot pemprov polda polres polresta polsek program pusat sekretariat
universitas university yayasan
"""
POST = re.compile(
    rf"(?:{'|'.join((_POSTS + _BODIES).split())})\s|(?:{'|'.join(_POSTS.split())})$", re.IGNORECASE
)
"""How what stands behind a name begins that is no second person: ``Dosen Universitas Contoh``."""

AUTHORS: tuple[Deed, ...] = ("writes", "photographs")
HELPERS: tuple[Deed, ...] = ("translates", "makes", "is asked")
NOUNS: tuple[Form, ...] = ("noun", "placed")


def words_for(
    deeds: Iterable[Deed] | None = None, forms: Iterable[Form] | None = None
) -> list[str]:
    """The words for some deeds (any, where None is given) in some forms, the longest first."""
    found = [
        role.word
        for role in ROLES
        if (deeds is None or role.deed in deeds) and (forms is None or role.form in forms)
    ]
    return sorted(found, key=len, reverse=True)


def any_word_for(deeds: Iterable[Deed] | None = None, forms: Iterable[Form] | None = None) -> str:
    """The alternatives of a pattern: ``reporter|penulis|...``; a blank stands for any blanks."""
    return "|".join(word.replace(" ", r"\s+") for word in words_for(deeds, forms))


REPORT_OF = rf"laporan(?:\s+(?:{any_word_for(AUTHORS, NOUNS)}))"
"""``Laporan wartawan``, as in ``Laporan wartawan Contoh.com, NAMA``."""
