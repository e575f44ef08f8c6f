"""Bytes to text: what a page is written in, whatever it says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.parsers.page.encoding import by_server, decode_html, is_wide, utf8_html
from crawler.parsers.page.text import clean, word_count
from tests.support.rows import every_row

SENTENCE = "Kata sampel: “Panen raya” – jalan Café Erdoğan"


@pytest.mark.parametrize(
    "declared",
    [
        "",
        '<meta charset="utf-8">',
        '<meta charset="iso-8859-1">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
        '<meta charset="utf-16">',
        '<meta charset="tidak-ada">',
    ],
)
def test_utf8_is_utf8_whatever_the_page_declares(declared):
    raw = f"<html><head>{declared}</head><body>{SENTENCE}</body></html>".encode()
    assert SENTENCE in decode_html(raw)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark, encoding):
    assert decode_html(mark + SENTENCE.encode(encoding)) == SENTENCE


def test_old_pages_without_a_charset_are_cp1252_as_in_browsers():
    text = "“Sampel” – Café"
    assert decode_html(text.encode("cp1252")) == text


def test_latin1_means_cp1252():
    raw = '<meta charset="iso-8859-1"><p>“Sampel” – Café</p>'.encode("cp1252")
    assert "“Sampel” – Café" in decode_html(raw)


def test_another_declared_charset_is_believed_when_the_bytes_are_not_utf8():
    raw = b'<meta charset="windows-1256">' + "سلام".encode("cp1256")
    assert decode_html(raw).endswith("سلام")


def test_one_broken_byte_costs_one_character_not_the_page():
    raw = SENTENCE.encode() + b"\xff" + SENTENCE.encode()
    assert decode_html(raw) == f"{SENTENCE}�{SENTENCE}"


def test_a_page_cut_off_inside_a_character_is_still_utf8():
    raw = f"<p>{SENTENCE}".encode() + "“".encode()[:2]
    assert decode_html(raw).startswith(f"<p>{SENTENCE}")


def test_mojibake_written_by_the_newsroom_stays_as_it_is():
    mojibake = "â€œSampelâ€\x9d"
    assert decode_html(mojibake.encode()) == mojibake


@pytest.mark.parametrize("declared", [b"base64", b"undefined", b"rot13", b"utf-7", b"idna"])
def test_what_is_no_charset_of_a_page_is_not_believed(declared):
    assert "Caf" in decode_html(b'<meta charset="' + declared + b'"> Caf\xe9')


@given(st.binary(max_size=400))
def test_any_bytes_give_text(raw):
    assert isinstance(decode_html(raw), str)


@given(st.text(max_size=200).filter(lambda text: not text.startswith("\ufeff")))
def test_what_was_written_in_utf8_is_read_back(text):
    raw = text.encode("utf-8", "ignore")
    assert decode_html(raw) == raw.decode()


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("  satu \n\t dua\xa0tiga ", "satu dua tiga"),
        ("sam\u200bpel\u2060 teks\ufeff", "sampel teks"),
        ("e\u0301", "é"),
        ("ka\u00adta", "kata"),
        ("\u200cBaca juga", "Baca juga"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("", ""),
        ("â€œ", "â€œ"),
    ],
)
def test_clean_text_has_one_form(printed, text):
    assert clean(printed) == text


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_words_are_counted_by_white_space():
    assert word_count("Rp 6.500 per kilogram") == 4


@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
@example(b"\xef\xbb\xbfCaf\xc3\xa9")
@example(b"\xff\xfeC\x00")
@example(b"Caf\xe9")
def test_the_bytes_that_are_parsed_are_the_decoded_text_in_utf8(raw):
    assert utf8_html(raw) == decode_html(raw).encode("utf-8", "replace")


WIDE = [f"utf-{width}{order}" for width in (16, 32) for order in ("", "-le", "-be")]
PAGE = f'<!DOCTYPE html><meta charset="utf-8"><p>{SENTENCE}</p>'


@every_row("encoding", WIDE)
def test_two_or_four_bytes_a_sign_are_told_by_their_zeros_without_a_mark_too(encoding):
    raw = PAGE.encode(encoding)
    assert is_wide(raw)
    assert decode_html(raw) == utf8_html(raw).decode() == PAGE
    assert utf8_html(by_server(raw, "text/html; charset=utf-8")).decode() == PAGE


@every_row("raw", [b"", b"\0", b"\0" * 64, b"<p>\0</p>" * 9, b"\x89PNG\r\n\0\0" * 9, PAGE.encode()])
def test_zeros_here_and_there_are_no_encoding(raw):
    assert not is_wide(raw)
    assert by_server(raw, "text/html") == raw


TURKISH = PAGE.replace('<meta charset="utf-8">', "")


@every_row("encoding", ["cp1254", "iso-8859-9", "gb18030"])
def test_an_old_encoding_that_only_the_server_names_is_believed(encoding):
    text = (
        TURKISH if encoding == "cp1254" else TURKISH.translate({ord(sign): "-" for sign in "“–”"})
    )
    raw = text.encode(encoding)
    assert by_server(raw, f"text/html; charset={encoding}").decode() == text
    for said in ("text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", "\xff"):
        assert by_server(raw, said) == raw
    assert by_server(text.encode(), f"text/html; charset={encoding}") == text.encode()


@given(st.binary(max_size=200), st.text(max_size=40))
def test_whatever_a_server_says_nothing_is_raised(raw, said):
    by_server(raw, said)
    by_server(raw, f"text/html; charset={said}")
