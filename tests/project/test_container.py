"""The container: what its image is made by, installed and run here as it is there."""

import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.project.test_installed import BESIDE_THEM, PACKAGES, pip
from tests.support.checkout import ROOT
from tests.support.newsroom import samples

CONTAINER = ROOT / "container"
IMAGE = (CONTAINER / "Containerfile").read_text()
SITE = '''
"""Harian Misal, a paper that there is not."""

from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class MisalSpider(NewsSpider):
    name = "misal"
    outlet = "Harian Misal"
    allowed_domains = ["misal.example"]
    discover = [Feed("http://www.misal.example/feed.xml")]
    article_url = r"/berita/(?P<id>\\d+)\\.html"
'''
HOME = "http://www.misal.example"
ENTRY = (
    "<item><title>{}</title><link>{}</link><pubDate>{:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
)


def test_the_image_is_not_roots_and_what_it_calls_is_there():
    stage = IMAGE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", stage, re.M)
    assert 'VOLUME ["/data", "/archive"]' in stage
    called = re.findall(r'"/opt/warta/container/(\w+\.sh)"', stage)
    assert sorted(called) == ["healthy.sh", "run.sh"]
    assert "RUN sh /source/container/install.sh /opt/warta /source" in IMAGE
    for script in ("install.sh", "run.sh", "healthy.sh"):
        assert subprocess.run(["sh", "-n", CONTAINER / script]).returncode == 0


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Path:
    """What the image has at /opt/warta, with the libraries of this environment."""
    folder = tmp_path_factory.mktemp("image")
    source = folder / "source"
    source.mkdir()
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE_THEM:
        shutil.copy(ROOT / name, source)
    pip(sys.executable, "wheel", "--no-build-isolation", "--wheel-dir", folder, source)
    installed = folder / "warta"
    done = subprocess.run(
        ["sh", CONTAINER / "install.sh", installed, next(folder.glob("*.whl"))],
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (site_packages,) = installed.glob("lib/*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site_packages / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return installed


class Proxy(SimpleHTTPRequestHandler):
    """Gives the files of a folder for whatever host is asked."""

    def translate_path(self, path: str) -> str:
        """The file of an address."""
        return super().translate_path(urlsplit(path).path)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def paper(tmp_path):
    """A folder with the file of a site, and the proxy by which the site is reached."""
    web, sites = tmp_path / "web", tmp_path / "sites"
    (web / "berita").mkdir(parents=True)
    made = samples(f"{HOME}/berita/{{number}}.html", 4)
    for article in made:
        (web / "berita" / article.url.rpartition("/")[2]).write_text(article.html())
    entries = (ENTRY.format(each.headline, each.url, each.published) for each in made)
    feed = f'<rss version="2.0"><channel>{"".join(entries)}</channel></rss>'
    (web / "feed.xml").write_text(feed)
    sites.mkdir()
    (sites / "misal.py").write_text(SITE)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Proxy, directory=str(web))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield sites, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def environment(image: Path, data: Path, **more: str) -> dict[str, str]:
    """The environment of the container, with ``data`` in place of its folders."""
    data.mkdir(exist_ok=True)
    return {
        **os.environ,
        "PATH": f"{image / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "WARTA_DATABASE": str(data / "news.db"),
        "WARTA_ARCHIVE": str(data / "archive"),
        **more,
    }


def test_what_is_installed_can_be_written_by_its_owner_alone(image):
    writable = [
        path
        for path in image.rglob("*")
        if not path.is_symlink() and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ]
    assert writable in ([], [next(image.glob("lib/*/site-packages")) / "libraries.pth"])


def test_it_crawls_what_is_due_says_that_it_is_well_and_ends_when_told(image, paper, tmp_path):
    data = tmp_path / "data"
    where = {"cwd": data, "text": True}
    sites, proxy = paper
    given = environment(image, data, WARTA_PRIVATE_SITES=str(sites), WARTA_SITES="misal")
    given["http_proxy"] = proxy
    healthy = ["sh", image / "container/healthy.sh"]
    assert subprocess.run(healthy, env=given, **where).returncode == 1, "nothing has run yet"
    running = subprocess.Popen(
        ["sh", image / "container/run.sh"],
        env={**given, "DUE_SHARD": "1/1"},
        stderr=subprocess.PIPE,
        **where,
    )
    try:
        end = time.monotonic() + 90
        while not (data / "last-due").exists() and time.monotonic() < end:
            time.sleep(0.1)
        well = subprocess.run(healthy, env=given, capture_output=True, **where)
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=30)
    finally:
        with suppress(ProcessLookupError):
            running.kill()
    assert "misal: ok - 4 listed, 4 stored" in said
    assert running.returncode == 0
    assert well.returncode == 0, well.stdout
    assert re.search(r"due ended \d+ seconds ago with exit code 0", well.stdout)
    with closing(sqlite3.connect(data / "news.db")) as news:
        assert news.execute("SELECT count(*) FROM articles").fetchone() == (4,)
    (data / "last-due").write_text("1000 0\n")
    assert subprocess.run(healthy, env=given, **where).returncode == 1, "long ago"


def test_with_words_it_is_one_command_and_a_wrong_call_ends_it(image, tmp_path):
    given = environment(image, tmp_path / "data")
    run = ["sh", image / "container/run.sh"]
    where = {"cwd": tmp_path / "data", "capture_output": True, "text": True}
    listed = subprocess.run([*run, "list"], env=given, **where)
    assert "kompas" in listed.stdout.split()
    wrong = subprocess.run(run, env={**given, "DUE_SHARD": "6/5"}, **where)
    assert wrong.returncode == 2
    assert "--shard 6/5 is no share" in wrong.stderr
    assert subprocess.run(run, env={**given, "DUE_EVERY": "often"}, **where).returncode == 2


def test_the_weekly_look_keeps_statuses_beside_ones_own_sites(image, paper, tmp_path):
    sites, proxy = paper
    given = environment(image, tmp_path / "data", http_proxy=proxy)
    run = ["sh", image / "container/run.sh"]
    where = {"cwd": tmp_path / "data", "env": given, "capture_output": True, "text": True}
    (tmp_path / "data" / "news.db").touch()
    made = subprocess.run([*run, "init", "--force", tmp_path / "data"], **where)
    assert made.returncode == 0, made.stderr
    shutil.copy(sites / "misal.py", tmp_path / "data" / "spiders")
    looked = subprocess.run([*run, "verify", "misal", "--sample", "2"], **where)
    assert "misal: " in looked.stdout, looked.stderr
    assert "misal," in (tmp_path / "data" / "spiders" / "status.csv").read_text()
