"""What Indonesian newsrooms print around an article's text, and how each kind is told from it.

One table per way of taking something out; every entry says what it is, how it is recognised and
shows an example, which the tests read. A wording that only one outlet uses belongs in that
site's ``strip``; markup that only one outlet uses in its ``drop``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.parsers.urls import DOMAIN_ENDING
from crawler.parsers.vocabulary.agencies import WIRES
from crawler.parsers.vocabulary.roles import (
    AUTHORS,
    HELPERS,
    NOUNS,
    REPORT_OF,
    any_word_for,
    words_for,
)

LONGEST_BOILERPLATE = 420
"""Characters; a longer line is always text."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of line that is not text: ``pattern`` (any case) is matched at the line's start."""

    kind: str
    pattern: str
    example: str


_NAMES = r"[^?!]{0,90}$"
_DONE_BY = "|".join(said for said in words_for(forms=["phrase"]) if " " in said)
_SHORT = r"[^.?!]{0,40}!*$"
_OUTLET = rf"[\w-]+(?:\.[\w-]+)*\.{DOMAIN_ENDING}\b"
_CHANNEL = (
    r"(?:(?:whats\s?app|wa|telegram)\s+(?:channel|group|resmi)"
    r"|(?:channel|saluran|kanal|grup|group|komunitas|chatbot)\s+(?:\w+\s+)?(?:whats\s?app|wa|telegram)"
    r"|google\s*news|t\.me/|whatsapp\.com/)"
)
_INVITATION = (
    r"(?:ikuti|ikutilah|dapatkan|simak|cek|follow|gabung|bergabung|mari|yuk|ayo|baca|akses|update|temukan"
    r"|download|unduh|subscribe|berlangganan|kunjungi|pantau|nikmati|silakan|silahkan|join)"
)

_CONSENT = (
    r"(?:(?:situs|website|web|laman|halaman)\s+(?:ini|kami)|kami|dengan\s+(?:terus\s+)?(?:menggunakan|mengakses"
    r"|melanjutkan|mengklik|menekan|mendaftar)|this\s+(?:web)?site|we\s+(?:and|use)|by\s+(?:using|continuing|clicking))"
    r"\b.{0,160}\b(?:cookies?|kuki|kebijakan\s+privasi|privacy\s+policy)\b"
)

LINES = (
    # Ways to another story
    Wording(
        "cross-link",
        r"(?:baca|lihat|simak|tonton|saksikan|dengar(?:kan)?|cek|nonton|klik|ikuti)\s*(?:juga|pula)\b",
        "Baca juga: Warga Desa Contoh Panen Raya",
    ),
    Wording(
        "cross-link",
        r"baca\s*(?:[:：]|selengkapnya\b|lainnya\b|(?:berita|artikel)\s+)",
        "Baca: Judul lain",
    ),
    Wording(
        "video or photo link",
        r"(?:lihat|simak|tonton|saksikan|cek|nonton)\b[\s!]*(?:\w+\s+)?"
        r"(?:video|foto|live|livestreaming|streaming|infografis|podcast|youtube)\b"
        r"|dengar(?:kan)?\s+(?:podcast|siniar)\b",
        'Simak Video "Contoh Panen Raya"',
    ),
    Wording(
        "broadcast",
        r"saksikan\s+(?:pembahasan|selengkapnya|terus|program)\b",
        "Saksikan pembahasan lengkapnya di program Contoh Pagi.",
    ),
    Wording(
        "next page",
        r"(?:simak|baca|lihat|selengkapnya|bersambung|lanjut)\b.{0,60}\bhalaman\s+(?:selanjutnya|berikut(?:nya)?|\d)",
        "Simak berita selengkapnya di halaman selanjutnya.",
    ),
    Wording(
        "next page",
        r"(?:(?:halaman|page|hal)\s*:?\s*\d+(?:\W+(?:dari\W+|of\W+)?\d+)*(?:\W+selanjutnya)?|\d+\s+dari\s+\d+\s+halaman"
        r"|(?:halaman\s+)?(?:selanjutnya|berikutnya|sebelumnya)|(?:tampilkan|lihat|show)\s+(?:semua|all))\W*$",
        "2 dari 4 Halaman",
    ),
    Wording(
        "next page",
        r"1(?:[\s|]+\d\d?){1,98}(?:\W+(?:selanjutnya|berikutnya|next))?\W*$",
        "1 2 3 Selanjutnya",
    ),
    Wording(
        "link label",
        r"(?:selanjutnya|menarik\s+dibaca|next\s+article|(?:artikel|berita)\s+selanjutnya|terpopuler|tonton|lihat|"
        r"video|foto|terkait|info\s+lainnya)\s*:",
        "Menarik Dibaca: Judul Lain",
    ),
    Wording(
        "link label",
        r"(?:next\s+article|(?:berita|artikel|foto|video|konten|topik|tulisan|bacaan)(?:\s+(?:foto|video|&|dan))*\s+"
        r"(?:terkait|lainnya|terpopuler|populer|pilihan|rekomendasi|menarik|terbaru|terkini|selanjutnya)"
        r"|(?:related|more)\s+\w+|recommended)\b" + _SHORT,
        "Berita Terkait",
    ),
    Wording(
        "link label",
        r"(?:rekomendasi(?:\s+untuk\s+\w+)?|terkait|trending|terpopuler)\W*$",
        "Terkait",
    ),
    Wording(
        "link label",
        r"(?:(?:kumpulan|indeks)\s+berita|artikel(?:-artikel)?\s+yang\s+direkomendasikan)\b"
        + _SHORT,
        "Kumpulan Berita Terkait:",
    ),
    Wording(
        "link label", r"telusuri\s+(?:berita|artikel)\b.{0,80}$", "Telusuri berita panen lainnya"
    ),
    Wording(
        "link label", r"pilihan\s+(?:editor|redaksi)\b\s*(?::|$)", "Pilihan Editor: Judul Lain"
    ),
    Wording("link label", r"jangan\s+lewatkan\b" + _SHORT, "Jangan Lewatkan!"),
    Wording(
        "link label",
        r"(?:don['’]?t\s+miss|read\s+(?:more|next|also)|see\s+also|also\s+read|continue\s+reading(?:\s+the\s+main\s+story)?|"
        r"(?:story|article)\s+continues\s+(?:below|after)(?:\s+(?:the\s+)?(?:advertisement|ad|break))?|(?:artikel|berita)\s+berlanjut\s+(?:di\s+bawah|setelah)\s+iklan|"
        r"you\s+(?:may|might)\s+also\s+like)\W*$",
        "DON'T MISS",
    ),
    Wording(
        "printed elsewhere",
        r"(?:sebagian\s+)?(?:artikel|berita|tulisan|konten)\s+(?:ini|asli|di\s+atas)\s+"
        r"(?:\w+\s+){0,3}?(?:tayang|naik|terbit|dimuat|dipublikasikan|diterbitkan|ditayangkan|disadur|diambil)\b",
        "Artikel ini telah tayang di contoh.example dengan judul Panen Raya",
    ),
    # Advertising
    Wording(
        "advertisement",
        r"(?:advertisements?|advert|iklan|sponsored|promoted|ads|adv(?!\s?[)\]]))\W*(?:scroll\b.*)?$",
        "ADVERTISEMENT",
    ),
    Wording(
        "advertisement",
        r"scroll\s+(?:to|untuk|ke|down|up)\b|(?:gulir|geser|swipe)\s+(?:untuk|ke\s+(?:bawah|atas|kiri|kanan|samping))\b"
        + _SHORT
        + r"|lanjut(?:kan)?\s+(?:mem)?baca\b.{0,40}$",
        "SCROLL TO CONTINUE WITH CONTENT",
    ),
    Wording(
        "subscription",
        r"baca\s+berita\s+tanpa\s+iklan\b",
        "Baca berita tanpa iklan. Gabung Contoh Plus",
    ),
    Wording(
        "subscription",
        _OUTLET + r"\s+berkomitmen\b.{0,60}\bfakta\b|dukung\s+keberlanjutan\s+jurnalisme\b",
        "Contoh.com berkomitmen memberikan fakta jernih. Gabung sekarang.",
    ),
    Wording(
        "advertisement",
        r"(?:[\w.]+\s+){1,3}may\s+(?:earn|receive|get)\s+an?\s+(?:\w+\s+)?commission"
        r"(?:.{0,30}\b(?:links?|purchases?|buy)\b.{0,60})?\W*$"
        r"|(?:(?:this|our)\s+(?:article|post|page|story|site)s?\s+(?:may\s+)?contains?\s+affiliate"
        r"|(?:artikel|tulisan|konten)\s+ini\s+(?:mungkin\s+)?(?:mengandung|memuat|berisi)\s+(?:tautan|link)\s+afiliasi)\b.{0,160}$",
        "We may earn a commission when you buy through these links.",
    ),
    # The outlet's own channels
    Wording(
        "channel",
        r"(?:loading\W*)?" + _INVITATION + r"\b.{0,300}?" + _CHANNEL,
        "Ikuti saluran WhatsApp Contoh News untuk berita terbaru.",
    ),
    Wording(
        "channel",
        r"(?:untuk|ingin|mau|jangan|kini|kamu|anda|berita|konten|artikel|informasi)\b.{0,150}[\s!?,]"
        + _INVITATION
        + r"\b.{0,150}?"
        + _CHANNEL,
        "Mau tahu berita lain? Yuk gabung ke channel Telegram Contoh.",
    ),
    Wording(
        "channel",
        r"(?:dapatkan|ikuti|simak|baca|temukan)\s+(?:\w+[\s-]+){0,3}?(?:berita|update|breaking\s+news|artikel|kabar)\b"
        r".{0,80}\b(?:setiap\s+hari|up\s?to\s?date|lainnya|ponselmu|terbaru\s+(?:dari|di|kami)|kami)\b",
        "Dapatkan update berita pilihan setiap hari dari Contoh.com.",
    ),
    Wording(
        "channel", r"(?:ikuti|follow)\s+(?:kami|us|akun|official)\b", "Ikuti kami di media sosial"
    ),
    Wording(
        "channel",
        r"(?:add|jadikan|tambahkan|pilih)\b.{0,60}\b(?:preferred\s+source|sumber\s+\w+)\b.{0,20}\bgoogle\b",
        "Add as a preferred source on Google",
    ),
    Wording(
        "channel",
        r"fakta\s+atau\s+hoaks\?|ingin\s+lebih\s+cepat\s+mendapat\s+jawaban\?",
        "* Fakta atau Hoaks? Untuk mengetahui kebenarannya, kirim pesan ke redaksi.",
    ),
    # Who made it
    Wording(
        "credit",
        rf"(?:{any_word_for((*AUTHORS, 'edits', *HELPERS), (*NOUNS, 'short', 'phrase'))})"
        r"(?:\s*(?:&|dan|/|,)\s*\w+)?\s*[:：]" + _NAMES,
        "Pewarta: Contoh Nama",
    ),
    Wording(
        "credit",
        REPORT_OF + r"\b.{0,90}$",
        "Laporan Wartawan Contoh News, Contoh Nama",
    ),
    Wording(
        "credit",
        rf"(?:{_DONE_BY})\b.{{0,80}}$",
        "Diposting oleh Contoh Nama",
    ),
    Wording(
        "blog navigation",
        r"(?:posting(?:an)?\s+(?:lama|baru|lebih\s+\w+)|beranda|arsip\s+blog|langganan\s*:.{0,40})\W*$",
        "Posting Lama",
    ),
    Wording(
        "copyright",
        r"(?:copyright|hak\s+cipta\s*(?:©|\d|dilindungi)|©|all\s+rights\s+reserved)" + _NAMES,
        "Copyright © CONTOH 2025",
    ),
    Wording(
        "copyright",
        r"dilarang\s+(?:keras\s+)?(?:mengambil|mengutip|menyalin|memperbanyak|meng-?copy|menyebarluaskan)\b",
        "Dilarang keras mengambil konten situs ini tanpa izin tertulis.",
    ),
    Wording(
        "consent",
        _CONSENT,
        "Situs ini menggunakan cookie untuk meningkatkan pengalaman Anda.",
    ),
    Wording("disclaimer", r"disclaimer\b", "Disclaimer: berita ini tidak mengajak membeli saham."),
    # Pictures
    Wording(
        "caption",
        r"(?:(?:foto(?:\s+(?:utama|ilustrasi))?|gambar|ilustrasi|dok(?:umentasi)?|photo|image)\s*:"
        r"|(?:sumber|keterangan|kredit)\s+(?:foto|gambar)\s*[:,])" + _NAMES,
        "Foto: Contoh Nama/Contoh News",
    ),
    Wording(
        "caption",
        r"(?:(?:pictures?|photographs?|photos|pics?|credits?|cr[ée]dito|bild|(?:photo|image|picture)\s+(?:credits?|source))\s*:"
        r"|photos?\s+(?:by|courtesy(?:\s+of)?)\s|foto\s+(?:oleh|milik)\s)[^?!]{0,90}(?<![.\s])$",
        "Photo by Contoh Nama on Unsplash",
    ),
    Wording(
        "caption",
        r"(?:[\w .'’-]{2,40}\s?/\s?(?:getty(?:\s+images)?|shutterstock|istock(?:photo)?)"
        rf"|(?:{'|'.join(WIRES)}|epa)\s+(?:photos?|foto)\s?/[\w .'’-]{{2,40}})$",
        "Contoh Nama/Getty Images",
    ),
    Wording("caption", _OUTLET + r"\s?/\s?[\w .'’-]{3,40}$", "CONTOH.com/CONTOH NAMA"),
    Wording(
        "caption",
        r"(?:image|photo|picture|slide|foto|gambar)\s+\d+\s+(?:of|dari)\s+\d+\W*$",
        "Foto 1 dari 5",
    ),
    Wording("caption", r"(?:perbesar|zoom|lihat\s+foto|galeri\s+foto)\W*$", "Perbesar"),
    # Counters and clocks, which say something else at every look
    Wording(
        "counter",
        r"(?:(?:telah\s+|sudah\s+)?(?:dibaca|dilihat|dibagikan|views?|hits?|shares?|pembaca)\s*:?\s*(?:sebanyak\s+)?\d[\d.,]*"
        r"\s*(?:k|rb|ribu|jt|juta)?\s*(?:kali|x|orang|views?)?"
        r"|\d[\d.,]*\s*(?:k|rb|ribu|jt|juta)?\s*(?:orang\s+)?(?:telah\s+|sudah\s+)(?:mem)?(?:baca|lihat|dibaca|dilihat|dibagikan)"
        r"(?:\s+(?:berita|artikel|tulisan|halaman)(?:\s+ini)?)?"
        r"|\d[\d.,]*\s*(?:k|rb|ribu|jt|juta)?\s*(?:shares?|views?|likes?|comments?|komentar|hits?|pembaca"
        r"|(?:kali|x)\s+(?:dibaca|dilihat|dibagikan)))\W*$",
        "Dibaca: 3411 kali",
    ),
    Wording(
        "reading time",
        r"(?:(?:(?:per|est)\w+\s+)?(?:waktu|lama|durasi)?\s*(?:mem|di)?baca|(?:estimated\s+)?read(?:ing)?\s+time"
        r"|te?mp[os]?\s+d[ei]\s+le(?:itura|cture|ttura)|tiempo\s+de\s+lectura|lesezeit)"
        r"\s*(?:\(\w+\)|dalam|sekitar|ca\.)?\s*:?\s*[<±~]?\s*\d+\s*(?:menit|min(?:ut\w*|s)?)\W*$"
        r"|[<±~]?\s*\d+[\s-]*(?:menit\s+(?:mem)?baca|min(?:ute)?s?\.?[\s-]+read|min(?:ut\w*)?\s+de\s+le\w+)\W*$",
        "Waktu baca: 2 menit",
    ),
    Wording(
        "relative time",
        r"(?:(?:(?:di)?(?:posting|terbitkan|unggah|perbarui|publikasikan|rilis|tayangkan)|posted|published|updated)\s*:?\s*)?"
        r"\d+\s+(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun|(?:second|minute|hour|day|week|month|year)s?)\s+(?:(?:yang\s+)?lalu|ago)\W*$",
        "Diposting 2 jam lalu",
    ),
    # Buttons and labels
    Wording(
        "share",
        r"(?:(?:bagikan|sebarkan|share)(?:\s+(?:ke|this|via|on|artikel|berita|tautan)\b.{0,40})?|(?:sukai|like)\s+(?:ini|this)"
        r"|suka|(?:copy|salin|dapatkan)\s+(?:link|tautan)|tautan\s+.{0,20}disalin|memuat|loading|thanks\s+for\s+rating|rate\s+artikel\s+ini"
        r"|cetak|print|follow|comments?|dengarkan(?:\s+\w+)?)[\W\d]*$",
        "Bagikan:",
    ),
    Wording(
        "share",
        r"(?:(?:facebook|twitter|x|whats\s?app|telegram|line|linkedin|pinterest|e-?mail|instagram|threads|tiktok|youtube"
        r"|copy\s+link|salin\s+(?:link|tautan)|cetak|print|pocket|tumblr|pin(?:\s?it|t)?|tweet|reddit|flipboard|messenger"
        r"|share|bagikan|unduh|download|save|simpan|baixar|salvar|compartilhar|compartir|imprimir|teilen|drucken"
        r"|partager|imprimer|condividi|stampa)\b\W*){2,}$",
        "Facebook Twitter WhatsApp",
    ),
    Wording(
        "tags",
        r"(?:tags?|topik|label|kata\s+kunci|keywords?|filed\s+under|posted\s+in)\s*[:：].{0,300}$",
        "Tag: panen, padi",
    ),
    Wording("tags", r"(?:#[\w-]+[\s,]*)+$", "#panen #padi"),
    Wording(
        "contents", r"(?:daftar\s+isi|ringkasan\s+berita|table\s+of\s+contents)\W*$", "Daftar Isi"
    ),
    Wording(
        "embedded content",
        r"lewati\b.{0,120}\bmembaca$|akhir\s+dari\b.{0,80}$|artikel\s+ini\s+memuat\s+konten\b|lihat\s+postingan\s+ini\b"
        r"|(?:a|sebuah)\s+(?:post|kiriman)\b.{0,20}\b(?:shared|dibagikan)\b",
        "Lewati Paling banyak dibaca dan terus membaca",
    ),
    Wording(
        "embedded content",
        r"(?:to\s+view|untuk\s+menonton)\s+(?:this|video)\b.{0,80}\bjavascript\b",
        "To view this video please enable JavaScript, and consider upgrading",
    ),
)
"""Lines taken out wherever they stand."""

CLOSING_CREDITS = (
    Wording(
        "caption",
        r"\((?:foto|dok(?:umentasi)?|ist(?:imewa)?|sumber|ilustrasi|photo|image)\b[^()]*\)\W*$",
        "Petani memanen padi di Desa Contoh. (Foto: Contoh Nama)",
    ),
    Wording(
        "caption",
        r"\((?:antara\s?foto|getty|shutterstock|istock|unsplash|pexels|pixabay|freepik|wikimedia)\b"
        r"[^()]*\)\W*$",
        "Petani memanen padi di Desa Contoh. (ANTARA FOTO/Contoh Nama)",
    ),
    Wording("caption", r"[©®](?:[^.?!]|\.(?=\S)|(?<=\W[a-z])\.){0,80}$", "Contoh Nama © istimewa"),
)
"""Ends that make a line of one or two sentences a caption."""

OPENING_LINES = (
    Wording(
        "date line",
        r"(?:[\w .:,'’/|•·–-]{0,60}?\W)?(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)"
        r"\s*,?\s*\d{1,2}\b.{6,50}$",
        "Senin, 25 November 2024 | 14:05 WIB",
    ),
    Wording(
        "date line",
        r"(?:\w+\s+){0,3}\d{1,2}[\s/-](?:\d{1,2}|[a-z]{3,9})[\s/-]\d{4}\b[\s,|-]*(?:(?:pukul\s+)?\d{1,2}[:.]\d{2}.{0,12})?$",
        "25 November 2024, 14:05 WIB",
    ),
    Wording(
        "date line",
        r"(?:[\w.,:'’/|•·–-]+\s+){0,7}\d{1,2}[\s/-](?:\d{1,2}|[a-z]{3,9})[\s/-]\d{4}\b[\s,|•·-]*"
        r"(?:pukul\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?(?:wib|wita|wit))?\W*$",
        "Contoh Nama - 25 November 2024 14:05 wib",
    ),
    Wording(
        "date line",
        r"(?:[\w.]+,?\s+){0,2}[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}\b[\s,|•·–-]*"
        r"(?:(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b\.?)?\s?\(?(?:[a-z]{2,5}|[+-]\d{2}:?\d{2})?)?\W*$",
        "November 25, 2024 - 11:28 AMT",
    ),
    Wording(
        "date line",
        r"(?:terbit|diterbitkan|diperbarui|tayang|dipublikasikan|published|posted|updated)\b.{0,60}\d.{0,30}$",
        "Terbit 24 Jul 2026 11:00 WIB",
    ),
    Wording(
        "date line",
        r"\d+\s+(?:detik|menit|jam|hari|minggu)\s+(?:yang\s+)?lalu\W*$",
        "3 jam yang lalu",
    ),
    Wording(
        "byline",
        r"(?:ditulis\s+|written\s+)?(?:oleh|by)\s*:?\s+[\w.'’ ]{2,60}"
        r"(?:\s*[|/,•·–-]\s?[\w.,&'’ /|-]{2,80})?$",
        "Oleh Contoh Nama | peneliti, Pusat Studi Contoh",
    ),
    Wording(
        "date line",
        r"(?:[\w-]{3,14},?\s+)?\d{1,2}\s+(?:de\s+)?[a-zç]{3,10}\.?\s+(?:del?\s+)?\d{4}"
        r"(?:,?\s+(?:às|as|a\s+las|à|at|um|alle)\s+\d{1,2}[:h.]\d{2}\s?h?)?\W*$",
        "segunda-feira, 22 de janeiro de 2018 às 0:13",
    ),
    Wording("trail", r"(?:home|beranda)\s*[/»>›|-].{0,100}$", "Home » Berita"),
    Wording(
        "font size",
        r"(?:a\s?[+-]\s*){1,3}$|(?:ukuran\s+(?:font|huruf|teks)|(?:text|font)\s+size)",
        "A+ A-",
    ),
)
"""Lines taken out before the first paragraph only."""

END_OF_TEXT = (
    Wording(
        "comments",
        r"(?:posting|poskan|tulis|tinggalkan|kirim|beri(?:kan)?|tambah(?:kan)?|isi|lihat|login\s+untuk)\s+"
        r"(?:\w+\s+){0,2}komentar\b(?:\s+(?:untuk|di\s+sini|anda)\b.*|\W*)$",
        'Posting Komentar untuk "Panen Raya"',
    ),
    Wording(
        "comments",
        r"(?:\d+|tidak\s+ada|belum\s+ada)\s+komentar\W*$|komentar\s*(?:\(\d+\)|pembaca|anda|facebook|terbaru)?\W*$"
        r"|leave\s+a\s+(?:reply|comment)\b|\d+\s+(?:comments?|thoughts\s+on)\b.{0,100}$"
        r"|(?:(?:post|add|write|view|show|read|see)\s+(?:a|all|the|your|more)?\s*(?:\d+\s+)?comments?"
        r"|join\s+the\s+(?:conversation|discussion))\W*$"
        r"|(?:\d+\s+)?(?:comentários|comentarios|commentaires|kommentare|commenti|comments?)\s*\(\d+\)\W*$"
        r"|\d+\s+(?:comentários|comentarios|commentaires|kommentare|commenti)\W*$",
        "Tidak ada komentar:",
    ),
    Wording(
        "comments",
        r"komentar\s+(?:adalah|merupakan)\s+tanggapan\b",
        "Komentar adalah tanggapan pribadi.",
    ),
)
"""Lines after which nothing belongs to the text."""

CLOSING_LINES = (
    Wording(
        "channel",
        r"(?:follow|like|find|reach|join|tweet|e-?mail|contact|write\s+to)\b.{0,140}"
        r"(?:\btwitter\b|\bfacebook\b|\binstagram\b|\bwhats\s?app\b|@\w|\bat\s+\S+@)",
        "Follow him on Twitter @contoh",
    ),
    Wording(
        "channel",
        r".{0,240}\bfollow\s+(?:him|her|them|us|me)\s+(?:on|at|@).{0,140}$",
        "Contoh Nama's new book is out now. Follow him on Twitter.",
    ),
    Wording(
        "newsletter",
        r"(?:(?:for|to|if|want|already|please|get|sign|subscribe|join|download|let|read)\b.{0,140}\b)?"
        r"(?:sign\s+up|subscribe|newsletters?|inbox|letterbox|subscribers?|membership|paywalls?)\b.{0,160}$",
        "Sign up for our newsletter.",
    ),
    Wording(
        "newsletter",
        r".{0,60}[.!?]\s+(?:sign\s+up|subscribe)\b[^.!?]{0,120}\b(?:newsletters?|inbox)\b.{0,80}$",
        "There is more where that came from. Sign up for our newsletter today.",
    ),
    Wording(
        "membership",
        r"(?:if\s+you(?:['’]ve)?\s+(?:enjoy|like|love)(?:ed|d)?\s+(?:reading\s+)?this\s+(?:article|story|post|piece)"
        r"|jika\s+(?:anda|kamu)\s+(?:menyukai|suka)\s+(?:artikel|tulisan|berita)\s+ini)\b"
        r".{0,120}\b(?:join|subscri\w+|sign\s+up|support|donat\w+|proposition|share|follow|dukung|donasi|langganan"
        r"|berlangganan|bagikan|ikuti)\b.{0,340}$",
        "If you enjoyed this article, we have a proposition for you: join us.",
    ),
    Wording(
        "way to the whole",
        r"(?:(?:to|continue)\s+read(?:ing)?(?:\s+(?:the|this))?(?:\s+(?:full|whole|rest|entire|complete)\b.{0,40})?"
        r"|(?:(?:log|sign)\s*in\s+to\s+)?(?:read|see|view)\s+the\s+(?:full|whole|rest|entire|complete|original)\b.{0,60}"
        r"|read\s+more(?:\s+(?:here|at|on)\b.{0,60})?"
        r"|(?:baca\s+|artikel\s+|berita\s+)?selengkapnya(?:\s+(?:di|pada|bisa|dapat|klik|baca)\s?.{0,40})?)\W*$",
        "To Read the Full Story",
    ),
    Wording(
        "way to the whole",
        r"(?:(?:untuk|info|informasi|selengkapnya|pendaftaran)\b.{0,80}\b)?"
        r"(?:klik(?:lah)?\s+(?:di\s?sini|tautan|link)|click\s+(?:here|on\s+(?:the|this)\s+link)|clique\s+aqui"
        r"|(?:haga\s+)?clic\s+aquí|cliquez\s+ici|hier\s+klicken|clicca\s+qui)\b.{0,140}$",
        "Klik di sini untuk informasi lebih lanjut.",
    ),
    Wording(
        "podcast",
        r"how\s+to\s+listen\b.{0,80}$|(?:(?:listen|download|subscribe|dengarkan|unduh|itunes|spotify|apple|android|rss)\W*"
        r"(?:here|di\s?sini)?\s*[:–-]?\s*https?:.{0,200}$)"
        r"|listen\s+(?:to|now|here)\b.{0,80}\b(?:podcasts?|episodes?)\b.{0,40}$"
        r"|(?:listen|subscribe|dengarkan|simak|ikuti)\b.{0,100}\b(?:podcasts?|siniar|episode)\b.{0,60}"
        r"\b(?:apple|spotify|itunes|acast|stitcher|google\s+podcasts?|youtube)\b.{0,100}$",
        "Listen to the podcast on Spotify or Acast",
    ),
    Wording(
        "question to the reader",
        r"(?:.{0,140}\b(?:we['’]d|we\s+would)\s+(?:like|love)\s+to\s+hear\s+(?:from\s+you|what\s+you|your)\b.{0,220}$)"
        r"|(?:kami\s+ingin\s+mendengar|bagaimana\s+(?:pendapat|menurut)\s+(?:anda|kamu)|(?:tulis|sampaikan|bagikan)\s+pendapat"
        r"|tell\s+us|let\s+us\s+know|what\s+do\s+you\s+think|have\s+(?:a|any)\s+(?:news|tips?|story)"
        r"|got\s+a\s+(?:tip|story)|send\s+us|click\s+here)\b.{0,140}$",
        "Tell us what you think!",
    ),
    Wording(
        "credit",
        r"(?:(?:additional\s+|with\s+)?reporting|writing|editing|compiled|translated)\b.{0,20}\bby\b.{0,200}$"
        r"|.{2,90}\bcontributed\s+(?:reporting|to\s+(?:this|the)\s+(?:report|story|article))\b.{0,80}$",
        "Reporting by Contoh Nama; editing by Contoh Nama",
    ),
    Wording(
        "comments",
        r"(?:note|notice|nota|catatan|perhatian|peringatan|aten[cç][aã]o|atenci[oó]n)\s*:\s*(?:.{0,60}\b)?"
        r"(?:comments?|komentar|coment[aá]rios|commentaires)\b.{0,160}$"
        r"|(?:all\s+)?comments?\b.{0,40}\b(?:is|are|will\s+be|have\s+been)\s+(?:now\s+)?(?:closed|moderated|reviewed|disabled)\b.{0,80}$",
        "Note: we are temporarily moderating all comments.",
    ),
    Wording(
        "broadcast",
        r"(?:listen\s+to|watch|tune\s+in|catch|saksikan|tonton|dengarkan)\b.{0,80}\b(?:weekdays?|weeknights?|every\s+\w+day"
        r"|live\s+(?:at|on)|setiap\s+(?:hari|senin|selasa|rabu|kamis|jumat|sabtu|minggu)|pukul\s+\d{1,2}[:.]\d{2})\b.{0,100}$",
        "Listen to Contoh Radio live at 12:45 and 17:45 weekdays.",
    ),
    Wording(
        "address",
        r"(?:(?:more|see\s+also|berita\s+lain|info(?:rmasi)?)\b[^.!?:]{0,60}:\s*)"
        r"(?:(?:https?://|www\.)\S+(?:\s+(?:and|dan|&)\s+|\s+|$)){1,4}$"
        r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:[\s,|/·•]+(?:@\w+|(?:https?://)?[\w.-]+\.\w{2,4}/\S+)){0,3}\W*$",
        "More of this: https://contoh.example/olahraga",
    ),
    Wording(
        "copyright",
        r"this\s+(?:document|material|article|content)\s+(?:is\s+(?:subject\s+to\s+copyright|copyright|protected)|may\s+not\s+be\s+"
        r"(?:published|reproduced|copied|redistributed))\b.{0,300}$"
        r"|(?:citation|how\s+to\s+cite|cite\s+(?:this|as)|cara\s+mengutip)\b[^.!?:]{0,40}:.{20,}$",
        "This material may not be published or redistributed.",
    ),
    Wording(
        "printed elsewhere",
        r"this\s+(?:article|story|post)\s+(?:was\s+)?(?:\w+\s+)?(?:published|appeared|reprinted|updated)\b.{0,120}$"
        r"|updated?\s*(?::|at\b|on\b).{0,40}\d.{0,20}$",
        "This story originally appeared on contoh.example.",
    ),
)
"""Lines taken out below the last paragraph only."""

INVITATIONS = (
    Wording(
        "newsletter or app",
        r"(?:dapatkan|daftar(?:kan)?|unduh|download|pasang|install?|aktifkan|gabung|masukkan|(?:ber)?langganan"
        r"|get|sign\s+up|subscribe|let|join|enter|receive)\b.{0,120}?"
        r"\b(?:aplikasi|apps?|newsletters?|nawala|surel|e-?mail|inbox|notifikasi|play\s?store|app\s?store"
        r"|membership|subscribers?)\b.{0,120}$",
        "Dapatkan berita pilihan di email kamu.",
    ),
    Wording(
        "newsletter or app",
        r"(?:subscribe|sign\s+up|langganan|berlangganan)\b.{0,120}$"
        r"|(?:baca|nikmati|akses|buka|read)\b.{0,60}\b(?:tanpa|without)\b.{0,30}\b(?:iklan|ads)\b.{0,40}$",
        "Nikmati semua berita tanpa terganggu banyak iklan",
    ),
)
"""Lines by which a little box of its own is known that invites to something; elsewhere the same
may be a step of what a story explains."""

INSERTS = (
    Wording(
        "shortcode",
        r"\[caption\b[^\[\]]{0,500}\][^\[]{0,300}\[/caption\]|\[/?(?:vc|et_pb|fusion|su|av|tdc?|elementor)[_-]\w+\b[^\[\]]{0,500}\]|\[/caption\]"
        r"|\[/?[a-z_]+\s+\w+=[^\[\]]{0,500}\]|\[/button\]",
        '[vc_column width="1/2"]',
    ),
    Wording(
        "embedded content",
        r"\[\s*(?:gambas|video|foto|img|image|embed|caption|irp|adinserter|gallery|audio)\b[^\[\]]{0,500}\]",
        "[Gambas:Video 20detik]",
    ),
    Wording(
        "advertisement",
        r"\b(?:ADVERTISEMENT|SCROLL TO (?:CONTINUE|RESUME)(?: WITH)? CONTENT)\b",
        "SCROLL TO RESUME CONTENT",
    ),
)
"""What is cut out of the middle of a line."""

_LEADING = r"[\s\[(*>•●►▶→»|:=_-]{0,80}"


def _any_of(wordings: Iterable[Wording]) -> re.Pattern[str]:
    return re.compile(_LEADING + "(?:" + "|".join(w.pattern for w in wordings) + ")")


_LINE = _any_of(LINES)
_OPENING_LINE = _any_of(OPENING_LINES)
_END = _any_of(END_OF_TEXT)
_CLOSING_LINE = _any_of(CLOSING_LINES)
_INVITATION_LINE = _any_of(INVITATIONS)
_CREDIT = re.compile("|".join(w.pattern for w in CLOSING_CREDITS))
_SENTENCE_END = re.compile(r"[.?!][\"”’]?\s")
_CONSENT_NOTICE = re.compile(_LEADING + _CONSENT)
_INSERT = re.compile("|".join(f"(?:{w.pattern})" for w in INSERTS), re.IGNORECASE)
_DEED = re.compile(
    rf"{_LEADING}(?:{_DONE_BY}|{REPORT_OF}|oleh|by)\s+(?P<who>[^:|]*)$", re.IGNORECASE
)
FEWEST_OF_SENTENCE = 3
"""Words behind ``Oleh`` that may be a sentence: ``Oleh karena itu warga diminta waspada.``"""
# a sentence, then "Baca juga: Judul lain"
_TRAILING_LINK = re.compile(
    r"(?<=[.!?\"”’])\s*[\[(]?(?:baca|lihat|simak|tonton)\s+(?:juga|pula)(?:\s+video)?\s*[:：][^.!?]{3,200}[.!?]?$",
    re.IGNORECASE,
)


def is_boilerplate(line: str) -> bool:
    """Whether a line of cleaned text is one of ``LINES``."""
    if len(line) > LONGEST_BOILERPLATE:
        return False
    folded = line.casefold()
    is_one = _LINE.match(folded) is not None or _is_caption(folded)
    return is_one and not _names_nobody(line)


def _names_nobody(line: str) -> bool:
    """Whether a line begins as a byline does and goes on as a sentence, in small letters.

    ``Oleh karena itu, warga diminta waspada.``
    """
    if line.rstrip('"”’ ')[-1:] not in (".", "!", "?") or not (found := _DEED.match(line)):
        return False
    words = [word for word in found["who"].split() if word[:1].isalpha()]
    small = sum(word[0].islower() for word in words)
    return len(words) >= FEWEST_OF_SENTENCE and 2 * small > len(words)


def _is_caption(line: str) -> bool:
    if line[-1:] != ")" and "©" not in line and "®" not in line:
        return False
    found = _CREDIT.search(line)
    return found is not None and len(_SENTENCE_END.findall(line, 0, found.start())) <= 1


def is_consent_notice(line: str) -> bool:
    """Whether a line asks for the reader's consent to cookies or to rules of privacy."""
    has_word = "ookie" in line or "rivasi" in line or "rivacy" in line
    return has_word and _CONSENT_NOTICE.match(line.casefold()) is not None


def is_opening_boilerplate(line: str) -> bool:
    """Whether a line before the first paragraph is one of ``OPENING_LINES``."""
    is_one = len(line) <= 120 and _OPENING_LINE.match(line.casefold()) is not None
    return is_one and not _names_nobody(line)


def is_closing_boilerplate(line: str) -> bool:
    """Whether a line below the last paragraph is one of ``CLOSING_LINES``."""
    return len(line) <= LONGEST_BOILERPLATE and _CLOSING_LINE.match(line.casefold()) is not None


def is_invitation(line: str) -> bool:
    """Whether a line in a box of its own is one of ``INVITATIONS``."""
    return len(line) <= LONGEST_BOILERPLATE and _INVITATION_LINE.match(line.casefold()) is not None


def is_end_of_text(line: str) -> bool:
    """Whether a line says that the text is over, as a comment heading does."""
    return len(line) <= LONGEST_BOILERPLATE and _END.match(line.casefold()) is not None


def without_inserts(line: str) -> str:
    """The line without ``INSERTS`` and without a cross-link at its end."""
    if "[" in line or "CONTE" in line or "ADVER" in line:
        line = _INSERT.sub(" ", line)
    has_link = (":" in line or "：" in line) and "juga" in line.casefold()
    return _TRAILING_LINK.sub("", line) if has_link else line


def kind_of(line: str) -> str | None:
    """Which kind of wording a line is, for a person: "cross-link"; None where it is text."""
    folded = line.casefold()
    for wording in (*LINES, *OPENING_LINES, *END_OF_TEXT, *INVITATIONS, *CLOSING_LINES):
        if re.match(f"{_LEADING}(?:{wording.pattern})", folded):
            return wording.kind
    return next((each.kind for each in CLOSING_CREDITS if re.search(each.pattern, folded)), None)
