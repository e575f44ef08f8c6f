"""``scrapy read PAGE.html...``: what Warta makes of saved pages, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.url import url_is_from_any_domain

from crawler.console.command import WartaCommand
from crawler.errors import PageProblem, UsageProblem, WartaError
from crawler.items import KEPT, Article, Elsewhere
from crawler.parsers import read_article
from crawler.parsers.dates import resolve
from crawler.parsers.metadata import read_metadata
from crawler.parsers.page import Page
from crawler.parsers.site import Site

PRINTED = [
    name
    for name, kept in KEPT.items()
    if (kept.printed if isinstance(kept, Elsewhere) else kept.origin != "bookkeeping")
]
"""The fields of an article that its page tells."""

BEGINNING = 65536
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|meta|title|script|article|main|div|p|h[1-6]|table|br)[\s>/]",
    re.IGNORECASE,
)
"""What the beginning of every HTML page holds somewhere, for instance ``<p>``."""


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
                line = read_file(Path(name), opts.url, sites)
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


def read_file(path: Path, url: str | None, sites: list[type[Site]]) -> dict:
    """One saved page as columns; raises PageProblem when the file is no HTML page."""
    try:
        html = path.read_bytes()
    except OSError as error:
        raise PageProblem(f"{path} can't be read: {error.strerror}") from error
    if not MARKUP.search(html, 0, BEGINNING):
        raise PageProblem(f"{path} is not an HTML page: its beginning holds no HTML tag")
    url = url or read_metadata(Page(html), Site()).url
    return columns(read_article(html, url, site_of(url, sites)))


def site_of(url: str | None, sites: list[type[Site]]) -> type[Site] | None:
    """The site an address belongs to, by host; the longest matching domain wins."""
    if not url or not urlsplit(url).hostname:
        return None
    matches = [
        (len(domain), site)
        for site in sites
        for domain in site.allowed_domains
        if url_is_from_any_domain(url, [domain])
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def columns(article: Article) -> dict:
    """An article as the columns of ``articles``, its dates resolved, ``published`` added.

    "2 jam lalu" counts from the article's ``fetched_at``, where it has one, else from now.
    """
    now = article.fetched_at or datetime.now(UTC)
    resolved = resolve(article.date_candidates, now=now, timezone=article.timezone)
    for name, value in asdict(resolved).items():
        setattr(article, name, value)
    values = asdict(article)
    line = {name: values[name] for name in PRINTED}
    local = article.published_local
    line["published"] = local[:10] if local and article.published_precision == "day" else local
    return line
