"""A file in spiders/ that does not load, or declares what can't be meant, costs its own site."""

import os
import sqlite3
import sys
from contextlib import closing

import pytest
from scrapy.settings import Settings

from crawler.errors import SiteFileProblem
from crawler.site_files.loader import SiteLoader
from tests.support.checkout import ROOT
from tests.support.warm import scrapy

GOOD = """
from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class {name}Spider(NewsSpider):
    name = "{name}"
    allowed_domains = ["contoh.id"]
    discover = [Feed("https://{name}.contoh.id/rss")]
"""
BROKEN = {
    "syntax": ("x = (\n", "line 1: '(' was never closed"),
    "imports": ("\nfrom crawler.discovery import Fed\n", "line 2: ImportError: cannot import name"),
    "raises": ("name = 1\n\nprint(1 / 0)\n", "line 3: ZeroDivisionError"),
    "nul": ("x = '\0'\n", "null bytes"),
    "namesake": (GOOD.format(name="good"), "its name 'good' is that of {package}.good"),
    "misspelt": (GOOD.format(name="misspelt") + "    outlett = 'X'\n", "did you mean outlet?"),
}


SCRAPYS_OWN = """
import scrapy


class {name}(scrapy.Spider):
    name = "{name}"

    start_urls = ["https://www.contoh.id/halo"]

    def parse(self, response):
        yield {{"said": "halo"}}
"""


@pytest.fixture
def sites(tmp_path, monkeypatch, request):
    """A package of site files, one of them good and the others broken."""
    package = f"sites_of_{abs(hash(request.node.name))}"
    folder = tmp_path / package
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "good.py").write_text(GOOD.format(name="good"))
    for name, (text, _) in BROKEN.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return package


def loader_of(package):
    return SiteLoader.from_settings(Settings({"SPIDER_MODULES": [package]}))


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_file_is_told_with_file_and_line(sites, name):
    loader = loader_of(sites)
    assert loader.list() == ["good"]
    said = str(loader.broken[name])
    assert BROKEN[name][1].format(package=sites) in said
    assert f"{name}.py" in said
    assert "\n" not in said
    with pytest.raises(SiteFileProblem):
        loader.load(name)


def test_only_the_file_asked_for_is_loaded(sites):
    loader = loader_of(sites)
    assert loader.load("good").name == "good"
    assert not loader._broken
    with pytest.raises(KeyError):
        loader.load("nobody")


def test_every_file_of_the_project_loads_and_is_its_own_site():
    loader = SiteLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    assert not loader.broken
    files = {file.stem for file in (ROOT / "spiders").glob("*.py")} - {"__init__"}
    assert files <= set(loader.list())


def test_commands_go_on_and_cron_is_told_file_and_line(sites, newsroom, tmp_path):
    where = ["-s", f"SPIDER_MODULES={sites}", "-s", f"DATABASE={tmp_path / 'news.db'}"]
    where += ["-s", "ARCHIVE=", "-s", f"PROBE_HOSTS={newsroom.address}"]
    path = {"env": {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}}

    listed = scrapy("list", *where, **path)
    assert (listed.returncode, listed.stdout) == (0, "good\n")
    assert len(listed.stderr.splitlines()) == len(BROKEN)

    asked = scrapy("crawl", "syntax", *where, **path)
    assert asked.returncode == 1
    assert "syntax.py, line 1: '(' was never closed" in asked.stderr
    assert "Traceback" not in asked.stderr

    shown = scrapy("due", "--dry-run", *where, **path)
    assert shown.returncode == 0
    assert "good " in shown.stdout
    assert "syntax.py, line 1" in shown.stderr

    due = scrapy("due", *where, "-s", "SITES=syntax", **path)
    assert due.returncode == 1
    assert "syntax.py, line 1: '(' was never closed" in due.stderr.splitlines()[-1]
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        rows = database.execute("SELECT site, verdict, reason, exit_code FROM runs").fetchall()
        health = database.execute("SELECT verdict FROM site_health WHERE site = 'syntax'")
        assert health.fetchall() == [("failed",)]
    assert [row[:2] for row in rows] == [("syntax", "failed")]
    assert "syntax.py, line 1" in rows[0][2]

    again = scrapy("due", *where, "-s", "SITES=syntax", **path)
    assert "nothing is due" in again.stderr


def test_a_spider_of_scrapys_own_is_crawled_and_told_to_be_no_site(sites, newsroom, tmp_path):
    (tmp_path / sites / "plain.py").write_text(SCRAPYS_OWN.format(name="plain"))
    wrong = SCRAPYS_OWN.format(name="wrong").replace('"halo"', "1 / 0")
    (tmp_path / sites / "wrong.py").write_text(wrong)
    assert loader_of(sites).list() == ["good"]
    where = ["-s", f"SPIDER_MODULES={sites}", "-s", f"DATABASE={tmp_path / 'news.db'}"]
    newsroom.page("https://www.contoh.id/halo", "<p>Halo</p>")
    where += ["-s", "ARCHIVE=", *newsroom.arguments]
    where += ["-o", str(tmp_path / "said.jsonl")]
    env = newsroom.environment()
    path = {"env": env | {"PYTHONPATH": f"{env['PYTHONPATH']}:{tmp_path}:{ROOT}"}}
    done = scrapy("crawl", "plain", *where, **path)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "plain: ok - 1 items, 0 errors" in done.stderr
    assert (tmp_path / "said.jsonl").read_text() == '{"said": "halo"}\n'
    failed = scrapy("crawl", "wrong", *where, **path)
    assert failed.returncode == 1
    assert "wrong: failed - 0 items, 1 errors" in failed.stderr
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        assert database.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_what_reads_articles_anew_refuses_while_a_file_is_broken(sites, tmp_path):
    """They would be read as a site's that nobody described, and stored so."""
    path = {"env": {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}}
    done = scrapy("reparse", "demo", "-s", f"SPIDER_MODULES={sites}", **path)
    assert done.returncode == 1
    assert ".py" in done.stderr


def test_names_are_told_without_importing_a_file_that_says_its_own(sites):
    loader = loader_of(sites)
    names = loader.names()
    assert f"{sites}.good" not in sys.modules
    assert names == {*loader.list(), *loader.broken}
    ours = SiteLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    assert ours.names() and not ours._spiders
    assert ours.names() == set(ours.list())
