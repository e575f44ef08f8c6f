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
    ],
)
def test_an_error_page_is_recognised(title):
    reason, detail = refusal(f"<head><title>{title}</title></head>".encode())
    assert reason == "http-error"
    assert title in detail


@pytest.mark.parametrize(
    "title", ["Halaman tidak ditemukan - Contoh", "404 Not Found", "Error 404 | Contoh News"]
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
    ],
)
def test_an_article_is_let_through(title):
    assert refusal(f"<head><title>{title}</title></head>".encode()) is None


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
