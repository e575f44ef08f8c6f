"""Tags whose text is no text, and tags of more attributes than any page has."""

from __future__ import annotations

import re

UNSEEN_TAGS = frozenset(("script", "style", "noscript", "template"))
"""Elements that a browser with scripts never shows; they part no words of what is around them."""

_TOOLS = """
title head iframe object embed video audio canvas svg math map button select textarea input option
progress dialog amp-ad amp-img amp-iframe amp-embed amp-video amp-youtube amp-social-share
amp-sidebar amp-analytics amp-sticky-ad amp-instagram amp-twitter amp-facebook amp-consent
amp-user-notification
"""
SILENT_TAGS = UNSEEN_TAGS | frozenset(_TOOLS.split())
"""Those, and what holds pictures, players, controls or advertising: ``<button>``."""

_ATTRIBUTE = (
    # as in  class="isi"  and  hidden
    rb"[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)"
    rb"(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+)?+"
)
_USUAL_TAG = (
    # <p>, <br/>, <a href="/judul" class="isi" hidden>: read in half the time, and sure to have no
    # more than 500, for every piece of 40 bytes between two values has 20 names at most
    rb"[a-z][^\s/>\"'=]*+"
    rb"(?:/?>|\s[^>\"'=]{0,40}+(?:(?<![\s/\"'])=\"[^\"]*+\"[^>\"'=]{0,40}+){0,24}+>)"
)
_TAGS = re.compile(
    rb"<(?:"
    rb"!--[^>]*+(?:(?<!--)>[^>]*+)*+"  # <!-- a comment, in which there are no tags -->
    rb"|(?:script|style)(?=[\s/>])(?!(?:" + _ATTRIBUTE + rb"){501})"  # nor in <style> p {} </style>
    rb"[^<]*+(?:<(?!/(?:script|style))[^<]*+)*+"
    rb"|" + _USUAL_TAG + rb"|"
    rb"[a-z][^\s/>]*+(?:" + _ATTRIBUTE + rb"){0,500}+((?:" + _ATTRIBUTE + rb")*+)"
    rb")",
    re.IGNORECASE,
)
"""Every tag; its group is what attributes stand behind the five hundredth."""

HEAD = 16 * 1024
"""Bytes in which a page's ``<html>`` or ``<body>`` stands."""
_PAGE_ENDS = re.compile(rb"</(?:body|html)(?:\s[^<>]*)?>", re.IGNORECASE)  # </body>
TAIL = 200
"""Bytes in which most pages say that they end."""
_AT_THE_END = re.compile(rb"(?:\s|</(?:body|html)\s*>|<!--[^<>]*-->)*+\Z", re.IGNORECASE)
"""``</body></html><!-- cached -->`` and nothing else behind."""

_PAGE_BEGINS = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)
_BOXES = re.compile(rb"<(?P<ends>/)?(?:div|article|section|main)\b", re.IGNORECASE)
"""``<div class="isi">``, ``</article>``: elements whose end nobody may leave out."""


def stops_within(source: bytes) -> bool:
    """Whether a page's source stops before its end: in words, in a tag, or in an open box."""
    if _PAGE_ENDS.search(source, max(0, len(source) - TAIL)):
        return False
    if _PAGE_ENDS.search(source) or not _PAGE_BEGINS.search(source[:HEAD]):
        return False
    if not source.rstrip().endswith(b">"):
        return True
    boxes = [bool(box["ends"]) for box in _BOXES.finditer(source)]
    return boxes.count(False) > boxes.count(True)


def without_early_end(source: bytes) -> bytes:
    """A page's source without ``</body>`` and ``</html>`` where more stands behind them.

    A browser goes on in what is open there, as in the middle of a text into which a whole page
    was pasted; libxml2 ends the tree.
    """
    ends = _PAGE_ENDS.search(source)
    if ends is None or _AT_THE_END.match(source, ends.start()):
        return source
    return _PAGE_ENDS.sub(b"", source)


def without_surplus(source: bytes) -> bytes:
    """A page's source in which no tag has more than 500 attributes; most pages as they are.

    libxml2's HTML parser walks along an element's attributes to add one more: 16,000 of them in
    140 kB take it 2 seconds, 32,000 take 19, in one call that nothing can break off.
    Linear: every tag is looked at once, whatever is open in it. Takes a millisecond for 90 kB.
    """
    if not any(_TAGS.findall(source)):
        return source
    return _TAGS.sub(lambda tag: tag[0][: len(tag[0]) - len(tag[1] or b"")], source)
