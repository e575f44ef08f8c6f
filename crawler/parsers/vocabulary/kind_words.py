"""What outlets call a page that is no plain article: one table, and how a name is found in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.items import ArticleKind

PARTING = re.compile(r"[\W_]+")
"""What stands between the words of a name: ``Foto Bisnis``, ``foto-bisnis``."""

LONGEST = 40
"""Characters of a name; what is longer says something."""


class KindWord(NamedTuple):
    """Names of a kind, each parted by hyphens, and where one stands.

    ``begins`` says that more words may follow: ``foto-bisnis``.
    """

    kind: ArticleKind
    names: str
    example: str
    begins: bool = False


KIND_WORDS = (
    KindWord("advertorial", "advertorial advertorials advetorial adv", "Advertorial"),
    KindWord("advertorial", "pariwara inforial infotorial iklan-khusus", "/pariwara/"),
    KindWord("advertorial", "sponsored sponsored-content sponsored-post paid-content paid-post",
             "Sponsored Content"),
    KindWord("advertorial", "partner-content branded-content konten-bersponsor artikel-bersponsor",
             "Konten Bersponsor"),
    KindWord("live", "live live-blog liveblog live-report livereport live-update live-updates",
             "LIVE REPORT: Judul"),
    KindWord("live", "laporan-langsung breaking-live", "Laporan Langsung"),
    KindWord("quiz", "kuis quiz quizzes", "KUIS: Judul", begins=True),
    KindWord("video", "video videos berita-video tayangan-video news-video readvideo",
             "VIDEO: Judul"),
    KindWord("video", "video-news video-berita", "/video-news/"),
    KindWord("gallery", "foto foto-foto readfoto", "Foto Bisnis", begins=True),
    KindWord("gallery", "photo photos photo-gallery photogallery picture pictures in-pictures",
             "IN PICTURES: Title"),
    KindWord("gallery", "galeri gallery galeri-foto galleries berita-foto jurnal-foto esai-foto",
             "/galeri-foto/"),
    KindWord("gallery", "photo-essay album-foto cerita-foto infografis infografik infographic"
             " infographics", "INFOGRAFIS: Judul"),
    KindWord("notice", "pengumuman announcement announcements maklumat", "Pengumuman"),
    KindWord("notice", "peringatan-dini peringatan-dini-cuaca", "/peringatan-dini/"),
    KindWord("notice", "ralat koreksi-redaksi hak-jawab erratum correction corrections",
             "Hak Jawab"),
    KindWord("audio", "podcast podcasts siniar audio", "PODCAST: Judul"),
)  # fmt: skip
"""One word of a name says little: ``video`` alone names a kind, ``video-viral`` does not."""

_WHOLE = {name: word.kind for word in KIND_WORDS for name in word.names.split()}
_BEGINNINGS = {name: word.kind for word in KIND_WORDS if word.begins for name in word.names.split()}


def kind_called(name: str, *, whole: bool = False) -> ArticleKind | None:
    """The kind a label or a folder names: ``Foto Bisnis``, ``galeri-foto``; None for others.

    ``whole`` says that no more words may follow: a headline may begin with "Foto Prewedding:".
    """
    if len(name) > LONGEST:
        return None
    words = PARTING.sub("-", name.casefold()).strip("-")
    first, _, more = words.partition("-")
    return _WHOLE.get(words) or (None if whole and more else _BEGINNINGS.get(first))
