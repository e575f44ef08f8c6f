"""What a look at a site means: a verdict as of a run, and in words each thing that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit

from crawler.clock import WIB, wib_day
from crawler.runs.verdict import REFUSALS, REFUSING_STATUS, SOME, Word
from crawler.statuses.status_file import Status
from crawler.verification.findings import Findings, PageFound, Problem, SourceFound

FEWEST_PAGES = 2
"""So many pages are needed to say anything of a fact or a field: one may be a video's."""
MOST = 0.5
"""A fault is one of the site's, not of a page's, where it shows on more than this share of them."""
RARELY = 0.2
"""A declared fact that no more pages bear out is wrong: 5 % of pages miss one."""
OLD = timedelta(days=30)
"""A source without anything newer is dead, or the outlet silent; weeklies are within it."""
SLOW = 10.0
"""Seconds for an answer that are worth saying."""
FEWEST_ALIKE = 3
"""So many pages with one headline or one text are a template's, not an editor's."""
A_MINUTE = 1 / 60
JOINED = "first-page-only"
"""What is said of a story's first page: a crawl fetches the others, a look does not."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a site: its word, what is wrong, and what is worth knowing beside it."""

    site: str
    word: Word
    complaints: tuple[str, ...]
    notes: tuple[str, ...]
    read: int
    """Articles of the sample that were read with headline, time and text."""

    def __str__(self) -> str:
        """The sentence for a terminal, as in "kompas: ok - 2 sources, 5 articles"."""
        return f"{self.site}: {self.word} - {'; '.join((*self.complaints, *self.notes))}"

    def status(self, now: datetime) -> Status | None:
        """What the status file is to say of it; None where it says nothing of the site."""
        if self.word not in ("ok", "degraded", "broken", "blocked"):
            return None
        status = {"ok": "stable", "blocked": "blocked"}.get(self.word, "unproven")
        told = "; ".join(self.complaints or self.notes)
        return Status(status, wib_day(now).isoformat(), told)


def judge(findings: Findings, now: datetime) -> Judgement:
    """The verdict on what was found of a site; ``now`` (aware) is when it was looked at.

    Broken: not one article could be read. Blocked: that was the site's own will. Degraded: some
    could, and something is wrong all the same.
    """
    complaints = [*_of_sources(findings.sources, now), *_of_pages(findings)]
    read = [page for page in findings.pages if _is_whole(page)]
    notes = [_in_sum(findings, len(read)), *_beside(findings)]
    if findings.was_ended:
        return Judgement(
            findings.site, "failed", (f"not looked at to the end ({findings.was_ended})",), (), 0
        )
    if read:
        word = "degraded" if complaints else "ok"
    else:
        word = "blocked" if _is_refused(findings) else "broken"
        complaints = complaints or ["no source lists any article"]
    return Judgement(findings.site, word, tuple(complaints), tuple(notes), len(read))


def _is_whole(page: PageFound) -> bool:
    return not page.problem and all(
        page.fields[name].with_facts for name in ("headline", "published", "body")
    )


def _is_refused(findings: Findings) -> bool:
    """Whether what failed was refused: by robots.txt, with a challenge or an error status."""
    problems = [each.problem for each in chain(findings.sources, findings.pages) if each.problem]
    refused = [
        reason in REFUSALS
        or (reason == "http-error" and any(code in detail for code in REFUSING_STATUS))
        for reason, detail in problems
    ]
    return bool(refused) and sum(refused) > len(refused) * MOST


def _of_sources(sources: Sequence[SourceFound], now: datetime) -> Iterator[str]:
    for found in sources:
        if told := _of_source(found, now):
            yield f"{found.kind} {found.url}: {told}"


def _of_source(found: SourceFound, now: datetime) -> str | None:
    """What is wrong with a source, in words; None for nothing."""
    if found.problem:
        return _in_words(found.problem)
    if not found.followed:
        return _not_followed(found)
    if len(found.elsewhere) > found.followed:
        away = f"{len(found.elsewhere)} of its {found.named} links"
        return f"{away} are of other sites, {_host(found.elsewhere)}"
    if len(found.unmatched) > found.followed:
        return (
            f"{len(found.unmatched)} of its {found.named} links look like articles and do not "
            f"match article_url, as {found.unmatched[0]}"
        )
    if found.newest and now - found.newest > OLD:
        return f"its newest article is of {found.newest.astimezone(WIB):%Y-%m-%d}"
    return None


def _not_followed(found: SourceFound) -> str:
    if not found.named:
        return "it names no article"
    if len(found.elsewhere) > len(found.unmatched):
        return f"all it names is of other sites, {_host(found.elsewhere)}"
    if found.unmatched:
        return (
            f"none of its {found.named} links matches article_url, as {found.unmatched[0]}, "
            "which looks like an article"
        )
    return f"none of its {found.named} links is an article by article_url"


def _of_pages(findings: Findings) -> Iterator[str]:
    """What is wrong with the articles of the sample."""
    pages = findings.pages
    if lost := [page.problem for page in pages if page.problem]:
        (reason, _), number = Counter(lost).most_common(1)[0]
        told = next(problem for problem in lost if problem[0] == reason)
        yield f"{len(lost)} of {len(pages)} articles could not be read: {_in_words(told)}"
    read = [page for page in pages if not page.problem]
    if not read:
        return
    yield from _missing(read)
    yield from _unconfirmed(findings, [page for page in read if not page.is_entry])
    yield from _off_the_clock(read)
    yield from _cut_short(read)
    yield from _alike(read)
    doubts = Counter(word for page in read for word in (page.doubt or "").split())
    for word, number in doubts.items():
        if word != JOINED and number > len(read) * MOST:
            yield f"{number} of {len(read)} texts are doubted: {word}"


def _missing(read: Sequence[PageFound]) -> Iterator[str]:
    for name, called in (("headline", "headline"), ("published", "date"), ("body", "text")):
        missing = [page for page in read if not page.fields[name].with_facts]
        if missing:
            without = sum(bool(page.fields[name].without) for page in missing)
            hint = f", {without} of them read without the site's facts" if without else ""
            yield f"{len(missing)} of {len(read)} pages gave no {called}{hint} ({missing[0].url})"


def _unconfirmed(findings: Findings, pages: Sequence[PageFound]) -> Iterator[str]:
    """Declared facts that hardly a page bears out."""
    if len(pages) < FEWEST_PAGES:
        return
    for name, place in findings.declared.items():
        should = [page for page in pages if _should_confirm(page, name)]
        by = sum(name in page.confirmed for page in should)
        if len(should) >= FEWEST_PAGES and by <= len(should) * RARELY:
            yield f"{name} in {place} fits {by} of {len(should)} pages"


def _should_confirm(page: PageFound, name: str) -> bool:
    """Whether a page has what a fact is for: not each has an author or a dateline.

    Whether one has an editor only the fact itself can tell.
    """
    if name not in SOME:
        return True
    return name in page.confirmed or (name in page.fields and bool(page.fields[name].without))


def _off_the_clock(read: Sequence[PageFound]) -> Iterator[str]:
    """Times that are whole hours off the listing's, as where one of both names a false zone."""
    dated = [page for page in read if page.hours_off is not None]
    off = Counter(
        hours
        for page in dated
        if (hours := round(page.hours_off * 2) / 2)
        and abs(page.hours_off - hours) <= A_MINUTE
        and abs(hours) <= 14
    )
    if off and (most := off.most_common(1)[0])[1] > max(1, len(dated) * MOST):
        hours, number = most
        side = "after" if hours > 0 else "before"
        yield (
            f"{number} of {len(dated)} pages name a time {abs(hours):g} hours {side} their "
            "listing's: one of both names a false zone"
        )


def _cut_short(read: Sequence[PageFound]) -> Iterator[str]:
    """Texts that the site's facts give in part only."""
    short = [page for page in read if page.fields["body"].outcome == "part"]
    if len(short) > len(read) * MOST and len(short) >= FEWEST_PAGES:
        mine, its = (_words(page_text) for page_text in _texts(short[0]))
        yield (
            f"{len(short)} of {len(read)} texts are a part only: {mine} words of {its} that are "
            f"read without the site's facts ({short[0].url})"
        )


def _texts(page: PageFound) -> tuple[str | None, str | None]:
    return page.fields["body"].with_facts, page.fields["body"].without


def _words(text: str | None) -> int:
    return len((text or "").split())


def _alike(read: Sequence[PageFound]) -> Iterator[str]:
    """One headline or one text on several pages."""
    for name, called in (("headline", "headline"), ("body", "text")):
        values = Counter(page.fields[name].with_facts for page in read)
        del values[None]
        if values and (most := values.most_common(1)[0][1]) >= FEWEST_ALIKE:
            yield f"{most} of {len(read)} pages have one {called}"


def _in_sum(findings: Findings, read: int) -> str:
    sources = len(findings.sources)
    return (
        f"{sources} source{'s' * (sources != 1)}, {read} of {len(findings.pages)} articles read, "
        f"{findings.requests} request{'s' * (findings.requests != 1)}"
    )


def _beside(findings: Findings) -> Iterator[str]:
    """What is no fault and worth knowing."""
    if findings.seconds_an_answer >= SLOW:
        yield f"slow: an answer takes {findings.seconds_an_answer:.0f} s"
    pages = [page for page in findings.pages if page.fields]
    for name in ("body", "headline", "published"):
        parted = [page for page in pages if _differ(page, name)]
        if pages and len(parted) > len(pages) * MOST:
            yield f"{name}: the generic reader reads {len(parted)} of {len(pages)} pages otherwise"


def _differ(page: PageFound, name: str) -> bool:
    found = page.fields[name]
    return not found.agree and found.with_facts is not None and found.without is not None


def _in_words(problem: Problem) -> str:
    reason, detail = problem
    return (
        detail
        if reason in ("network", "http-error", "empty", "unreadable")
        else f"{reason} ({detail})"
    )


def _host(urls: Iterable[str]) -> str:
    hosts = Counter(urlsplit(url).hostname or url for url in urls)
    return f"most of {hosts.most_common(1)[0][0]}"
