"""Warta as ``pip install .`` and ``pipx`` leave it: a wheel in an environment of its own.

The environment sees the libraries of this one and none of this checkout; nothing is downloaded.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from crawler.discovery.feed import Feed
from tests.support.checkout import ROOT
from tests.support.newsroom import Newsroom, samples

PACKAGES = ("analysis", "crawler", "pipelines", "spiders", "warta")
BESIDE_THEM = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")
HOME = "https://www.misal.example"
SITE = f'''
"""Harian Misal, a paper that there is not."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class MisalSpider(NewsSpider):
    name = "misal"
    outlet = "Harian Misal"
    allowed_domains = ["misal.example"]
    discover = [Feed("{HOME}/feed/")]
    article_url = r"/\\d{{4}}/\\d\\d/\\d\\d/(?P<id>\\d+)/"
'''
FOREIGN = "raise RuntimeError('another package was taken for ours')\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built of a copy of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "warta-source"
    source.mkdir()
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE_THEM:
        shutil.copy(ROOT / name, source)
    pip(sys.executable, "wheel", "--no-build-isolation", "--wheel-dir", folder, source)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """An environment with the wheel and the libraries of this one."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip(sys.executable, "--python", folder / "bin/python", "install", wheel)
    (site_packages,) = folder.glob("lib/*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    # Of a folder that such a line adds, no .pth is read: the checkout stays unknown.
    (site_packages / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return folder


@pytest.fixture(scope="module")
def folder(environment, tmp_path_factory) -> Path:
    """What ``warta init`` made, with other people's packages of our names beside it."""
    folder = tmp_path_factory.mktemp("users") / "berita"
    done = call(environment, "warta", "init", folder, cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert f"cd {folder}" in done.stdout
    for name in ("crawler", "pipelines"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(FOREIGN)
    return folder


def pip(python: object, *arguments: object) -> None:
    """pip without network, without dependencies."""
    words = list(map(str, arguments))
    place = words.index("install") if "install" in words else words.index("wheel")
    words[place + 1 : place + 1] = ["--no-deps", "--no-index", "--quiet"]
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def call(environment: Path, program: str, *arguments: object, **how) -> subprocess.CompletedProcess:
    """A program of the environment."""
    command = [str(environment / "bin" / program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=90, **how)


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    packed = set(ZipFile(wheel).namelist())
    there = {
        str(file.relative_to(ROOT))
        for name in PACKAGES
        for file in (ROOT / name).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert there - packed == set()
    assert not [name for name in packed if name.startswith(("tests/", "benchmarks/", "demo/"))]


def test_the_command_works_where_nothing_was_made(environment, tmp_path):
    helped = call(environment, "warta", cwd=tmp_path)
    assert helped.returncode == 0
    assert helped.stdout == call(environment, "warta", "--help", cwd=tmp_path).stdout
    for command in ("crawl", "search", "init", "genspider", "takedown"):
        assert f"  {command} " in helped.stdout
    assert "scrapy " not in helped.stdout
    assert call(environment, "warta", "--version", cwd=tmp_path).stdout.startswith("Warta 0.")
    assert "kompas" in call(environment, "warta", "list", cwd=tmp_path).stdout.split()
    wrong = call(environment, "warta", "serch", cwd=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "warta: there is no command serch; did you mean warta search?\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_site_of_ones_own_is_crawled_and_searched(environment, folder, tmp_path):
    (folder / "spiders" / "misal.py").write_text(SITE)
    articles = samples(f"{HOME}/2025/06/18/{{number}}/{{slug}}", 3)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    with Newsroom() as newsroom:
        newsroom.publish(articles)
        newsroom.serve(Feed(f"{HOME}/feed/"), articles)
        beside = newsroom.environment()
        crawled = call(
            environment,
            *("warta", "crawl", "misal", *newsroom.arguments, "-s", "DOWNLOAD_DELAY=0"),
            cwd=folder,
            env=beside | {"PYTHONPATH": f"{beside['PYTHONPATH']}{os.pathsep}{tmp_path}"},
        )
    assert crawled.returncode == 0, crawled.stderr
    assert crawled.stderr.splitlines()[-1].startswith("misal: ok")
    with closing(sqlite3.connect(folder / "news.db")) as database:
        assert database.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    assert list((folder / "archive" / "misal").glob("*.warc.gz"))
    word = articles[0].headline.split()[-1]
    found = call(environment, "warta", "search", word, cwd=folder / "spiders")
    assert articles[0].headline in found.stdout, found.stderr


def test_a_new_site_is_begun_in_the_users_folder(environment, folder):
    begun = call(environment, "warta", "genspider", "baru", "baru.example", cwd=folder)
    assert begun.returncode == 0, begun.stderr
    assert (folder / "spiders" / "baru.py").is_file()
    assert str(folder / "spiders" / "baru.py") in begun.stdout
    assert "scrapy " not in begun.stdout


def test_nothing_is_written_into_the_installed_program(environment, folder, tmp_path):
    refused = call(environment, "warta", "genspider", "lain", "lain.example", cwd=tmp_path)
    assert refused.returncode == 2
    assert "warta init FOLDER" in refused.stderr
    assert refused.stderr.count("\n") == 1
    (site_packages,) = environment.glob("lib/*/site-packages")
    assert not (site_packages / "spiders" / "lain.py").exists()
    assert not (site_packages / "spiders" / "baru.py").exists()


def test_python_imports_it_also_beside_packages_of_the_same_names(environment, folder):
    code = (
        "import warta; print(warta.parse_date('2 Maret 2026 09:12 WIB').instant)\n"
        "import crawler; print(crawler.__file__)"
    )
    done = call(environment, "python", "-c", code, cwd=folder)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "2026-03-02 09:12:00+07:00"
    assert Path(second).is_relative_to(environment)


def test_another_package_that_is_imported_already_is_told(environment, folder):
    (folder / "crawler" / "__init__.py").write_text("")
    done = call(environment, "python", "-c", "import crawler, warta; warta.parse_date", cwd=folder)
    assert "ImportError: another package called crawler is imported already, from " in done.stderr
    (folder / "crawler" / "__init__.py").write_text(FOREIGN)


def test_python_m_warta_is_the_same(environment, folder):
    listed = call(environment, "python", "-m", "warta", "list", cwd=folder)
    assert "kompas" in listed.stdout.split(), listed.stderr


def test_the_folders_settings_are_those_of_the_file(environment, folder):
    shown = call(environment, "warta", "settings", "--get", "DATABASE", cwd=folder / "spiders")
    assert shown.stdout == f"{folder / 'news.db'}\n"
    environ = {**os.environ, "WARTA_DATABASE": "lain.db"}
    shown = call(environment, "warta", "settings", "--get", "DATABASE", cwd=folder, env=environ)
    assert shown.stdout == f"{folder / 'lain.db'}\n"
