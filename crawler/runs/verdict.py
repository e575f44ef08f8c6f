"""The verdict on a run: what its counts mean, as a word, an exit code and a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from statistics import median
from typing import Literal

from crawler.items import REJECT_REASONS
from crawler.run_record import ArchiveCounts
from crawler.runs.history import FEWEST, FEWEST_ARTICLES, Confirmed, Usual

Word = Literal["ok", "degraded", "broken", "blocked", "overlapping", "offline", "failed"]

EXIT_CODES: dict[Word, int] = {
    "ok": 0,
    "degraded": 10,
    "broken": 20,
    "blocked": 30,
    "overlapping": 40,
    "offline": 50,
    "failed": 1,
}

RANK: tuple[Word, ...] = ("ok", "overlapping", "degraded", "blocked", "broken", "offline", "failed")
"""Verdicts from the best to the worst, by how soon a person must act.

An overlapping run lost nothing, another is at work. Blocked comes before broken: it is the site's
decision and often lasting, and must not hide a site file that wants mending. Offline is the
network here, says nothing of any site and concerns all of them. Failed is our own
fault and may concern every site.
"""

UnreachedDay = tuple[date, date | None]
"""The first day asked for that no listing reaches, and the oldest day (WIB) that one named."""

NO_HISTORY = Usual()
CUT_SHORT = {
    "budget": "its time was used up",
    "shutdown": "it was told to stop",
    "unanswered": "the archive has no answer to the rest",
    "requests": "it made as many requests as it may (WAYBACK_REQUESTS)",
}
"""Finish reasons of runs that were ended on purpose, which is no failure."""
FEW = 4
"""So many lost pages, or fewer, are no news of a site's state."""
FEWEST_ALL_NEW = 5
"""Articles of a listing that, all of them new, tell that it may have held others meanwhile."""
FEWEST_RESULTS = 5
"""Of so many results of a search at least one holds the words."""
FEWEST_SAME = 3
"""So many addresses with one page are a site's fault, not an editor's."""
NOTABLE = 0.25
"""So much more than the usual share of pages lost is."""
LONGEST_SILENCE = 30
"""Days without an article after which a listing that says it is empty is no longer believed."""
OFTEN = 0.5
"""A field that half of the articles have is expected, and a fact that half of the pages confirm."""
FEWEST_PAGES = 2
"""So many pages of a site that never confirmed a fact, and its file is wrong: one page may be a
video's or of an old layout; of 73 fixture pages 5 % don't confirm ``body``."""
FEWEST_SINCE = 3
CHANCE = 0.001
"""Where earlier runs confirmed it: so many pages, and so many more that their missing it is rarer
than that, from the share of pages that had it. 3 pages where all did, 6 where 7 of 10 did."""
FEWEST_OF_SOME = 40
"""So many of a fact that not every page has. What one page in ten has is missed by 40 pages in
1.5 % of all cases, by 20 in 12 %."""
SOME = ("authors", "editors", "dateline")

REFUSALS = ("challenge", "robots")
REFUSING_STATUS = ("401", "403", "407", "429", "451")


@dataclass(frozen=True, slots=True)
class Topic:
    """What came of asking for words, of a run that did; ``held`` stored articles hold them now.

    ``answered_by`` is the kind of listing that answered, as in "Search"; None where none did.
    ``not_used`` says in words why others were not, ``cut_off`` why a search may have found more,
    ``has_enough`` whether it named more than the run was to ask for.
    """

    query: str
    answered_by: str | None = None
    is_search: bool = False
    not_used: Sequence[str] = ()
    cut_off: str | None = None
    held: int = 0
    has_enough: bool = False


@dataclass(slots=True)
class RunCounts:
    """What one run did, in articles and pages.

    ``listed`` is what the listings named inside the window, ``new`` what of it was never
    fetched before, ``fetched`` the article pages and entries read or refused in this run.
    ``still_gone`` are those of the refused that were said not to exist at the look before, too.
    ``strange_texts`` are articles of one text that says nothing of any of their headlines.
    ``errors`` are the program's own, by class, that cost something and left no row.
    ``asked_for_days`` tells a run for days of the past from one for the newest articles,
    ``is_of_the_past`` one that was told to ask for them, or reads an archive,
    ``trouble`` is the sentence of a database or archive that could not be written.

    Of the listing pages ``listings_read`` could be read, ``listings_failed`` could not, and
    ``listings_unread`` are left for the next run to ask for. ``listings_empty`` name nothing where
    they should, ``indexes_read`` name only further listings; ``given_up`` are no longer asked for
    again from this run on. ``died`` names the sources that could be read in earlier runs and not
    in this one, ``endless`` those that name more listings than a run asks for. ``refusing`` are in
    words the hosts that were given up (429, 503), ``left_for_later`` their pages that were wanted.
    """

    site: str = ""
    listed: int = 0
    new: int = 0
    fetched: int = 0
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    strange_texts: int = 0
    outside_window: int = 0
    not_articles: int = 0
    listings_read: int = 0
    listings_failed: int = 0
    listings_unread: int = 0
    listings_empty: int = 0
    indexes_read: int = 0
    endless: list[str] = field(default_factory=list)
    unreached: UnreachedDay | None = None
    given_up: int = 0
    died: list[str] = field(default_factory=list)
    refusing: list[str] = field(default_factory=list)
    left_for_later: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    http_codes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    finish_reason: str = "finished"
    trouble: str | None = None
    still_gone: int = 0
    asked_for_days: bool = False
    is_of_the_past: bool = False
    fill_rates: dict[str, float] = field(default_factory=dict)
    confirmed: Confirmed = Confirmed()
    declared_in: Mapping[str, str] = field(default_factory=dict)
    """The file that declares each fact of ``confirmed``."""
    topic: Topic | None = None
    archive: ArchiveCounts | None = None
    """What the archive of the web has that was asked in place of the site."""

    @property
    def mending(self) -> str:
        """The command that looks for facts that fit; empty where nobody knows the site."""
        return f"scrapy mend {self.site}" if self.site else ""

    @property
    def asked(self) -> str:
        """Who was asked."""
        return "the archive" if self.archive else "the site"

    @property
    def kept(self) -> int:
        """Articles the database holds as this run saw them."""
        return self.stored + self.revised + self.unchanged

    @property
    def rejected(self) -> int:
        """Pages that were not stored."""
        return sum(self.rejects.values())

    @property
    def cut_short(self) -> bool:
        """Whether the run was ended on purpose before it had done all it wanted."""
        return self.finish_reason in CUT_SHORT


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run went; ``reason`` is the sentence that closes its output."""

    word: Word
    reason: str

    @property
    def exit_code(self) -> int:
        """What the process ends with."""
        return EXIT_CODES[self.word]


def judge(counts: RunCounts, usual: Usual = NO_HISTORY) -> Verdict:
    """The verdict on a run from its counts and from what is usual for the site."""
    if counts.trouble:
        return Verdict("failed", f"{counts.trouble}; {said(counts)}")
    if counts.finish_reason == "offline":
        left = "what it did not come to is left for the next"
        return Verdict("offline", f"the network here went down, {left}; {said(counts)}")
    if counts.finish_reason != "finished" and not counts.cut_short:
        return Verdict("failed", f"stopped before its end ({counts.finish_reason}); {said(counts)}")
    if counts.errors:
        named = ", ".join(f"{number} {name}" for name, number in counts.errors.most_common())
        return Verdict("failed", f"the program erred, see the log ({named}); {said(counts)}")
    if counts.topic and not counts.topic.answered_by:
        return not_answered(counts, counts.topic)
    if counts.refusing and counts.left_for_later >= max(counts.kept, min(counts.listed, 1)):
        why = f"{counts.asked} refuses to be read: {given_up(counts)}"
        return Verdict("blocked", f"{why}; {said(counts)}")
    if counts.topic and not counts.listed:
        return nothing_found(counts, counts.topic)
    if not counts.kept and named_nothing_at_all(counts, usual) and lists_read(counts):
        return quiet(counts, usual)
    if not counts.kept and refused(counts):
        return Verdict("blocked", f"{counts.asked} refuses to be read: {said(counts)}")
    if counts.archive and not counts.archive.unanswered and not counts.rejected and not counts.kept:
        return Verdict("ok", f"nothing further of these days; {said(counts)}")
    if counts.cut_short and not counts.kept and counts.fetched <= FEW:
        return ok_unless(unread(counts), said(counts))
    if not counts.listed and not counts.outside_window and not counts.kept:
        return Verdict("broken", f"discovery gave nothing: {why_nothing(counts)}")
    if not counts.kept and (lost(counts, usual) > FEW or (lost(counts, usual) and counts.new)):
        return Verdict("broken", f"nothing could be stored: {said(counts)}")
    reasons = given_up(counts), unread(counts), other_words(counts), fallen(counts, usual)
    worse = filter(None, reasons)
    by = f"{said_of(counts.topic)}: " if counts.topic else ""
    told = f"{by}{said(counts)}{all_new(counts, usual)}{held(counts.topic)}"
    return ok_unless("; ".join(worse), told)


def all_new(counts: RunCounts, usual: Usual) -> str:
    """What is added of a listing of the newest that shares nothing with what was known of it."""
    is_doubtful = counts.new == counts.listed >= FEWEST_ALL_NEW and usual.listed is not None
    if counts.topic or counts.asked_for_days or counts.is_of_the_past or not is_doubtful:
        return ""
    return "; all that is listed is new, others may have come and gone since the run before"


def not_answered(counts: RunCounts, topic: Topic) -> Verdict:
    """The verdict on a run for words that nothing of the site's answered.

    Blocked where it is the site's decision, broken where its search fails, degraded where it has
    none that can be used.
    """
    reason = f"{'; '.join(topic.not_used)}; only what is stored was searched{held(topic)}"
    if counts.cut_short:
        why = f"{CUT_SHORT[counts.finish_reason]} before it had an answer"
        return Verdict("degraded", f"{why}{held(topic)}")
    refusals = sum(counts.rejects[each] for each in REFUSALS)
    refusals += sum(counts.http_codes[status] for status in REFUSING_STATUS)
    if refusals:
        return Verdict("blocked", reason)
    return Verdict("broken" if counts.rejected else "degraded", reason)


def nothing_found(counts: RunCounts, topic: Topic) -> Verdict:
    """The verdict on a run for words whose answer names no article of the site and the days."""
    worse = unread(counts)
    if counts.not_articles and not counts.outside_window:
        worse = worse or f"none of {counts.not_articles} addresses is an article of the site"
    other = f" ({counts.outside_window} are of other days)" if counts.outside_window else ""
    return ok_unless(worse, f"{said_of(topic)} found nothing{other}{held(topic)}")


def other_words(counts: RunCounts) -> str | None:
    """A search whose results do not hold the words it was asked for; None for all others."""
    topic, results = counts.topic, counts.listed
    if topic is None or not topic.is_search or topic.held or results < FEWEST_RESULTS:
        return None
    return f"none of {results} results of its search holds the words"


def said_of(topic: Topic) -> str:
    """What answered, as in "its search"."""
    if topic.is_search:
        others = f" ({'; '.join(topic.not_used)})" if topic.not_used else ""
        return f"its search{others}"
    why = "; ".join(topic.not_used) or "it has no search"
    return f"by {topic.answered_by}, all of these days kept ({why})"


def held(topic: Topic | None) -> str:
    """How many stored articles hold a topic's words, behind a semicolon."""
    if topic is None:
        return ""
    more = "; it has more than were to be asked for" if topic.has_enough else ""
    number = "1 stored article holds" if topic.held == 1 else f"{topic.held} stored articles hold"
    return f"{more}; {number} the words"


def ok_unless(worse: str | None, sentence: str) -> Verdict:
    """Degraded by what is worse than it should be, ok where nothing is."""
    return Verdict("degraded", f"{worse}; {sentence}") if worse else Verdict("ok", sentence)


def given_up(counts: RunCounts) -> str | None:
    """In words, the hosts that a run asked no more, and what it left; None without any."""
    if not counts.refusing:
        return None
    left = counts.left_for_later
    pages = "1 page" if left == 1 else f"{left} pages" if left else "what it has is"
    return f"{', '.join(counts.refusing)}; {pages} left for the next run"


def unread(counts: RunCounts) -> str | None:
    """In words, the listing pages that this run should have read and did not; None without any.

    A page that was given up, and a source found dead before, are told by ``scrapy health``.
    """
    pages = counts.listings_read + counts.listings_unread
    if counts.listings_unread and not (counts.archive and counts.cut_short):
        again = "" if counts.topic else "; asked again next time"
        return f"{counts.listings_unread} of {pages} listing pages could not be read{again}"
    if counts.topic and counts.topic.cut_off:
        return f"more may be there than its search names: {counts.topic.cut_off}"
    if counts.given_up:
        return (
            f"listing pages given up, after many runs that could not read them: {counts.given_up}"
        )
    if counts.unreached and not counts.cut_short:
        first, oldest = counts.unreached
        named = f"the oldest article named is of {oldest}" if oldest else "they name no day"
        return f"no listing reaches back to {first}: {named}"
    if counts.endless:
        return f"the listings of {', '.join(counts.endless)} have no end"
    if counts.died:
        return f"{', '.join(counts.died)} can no longer be read, other listings can"
    return None


def quiet(counts: RunCounts, usual: Usual) -> Verdict:
    """The verdict on a run whose listings could be read and say that there is no article."""
    if worse := unread(counts):
        return Verdict("degraded", f"{worse}; the others name no article")
    if counts.asked_for_days:
        return Verdict("ok", "the site lists no article of these days")
    if usual.days_silent is not None and usual.days_silent > LONGEST_SILENCE:
        silent = f"the listings name no article, for {usual.days_silent} days now"
        return Verdict("degraded", silent)
    if worse := lost_volume(counts, usual):
        return Verdict("degraded", worse)
    return Verdict("ok", "the listings name no article: a quiet day")


def lost(counts: RunCounts, usual: Usual) -> int:
    """Pages of articles that were not stored: where nothing is new, looks at those refused before.

    What was withdrawn is asked for again and again, and is no news of a site with a history.
    """
    no_news = counts.still_gone if usual.reject_share is not None else 0
    return counts.rejected - counts.listings_failed - no_news


def named_nothing_at_all(counts: RunCounts, usual: Usual) -> bool:
    """Whether listings could be read and were empty, and a few pages at most asked for again."""
    named = counts.listed or counts.outside_window or counts.not_articles
    is_odd = counts.listings_empty or counts.endless
    refusals = sum(counts.rejects[reason] for reason in REFUSALS)
    return not (named or is_odd) and lost(counts, usual) <= (0 if refusals else FEW)


def lists_read(counts: RunCounts) -> int:
    """Listing pages that were read and may name articles."""
    return counts.listings_read - counts.indexes_read


def fallen(counts: RunCounts, usual: Usual) -> str | None:
    """In words, the first thing that fell against what is usual; None when nothing did."""
    pages = one_page(counts) or lost_pages(counts, usual)
    said = lost_field(counts, usual) or lost_fact(counts, usual)
    return pages or said or (None if counts.cut_short else lost_volume(counts, usual))


def one_page(counts: RunCounts) -> str | None:
    """Several addresses that answer with one page, or with others than theirs."""
    number = counts.rejects["same-page"]
    if number >= FEWEST_SAME:
        return f"{number} addresses give one and the same text (maintenance, login wall, cache)"
    number += counts.rejects["other-page"]
    if number >= FEWEST_SAME:
        return f"{number} addresses give a page that is not theirs (maintenance, cache)"
    if number := counts.strange_texts:
        return f"{number} articles have one text that is of none of their headlines (same-text)"
    return None


def lost_pages(counts: RunCounts, usual: Usual) -> str | None:
    """Too many pages not stored: most of them, or many more than usual."""
    if counts.rejected <= FEW:
        return None
    pages = counts.kept + counts.rejected
    reason, number = counts.rejects.most_common(1)[0]
    lost = f"{number} of {pages} pages: {REJECT_REASONS[reason]}"
    if usual.reject_share is None:
        return lost if counts.rejected > counts.kept else None
    news = counts.rejected - counts.still_gone
    if news > FEW and news / pages > usual.reject_share + NOTABLE:
        return f"{lost} (usually {usual.reject_share:.0%} are not stored)"
    return None


def lost_field(counts: RunCounts, usual: Usual) -> str | None:
    """A field that the site's articles usually have and these have half as often or less."""
    if counts.kept < FEWEST_ARTICLES:
        return None
    for name, rate in usual.fill_rates.items():
        now = counts.fill_rates.get(name)
        if now is not None and rate >= OFTEN and now < rate / 2:
            return f"{now:.0%} of the articles have {name} (usually {rate:.0%})"
    return None


def why_nothing(counts: RunCounts) -> str:
    """Why listings gave no article, and what looks for other addresses where they name such."""
    why = counts.problems[0] if counts.problems else "the listings named no article"
    return f"{why} ({counts.mending})" if counts.not_articles and counts.mending else why


def lost_fact(counts: RunCounts, usual: Usual) -> str | None:
    """A fact that pages do not confirm, and the file to be mended.

    What the newest pages confirm is right, whatever those of the past are like.
    """
    known = [name for run in usual.confirmed for name, number in run.facts.items() if number]
    doubtful = counts.confirmed.without(known) if counts.is_of_the_past else counts.confirmed
    if (found := unconfirmed(doubtful, usual.confirmed)) is None:
        return None
    name, said = found
    place = "; ".join(filter(None, [f"see {counts.declared_in[name]}", counts.mending]))
    return f"what is declared as {name} was found on {said} ({place})"


def unconfirmed(now: Confirmed, before: Sequence[Confirmed] = ()) -> tuple[str, str] | None:
    """The first declared fact that pages should confirm and don't, and on how many; None: all do.

    ``before`` are earlier runs, newest first. A run without pages says nothing.
    """
    for name, number in now.facts.items() if now.pages else ():
        if number:
            usual = _usual_share(name, before)
            fell = usual is not None and now.share(name) < usual / 2
            if fell and usual >= OFTEN and now.pages >= FEWEST_ARTICLES:
                return name, f"{number} of {now.pages} pages, usually {usual:.0%}"
        elif pages := missed(name, [now, *before]):
            return name, f"none of {pages} pages"
    return None


def missed(name: str, runs: Sequence[Confirmed]) -> int:
    """On how many pages of the newest ``runs`` a fact was not found, 0 where those are too few."""
    runs = list(takewhile(lambda run: name in run.facts, runs))  # since it is declared
    since = list(takewhile(lambda run: not run.facts[name], runs))
    pages = sum(run.pages for run in since)
    if earlier := runs[len(since) :]:
        known, had = sum(run.pages for run in earlier), sum(run.facts[name] for run in earlier)
        is_chance = ((known - had + 1) / (known + 2)) ** pages > CHANCE
        return 0 if is_chance or pages < FEWEST_SINCE else pages
    return pages if pages >= (FEWEST_OF_SOME if name in SOME else FEWEST_PAGES) else 0


def _usual_share(name: str, runs: Sequence[Confirmed]) -> float | None:
    shares = [run.share(name) for run in runs if name in run.facts and run.pages >= FEWEST_ARTICLES]
    return median(shares) if len(shares) >= FEWEST else None


def lost_volume(counts: RunCounts, usual: Usual) -> str | None:
    """Listings, or a day, with less than a quarter of what they usually hold."""
    may_be_chance = not counts.listed and (usual.listed or 0) < FEWEST_ARTICLES
    asks_for_all = not (may_be_chance or counts.asked_for_days)
    if usual.listed is not None and counts.listed < usual.listed / 4 and asks_for_all:
        return f"the listings named {counts.listed} articles (usually {usual.listed:.0f})"
    a_day, today = usual.articles_a_day, usual.articles_today
    if a_day is not None and a_day >= FEWEST_ARTICLES and today < a_day / 4:
        usually = f"usually {a_day:.0f} on this weekday"
        return f"{today} articles published in the last 24 hours ({usually})"
    return None


def refused(counts: RunCounts) -> bool:
    """Whether what the run met was mostly refusal: robots.txt, challenges, 403, 429.

    Also where the listings could be read and it is the pages that are refused; not where one
    listing is refused and another could be read.
    """
    if lists_read(counts) > counts.listings_empty and counts.rejected <= counts.listings_failed:
        return False
    refusals = sum(counts.rejects[reason] for reason in REFUSALS)
    refusals += sum(counts.http_codes[status] for status in REFUSING_STATUS)
    welcome = sum(n for status, n in counts.http_codes.items() if status.startswith("2"))
    mostly = not counts.listed or 2 * refusals >= counts.rejected
    return refusals > 0 and refusals + welcome > 0 and counts.rejected >= 1 and mostly


def said(counts: RunCounts) -> str:
    """The counts as a sentence, for instance "3 new, 1 revised, 40 unchanged; 2 without date"."""
    kept = f"{counts.stored} stored, {counts.revised} revised, {counts.unchanged} unchanged"
    lost = ", ".join(f"{number} {reason}" for reason, number in counts.rejects.most_common())
    said = f"{counts.listed} listed, {kept}" + (f"; not stored: {lost}" if lost else "")
    said += in_archive(counts.archive) if counts.archive else ""
    return f"{said}; {CUT_SHORT[counts.finish_reason]}" if counts.cut_short else said


def in_archive(archive: ArchiveCounts) -> str:
    """In words, what an archive has and has not, behind a semicolon; what is nothing is left out.

    As in "; 3 of 365 days without a capture, 12 captures left for the next run".
    """
    parts = []
    if archive.days_without:
        days = archive.days_without
        parts.append(f"{len(days)} days without a capture (from {days[0]} on)")
    if archive.pages_without:
        parts.append(f"{archive.pages_without} pages the site had listed without one")
    if archive.waiting:
        parts.append(f"{archive.waiting} captures left for the next run")
    if archive.unanswered:
        parts.append(f"{archive.unanswered} of {archive.questions} questions not answered")
    return f"; {', '.join(parts)}" if parts else ""


def worst(words: Iterable[Word]) -> Word:
    """The worst of several verdicts; ok where there is none."""
    return max(words, key=RANK.index, default="ok")
