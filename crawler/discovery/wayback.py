"""``Wayback``: what an archive of the web holds of a site, by the CDX API of a Wayback Machine.

Two servers are common and differ. The Internet Archive's (wayback-cdx-server) takes ``fl``,
``collapse`` and ``showResumeKey``, and answers ``output=json`` with one list of lists, the names
first, behind an empty list the key from which to go on. pywb's takes none of these, names its
fields otherwise (``url``, ``mime``, ``status``), answers with a JSON object a line, and ends at
``limit`` without a word. So an answer that holds as many captures as were asked for and no key is
asked again in two halves of its time, and one without addresses is asked again without ``fl``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from crawler.clock import WIB
from crawler.discovery.base import NO_HEADERS, ArticleTest, Fetch, Link, Listing, Window
from crawler.discovery.replay_address import captured_when, own_address, replay_address, whole_time
from crawler.parsers.urls import registered_domain

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest")
ALSO_CALLED = {"original": "url", "mimetype": "mime", "statuscode": "status"}
"""What pywb calls the fields."""
PAGE_TYPES = ("text/html", "application/xhtml+xml", "")
ROOT = re.compile(r"^[\w.-]+,|^[\w.-]+\)")
"""``id,co,contoh)/read/1``: how a line of a plain answer begins."""
PLAIN_KEY = re.compile(r"[\w%+.!~*()-]+")
"""A key from which to go on that is escaped already."""
TIME = re.compile(r"\d{4,14}")
ONE_SECOND = timedelta(seconds=1)
EXACT = "exact"
"""``Fetch.template`` of a question for the captures of one address."""


@dataclass(frozen=True, slots=True)
class Captured:
    """One capture as the CDX API names it; ``time`` has 14 digits, UTC."""

    key: str
    time: str
    url: str
    mime: str
    status: str
    digest: str

    @property
    def is_page(self) -> bool:
        """Whether it is of a page that came whole, by what the archive noted."""
        return self.status == "200" and self.mime.partition(";")[0] in PAGE_TYPES


class Unreadable(ValueError):
    """An answer that is no list of captures; the message says what it is."""


class Wayback:
    """An archive's captures of the hosts of a site, made in a window or some days after.

    ``cdx`` and ``replay`` are the addresses of its CDX API and of its captures, ``places`` what is
    asked for (see ``places_of``), ``most`` how many captures an answer may hold. Of each address
    the first capture of a month is named, with ``versions`` each that differs from the one before.
    """

    title = "Wayback Machine"
    forms = ("json",)
    reaches_back = True

    def __init__(
        self,
        cdx: str,
        replay: str,
        places: Sequence[str],
        *,
        days_after: int = 30,
        most: int = 5000,
        versions: bool = False,
    ):
        self.cdx = cdx
        self.replay = replay
        self.places = tuple(places)
        self.after = timedelta(days=days_after)
        self.most = most
        self.versions = versions

    def first(self, window: Window, now: datetime) -> Iterable[Fetch]:
        """A question a host and month, from the first day asked for to some days after the last."""
        today = now.astimezone(WIB).date()
        first = window.since or window.until or today
        last = min((window.until or today) + self.after, today)
        return [
            Fetch(self.question(place, begins, ends), day=begins.astimezone(WIB).date())
            for begins, ends in months(first, last)
            for place in self.places
        ]

    def question(self, url: str, begins: datetime, ends: datetime, match: str | None = None) -> str:
        """The address that asks for the captures of a host, or a page, made between two times."""
        asked = [
            ("url", url),
            ("matchType", match or match_of(url)),
            ("from", f"{begins:%Y%m%d%H%M%S}"),
            ("to", f"{ends:%Y%m%d%H%M%S}"),
            ("output", "json"),
            ("fl", ",".join(FIELDS)),
            ("filter", "statuscode:200"),
            ("filter", "mimetype:text/html"),
            ("collapse", "digest" if self.versions or match == EXACT else "urlkey"),
            ("limit", str(self.most)),
            ("showResumeKey", "true"),
        ]
        return f"{self.cdx}?{urlencode(asked)}"

    def another(self, link: Link, now: datetime) -> Fetch:
        """The question for all captures of an address made after one of it."""
        begins = captured_when(link.captured) + ONE_SECOND
        address = self.question(link.url, begins, now.astimezone(UTC), EXACT)
        return Fetch(address, day=begins.astimezone(WIB).date(), template=EXACT, page=2)

    def read(
        self,
        content: bytes,
        fetch: Fetch,
        window: Window,
        is_article: ArticleTest | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Listing:
        """The addresses captured, each by its first good capture, and where the answer goes on."""
        try:
            rows, key = rows_in(content)
        except Unreadable as problem:
            return Listing(problem=str(problem))
        if rows and not any(row["original"] for row in rows):
            bare = without(fetch.url, "fl")
            if bare == fetch.url:
                return Listing(problem="the captures listed have no address (field original)")
            return Listing(more=[Fetch(bare, day=fetch.day, template=fetch.template, page=2)])
        found = [captured(row) for row in rows if TIME.fullmatch(row["timestamp"])]
        listing = Listing([*self._links(found, all_of_them=fetch.template == EXACT)])
        listing.is_empty = not rows
        if key:
            listing.more = [self._going_on(fetch, key)]
        elif len(rows) >= self.most:
            listing.more = halves(fetch)
            if not listing.more:
                listing.problem = f"more than {self.most} captures of one second"
        return listing

    def _going_on(self, fetch: Fetch, key: str) -> Fetch:
        escaped = key if PLAIN_KEY.fullmatch(key) else quote(key, safe="")
        url = f"{without(fetch.url, 'resumeKey')}&resumeKey={escaped}"
        return Fetch(url, day=fetch.day, page=fetch.page + 1, template=fetch.template)

    def _links(self, found: Sequence[Captured], *, all_of_them: bool) -> Iterator[Link]:
        for _, group in groupby(found, key=lambda each: each.key):
            known: set[str] = set()
            for each in sorted(filter(lambda each: each.is_page, group), key=lambda at: at.time):
                if known and not (self.versions or all_of_them):
                    break
                if each.digest in known:
                    continue
                known.add(each.digest)
                url = own_address(each.url)
                yield Link(url, captured=replay_address(self.replay, each.time, each.url))


def places_of(domains: Sequence[str], article_url: str | None) -> list[str]:
    """What to ask an archive for to have all of a site's articles: domains, hosts, or paths.

    A path where every article's address begins with one, as in ``dw\\.com/id/``: the rest of such
    a domain is in other languages.
    """
    return [_with_path(domain, article_url or "") for domain in domains]


def _with_path(domain: str, article_url: str) -> str:
    written = re.escape(domain).replace("\\-", "-")
    found = re.match(rf"(?://)?((?:www\\\.)?{re.escape(written)}(?:/[a-z-]+)+/)", article_url)
    return found[1].replace("\\", "") if found and "|" not in _outside(article_url) else domain


def _outside(pattern: str) -> str:
    """What of a regular expression stands outside of its brackets."""
    depth, kept = 0, []
    for sign in re.sub(r"\\.", "", pattern):
        depth += (sign in "([") - (sign in ")]")
        kept.append(sign if not depth else "")
    return "".join(kept)


def match_of(place: str) -> str:
    """How the CDX API is to match: all below a path, a domain with its hosts, or one host."""
    if "/" in place:
        return "prefix"
    return "domain" if registered_domain(place) == place and "." in place else "host"


def months(first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """The calendar months of some days (WIB), each by its first and last moment, UTC."""
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        ends = min(last + timedelta(days=1), following)
        yield midnight(first), midnight(ends) - ONE_SECOND
        first = following


def midnight(day: date) -> datetime:
    """The first moment of a day in WIB, as UTC."""
    return datetime.combine(day, time(), WIB).astimezone(UTC)


def halves(fetch: Fetch) -> list[Fetch]:
    """A question in two halves of its time; none where that is a second."""
    asked = dict(parse_qsl(urlsplit(fetch.url).query))
    begins, ends = (datetime.strptime(asked[name], "%Y%m%d%H%M%S") for name in ("from", "to"))
    if begins >= ends:
        return []
    middle = begins + timedelta(seconds=int((ends - begins).total_seconds()) // 2)
    parts = ((begins, middle), (middle + ONE_SECOND, ends))
    return [
        Fetch(with_times(fetch.url, *part), day=fetch.day, page=2, template=fetch.template)
        for part in parts
    ]


def with_times(url: str, begins: datetime, ends: datetime) -> str:
    """A question for the captures of another time."""
    told = {"from": f"{begins:%Y%m%d%H%M%S}", "to": f"{ends:%Y%m%d%H%M%S}"}
    base, _, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    return f"{base}?{urlencode([(name, told.get(name, value)) for name, value in pairs])}"


def without(url: str, name: str) -> str:
    """A question without one of its parameters; the others stay as they are written."""
    base, _, query = url.partition("?")
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] != name]
    return f"{base}?{'&'.join(kept)}"


def captured(row: Mapping[str, str]) -> Captured:
    """A row of ``rows_in`` as a capture."""
    moment = whole_time(row["timestamp"])
    url = row["original"]
    told = (row["mimetype"].lower(), row["statuscode"], row["digest"] or moment)
    return Captured(row["urlkey"] or url, moment, url, *told)


def rows_in(content: bytes) -> tuple[list[dict[str, str]], str | None]:
    """The captures of an answer, by field, and the key from which the next goes on.

    Raises Unreadable for what is no list of captures, or one that is cut off.
    """
    text = content.decode("utf-8", "replace").strip()
    if not text:
        return [], None
    try:
        if text.startswith("["):
            return _from_lists(json.loads(text))
        if text.startswith("{"):
            return [_named(json.loads(line)) for line in text.splitlines() if line.strip()], None
        return _from_lines(text)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(what_it_is(text)) from error


def what_it_is(text: str) -> str:
    """In words, what an answer is that is no list of captures."""
    if text.startswith("<"):
        title = re.search(r"<title[^>]*>\s*([^<]{1,100})", text, re.IGNORECASE)
        named = f" ({title[1].strip()})" if title else ""
        return f"the archive answered with a web page{named} where a list of captures should be"
    if text.startswith(("[", "{")):
        return "the list of captures is cut off or damaged"
    return f"the answer is no list of captures: {' '.join(text[:80].split())!r}"


def _from_lists(rows: list[list[str]]) -> tuple[list[dict[str, str]], str | None]:
    """Lists of values: the first holds their names; behind an empty one stands the key."""
    if not rows:
        return [], None
    names, *rest = rows
    values = [row for row in rest if len(row) == len(names)]
    others = [row for row in rest if len(row) not in (0, len(names))]
    if "timestamp" not in names or len(others) > 1 or any(len(row) != 1 for row in others):
        raise ValueError("no names, or rows of another length")
    key = others[0][0] if others else None
    return [_named(dict(zip(names, row, strict=True))) for row in values], key


def _from_lines(text: str) -> tuple[list[dict[str, str]], str | None]:
    """Plain lines: fields parted by blanks, or CDXJ; behind an empty line stands the key."""
    listed, _, key = text.partition("\n\n")
    rows = []
    for line in listed.splitlines():
        surt, moment, rest = line.split(" ", 2)
        if not ROOT.match(surt) or not moment.isdecimal():
            raise ValueError(line)
        if rest.startswith("{"):
            rows.append(_named({**json.loads(rest), "urlkey": surt, "timestamp": moment}))
        else:
            values = dict(zip(FIELDS[2:], rest.split(" ")[:4], strict=True))
            rows.append({"urlkey": surt, "timestamp": moment, **values})
    return rows, key.strip() or None


def _named(row: Mapping[str, str]) -> dict[str, str]:
    """A row by the names of FIELDS."""
    return {name: row.get(name) or row.get(ALSO_CALLED.get(name, name)) or "" for name in FIELDS}
