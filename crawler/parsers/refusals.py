"""Pages that are no article though the server answered 200: challenges, consent, errors, 404s."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus

TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})<", re.IGNORECASE)
"""``<title>Just a moment...</title>``."""
BREAK = re.compile(r" [-\u2013\u2014|\xb7\u2022\xbb\u203a] | ?\| ?")
"""What parts a title from the site's name: ``Halaman tidak ditemukan - Contoh``."""
LABEL = re.compile(r"[^:]{1,60}:\s+")
"""What a title opens with: ``Error: 404``. A headline that goes on behind a label is none."""
EDGES = " \t\r\n.!\u2026?\"'"
MOST_NAME_WORDS = 4
"""Words of the site's name that may stand beside what a page says of itself."""

CHALLENGE = re.compile(
    r"just a moment(?: please)?|one moment,? please|please wait|tunggu sebentar"
    r"|(?:harap|mohon|silakan) (?:tunggu|menunggu)(?: sebentar)?|attention required"
    r"|access (?:is )?denied.{0,80}|pardon our interruption|request rejected"
    r"|(?:http |error |status ){0,2}403(?: error)?(?: forbidden)?|forbidden"
    r"|(?:401 )?(?:un)?authori[sz](?:ed|ation required)|the request could not be satisfied"
    r"|checking (?:if|your) .{0,40}|ddos[- ]?(?:guard|protection.{0,40})|client challenge"
    r"|(?:[a-z]{1,20} )?(?:bot manager )?captcha(?: page| challenge)?"
    r"|(?:robot )?challenge (?:screen|validation|page)|(?:robot|human) or (?:robot|human)"
    r"|are you (?:a )?(?:robot|human)|apakah (?:anda|kamu) (?:se(?:orang|buah) )?(?:robot|manusia)"
    r"|(?:bot|human|robot|security) verification|verifikasi (?:keamanan|manusia|robot|captcha)"
    r"|(?:verify(?:ing)?|verifikasi|making sure|confirm|memverifikasi|pastikan) (?:that |bahwa )?"
    r"(?:you(?: a|')re|anda|kamu) .{0,30}(?:human|bot|robot|manusia)"
    r"|(?:vercel )?security check(?:point)?|pemeriksaan keamanan"
    r"|\S{4,60} used cloudflare to restrict access|access to this page has been denied"
    r"|sucuri web ?site firewall|you have been blocked"
    r"|your access to this site has been limited|you are being redirected"
    r"|establishing a secure connection|request unsuccessful.{0,60}|web filter violation"
    r"|barracuda networks|internet ?positif|trust ?positif|internet ?baik"
    r"|blogger: (?:permission denied|akses ditolak|akses izin ditolak|content warning"
    r"|peringatan konten)|akses (?:anda )?(?:ditolak|diblokir|dibatasi)"
)
"""``just a moment``, ``access denied``: as seen until 2026, of twenty makers."""

CONSENT = re.compile(
    r"before you continue(?: to .{2,40})?|sebelum (?:anda )?melanjutkan(?: ke .{2,40})?"
    r"|we value your privacy|(?:kami )?menghargai privasi anda|privasi anda penting.{0,30}"
    r"|(?:cookie|privacy|your privacy) (?:consent|settings|preferences|choices|notice)"
    r"|(?:persetujuan|pengaturan|preferensi|izin) (?:cookies?|kuki|privasi)"
    r"|[a-z]{1,20} adalah bagian dari keluarga merek [a-z]{1,20}"
    r"|[a-z]{1,20} is part of the [a-z]{1,20} family of brands"
)
"""``before you continue to contoh``: the page that stands before a page."""

LOG_IN = re.compile(
    r"(?:halaman )?(?:masuk|log ?in|sign ?in)(?: (?:ke|to) (?:akun|your account).{0,30})?"
    r"|(?:(?:masuk|log ?in|sign ?in|daftar|register|sign ?up) (?:atau|or|/|&|dan) )"
    r"(?:masuk|log ?in|sign ?in|(?:men)?daftar|register|sign ?up)(?: .{1,30})?"
)
"""``masuk``, ``login``, ``masuk atau daftar``."""

STATUS = r"(?:(?:http |server )?(?:error|status)? ?(?:code)? ?#?(?:400|401|410|413|414|429|5\d\d))"
"""``error 502``, ``http status 500``."""
PHRASES = "|".join(
    sorted(
        {status.phrase.lower() for status in HTTPStatus if status >= 400}
        - {"not found", "forbidden", "unauthorized", "gone", "conflict", "locked"}
    )
).replace("-", "[- ]?")
"""``bad gateway``, ``too many requests``: the names that HTTP gives them."""
ERROR = re.compile(
    rf"{STATUS}(?: (?:{PHRASES}|gone|resource limit (?:is )?reached|bandwidth limit exceeded"
    r"|backend fetch failed|guru meditation|(?:\w+ ){1,3}error|error|the plain http request .{0,40}"
    r"|service temporarily unavailable|gateway time-?out))?"
    rf"|(?:{PHRASES})(?: \(#\d+\))?|service temporarily unavailable|gateway time-?out"
    r"|(?:web )?server error|(?:runtime|fatal|application|database|system) error"
    r"|server error in '[^']{0,40}' application"
    r"|apache tomcat/\S{1,20}|a php error was encountered|whoops[,!] there was an error"
    r"|(?:(?:error|galat|kesalahan) )?(?:saat )?(?:establishing a|membuat|membangun|dalam membuat)"
    r" (?:database connection|koneksi ke basis data|koneksi database)"
    r"|(?:(?:oops|ups|waduh|mohon maaf|maaf|sorry)[ ,!.]{1,3})?(?:(?:telah )?terjadi"
    r" (?:kesalahan|galat|gangguan)(?: (?:pada|teknis|internal|server|sistem|jaringan"
    r"|situs|website|kami)){0,3}"
    r"|ada yang (?:salah|tidak beres)|something (?:went|is) wrong"
    r"|(?:an |unexpected |unknown |internal ){0,2}error (?:has )?occurred"
    r"|(?:kesalahan|galat|gangguan)(?: (?:internal|server|sistem|teknis)){1,2})"
    r"|database connection error|page expired|no such ?app|nosuch(?:key|bucket)"
    r"|fastly error.{0,60}|wordpress . (?:error|galat|kesalahan)"
    r"|web server is down|connection timed out|a timeout occurred|origin is unreachable"
    r"|ssl handshake failed|dns resolution error"
    r"|(?:site |website |web |we are |kami )?(?:is |sedang )?(?:under |down for |scheduled |in )?"
    r"maintenance(?: mode| break)?"
    r"|(?:(?:situs|website|web|halaman|laman)(?: ini)? )?(?:sedang |dalam |tahap ){0,2}"
    r"(?:pemeliharaan|perbaikan|perawatan)(?: sistem| situs| website)?"
    r"|(?:(?:site|website|page|web) )?(?:is )?under construction|coming soon|segera hadir"
    r"|(?:this |your )?(?:account|website|site|hosting|domain|blog)"
    r"(?: (?:has been|is|was|telah))? (?:suspended|removed|disabled|deactivated|deleted|expired"
    r"|parked|ditangguhkan|dinonaktifkan)"
    r"|suspended (?:domain|account|website|page)|(?:akun|situs|website|domain|hosting|blog)"
    r"(?: ini)?(?: telah| sudah| sedang)? "
    r"(?:ditangguhkan|disuspend|dinonaktifkan|dihapus|kedaluwarsa|kadaluarsa|diparkir)"
    r"|(?:parked|expired) domain|domain parking|domain (?:parked|expired)(?: page)?"
    r"|(?:domain )?[\w-]{1,60}(?:\.[a-z]{2,10}){1,2} (?:is (?:for sale|parked|no longer available|"
    r"expired)|dijual|may be for sale|telah kedaluwarsa)"
    r"|(?:buy )?this (?:domain|website|domain name) is (?:for sale|parked|available).{0,20}"
    r"|welcome to nginx|index of /.{0,80}|iis ?\d{0,2}(?: windows(?: server)?)?"
    r"|default web site page"
    r"|(?:apache2?|nginx) .{2,40}(?:default|test) page.{0,60}"
    r"|(?:apache http server )?test page .{2,60}|sorry! if you are the owner of this website.{0,80}"
)
"""``502 bad gateway``, ``situs sedang dalam perbaikan``, ``account suspended``."""

SORRY = r"(?:(?:oops|ups|waduh|mohon maaf|maaf|sorry|yah)[ ,!.]{1,3})?"
"""``oops! ``."""
SOFT_404 = re.compile(
    rf"{SORRY}(?:(?:http |halaman |page )?(?:error |status |kesalahan )?(?:code )?404"
    r"(?: error| page)?(?: not[ _]found| tidak ditemukan)?"
    r"|(?:(?:nothing|blog|site|page|file|article|content|post|story|[a-z]{1,20} page) )?"
    r"(?:not[ _]found|nothing found(?: for.{0,40})?)|page does(?: not|n't) exist"
    r"|(?:(?:the|this|that) )?(?:requested )?(?:page|url|article|content|post|story|resource"
    r"|file or directory|link)(?: you(?: are|'re| were)? (?:looking for|requested))?"
    r" (?:(?:could|can)(?: ?not|'t|n't) be found|(?:is |was )?(?:not|no longer) (?:found|available)"
    r"|is unavailable|does(?: not|n't) exist|has been (?:removed|deleted))"
    r"|we (?:could|can)(?: ?not|'t|n't) find (?:that|the|this|your) page"
    r"|(?:halaman|artikel|berita|konten|data|tulisan|laman|blog|post|url|situs)(?: ini)?"
    r"(?: yang (?:anda|kamu) (?:cari|tuju|minta|akses|maksud))?"
    r" (?:tidak|tak|belum|sudah tidak) (?:dapat |bisa )?(?:di ?temukan|ada|tersedia)(?: lagi)?"
    r"|(?:halaman|artikel|berita|konten) (?:telah|sudah) (?:di ?hapus|dipindahkan))"
)
"""``halaman yang anda cari tidak ditemukan``, ``404 not found``, ``page not found``."""

KINDS = (
    ("challenge", "the page is a challenge", CHALLENGE),
    ("challenge", "the page asks for consent", CONSENT),
    ("challenge", "the page asks to log in", LOG_IN),
    ("http-error", "the page says so with status 200", ERROR),
    ("soft-404", "the page says so with status 200", SOFT_404),
)
"""Reason, what is told of it, and how such a page is titled, in small letters."""

ARTICLES_OWN = (b"article:published_time", b'"datepublished"', b'itemprop="datepublished"')
"""What the head of an article's page holds; an article may be about a page of these kinds."""

MARKS = (
    b'id="cf-challenge-running"',
    b'id="challenge-form"',
    b'id="cf-wrapper"',
    b"_cf_chl_opt",
    b"sec-if-cpt-container",
    b"sucuri_cloudproxy_js",
    b"geo.captcha-delivery.com",
    b'id="px-captcha"',
    b"incapsula incident id",
    b"window.gokuprops",
    b'id="anubis_',
    b'window["bobcmn"]',
    b"slowaes.decrypt(",
    b"/.well-known/sgcaptcha/",
    b"window.kpsdk",
)
"""What only a challenge holds, whatever its title: Cloudflare, Akamai, Sucuri, DataDome,
PerimeterX, Imperva, AWS, Anubis, F5, cookies set by a script, SiteGround, Kasada. In small
letters. What these makers also put into pages they let through is not among them."""
ORCHESTRATED = re.compile(rb"/cdn-cgi/challenge-platform/h/[bg]/orchestrate")

WALL = re.compile(
    r"\b(?:sil(?:akan|ahkan)|harap|mohon|please|you (?:must|need to)|anda (?:harus|perlu))\b"
    r"[^.\n]{0,60}?\b(?:masuk|log ?in|sign ?(?:in|up)|(?:ber)?langganan|subscribe|"
    r"(?:men)?daftar|register|kembali (?:lagi|nanti|beberapa|dalam)|coba(?: lagi)?|"
    r"try again|come back|(?:meng)?aktifkan|enable)\b"
    r"|\bkhusus (?:untuk )?(?:pelanggan|anggota|member)|\b(?:subscribers?|members?)[- ]only\b"
    r"|\b(?:sedang|dalam|under) (?:dalam )?(?:pemeliharaan|perbaikan|perawatan|maintenance)\b",
    re.IGNORECASE,
)
"""``Silakan masuk untuk membaca selengkapnya.``, ``Situs sedang dalam pemeliharaan.``"""
LONGEST_WALL = 600
"""Characters. A short news text may hold such words, so that they count beside other evidence."""

NEAR_TOP = 20_000
"""Titles and marks stand in the head of a page; looking further costs time on every page."""


def refusal(html: bytes) -> tuple[str, str] | None:
    """A reject reason and its detail when a page is no article but what stands in its place.

    A challenge, a request for consent or to log in, a server's error, a soft 404; None where it
    is none. Told by the page's title, all of it but the site's name, or by a challenge's markup.
    """
    head = html[:NEAR_TOP]
    lowered = head.lower()
    if any(mark in lowered for mark in ARTICLES_OWN):
        return None
    if mark := _mark_in(lowered):
        return "challenge", f"the page holds {mark.decode()!r}"
    title = _title_of(head, lowered.find(b"<title"))
    kind = _kind_of(title)
    return kind and (kind[0], f"{kind[1]}: {title[:120]}")


def is_wall(text: str) -> bool:
    """Whether a page's text only asks to log in, subscribe or come back later."""
    return len(text) <= LONGEST_WALL and WALL.search(text) is not None


def _mark_in(lowered: bytes) -> bytes | None:
    if mark := next((mark for mark in MARKS if mark in lowered), None):
        return mark
    found = ORCHESTRATED.search(lowered) if b"challenge-platform" in lowered else None
    return found and found[0]


def _title_of(head: bytes, start: int) -> str:
    """The title that stands at ``start``, as printed; empty where that is -1."""
    found = TITLE.match(head, start) if start >= 0 else None
    return " ".join(unescape(found[1].decode("utf-8", "replace")).split()) if found else ""


def _kind_of(title: str) -> tuple[str, str] | None:
    """What a title says the page is: reason and what is told of it."""
    folded = title.lower().replace("\u2019", "'")
    told, left = None, MOST_NAME_WORDS
    for part in BREAK.split(folded):
        label, kind = LABEL.match(part), _matched(part)
        if kind is None and label and (kind := _matched(part[label.end() :])):
            part = label[0]
        elif kind:
            part = ""
        told, left = told or kind, left - len(part.split())
        if left < 0:
            return None
    return told or _matched(folded)


def _matched(words: str) -> tuple[str, str] | None:
    words = words.strip(EDGES)
    return next((kind[:2] for kind in KINDS if kind[2].fullmatch(words)), None)
