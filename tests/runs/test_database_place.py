"""Where the database is to lie: what is in the way is said in a sentence, whatever it is."""

from pathlib import Path

import pytest

from crawler.database import check_database_path, open_for_reading
from crawler.errors import DatabaseFails, DatabaseProblem
from pipelines.database.schema import migrate
from tests.support.warm import scrapy

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
