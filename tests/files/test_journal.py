"""What a long command has done is written down line by line, so that it goes on there."""

import resource
import signal

import pytest

from crawler.errors import DatabaseProblem
from crawler.files.journal import journal


def test_a_journal_is_begun_anew_once_the_program_has_changed(tmp_path):
    path = tmp_path / "news.db.reparse"
    with journal(path, {"program": "1"}) as done:
        done.add({"read": [1]})
        done.keep = True
    with journal(path, {"program": "1"}) as done:
        assert list(done) == [{"read": [1]}]
        done.keep = True
    with journal(path, {"program": "2"}) as done:
        assert list(done) == []
    assert not path.exists()


def test_a_line_torn_by_a_crash_is_read_again(tmp_path):
    path = tmp_path / "news.db.reparse"
    with journal(path, {}) as done:
        done.add({"read": [1]})
        done.keep = True
    with path.open("ab") as file:
        file.write(b'{"read": [2')
    with journal(path, {}) as done:
        done.add({"read": [3]})
        assert list(done) == [{"read": [1]}, {"read": [3]}]


@pytest.mark.parametrize("room", [0, 30])
def test_a_full_disk_is_told_with_the_file(tmp_path, room):
    path = tmp_path / "news.db.reparse"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    answered = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        told = pytest.raises(DatabaseProblem, match=r"news\.db\.reparse, which .* make room")
        with told, journal(path, {"program": "1"}) as done:
            done.add({"read": [1] * 50})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, answered)
