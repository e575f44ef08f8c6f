"""A data set goes from one whole state to the next, whoever reads and whatever kills it."""

import os
import shutil
import signal
import sys
from contextlib import ExitStack

import pyarrow.dataset
import pytest

from crawler.errors import OutputFails, OutputProblem
from crawler.items import Column
from pipelines.dataset import changing
from pipelines.dataset.changing import next_state
from pipelines.dataset.state import STATE, read_state
from tests.support.volume import of

COLUMNS = {
    "id": Column("Number", "number"),
    "tags": Column("Tags", "list"),
    "published_at": Column("Time", "instant"),
}
MAY, JUNE = ("kompas", "2025-05"), ("kompas", "2025-06")


def rows(*ids):
    """A row group of articles with these numbers."""
    return [[(number, '["pasar"]', "2025-06-18T05:00:00Z") for number in ids]]


def written(path, months):
    """Write months anew; a month of no articles goes."""
    with next_state(path) as coming:
        for (site, month), ids in months.items():
            coming.replace(site, month, COLUMNS, rows(*ids) if ids else [])


def held(path):
    """The numbers that a reader of the folder gets, who knows nothing of states."""
    table = pyarrow.dataset.dataset(path, partitioning="hive").to_table()
    return sorted(table["id"].to_pylist()) if table.num_rows else []


@pytest.fixture
def path(tmp_path):
    """A data set of two months, three articles."""
    folder = tmp_path / "corpus.parquet"
    written(folder, {MAY: [1, 2], JUNE: [3]})
    return folder


def test_a_folder_for_each_site_and_month_holds_typed_columns(path):
    table = pyarrow.dataset.dataset(path, partitioning="hive").to_table()
    assert sorted(table["month"].to_pylist()) == ["2025-05", "2025-05", "2025-06"]
    assert set(table["site"].to_pylist()) == {"kompas"}
    assert str(table.schema.field("published_at").type) == "timestamp[us, tz=UTC]"
    assert table["tags"].to_pylist() == [["pasar"]] * 3
    assert read_state(path).articles == 3


def test_what_does_not_change_stays_the_same_file_and_what_changes_gets_a_new_name(path):
    before = {file.name: file.stat().st_ino for file in path.rglob("*.parquet")}
    may = next(path.glob("*/month=2025-05/*"))
    june = next(path.glob("*/month=2025-06/*"))
    written(path, {JUNE: [3, 4]})
    assert may.stat().st_ino == before[may.name]
    assert not june.exists(), "a reader with the old list is told, and reads no mixture"
    assert held(path) == [1, 2, 3, 4]


def test_articles_are_added_beside_those_of_a_month_and_a_month_is_taken_out(path):
    with next_state(path) as coming:
        assert coming.add(*JUNE, COLUMNS, rows(4, 5)) == 2
        assert coming.add(*JUNE, COLUMNS, rows(6)) == 1
        coming.drop("site=kompas/month=2025-05")
    assert held(path) == [3, 4, 5, 6]
    assert not [*path.glob("*/month=2025-05")], "no empty folder stays"
    assert read_state(path).articles == 4


def test_nothing_is_touched_where_nothing_changes(path):
    folder, number = path.stat().st_ino, read_state(path).number
    with next_state(path):
        pass
    assert (path.stat().st_ino, read_state(path).number) == (folder, number)


def test_an_error_leaves_everything_as_it_was(path):
    with pytest.raises(ZeroDivisionError), next_state(path) as coming:
        coming.replace(*JUNE, COLUMNS, rows(9))
        raise ZeroDivisionError
    assert held(path) == [1, 2, 3]
    assert sorted(os.listdir(path.parent)) == [".corpus.parquet.lock", "corpus.parquet"]


def test_what_somebody_laid_into_the_folder_stays(path):
    (path / "README.txt").write_text("contoh")
    (path / "site=kompas" / "_notes").write_text("contoh")
    (path / "link").symlink_to("README.txt")
    (path / "elsewhere").symlink_to("..", target_is_directory=True)
    path.chmod(0o750)
    written(path, {JUNE: [4]})
    assert (path / "README.txt").read_text() == "contoh"
    assert (path / "site=kompas" / "_notes").exists()
    assert (path / "link").is_symlink()
    assert (path / "elsewhere").is_symlink()
    assert path.stat().st_mode & 0o777 == 0o750


def test_the_name_may_be_a_link_to_a_folder_on_another_disk(path, tmp_path):
    link = tmp_path / "link.parquet"
    link.symlink_to(path)
    written(link, {JUNE: [4]})
    assert link.is_symlink()
    assert held(path) == [1, 2, 4]


def foreign(path):
    (path / STATE).unlink()
    return "is not a data set that is kept up to date"


def a_file(path):
    path.rename(path.with_name("moved"))
    path.write_text("contoh")
    return "is not a data set that is kept up to date"


def torn_state(path):
    (path / STATE).write_text((path / STATE).read_text()[:40])
    return "can't be read"


def no_state_at_all(path):
    (path / STATE).write_text("[]")
    return "can't be read"


def missing(path):
    next(path.rglob("*.parquet")).unlink()
    return "is missing"


def cut(path):
    file = next(path.rglob("*.parquet"))
    os.truncate(file, 10)
    return "has 10 bytes in place of"


def one_more(path):
    (path / "site=kompas" / "month=2025-05" / "copy.parquet").write_bytes(b"PAR1")
    return "which it did not write"


def of_a_newer_warta(path):
    (path / STATE).write_text((path / STATE).read_text().replace('"layout": 1', '"layout": 2'))
    return "newer Warta"


@pytest.mark.parametrize(
    "harm",
    [
        foreign,
        a_file,
        torn_state,
        no_state_at_all,
        missing,
        cut,
        one_more,
        of_a_newer_warta,
    ],
)
def test_a_foreign_or_broken_folder_is_refused_and_left_as_it_is(path, harm):
    sentence = harm(path)
    there = {str(file): file.lstat().st_mtime_ns for file in path.parent.rglob("*")}
    with pytest.raises(OutputProblem, match=sentence), next_state(path) as coming:
        coming.replace(*JUNE, COLUMNS, rows(9))
    assert {name: when for name, when in there.items() if os.path.lexists(name)} == there, (
        "nothing is gone"
    )
    assert not (path.parent / ".corpus.parquet.next").exists()


def test_two_at_a_time_are_one_too_many(path):
    with next_state(path), pytest.raises(OutputProblem, match="another process"), next_state(path):
        pass


def test_a_folder_that_can_not_be_written_is_told(tmp_path):
    with pytest.raises(OutputProblem, match="does not exist"), next_state(tmp_path / "no" / "c"):
        pass
    (tmp_path / ("n" * 240)).mkdir()
    with pytest.raises(OutputFails), next_state(tmp_path / ("n" * 250)):
        pass


def killed_at(step, path, change):
    """Change the data set in a process that is killed at its nth line in changing.py.

    Whether it was killed before it was done.
    """
    child = os.fork()
    if child == 0:
        count = 0

        def watch(frame, event, _):
            nonlocal count
            if not frame.f_code.co_filename.endswith(("dataset/changing.py", "dataset/state.py")):
                return None
            if event == "line":
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
            return watch

        try:
            sys.settrace(watch)
            written(path, change)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two renames"])
def test_after_a_kill_at_any_line_readers_and_the_next_call_are_right(path, monkeypatch, exchanges):
    if not exchanges:
        monkeypatch.setattr(changing, "_exchange", lambda one, other: False)
    change = {MAY: [], JUNE: [3, 4], ("tempo", "2025-06"): [5]}
    seen, step, was_killed = set(), 0, True
    while was_killed:
        step += of(23, 1)
        tried = path.with_name(f"{step}.parquet")
        shutil.copytree(path, tried)
        was_killed = killed_at(step, tried, change)
        if exchanges or tried.exists():
            seen.add(tuple(held(tried)))
        written(tried, change)
        assert held(tried) == [3, 4, 5], step
        left = [name for name in os.listdir(path.parent) if name.endswith((".next", ".old"))]
        assert not left, step
    assert seen == {(1, 2, 3), (3, 4, 5)}
    assert step > 200, "there were lines to be killed at"


def test_readers_during_changes_get_whole_states_or_are_told(path):
    """Each state is of three articles, of which no two states share one."""
    states = {(1, 2, 3)}
    for number in range(10, 100, 10):
        states.add((number, number + 1, number + 2))
    child = os.fork()
    if child == 0:
        with ExitStack() as stack:
            stack.callback(os._exit, 0)
            for number in range(10, 100, 10):
                written(path, {MAY: [number, number + 1], JUNE: [number + 2]})
    seen = set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        try:
            seen.add(tuple(held(path)))
        except FileNotFoundError:
            continue
    assert seen <= states
    assert tuple(held(path)) == (90, 91, 92)
