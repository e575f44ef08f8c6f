"""Challenges and soft 404s that come with status 200."""

import pytest

from crawler.parsers.refusals import is_wall, refusal


@pytest.mark.parametrize(
    "head",
    [
        b"<html><head><title>Just a moment...</title></head>",
        b"<title>Attention Required! | Cloudflare</title>",
        b"<TITLE>ERROR: The request could not be satisfied</TITLE>",
        b"<title lang='en'>One moment, please...</title>",
        b"<title>Verifying you are human | Contoh</title>",
        b"<title>Before you continue to Contoh News</title>",
        b"<title>Sebelum Anda melanjutkan ke Contoh</title>",
        b'<div id="cf-wrapper"><div>...</div></div>',
        b"<title>Access denied | contoh.com used Cloudflare to restrict access</title>",
        b"<title>Tunggu sebentar...</title><script>window._cf_chl_opt={}</script>",
        b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD>",
        b'<title>&nbsp;</title><div id="sec-if-cpt-container" role="main">',
        b"<title>You are being redirected...</title><script>sucuri_cloudproxy_js='';</script>",
        b"<title>contoh.com</title><script>var dd={'host':'geo.captcha-delivery.com'}</script>",
        b"<title>Access to this page has been denied</title><div id='px-captcha'>",
        b"<html><iframe>Request unsuccessful. Incapsula incident ID: 1-2</iframe>",
        b"<title>Making sure you&#39;re not a bot!</title>",
        b"<title>Verifikasi bahwa Anda manusia</title>",
        b"<title>Radware Bot Manager Captcha</title>",
        b"<title>Request Rejected</title>",
        b"<title> 403 Forbidden\r\n</title>",
        b"<title>403 - Forbidden: Access is denied.</title>",
        b"<title>Internet Positif</title>",
        b"<title>Blogger: Akses Izin Ditolak</title>",
        b"<title>Kami menghargai privasi Anda</title>",
        b"<title>Pengaturan Cookie - Contoh</title>",
        b"<title>Masuk atau Daftar - Contoh Plus</title>",
        b"<title>Login | Contoh.com</title>",
    ],
)
def test_a_challenge_is_recognised(head):
    assert refusal(head)[0] == "challenge"


@pytest.mark.parametrize(
    "title",
    [
        "502 Bad Gateway",
        "Error 503",
        "Service Temporarily Unavailable",
        "Error establishing a database connection",
        "Situs sedang dalam perbaikan - Contoh",
        "Website is under maintenance",
        "Account Suspended",
        "Index of /berita",
        "contoh.com | 521: Web server is down",
        "508 Resource Limit Is Reached",
        "500 - Internal server error.",
        "Server Error in '/' Application.",
        "Internal Server Error (#500)",
        "503 Backend fetch failed",
        "413 Request Entity Too Large",
        "WordPress › Galat",
        "Contoh - Situs Dalam Perawatan",
        "Hosting Suspended | Contoh Hosting",
        "Domain contoh.com dijual",
        "Domain Parked",
        "IIS Windows Server",
        "Blog telah dihapus",
        "A PHP Error was encountered",
        "Terjadi Kesalahan",
        "Maaf, terjadi gangguan pada server kami",
        "Oops! Something went wrong",
        "An unexpected error has occurred - Contoh",
        "Kesalahan Server Internal",
    ],
)
def test_an_error_page_is_recognised(title):
    reason, detail = refusal(f"<head><title>{title}</title></head>".encode())
    assert reason == "http-error"
    assert title in detail


@pytest.mark.parametrize(
    "title",
    [
        "Halaman tidak ditemukan - Contoh",
        "404 Not Found",
        "Error 404 | Contoh News",
        "Contoh.com - 404",
        "404: This page could not be found",
        "404 - File or directory not found.",
        "HTTP Status 404 – Not Found",
        "Maaf, halaman yang Anda cari tidak ditemukan",
        "Artikel tidak tersedia lagi - Contoh",
        "Oops! That page can’t be found.",
        "Blog tidak ditemukan",
    ],
)
def test_a_soft_404_is_recognised(title):
    reason, detail = refusal(f"<head><title>{title}</title></head>".encode())
    assert reason == "soft-404"
    assert title in detail


@pytest.mark.parametrize(
    "title",
    [
        "Contoh: Bus 404 mogok",
        "Contoh: Korban kapal tidak ditemukan",
        "Contoh: Just a moment, kata menteri",
        "Contoh: Bus 405 mogok",
        "500 Warga Contoh Mengungsi ke Balai Desa",
        "503 Rumah di Contoh Terendam, Warga Mengungsi",
        "Maintenance Jalan Tol Contoh Dimulai Senin",
        "Captcha di Situs Contoh Dikeluhkan Warga",
        "Index of Happiness Contoh Naik",
        "Before You Continue Your Study: Tips dari Contoh",
        "404 Rumah di Contoh Terendam Banjir",
        "Error 404: Apa Itu dan Cara Mengatasinya",
        "Server Error: Ujian Contoh Ditunda Sehari Penuh",
        "Coming Soon: Film Contoh Tayang Juli",
        "Masuk atau Keluar: Dilema Contoh",
        "Akun Contoh Ditangguhkan",
        "Halaman Sekolah Contoh Tidak Tersedia Lagi untuk Warga",
        "Tunggu Sebentar, Kata Warga Contoh",
        "Terjadi Kesalahan Hitung di TPS Contoh",
        "Gangguan Sistem Contoh Dikeluhkan Nasabah",
        "Something Went Wrong with the Bridge in Contoh",
    ],
)
def test_an_article_is_let_through(title):
    assert refusal(f"<head><title>{title}</title></head>".encode()) is None


def test_an_articles_page_may_be_titled_like_an_error():
    page = b"<title>Coming Soon | Contoh</title>%s"
    assert refusal(page % b"")[0] == "http-error"
    own = b'<meta property="article:published_time" content="2025-06-18T10:00:00+07:00">'
    assert refusal(page % own) is None


@pytest.mark.parametrize(
    "text",
    [
        "Silakan masuk atau berlangganan untuk membaca selengkapnya di aplikasi kami.",
        "Mohon maaf, situs sedang dalam pemeliharaan.",
        "Untuk melanjutkan, Anda harus mendaftar sebagai anggota.",
        "Artikel ini khusus untuk pelanggan.",
        "This story is for subscribers only.",
        "Please enable JavaScript to continue.",
        "Harap coba lagi beberapa saat lagi.",
    ],
)
def test_a_text_that_only_asks_to_log_in_or_come_back_is_a_walls(text):
    assert is_wall(text)
    assert is_wall(f"{text}\n\nTerima kasih.")
    assert not is_wall(text + " Contoh kalimat panjang." * 30)


@pytest.mark.parametrize(
    "text",
    [
        "Contoh: saksikan tayangan selengkapnya dalam video contoh di atas.",
        "Pemohon masuk lewat pintu utara, kata petugas contoh.",
        "Warga mendaftar di kantor desa. Silakan, kata lurah contoh.",
        "Ini paragraf pertama dari berita contoh yang dipakai hanya untuk pengujian saja.",
    ],
)
def test_a_short_text_of_its_own_is_no_walls(text):
    assert not is_wall(text)
