"""``scrapy read PAGE.html...``: what Warta makes of saved pages, one JSON object a line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from crawler.commands.sites.why import as_json, explained
from crawler.console.command import WartaCommand, tell_of_broken_files
from crawler.errors import PageProblem, UsageProblem, WartaError
from crawler.parsers.page.trace import SILENT, Recorder, Trace
from crawler.saved.pages import columns, read_page
from crawler.site_files.loader import SiteLoader


class Command(WartaCommand):
    """Reads pages from files; touches neither network nor database."""

    usage = "PAGE.html... [--url URL] [--no-site] [--why [--json]]"
    summary = "Read saved article pages and print them as JSON Lines"
    help_text = (
        "Reads each saved page as a crawl would and prints one JSON object a line, its keys "
        "the columns of the articles table. The site's spider is found by the host of --url, "
        "else of the page's own canonical link; --no-site reads without any site's facts. "
        "A page that can't be read has an error in its line, and the exit code is 2. --why prints "
        "for a person, under each field, what was tried for it in which order and what came of it: "
        "won, lost, told (what a place says), out (a line that was taken out) or cut (one that was "
        "made shorter), the rule's name, the line, and where it stood. docs/mending.md says where "
        "to go from there."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--url, --no-site, --why and --json."""
        super().add_options(parser)
        parser.add_argument("--url", help="the page's address (default: its canonical link)")
        parser.add_argument(
            "--no-site", action="store_true", help="use no site's facts, read generically"
        )
        parser.add_argument(
            "--why", action="store_true", help="print which rule took or dropped what"
        )
        parser.add_argument(
            "--json", action="store_true", help="with --why: JSON Lines with the key why"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print a line for every page."""
        if not args:
            raise UsageProblem("name at least one saved page, as in scrapy read page.html")
        if opts.json and not opts.why:
            raise UsageProblem("--json belongs to --why; without it every line is JSON already")
        if opts.url and len(args) > 1:
            raise UsageProblem("--url names one page's address; give one page with it")
        loader = SiteLoader.from_settings(self.settings)
        sites = [] if opts.no_site else [loader.load(name) for name in loader.list()]
        if not opts.no_site:
            tell_of_broken_files(loader, "read")
        problems = []
        seconds = self.settings.getfloat("READ_SECONDS")
        for name in args:
            trace = Recorder() if opts.why else SILENT
            try:
                article = read_page(Path(name), opts.url, sites, trace, seconds)
                line = columns(article, trace)
            except PageProblem as problem:
                problems.append(str(problem))
                line = {"error": str(problem)}
            print(printed(name, line, trace, as_text=opts.why and not opts.json))
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise WartaError(problems[0] + more)


def printed(name: str, line: dict[str, Any], trace: Trace, as_text: bool) -> str:
    """A page's columns, or its error, as JSON with what the trace kept; or as text."""
    if as_text:
        told = [line["error"]] if "error" in line else explained(line, trace.steps)
        return "\n".join([file_key(name), *told, ""])
    why = {"why": as_json(trace.steps)} if trace.is_kept else {}
    return json.dumps({"file": file_key(name), **line, **why}, ensure_ascii=False)


def file_key(name: str) -> str:
    """How a prediction names its page: ``<folder>/<page name without .html>``."""
    path = Path(name).resolve()
    return f"{path.parent.name}/{path.name.removesuffix('.html')}"
