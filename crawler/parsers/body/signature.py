"""The initials, codes and names that close a story: ``(mea/mea)``, ``[]``, ``(E-2)``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from crawler.parsers.page.trace import SILENT, Trace
from crawler.parsers.urls import DOMAIN_ENDING
from crawler.parsers.vocabulary import agencies

_INITIALS = (
    # as in: (T.M041/B008) (mea/mea) (kha) (E-2) (Ant/E-3) (mcr8/jpnn) [fha/islampos] (*) []
    r"[(\[]\s*(?:(?:[A-Z]\.)?[A-Za-z*]{1,6}\d{0,4}"
    r"(?:\s?[/|,&+-]\s?(?:[A-Za-z][A-Za-z.*]{0,20}\d{0,4}|\d{1,2})){0,5}|\*{1,3})?\s*[)\]]"
)
_OUTLET_CREDIT = (
    # as in: (Contohnews.com/Contoh Nama) [Depok, Juni 2010/contoh.com] (contoh.id - Politik)
    rf"[(\[][^()\[\]]{{0,60}}\b[\w-]+\.{DOMAIN_ENDING}\b[^()\[\]]{{0,60}}[)\]]"
)
_OUTLET_AND_SECTION = (
    # as in: contoh.id - Politik
    rf"[\w-]+\.{DOMAIN_ENDING}\s+[-–]\s+[A-Z][\w &]{{2,30}}"
)
_ONE_NAME = r"[A-Z][\w.'’-]*"
_FULL_NAME = r"\(\s*" + _ONE_NAME + r"(?:[\s/]+" + _ONE_NAME + r"){0,4}\s*\)"  # (Contoh Nama )
_CAPITALS = r"[A-Z][A-Z.'’]+(?:\s[A-Z][A-Z.'’]*){1,3}(?:\s*[|/,]\s*[A-Z][A-Z.'’ ]+){0,3}"
_CODES = r"[a-z]{2,4}(?:/[a-z]{2,4}){1,3}(?:\s\([\w, ]{2,40}\))?"  # ab/cd (AFP, Reuters)
_NO_NAME = r"(?!\(\s*(?:HR|QS|H\.R|Q\.S|[Bb]ersambung|Selesai|Tamat)\b)"

_OWN_LINE = re.compile(
    rf"[\s*–-]*{_NO_NAME}"
    rf"(?:{_INITIALS}|{_OUTLET_CREDIT}|{_FULL_NAME}|{_CODES}|{_OUTLET_AND_SECTION}"
    r"|\*+/[\w ]{2,30})[\s.*#]*"
)
_CODE_LINE = re.compile(rf"[\s*–-]*(?:{_INITIALS}|{_OUTLET_CREDIT})[\s.*]*")
_SOURCE = r"[A-Z][\w.&-]{1,20}(?: [A-Z][\w.&-]{1,20})?"
_SOURCES = rf"[A-Z]{{3,10}}|{_SOURCE}(?:\s?/\s?{_SOURCE}){{1,3}}"  # UEFA   BBC/Contoh News
_CLOSING_NAME = re.compile(
    rf"{_CAPITALS}|{_SOURCES}|(?:{agencies.CAPITALS})(?:\s*[|/,]\s*[A-Z][A-Z.'’ ]+)*"
)
_AT_END = re.compile(
    # a sentence, then "(ren)" or "*** (Contoh Nama)"
    rf"(?<=[.!?\"”’…*])[\s*–-]*(?P<signature>{_NO_NAME}"
    rf"(?:{_INITIALS}|{_OUTLET_CREDIT}|{_FULL_NAME}))[\s.*]*$"
    r"|\s+(?P<glued>\([a-z]{2,5}/[a-z]{2,5}\)|\[[a-z]{2,5}(?:/[a-z]{2,12})*\]|\[\])[\s.*]*$"
)
_CREDIT_AT_END = re.compile(rf"\s*(?P<credit>{_OUTLET_CREDIT})[\s.*]*$")
_MARK_AT_END = re.compile(r"(?<=[.!?\"”’])\s?\*$")  # a sentence.*
_WORD = re.compile(r"\w")
_LONGEST = 90
NOTES_BEHIND_CREDIT = 3
"""In how many of the last paragraphs an outlet's credit may close the story."""

Texts = Sequence[str]
Rule = Callable[[Texts, str | None], tuple[Texts, str | None]]


def is_closing_code(line: str) -> bool:
    """Whether a line is nothing but initials in brackets, the mark that a story is over."""
    return len(line) <= _LONGEST and _CODE_LINE.fullmatch(line) is not None


def is_signature(line: str) -> bool:
    """Whether a story's last line is nothing but who wrote it."""
    return len(line) <= _LONGEST and (
        _OWN_LINE.fullmatch(line) is not None or _CLOSING_NAME.fullmatch(line) is not None
    )


def split_signature(line: str) -> tuple[str, str | None]:
    """A story's last line, without end marks, and the signature that closes it, if one does."""
    found = _AT_END.search(line, max(0, len(line) - _LONGEST))
    if found is None:
        return line, None
    return line[: found.start()].rstrip(), found["signature"] or found["glued"]


def without_end_marks(line: str) -> str:
    """A story's last line without the asterisks that only say that it is the last."""
    bare = line.rstrip()
    unmarked = bare.rstrip("*")
    if len(bare) - len(unmarked) > 1:  # a sentence.***
        return unmarked.rstrip()
    return _MARK_AT_END.sub("", line) if unmarked != bare else line


def split_outlet_credit(line: str) -> tuple[str, str | None]:
    """A line near a story's end, and the outlet's credit that closes it, if one does.

    ``[Depok, Juni 2010/contoh.com]``; a note on the writer may stand behind it.
    """
    found = _CREDIT_AT_END.search(line, max(0, len(line) - _LONGEST))
    return (line[: found.start()], found["credit"]) if found else (line, None)


def without_signature(texts: Texts, trace: Trace = SILENT) -> tuple[Texts, str | None]:
    """A story's paragraphs without what closes them, and what that was, as printed.

    ``RULES`` are asked in their order; each is handed the signature found before it.
    """
    signature = None
    for name, rule in RULES:
        if name in trace.off:
            continue
        before, known = texts, signature
        texts, signature = rule(texts, signature)
        if trace.is_kept:
            trace.compare("body", name, before, texts)
            if signature != known:
                trace.note("signature", name, "won", signature)
    return texts, signature


def closing_lines(texts: Texts, signature: str | None) -> tuple[Texts, str | None]:
    """Lines of their own below the text: ``(mea/mea)``, ``***``."""
    closing = list(takewhile(is_signature, reversed(texts)))
    if not closing or len(closing) == len(texts):
        return texts, signature
    named = [line for line in closing if _WORD.search(line)]
    return texts[: -len(closing)], (named or closing)[0]


def end_marks(texts: Texts, signature: str | None) -> tuple[Texts, str | None]:
    """Asterisks behind the last sentence: ``Demikian katanya. ***``."""
    return ([*texts[:-1], without_end_marks(texts[-1])] if texts else texts), signature


def end_of_last_line(texts: Texts, signature: str | None) -> tuple[Texts, str | None]:
    """What stands behind the last sentence: ``Demikian katanya. (mea/mea)``."""
    if signature is not None or not texts:
        return texts, signature
    last, signature = split_signature(texts[-1])
    return [*texts[:-1], *([last] if last else [])], signature


def outlet_credit(texts: Texts, signature: str | None) -> tuple[Texts, str | None]:
    """An outlet's credit near the end, maybe above a note on the writer: ``(contoh.com/ab)``."""
    for at in range(len(texts) - 1, max(len(texts) - NOTES_BEHIND_CREDIT, 0) - 1, -1):
        if signature is None:
            text, signature = split_outlet_credit(texts[at])
            texts = [*texts[:at], text, *texts[at + 1 :]]
    return [text for text in texts if text], signature


RULES: tuple[tuple[str, Rule], ...] = (
    ("closing lines", closing_lines),
    ("end marks", end_marks),
    ("end of the last line", end_of_last_line),
    ("outlet's credit", outlet_credit),
)
"""The rules that take a signature off, by name, in the order in which they are asked."""
