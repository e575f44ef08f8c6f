"""The shape of the program: a stranger guesses the file, a site stays a page of facts."""

import ast
import re
from pathlib import Path

import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from benchmarks import structure
from tests.support.checkout import ROOT
from tests.support.rows import every_row

CHECKOUT = structure.Checkout(ROOT)
IMPORTS = CHECKOUT.imports()
SOURCES = list(CHECKOUT.files.values())

MAY_IMPORT = {
    # the ground floor: words everybody uses
    "items": "",
    "errors": "",
    "whereabouts": "errors",
    "clock": "",
    "run_record": "time_limit",
    "settings": "",
    "stopping": "",
    "time_limit": "",
    "database": "errors stopping",
    "files": "errors",
    "whereabouts.in_an_egg": "settings whereabouts",
    "spread": "errors whereabouts",
    "console": "errors items whereabouts parsers.urls run_record",
    # reading a page: pure functions
    "parsers": "items clock",
    "parsers.page": "parsers.urls",
    "parsers.vocabulary": "items",
    "parsers.urls": "",
    "parsers.refusals": "",
    "parsers.site": "",
    "parsers.dateline": "items parsers.page parsers.urls parsers.vocabulary",
    "parsers.metadata": "items parsers.page parsers.urls parsers.site parsers.vocabulary",
    "parsers.headline": "items parsers.dateline parsers.page parsers.site parsers.vocabulary",
    "parsers.body": "items parsers.page parsers.urls parsers.site parsers.vocabulary",
    "parsers.dates": "items clock parsers.page parsers.urls parsers.site parsers.vocabulary",
    "parsers.kinds": "items parsers.page parsers.urls parsers.vocabulary",
    "parsers.people": "items parsers.dateline parsers.dates parsers.page parsers.site "
    "parsers.vocabulary",
    "parsers.reader": "items parsers",
    "parsers.article": "items parsers",
    # where a site lists its articles: as pure
    "discovery": "clock parsers",
    # which words found an article
    "topics": "clock database discovery.base run_record",
    # the machine that Scrapy drives
    "statuses": "errors files whereabouts",
    # which place a dateline means: a table
    "places": "",
    "site_row": "clock parsers.site parsers.vocabulary statuses",
    "fetching": "discovery.base discovery.listings.addresses discovery.replay_address errors files "
    "items parsers.page parsers.refusals parsers.site parsers.urls run_record stopping time_limit",
    "archive": "errors fetching.exceptions files parsers.urls run_record stopping",
    "comparison": "items parsers run_record time_limit",
    "runs": "comparison fetching.network fetching.wayback clock console database errors files "
    "items run_record stopping site_row time_limit topics.found_by",
    "crawl": "archive clock database discovery errors fetching.failures items parsers run_record "
    "runs.history stopping topics",
    "news_spider": "crawl discovery fetching items parsers run_record time_limit",
    "saved": "any_site archive crawl discovery errors items news_spider parsers time_limit",
    "site_files": "any_site discovery errors families news_spider parsers whereabouts",
    # a site, and what several of them share
    "any_site": "crawl discovery news_spider parsers.urls",
    "families": "discovery news_spider parsers",
    "spiders": "any_site discovery families news_spider parsers run_record",
    # sites held against the live web
    "verification": "clock comparison discovery errors fetching items news_spider parsers "
    "run_record runs.verdict statuses stopping time_limit",
    "mending": "archive.captures comparison discovery errors files.new_output whereabouts items "
    "news_spider parsers",
    # a new site's file
    "drafting": "archive.captures comparison crawl.sources discovery errors fetching.failures "
    "items mending news_spider parsers saved site_files stopping whereabouts",
    # what is kept, and what is made of it
    "pipelines": "archive.captures archive.taken_down clock database errors files items parsers "
    "places run_record saved statuses topics.found_by",
    # what was captured before now, by the crawl's own steps
    "past": "any_site archive clock crawl database discovery errors fetching files items "
    "news_spider parsers pipelines run_record runs saved site_row spread stopping time_limit "
    "topics",
    "analysis": "archive.captures clock database errors files items parsers pipelines places "
    "site_row topics.found_by whereabouts.program",
    # what a person types
    "commands": "analysis any_site archive clock comparison console crawl database discovery "
    "drafting errors fetching files items news_spider mending parsers past pipelines runs "
    "run_record saved site_files site_row spread statuses time_limit verification whereabouts",
    # what a user types and imports
    "warta": "analysis console database errors items news_spider parsers pipelines saved settings "
    "site_files whereabouts",
}
"""By room, what it may import beside itself: its neighbours below, never one above.

``spiders``, ``pipelines``, ``analysis`` and ``warta`` are folders of their own, all else lies in
``crawler/``. The longest name that fits a module is its row. An import for type checkers is one
like any other. ``crawler.__version__`` is for everybody.
"""

SCREEN = 50
CLASS = 150
LONG_CLASSES = {"Article", "Page", "Ballot"}
"""Still longer; a name comes off when its class is taken apart. Article is a list of columns."""
FOLDER = 12
ROOMY = {"spiders", "families"}
"""One file an outlet, and one a template or publisher, by rule."""
BESIDE_THE_TREE = {"faults", "project", "sites", "support"}
"""Folders of tests that are about the whole program; the others are named as what they test."""
TESTED_BY_PAGES = {"families"}
"""What saved pages of its sites test, in tests/sites."""

every_source = every_row("file", SOURCES, ids=lambda file: module_name(file))
TREES = {file: CHECKOUT.trees[module] for module, file in CHECKOUT.files.items()}


def module_name(file: Path) -> str:
    """As in "crawler.parsers.headline" for crawler/parsers/headline.py."""
    return structure.module_name(ROOT, file)


def lies_in(module: str, room: str) -> bool:
    """Whether a module is a room's own."""
    return module == room or module.startswith(f"{room}.")


def row_of(module: str) -> str:
    """The row of MAY_IMPORT that a module stands under."""
    return max((room for room in MAY_IMPORT if lies_in(module, room)), key=len)


def not_allowed(module: str, targets: set[str]) -> set[str]:
    """What a module imports and its row does not name; names without "crawler." in front."""
    row = row_of(module)
    allowed = [row, *MAY_IMPORT[row].split()]
    return {target for target in targets if not any(lies_in(target, room) for room in allowed)}


@every_row("module", sorted(set(CHECKOUT.files) - {"crawler"}))
def test_a_room_imports_from_those_below_it(module):
    targets = {target.removeprefix("crawler.") for target in IMPORTS[module]}
    above = not_allowed(module.removeprefix("crawler."), targets - {"crawler"})
    assert not above, f"{module} imports {above}: see MAY_IMPORT in {__file__}"


def test_the_table_of_imports_lets_no_two_rooms_import_each_other():
    rooms = {
        room: {row_of(name) for name in names.split()} - {room}
        for room, names in MAY_IMPORT.items()
        if room not in ("parsers.reader", "parsers.article")  # which may import all of parsers
    }
    assert structure.circles(rooms) == []


def test_no_circle_of_modules_and_no_arrow_that_runs_back_up():
    assert structure.circles(IMPORTS) == []
    for house in structure.HOUSES:
        assert structure.upward(structure.rooms_of(IMPORTS, house)) == []


def test_a_circle_is_found_also_of_what_a_package_hands_on_and_of_types(tmp_path):
    package = tmp_path / "crawler" / "room"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from crawler.room.first import One\n")
    (package / "first.py").write_text("from crawler.second import Two\n\nclass One: ...\n")
    (tmp_path / "crawler" / "second.py").write_text(
        "if TYPE_CHECKING:\n    from crawler.room import One\n\nclass Two: ...\n"
    )
    imports = structure.Checkout(tmp_path).imports()
    assert structure.circles(imports) == [["crawler.room.first", "crawler.second"]]
    rooms = structure.rooms_of(imports)
    assert rooms == {"crawler.room": {"crawler.second"}, "crawler.second": {"crawler.room"}}
    assert len(structure.upward(rooms)) == 1


def test_every_folder_is_surveyed_at_a_glance():
    folders = {file.parent for file in SOURCES}
    crowded = {
        module_name(folder): number
        for folder in folders
        if (number := len([*folder.glob("*.py")])) > FOLDER and folder.name not in ROOMY
    }
    assert not crowded


@every_row("package", CHECKOUT.handed_on)
def test_a_package_says_what_it_is_and_holds_nothing_but_names_it_hands_on(package):
    tree = CHECKOUT.trees[package]
    assert ast.get_docstring(tree)
    names = {
        target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
    }
    assert names <= ({"__version__"} if package == "crawler" else {"__all__"})
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert functions <= {"__getattr__"}, "which hands a name on once it is asked for"
    kinds = {type(node) for node in tree.body[1:]}
    assert kinds <= {ast.ImportFrom, ast.Assign, ast.FunctionDef}


@every_source
def test_no_object_is_written_into_from_outside(file):
    """A cache is its object's own, and a spider holds what its class declares."""
    for node in ast.walk(TREES[file]):
        if isinstance(node, ast.Attribute):
            assert node.attr != "__dict__"
            is_spiders = ast.unparse(node.value).endswith("spider")
            assert not (is_spiders and isinstance(node.ctx, ast.Store)), ast.unparse(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "hasattr", "vars"):
            assert not ast.unparse(node.args[0]).endswith("spider"), ast.unparse(node)


def test_tests_lie_where_what_they_test_lies():
    for file in (ROOT / "tests").rglob("test_*.py"):
        above = file.relative_to(ROOT / "tests").parent.parts
        if above and above[0] not in BESIDE_THE_TREE:
            house = ROOT if (ROOT / above[0]).is_dir() else ROOT / "crawler"
            assert house.joinpath(*above).is_dir(), f"{file} tests no folder there is"
        elif not above:
            assert (ROOT / "crawler" / file.name.removeprefix("test_")).exists(), file


def test_every_folder_of_the_machine_has_tests_of_its_own():
    rooms = {file.parent.name for file in (ROOT / "crawler").glob("*/__init__.py")}
    tested = {file.parent.name for file in (ROOT / "tests").glob("*/test_*.py")}
    nested = {file.parent.parent.name for file in (ROOT / "tests").glob("*/*/test_*.py")}
    assert rooms - tested - nested == TESTED_BY_PAGES


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
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= SCREEN
    ]
    assert not long


def test_no_class_is_longer_than_three_screens():
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for tree in CHECKOUT.trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    assert {name for name, length in lengths.items() if length > CLASS} == LONG_CLASSES


@every_source
def test_what_others_call_is_documented(file):
    tree = TREES[file]
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
    tree = TREES[file]
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
