"""What the process has done that ``warm.py`` forks all others from; imported there alone.

All that a crawl and a command import, also what they import late, and what is made once: the list
of domain endings, regular expressions, Python's notes on its own code. Twisted's reactor is each
process's own.
"""

import gc
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pkgutil import iter_modules

import scrapy.commands
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from crawler import settings
from crawler.parsers.article import read_article
from crawler.parsers.urls import registered_domain
from crawler.site_files.loader import SiteLoader
from pipelines.database.schema import describe
from tests.support.checkout import ROOT

NAMED_BY_SETTINGS = (
    *settings.EXTENSIONS_BASE,
    *settings.DOWNLOADER_MIDDLEWARES_BASE,
    *settings.default_settings.SPIDER_MIDDLEWARES_BASE,
    *(
        getattr(settings.default_settings, name)
        for name in ("DUPEFILTER_CLASS", "SCHEDULER", "SCHEDULER_DISK_QUEUE", "STATS_CLASS")
    ),
)
LATE = (
    *("scrapy.crawler", "scrapy.core.engine", "scrapy.core.scraper"),
    *("scrapy.core.downloader.handlers.http11", "scrapy.pqueues"),
    *("dateparser", "itemadapter", "encodings.idna", "tests.support.newsroom"),
)

for name in (
    *LATE,
    *(name.rpartition(".")[0] for name in NAMED_BY_SETTINGS),
    *(f"scrapy.commands.{command.name}" for command in iter_modules(scrapy.commands.__path__)),
    *sorted(
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for folder in ("analysis", "crawler", "pipelines", "spiders", "warta")
        for file in (ROOT / folder).rglob("*.py")
        if "templates" not in file.parts and file.name != "__main__.py"
    ),
):
    import_module(name)
registered_domain("contoh.co.id")
read_article(f"<h1>Judul contoh</h1><p>{'Sebuah kalimat contoh. ' * 40}</p>")
describe()  # makes a database in memory
SiteLoader.from_settings(get_project_settings()).list()  # their patterns and selectors are compiled
with redirect_stdout(StringIO()), suppress(SystemExit):
    execute(["scrapy"])  # lists the commands; what Python notes of classes and packages is kept
gc.freeze()  # a process that is forked off looks for no garbage among these
