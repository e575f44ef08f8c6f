"""``scrapy record URL...``: real pages as test fixtures, with what is read of them now."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.archive.storage import check_archive, check_replay
from crawler.clock import utc
from crawler.console.command import WartaCommand, spider_named
from crawler.crawl.paged_stories import on_one_page
from crawler.errors import PageProblem, UsageProblem, WartaError
from crawler.fetching.address_guard import NAMED_IN_CALL
from crawler.fetching.failures import why
from crawler.items import FILL_RATES
from crawler.news_spider import NewsSpider
from crawler.parsers.article import read_article
from crawler.parsers.refusals import refusal
from crawler.saved.listings import form_of, links_in
from crawler.saved.pages import columns, site_of

FOLDER = "tests/fixtures"
NOT_REVIEWED = ("dateline", "modified_at", "language")
REVIEWED = (
    *("url", "headline", "published", "published_precision", "published_source"),
    *(name for name in FILL_RATES if name not in NOT_REVIEWED),
)
"""What a person can check against the page; ``body`` follows, as a list of paragraphs."""
NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
"""What becomes a hyphen in a file name: ``Contoh_Judul (2)`` -> ``contoh-judul-2``"""
LONGEST_NAME = 60
ENDINGS = {"web page": "html", "json": "json", "feed": "xml", "sitemap": "xml"}
"""Of a listing's file, by its form."""


class Recorder(scrapy.Spider):
    """Fetches pages as the site's spider would and hands each to ``save``.

    Why a page was not fetched or not saved is added to ``problems``, in a sentence.
    """

    custom_settings = {
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {"crawler.fetching.politeness.Politeness": 600},
    }

    def __init__(
        self,
        name: str,
        pages: list[str],
        save: Callable[[Response], None],
        problems: list[str],
    ):
        super().__init__(name)
        self.pages = pages
        self.save = save
        self.problems = problems

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for every page once."""
        for url in self.pages:
            yield scrapy.Request(
                url,
                errback=self.not_fetched,
                dont_filter=True,
                meta={NAMED_IN_CALL: True},
            )

    def parse(self, response: Response) -> None:
        """Save a page, unless it is a challenge or says that there is none."""
        if refused := refusal(response.body):
            self.problems.append(f"{response.url} was not recorded: {': '.join(refused)}")
            return
        try:
            self.save(response)
        except WartaError as problem:
            self.problems.append(str(problem))

    def not_fetched(self, failure: Failure) -> None:
        """Tell why a page was not had."""
        detail = why(failure, self.settings.getint("DOWNLOAD_MAXSIZE"))[1]
        self.problems.append(f"{failure.request.url} was not recorded: {detail}")


class Command(WartaCommand):
    """Writes fixtures; the parsers' reading goes beside each page, to be reviewed by a person."""

    requires_crawler_process = True
    usage = "URL... [--site SITE] [--name NAME] [--from ARCHIVE] [-o FOLDER]"
    summary = "Save real pages as test fixtures, with what is read of them now"
    help_text = (
        "Fetches each page politely (or takes it from an archive with --from) and writes it to "
        "tests/fixtures/SITE/NAME.html with NAME.json beside it: the address, the time, and "
        "what the parsers make of the page today. Read that JSON against the page and correct "
        "it: from then on the tests hold every version of the parsers to it. A listing (a page "
        "whose address is no article's) becomes listing-NAME.html and "
        "listing-NAME.links.json, what a crawl would follow. Name fixtures for what is special "
        "about them: no-dateline, paged, updated-line-only."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--site, --name, --as, --from, -o and --overwrite."""
        super().add_options(parser)
        parser.add_argument("--site", help="whose pages they are (default: by the address's host)")
        parser.add_argument("--name", help="name of the fixture (default: from the address)")
        parser.add_argument(
            "--as", dest="kind", choices=["article", "listing"], help="default: by the address"
        )
        parser.add_argument(
            "--from", dest="replay", metavar="ARCHIVE", help="WARC file or folder to take them from"
        )
        parser.add_argument("-o", dest="folder", default=FOLDER, help=f"default: {FOLDER}")
        parser.add_argument("--overwrite", action="store_true", help="replace what is there")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """--from is the REPLAY setting; only errors are logged, unless -L asks for more."""
        super().process_options(args, opts)
        if not (opts.loglevel or opts.logfile or opts.nolog):
            self.settings.set("LOG_LEVEL", "ERROR", "cmdline")
        if opts.replay:
            self.settings.set("REPLAY", opts.replay, "cmdline")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Record every page; raises WartaError, after the others, when one could not be had."""
        if not args:
            raise UsageProblem("name at least one address, as in scrapy record https://...")
        if opts.name and len(args) > 1:
            raise UsageProblem("--name names one fixture; give one address with it")
        pages: dict[type[NewsSpider], list[str]] = {}
        for url in args:
            pages.setdefault(self._site(url, opts.site), []).append(url)
        self._check_archive([site.name for site in pages])
        problems: list[str] = []
        recordings = []
        for site, urls in pages.items():
            recording = Recording(site(), opts)
            recordings.append(recording)
            self.crawler_process.crawl(
                _recorder_of(site),
                name=site.name,
                pages=[recording.address(url) for url in urls],
                save=recording.save,
                problems=problems,
            )
        self.crawler_process.start()
        recorded = sum(recording.recorded for recording in recordings)
        if lost := len(args) - recorded - len(problems):
            problems.append(
                f"{lost} of {len(args)} were not recorded: the program failed, see the log above"
            )
        for problem in problems[1:]:
            print(f"scrapy record: {problem}", file=sys.stderr)
        if problems:
            raise WartaError(problems[0])

    def _check_archive(self, sites: list[str]) -> None:
        if replay := self.settings["REPLAY"]:
            truncated = self.settings.getbool("REPLAY_TRUNCATED")
            for site in sites:
                check_replay(replay, site, truncated=truncated)
        else:
            check_archive(self.settings["ARCHIVE"])

    def _site(self, url: str, name: str | None) -> type[NewsSpider]:
        """The spider an address belongs to; raises UsageProblem when there is none."""
        if urlsplit(url).scheme not in ("http", "https"):
            raise UsageProblem(f"{url} is not an address; it begins with http:// or https://")
        loader = self.crawler_process.spider_loader
        if name:
            return spider_named(loader, name)
        site = site_of(url, [loader.load(one) for one in loader.list()])
        if site is None:
            raise UsageProblem(
                f"no site has the host of {url}; name one with --site, or begin one with "
                "scrapy genspider"
            )
        return site


class Recording:
    """Where one site's fixtures go and how a page becomes one."""

    def __init__(self, site: NewsSpider, opts: argparse.Namespace):
        self.site = site
        self.folder = Path(opts.folder) / site.name
        self.name = opts.name
        self.kind = opts.kind
        self.overwrite = opts.overwrite
        self.recorded = 0

    def address(self, url: str) -> str:
        """What is asked for: an article's whole text on one page, where the site has that."""
        return on_one_page(url, self.site.whole_article) if self._kind(url) == "article" else url

    def save(self, response: Response) -> None:
        """Write a page and what is read of it, and say what to look at.

        Raises WartaError when there is a fixture of that name, the folder can't be written, or the
        page can't be read as what it is asked for as.
        """
        facts = {
            "origin": "recorded",
            "url": response.url,
            "recorded_at": utc(fetched_at(response)),
        }
        if self._kind(response.url) == "article":
            page = self.folder / f"{self.name or name_of(response.url)}.html"
            expected = expected_article(response, self.site)
            refuse_what_is_no_article(response, expected["expected"])
            self._write(page, response.body, page.with_suffix(".json"), facts | expected)
            print(summary(page, expected["expected"]))
        else:
            ending = ENDINGS[form_of(response.body)]
            page = self.folder / f"listing-{self.name or name_of(response.url)}.{ending}"
            links, problem = links_in(response.body, response.url, self.site)
            if not links:
                raise PageProblem(
                    f"{response.url} was not recorded: as a listing it can't be read, {problem}; "
                    "for an article give --as article"
                )
            self._write(
                page, response.body, page.with_suffix(".links.json"), facts | {"links": links}
            )
            print(f"{page}: {len(links)} links")

    def _kind(self, url: str) -> str:
        return self.kind or ("article" if self.site.is_article(url) else "listing")

    def _write(self, page: Path, content: bytes, beside: Path, facts: dict) -> None:
        taken = next((file for file in (page, beside) if file.exists()), None)
        if taken and not self.overwrite:
            raise UsageProblem(
                f"{taken} is there already; give another --name, or replace it with --overwrite"
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            page.write_bytes(content)
            beside.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", "utf-8")
        except OSError as error:
            raise WartaError(f"{self.folder} can't be written: {error.strerror}") from error
        self.recorded += 1


def fetched_at(response: Response) -> datetime:
    """When a page was fetched, also long ago into an archive: aware, UTC."""
    return response.meta.get("fetched_at") or datetime.now(UTC)


def expected_article(response: Response, site: NewsSpider) -> dict[str, dict]:
    """What the parsers read on a page now, in the order a person checks it."""
    article = read_article(response.body, response.url, site)
    article.fetched_at = fetched_at(response)
    line = columns(article)
    expected = {name: line[name] for name in REVIEWED}
    expected["body"] = line["body"].split("\n\n") if line["body"] else []
    return {"expected": expected}


def refuse_what_is_no_article(response: Response, expected: dict) -> None:
    """Raises PageProblem for an answer that is no page, or a page without headline or text."""
    form = form_of(response.body)
    lacks = [name for name in ("headline", "body") if not expected[name]]
    if form != "web page" or lacks:
        why = f"it has no {' and no '.join(lacks)}" if form == "web page" else f"it is a {form}"
        raise PageProblem(
            f"{response.url} was not recorded: as an article it can't be read, {why}; "
            "for a listing give --as listing"
        )


def summary(page: Path, expected: dict) -> str:
    """A few lines that let a person see at once whether the reading is right."""
    place = " / ".join(filter(None, (expected["dateline_place"], expected["dateline_outlet"])))
    lines = [
        f"{page}: check {page.with_suffix('.json').name} against the page",
        f"  headline   {expected['headline']}",
        f"  published  {expected['published']} ({expected['published_source']})",
        f"  dateline   {place or None}",
        f"  authors    {', '.join(expected['authors']) or None}",
        f"  body       {len(expected['body'])} paragraphs",
    ]
    return "\n".join(lines)


def name_of(url: str) -> str:
    """A fixture's name from an address: its last part that holds words, without the ending."""
    path = unquote(urlsplit(url).path).lower()
    parts = [part.rsplit(".", 1)[0] for part in path.split("/") if part]
    words = [part for part in parts if re.search(r"[a-z]{3}", part)] or parts or ["front"]
    name = NOT_IN_A_NAME.sub("-", words[-1]).strip("-")
    return name[:LONGEST_NAME].rpartition("-")[0] if len(name) > LONGEST_NAME else name


def _recorder_of(site: type[NewsSpider]) -> type[Recorder]:
    """The recorder with the settings the site's own spider has."""
    settings = {**(site.custom_settings or {}), **Recorder.custom_settings}
    return type("Recorder", (Recorder,), {"custom_settings": settings})
