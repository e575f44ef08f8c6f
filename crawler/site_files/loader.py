"""Scrapy's spider loader with two differences: the rows of tables are sites too, and a file or row
that does not load costs its own site alone.

Only what is asked for is imported where a file is called as its spider, which is the rule.
"""

from __future__ import annotations

import re
import traceback
from functools import cached_property
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes

from crawler.errors import SiteFileProblem
from crawler.news_spider import NewsSpider
from crawler.site_files.facts import check_facts
from crawler.site_files.tables import Tables, hosts_of_row, read_tables, spider_of
from crawler.whereabouts.private_sites import import_private_sites
from crawler.whereabouts.program import PROGRAM, shown

FAMILIES = PROGRAM / "crawler" / "families"
NAME_IN_A_FILE = re.compile(
    r"""^[ \t]+name(?:[ \t]*:[^=\n]*+)?[ \t]*=\s*["']([^"'\n]+)["']""", re.MULTILINE
)
"""``    name = "kompas"``, ``    name: ClassVar[str] = 'kompas'``."""


class SiteLoader(SpiderLoader):
    """Finds spiders by name; ``broken`` has a sentence for each file that did not load."""

    def __init__(self, settings: BaseSettings):
        super().__init__(settings)
        if folder := settings["PRIVATE_SITES"]:
            self.spider_modules = [*self.spider_modules, import_private_sites(folder)]

    def _load_all_spiders(self) -> None:
        """Called by Scrapy when it makes the loader: nothing is loaded before it is asked for."""
        self._broken: dict[str, SiteFileProblem] = {}
        self._files: dict[str, str] = {}
        self._has_all = False

    @cached_property
    def _tables(self) -> Tables:
        """The rows there are, of which no spider is made yet."""
        tables = read_tables([each for package in self.spider_modules for each in _tables(package)])
        for name in [name for name in tables.rows if self._module_of(name)]:
            row = tables.rows.pop(name)
            tables.broken[row.place] = row.problem(
                f"its name {name!r} is that of {self._module_of(name)}; give another"
            )
        self._broken |= tables.broken
        return tables

    def _module_of(self, name: str) -> str | None:
        """The site file of that name, where there is one."""
        modules = (f"{package}.{name}" for package in self.spider_modules)
        return next((module for module in modules if _is_there(module)), None)

    @property
    def broken(self) -> dict[str, SiteFileProblem]:
        """By site, as the file is called, what is wrong with files that do not load."""
        self._load_each()
        return self._broken

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of that name.

        Raises SiteFileProblem where its file does not load, KeyError where there is none.
        """
        if spider_name not in self._spiders and spider_name.isidentifier():
            for package in self.spider_modules:
                if spider_name not in self._broken and _is_there(f"{package}.{spider_name}"):
                    self._load_file(f"{package}.{spider_name}", spider_name)
        if spider_name not in self._spiders and spider_name not in self._broken:
            self._load_row(spider_name)
        if spider_name not in self._spiders and spider_name not in self._broken:
            self._load_each()
        if spider_name in self._broken:
            raise self._broken[spider_name]
        return super().load(spider_name)

    def names(self) -> set[str]:
        """The names of all sites, told without importing a file that says its own name.

        Files and rows that do not load are among them: that shows when one is asked for.
        """
        found = {*self._tables.rows, *self._broken}
        for package in self.spider_modules:
            module = import_module(package)
            for file in iter_modules(getattr(module, "__path__", ())):
                if _named_in(file.module_finder.find_spec(file.name)) == [file.name]:
                    found.add(file.name)
                elif file.name not in found:
                    self._load_file(f"{package}.{file.name}", file.name)
            if not hasattr(module, "__path__"):
                self._load_file(package, package.rpartition(".")[2])
        return found | {*self._spiders, *self._broken}

    def domains(self) -> dict[str, str]:
        """The host of each row, with the path below which it stands, and the row's site."""
        rows = self._tables.rows.values()
        return {row.cells["domain"]: row.site for row in rows if "domain" in row.cells}

    def list(self) -> list[str]:
        """The names of all sites that load; a spider of Scrapy's own is crawled, but is no site."""
        self._load_each()
        return [name for name in super().list() if issubclass(self._spiders[name], NewsSpider)]

    def find_by_request(self, request: object) -> list[str]:
        """The names of spiders whose domains an address is of; for Scrapy's own commands."""
        self._load_each()
        return super().find_by_request(request)

    def _load_each(self) -> None:
        if self._has_all:
            return
        self._has_all = True
        for package in self.spider_modules:
            module = import_module(package)
            if not hasattr(module, "__path__"):
                self._load_file(package, package.rpartition(".")[2])
            for found in iter_modules(getattr(module, "__path__", ())):
                self._load_file(f"{package}.{found.name}", found.name)
        hosts = {
            domain: shown(find_spec(self._files[name]).origin)
            for name in self._files
            for domain in getattr(self._spiders[name], "allowed_domains", None) or ()
        }
        for name, row in self._tables.rows.items():
            if taken := next((host for host in hosts_of_row(row) if host in hosts), None):
                problem = row.problem(f"{taken} is the host of {hosts[taken]}")
                self._broken.setdefault(row.place, problem)
            else:
                self._load_row(name)

    def _load_row(self, name: str) -> None:
        """Make the spider of a row, where there is one of that name."""
        row = self._tables.rows.get(name)
        if row is None or name in self._spiders or name in self._broken:
            return
        try:
            self._spiders[name] = spider_of(row)
        except SiteFileProblem as problem:
            self._broken[name] = problem
        except Exception as error:  # noqa: BLE001 whatever a family raises, other sites are crawled
            self._broken[name] = row.problem(f"{type(error).__name__}: {error}")

    def _load_file(self, module_name: str, stem: str) -> None:
        """Import one file and check its facts; what is wrong with it is written down."""
        if module_name in self._files.values() or stem in self._broken:
            return
        try:
            module = import_module(module_name)
            spiders = list(iter_spider_classes(module))
            for spider in spiders:
                self._check(spider, module_name)
        except SiteFileProblem as problem:
            self._broken[stem] = SiteFileProblem(f"{shown(module.__file__)}, {problem}")
        except Exception as error:  # noqa: BLE001 whatever it raises, other sites are crawled
            self._broken[stem] = SiteFileProblem(_told(error, module_name))
        else:
            for spider in spiders:
                self._spiders[spider.name] = spider
                self._files[spider.name] = module_name

    def _check(self, spider: type[Spider], module_name: str) -> None:
        others = {self._module_of(spider.name)} - {None, module_name}
        if spider.name in self._files:
            others.add(self._files[spider.name])
        if others:
            raise SiteFileProblem(
                f"{spider.__name__}: its name {spider.name!r} is that of {min(others)}; "
                "give another"
            )
        if issubclass(spider, NewsSpider):
            check_facts(spider)


def _tables(package: str) -> list[Path]:
    """The tables beside the site files of a package."""
    folders = getattr(import_module(package), "__path__", ())
    return sorted(table for folder in folders for table in Path(folder).glob("tables/*.csv"))


def _named_in(spec: ModuleSpec | None) -> list[str]:
    """The names that the spiders of a file give themselves, as its text tells."""
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return []
    text = Path(spec.origin).read_text(encoding="utf-8", errors="replace")
    return NAME_IN_A_FILE.findall(text)


def _is_there(module_name: str) -> bool:
    """Whether there is a module of that name; nothing lies inside one that is a single file."""
    try:
        return find_spec(module_name) is not None
    except (ModuleNotFoundError, ValueError):
        return False


def _told(error: Exception, module_name: str) -> str:
    """File, line and fault in one line: the last place in a site's or family's file it names."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return f"{shown(error.filename)}, line {error.lineno}: {error.msg}"
    spec = find_spec(module_name)
    file = spec.origin if spec else None
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"{shown(frame.filename)}, line {frame.lineno}"
        for frame in frames
        if frame.filename == file or Path(frame.filename).parent == FAMILIES
    ]
    where = lines[-1] if lines else shown(file)
    return f"{where}: {type(error).__name__}: {error}".splitlines()[0]
