"""Where the database is to lie: what is in the way is said in a sentence, whatever it is."""

from pathlib import Path

import pytest

from crawler.database import check_database_path, open_for_reading
from crawler.errors import DatabaseFails, DatabaseProblem
from pipelines.database.schema import migrate
from tests.support.warm import scrapy, warta

check_place = pytest.mark.parametrize("check", [check_database_path, open_for_reading, migrate])


@check_place
def test_a_file_that_may_not_be_read(tmp_path, monkeypatch, check):
    path = tmp_path / "news.db"
    migrate(path)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DatabaseFails, match=r"can't be read: Permission denied; see to the perm"):
        check(path)


@check_place
@pytest.mark.parametrize("name", ["x" * 300, "circle/news.db"])
def test_a_name_that_no_disk_takes(tmp_path, check, name):
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(DatabaseProblem):
        check(tmp_path / name)


def test_a_command_says_it_in_one_line():
    for command in (["health"], ["crawl", "visimuslim"]):
        done = scrapy(*command, "-s", f"DATABASE={'x' * 300}")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "can't be read: File name too long" in done.stderr


@pytest.mark.parametrize("call", [["health"], ["crawl", "kompas"], ["due"], ["export", "x.csv"]])
def test_an_empty_name_is_told_and_makes_nothing(tmp_path, call):
    done = warta(*call, "-s", "DATABASE=", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        f"warta {call[0]}: DATABASE is empty, and articles are kept in a file; "
        "name one with -s DATABASE=PATH\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["health", "gaps"])
def test_where_nothing_was_crawled_that_is_said_beside_the_empty_table(tmp_path, command):
    migrate(tmp_path / "news.db")
    done = warta(command, cwd=tmp_path, check=True)
    assert done.stderr == f"{command}: news.db knows of no crawl yet\n"
    assert done.stdout.count("\n") == 1
