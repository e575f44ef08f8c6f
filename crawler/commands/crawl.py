"""``scrapy crawl SITE``: one run of one site, ending with a verdict and its exit code."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.spiderloader import SpiderLoaderProtocol, get_spider_loader

from crawler.archive import check_archive, check_replay
from crawler.command import WartaCommand
from crawler.database import check_database_path
from crawler.errors import UsageProblem
from crawler.lock import SiteIsBeingCrawled, site_lock
from crawler.news_spider import NewsSpider
from crawler.runs import RunLedger
from crawler.verdict import EXIT_CODES
from pipelines.schema import migrate


class Command(WartaCommand, BaseRunSpiderCommand):
    """Scrapy's crawl with every argument checked before anything is started or written."""

    def syntax(self) -> str:
        """How it is called."""
        return "SITE [-a since=YYYY-MM-DD] [-a until=YYYY-MM-DD] [-a max=N] [-s NAME=VALUE]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl one site into the database and say how it went"

    def long_desc(self) -> str:
        """The text of --help."""
        return (
            "Crawls one site (scrapy list names them) into the SQLite file of the DATABASE setting "
            "(default news.db) and keeps every page in the ARCHIVE folder. -a since= and -a until= "
            "ask for days (both included, WIB), -a max= for at most so many articles. "
            "On a terminal only warnings are logged (-L INFO for all). "
            "-s REPLAY=FILE_OR_FOLDER reads from WARC files alone and touches no network. "
            "Exit codes: 0 ok, 10 degraded, 20 broken, 30 blocked, 40 the site is being crawled "
            "already, 1 the program failed, 2 the call was wrong and nothing was done."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """On a terminal the progress line tells the story: only warnings are logged there."""
        super().process_options(args, opts)
        chosen = opts.loglevel or opts.logfile or opts.nolog or "LOG_LEVEL=" in str(opts.set)
        if sys.stderr.isatty() and not chosen:
            self.settings.set("LOG_LEVEL", "WARNING", "cmdline")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the call, crawl, and end with the verdict's exit code."""
        loader = get_spider_loader(self.settings)
        spider_class = loader.load(self._site(args, loader))
        site = spider_class(**opts.spargs).name  # refuses wrong arguments before it writes
        if self.settings["REPLAY"]:
            truncated = self.settings.getbool("REPLAY_TRUNCATED")
            check_replay(self.settings["REPLAY"], site, truncated=truncated)
        else:
            check_archive(self.settings["ARCHIVE"])
        check_database_path(self.settings["DATABASE"])
        try:
            with site_lock(self.settings["DATABASE"], site):
                self.crawl(site, spider_class, opts)
        except SiteIsBeingCrawled as error:
            print(f"{site}: overlapping - {error}", file=sys.stderr)
            self.exitcode = EXIT_CODES["overlapping"]

    def crawl(self, site: str, spider_class: type[NewsSpider], opts: argparse.Namespace) -> None:
        """Run the spider and end with the verdict on the run."""
        migrate(self.settings["DATABASE"])
        process = AsyncCrawlerProcess(self.settings)
        crawler = process.create_crawler(spider_class)
        process.crawl(crawler, **opts.spargs)
        process.start()
        ledger = crawler.get_extension(RunLedger) if crawler.extensions else None
        if ledger is None or ledger.verdict is None:
            print(f"{site}: failed - the crawl could not start; see the log", file=sys.stderr)
            self.exitcode = EXIT_CODES["failed"]
            return
        print(f"{site}: {ledger.verdict.word} - {ledger.verdict.reason}", file=sys.stderr)
        self.exitcode = ledger.verdict.exit_code

    def _site(self, args: list[str], loader: SpiderLoaderProtocol) -> str:
        """The site asked for; raises UsageProblem when there is none of that name."""
        known = loader.list()
        if len(args) != 1:
            raise UsageProblem("name one site, as in scrapy crawl visimuslim (scrapy list)")
        if args[0] not in known:
            close = get_close_matches(args[0], known, n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise UsageProblem(f"there is no site {args[0]}; {hint}scrapy list names all of them")
        return args[0]
