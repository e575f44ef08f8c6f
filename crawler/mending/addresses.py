"""What the addresses of articles have in common, as a pattern that names the publisher's number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from crawler.parsers.urls import registered_domain

YEAR = re.compile(r"(?:19|20)\d\d")
SLUG = re.compile(r"\A[\w%]+(?:[-.][\w%]+){2,}")
"""``rapat-kabinet-hari-ini``: words that a headline is made of."""
NUMBER_FIRST = re.compile(r"\A(?P<before>(?:\d+-)*)(?P<number>\d{3,})(?P<rest>[-_.]\S+)")
NUMBER_LAST = re.compile(r"\A(?P<rest>\S*?[-_.]|[a-z]{1,6}-?)(?P<number>\d{3,})", re.IGNORECASE)
NUMBER_INSIDE = re.compile(r"\A(?P<before>[a-z]+-)(?P<number>\d{4,})(?P<rest>-\S+)", re.IGNORECASE)
NUMBERS = re.compile(r"\A(?P<rest>(?:\d+-)+)(?P<number>\d{3,})")
"""``20260326140521-17-600001``"""
TOKEN = re.compile(r"\A(?=[A-Za-z]*\d|[a-z]+[A-Z]|[A-Z]+[a-z]+[A-Z])\w{4,16}")
"""``2xy3za``, ``aBcDe``: no word."""
TOKEN_LAST = re.compile(r"\A\S+-(?P<number>\w{4,16})")
TOKEN_FIRST = re.compile(r"\A(?P<number>\w{5,16})-\S+")
EXTENSION = re.compile(r"\.(?:html?|php|aspx?|shtml|cms)\Z")
CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d\d{2,}")
"""``140500978``: the time of a day, and what counts within the minute."""
FEWEST_OF_A_SHAPE = 2
SHARE_OF_A_SHAPE = 0.15
"""Of the addresses, below which a shape is no kind of article's but an accident."""
PLAIN = re.compile(r"[!#-\[\]-~]{1,300}")
"""Addresses that are looked at: none with a quote, a backslash or a blank, for the pattern becomes
source, and no longer ones, which machines make for machines."""
MOST = 0.6
MANY = 8
"""Addresses from which a word that all of them have is believed to be no section's name."""
FOR_ARTICLES = frozenset(
    ("a", "amp", "artikel", "article", "articles", "baca", "berita", "detail", "news", "post")
) | frozenset(("posts", "read", "story", "view", "content", "konten"))
"""Folders that hold articles of all sections."""
END = r"/?(?:[?#]|$)"
WORDS, SLUG_OF = r"[\w-]+", r"(?:[\w%.]+-){2,}[\w%.-]+"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a path, and of what kind it is."""

    text: str
    kind: str


Rows = Sequence[Sequence[Segment]]


def article_pattern(addresses: Iterable[str], first_group: int = 1) -> str | None:
    """A pattern of such addresses; None where they have too little in common.

    Groups are called ``id``, ``id2``, ..., from ``first_group`` on. What is the same in all of
    them is asked for as it is printed, a number that each has for itself is the publisher's id.
    """
    known = [each for each in dict.fromkeys(addresses) if PLAIN.fullmatch(each)]
    shapes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    folder = _folder_of_all(known)
    for address in known:
        shapes[_shape(address, folder)].append(address)
    least = max(FEWEST_OF_A_SHAPE, SHARE_OF_A_SHAPE * len(known))
    common = [group for group in shapes.values() if len(group) >= least]
    patterns = [_pattern_of(group) for group in sorted(common, key=len, reverse=True)]
    told = [pattern for pattern in dict.fromkeys(patterns) if pattern]
    if not told:
        return None
    hosts = {registered_domain(urlsplit(address).hostname or "") for address in known}
    host = re.escape(hosts.pop()) if len(hosts) == 1 else ""
    return _with_groups(
        f"{host}/(?:{'|'.join(told)})" if told[1:] else f"{host}/{told[0]}", first_group
    )


def _with_groups(pattern: str, first: int) -> str:
    """With ``id`` groups numbered, for no two may have one name."""
    numbers = iter(range(first, first + pattern.count("(?P<id>")))

    def named(found: re.Match[str]) -> str:
        number = next(numbers)
        return f"(?P<id{number if number > 1 else ''}>"

    return re.sub(r"\(\?P<id>", named, pattern)


def _segments(address: str) -> list[Segment]:
    """The parts of a path."""
    path = EXTENSION.sub("", urlsplit(address).path.strip("/"))
    return [Segment(text, _kind(text)) for text in path.split("/") if text]


def _kind(text: str) -> str:
    if text.isdigit():
        if YEAR.fullmatch(text):
            return "year"
        return "day" if len(text) <= 2 else "number"
    for kind, form in (
        ("numbers", NUMBERS),
        ("number-first", NUMBER_FIRST),
        ("number-inside", NUMBER_INSIDE),
        ("number-last", NUMBER_LAST),
        ("slug", SLUG),
        ("token", TOKEN),
    ):
        if form.fullmatch(text):
            return kind
    return "word"


def _parted(address: str) -> tuple[list[Segment], list[Segment]]:
    """The folders that a path begins with, and what follows: the first number, or the last part."""
    parts = _segments(address)
    numbered = (number for number, part in enumerate(parts) if part.kind not in ("word", "slug"))
    at = next(numbered, len(parts) - 1 if parts and parts[-1].kind == "slug" else len(parts))
    return parts[:at], parts[at:]


def _shape(address: str, folder: str) -> tuple[str, ...]:
    """What the addresses of one pattern have in common, with that ``folder`` or without."""
    split = urlsplit(address)
    found = EXTENSION.search(split.path)
    folders, parts = _parted(address)
    keys = sorted(key for key, value in parse_qsl(split.query) if value.isdigit())
    last = folder if folders and folders[-1].text == folder else ""
    return (last, *(part.kind for part in parts), found[0] if found else "", *keys)


def _folder_of_all(addresses: Sequence[str]) -> str:
    """The last folder of most, where it is one for articles of all sections."""
    last = Counter(folders[-1].text for folders, _ in map(_parted, addresses) if folders)
    name, times = max(last.items(), key=lambda each: each[1], default=("", 0))
    return name if name in FOR_ARTICLES and times >= MOST * len(addresses) else ""


def _pattern_of(addresses: Sequence[str]) -> str | None:
    """The pattern of addresses of one shape; None where nothing parts them from other pages."""
    folders, rows = zip(*map(_parted, addresses), strict=True)
    columns = list(zip(*rows, strict=True))
    is_dated = "year" in {column[0].kind for column in columns}
    written = [
        _of_column([part.text for part in column], column[0].kind, is_dated=is_dated)
        for column in columns
    ]
    extension = EXTENSION.search(urlsplit(addresses[0]).path)
    query = _of_query(addresses)
    named = [number for number, part in enumerate(written) if "(?P<id>" in part]
    alone = [number for number in named if columns[number][0].kind == "number"]
    kept = None if query or not named else (alone or named)[-1]
    for number in set(named) - {kept}:
        written[number] = written[number].replace("(?P<id>", "(?:")
    if not named and not query and not _is_told_apart(columns):
        return None
    ending = re.escape(extension[0]) + r"(?:[?#]|$)" if extension else END
    path = _of_folders(folders) + "/".join(_with_its_day(written, columns))
    if query:
        return path.rstrip("/") + (re.escape(extension[0]) if extension else "/?") + query
    return path + ending


def _of_folders(rows: Rows) -> str:
    """The words that paths begin with: those of all as they are, sections by their number."""
    columns = list(zip(*rows, strict=False))
    depths = {len(row) for row in rows}
    if len(depths) == 1:
        return "".join(f"{_word([part.text for part in column])}/" for column in columns)
    last = {row[-1].text for row in rows if row}
    fixed = 1 if len(last) == 1 and last <= FOR_ARTICLES and all(rows) else 0
    least, most = min(depths) - fixed, max(depths) - fixed
    words = f"(?:{WORDS}/){{{least},{most}}}"
    return words + (f"{re.escape(last.pop())}/" if fixed else "")


def _word(texts: Sequence[str]) -> str:
    is_fixed = len(set(texts)) == 1 and (texts[0] in FOR_ARTICLES or len(texts) >= MANY)
    return re.escape(texts[0]) if is_fixed else WORDS


def _with_its_day(written: list[str], columns: Rows) -> list[str]:
    """The day as a part of the id, where that is the time of day: it comes again on others."""
    kinds = [column[0].kind for column in columns]
    at = next((number for number, part in enumerate(written) if "(?P<id>" in part), None)
    if at is None or "year" not in kinds[:at]:
        return written
    if not all(CLOCK.fullmatch(text) for text in _numbers([each.text for each in columns[at]])):
        return written
    year = kinds.index("year")
    together = "/".join((*written[year:at], written[at].replace("(?P<id>", "(?:")))
    return [*written[:year], f"(?P<id>{together})", *written[at + 1 :]]


def _numbers(texts: Iterable[str]) -> list[str]:
    """The last number of each, with what it is made of."""
    return [(re.findall(r"\d+", text) or [""])[-1] for text in texts]


def _is_told_apart(columns: Rows) -> bool:
    """Whether the words of a headline, or a day, stand in addresses without a number."""
    kinds = {column[0].kind for column in columns}
    return "slug" in kinds or {"year", "day"} <= kinds


def _of_column(texts: Sequence[str], kind: str, *, is_dated: bool) -> str:
    """What one part of the path is on all of the addresses."""
    if kind == "year":
        return r"\d{4}"
    if kind == "day":
        return r"\d\d" if {len(text) for text in texts} == {2} else r"\d{1,2}"
    if kind == "number":
        return _number(texts)
    if kind == "token":
        return _token(texts) or WORDS
    if kind == "slug":
        return _slug(texts)
    return _with_number(texts, kind) if kind != "word" else _word(texts)


def _slug(texts: Sequence[str]) -> str:
    """The words of a headline, with the letters and digits behind or before them that are an id."""
    last, first = ([form.fullmatch(text) for text in texts] for form in (TOKEN_LAST, TOKEN_FIRST))
    if all(last) and (token := _token([found["number"] for found in last])):
        return f"[^/?#]+-{token}"
    if all(first) and (token := _token([found["number"] for found in first])):
        return f"{token}-[^/?#]+"
    return SLUG_OF if all("-" in text for text in texts) else r"[^/?#]+"


def _token(texts: Sequence[str]) -> str | None:
    """Letters and digits that are each address' own and no words: of one length, mostly mixed."""
    lengths = {len(text) for text in texts}
    mixed = sum(TOKEN.fullmatch(text) is not None for text in texts)
    if len(lengths) > 1 or len(set(texts)) < max(3, len(texts)) or mixed < 0.6 * len(texts):
        return None
    return rf"(?P<id>\w{{{lengths.pop()}}})"


def _with_number(texts: Sequence[str], kind: str) -> str:
    form = {
        "numbers": NUMBERS,
        "number-first": NUMBER_FIRST,
        "number-inside": NUMBER_INSIDE,
        "number-last": NUMBER_LAST,
    }[kind]
    found = [form.fullmatch(text).groupdict() for text in texts]
    number = _number([each["number"] for each in found])
    rests = {each["rest"] for each in found}
    if kind == "numbers":
        return rf"(?:\d+-)+{number}"
    if kind == "number-first":
        before = r"(?:\d+-)+" if all(each["before"] for each in found) else ""
        return f"{before}{number}[{_letters(rest[0] for rest in rests)}][^/?#]+"
    if kind == "number-inside":
        return f"[a-z]+-{number}-[^/?#]+"
    if len(rests) == 1 and len(texts) > 1:
        return re.escape(rests.pop()) + number
    return rf"[^/?#]*[{_letters(rest[-1] for rest in rests)}]{number}"


def _letters(letters: Iterable[str]) -> str:
    return "".join(sorted(map(re.escape, set(letters))))


def _number(numbers: Sequence[str]) -> str:
    """So many digits; the publisher's id where each address has another."""
    shortest = min(map(len, numbers))
    digits = rf"\d{{{shortest},}}" if shortest > 3 else r"\d+"
    is_id = len(set(numbers)) == len(numbers) > 1
    return f"(?P<id>{digits})" if is_id else digits


def _of_query(addresses: Sequence[str]) -> str:
    """``?id=123`` where each address has another."""
    queries = [dict(parse_qsl(urlsplit(address).query)) for address in addresses]
    for key in queries[0]:
        values = [query.get(key, "") for query in queries]
        if all(value.isdigit() for value in values) and len(set(values)) == len(values) > 1:
            return rf"\?(?:[^#]*&)?{re.escape(key)}=(?P<id>\d+)(?!\d)"
    return ""


def groups_used(pattern: str | None) -> int:
    """How many groups named ``id``, ``id2``, ... a pattern has."""
    numbers = Counter(re.findall(r"\(\?P<(id\d*)>", pattern or ""))
    return max((int(name[2:] or 1) for name in numbers), default=0)
