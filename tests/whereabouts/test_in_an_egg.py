"""Scrapyd on loopback: the project deployed as an egg, a crawl scheduled, its log and verdict."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import time
import venv
from contextlib import closing
from pathlib import Path

import pytest
import requests
import scrapy as installed

from tests.support.checkout import ROOT
from tests.support.newsroom import Newsroom, samples
from tests.support.ports import listening
from tests.support.warm import scrapy

pytest.importorskip("scrapyd")
pytest.importorskip("scrapyd_client")

SHIPPED = ("analysis", "crawler", "pipelines", "spiders", "scrapy.cfg", "setup.cfg", "setup.py")
SHIPPED += ("pyproject.toml", "README.md", "LICENSE")
CONFIGURATION = """
[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.1
max_proc = 2
"""
ADDRESS = "https://www.visimuslim.org/2025/06/contoh-{number}.html"
SECONDS = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A folder for Scrapyd, with a Python that has the libraries and no checkout of Warta."""
    folder = tmp_path_factory.mktemp("scrapyd")
    venv.create(folder / "python", with_pip=False, symlinks=True)
    (packages,) = (folder / "python/lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text(f"{Path(installed.__file__).parents[1]}\n")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "scrapyd.conf").write_text(CONFIGURATION.format(port=port))
    return folder


def called(home: Path, *arguments: str, folder: Path | None = None) -> subprocess.Popen:
    """That Python, called in a folder."""
    return subprocess.Popen(
        [home / "python/bin/python", *arguments],
        cwd=folder or home,
        env=Newsroom.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(found, what: str):
    """What is found as soon as it is there."""
    end = time.monotonic() + SECONDS
    while not (there := found()):
        assert time.monotonic() < end, what
        time.sleep(0.05)
    return there


@pytest.fixture(scope="module")
def daemon(home):
    """The address of a Scrapyd to which the project was deployed, and what deploying said."""
    log = (home / "scrapyd.log").open("w")
    process = subprocess.Popen(
        [home / "python/bin/python", "-m", "scrapyd"],
        cwd=home,
        env=Newsroom.environment(),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        port = min(until(lambda: listening(process.pid), "Scrapyd listens nowhere"))
        address = f"http://127.0.0.1:{port}/"
        checkout = home / "checkout"
        for name in SHIPPED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            checkout.mkdir(exist_ok=True)
            copy(ROOT / name, checkout / name)
        deploy = (checkout / "scrapy.cfg").read_text()
        assert "http://127.0.0.1:6800/" in deploy
        (checkout / "scrapy.cfg").write_text(deploy.replace("http://127.0.0.1:6800/", address))
        deployed = called(home, "-m", "scrapyd_client.deploy", folder=checkout)
        said, _ = deployed.communicate(timeout=SECONDS)
        assert deployed.returncode == 0, said
        assert '"status": "ok"' in said, said
        shutil.rmtree(checkout)
        yield address
    finally:
        process.terminate()
        process.wait(SECONDS)
        log.close()


def crawl(daemon: str, newsroom: Newsroom, folder: Path, **job: str) -> str:
    """Schedule a crawl against the newsroom and wait for its end; the job's log."""
    given = [part.replace("tests.support.", "") for part in newsroom.arguments if part != "-s"]
    given += [f"DATABASE={folder / 'news.db'}", f"ARCHIVE={folder / 'archive'}"]
    asked = {"project": "warta", "spider": "visimuslim", **job}
    begun = requests.post(f"{daemon}schedule.json", data={**asked, "setting": given}).json()
    assert begun["status"] == "ok", begun
    state = f"{daemon}status.json?project=warta&job={begun['jobid']}"
    until(lambda: requests.get(state).json()["currstate"] == "finished", "the job does not end")
    return requests.get(f"{daemon}logs/warta/visimuslim/{begun['jobid']}.log").text


def test_every_site_is_in_the_egg(daemon, home):
    found = requests.get(f"{daemon}listspiders.json?project=warta").json()["spiders"]
    assert found == scrapy("list").stdout.split()
    assert len(found) > 300
    (unpacked,) = (path for path in (home / "eggs/warta").iterdir() if path.is_dir())
    assert {path.name for path in (unpacked / "spiders/tables").glob("*.csv")} == {
        path.name for path in (ROOT / "spiders/tables").glob("*.csv")
    }


def test_a_crawl_is_scheduled_logged_and_stored_with_its_verdict(daemon, home, newsroom, tmp_path):
    from spiders.visimuslim import VisimuslimSpider

    newsroom.serve(VisimuslimSpider.discover[0], samples(ADDRESS, 5))
    log = crawl(daemon, newsroom, tmp_path)
    assert "visimuslim: ok - 5 listed, 5 stored" in log
    with closing(sqlite3.connect(tmp_path / "news.db")) as news:
        assert news.execute("SELECT count(*), count(capture) FROM articles").fetchone() == (5, 5)
        assert news.execute("SELECT verdict, exit_code FROM runs").fetchall() == [("ok", 0)]
    assert [*(tmp_path / "archive" / "visimuslim").glob("*.warc.gz")]


def test_a_bad_end_is_seen_in_the_job_log_and_in_scrapyds(daemon, home, newsroom, tmp_path):
    log = crawl(daemon, newsroom, tmp_path)
    sentence = re.search(r"visimuslim: (broken|blocked) - .*", log)
    assert sentence, log
    scrapyds = (home / "scrapyd.log").read_text()
    code = {"broken": "20", "blocked": "30"}[sentence[1]]
    assert f"exitstatus={code}" in scrapyds
    again = crawl(daemon, newsroom, tmp_path, since="kemarin")
    assert "kemarin" in (home / "scrapyd.log").read_text() + again
    assert os.listdir(tmp_path)
