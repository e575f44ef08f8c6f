"""Every file in spiders/: one name throughout, nothing left to fill in, a saved page.

A site that ``scrapy genspider`` has just begun fails here; the sentences say what is left to do.
What sites make of their pages is in test_sites.py.
"""

import ast
import re

import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from tests.support.checkout import ROOT

FILES = sorted(set((ROOT / "spiders").glob("*.py")) - {ROOT / "spiders/__init__.py"})

every_site = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def loader() -> SpiderLoader:
    """What finds spiders by name, as in a crawl."""
    return SpiderLoader.from_settings(get_project_settings())


@every_site
def test_file_spider_and_class_have_one_name_and_are_an_outlets_own(file, loader):
    spider = loader.load(file.stem)
    assert spider.__module__ == f"spiders.{file.stem}"
    assert spider.__name__ == f"{file.stem.title().replace('_', '')}Spider"
    text = file.read_text()
    assert ast.get_docstring(ast.parse(text)), f"{file.name} has no word on the newspaper"
    shared = re.findall(r"^\s*(?:from|import) spiders.*", text, re.MULTILINE)
    assert not shared, "what two sites share belongs into crawler/families/"


@every_site
def test_nothing_is_left_to_fill_in(file):
    left = [line.strip(' #"') for line in file.read_text().splitlines() if "FILL IN" in line]
    assert not left, f"in spiders/{file.name}, do what these lines say and delete them: {left}"


@every_site
def test_a_saved_page_holds_it_to_what_it_reads(file, loader):
    if not loader.load(file.stem).allowed_domains:
        return  # reads any site, and so has no page of its own
    folder = ROOT / "tests/fixtures" / file.stem
    pages = [page for page in folder.glob("*.html") if page.with_suffix(".json").exists()]
    assert pages, (
        f"there is no saved article of {file.stem}: scrapy record URL --site {file.stem} saves one "
        f"to tests/fixtures/{file.stem}/; then check the JSON beside it against the page"
    )
