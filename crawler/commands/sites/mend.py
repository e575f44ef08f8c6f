"""``scrapy mend SITE``: since when a declared fact fits no page, and what would fit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from crawler.clock import utc
from crawler.console.command import WartaCommand, spider_named
from crawler.errors import UsageProblem, WartaError
from crawler.mending.known import known_of
from crawler.mending.proposals import MENDED, Proposal, propose
from crawler.mending.sampled import Break, Sampled, after, breaks, sampled
from crawler.mending.site_file import difference, file_of, with_fact, write
from crawler.news_spider import NewsSpider
from crawler.site_files.loader import SiteLoader
from crawler.whereabouts.program import as_called

MOST_TRIED_ON = 60
"""Pages of the new layout that selectors are tried on, the newest."""


class Command(WartaCommand):
    """Reads an archive; changes a site's file only with --write, and only where it is clear."""

    usage = "SITE [--from WARC] [--write]"
    summary = "Find which facts of a site fit its pages no longer, and propose others"
    help_text = (
        "Reads the site's article pages in the archive (or in --from, a WARC file or folder as of "
        "scrapy verify --record), tells since when a declared fact fits none of them, and looks "
        "for selectors that give the text which is known by other means: the same article captured "
        "before the change, the page's data, the generic reader. Half of the pages serve to find "
        "a selector, the other half to try it: on how many of those it was right, wrong and silent "
        "is printed, and the change of the file as a diff. --write changes the file, where the "
        "evidence is clear; the old selector stays beside the new one as long as it fitted "
        "earlier pages. The exit code is 0 where nothing is to be mended or all of it can be, "
        "10 where it can't tell."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--from and --write."""
        super().add_options(parser)
        parser.add_argument(
            "--from", dest="source", metavar="WARC", help="WARC file or folder (the archive)"
        )
        parser.add_argument("--write", action="store_true", help="change the site's file")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Tell what fits no longer and what would."""
        if len(args) != 1:
            raise UsageProblem("name one site, as in scrapy mend kompas")
        site = spider_named(SiteLoader.from_settings(self.settings), args[0])
        spider = site()
        pages = sampled(spider, Path(opts.source or Path(self.settings["ARCHIVE"]) / site.name))
        if not pages:
            raise WartaError(f"no page of {site.name} that is an article's is kept there")
        broken = breaks(spider, pages)
        if not broken:
            print(f"{site.name}: each declared fact fits; {len(pages)} pages were read")
            return
        proposals = []
        for each in broken:
            proposal = self._proposal(spider, each, pages)
            proposals.append(proposal)
            print(as_called(in_words(spider, each, proposal)))
        self._change(site, broken, proposals, write_it=opts.write)

    def _proposal(
        self, spider: NewsSpider, broken: Break, pages: Sequence[Sampled]
    ) -> Proposal | None:
        if broken.fact not in MENDED:
            return None
        new = after(pages, broken.since)[-MOST_TRIED_ON:]
        old = [page for page in pages if broken.fact in page.article.confirmed]
        known = [(page, known_of(page)) for page in new]
        return propose(spider, broken.fact, known, old[-MOST_TRIED_ON:])

    def _change(
        self,
        site: type[NewsSpider],
        broken: Sequence[Break],
        proposals: Sequence[Proposal | None],
        *,
        write_it: bool,
    ) -> None:
        """Show what would change in the file, and change it where that was asked for."""
        clear = [
            (each, proposal)
            for each, proposal in zip(broken, proposals, strict=True)
            if proposal and proposal.is_clear
        ]
        if len(clear) < len(broken):
            self.exitcode = 10
        if not clear:
            print(f"{site.name}: nothing is clear enough to be written", file=sys.stderr)
            return
        path = file_of(site)
        before = source = path.read_text(encoding="utf-8")
        for each, proposal in clear:
            old = getattr(site, each.fact) if each.last_fit else None
            value = f"{old}, {proposal.selector}" if old else proposal.selector
            source = with_fact(source, site.name, each.fact, value)
            if proposal.drop:
                source = with_fact(source, site.name, "drop", [*site.drop, *proposal.drop])
        print(difference(path, before, source), end="")
        if write_it:
            write(path, source)
            print(f"{path}: {len(clear)} facts mended", file=sys.stderr)


def in_words(spider: NewsSpider, broken: Break, proposal: Proposal | None) -> str:
    """What fits no longer and what was found, in two lines."""
    place = spider.declared_facts()[broken.fact]
    fitted = (
        f"it last fitted on {utc(broken.last_fit)}" if broken.last_fit else "it never fitted one"
    )
    told = (
        f"{spider.name}: {broken.fact} in {place} fits none of {broken.pages} pages since "
        f"{utc(broken.since)}; {fitted}\n"
    )
    if broken.fact not in MENDED:
        return f"{told}  no selector can be proposed for it; look at a page with scrapy read --why"
    if proposal is None:
        return f"{told}  nothing found that gives what is known of these pages by other means"
    counts = f"{proposal.right} right, {proposal.wrong} wrong, {proposal.silent} silent"
    if proposal.spoilt:
        counts += f"; beside the old one it spoils {proposal.spoilt} pages of before"
    sure = "clear" if proposal.is_clear else "not clear enough to be written"
    drop = f", without {', '.join(proposal.drop)}" if proposal.drop else ""
    return f"{told}  {proposal.selector}{drop}: of pages it was not made from {counts}: {sure}"
