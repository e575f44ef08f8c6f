"""``scrapy genspider NAME DOMAIN``: a site file that runs and says what is left to fill in."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import warm
from tests.support.checkout import ROOT


@pytest.fixture
def sites(tmp_path) -> Path:
    """A package of site files with one site in it, so that new ones land outside this checkout."""
    folder = tmp_path / "situs"
    folder.mkdir()
    for file in ("__init__.py", "visimuslim.py"):
        shutil.copy(ROOT / "spiders" / file, folder / file)
    return folder


def scrapy(sites: Path, command: str, *arguments: str) -> subprocess.CompletedProcess:
    """A finished command that finds and writes site files in that package."""
    path = f"{sites.parent}{os.pathsep}{os.environ['PYTHONPATH']}"
    where = [f"SPIDER_MODULES={sites.name}", "-s", f"NEWSPIDER_MODULE={sites.name}"]
    return warm.scrapy(command, "-s", *where, *arguments, env={**os.environ, "PYTHONPATH": path})


def test_the_file_has_one_name_throughout(sites):
    made = scrapy(sites, "genspider", "-t", "news", "harian_contoh", "www.contoh.co.id")
    assert made.returncode == 0, made.stderr
    source = (sites / "harian_contoh.py").read_text()
    assert "class HarianContohSpider(NewsSpider):" in source
    assert 'name = "harian_contoh"' in source
    assert 'allowed_domains = ["contoh.co.id"]' in source
    assert "harian_contoh" in scrapy(sites, "list").stdout.split()


def test_news_is_the_template_unless_another_is_named(sites):
    scrapy(sites, "genspider", "contoh", "contoh.id")
    assert "NewsSpider" in (sites / "contoh.py").read_text()


def test_the_facts_a_site_needs_are_there_and_each_that_is_a_guess_says_fill_in(sites):
    scrapy(sites, "genspider", "contoh", "https://www.contoh.id/berita/")
    source = (sites / "contoh.py").read_text()
    (spider,) = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    facts = [line.targets[0].id for line in spider.body if isinstance(line, ast.Assign)]
    assert facts == [
        "name",
        "outlet",
        "province",
        "allowed_domains",
        "discover",
        "article_url",
        "verified",
    ]
    assert '[Feed("https://www.contoh.id/feed/")]' in source
    assert ast.get_docstring(ast.parse(source)).startswith("FILL IN")
    for fact in ("outlet", "province", "discover", "article_url", "verified"):
        before = source[: source.index(f"    {fact} =")]
        assert "# FILL IN" in before[before.rindex(" = ") :], fact


def test_it_says_what_to_do_next(sites):
    said = scrapy(sites, "genspider", "contoh", "contoh.id").stdout
    assert str(sites / "contoh.py") in said
    assert "FILL IN" in said
    assert "scrapy record URL --site contoh" in said
    assert "pytest -k contoh" in said


def test_the_new_site_fails_its_tests_until_it_is_filled_in(sites, tmp_path):
    scrapy(sites, "genspider", "contoh", "contoh.id")
    for folder in ("crawler", "tests/support", "tests/fixtures/visimuslim"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for file in ("tests/conftest.py", "tests/sites/test_site_files.py", "setup.cfg", "scrapy.cfg"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    sites.rename(tmp_path / "spiders")
    # In the copy, whose modules so come before the real ones.
    command = [sys.executable, "-m", "pytest", "-k", "contoh or visimuslim"]
    tested = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert tested.returncode == 1
    assert "in spiders/contoh.py, do what these lines say and delete them" in tested.stdout
    assert "there is no saved article of contoh: scrapy record URL --site contoh" in tested.stdout
    assert re.findall(r"^FAILED .*\[(\w+)\]", tested.stdout, re.M) == ["contoh", "contoh"]


@pytest.mark.parametrize("name", ["media-indonesia", "MediaIndonesia", "2detik", "detik.com", ""])
def test_a_name_that_can_not_be_a_file_and_a_class_is_refused(sites, name):
    refused = scrapy(sites, "genspider", "-t", "news", name, "contoh.id")
    assert refused.returncode == 2
    assert "as in media_indonesia" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert len(list(sites.glob("*.py"))) == 2


def test_a_site_that_is_there_is_left_alone(sites):
    before = (sites / "visimuslim.py").read_text()
    refused = scrapy(sites, "genspider", "visimuslim", "visimuslim.org")
    assert refused.returncode == 2
    assert "is there already" in refused.stderr
    assert (sites / "visimuslim.py").read_text() == before


def test_scrapys_own_templates_still_work(sites):
    assert {"news", "basic", "crawl"} <= set(scrapy(sites, "genspider", "-l").stdout.split())
    scrapy(sites, "genspider", "-t", "basic", "contoh", "contoh.id")
    assert "scrapy.Spider" in (sites / "contoh.py").read_text()


def test_a_template_that_is_not_there_is_named(sites):
    refused = scrapy(sites, "genspider", "-t", "nosuch", "contoh", "contoh.id")
    assert refused.returncode == 2
    assert "there is no template nosuch" in refused.stderr


def test_a_call_without_a_domain_shows_how_it_is_called(sites):
    refused = scrapy(sites, "genspider", "contoh")
    assert refused.returncode == 2
    assert "NAME DOMAIN" in refused.stdout + refused.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "a new site needs an address, for instance https://www.contoh.id"),
        ("ftp://contoh.id", "ftp://contoh.id is not a web address; write it like https://www."),
        ("http://127.0.0.1:8000", "127.0.0.1 is no domain that a site file can name"),
        ("localhost", "localhost is no domain"),
        ("https://a:b@contoh.id", "the address holds a user name or password"),
    ],
)
def test_what_is_no_address_is_told_as_it_was_written(sites, address, said):
    done = scrapy(sites, "genspider", "contoh", address)
    assert done.returncode == 2
    assert said in done.stderr
    assert "URL=" not in done.stderr
    assert not (sites / "contoh.py").exists()


def test_a_host_that_is_a_sites_already_or_left_out_is_refused_unless_it_is_forced(sites):
    taken = scrapy(sites, "genspider", "contoh", "https://www.visimuslim.org/")
    assert taken.returncode == 2
    assert "visimuslim.org is the host of visimuslim (scrapy crawl visimuslim)" in taken.stderr
    casino = scrapy(sites, "genspider", "contoh", "www.semarangpos.com")
    assert casino.returncode == 2
    assert "semarangpos.com is left out: advertises a casino" in casino.stderr
    assert not (sites / "contoh.py").exists()
    scrapy(sites, "genspider", "--force", "contoh", "visimuslim.org")
    assert (sites / "contoh.py").exists()
