"""What addresses hold that are no article's: folders, files, and pages that every outlet has.

Only what was never seen to hold an article of text on any site; a site that has one there names the
folder in its ``article_url``, which is believed.
"""

from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.parsers.vocabulary.roles import AUTHORS, NOUNS, words_for

BESIDE_ARTICLES = (
    *("tag", "tags", "tagar", "topik", "topic", "topics", "label", "listtag", "search", "cari"),
    *(word for word in words_for((*AUTHORS, "edits"), NOUNS) if " " not in word),
    *(
        "pencarian",
        "authors",
        "reporters",
        "user",
        "users",
        "komentar",
        "comment",
        "comments",
        "print",
        "login",
        "register",
        "feed",
        "rss",
    ),
    *("video", "videos", "foto", "fotos", "photo", "photos", "galeri", "gallery", "galleries"),
    *("galeri-foto", "foto-foto", "wp-content", "wp-json", "wp-admin", "wp-includes", "cdn-cgi"),
    *("epaper", "e-paper", "indeks", "date"),
)
"""Folders of lists, persons, pictures and machinery: ``/tag/banjir-bandang``."""
OF_SECTIONS = (
    *("category", "categories", "kategori", "kanal", "channel", "rubrik", "section", "taxonomy"),
    *("index", "archive", "archives", "arsip", "page", "pages", "static", "halaman"),
)
"""Folders of sections and pages, below which some outlets have articles, told by their number."""
PAGES = (
    *("pedoman-media-siber", "pedoman-pemberitaan-media-siber", "pedoman-pemberitaan"),
    *("kode-etik", "kode-etik-jurnalistik", "kode-perilaku", "kode-perilaku-perusahaan-pers"),
    *("kebijakan-privasi", "kebijakan-privacy", "privacy-policy", "privacy", "tentang-kami"),
    *("about-us", "hubungi-kami", "kontak-kami", "contact-us", "kontak", "info-iklan"),
    *("pasang-iklan", "media-kit", "susunan-redaksi", "struktur-redaksi", "tim-redaksi"),
    *("box-redaksi", "dewan-redaksi", "indeks-berita", "indeks-terpopuler", "index-news"),
    *("berita-terkini", "berita-terbaru", "berita-terpopuler", "berita-populer"),
    *("berita-pilihan", "terms-of-service", "terms-of-use", "term-of-service", "term-of-use"),
    *("terms-and-conditions", "terms-conditions", "syarat-ketentuan", "syarat-dan-ketentuan"),
    *("visi-misi", "visi-dan-misi", "hak-jawab", "sample-page", "site-map", "peta-situs"),
    *("my-account", "wp-login.php", "live-streaming", "live-tv", "jadwal-sholat", "jadwal-tv"),
    *("jadwal-salat", "jadwal-imsakiyah", "whatsapp-channel", "email-protection"),
)
"""Pages about the outlet and its lists, as Indonesian outlets call them: the address' last part."""
SECTIONS = (
    *("gaya-hidup", "sepak-bola", "berita-utama", "berita-foto", "berita-video", "berita-daerah"),
    *("hukum-kriminal", "hukum-dan-kriminal", "hukum-politik", "hukum-ham", "ekonomi-bisnis"),
    *("ekonomi-dan-bisnis", "politik-hukum", "sosial-budaya", "seni-budaya", "kabar-daerah"),
    *("kesehatan-dan-gaya-hidup", "citizen-journalism", "sorotan-utama", "warta-utama"),
    *(province.lower().replace(" ", "-") for province in PROVINCES if " " in province),
)
"""Sections of two words and more, which look like a headline: the address' last part."""
FILES = (
    *("jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "ico", "bmp", "pdf", "doc", "docx"),
    *("xls", "xlsx", "ppt", "pptx", "zip", "rar", "apk", "mp3", "mp4", "m3u8", "webm", "mov"),
    *("xml", "rss", "atom", "json", "js", "css", "txt", "woff", "woff2"),
)
"""How files end that are no page."""
