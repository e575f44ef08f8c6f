"""From the bytes of a page to its text, whatever charset the page claims to be in."""

from __future__ import annotations

import re

from w3lib.encoding import html_body_declared_encoding, read_bom

_MULTIBYTE = re.compile(
    # UTF-8 for one character beyond ASCII, as in b"\xe2\x80\x9c" for an opening quotation mark
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_OTHER_TEXT_ENCODING = re.compile(
    # what a page may declare and be believed: "iso8859-15", "cp1256", "gb18030", "shift_jis"
    r"(?:iso8859|cp|koi8|mac|gb|big5|euc|shift|tis)[\w-]*"
)


def decode_html(raw: bytes) -> str:
    """The text of a page's bytes; never raises.

    A byte order mark decides, then what the bytes are (text that is valid UTF-8 is UTF-8, even
    where the page says iso-8859-1), then what the page declares, and cp1252 where it declares
    nothing, as browsers do. A page that is UTF-8 but for a few broken bytes is read as
    UTF-8 with replacement characters. Characters that were already wrong when the page was
    written are left as they are.
    """
    encoding, mark = read_bom(raw)
    if encoding and mark:
        return raw[len(mark) :].decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_encoding_of_broken_text(raw), "replace")


def utf8_html(raw: bytes) -> bytes:
    """A page's text in UTF-8: the bytes themselves where they are that already."""
    if raw.isascii():
        return raw
    encoding, _ = read_bom(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        encoding = "another"
    return decode_html(raw).encode("utf-8", "replace") if encoding else raw


def _encoding_of_broken_text(raw: bytes) -> str:
    """The encoding of bytes that are not valid UTF-8."""
    declared = html_body_declared_encoding(raw)
    if declared and declared != "cp1252" and _OTHER_TEXT_ENCODING.fullmatch(declared):
        return declared
    in_characters = sum(len(found) for found in _MULTIBYTE.findall(raw))
    beyond_ascii = len(_BEYOND_ASCII.findall(raw))
    return "utf-8" if in_characters * 2 > beyond_ascii else "cp1252"
