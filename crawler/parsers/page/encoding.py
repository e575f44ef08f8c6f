"""From the bytes of a page to its text, whatever charset the page claims to be in."""

from __future__ import annotations

import re

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
)

_MULTIBYTE = re.compile(
    # UTF-8 for one character beyond ASCII, as in b"\xe2\x80\x9c" for an opening quotation mark
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_OTHER_TEXT_ENCODING = re.compile(
    # what a page may declare and be believed: "iso8859-15", "cp1256", "gb18030", "shift_jis"
    r"(?:iso8859|cp|koi8|mac|gb|big5|euc|shift|tis)[\w-]*"
)

BEGINNING = 64
"""Bytes by which UTF-16 and UTF-32 are told: markup begins with signs of ASCII."""
_WIDE = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""By which of four bytes in a row are always zero."""


def decode_html(raw: bytes) -> str:
    """The text of a page's bytes; never raises.

    A byte order mark decides, then what the bytes are (every second one zero is UTF-16, what is
    valid UTF-8 is UTF-8, even where the page says iso-8859-1), then what the page declares, and
    cp1252 where it declares nothing, as browsers do. A page that is UTF-8 but for a few broken
    bytes is read as UTF-8 with replacement characters. Characters that were already wrong when
    the page was written are left as they are.
    """
    encoding, mark = read_bom(raw)
    if encoding and mark:
        return raw[len(mark) :].decode(encoding, "replace")
    if wide := _wide(raw):
        return raw.decode(wide, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_encoding_of_broken_text(raw), "replace")


def utf8_html(raw: bytes) -> bytes:
    """A page's text in UTF-8: the bytes themselves where they are that already."""
    encoding = read_bom(raw)[0] or _wide(raw)
    if raw.isascii() and not encoding:
        return raw
    if not encoding and not _is_utf8(raw):
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


def by_server(raw: bytes, content_type: str) -> bytes:
    """An answer's bytes in UTF-8 where only its header tells what they are; else as they came.

    Only an old encoding of other scripts is believed (gb18030, cp1256, iso-8859-9): iso-8859-1 and
    utf-8 are what servers put in front of everything. Never raises.
    """
    said = http_content_type_encoding(content_type)
    believed = said if said and said != "cp1252" and _OTHER_TEXT_ENCODING.fullmatch(said) else None
    encoding = _wide(raw) or believed
    if not encoding or encoding == believed and (read_bom(raw)[0] or _is_utf8(raw)):
        return raw
    return raw.decode(encoding, "replace").encode("utf-8", "replace")


def is_wide(raw: bytes) -> bool:
    """Whether bytes are UTF-16 or UTF-32, with a byte order mark or without one."""
    return (read_bom(raw)[0] or "").startswith(("utf-16", "utf-32")) or _wide(raw) is not None


def _wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by where the zeros are."""
    start = raw[:BEGINNING]
    if b"\0" not in start or read_bom(raw)[0]:
        return None
    return _WIDE.get(tuple(not any(start[place::4]) for place in range(4)))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
