"""What a long command has done is written down line by line, so that it goes on there."""

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
