"""A site before and after a redesign: the same markup with other names, nesting and places.

``renamed`` gives each class and id another name of words, ``hashed`` one as build tools make them,
``nested`` other names and a further box around every box with a name. Besides, ``dateline`` puts
the dateline into an element of its own, ``date`` the publishing date into another form and place,
``paged`` the second half of the text onto a further page. Which of several is told by the seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256

from lxml import html as markup

from crawler.items import Article
from crawler.parsers.dates import parse_date
from crawler.parsers.page import text_of
from crawler.parsers.page.text import clean

WAYS = ("renamed", "hashed", "nested")
REBUILT = ("dateline", "date", "paged")
ATTRIBUTE = re.compile(
    r"""(?P<before>\s(?:class|id)\s*=\s*)(?P<quote>["'])(?P<names>[^"']*)(?P=quote)"""
)
WORDS = ("kotak", "lapis", "ruang", "bidang", "papan", "sudut", "panel", "bagian", "wadah", "jalur")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September"),
    *("Oktober", "November", "Desember"),
)
Element = markup.HtmlElement


def redesigned(html: str, way: str, seed: int = 0) -> str:
    """A page after the redesign; each name is the same on all pages."""
    other: Callable[[str, int], str] = hashed if way == "hashed" else renamed

    def names(found: re.Match[str]) -> str:
        made = " ".join(other(name, seed) for name in found["names"].split())
        return f"{found['before']}{found['quote']}{made}{found['quote']}"

    made = ATTRIBUTE.sub(names, html)
    return nested(made) if way == "nested" else made


def renamed(name: str, seed: int = 0) -> str:
    """A name of three words, as ``wadah-papan-kotak``."""
    return "-".join(WORDS[byte % len(WORDS)] for byte in _digest(name, seed)[:3])


def hashed(name: str, seed: int = 0) -> str:
    """A name as build tools make them, as ``css-1a2b3c``."""
    return f"css-{_digest(name, seed).hex()[:7]}"


def _digest(name: str, seed: int) -> bytes:
    return sha256(f"{seed or ''}{name}".encode()).digest()


def nested(html: str) -> str:
    """A further box around what every named box holds; its end tag stands before the box's own."""
    depth: list[tuple[str, bool]] = []
    made, at = [], 0
    for found in re.finditer(r"<(?P<end>/?)(?P<tag>div|section|article)\b(?P<rest>[^>]*)>", html):
        made.append(html[at : found.start()])
        at = found.end()
        if found["end"]:
            was_boxed = depth.pop()[1] if depth else False
            made.append(("</div>" if was_boxed else "") + found[0])
            continue
        is_boxed = bool(re.search(r"\b(?:class|id)=", found["rest"]))
        depth.append((found["tag"], is_boxed))
        made.append(found[0] + ("<div>" if is_boxed else ""))
    return "".join([*made, html[at:]])


def rebuilt(html: str, article: Article, published: str | None, way: str, seed: int) -> str | None:
    """A page after such a change of ``REBUILT``, its names as they were; None where it has none.

    ``article`` is what is read of it, ``published`` its time as ISO 8601, local.
    """
    root = markup.document_fromstring(html)
    changed = {
        "dateline": lambda: _dateline_apart(root, article, seed),
        "date": lambda: _date_elsewhere(root, article, published, seed),
        "paged": lambda: _paged(root, article),
    }[way]()
    return markup.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>") if changed else None


def _dateline_apart(root: Element, article: Article, seed: int) -> bool:
    """In a ``span`` of its own, in a paragraph before the text's first, or in a box before all."""
    raw = clean(article.dateline or "")
    first = next(
        (
            each
            for each in root.iter("p", "div")
            if raw and clean(text_of(each)).startswith(raw) and _own_text(each)
        ),
        None,
    )
    if first is None or not _cut_opening(first, raw):
        return False
    way = ("span", "p", "div")[seed % 3]
    apart = markup.Element(way, {"class": "lokasi-berita"})
    apart.text = raw
    if way == "span":
        apart.tail, first.text = f" {first.text or ''}", None
        first.insert(0, apart)
        return True
    place = first if way == "p" or first.tag == "div" else first.getparent()
    if place.getparent() is None or place.tag == "body":
        return False
    place.addprevious(apart)
    return True


def _own_text(element: Element) -> bool:
    """Whether it is the innermost that opens so: text, or text in what stands in its line."""
    opening = next((each for each in element.iter() if (each.text or "").strip()), element)
    return element in (opening, *opening.iterancestors()) and not any(
        each.tag in ("p", "div") for each in element.iter() if each is not element
    )


def _cut_opening(element: Element, raw: str) -> bool:
    """Take so many characters off the beginning, whatever elements they stand in."""
    left = len(re.sub(r"\s", "", raw))
    for node, name in _texts(element):
        text = getattr(node, name) or ""
        for index, letter in enumerate(text):
            if not left:
                setattr(node, name, text[index:].lstrip())
                return True
            left -= not letter.isspace()
        setattr(node, name, "")
    return left == 0


def _texts(element: Element) -> Iterator[tuple[Element, str]]:
    yield element, "text"
    for child in element:
        yield from _texts(child)
        yield child, "tail"


def _date_elsewhere(root: Element, article: Article, published: str | None, seed: int) -> bool:
    """Printed in another form, in an element of its own before the headline or behind the text."""
    if not published or "T" not in published:
        return False
    heading = next(
        (each for each in root.iter("h1", "h2", "div") if clean(text_of(each)) == article.headline),
        None,
    )
    if heading is None:
        return False
    for element in list(root.iter("div", "span", "time", "p", "li", "small")):
        line = clean(element.text or "")
        parsed = parse_date(line) if 8 < len(line) < 90 else None
        if parsed and f"{parsed.instant:%Y-%m-%dT%H:%M}" == published[:16]:
            element.text = ""
    year, month, day = published[:10].split("-")
    line = f"{int(day)} {MONTHS[int(month) - 1]} {year} | {published[11:16]}"
    zone = {"+08:00": "WITA", "+09:00": "WIT"}.get(published[-6:], "WIB")
    apart = markup.Element(("div", "time", "span")[seed % 3], {"class": "tayang-pada"})
    apart.text = f"{line} {zone}"
    if seed % 2:
        apart.set("data-kala", published)
    (heading.addprevious if seed // 3 % 2 else heading.addnext)(apart)
    return True


def _paged(root: Element, article: Article) -> bool:
    """The second half of its paragraphs gone, links to further pages in their place."""
    lines = [clean(line) for line in (article.body or "").split("\n\n")]
    found = [
        element
        for line in lines
        if (element := next((p for p in root.iter("p") if clean(text_of(p)) == line), None))
        is not None
    ]
    if len(found) < 4:
        return False
    for element in found[len(found) // 2 :]:
        element.drop_tree()
    links = markup.fragment_fromstring(
        '<div class="halaman-berita"><span>1</span> <a href="?page=2">2</a> '
        '<a href="?page=2">Selanjutnya</a></div>'
    )
    found[len(found) // 2 - 1].addnext(links)
    return True
