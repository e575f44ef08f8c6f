"""The dateline: the opening of a story that names where and by whom it was filed.

Thirteen house styles are known, among them ``JAKARTA, KOMPAS.com - ``, ``TEMPO.CO, Jakarta - ``,
``Jakarta (ANTARA) - ``, ``Jakarta - ``, ``KONTAN.CO.ID - JAKARTA. ``, ``Liputan6.com, Jakarta ``
(no separator) and ``ISTANBUL, 23 Februari 2016 (Antara/PRNewswire) -- ``. An outlet is known by
its shape (a domain, a news word, a name in brackets), a place by its shape and position; the
list in ``crawler.parsers.dateline.places`` settles what could be read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.items import Dateline
from crawler.parsers.dateline.outlets import (
    CAMEL,
    DOMAIN,
    NAMED,
    NEWSY,
    is_ordinary,
    outlet_strength,
)
from crawler.parsers.dateline.places import DIRECTIONS, REGIONS, is_place, is_state
from crawler.parsers.vocabulary import agencies
from crawler.parsers.vocabulary.calendar import MONTH_NAME, WEEKDAY_AS_PRINTED
from crawler.parsers.vocabulary.roles import AUTHORS, NOUNS, words_for

REACH = 120
"""Characters from the start within which a dateline ends; the longest real one has 76."""

DATE = re.compile(
    rf"\b(?:{WEEKDAY_AS_PRINTED}\s*,?\s*)?"
    rf"(?:\(?\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\)?|\d{{1,2}}\s+{MONTH_NAME}\.?,?\s+\d{{4}}|"
    rf"{MONTH_NAME}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}(?=\s*\())",
    re.IGNORECASE,
)
"""``23 Februari 2016``, ``June 12, 2025``, ``Senin (16/6/2025)``, ``24/7 (ANTARA)``."""

WEEKDAY = re.compile(
    rf",\s*(?P<day>{WEEKDAY_AS_PRINTED}(?:\s*\(\d{{1,2}}/\d{{1,2}}\))?)\s*$", re.IGNORECASE
)
"""``, SENIN`` and ``, Jumat (13/6)``, in "BERLIN, SENIN —"."""

DATE_LINE = re.compile(rf"(?:\w+\s*:?\s+)?{DATE.pattern}", re.IGNORECASE)
"""``Diperbarui 19/06/2025``: behind an outlet it is the page's date, no story."""

OUTLET_IN_STYLE = re.compile(r"\{outlet:([^}]+)\}")  # {outlet:TEMPO.CO}, {place} -
STYLE_PART = re.compile(r"(\{place\}|\{outlet:[^}]+\})")
USUAL_END = re.compile(r"-{1,4}|[–—―−‐]{1,2}|[:|]")
"""An end of a house style for which any separator stands; another one is printed as it is."""
WRAPPED = re.compile(r"(.*?)[\s,]*(?:\(([^()]+)\)|/([^/]+)/)", re.DOTALL)  # Jakarta (ANTARA)
SEPARATOR = re.compile(r"\s*(?:-{1,4}|[–—―−‐]{1,2}|[:|])\s*")
"""What parts a dateline from its story: `` - ``, ``--``, ``—``, ``:``, ``|``."""

_LABELS = "|".join(map(str.capitalize, words_for(AUTHORS, NOUNS)))
CREDIT = re.compile(rf"^(?:Laporan|Oleh|{_LABELS})\b")
"""``Laporan wartawan Contoh.com, NAMA`` may stand before the dateline."""

PHOTO_CREDIT = re.compile(r"^\([^()]{3,80}\)\s*")
"""``(ANTARA/NAMA)`` may stand before the dateline."""

PLACE_WORD = re.compile(
    r"(?:(?:al|el|as|ash|at|az|ad|an|ar|ed|ez|es)-)?[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢİĪĶĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽ]"
    r"[^\W\d_]*(?:['’`-][^\W\d_]+)*['’`]?\.?(?:[A-Z]\.)*$"
)
"""``Jakarta``, ``SANA'A``, ``Port-au-Prince``, ``D.C.``, ``al-Balah``."""

ABBREVIATED = re.compile(r"\b[A-Z]\.[A-Z]\.[\s,]*$")
"""``Washington, D.C.``: its last dot belongs to it."""

CONNECTORS = frozenset(["de", "del", "di", "da", "do", "el", "al", "la", "of", "the", "dan", "du"])
"""Small words inside the names of places: ``Rio de Janeiro``."""

LOST_BLANK = re.compile(r"(?<=[a-z])(?=[A-Z“\"‘])")
"""``JakartaKami`` where a blank was lost at a tag's border."""

HYPHENATED = re.compile(
    r"[^\W\d_]-(?=[^\W\d_])(?:(?<=[^\W\d_]{2}-)[^\W\d_]{2,}|[^\W\d_]+)"
    r"(?=\s+[-–—]{1,3}\s|\s?[–—]|--|-\s|\)|:\s|\s\()"
)
"""``l-Quds - ``: a hyphen inside the place's name, for the dateline's own separator follows."""

LONGEST_CODE = 4
"""Letters of a paper's code behind a place: ``Jakarta, MI - ``."""

STATION_STOP = re.compile(
    r"([^.,:;!?()–—-]{2,40}(?:, [A-Z][^.,:;!?()–—-]{1,24})?)\.(?=\s|$)",
)
"""``JAKARTA.``, which stands behind "KONTAN.CO.ID - "."""

FIRST_LETTER = re.compile(r"^[\W_]*\w")
"""The ``K`` of ``“Kami``."""

SMALL_NAME = re.compile(r"^(?:[a-z]+[A-Z.]\w|[a-z]{1,2}-[A-Z])")
"""Names that begin small and still open a sentence: ``iNews``, ``tirto.id``, ``e-KTP``."""


class _Reading(NamedTuple):
    """What the words before a separator were read as."""

    place: str | None
    outlet: str | None
    date: str | None
    strength: int
    """How sure the outlet is one: 3 by name or domain, 2 by shape, 1 by position; 0 for none."""


class _Ending(NamedTuple):
    """A separator and what follows it."""

    gap: str
    rest: str

    @property
    def mark(self) -> str:
        return self.gap.strip()

    @property
    def spaced_right(self) -> bool:
        return not self.rest or self.gap[-1].isspace()

    @property
    def spaced(self) -> bool:
        return self.gap[0].isspace() and self.spaced_right

    @property
    def glued(self) -> bool:
        return not self.gap[0].isspace() and not self.spaced_right

    @property
    def opens_sentence(self) -> bool:
        """Whether what follows begins as a sentence does, not in the middle of one."""
        first = FIRST_LETTER.match(self.rest)
        if not first or not first[0][-1].islower():
            return True
        return bool(SMALL_NAME.match(self.rest) or NAMED.match(self.rest))


def split_dateline(
    text: str,
    outlets: Sequence[str] = (),
    *,
    styles: Sequence[str] = (),
    opening: str | None = None,
) -> tuple[Dateline | None, str]:
    """The dateline a story opens with, and the story without it; (None, text) where it has none.

    ``outlets`` are names the site goes by, in any spelling. ``styles`` are its house styles, as
    in ``"{outlet:TEMPO.CO}, {place} -"``. ``opening`` is what the page prints in bold at the
    start of the text: it tells where a dateline without a separator ends.
    """
    start = len(text) - len(text.lstrip())
    names = [*outlets, *(name for style in styles for name in house_outlets(style))]
    for reading, end in _readings(text[start:], names, styles, opening):
        if reading.place or reading.outlet:
            raw = text[: start + end]
            return Dateline(raw, reading.place, reading.outlet, reading.date), text[len(raw) :]
    return None, text


def _readings(
    text: str, outlets: Sequence[str], styles: Sequence[str], opening: str | None
) -> Iterator[tuple[_Reading, int]]:
    """Ways to read the opening, most certain first, each with where the dateline ends."""
    signed = [style for style in styles if not style.rstrip().endswith("}")]
    for style in signed:
        if found := _by_house_style(text, style):
            yield found
    if opening and (found := _by_opening(text, opening.strip(), outlets)):
        yield found
    # behind the opening: an outlet's name may be the beginning of a longer one there
    for style in styles:
        if style not in signed and (found := _by_house_style(text, style)):
            yield found
    if found := _by_separator(text, outlets):
        yield found
    if found := _without_separator(text, outlets):
        yield found
    if found := _after_credit(text, outlets):
        yield found


def house_outlets(style: str) -> list[str]:
    """The outlet names a house style holds: TEMPO.CO of ``"{outlet:TEMPO.CO}, {place} -"``."""
    return OUTLET_IN_STYLE.findall(style)


@lru_cache(maxsize=512)
def _house_pattern(style: str) -> re.Pattern[str] | None:
    """A house style as a pattern; None where it ends with the place, so that no end can be told.

    For a separator in it any will do. Its end may be one, another sign, as in ``[{place}]`` and
    ``{place} ::``, or the outlet's name.
    """
    *parts, end = STYLE_PART.split(style.strip())
    end = end.strip()
    if not parts or (not end and parts[-1] == "{place}"):
        return None
    if USUAL_END.fullmatch(end):
        gap = SEPARATOR.pattern
    else:
        gap = rf"\s*{_loosely_spaced(end)}\s*" if end else r"\s+"
    pattern = ""
    for part in parts:
        if part == "{place}":
            pattern += r"(?P<place>[^\W\d_][^:;!?()–—|\"“”]{1,45}?)"
        elif part.startswith("{outlet:"):
            pattern += f"(?P<outlet>{_loosely_spaced(part[len('{outlet:') : -1])})"
        elif USUAL_END.fullmatch(part.strip()):
            pattern += SEPARATOR.pattern
        else:
            pattern += rf"\s*{_loosely_spaced(part.strip())}\s*"
    return re.compile(rf"{pattern}(?P<gap>{gap})", re.IGNORECASE)


def _loosely_spaced(words: str) -> str:
    return r"\s*".join(map(re.escape, words.split()))


def _by_house_style(text: str, style: str) -> tuple[_Reading, int] | None:
    pattern = _house_pattern(style)
    found = pattern.match(text[:REACH]) if pattern else None
    if not found:
        return None
    groups = found.groupdict()
    place, outlet = groups.get("place"), groups.get("outlet")
    ending = _Ending(groups["gap"], text[found.end() :])
    if not ending.opens_sentence or (place and not _looks_like_place(place)):
        return None
    is_part_of_name = ending.glued and USUAL_END.fullmatch(ending.mark)  # Barito-Kuala
    if place and not outlet and is_part_of_name and not place.isupper():
        return None
    return _Reading(place, outlet, None, 3 if outlet else 0), found.end()


def _by_opening(text: str, opening: str, outlets: Sequence[str]) -> tuple[_Reading, int] | None:
    """What stands in bold at the start, where it names a place and an outlet."""
    if not opening or len(opening) > REACH or not text.startswith(opening):
        return None
    reading = _read_words(opening.rstrip(" -–—―|:"), outlets)
    if not reading or reading.strength < 2 or not reading.place or not _fits(reading):
        return None
    end = len(opening)
    following = re.match(rf"(?:{SEPARATOR.pattern}|\s*)", text[end:])
    return reading, end + following.end()


def _by_separator(text: str, outlets: Sequence[str]) -> tuple[_Reading, int] | None:
    """The words before one of the first separators, where they read as a dateline."""
    for count, found in enumerate(SEPARATOR.finditer(text[:REACH])):
        if count == 6:
            break
        if HYPHENATED.match(text, found.start() - 1):
            continue
        head = text[: found.start()]
        ending = _Ending(found[0], text[found.end() :])
        reading = _read_words(head, outlets)
        if not reading or not _fits(reading):
            continue
        if _accepted(head, reading, ending):
            return _extended(text, reading, found, outlets)
        if ending.mark == "|" and reading.place and not reading.outlet:
            extended, end = _extended(text, reading, found, outlets)
            if extended.outlet:
                return extended, end
    return None


def _read_words(head: str, outlets: Sequence[str]) -> _Reading | None:
    """Which of the words before a separator are place, outlet and date; None where they can't be.

    "JAKARTA, KOMPAS.com", "ISTANBUL, 23 Februari 2016 (Antara/PRNewswire)", "NERACA Jakarta".
    """
    head = head.strip()
    date = None
    if found := DATE.search(head):
        date = found[0].strip("()")
        head = f"{head[: found.start()].rstrip(' ,(')} {head[found.end() :].lstrip(' ,)')}".strip()
        head += ")" * (head.count("(") - head.count(")"))
    elif found := WEEKDAY.search(head):
        date, head = found["day"], head[: found.start()]
    head = head.rstrip(" ,") if ABBREVIATED.search(head) else head.rstrip(" .,")
    wrapped = WRAPPED.fullmatch(head)
    if wrapped:
        return _read_brackets(wrapped[1], (wrapped[2] or wrapped[3]).strip(), date, outlets)
    parts = [part.strip() for part in head.split(",") if part.strip()]
    parts = _with_wire(parts, outlets)
    strengths = [outlet_strength(part.partition(", ")[0], outlets) for part in parts]
    if len(parts) > 4 or (not parts and not date):
        return None
    if not any(strengths):
        return _read_glued(head, date, outlets) or _read_unknown(parts, date)
    best = strengths.index(max(strengths))
    places = [part for index, part in enumerate(parts) if index != best]
    if best not in (0, len(parts) - 1):
        return None
    if strengths[best] == 2 and places and all(map(is_place, parts)):
        return _Reading(", ".join(parts), None, date, 0)
    return _Reading(", ".join(places) or None, parts[best], date, strengths[best])


def _with_wire(parts: list[str], outlets: Sequence[str]) -> list[str]:
    """The parts of a dateline, a wire printed behind the outlet joined to it."""
    if len(parts) < 3 or parts[-1].casefold() not in agencies.FOLDED:
        return parts
    if outlet_strength(parts[-2], outlets) < 3:
        return parts
    return [*parts[:-2], ", ".join(parts[-2:])]


def _read_brackets(
    before: str, inside: str, date: str | None, outlets: Sequence[str]
) -> _Reading | None:
    """What stands in brackets, outlet or place: "GAZA (Contoh.id)", "CONTOH.ID (JAKARTA)"."""
    strength = 3 if inside.casefold() in agencies.FOLDED else outlet_strength(inside, outlets)
    if outlet_strength(before, outlets) == 3 and not strength:
        return _Reading(inside, before, date, 3)
    if not before:
        if is_place(inside) and strength < 3:
            return _Reading(inside, None, date, 0)
        return _Reading(None, inside, date, 3) if strength else None
    sure_place = _surely_place(before) or is_place(before.split(",")[0])
    if strength or (sure_place and re.fullmatch(r"[A-Za-z][\w./&' -]{1,40}", inside)):
        return _Reading(before, inside, date, max(strength, 2))
    return None


def _read_glued(head: str, date: str | None, outlets: Sequence[str]) -> _Reading | None:
    """Two names with no comma between: "NERACA Jakarta"."""
    first, _, place = head.partition(" ")
    strength = outlet_strength(first, outlets)
    if strength and place and is_place(place) and (strength == 3 or not place.isupper()):
        return _Reading(place, first, date, max(strength, 2))
    return None


def _read_unknown(parts: list[str], date: str | None) -> _Reading | None:
    """Words that name no outlet one could know: a place, or "Banda Aceh, Namakoran"."""
    is_code = len(parts) == 2 and parts[1].isupper() and len(parts[1]) <= LONGEST_CODE
    is_name = len(parts) == 2 and (not parts[1].isupper() or (is_code and not parts[0].isupper()))
    if is_name and is_place(parts[0]) and not is_place(parts[1]):
        ordinary = any(map(is_ordinary, parts[1].split()))
        region = parts[1].casefold() in REGIONS or "." in parts[1] or is_state(parts[1], parts[0])
        if not ordinary and not region and _looks_like_place(parts[1]):
            return _Reading(parts[0], parts[1], date, 1)
    if len(parts) > 2:
        return None
    return _Reading(", ".join(parts) or None, None, date, 0)


def _looks_like_place(place: str) -> bool:
    """Whether words have the shape of a place: capitals, few, no domain, no ordinary word."""
    if is_place(place) or _are_places(place):
        return True
    words = re.split(r"[\s,/]+", place.strip())
    if not 1 <= len(words) <= 6 or len(place) > 48 or DOMAIN.search(place):
        return False
    if any(is_ordinary(word) or LOST_BLANK.search(word) for word in words):
        return False
    shaped = [bool(PLACE_WORD.match(word)) or word in CONNECTORS for word in words]
    return all(shaped) and bool(PLACE_WORD.match(words[0]))


def _are_places(words: str) -> bool:
    """Whether words name two places: "Jakarta dan Bandung"."""
    first, joint, second = words.partition(" dan ")
    return bool(joint) and is_place(first) and is_place(second)


def _fits(reading: _Reading) -> bool:
    if reading.place is None:
        return reading.outlet is not None
    return _looks_like_place(reading.place)


def _accepted(head: str, reading: _Reading, ending: _Ending) -> bool:
    """Whether a reading and the separator after it make a dateline together."""
    if reading.strength and reading.place:
        return _accepted_pair(head, reading, ending)
    if reading.strength:
        return _accepted_outlet(reading, ending)
    place = reading.place or ""
    if reading.date:
        return is_place(place) or place.isupper()
    return _accepted_place(place, ending)


def _accepted_pair(head: str, reading: _Reading, ending: _Ending) -> bool:
    """Place and outlet: any separator, unless the place runs on into the sentence."""
    known = is_place(reading.place)
    if not ending.opens_sentence and not (known and reading.strength == 3 and ending.spaced):
        return False
    if reading.strength == 1:
        is_dash = ending.mark in "–—" and ending.spaced_right
        return (ending.spaced or is_dash) and ending.mark not in ":|"
    if reading.strength == 2 and (ending.mark in ":|" or (ending.glued and ending.mark == "-")):
        return known and not ending.glued
    place_last = head.rstrip().endswith(reading.place)
    return known or not (place_last and _runs_on(reading.place))


def _runs_on(place: str) -> bool:
    """Whether a sentence begins inside: "Jakarta Para Menteri"."""
    first, _, others = place.partition(" ")
    if not others or place.isupper() or first.endswith(",") or not is_place(first):
        return False
    return others.casefold() not in DIRECTIONS


def _accepted_outlet(reading: _Reading, ending: _Ending) -> bool:
    """An outlet alone: by name or domain; by shape only before a dash with blanks around it."""
    if ending.mark == ":" or DATE_LINE.match(ending.rest):
        return False
    if reading.strength == 2:
        one_word = reading.outlet.isupper() or bool(CAMEL.match(reading.outlet))
        newsy = (
            one_word
            and reading.outlet[0].isupper()
            and any(map(NEWSY.search, reading.outlet.split()))
        )
        return newsy and ending.spaced and ending.opens_sentence and ending.mark != "|"
    if ending.glued and ending.mark == "-" and ending.rest[:2].isupper():
        return bool(DOMAIN.fullmatch(reading.outlet))
    return ending.opens_sentence or ending.spaced


def _accepted_place(place: str, ending: _Ending) -> bool:
    """A place alone: known, in capitals, or a short name before a dash that opens a sentence."""
    if ending.mark == "|" or not ending.opens_sentence:
        return False
    parts = [part.strip() for part in place.split(",")]
    known = (
        _are_places(place)
        or all(map(is_place, parts))
        or (len(parts) > 1 and (is_place(parts[-1]) or ABBREVIATED.search(place) is not None))
        or (len(parts) == 2 and is_state(parts[1], parts[0]))
    )
    following = re.match(r"[^\W\d_]*", ending.rest)[0]
    if ending.mark == ":":
        return known and ending.spaced_right and len(parts) == 1
    if place.isupper():
        if ending.glued and ending.mark == "-" and (len(following) > 1 and following.isupper()):
            return known and not is_place(following)
        return known or (
            sum(map(str.isalpha, place)) > 3 and not (ending.glued and ending.mark == "-")
        )
    if ending.glued and (ending.mark == "-" or not known):
        return False
    if known:
        return not _is_route(ending)
    short = len(place.split()) <= 3 and len(parts) == 1
    return short and ending.spaced and not _is_parenthesis(ending)


def _is_route(ending: _Ending) -> bool:
    """Whether another place and another separator follow: "Jakarta - Bandung - Surabaya"."""
    second = SEPARATOR.search(ending.rest[:40])
    return bool(
        second and second[0].strip() == ending.mark and is_place(ending.rest[: second.start()])
    )


def _is_parenthesis(ending: _Ending) -> bool:
    """Whether the separator opens a parenthesis: "Nama - usianya 54 tahun - datang"."""
    second = re.search(rf"\s{re.escape(ending.mark)}\s", ending.rest[:80])
    return bool(second) and not re.search(r"[.!?]\s", ending.rest[: second.start()])


def _extended(
    text: str, reading: _Reading, found: re.Match[str], outlets: Sequence[str]
) -> tuple[_Reading, int]:
    """A dateline with what belongs to it behind its first separator.

    "KONTAN.CO.ID - JAKARTA. ", "SURYA.CO.ID | SURABAYA - ", "HONG KONG - Newswire - 1 Mei 2025 - ".
    """
    end = found.end()
    if reading.outlet and not reading.place:
        stop = STATION_STOP.match(text[end:])
        if stop and (_surely_place(stop[1]) or all(map(is_place, stop[1].split(", ")))):
            end += stop.end()
            end += len(text[end:]) - len(text[end:].lstrip())
            return reading._replace(place=stop[1].strip()), end
    for _ in range(3):
        second = SEPARATOR.search(text[end : end + 60])
        words = text[end : end + second.start()].strip() if second else ""
        if not words:
            break
        date = DATE.fullmatch(words)
        if date and not reading.date:
            reading = reading._replace(date=words)
        elif not reading.outlet and outlet_strength(words.strip("()"), outlets) == 3:
            reading = reading._replace(outlet=words.strip("()"), strength=3)
        elif not reading.place and (_surely_place(words) or _is_after_bar(found, words)):
            reading = reading._replace(place=words)
        else:
            break
        end += second.end()
    return reading, end


def _is_after_bar(found: re.Match[str], words: str) -> bool:
    """Whether words behind an outlet and a bar have the shape of a place."""
    return found[0].strip() == "|" and _looks_like_place(words)


def _surely_place(words: str) -> bool:
    return is_place(words) or (words.isupper() and len(words) > 3 and _looks_like_place(words))


def _without_separator(text: str, outlets: Sequence[str]) -> tuple[_Reading, int] | None:
    """ "Liputan6.com, Jakarta Text" and "Jakarta, NU Online Text": nothing parts them."""
    head, comma, tail = text[:REACH].partition(",")
    if not comma:
        return None
    if outlet_strength(head.strip(), outlets) == 3:
        blanks = len(tail) - len(tail.lstrip())
        place = _leading_place(tail[blanks:])
        end = len(head) + 1 + blanks + len(place or "")
        return _ended(text, _Reading(place, head.strip(), None, 3), end) if place else None
    if not is_place(head.strip()) and not (_looks_like_place(head) and len(head.split()) < 4):
        return None
    blanks = len(tail) - len(tail.lstrip())
    outlet = _leading_outlet(tail[blanks:], outlets)
    end = len(head) + 1 + blanks + len(outlet or "")
    return _ended(text, _Reading(head.strip(), outlet, None, 3), end) if outlet else None


def _ended(text: str, reading: _Reading, end: int) -> tuple[_Reading, int] | None:
    """The reading, if a sentence follows it, with the blanks after it."""
    rest = text[end:]
    gap = SEPARATOR.match(rest) or re.match(r"\s*", rest)  # "Washington, D.C. - "
    if not _Ending(" ", rest[gap.end() :]).opens_sentence or rest[:1] in tuple(",.;)/"):
        return None
    return reading, end + gap.end()


def _leading_place(text: str) -> str | None:
    """The place a text begins with: the longest known one, else its first capitalised word."""
    words = re.match(r"[^\W\d_][^\s,]*(?:,? [^\s,]+){0,3}", text)
    if not words:
        return None
    ends = [found.start() for found in re.finditer(rf"(?=[\s,]|$)|{LOST_BLANK.pattern}", words[0])]
    for end in reversed(ends):
        name = words[0][:end]
        in_jakarta = name.startswith("Jakarta ")
        if not in_jakarta and (is_place(name) or _town_and_region(name)):
            return name
    first = words[0][: ends[0]]
    return first if _looks_like_place(first) and not first.endswith(".") else None


def _town_and_region(name: str) -> bool:
    town, _, region = name.rpartition(", ")
    return region.casefold() in REGIONS and _looks_like_place(town)


def _leading_outlet(text: str, outlets: Sequence[str]) -> str | None:
    """The outlet a text begins with: a domain, a known name or one of those given."""
    for pattern in (DOMAIN, NAMED):
        found = pattern.match(text)
        if found and not text[found.end() : found.end() + 1].isalnum():
            return _without_common_word(found[0], text)
    for outlet in sorted(outlets, key=len, reverse=True):
        end = len(outlet)
        if text[:end].casefold() == outlet.casefold() and not text[end : end + 1].isalnum():
            return text[:end]
    return None


def _without_common_word(name: str, text: str) -> str:
    """ "NU Online Jabar" keeps its region, "NU Online Ketua" is "NU Online"."""
    found = re.fullmatch(r"(NU Online|IDN Times) (\w+)", name)
    return found[1] if found and found[2].casefold() not in REGIONS else name


def _after_credit(text: str, outlets: Sequence[str]) -> tuple[_Reading, int] | None:
    """A dateline behind a reporter's or photographer's credit."""
    if photo := PHOTO_CREDIT.match(text[:REACH]):
        found = _by_separator(text[photo.end() :], outlets)
        if found and found[0].strength == 3:
            return found[0], photo.end() + found[1]
    if CREDIT.match(text):
        for domain in DOMAIN.finditer(text[: REACH * 2]):
            found = _by_separator(text[domain.start() :], outlets)
            if found and found[0].strength == 3:
                return found[0], domain.start() + found[1]
    return None
