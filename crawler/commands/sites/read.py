"""``scrapy read PAGE.html...``: what Warta makes of saved pages, one JSON object a line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from scrapy.spiderloader import SpiderLoader

from crawler.console.command import WartaCommand
from crawler.errors import PageProblem, UsageProblem, WartaError
from crawler.saved.pages import columns, read_page


class Command(WartaCommand):
    """Reads pages from files; touches neither network nor database."""

    usage = "PAGE.html... [--url URL] [--no-site]"
    summary = "Read saved article pages and print them as JSON Lines"
    help_text = (
        "Reads each saved page as a crawl would and prints one JSON object a line, its keys "
        "the columns of the articles table. The site's spider is found by the host of --url, "
        "else of the page's own canonical link; --no-site reads without any site's facts. "
        "A page that can't be read has an error in its line, and the exit code is 2."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--url and --no-site."""
        super().add_options(parser)
        parser.add_argument("--url", help="the page's address (default: its canonical link)")
        parser.add_argument(
            "--no-site", action="store_true", help="use no site's facts, read generically"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print a line for every page."""
        if not args:
            raise UsageProblem("name at least one saved page, as in scrapy read page.html")
        if opts.url and len(args) > 1:
            raise UsageProblem("--url names one page's address; give one page with it")
        loader = SpiderLoader.from_settings(self.settings)
        sites = [] if opts.no_site else [loader.load(name) for name in loader.list()]
        problems = []
        for name in args:
            try:
                line = columns(read_page(Path(name), opts.url, sites))
            except PageProblem as problem:
                problems.append(str(problem))
                line = {"error": str(problem)}
            print(json.dumps({"file": file_key(name), **line}, ensure_ascii=False))
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise WartaError(problems[0] + more)


def file_key(name: str) -> str:
    """How a prediction names its page: ``<folder>/<page name without .html>``."""
    path = Path(name).resolve()
    return f"{path.parent.name}/{path.name.removesuffix('.html')}"
