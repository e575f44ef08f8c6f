"""A file or folder appears whole or not at all."""

from pathlib import Path

import pytest

from crawler.errors import OutputProblem
from crawler.files.new_output import new_file, new_folder


def test_a_file_appears_only_when_it_is_complete(tmp_path):
    target = tmp_path / "news.csv"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError), new_file(target) as partial:
        partial.write_text("half")
        raise ZeroDivisionError
    assert target.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["news.csv"]


def test_a_folder_appears_only_when_it_is_complete(tmp_path):
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "news") as partial:
        (partial / "a").write_text("half")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(OutputProblem, match="mkdir -p"), new_file(tmp_path / "no" / "a.csv"):
        pass


@pytest.mark.parametrize("target", ["/dev/null", "/tmp"])
def test_what_is_no_file_is_never_replaced(target):
    with pytest.raises(OutputProblem, match="name a file"), new_file(Path(target)):
        pass
