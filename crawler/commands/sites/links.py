"""``scrapy links PAGE --site SITE``: what a crawl would follow on a saved listing."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from crawler.any_site import FEED_SERVICES, AnySite
from crawler.console.command import WartaCommand, spider_named
from crawler.errors import PageProblem, UsageProblem
from crawler.news_spider import NewsSpider
from crawler.saved.listings import address_of, links_in
from crawler.site_files.loader import SiteLoader

ANYBODYS = f"https://{FEED_SERVICES[0]}/"
"""Where a saved listing may come from that any site's articles stand in."""


class Command(WartaCommand):
    """Reads one listing from a file; touches neither network nor database."""

    usage = "PAGE --site SITE [--url URL]"
    summary = "Print what a crawl would follow on a saved listing, feed or sitemap"
    help_text = (
        "Reads a saved index page, feed, sitemap or JSON answer as a crawl of SITE would, and "
        "prints one JSON object a line, in the listing's order: url, publisher_id (the "
        "publisher's own number in the address) and date (as listed). Of a sitemap index it "
        "prints the sitemaps. --url tells the address the file was saved from: relative links "
        "start there, and of several declared sources the one of that host is tried first."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--site and --url."""
        super().add_options(parser)
        parser.add_argument("--site", help="whose listing it is (scrapy list names the sites)")
        parser.add_argument("--url", help="the address the file was saved from")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print a line for every link."""
        if len(args) != 1:
            raise UsageProblem("name one saved listing, as in scrapy links page.html --site kompas")
        path = Path(args[0])
        site = self._site(opts.site, opts.url)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise PageProblem(f"{path} can't be read: {error.strerror}") from error
        url = opts.url or address_of(content, site)
        seconds = self.settings.getfloat("READ_SECONDS")
        lines, problem = links_in(content, url, site, seconds)
        for line in lines:
            print(json.dumps(line, ensure_ascii=False))
        if not lines:
            raise PageProblem(f"{path} holds nothing to follow: {problem}")

    def _site(self, name: str | None, url: str | None) -> NewsSpider:
        """The spider asked for, one that is told its site for the address given.

        Raises UsageProblem when there is none of that name.
        """
        if not name:
            raise UsageProblem("say whose listing it is, as in --site kompas (scrapy list)")
        spider_class = spider_named(SiteLoader.from_settings(self.settings), name)
        if issubclass(spider_class, AnySite):
            return spider_class(**{spider_class.argument: url or ANYBODYS})
        return spider_class()
