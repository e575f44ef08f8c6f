"""Many candidates, one instant: which date of a page to believe, and when to doubt it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import combinations
from zoneinfo import ZoneInfo

from crawler.clock import utc
from crawler.items import (
    Article,
    DateCandidate,
    DateSource,
    Precision,
    doubt_of,
    doubts_in,
)
from crawler.parsers.dates.clocks import CLOCKS_OFF, clock_of_fresh, is_clock, is_of_today
from crawler.parsers.dates.finder import ParsedDate
from crawler.parsers.dates.words import INDONESIAN_OFFSETS
from crawler.parsers.page.trace import SILENT, Outcome, Trace

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No Indonesian newsroom published on the web before."""
SKEW = timedelta(hours=3)
"""How far ahead of ``now`` a date may lie: two hours for a site that prints WIT without saying
so, one for clocks that are off; less than the seven hours that a false Z adds."""
CONFLICT = timedelta(days=1)
MINUTE = timedelta(minutes=1)
ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
"""A time as machines write it: ``2025-09-03T04:03:19``; what people print has no letter between."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The dates of one article; the names are the columns of ``articles``, but for ``doubts``.

    ``published_at`` and ``modified_at`` are UTC, ISO 8601 with ``Z``; ``published_local`` is the
    same instant with an offset: the printed one where it is WIB, WITA or WIT, else the site's.
    All None when no candidate is usable. ``doubts`` are words of ``crawler.items.DOUBTS_OF_DATES``.
    """

    published_at: str | None = None
    published_local: str | None = None
    published_precision: Precision | None = None
    published_raw: str | None = None
    published_source: DateSource | None = None
    published_conflict: bool = False
    modified_at: str | None = None
    doubts: tuple[str, ...] = ()

    def give_to(self, article: Article) -> None:
        """Write these dates into an article; what is doubted in its text stays."""
        for name in DATE_COLUMNS:
            setattr(article, name, getattr(self, name))
        article.doubt = doubt_of({*doubts_in(article.doubt, of_dates=False), *self.doubts})


DATE_COLUMNS = tuple(each.name for each in fields(Resolved) if each.name != "doubts")
"""The columns of ``articles`` that dates are resolved into."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A candidate with what it says."""

    candidate: DateCandidate
    parsed: ParsedDate

    @property
    def instant(self) -> datetime:
        """What the candidate says, aware."""
        return self.parsed.instant

    @property
    def is_day(self) -> bool:
        """Whether the candidate names no time."""
        return self.parsed.precision == "day"

    @property
    def is_placeholder(self) -> bool:
        """Whether a machine wrote midnight, as it does where it knows only the day."""
        return self.candidate.source in ("json-ld", "meta") and self.instant.time() == time()


def choose(
    candidates: Sequence[DateCandidate],
    parse: Callable[[DateCandidate], ParsedDate | None],
    now: datetime,
    zone: tzinfo,
    trace: Trace = SILENT,
) -> Resolved:
    """The publishing and update time that candidates, most trusted first, name together."""
    said = [Dated(each, parsed) for each in candidates if (parsed := parse(each))]
    corrected = [_not_ahead(each, now, zone) for each in _on_true_clocks(said, zone)]
    usable = _without_clocks(_possible(corrected, now), now)
    modified = [each for each in usable if each.candidate.role == "modified"]
    modified_at = utc(modified[0].instant) if modified else None
    published = [each for each in usable if each.candidate.role == "published"]
    trusted = [each for each in published if each.candidate.source != "body"]
    chosen = _best_supported(trusted) if trusted else next(iter(published), None)
    finest = _finest(chosen, trusted) if chosen else None
    if trace.is_kept:
        verdicts = Verdicts(now, said, usable, modified, trusted, chosen, finest)
        for each in candidates:
            outcome, why = verdicts.of(each)
            about = "modified" if each.role == "modified" else "published"
            trace.note(about, each.source, outcome, each.raw, why=why)
    if chosen is None or finest is None:
        return Resolved(modified_at=modified_at)
    return Resolved(
        published_at=utc(finest.instant),
        published_local=_local(finest, chosen, trusted, zone),
        published_precision=finest.parsed.precision,
        published_raw=finest.candidate.raw,
        published_source=finest.candidate.source,
        published_conflict=_is_ahead(said, finest.candidate, now)
        or any(_are_apart(*pair) for pair in combinations(trusted, 2)),
        modified_at=modified_at,
        doubts=_doubts(finest, trusted, now),
    )


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was made of each candidate, in words: for a person who asks why a date was taken."""

    now: datetime
    said: Sequence[Dated]
    usable: Sequence[Dated]
    modified: Sequence[Dated]
    trusted: Sequence[Dated]
    chosen: Dated | None
    finest: Dated | None

    def of(self, candidate: DateCandidate) -> tuple[Outcome, str]:
        """Whether a candidate was believed, and why."""
        read = next((each for each in self.said if each.candidate is candidate), None)
        if read is None:
            return "lost", "names no day"
        usable = next((each for each in self.usable if each.candidate is candidate), None)
        if usable is None:
            if read.instant < EARLIEST:
                return "lost", "before 1995"
            is_ahead = read.instant > self.now + SKEW
            return "lost", "in the future" if is_ahead else "a clock: when the page was fetched"
        if candidate.role == "modified":
            return ("won", "the first") if usable is self.modified[0] else ("lost", "not the first")
        if usable is self.finest:
            is_corrected = usable.instant != read.instant
            return "won", self.why_won(usable) + (", its false Z taken off" if is_corrected else "")
        if usable is self.chosen:
            return "lost", "believed, but another names the same time more finely"
        if candidate.source == "body" and self.trusted:
            return "lost", "days of the text count where nothing else does"
        if self.chosen and _are_apart(usable, self.chosen):
            return "lost", "conflict: another day"
        return "lost", "agrees"

    def why_won(self, finest: Dated) -> str:
        """What speaks for the candidate that was taken."""
        if finest is not self.chosen:
            return "names the time of the most trusted more finely"
        if not self.trusted:
            return "nothing but the text names a day"
        if finest is not self.trusted[0]:
            return "two sources agree against the first"
        return "most trusted"


def _possible(corrected: Sequence[Dated], now: datetime) -> list[Dated]:
    """The candidates that an article seen ``now`` may have.

    Where nothing but a listing dates it, even a time that is still to come: it is doubted.
    """
    possible = [each for each in corrected if EARLIEST <= each.instant <= now + SKEW]
    on_time = [each for each in possible if not _is_listed_ahead(each, now)]
    if any(each.candidate.role == "published" and _is_elsewhere(each) for each in on_time):
        return on_time
    return [each for each in corrected if each in possible or _is_listed_ahead(each, now)]


def _is_listed_ahead(each: Dated, now: datetime) -> bool:
    """Whether a listing dates the publishing after it was read."""
    is_published = each.candidate.source == "feed" and each.candidate.role == "published"
    return is_published and each.instant > now + CLOCKS_OFF


def _without_clocks(usable: Sequence[Dated], now: datetime) -> list[Dated]:
    """The candidates without those that only say when the page was fetched."""
    others = [each.parsed for each in usable if _is_elsewhere(each)]
    return [each for each in usable if not is_clock(each.candidate, each.parsed, now, others)]


def _is_elsewhere(each: Dated) -> bool:
    """Whether a candidate stands where no clock does, and tells more than the text."""
    return not each.candidate.is_above_article and each.candidate.source != "body"


def _doubts(finest: Dated, trusted: Sequence[Dated], now: datetime) -> tuple[str, ...]:
    """What there is to doubt in the publishing time."""
    if not trusted:
        return ("date-from-text",)
    return ("date-under-clock",) if _may_be_clock(finest, trusted, now) else ()


def _may_be_clock(finest: Dated, trusted: Sequence[Dated], now: datetime) -> bool:
    """Whether nothing but a line above the article dates it on the day it was fetched.

    Or nothing but a listing, and that after it.
    """
    return _is_listed_ahead(finest, now) or (
        finest.candidate.is_above_article
        and is_of_today(finest.parsed, now)
        and all(_are_apart(finest, each) for each in trusted if _is_elsewhere(each))
    )


def _on_true_clocks(said: Sequence[Dated], zone: tzinfo) -> list[Dated]:
    """The candidates, each read on the clock that the page itself shows to be meant.

    The detik network writes local time with a Z. Another date of the page with the same clock
    in a local zone tells so, unless some local date confirms the instant as written. Of a
    listing's date also the day that the page or its address names, or the listing's other dates.
    The same stamp once with its Z and once without is no proof: a template left it out.
    """
    local = [
        each
        for each in said
        if each.instant.utcoffset() and not each.is_day and not _may_be_twin(each)
    ]
    days = [each.instant.date() for each in said if each.is_day and _is_of_page(each)]
    corrected = [_corrected(each, local, days, zone) for each in said]
    return _with_twins_in_utc(corrected)


def _with_twins_in_utc(said: Sequence[Dated]) -> list[Dated]:
    """The candidates, a machine's time without a zone in UTC where it is another's twin.

    ``2025-09-03T04:03:19`` beside "Rabu, 3 September 2025 11:03 WIB": only in UTC it is a time
    that has its zone, and no time of the site's own clock. An update that stands in the same
    place goes along.
    """
    printed = [
        each.instant
        for each in said
        if each.candidate.source == "byline" and not each.is_day and not _has_no_clock(each)
    ]
    alike: set[str] = set()
    twins: list[Dated] = []
    for role in ("published", "modified"):
        own = [each for each in said if each.candidate.role == role and not each.is_day]
        zoned = sorted(each.instant for each in own if each.parsed.zone is not None)
        local = sorted([*zoned, *printed])
        for each in filter(_has_no_clock, own):
            is_told = _is_among(zoned, _read_in(each, UTC).instant)
            if (is_told or each.candidate.source in alike) and not _is_among(local, each.instant):
                twins.append(each)
        alike = {each.candidate.source for each in twins}
    in_utc = set(map(id, twins))
    return [_read_in(each, UTC) if id(each) in in_utc else each for each in said]


def _is_among(instants: Sequence[datetime], instant: datetime) -> bool:
    """Whether one of some instants, sorted, is less than a minute from another."""
    at = bisect(instants, instant - MINUTE)
    return at < len(instants) and instants[at] - instant < MINUTE


def _may_be_twin(each: Dated) -> bool:
    """Whether a date is a machine's time in which no zone is written."""
    is_machines = ISO_TIME.match(each.candidate.raw.strip()) is not None
    return is_machines and each.parsed.zone is None and each.candidate.source != "feed"


def _has_no_clock(each: Dated) -> bool:
    """Whether a date is a machine's time of which nothing says on which clock it is."""
    is_open = each.parsed.zone is None and not each.is_day and not each.candidate.timezone
    return is_open and (each.candidate.source in ("json-ld", "meta") or _may_be_twin(each))


def _is_of_page(each: Dated) -> bool:
    """Whether a candidate is the page's own, its address included, and of the publishing."""
    return each.candidate.role == "published" and each.candidate.source not in ("feed", "body")


def _corrected(each: Dated, local: Sequence[Dated], days: Sequence[date], zone: tzinfo) -> Dated:
    if not _is_in_utc(each):
        return each
    if each.candidate.clock:
        return _read_in(each, ZoneInfo(each.candidate.clock))
    if any(abs(other.instant - each.instant) < MINUTE for other in local):
        return each
    for other in local:
        as_local = _read_in(each, other.instant.tzinfo)
        if abs(as_local.instant - other.instant) < MINUTE:
            return as_local
    as_local = _read_in(each, zone)
    is_day_of_page = as_local.instant.date() in days
    if each.candidate.source == "feed" and is_day_of_page:
        return each if each.instant.astimezone(zone).date() in days else as_local
    return each


def _is_in_utc(each: Dated) -> bool:
    """Whether a candidate prints a time and that it is UTC's."""
    return not each.is_day and each.parsed.zone is not None and not each.instant.utcoffset()


def _read_in(each: Dated, zone: tzinfo | None) -> Dated:
    """A candidate's time on the clock of another zone than it prints."""
    as_local = each.instant.replace(tzinfo=zone)
    return replace(each, parsed=replace(each.parsed, instant=as_local, zone=None))


def _not_ahead(each: Dated, now: datetime, zone: tzinfo) -> Dated:
    """A feed's date; one in UTC that is still to come is read as the site's own clock.

    "Sun, 29 Nov 2026 00:08:33 GMT" seen at 17:20 GMT: WIB printed as GMT. Or as that of one of
    Indonesia's other zones; left as it is where none makes it a time shortly before it was seen.
    """
    if each.candidate.source != "feed" or not _is_in_utc(each) or each.instant <= now + CLOCKS_OFF:
        return each
    clock = clock_of_fresh(each.instant, now, zone)
    return _read_in(each, clock) if clock else each


def _is_ahead(said: Sequence[Dated], candidate: DateCandidate, now: datetime) -> bool:
    """Whether a feed, as printed, dates an article after it was seen."""
    return candidate.source == "feed" and any(
        each.candidate is candidate and not each.is_day and each.instant > now + CLOCKS_OFF
        for each in said
    )


def _best_supported(trusted: Sequence[Dated]) -> Dated:
    """The most trusted candidate, unless it stands alone against two sources that agree.

    A template's leftover date of years ago loses so against byline and address.
    """
    first, *others = trusted
    if any(not _are_apart(first, other) for other in others):
        return first
    for one, two in combinations(others, 2):
        if one.candidate.source != two.candidate.source and not _are_apart(one, two):
            return one
    return first


def _are_apart(one: Dated, two: Dated) -> bool:
    """Whether two candidates differ by more than a day; where one names no time, by two dates."""
    if one.is_day or two.is_day:
        there = two.instant.astimezone(one.instant.tzinfo)
        return abs(one.instant.date() - there.date()) > CONFLICT
    return abs(one.instant - two.instant) > CONFLICT


def _finest(chosen: Dated, trusted: Sequence[Dated]) -> Dated:
    """The chosen candidate, or another that names the same time more finely."""
    for other in trusted:
        if _refines(other, chosen):
            chosen = other
    return chosen


def _refines(other: Dated, chosen: Dated) -> bool:
    """Whether a candidate names the chosen day or minute with a time or with seconds."""
    if other.is_day:
        return False
    if chosen.is_placeholder and not other.is_placeholder:
        there = other.instant.astimezone(chosen.instant.tzinfo)
        return there.date() == chosen.instant.date()
    return other.parsed.refines(chosen.parsed)


def _local(finest: Dated, chosen: Dated, trusted: Sequence[Dated], zone: tzinfo) -> str:
    """The instant in the Indonesian zone it is printed in, else in the site's.

    A byline of that instant goes first: regional papers show their readers WITA or WIT while
    their machines write +07:00.
    """
    bylines = [
        each
        for each in trusted
        if each.candidate.source == "byline" and abs(each.instant - finest.instant) < MINUTE
    ]
    for printed in (*bylines, finest, chosen):
        if printed.instant.utcoffset() in INDONESIAN_OFFSETS:
            zone = printed.instant.tzinfo
            break
    return finest.instant.astimezone(zone).replace(microsecond=0).isoformat()
