"""``scrapy genspider``: a new site file, with what is to be filled in said where it stands."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.commands import genspider
from scrapy.crawler import AsyncCrawlerProcess

from crawler.clock import WIB
from crawler.console.command import WartaCommand
from crawler.crawl.arguments import parse_address
from crawler.crawl.sources import hosts_of
from crawler.discovery import Feed
from crawler.drafting.answers import Host, home_of, kept
from crawler.drafting.draft import drafted
from crawler.drafting.look import Look
from crawler.drafting.networks import network_for
from crawler.drafting.written import of_network, source_of
from crawler.errors import NetworkDown, UsageProblem, WartaError
from crawler.fetching.contact import checked_contact
from crawler.fetching.network import require_network
from crawler.files.new_output import new_file
from crawler.runs.batch import carry_out
from crawler.site_files.facts import is_domain
from crawler.site_files.left_out import why_left_out
from crawler.site_files.loader import SiteLoader
from crawler.whereabouts.private_sites import folder_of_new_sites, import_private_sites
from crawler.whereabouts.program import PROGRAM, as_called, shown

SITE_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")  # media_indonesia
NEXT_STEPS = """
What is left to do:
  1. In {file}, fill in the facts and delete the comments that say FILL IN.
  2. Save an article of the site: scrapy record URL --site {name}
  3. See what is still missing: {check}
"""
BY_TESTS = "make test, or .venv/bin/python -m pytest -k {name}"
LIVE = "scrapy verify {name}"
"""For a site of one's own, which the program's tests don't know."""


class Command(WartaCommand, genspider.Command):
    """Scrapy's genspider with Warta's template beside its own, and one name for everything."""

    usage = "[-t news] [--from WARC] NAME DOMAIN"
    summary = "Begin a new site: looks at it, writes spiders/NAME.py, says what to fill in"
    help_text = (
        "Begins a new site. NAME is what readers say, in lower case with underscores "
        "(media_indonesia); it names the file, the spider, the class, the fixtures and the "
        "site column. DOMAIN is the site's (mediaindonesia.com), or the address of its front "
        "page. -t news (the default) asks there for front page, robots.txt, the feeds, sitemaps "
        "and indexes that these name, and three articles, one request at a time (--from: reads "
        "them from a WARC file or a folder of saved pages), and drafts the file: each fact with "
        "what it rests on, FILL IN where that does not tell. A paper on WordPress or of a known "
        "network is a line of a table, which is printed in place of a file (--force writes the "
        "file). Without a network the bare template is written; -l lists Scrapy's own too."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, with the news template as the default, and --from."""
        super().add_options(parser)
        parser.set_defaults(template="news")
        parser.add_argument(
            "--from", dest="source", metavar="WARC", help="WARC file, or folder of saved pages"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the site file; raises UsageProblem for a name that can't be, or that is taken."""
        if opts.list or opts.dump or len(args) != 2:
            genspider.Command.run(self, args, opts)
            return
        name = args[0]
        if not SITE_NAME.fullmatch(name):
            raise UsageProblem(
                f"{name!r} can't be a site's name; write it in lower case letters, digits and "
                "underscores, as in media_indonesia"
            )
        address = parse_address("a new site", None, args[1], "https://www.contoh.id")
        if not is_domain(host := urlsplit(address).hostname or ""):
            raise UsageProblem(f"{host} is no domain that a site file can name, as contoh.id is")
        own = self.settings["PRIVATE_SITES"]
        folder_of_new_sites(own)
        package = import_private_sites(own) if own else self.settings["NEWSPIDER_MODULE"]
        file = Path(import_module(package).__path__[0]) / f"{name}.py"
        if file.exists() and not opts.force:
            raise UsageProblem(f"{shown(file)} is there already; --force writes it anew")
        if not opts.force:
            self._refuse_host(args[1])
        if opts.template == "news":
            if self._drafted(name, args[1], file, opts):
                return
        elif opts.source:
            raise UsageProblem("--from goes with -t news only")
        self.settings.set("NEWSPIDER_MODULE", package, "cmdline")
        genspider.Command.run(self, args, opts)
        if opts.template == "news":
            print(self._next_steps(name, file))

    def _next_steps(self, name: str, file: Path) -> str:
        check = (LIVE if self.settings["PRIVATE_SITES"] else BY_TESTS).format(name=name)
        return as_called(NEXT_STEPS.format(file=shown(file), name=name, check=check))

    def _drafted(self, name: str, address: str, file: Path, opts: argparse.Namespace) -> bool:
        """Write what was found at a host, or print its row; False where nothing was found."""
        home, today = home_of(address), datetime.now(WIB).date()
        host = kept(Path(opts.source), home) if opts.source else self._looked_at(home)
        draft = drafted(host, today) if host else None
        if draft is None or not (draft.articles or draft.sources):
            if opts.source:
                raise WartaError(f"{opts.source} holds no article and no listing of {home}")
            return False
        if not opts.force and (network := network_for(name, draft, self._tables())):
            print(as_called(of_network(network, draft)))
            return True
        with new_file(file) as partial:
            partial.write_text(source_of(draft, name, today), encoding="utf-8")
        print(f"Drafted {shown(file)} from {len(draft.articles)} articles of {host.domain}.")
        print(self._next_steps(name, file))
        return True

    def _tables(self) -> list[Path]:
        return sorted((PROGRAM / "spiders" / "tables").glob("*.csv"))

    def _looked_at(self, home: str) -> Host | None:
        """What a host answers now; None, and a sentence why, where it can't be asked."""
        checked_contact(self.settings["CONTACT"])
        self.settings.set("ARCHIVE", "", "cmdline")
        try:
            require_network(self.settings, sorted(hosts_of([Feed(home)])))
        except NetworkDown:
            print("genspider: there is no network, so that this is the bare template")
            return None
        look = Look(AsyncCrawlerProcess(self.settings), Host(home, ()))
        carry_out(look.process, look)
        for url, why in look.trail.failed.items():
            print(f"  {url}: {why}")
        if look.trail.host.front_page is None:
            print(f"genspider: {home} gave no front page, so that this is the bare template")
        return look.trail.host

    def _refuse_host(self, address: str) -> None:
        """Raises UsageProblem for a host that a site has already, or that is left out."""
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
        host, loader = host.removeprefix("www."), SiteLoader.from_settings(self.settings)
        if why := why_left_out(host):
            raise UsageProblem(f"{host} is left out: {why} (docs/sites.md); --force begins it anew")
        for name in loader.list():
            if host in loader.load(name).allowed_domains:
                raise UsageProblem(
                    f"{host} is the host of {name} (scrapy crawl {name}); --force begins another"
                )

    def _generate_template_variables(self, *args: Any) -> dict[str, Any]:
        variables = super()._generate_template_variables(*args)
        parts = urlsplit(variables["url"])
        domain = (parts.hostname or "").removeprefix("www.")
        return variables | {"url": f"https://{parts.netloc}", "domain": domain}

    def _template_folders(self) -> list[Path]:
        """Warta's templates, then Scrapy's own."""
        return [Path(self.templates_dir), Path(scrapy.__path__[0], "templates", "spiders")]

    def _find_template(self, template: str) -> Path:
        file_name = f"{template.removesuffix('.tmpl')}.tmpl"
        for folder in [Path(), *self._template_folders()]:
            if (folder / file_name).exists():
                return folder / file_name
        raise UsageProblem(f"there is no template {template}; scrapy genspider -l lists them")

    def _list_templates(self) -> None:
        for folder in self._template_folders():
            for file in sorted(folder.glob("*.tmpl")):
                print(file.stem)
