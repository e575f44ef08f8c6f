"""XML as outlets serve it: gzipped, wrongly encoded, with stray entities and broken tags."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

LARGEST = 64 * 1024 * 1024
"""Bytes a gzipped listing may unfold to; the sitemap protocol allows 50 MB."""
GZIP = b"\x1f\x8b"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARATION = re.compile(r"<\?xml[^>]*\?>")  # <?xml version="1.0" encoding="iso-8859-1"?>
ENCODING = re.compile(r"encoding\s*=\s*[\"']([\w.:-]+)")
NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")  # &nbsp; &eacute;
BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")  # ?a=1&b=2 in a link
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
HTML_START = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class UnreadableListing(Exception):
    """A listing that is not what it should be; the message says what it is instead."""


def unfold(content: bytes) -> bytes:
    """The content, unzipped where it is gzip; raises UnreadableListing when it is too large."""
    if not content.startswith(GZIP):
        return content
    unzip = zlib.decompressobj(wbits=31)
    try:
        unfolded = unzip.decompress(content, LARGEST)
    except zlib.error as error:
        raise UnreadableListing(f"the gzip file is broken ({error})") from error
    if unzip.unconsumed_tail:
        raise UnreadableListing(f"the gzip file unfolds to more than {LARGEST >> 20} MB")
    return unfolded


def text_of(content: bytes) -> str:
    """The text of an XML file: by its mark or declaration, UTF-8 where that is what it is."""
    for mark, name in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(name, "replace").lstrip("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = ENCODING.search(content[:200].decode("latin-1"))
    name = declared[1] if declared else "utf-8"
    try:
        return content.decode("windows-1252" if name.lower() == "iso-8859-1" else name, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML listing, mended where it is broken.

    Entities that a document declares itself are never expanded and nothing is loaded from
    elsewhere. Raises UnreadableListing when no XML root is to be had.
    """
    text = text_of(unfold(content)).strip()
    if not text:
        raise UnreadableListing("the answer is empty")
    if HTML_START.match(DECLARATION.sub("", text[:1000], count=1)):
        raise UnreadableListing("the answer is a web page, not a feed or sitemap")
    text = _without_doctype(DECLARATION.sub("", text, count=1))
    text = NOT_XML.sub("", NAMED_ENTITY.sub(_character, text))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=True
    )
    try:
        root = etree.fromstring(BARE_AMPERSAND.sub("&amp;", text).encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableListing("the answer is not XML")
    return root


def _without_doctype(text: str) -> str:
    """The document without its DOCTYPE, so that nothing it declares can be expanded."""
    start = text.find("<!DOCTYPE")
    if start < 0:
        return text
    bracket, close = text.find("[", start), text.find(">", start)
    if 0 <= bracket < close:
        close = text.find(">", text.find("]", bracket))
    return text[:start] + text[close + 1 :] if close >= 0 else text[:start]


def _character(entity: re.Match) -> str:
    """The character of a named HTML entity, which XML does not know."""
    return entity[0] if entity[1] in XML_ENTITIES else html.unescape(entity[0])


def local_name(element: etree._Element) -> str:
    """An element's name without namespace or prefix, in lower case: "publication_date"."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=512)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct children of these names, whatever their namespace."""
    return (child for child in element if local_name(child) in names)


def child_text(element: etree._Element, *names: str) -> str | None:
    """The text of the first direct child of these names that has any, names in order of trust."""
    for name in names:
        for child in children(element, name):
            if text := " ".join("".join(child.itertext()).split()):
                return text
    return None
