"""``scrapy archive --check``: what is damaged is named with file and byte, what is whole is not."""

import gzip
import json
import sqlite3
from contextlib import closing

import pytest

from crawler.archive.cdxj import index_of
from pipelines.database.schema import migrate
from tests.archive.test_damaged_archives import flipped, stored
from tests.support.warm import scrapy


@pytest.fixture
def kept(tmp_path):
    """An archive of twelve captures, all named by a database: its folder, names and file."""
    names, file = stored(tmp_path / "archive")
    migrate(tmp_path / "news.db")
    with closing(sqlite3.connect(tmp_path / "news.db")) as database, database:
        database.executemany(
            "INSERT INTO rejects (url, site, reason, seen_at, capture) "
            "VALUES ('https://contoh.test/', 'contoh', 'no-date', '2025-06-18T00:00:00Z', ?)",
            [(name,) for name in names],
        )
    return tmp_path, names, file


def check(folder, *arguments):
    """The exit code, and what was found."""
    line = ["archive", "--check", folder / "archive", *arguments, "--json"]
    done = scrapy(*line, "-s", f"DATABASE={folder / 'news.db'}")
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_whole_archive_is_said_to_be_whole(kept):
    folder, _, _ = kept
    code, report = check(folder)
    assert (code, report["faults"]) == (0, [])
    assert (report["files"], report["captures"], report["named"]) == (1, 12, 12)
    assert report["digests"] == 12
    done = scrapy("archive", "--check", folder / "archive", "-s", f"DATABASE={folder}/news.db")
    assert done.stdout == (
        f"1 files, 12 captures, 12 digests, 12 captures named in {folder}/news.db: "
        "nothing is wrong\n"
    )


def test_each_thing_that_is_wrong_is_named_with_its_place(kept):
    folder, names, file = kept
    places = [int(name.partition("#")[2]) for name in names]
    file.write_bytes(flipped(file.read_bytes(), (places[3] + 60) * 8))
    lines = index_of(file).read_text().splitlines(keepends=True)
    lines[7] = lines[7].replace("berita/7", "berita/8")
    index_of(file).write_text("".join(lines[:5] + lines[6:]))
    with closing(sqlite3.connect(folder / "news.db")) as database, database:
        for capture in (f"contoh/{file.name}#77", "contoh/hilang.warc.gz#5"):
            database.execute(
                "INSERT INTO rejects (url, site, reason, seen_at, capture) "
                "VALUES ('https://contoh.test/', 'contoh', 'no-date', '', ?)",
                (capture,),
            )
    file.with_name(f"{file.name}.torn").write_bytes(b"x")
    code, report = check(folder)
    found = [(fault["kind"], fault["offset"]) for fault in report["faults"]]
    assert code == 10
    assert found == [
        ("damaged", places[3]),
        ("index", places[3]),
        ("index", places[7]),
        ("index", places[5]),
        ("missing", 77),
        ("missing", places[3]),
        ("missing", None),
    ]
    assert {fault["file"] for fault in report["faults"]} == {
        f"contoh/{file.name}",
        "contoh/hilang.warc.gz",
    }
    assert report["set_aside"] == [f"{file}.torn"]


def test_a_body_that_is_not_what_was_digested_is_found_where_nothing_else_tells(kept):
    folder, names, file = kept
    plain = file.with_name("lain.warc")
    data = gzip.decompress(file.read_bytes())
    at = data.index(b"<p>5 ")
    plain.write_bytes(flipped(data, (at + 20) * 8))
    code, report = check(folder)
    (fault,) = report["faults"]
    assert (code, fault["kind"], fault["file"]) == (10, "digest", "contoh/lain.warc")
    assert "berita/5 does not have the payload digest" in fault["what"]


def test_what_can_not_be_checked_is_a_sentence(tmp_path):
    for line, sentence in (
        ([], "as in scrapy archive --check"),
        (["--check", tmp_path / "tiada"], "does not exist"),
        (["--check", tmp_path], "holds no WARC file"),
    ):
        done = scrapy("archive", *line)
        assert done.returncode == 2
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
