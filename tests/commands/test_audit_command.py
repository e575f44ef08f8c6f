"""``scrapy audit``: what it says of a real crawl's file and archive, and how it ends."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from analysis.audit.finding import Scope
from crawler.archive.cdxj import index_of, indexed
from crawler.commands.research.audit import of_archive
from crawler.database import open_for_reading
from tests.support.faults import FEED, Crawls
from tests.support.newsroom import Newsroom, samples
from tests.support.warm import scrapy

SITE = "https://www.visimuslim.org/2025/06/contoh-{number}.html"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory) -> Path:
    """The folder of a crawl that went well."""
    folder = tmp_path_factory.mktemp("crawled")
    with Newsroom() as newsroom:
        made = samples(SITE, 4)
        newsroom.publish(made)
        newsroom.serve(FEED, made, full=False)
        left = Crawls(newsroom, folder)()
    assert (left.verdict, left.articles) == ("ok", 4)
    return folder


@pytest.fixture
def folder(crawled, tmp_path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(crawled, tmp_path / "copy"))


def audited(folder: Path, *arguments: str, archive: str = "arsip"):
    place = ("-s", f"DATABASE={folder / 'news.db'}", "-s", f"ARCHIVE={folder / archive}")
    return scrapy("audit", *place, *arguments)


def archive_of(folder: Path, archive: str = "arsip") -> list:
    """What is found of the archive alone."""
    with closing(open_for_reading(folder / "news.db")) as database:
        settings = Settings({"ARCHIVE": archive and str(folder / archive)})
        return list(of_archive(Scope(database), settings))


def warc_of(folder: Path) -> Path:
    (warc,) = folder.glob("arsip/*/*.warc.gz")
    return warc


def captured(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "news.db")) as database:
        return [capture for (capture,) in database.execute("SELECT capture FROM articles")]


def test_a_crawl_that_went_well_has_nothing_to_be_found(folder):
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    done = audited(folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "audit: nothing found; 4 articles in the file\n"
    after = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert {file: after.get(file) for file in before} == before


def test_what_is_found_is_told_with_samples_and_what_to_do(folder):
    with closing(sqlite3.connect(folder / "news.db")) as database, database:
        database.execute("UPDATE articles SET url = 'https://www.contoh.id/a\x1bb' WHERE id = 1")
        database.execute("DELETE FROM frontier WHERE article_id IN (1, 2)")
        ((second,),) = database.execute("SELECT url FROM articles WHERE id = 2").fetchall()
    done = audited(folder)
    assert done.returncode == 10
    assert done.stdout.splitlines() == [
        "other-site: 1 finding, 1 article - articles lie at addresses that are not the site's",
        "  visimuslim: 1 article at www.contoh.id",
        "    https://www.contoh.id/a\N{REPLACEMENT CHARACTER}b",
        "  what to do: leave them out, or add the domain to the site's file where the outlet moved "
        "there",
        "",
        "unlisted: 1 finding, 2 articles - no listing of the site named the article",
        "  visimuslim: 2 articles that no listing named",
        "    https://www.contoh.id/a\N{REPLACEMENT CHARACTER}b",
        f"    {second}",
        "  what to do: look where it came from (run_id, capture); an import or a program of your "
        "own leaves such articles, a crawl does not",
        "",
    ]
    assert (
        done.stderr == "audit: 2 kinds of fault found, 2 articles touched; 4 articles in the file\n"
    )
    done = audited(folder, "--json", "--site", "visimuslim")
    foreign, unlisted = map(json.loads, done.stdout.splitlines())
    assert (foreign["kind"], foreign["articles"]) == ("other-site", [1])
    assert (unlisted["kind"], unlisted["articles"]) == ("unlisted", [1, 2])
    assert (done.returncode, foreign["advice"][:14]) == (10, "leave them out")
    assert audited(folder, "--since", "2999-01-01").returncode == 2  # a day to come
    assert "visimuslin has no article" in audited(folder, "--site", "visimuslin").stderr


def test_a_file_too_damaged_to_be_read_is_a_sentence(folder):
    file = folder / "news.db"
    file.write_bytes(file.read_bytes()[:8192] + b"\x55" * 40_000)
    done = audited(folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


# The archive


def test_every_capture_that_is_named_lies_in_the_archive(folder):
    assert archive_of(folder) == []


def test_no_archive_is_looked_for_where_none_is_kept(folder):
    shutil.rmtree(folder / "arsip")
    assert archive_of(folder, archive="") == []
    (found,) = archive_of(folder)
    assert found.found.startswith("4 pages named, and there is no folder ")


@pytest.mark.parametrize("without_index", [True, False])
def test_a_file_that_is_gone_or_cut_off_is_named(folder, without_index):
    warc = warc_of(folder)
    if without_index:
        index_of(warc).unlink()
    last = max(int(name.partition("#")[2]) for name in captured(folder))
    warc.write_bytes(warc.read_bytes()[: last + 40])
    (found,) = archive_of(folder)
    assert found.found.startswith("1 page ")
    assert warc.name in found.samples[0]
    warc.unlink()
    (found,) = archive_of(folder)
    assert found.found.startswith("4 pages not in ")
    assert found.samples == [f"{warc} is not there"]


def test_a_flipped_bit_is_found(folder):
    warc = warc_of(folder)
    data = bytearray(warc.read_bytes())
    offset = int(captured(folder)[0].partition("#")[2])
    length = next(entry.length for entry in indexed(warc) if entry.offset == offset)
    data[offset + length // 2] ^= 4
    warc.write_bytes(data)
    (found,) = archive_of(folder)
    assert found.found.startswith("1 page damaged in ")


@pytest.mark.parametrize("name", ["../news.db#0", "/etc/passwd#0", "x.warc.gz", "x.warc.gz#-1"])
def test_a_name_that_leads_out_of_the_archive_is_no_place(folder, name):
    with closing(sqlite3.connect(folder / "news.db")) as database, database:
        database.execute("UPDATE articles SET capture = ? WHERE id = 1", [name])
    (found,) = archive_of(folder)
    assert found.samples == ["names no place in an archive"]
