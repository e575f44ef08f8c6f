"""``scrapy mend SITE``: since when a declared fact fits no page, and what would fit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from crawler.archive.captures import captures
from crawler.clock import utc
from crawler.console.command import WartaCommand, spider_named
from crawler.errors import UsageProblem, WartaError
from crawler.mending.findings import Finding, changes, findings
from crawler.mending.listed import listed
from crawler.mending.proposals import ADDRESSES, MENDED, Proposal
from crawler.mending.sampled import FEWEST_PAGES, Break, sampled
from crawler.mending.site_file import difference, file_of, with_fact, with_pattern, write
from crawler.news_spider import NewsSpider
from crawler.site_files.loader import SiteLoader
from crawler.whereabouts.program import as_called

CANT_TELL = 10
"""Exit code where what was kept, or found, is not enough."""


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
        archive = Path(opts.source or Path(self.settings["ARCHIVE"]) / site.name)
        pages, listings = sampled(spider, captures(archive)), listed(spider, captures(archive))
        if not (pages or listings):
            raise WartaError(f"no page of {site.name} that is an article's is kept there")
        found = findings(spider, pages, listings)
        if not found and len(pages) < FEWEST_PAGES:
            print(
                f"{site.name}: {len(pages)} article pages are kept there, which tells nothing; "
                f"a fact is doubted once {FEWEST_PAGES} pages in a row are without it"
            )
            self.exitcode = CANT_TELL
            return
        if not found:
            print(f"{site.name}: each declared fact fits; {len(pages)} pages were read")
            return
        for each in found:
            print(as_called(in_words(spider, each.broken, each.proposal)))
        self._change(spider, found, write_it=opts.write)

    def _change(self, site: NewsSpider, found: Sequence[Finding], *, write_it: bool) -> None:
        """Show what would change in the file, and change it where that was asked for."""
        clear = [each for each in found if each.is_clear]
        if len(clear) < len(found):
            self.exitcode = CANT_TELL
        if not clear:
            print(f"{site.name}: nothing is clear enough to be written", file=sys.stderr)
            return
        path = file_of(type(site))
        before = source = path.read_text(encoding="utf-8")
        for fact, value in changes(site, clear).items():
            if fact == ADDRESSES:
                (pattern,) = (each.proposal.selector for each in clear if each.broken.fact == fact)
                source = with_pattern(source, site.name, pattern, value)
            else:
                source = with_fact(source, site.name, fact, value)
        print(difference(path, before, source), end="")
        if write_it:
            write(path, source)
            print(f"{path}: {len(clear)} facts mended", file=sys.stderr)


def in_words(spider: NewsSpider, broken: Break, proposal: Proposal | None) -> str:
    """What fits no longer and what was found, in two lines."""
    told = f"{spider.name}: {_what(spider, broken)}; {_last_fit(broken)}\n"
    if broken.fact not in (*MENDED, ADDRESSES, "dateline"):
        return f"{told}  no selector can be proposed for it; look at a page with scrapy read --why"
    if proposal is None:
        return f"{told}  nothing found that gives what is known of these pages by other means"
    what = "addresses" if broken.fact == ADDRESSES else "pages"
    counts = f"{proposal.right} right, {proposal.wrong} wrong, {proposal.silent} silent"
    if proposal.spoilt:
        counts += f"; beside the old one it spoils {proposal.spoilt} {what} of before"
    sure = "clear" if proposal.is_clear else "not clear enough to be written"
    drop = f", without {', '.join(proposal.drop)}" if proposal.drop else ""
    into = f" (into {proposal.into})" if proposal.into not in ("", broken.fact) else ""
    return (
        f"{told}  {proposal.selector}{into}{drop}: of {what} it was not made from {counts}: {sure}"
    )


def _what(spider: NewsSpider, broken: Break) -> str:
    since = f"since {utc(broken.since)}"
    if broken.fact == ADDRESSES:
        return f"article_url matches no address that {broken.pages} listings name {since}"
    if broken.is_undeclared:
        return f"{broken.fact}, not declared, is read otherwise than before on pages {since}"
    place = spider.declared_facts()[broken.fact]
    return f"{broken.fact} in {place} fits none of {broken.pages} pages {since}"


def _last_fit(broken: Break) -> str:
    if broken.is_undeclared:
        return "of the same articles"
    return f"it last fitted on {utc(broken.last_fit)}" if broken.last_fit else "it never fitted one"
