"""A database that an older Warta made answers every command that reads it."""

import pytest

from crawler.errors import DatabaseFails
from pipelines.database import schema
from tests.support.older_database import older_database
from tests.support.warm import warta


@pytest.fixture
def older(tmp_path):
    """A file as version 0.1 made it, with an article."""
    return older_database(tmp_path / "old.db")


def test_an_older_file_that_can_not_be_written_is_told(older, monkeypatch):
    def read_only(path):
        raise DatabaseFails(f"the database {path} can't be written: it is read-only")

    monkeypatch.setattr(schema, "migrate", read_only)
    before = older.read_bytes()
    with pytest.raises(DatabaseFails, match="made by an older Warta.*up to date first; the"):
        schema.open_up_to_date(older)
    assert older.read_bytes() == before


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("search judul", "1 article"),
        ("search judul --count-by province", "1"),
        ("export -", "https://contoh.example/1"),
        ("export - --place Solo", "id,site"),
        ("snapshot frozen", "1 article and 0 gaps"),
        ("report report.html", "report.html"),
        ("export kept.parquet --update", "1 article"),
        ("health", "knows of no crawl"),
        ("gaps", "knows of no crawl"),
        ("audit", "1 articles in the file"),
        ("diff 1", "Judul"),
        ("revisions", "no run"),
    ],
)
def test_an_older_file_is_read(older, call, said):
    done = warta(*call.split(), "-s", f"DATABASE={older}", cwd=older.parent)
    assert said in done.stdout + done.stderr
    assert done.returncode in (0, 10), done.stderr
    assert "can't be" not in done.stderr
