"""``scrapy crawl SITE``: one run of one site, ending with a verdict and its exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator

from scrapy.commands import BaseRunSpiderCommand

from crawler.archive.storage import check_archive, check_replay
from crawler.console.call import refuse_undecoded, refuse_unwritable
from crawler.console.command import CrawlingCommand, spider_named
from crawler.database import check_database_path
from crawler.errors import UsageProblem
from crawler.fetching.contact import checked_contact
from crawler.fetching.wayback.chosen import check_wayback
from crawler.runs.batch import Job, crawl_sites, exit_code
from crawler.runs.notify import Notifier
from crawler.site_files.loader import SiteLoader
from crawler.site_row import is_site
from pipelines.database.schema import migrate

OF_SCRAPYD = ("_job", "_version")
"""Arguments that Scrapyd adds to each call, for its own use."""


class Command(CrawlingCommand, BaseRunSpiderCommand):
    """Scrapy's crawl with every argument checked before anything is started or written."""

    usage = (
        "SITE [-a since=YYYY-MM-DD] [-a until=YYYY-MM-DD] [-a max=N] [-a query=WORDS] "
        "[-a past=wayback [-a versions=yes]] [-s NAME=VALUE]"
    )
    summary = "Crawl one site into the database and say how it went"
    help_text = (
        "Crawls one site (scrapy list names them) into the SQLite file of the DATABASE setting "
        "(default news.db) and keeps every page in the ARCHIVE folder. -a since= and -a until= "
        "ask for days (both included, WIB), -a max= for at most so many articles, -a query= for "
        "those alone that the site's own search finds (scrapy topic asks many sites). "
        "-a past=wayback asks the Wayback Machine for the days from since on, in place of the "
        "site (docs/past.md). "
        "On a terminal only warnings are logged (-L INFO for all). Ctrl-C ends it cleanly. "
        "-s REPLAY=FILE_OR_FOLDER reads from WARC files alone and touches no network. "
        "Exit codes: 0 ok, 10 degraded, 20 broken, 30 blocked, 40 the site is being crawled "
        "already, 50 there is no network here, 1 the program failed, 2 the call was wrong and "
        "nothing was done."
    )

    instead = {  # noqa: RUF012 as Scrapy's commands declare
        "--since": "-a since=2025-01-31",
        "--until": "-a until=2025-01-31",
        "--max": "-a max=50",
        "--limit": "-a max=50",
        "--query": '-a query="banjir bandang"',
        "--past": "-a past=wayback -a since=2019-01-01",
        "--versions": "-a past=wayback -a versions=yes",
        "--url": "-a url=https://www.contoh.id/rss",
        "--site": "the site's name alone, as in scrapy crawl kompas",
    }

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the call, crawl, and end with the verdict's exit code."""
        if len(args) != 1:
            raise UsageProblem("name one site, as in scrapy crawl visimuslim (scrapy list)")
        refuse_undecoded(opts.spargs.values())
        asked = {name: value for name, value in opts.spargs.items() if name not in OF_SCRAPYD}
        spider_class = spider_named(SiteLoader.from_settings(self.settings), args[0])
        spider = spider_class(**asked)  # refuses wrong arguments before it writes
        site = spider.name
        if is_site(spider_class) and spider.past:
            check_wayback(self.settings)
        checked_contact(self.settings["CONTACT"])
        check_database_path(self.settings["DATABASE"])
        if self.settings["REPLAY"]:
            truncated = self.settings.getbool("REPLAY_TRUNCATED")
            check_replay(self.settings["REPLAY"], site, truncated=truncated)
        else:
            check_archive(self.settings["ARCHIVE"])
        for name in local_files(self.settings.getdict("FEEDS")):
            refuse_unwritable({"-o": name})
        notifier = Notifier(self.settings.getlist("NOTIFY"))
        migrate(self.settings["DATABASE"])
        batch = crawl_sites(self.settings, [Job(site, asked, spider=spider_class.name)])
        notifier.tell_what_got_worse(batch.endings)
        if batch.waiting:
            print(f"{site}: not begun, told to stop", file=sys.stderr)
        self.exitcode = exit_code(batch.endings)


def local_files(feeds: Iterable[object]) -> Iterator[str]:
    """The files of this machine that items are exported to besides, where their names are fixed.

    Scrapy makes the others of the time (``%(time)s``), or sends them elsewhere (``s3://``).
    """
    for feed in map(str, feeds):
        name = feed.removeprefix("file://")
        if "://" not in name and "%(" not in name and not name.startswith("stdout:"):
            yield name
