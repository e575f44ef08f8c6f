"""Challenges and soft 404s that come with status 200."""

import pytest

from crawler.parsers.refusals import refusal


@pytest.mark.parametrize(
    "head",
    [
        b"<html><head><title>Just a moment...</title></head>",
        b"<title>Attention Required! | Cloudflare</title>",
        b"<TITLE>ERROR: The request could not be satisfied</TITLE>",
        b'<div id="cf-wrapper"><div>...</div></div>',
    ],
)
def test_a_challenge_is_recognised(head):
    assert refusal(head)[0] == "challenge"


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
    ],
)
def test_an_article_is_let_through(title):
    assert refusal(f"<head><title>{title}</title></head>".encode()) is None
