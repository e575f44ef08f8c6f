"""JSON-LD as newspapers print it: often no JSON at all.

Seen on Indonesian pages: raw line breaks and tabs in strings, a comma after the last member,
comments, CDATA marks, everything escaped as HTML, unescaped quotes in headlines, several objects
one after another in a single script, scripts cut off in the middle.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from crawler.parsers.urls import canonical_url

_DECODER = json.JSONDecoder(strict=False)

WRAPPING = re.compile(
    r"^(?:\s|<!--|//\s*(?=<!|\]\])|/\*\s*(?=<!|\]\])|<!\[CDATA\[|\]\]>|\*/|-->|;)+"
)
"""``<!--``, ``//<![CDATA[`` before an object."""

BETWEEN = re.compile(r"[^{\[]*")
"""What may stand between two objects of one script: blanks, commas, semicolons, ``]]>``."""

ESCAPED = re.compile(r"^\s*[\[{]\s*&(?:quot|#34|#x22);", re.IGNORECASE)
"""``{&quot;@context&quot;: ...``"""

STRING_OR_NOISE = re.compile(
    r'"(?:[^"\\]|\\.)*+(?:"|\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*+[}\]])|\bundefined\b|\bNaN\b',
    re.DOTALL,
)
"""A string, or what JSON does not allow outside one: comments, a comma before a bracket."""

QUOTE = re.compile(r'(?<!\\)"')

AFTER_STRING = re.compile(r'\s*+(?:[}\]:]|,\s*+(?:["{\[}\]\d]|(?:true|false|null)\b|\Z)|\Z)')
"""What follows the quote that ends a string, and not one printed inside it."""

WRONG_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
"""``\\'`` and other escapes JSON does not have."""

MEMBER = re.compile(
    r'"(headline|datePublished|dateModified|description|articleSection|articleBody)"'
    r'\s*:\s*"((?:[^"\\]|\\.)*+)(?:"|\Z)',
    re.DOTALL,
)
"""``"headline": "..."`` in a script that is cut off."""

ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(\w*Article|BlogPosting)"')
"""``"@type": "NewsArticle"``."""

ARTICLE_KIND = re.compile(r"^(?:\w*Article|BlogPosting|LiveBlogPosting|Report|ClaimReview)$")
"""``NewsArticle``, ``ReportageNewsArticle``, ``BlogPosting``."""

LARGEST = 2_000_000
"""Characters of one script; what is longer is no article's description."""


def parse_json_ld(script: str) -> list[dict[str, Any]]:
    """The objects of one script, members of lists and of ``@graph`` side by side; never raises."""
    if len(script) > LARGEST:
        return []
    if ESCAPED.match(script):
        script = html.unescape(script)
    values, broken = _read(script)
    if broken:
        repaired, beyond_repair = _read(_quotes_escaped(_noise_removed(broken)))
        values += repaired or (_salvaged(beyond_repair) if beyond_repair else [])
    return [node for value in values for node in _nodes(value, depth=0)]


def _read(text: str) -> tuple[list[Any], str]:
    """The values that stand in a text one after another, and the text from a broken one on."""
    values: list[Any] = []
    wrapping = WRAPPING.match(text)
    position = wrapping.end() if wrapping else 0
    while (position := BETWEEN.match(text, position).end()) < len(text):
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return values, text[position:]
        values.append(value)
    return values, ""


def _noise_removed(text: str) -> str:
    """The text without comments and trailing commas; strings are left as they are."""
    return STRING_OR_NOISE.sub(_stand_in, text)


def _stand_in(part: re.Match[str]) -> str:
    if part[0].startswith('"'):
        return part[0]
    return "null" if part[0] in ("undefined", "NaN") else " "


def _quotes_escaped(text: str) -> str:
    """The text with quotes inside strings escaped, told by what follows them."""
    parts: list[str] = []
    inside, start = False, 0
    for quote in QUOTE.finditer(text):
        piece = text[start : quote.start()]
        start = quote.end()
        parts.append(WRONG_ESCAPE.sub("", piece) if inside else piece)
        closes = inside and AFTER_STRING.match(text, start)
        parts.append('\\"' if inside and not closes else '"')
        inside = not inside or not closes
    return "".join([*parts, text[start:]])


def _salvaged(text: str) -> list[dict[str, Any]]:
    """The plain members of an article object that can't be read as a whole."""
    kind = ARTICLE_TYPE.search(text)
    if not kind:
        return []
    node: dict[str, Any] = {"@type": kind[1]}
    for name, value in MEMBER.findall(text):
        try:
            node.setdefault(name, json.loads(f'"{WRONG_ESCAPE.sub("", value)}"', strict=False))
        except ValueError:
            continue
    return [node]


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """An object, or those of a list or ``@graph``, without going into their members."""
    if depth > 4:
        return
    if isinstance(value, list):
        for member in value:
            yield from _nodes(member, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _nodes(value.get("@graph"), depth + 1)


def main_article(
    objects: Sequence[dict[str, Any]],
    addresses: Iterable[str | None],
    absolute: Callable[[str | None], str | None],
) -> dict[str, Any]:
    """The article among a page's JSON-LD ``objects``; {} when there is none.

    Of several, the one whose address is one of the page's own ``addresses``; else the first that
    has a headline and a date. ``absolute`` makes a whole address of one printed on the page.
    """
    nodes = [*objects, *map(_main_entity, objects)]
    articles = [node for node in nodes if any(map(ARTICLE_KIND.match, types_of(node)))]
    if len(articles) > 1:
        own = {canonical_url(url) for url in addresses if url}
        for article in articles:
            address = first_url(article.get("mainEntityOfPage")) or first_url(article.get("url"))
            if address and canonical_url(absolute(address) or "") in own:
                return article
    complete = (each for each in articles if each.get("headline") and each.get("datePublished"))
    return next(complete, articles[0] if articles else {})


def _main_entity(node: dict[str, Any]) -> dict[str, Any]:
    entity = node.get("mainEntity")
    return entity if isinstance(entity, dict) else {}


def types_of(node: dict[str, Any]) -> list[str]:
    """The ``@type`` of a node as a list: ["NewsArticle"]."""
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [each.rpartition("/")[2] for each in kinds if isinstance(each, str)]


def names(value: Any, depth: int = 4) -> list[str]:
    """The names a value gives: "X", {"name": "X"} and lists of both."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict) and depth:
        return names(value.get("name"), depth - 1)
    if isinstance(value, list) and depth:
        return [name for each in value for name in names(each, depth - 1)]
    return []


def first_url(value: Any) -> str | None:
    """The address a value gives: "X", {"url": "X"}, {"@id": "X"} or the first of a list."""
    for _ in range(5):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id")
        else:
            break
    return value if isinstance(value, str) and value.strip() else None
