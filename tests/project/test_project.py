"""The project as a newcomer meets it: what is loaded, what is installed, what is said."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.settings import module_called
from pipelines.database.schema import migrate
from tests.support.checkout import ROOT

SETUP = configparser.ConfigParser()
SETUP.read(ROOT / "setup.cfg")

FOREIGN_SPIDER = """
import scrapy

class ForeignSpider(scrapy.Spider):
    name = "foreign"
"""


@pytest.fixture
def foreign_packages(tmp_path) -> Path:
    """A folder with other people's packages called crawler, spiders and pipelines."""
    for name in ("crawler", "spiders", "pipelines"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "crawler/settings.py").write_text('SPIDER_MODULES = ["spiders"]\n')
    (tmp_path / "spiders/foreign.py").write_text(FOREIGN_SPIDER)
    return tmp_path


def run(*command: str, **options) -> subprocess.CompletedProcess:
    """A finished program with its output as text."""
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)


def test_scrapy_list_loads_this_checkout_and_not_a_namesake(foreign_packages):
    path = f"{foreign_packages}{os.pathsep}{os.environ['PYTHONPATH']}"
    listed = run(
        sys.executable, "-m", "scrapy", "list", cwd=ROOT, env={**os.environ, "PYTHONPATH": path}
    )
    assert listed.returncode == 0, listed.stderr
    assert "visimuslim" in listed.stdout.split()
    assert "foreign" not in listed.stdout.split()


def test_the_scrapy_command_of_the_environment_loads_this_checkout_too(foreign_packages):
    site_packages = Path(sysconfig.get_path("purelib"))
    if not (site_packages / "warta-first.pth").exists():
        pytest.skip("this environment was not made by environment.sh")
    path = f"{foreign_packages}{os.pathsep}{os.environ['PYTHONPATH']}"
    scrapy = Path(sys.executable).with_name("scrapy")
    listed = run(str(scrapy), "list", cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
    assert "visimuslim" in listed.stdout.split(), listed.stderr
    assert "foreign" not in listed.stdout.split()


def test_pipelines_and_archive_are_this_checkouts(foreign_packages):
    code = (
        "from scrapy.utils.project import get_project_settings\n"
        "from scrapy.utils.misc import load_object\n"
        "for name in get_project_settings()['ITEM_PIPELINES']: print(load_object(name))\n"
        "import pipelines; print(pipelines.__path__[0])"
    )
    path = f"{foreign_packages}{os.pathsep}{os.environ['PYTHONPATH']}"
    loaded = run(sys.executable, "-c", code, cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.splitlines()[-1] == str(ROOT / "pipelines")


def test_a_crawl_starts_without_libraries_it_does_not_use(tmp_path):
    code = (
        "import sys\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print(*{'aiohttp', 'tldextract', 'twisted.conch', 'dateparser'} & {*sys.modules})"
    )
    arguments = ["crawl", "visimuslim", "-s", "REPLAY=demo/run-1.warc.gz"]
    arguments += ["-s", f"DATABASE={tmp_path / 'news.db'}"]
    crawled = run(sys.executable, "-c", code, *arguments, cwd=ROOT)
    assert "visimuslim: ok" in crawled.stderr
    assert crawled.stdout == "\n"


@pytest.mark.parametrize("call", [["health"], ["search", "contoh"], ["due", "--limit", "1"]])
def test_a_database_that_is_up_to_date_is_used_without_what_changes_databases(tmp_path, call):
    """sqlite-utils imports pandas and numpy where they are installed: half a second."""
    migrate(tmp_path / "news.db")
    code = (
        "import sys\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print(*{'sqlite_utils', 'pandas', 'numpy', 'pyarrow'} & {*sys.modules})"
    )
    where = ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'archive'}"]
    where += ["-s", "SITES=visimuslim", "-s", "REPLAY="]
    done = run(sys.executable, "-c", code, *call, *where, cwd=ROOT)
    assert done.stdout.splitlines()[-1:] in ([""], []), done.stdout


@pytest.mark.parametrize("call", [["version"], ["settings", "--get", "BOT_NAME"]])
def test_scrapys_own_commands_import_none_of_ours(call):
    code = (
        "import sys\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print(*(name for name in sys.modules if name.startswith('crawler.parsers')))"
    )
    done = run(sys.executable, "-c", code, *call, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == ""
    assert len(done.stdout.splitlines()) == 2


def test_a_search_starts_without_what_crawls_and_reads_pages(tmp_path):
    code = (
        "import sys\n"
        "from scrapy.cmdline import execute\n"
        "try: execute()\n"
        "finally: print(*{'feedparser', 'sqlite_utils', 'warcio', 'crawler.parsers.article',"
        " 'crawler.commands.research.export'} & {*sys.modules})"
    )
    arguments = ["search", "banjir", "-s", f"DATABASE={tmp_path / 'news.db'}"]
    searched = run(sys.executable, "-c", code, *arguments, cwd=ROOT)
    assert "scrapy search: " in searched.stderr
    assert searched.stdout == "\n"


@pytest.mark.parametrize(
    ("call", "module"),
    [
        ("search banjir", "crawler.commands.research.search"),
        ("--nolog date Rabu", "crawler.commands.sites.date"),
        ("", "crawler.commands"),
        ("--help", "crawler.commands"),
        ("version", ""),
        ("shell https://www.contoh.id", ""),
        ("crawling", "crawler.commands"),
        ("../sites/date", "crawler.commands"),
    ],
)
def test_of_all_commands_the_one_called_is_imported(call, module):
    assert module_called(["scrapy", *call.split()]) == module


def test_the_package_can_not_be_uploaded():
    assert "Private :: Do Not Upload" in SETUP["metadata"]["classifiers"]


def requirement_lists() -> dict[str, list[str]]:
    """The raw lines of every list of requirements in setup.cfg, comments included."""
    text = (ROOT / "setup.cfg").read_text()
    blocks = re.findall(
        r"^(install_requires|test|lint|browse|parquet) =\n((?:    .*\n)+)", text, re.M
    )
    return {name: [line.strip() for line in block.splitlines()] for name, block in blocks}


def test_every_requirement_has_a_lower_bound_and_a_reason():
    lists = requirement_lists()
    assert "install_requires" in lists
    for lines in lists.values():
        for before, line in zip(["", *lines], lines, strict=False):
            if not line.startswith("#"):
                assert ">=" in line, line
                assert before.startswith("#"), f"say why {line}"


def test_files_that_are_no_python_are_part_of_their_package():
    kinds = (".css", ".csv", ".html", ".js", ".svg", ".tmpl")
    for package in ("analysis", "crawler", "pipelines", "spiders"):
        files = {file for file in (ROOT / package).rglob("*") if file.suffix in kinds}
        patterns = SETUP["options.package_data"].get(package, "").split()
        packed = {file for pattern in patterns for file in (ROOT / package).glob(pattern)}
        assert files <= packed, package
        assert bool(files) == bool(patterns), package


def test_make_without_a_target_says_what_there_is():
    shown = run("make", cwd=ROOT)
    for target in ("demo", "test", "crawl", "lint"):
        assert f"make {target}" in shown.stdout


def test_make_crawl_without_a_site_says_how():
    missing = run("make", "-o", "environment", "crawl", cwd=ROOT)
    assert missing.returncode != 0
    assert "make crawl SITE=visimuslim" in missing.stderr


# Making the environment on machines that lack something.


@pytest.fixture
def clone() -> Iterator[Path]:
    """A folder with what environment.sh needs, that any user may enter."""
    with tempfile.TemporaryDirectory(prefix="warta-clone-") as name:
        folder = Path(name)
        for file in ("environment.sh", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / file, folder)
        folder.chmod(0o755)
        yield folder


def program(folder: Path, name: str, script: str) -> Path:
    """A shell script that stands in for a program."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def make_environment(clone: Path, python: Path, **options) -> subprocess.CompletedProcess:
    """environment.sh, run with a given Python."""
    environment = {**os.environ, "PYTHON": str(python), **options.pop("env", {})}
    return run("sh", str(clone / "environment.sh"), env=environment, **options)


def the_sentence(finished: subprocess.CompletedProcess) -> str:
    """What a failed environment.sh said last; fails when it did not fail or said nothing."""
    assert finished.returncode != 0
    lines = finished.stderr.strip().splitlines()
    assert len([line for line in lines if "installing into .venv" not in line]) == 1, lines
    return lines[-1]


def test_an_old_python_is_named_with_its_version(clone, tmp_path):
    old = program(tmp_path, "python3", 'case "$1" in -V) echo Python 3.9.2;; *) exit 1;; esac')
    said = the_sentence(make_environment(clone, old))
    assert "Python 3.11 or later is needed" in said
    assert "Python 3.9.2" in said
    assert not (clone / ".venv").exists()


def test_no_python_at_all_is_said_too(clone, tmp_path):
    assert "is not there" in the_sentence(make_environment(clone, tmp_path / "python3"))


def test_a_missing_venv_module_names_the_package_to_install(clone, tmp_path):
    script = f'case "$*" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"'
    said = the_sentence(make_environment(clone, program(tmp_path, "python3", script)))
    assert "sudo apt install python3-venv" in said


def test_an_sqlite_without_strict_tables_is_refused(clone, tmp_path):
    script = f'case "$*" in *sqlite*) exit 1;; esac\nexec {sys.executable} "$@"'
    said = the_sentence(make_environment(clone, program(tmp_path, "python3", script)))
    assert "SQLite of version 3.37" in said


def test_a_read_only_folder_is_named(clone):
    clone.chmod(0o555)
    somebody = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
    said = the_sentence(make_environment(clone, Path(sys.executable), cwd="/", **somebody))
    assert f"{clone} can't be written to" in said


def test_no_way_to_the_package_index_is_said_and_the_next_try_goes_on(clone):
    unreachable = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
    }
    said = the_sentence(make_environment(clone, Path(sys.executable), env=unreachable))
    assert "check the network" in said
    assert (clone / ".venv/bin/python").exists()
    assert not (clone / ".venv/installed").exists()


def test_an_environment_that_is_up_to_date_is_left_alone(clone):
    (clone / ".venv/bin").mkdir(parents=True)
    (clone / ".venv/bin/python").symlink_to(sys.executable)
    texts = [
        str(clone.resolve()),
        *((clone / name).read_text().rstrip("\n") for name in ("setup.cfg", "pyproject.toml")),
    ]
    (clone / ".venv/installed").write_text("\n".join(texts) + "\n")
    finished = make_environment(clone, Path(sys.executable))
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
