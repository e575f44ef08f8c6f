"""Names of news outlets, known by name, by domain or by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.parsers.dateline.places import is_place
from crawler.parsers.page.text import squashed
from crawler.parsers.urls import DOMAIN_ENDING
from crawler.parsers.vocabulary import agencies
from crawler.parsers.vocabulary.calendar import MONTH_NAMES
from crawler.parsers.vocabulary.roles import NOUNS, words_for

DOMAIN = re.compile(
    rf"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*?\.{DOMAIN_ENDING}(?![\w.-]*\.\w)\b",
    re.IGNORECASE,
)
"""``KOMPAS.com``, ``POS-KUPANG.COM``, ``voa-islam.com``, ``tirto.id``."""

NAMED = re.compile(
    rf"(?:ANTARA ?News|Anadolu Agency|{agencies.SURE}|Antara(?: ?News|/\w+)|\w+/ANTARA|"
    r"ANTARA/[\w ]+|CNN Indonesia|CNBC Indonesia|NU Online(?: [A-Z]\w+)?|"
    r"IDN Times(?: [A-Z]\w+)?|VIVA(?: [A-Z]\w+)?|"
    r"PIKIRAN RAKYAT|NERACA|TEMPO(?: Interaktif)?|KOMPAS|RRI|HALUAN|Eramuslim|"
    r"INFO [A-Z]{4,}|BBC(?: News)? Indonesia|(?:VOA|DW) Indonesia|"
    r"(?:PR ?|Globe ?|Media ?OutReach )Newswire|"
    r"PRNewswire|GlobeNewswire|Business ?Wire|(?:ACN|EQS) Newswire|KBRN|MINA|InfoPublik|"
    r"TIMES ?Indonesia|TIMESINDONESIA|"
    r"WE Online|Media Indonesia|Investor Daily|Kompas ?TV|KOMPAS ?TV|Metro ?TV|tvOne(?:news)?|"
    r"kumparan(?:NEWS)?|detikcom|SINDOnews|iNews|BeritaSatu|JawaPos|Suara Merdeka|SOLOPOS)"
)
"""Outlets and agencies whose name is no domain; the spelling is part of the name."""

NEWSY = re.compile(
    r"news|times|media|berita|kabar|tribun|radar|warta|online|(?:post?|tv|today|daily)$|"
    r"^(?:koran|harian|jurnal|press?|redaksi|portal|humas|magazine|majalah|tabloid|network)$|"
    r"^(?:suara|info|portal|desk|kompas|detik|tempo|republika)\w",
    re.IGNORECASE,
)
"""A word that outlets carry in their names: ``JATIMTIMES``, ``RIAUONLINE``, ``RadarBogor``."""

CAMEL = re.compile(r"^(?:(?=[A-Za-z]*[a-z][A-Z])\w+|\d+[A-Z]\w+)$")
"""``KompasOtomotif``, ``VisiMuslim``, ``10Berita``."""

_WORDS = """
ada adalah agar akan aksi akhir aktor aktris anak apa apakah artikel atau awal bacaan baca badan
bagaimana bagi bahkan banyak bapak baru beberapa begini begitu belum bencana berapa berdasarkan
berikut berita besok bisa bos breaking buat bukan bukti bulan bupati cara catatan cek cerita dalam
dan dari demi dengan di dia direktur dirut dosen dpr dua eks ekonomi eksklusif empat fakta
film foto gempa gubernur guru hal hakim hari harga harus hasil hingga hoaks hoax humor ibu ide ini
isu itu jadi jaksa jangan jelang jenderal jika juga kabar kalau kamis kapan kapolda
kapolres kapolri kapten karena kasus kata keluarga kementerian kenapa kepala ketika ketua kita
klub kolom komentar komisi korban kpk kronologi kru lagi laporan lima lihat live liputan lowongan
mahasiswa maka malam mana mantan masih masyarakat melalui menjelang menteri menurut mengapa mereka
minggu momen musik nama narasi oleh opini orang pada padahal pagi para pasangan pekan pelaku
pelatih pembunuhan pemain pemerintah pengacara pengamat penyebab perempuan peristiwa
pernah pesan petugas pilihan polda polisi polres polri populer pria presiden profil prof proses pt
rabu redaksi resmi rumah saat sabtu salah sang saya sebab sebanyak sebelum sebuah sejak
sejarah sejumlah sekitar selain selama selasa seluruh semua senin seorang sepak seperti serta
sesuai setelah setiap siapa simak soal sosok sudah sumber surat tak tanya telah tempo tentang
ternyata tersangka tiga tim timnas tips tni tokoh tren tragis tujuh uang ulasan ungkap untuk
update usai video viral wakil wali waktu wanita warga wawancara wna wni yang zodiak
advertorial iklan infografis inforial pengumuman ramalan resep rilis ringkasan sinopsis spoiler
terbaru terkini jumat jum'at ahad ceo anggota jubir jurubicara dubes prajurit cuaca jadwal klasemen
link skor prediksi kisah kiper bek striker ustaz ustadz kiai kh dr ir hj haji habib syekh imam nabi
pangeran raja ratu sultan ya alquran al-quran qur'an sholat salat shalat doa dzikir hadis hadits
jalan jl tol persib persija persebaya persis arema psm liga piala motogp samsung xiaomi apple
google rute ruas jarak laga duel perang konflik
joko prabowo jokowi gibran megawati anies ganjar donald vladimir benjamin
"""

ORDINARY_WORDS = frozenset(_WORDS.split()).union(*MONTH_NAMES.values(), words_for(forms=NOUNS))
"""Words that begin headlines, labels and sentences; a name that holds one is no place or outlet."""


def outlet_strength(part: str, names: Iterable[str]) -> int:
    """3 for a known or given name or a domain, 2 for the shape of one, else 0."""
    if not part or len(part) > 45:
        return 0
    if DOMAIN.fullmatch(part) or NAMED.fullmatch(part):
        return 3
    folded = squashed(part)
    if any(folded == squashed(outlet) for outlet in names):
        return 3
    before, slash, behind = part.partition("/")
    if slash and behind.strip() and (DOMAIN.fullmatch(before) or NAMED.fullmatch(before)):
        return 3
    words = part.split()
    if is_place(part) or len(words) > 4 or any(map(is_ordinary, words)):
        return 0
    if any(map(CAMEL.match, words)) and "." not in part:
        return 2
    if len(words) > 1 and DOMAIN.fullmatch(words[-1]) and words[0][0].isupper():
        return 2
    return 2 if words[0][0].isupper() and any(map(NEWSY.search, words)) else 0


def is_ordinary(word: str) -> bool:
    """Whether a word begins headlines, labels and sentences rather than names."""
    return word.casefold().strip(".,'’") in ORDINARY_WORDS
