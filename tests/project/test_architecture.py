"""The shape of the program: a stranger guesses the file, a site stays a page of facts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from tests.support.checkout import ROOT

FOLDERS = ("analysis", "crawler", "pipelines", "spiders")
SOURCES = sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))

LEVELS = ["items", "parsers", "discovery", "machine", "families", "spiders", "commands"]
"""A module imports from its own level and those before it, never from those after it."""
LEVEL_OF = {
    "crawler.items": "items",
    "crawler.errors": "items",
    "crawler.clock": "items",
    "crawler.parsers": "parsers",
    "crawler.discovery": "discovery",
    "crawler.families": "families",
    "crawler.commands": "commands",
    "crawler": "machine",
    "spiders": "spiders",
    "pipelines": "spiders",
    "analysis": "commands",
}
PIPELINES_MAY_IMPORT = (
    "crawler.items",
    "crawler.parsers",
    "crawler.errors",
    "crawler.clock",
    "crawler.database",
    "crawler.__version__",
    "crawler.run_record",
    "crawler.archive",
    "crawler.saved",
    "pipelines",
)
SCREEN = 50
NEWS_SPIDER = 150

every_source = pytest.mark.parametrize("file", SOURCES, ids=lambda file: module_name(file))


def module_name(file: Path) -> str:
    """As in "crawler.parsers.headline" for crawler/parsers/headline.py."""
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imports(file: Path) -> set[str]:
    """The modules of this project that a file imports when it runs, also inside functions."""
    found = set()
    for node in walk_what_runs(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.partition(".")[0] in FOLDERS}


def walk_what_runs(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes except those under ``if TYPE_CHECKING:``, which only a type checker reads."""
    if isinstance(node, ast.If) and getattr(node.test, "id", None) == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walk_what_runs(child)


def level(module: str) -> int:
    """Where a module stands in LEVELS."""
    prefix = next(name for name in LEVEL_OF if module == name or module.startswith(f"{name}."))
    return LEVELS.index(LEVEL_OF[prefix])


def within(module: str, allowed: tuple[str, ...]) -> bool:
    """Whether a module is one of those named, lies in one of them, or holds one of them."""
    return any(
        module == name or module.startswith(f"{name}.") or name.startswith(f"{module}.")
        for name in allowed
    )


@every_source
def test_imports_run_one_way(file):
    module = module_name(file)
    if module.startswith("pipelines"):
        upwards = {name for name in imports(file) if not within(name, PIPELINES_MAY_IMPORT)}
    else:
        upwards = {name for name in imports(file) if level(name) > level(module)}
    assert not upwards, f"{module} imports {upwards}: see CONTRIBUTING.md on which way imports run"


@pytest.mark.parametrize("folder", ["parsers", "discovery"])
def test_reading_and_discovery_know_nothing_of_scrapy_or_the_network(folder):
    for file in (ROOT / "crawler" / folder).rglob("*.py"):
        text = file.read_text()
        assert not re.search(
            r"^\s*(?:from|import) (?:scrapy|twisted|sqlite3|socket|requests|urllib\.request)\b",
            text,
            re.MULTILINE,
        ), f"{module_name(file)} must stay a pure function of page and address"


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert not [file for file in SOURCES if file.stem in drawers]


@every_source
def test_no_function_is_longer_than_a_screen(file):
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= SCREEN
    ]
    assert not long


def test_news_spider_stays_readable_in_one_sitting():
    tree = ast.parse((ROOT / "crawler/news_spider.py").read_text())
    (spider,) = (
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "NewsSpider"
    )
    assert spider.end_lineno - spider.lineno < NEWS_SPIDER


@every_source
def test_what_others_call_is_documented(file):
    tree = ast.parse(file.read_text())
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and file.parent.name != "spiders"
    ]
    assert not [node.name for node in public if not ast.get_docstring(node)]


def strings(file: Path) -> list[str]:
    """The string constants of a file that are no docstrings."""
    tree = ast.parse(file.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


def test_nothing_outside_the_sites_knows_a_site():
    loader = SpiderLoader.from_settings(get_project_settings())
    spiders = [loader.load(name) for name in loader.list()]
    domains = {domain for spider in spiders for domain in spider.allowed_domains}
    assert domains
    machine = [
        file
        for file in SOURCES
        if not {"spiders", "families", "commands", "templates"} & set(file.parts)
    ]
    knowing = {
        module_name(file): text
        for file in machine
        for text in strings(file)
        if any(domain in text for domain in domains)
    }
    assert not knowing, "a rule for one site belongs into its file in spiders/"
