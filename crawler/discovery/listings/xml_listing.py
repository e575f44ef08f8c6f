"""XML as outlets serve it: gzipped, wrongly encoded, with stray entities and broken tags."""

from __future__ import annotations

import codecs
import html
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from lxml import etree

LARGEST = 64 * 1024 * 1024
"""Bytes a gzipped listing may unfold to; the sitemap protocol allows 50 MB."""
LARGEST_PAGE = 20 * 1024 * 1024
"""The same for JSON and web pages, which are not read as streams; as much as is downloaded."""
PIECE = 64 * 1024
"""Bytes that are read at a time."""
FOLDED_PIECE = 4096
"""Bytes that zlib is given at once: at each end of a member it copies what is left of them."""
AT_ONCE = 64
"""Pieces of a file that is parsed at once: what is broken is mended better than in a stream."""
MOST_TAGS = 1_000_000
"""Tags and attributes of a listing; 50,000 pages, a sitemap's most, have 500,000 with pictures."""
MOST_VALUES = 2_000_000
"""Values of a JSON listing; a page of 100 WordPress posts has 20,000."""
HEAD, LONGEST_DOCTYPE = 4096, 1024 * 1024
"""Characters in which a DOCTYPE begins, and in which it has ended."""
LONGEST_ENTITY = LONGEST_BEGINNING = 40
"""Characters of a reference, and of what begins an item: ``<sitemap:url ``."""
GZIP = b"\x1f\x8b"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARATION = re.compile(r"<\?xml[^<>]*\?>")  # <?xml version="1.0" encoding="iso-8859-1"?>
ENCODING = re.compile(r"encoding\s*=\s*[\"']([\w.:-]+)")
NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")  # &nbsp; &eacute;
BARE_AMPERSAND = re.compile(  # ?a=1&b=2 in a link, &sesuatu; that is declared nowhere
    r"&(?!(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|amp|lt|gt|quot|apos);)"
)
BY_NUMBER = re.compile(r"&#(?:(\d{1,7})|[xX]([\da-fA-F]{1,6}));")  # &#8217; &#xD83D;
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
JSON_START = re.compile(r"[\[{]")  # <br /><b>Notice</b>: contoh<br />[{"id": 1}]
XML_BEGINNING = re.compile(  # <br /><b>Notice</b>: contoh<br /><?xml version="1.0"?><rss>
    rb"<\?xml\s|<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]"
)
LONGEST_NOTICE = 8192
"""Signs in front of a document, and behind it, that are no part of it."""
HALF_A_CHARACTER = re.compile(  # "\\ud83d" without the "\\ude00" that makes it a smiling face
    r"\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F][\da-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}"
)
LONGEST_END = 256 * 1024
"""The last signs of a document that are looked at for its end, more than an item has."""
NOISE = "what does not belong to it, before or behind, was passed over"
OF_A_FEED = ("item", "entry")
ITEMS = {"urlset": ("url",), "sitemapindex": ("sitemap",)}
"""What the items of a sitemap are called, by its root; all others are feeds."""
ITEMS_ANYWHERE = [f"{{*}}{name}" for names in (*ITEMS.values(), OF_A_FEED) for name in names]
"""The same as lxml looks for them, whatever their namespace."""
DECODER = json.JSONDecoder()
BEGINNING = 1000
MOST_NOISE = 20
"""Places at which JSON is looked for among noise."""
LONGEST_BRACKET = 20
"""Characters after a bracket in noise that may be JSON by chance, as in "[1]"."""
XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
HTML_START = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class UnreadableListing(Exception):
    """A listing that is not what it should be; the message says what it is instead."""


def unfold(content: bytes, largest: int = LARGEST) -> bytes:
    """The content, unzipped where it is gzip; raises UnreadableListing when it is too large."""
    return b"".join(pieces(content, largest)) if content.startswith(GZIP) else content


def pieces(content: bytes, largest: int = LARGEST) -> Iterator[bytes]:
    """The content piece by piece, unzipped where it is gzip, of one member or several.

    Raises UnreadableListing for a broken file, and as soon as more than ``largest`` bytes came.
    """
    if not content.startswith(GZIP):
        yield from (content[start : start + PIECE] for start in range(0, len(content), PIECE))
        return
    unfolded = place = 0
    unzip = zlib.decompressobj(wbits=31)
    try:
        while place < len(content) and (not unzip.eof or content.startswith(GZIP, place)):
            unzip = zlib.decompressobj(wbits=31) if unzip.eof else unzip
            data = content[place : place + FOLDED_PIECE]
            piece = unzip.decompress(data, PIECE)
            unfolded += len(piece)
            if unfolded > largest:
                megabytes = largest >> 20
                raise UnreadableListing(f"the gzip file unfolds to more than {megabytes} MB")
            if piece:
                yield piece
            place += len(data) - len(unzip.unused_data if unzip.eof else unzip.unconsumed_tail)
    except zlib.error as error:
        raise UnreadableListing(f"the gzip file is broken ({error})") from error


def decoded(content: bytes) -> str:
    """The text of an XML file: by its mark or declaration, UTF-8 where that is what it is."""
    return content.decode(encoding_of([content]), "replace").lstrip("\ufeff")


def encoding_of(content: Iterable[bytes]) -> str:
    """The encoding of a file that comes in pieces."""
    start, is_utf8 = b"", codecs.getincrementaldecoder("utf-8")()
    for number, piece in enumerate(content):
        if number == 0:
            start = piece[:200]
            for mark, name in BYTE_ORDER_MARKS.items():
                if start.startswith(mark):
                    return name
        try:
            is_utf8.decode(piece)
        except UnicodeDecodeError:
            break
    else:
        return "utf-8"
    declared = ENCODING.search(start.decode("latin-1"))
    name = declared[1].lower() if declared else "utf-8"
    try:
        codecs.lookup(name).incrementaldecoder("replace")
    except (LookupError, TypeError):  # unknown, or no encoding of texts
        return "utf-8"
    return "windows-1252" if name == "iso-8859-1" else name


def text_pieces(content: bytes) -> Iterator[str]:
    """The text of a file, unzipped, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding_of(pieces(content)))("replace")
    for piece in pieces(content):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


@dataclass(frozen=True, slots=True)
class Json:
    """What a JSON listing holds, and in words what was passed over."""

    data: Any
    note: str | None = None


def json_of(content: bytes) -> Json:
    """What a JSON listing holds; raises as parse_json does, and where it is too large."""
    return parse_json(decoded(unfold(content, LARGEST_PAGE)))


def parse_json(text: str) -> Json:
    """What a text in JSON holds; halves of characters that stand for nothing are marked as such.

    Raises ValueError or RecursionError for what is none, UnreadableListing where it holds so many
    values that they would fill the memory.
    """
    if sum(map(text.count, ",[{:")) > MOST_VALUES:
        raise UnreadableListing(f"the answer holds more than {MOST_VALUES:,} values")
    text = HALF_A_CHARACTER.sub(r"\\ufffd", text)
    try:
        return Json(json.loads(text))
    except ValueError:
        if HTML_START.match(text[:BEGINNING]):
            raise
        noisy = _largest_json(text)
        if noisy is None:
            raise
        return Json(noisy, NOISE)


def _largest_json(text: str) -> Any:
    """The largest object or list among noise: a PHP notice before it, a cache's comment behind.

    None where one begins and breaks off: its parts would pass for the whole.
    """
    largest, length = None, 0
    found = JSON_START.search(text)
    for _ in range(MOST_NOISE):
        if found is None:
            break
        end = found.end()
        try:
            value, end = DECODER.raw_decode(text, found.start())
        except json.JSONDecodeError as error:
            if error.pos - end > LONGEST_BRACKET:
                return None
            value = None
        if value is not None and end - found.start() > length:
            largest, length = value, end - found.start()
        found = JSON_START.search(text, end)
    return largest


@dataclass(slots=True)
class Xml:
    """An XML listing: its root, and in words what of it was not read, or passed over."""

    root: etree._Element
    problem: str | None = None
    note: str | None = None


def parse_xml(content: bytes) -> Xml:
    """An XML listing, mended where it is broken, read as a stream.

    Entities that a document declares itself are never expanded and nothing is loaded from
    elsewhere; behind MOST_TAGS tags and attributes it is read no further. One that breaks off has
    a problem, and of its items those that are whole. Raises UnreadableListing when no XML root is
    to be had.
    """
    parser = _tolerant_parser()
    problems: list[str] = []
    end = [""]
    document = _without_notice(content)
    note = NOISE if len(document) < len(content) else None
    texts = _up_to_the_most_tags(_remembered(_mended(text_pieces(document)), end), problems)
    start = list(islice(texts, AT_ONCE))
    further = next(texts, None)
    try:
        if further is None:
            root = etree.fromstring(b"".join(start), parser)
        else:
            for piece in chain(start, [further], texts):
                parser.feed(piece)
            root = parser.close()
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableListing("the answer is not XML")
    is_broken = further is None and len(parser.error_log) > 0
    whole = _item_by_item(b"".join(start), root) if is_broken else None
    if whole is not None:
        root, note = whole, "it is broken XML and was read item by item"
    if not problems and _breaks_off(end[0], root):
        problems.append(f"it breaks off before its end (</{local_name(root)}>)")
        _without_half_an_item(end[0], root)
    if not problems and further is not None and parser.feed_error_log:
        problems += _items_missed(text_pieces(document), root)
    return Xml(root, *problems, note=note)


def _remembered(texts: Iterator[str], end: list[str]) -> Iterator[str]:
    """The pieces, of which ``end`` has the last signs in the end."""
    for text in texts:
        end[0] = (end[0] + text)[-LONGEST_END:]
        yield text


def _breaks_off(end: str, root: etree._Element) -> bool:
    """Whether a document that closes with ``end`` stops before its root is closed.

    A feed that closes its channel has all its items.
    """
    names = {local_name(root), "channel" if local_name(root) == "rss" else local_name(root)}
    named = rf"(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})"
    closed = re.search(rf"</{named}\s*>|<{named}(?:\s[^<>]*)?/>", end, re.IGNORECASE)
    return closed is None


def _without_half_an_item(end: str, root: etree._Element) -> None:
    """Take out the last item where the document stops in it: half an address is another one."""
    names = ITEMS.get(local_name(root), OF_A_FEED)
    tags = [*re.finditer(rf"<(?P<ends>/)?(?:[\w.-]+:)?(?:{'|'.join(names)})(?=[\s>])", end)]
    if tags and tags[-1]["ends"]:
        return
    items = [each for each in root.iter() if local_name(each) in names]
    if items and (parent := items[-1].getparent()) is not None:
        parent.remove(items[-1])


def _tolerant_parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        strip_cdata=True,
        huge_tree=True,  # else a text of 10 MB ends the reading, and nothing says so
    )


def _items_begun(name: str) -> re.Pattern:
    """What begins the items of a listing by its root's name."""
    names = "|".join(ITEMS.get(name, OF_A_FEED)).encode()
    return re.compile(rb"<(?:[\w.-]+:)?(?:%b)(?=[\s>])" % names)


def _items_read(root: etree._Element) -> int:
    """How many items came out of a listing."""
    name = local_name(root)
    within = root if name in ITEMS else root.iter()
    return sum(local_name(each) in ITEMS.get(name, OF_A_FEED) for each in within)


def _items_missed(texts: Iterator[str], root: etree._Element) -> list[str]:
    """In words how many items of a broken listing were not read, where any were not."""
    begin, begun, held = _items_begun(local_name(root)), 0, ""
    for text in texts:
        held += text
        last = held.rfind("<", max(0, len(held) - LONGEST_BEGINNING))
        cut = len(held) if last < 0 else last
        begun += len(begin.findall(held[:cut].encode()))
        held = held[cut:]
    begun += len(begin.findall(held.encode()))
    read = _items_read(root)
    return [f"it is broken XML: {read:,} of {begun:,} items could be read"] if read < begun else []


def _item_by_item(document: bytes, root: etree._Element) -> etree._Element | None:
    """A broken listing with each of its items parsed alone, so that one costs no other.

    None where ``root``, which was made of the whole, has them all.
    """
    places = [found.start() for found in _items_begun(local_name(root)).finditer(document)]
    if _items_read(root) >= len(places):
        return None
    whole = etree.fromstring(document[: places[0]], _tolerant_parser())
    if whole is None:
        return None
    for start, end in zip(places, [*places[1:], len(document)], strict=True):
        item = etree.fromstring(document[start:end], _tolerant_parser())
        if item is not None:
            whole.append(item)
    return whole


def _without_notice(content: bytes) -> bytes:
    """The document from where it begins, without a notice of the server's in front of it."""
    begins = XML_BEGINNING.search(content[:LONGEST_NOTICE])
    is_page = HTML_START.match(content[:BEGINNING].decode("latin-1"))
    return content[begins.start() :] if begins and not is_page else content


def _up_to_the_most_tags(texts: Iterator[str], problems: list[str]) -> Iterator[bytes]:
    """A document's pieces in UTF-8 as far as it is read, and in ``problems`` why no further."""
    tags = 0
    for text in texts:
        tags += text.count("<") + text.count('="') + text.count("='")
        if tags > MOST_TAGS:
            problems.append(f"it holds more than {MOST_TAGS:,} tags and was read no further")
            return
        yield text.encode()


def _mended(texts: Iterator[str]) -> Iterator[str]:
    """A document piece by piece, without declaration and DOCTYPE, stray signs made harmless."""
    held = _without_prologue(_head(texts))
    for text in chain(texts, [None]):
        cut = _whole_entities(held) if text is not None else len(held)
        known = NAMED_ENTITY.sub(_character, BY_NUMBER.sub(_numbered, held[:cut]))
        yield BARE_AMPERSAND.sub("&amp;", NOT_XML.sub("", known))
        held = held[cut:] + (text or "")


def _whole_entities(text: str) -> int:
    """Up to where a text holds whole entities."""
    last = text.rfind("&", max(0, len(text) - LONGEST_ENTITY))
    return len(text) if last < 0 else last


def _head(texts: Iterator[str]) -> str:
    """The beginning of a document, with the whole of its DOCTYPE."""
    head = ""
    for text in texts:
        head = (head + text).lstrip()
        start = head.find("<!DOCTYPE", 0, HEAD)
        if len(head) >= HEAD and (start < 0 or len(_without_doctype(head)) > start):
            break
        if len(head) > LONGEST_DOCTYPE:
            raise UnreadableListing("the document type declaration has no end")
    return head


def _without_prologue(head: str) -> str:
    """A document's beginning without declaration and DOCTYPE."""
    if not head.strip():
        raise UnreadableListing("the answer is empty")
    if HTML_START.match(DECLARATION.sub("", head[:1000], count=1)):
        raise UnreadableListing("the answer is a web page, not a feed or sitemap")
    return _without_doctype(DECLARATION.sub("", head, count=1))


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


def _numbered(reference: re.Match) -> str:
    """A reference by number, or nothing where no document may hold the character."""
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    is_half = 0xD800 <= number <= 0xDFFF
    is_none = is_half or number > sys.maxunicode or NOT_XML.match(chr(number))
    return "" if is_none else reference[0]


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
            if text := " ".join(text_of(child).split()):
                return text
    return None


def text_of(element: etree._Element) -> str:
    """All text in an element; up to the item in it where it was never closed."""
    if next(element.iterdescendants(*ITEMS_ANYWHERE), None) is not None:
        return element.text or ""
    return "".join(element.itertext())
