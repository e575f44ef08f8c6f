"""All that no longer fits a site's pages, with what would, and what its file then declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.mending.datelines import declared_with, propose_dateline
from crawler.mending.known import FEWEST_COMPARED, is_same, known_by
from crawler.mending.listed import Listed, beside, break_of_addresses, propose_addresses
from crawler.mending.proposals import ADDRESSES, CLEAR, MENDED, Proposal, propose, site_with
from crawler.mending.sampled import Break, Sampled, after, breaks
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.declared import declared

MOST_TRIED_ON = 60
"""Pages of the new layout that selectors are tried on, the newest."""
LOOKED_AFTER = ("body", "headline", "authors", "published", "dateline")
"""What is read of most pages without being declared, and what a redesign may take away."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact that fits no longer, and the best that was found for it, or None."""

    broken: Break
    proposal: Proposal | None

    @property
    def is_clear(self) -> bool:
        """Whether the evidence is enough to write it into the site's file."""
        return self.proposal is not None and self.proposal.is_clear


def findings(
    site: NewsSpider, pages: Sequence[Sampled], listings: Sequence[Listed] = ()
) -> list[Finding]:
    """Each fact that the newest listings and pages don't bear out, the text first.

    Behind these what is not declared, and is read of the same articles otherwise than before the
    change, though all that was found is declared.
    """
    broken = sorted(breaks(site, pages), key=lambda each: each.fact != "body")
    found: list[Finding] = []
    for each in broken:
        if each.fact != "dateline":
            so_far = site_with(site, changes(site, [one for one in found if one.is_clear]))
            found.append(Finding(each, _proposal(so_far, each, pages)))
    if moved := break_of_addresses(listings):
        found.insert(0, Finding(moved, propose_addresses(site, moved, listings, pages)))
    mended = site_with(site, changes(site, [each for each in found if each.is_clear]))
    if "body" in {each.broken.fact for each in found if not each.is_clear}:
        return [*found, *(Finding(each, None) for each in broken if each.fact == "dateline")]
    for each in _lost(site, mended, pages, {finding.broken.fact for finding in found}):
        found.append(Finding(each, _proposal(mended, each, pages)))
    told = {finding.broken.fact for finding in found}
    return [*found, *(Finding(each, None) for each in _still_broken(mended, broken, pages, told))]


def _still_broken(
    mended: NewsSpider, broken: Iterable[Break], pages: Sequence[Sampled], told: set[str]
) -> Iterator[Break]:
    """What the mended site's pages bear out no more than before, and nothing was looked for."""
    for each in broken:
        if each.fact not in told:
            new = after(pages, each.since)[-MOST_TRIED_ON:]
            if not any(
                each.fact in read_article(page.html, page.url, mended).confirmed for page in new
            ):
                yield each


def _proposal(site: NewsSpider, broken: Break, pages: Sequence[Sampled]) -> Proposal | None:
    new = _tried_on(after(pages, broken.since))
    if broken.is_undeclared or broken.fact == "dateline":
        old = [page for page in pages if page.seen_at < broken.since]
    else:
        old = [page for page in pages if broken.fact in page.article.confirmed]
    if broken.fact == "dateline":
        return propose_dateline(site, new, old)
    return propose(site, broken.fact, new, old) if broken.fact in MENDED else None


def _tried_on(new: Sequence[Sampled]) -> list[Sampled]:
    """The newest pages, one half of them, where there are so many, of articles of before."""
    twice = [page for page in new if page.earlier][-MOST_TRIED_ON // 2 :]
    return [*twice, *[page for page in new if not page.earlier][-MOST_TRIED_ON // 2 :]]


def _lost(
    site: NewsSpider, mended: NewsSpider, pages: Sequence[Sampled], found: set[str]
) -> Iterator[Break]:
    """What the mended site reads of the newest pages otherwise than of the same articles before."""
    twice = [page for page in pages if page.earlier]
    now = [known_by(read_article(page.html, page.url, mended), page.seen_at) for page in twice]
    for fact in LOOKED_AFTER:
        if fact in found or (fact in declared(site) and fact != "dateline"):
            continue
        same = [
            is_same(fact, told, known_by(page.earlier, page.seen_at))
            for told, page in zip(now, twice, strict=True)
        ]
        last = max((number for number, is_so in enumerate(same) if is_so), default=-1)
        others = twice[last + 1 :]
        if len(others) >= FEWEST_COMPARED and len(others) >= (1 - CLEAR) * len(twice):
            since = others[0].seen_at
            fits = [page.seen_at for page in pages if page.seen_at < since]
            pages_since = sum(page.seen_at >= since for page in pages)
            is_undeclared = fact not in declared(site)
            yield Break(fact, since, max(fits, default=None), pages_since, is_undeclared)


def changes(site: NewsSpider, clear: Iterable[Finding]) -> dict[str, object]:
    """What a site's file declares once what is clear is in it: the old beside the new."""
    changed: dict[str, object] = {}
    for each in clear:
        fact, proposal = each.broken.fact, each.proposal
        if proposal.into:
            so_far = site_with(site, changed)
            changed |= declared_with(so_far, proposal.into, proposal.selector)
            continue
        if fact == ADDRESSES:
            changed[fact] = beside(site.article_url, proposal.selector)
            continue
        old = getattr(site, fact) if each.broken.last_fit else None
        changed[fact] = f"{old}, {proposal.selector}" if old else proposal.selector
        if proposal.drop:
            dropped = changed.get("drop") or site.drop
            changed["drop"] = list(dict.fromkeys((*dropped, *proposal.drop)))
    return changed
