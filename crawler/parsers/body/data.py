"""The article's text where only a page's data carries it: JSON-LD, or the state of a script.

Pages that a browser builds by script (Next.js, Nuxt) often hold no text in their elements, but
the whole of it in ``articleBody`` or in the JSON from which the script builds the page.
"""

from __future__ import annotations

import html
import json
import re

from lxml import etree
from lxml import html as lxml_html

from crawler.parsers.body.paragraphs import Paragraph, read_paragraphs
from crawler.parsers.page.text import clean

_STATE = etree.XPath(
    "descendant::script[@id='__NEXT_DATA__' or @id='__NUXT_DATA__' or @type='application/json']"
)
_TAG = re.compile(r"</?(?:p|br|div|h[2-6]|li|strong|em)\b[^<>]*>", re.IGNORECASE)  # as in "<p>"
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|strong)\b", re.IGNORECASE)  # as in "&lt;p&gt;"
_LINE_BREAK = re.compile(r"\r\n?|\n|\u2028|\u2029")
_FEWEST_PARAGRAPHS = 2
"""Paragraph marks that make a string in a page's state an article's text."""


def paragraphs_of_article_body(article_body: object) -> list[Paragraph]:
    """The paragraphs of a JSON-LD ``articleBody``, which may be text or HTML, escaped or not."""
    if not isinstance(article_body, str):
        return []
    if _ESCAPED_TAG.search(article_body):
        article_body = html.unescape(article_body)
    if _TAG.search(article_body):
        return _paragraphs_of_html(article_body)
    lines = (clean(html.unescape(line)) for line in _LINE_BREAK.split(article_body))
    parent = lxml_html.Element("div")
    return [Paragraph(text=line, tag="p", parent=parent) for line in lines if line]


def paragraphs_of_state(root: etree._Element) -> list[Paragraph]:
    """The paragraphs of the longest HTML text in the JSON a page's scripts start from."""
    longest = ""
    for script in _STATE(root):
        try:
            state = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        longest = max(longest, _longest_html(state), key=len)
    return _paragraphs_of_html(longest) if longest else []


def _longest_html(state: object) -> str:
    """The longest string with paragraphs anywhere in a JSON value; empty when there is none."""
    longest = ""
    waiting = [state]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str) and len(value) > len(longest) and _has_paragraphs(value):
            longest = value
    return longest


def _has_paragraphs(text: str) -> bool:
    return len(_TAG.findall(text)) >= 2 * _FEWEST_PARAGRAPHS


def _paragraphs_of_html(fragment: str) -> list[Paragraph]:
    source = fragment.replace("\x00", "")
    if not clean(_TAG.sub(" ", source)):
        return []
    return read_paragraphs(lxml_html.fragment_fromstring(source, create_parent="div")).paragraphs
