"""A table's test fails for each row that does, and for each is said what was wrong."""

import pytest

from tests.support.rows import every_row


def test_all_rows_are_tried_and_those_that_fail_are_named():
    tried = []

    @every_row("one, other", [(1, 1), (2, 3), pytest.param(4, 5, id="row four"), (6, 6)])
    def each(one, other, tmp_path):
        tried.append((one, tmp_path))
        assert one == other

    with pytest.raises(pytest.fail.Exception) as failed:
        each(tmp_path="fixture")
    assert tried == [(number, "fixture") for number in (1, 2, 4, 6)]
    first, *rows = [line for line in str(failed.value).splitlines() if ": " in line or "of" in line]
    assert first == "2 of 4 rows:"
    assert [row.partition(" ")[0] for row in rows] == ["2-3:", "row"]
    assert "row four: AssertionError assert 4 == 5" in str(failed.value)


def test_an_error_of_the_program_is_told_as_one():
    @every_row("one", [0, 1])
    def each(one):
        assert 1 // one

    with pytest.raises(pytest.fail.Exception, match="1 of 2 rows:\n0: ZeroDivisionError"):
        each()


def test_rows_that_are_right_pass_and_a_skip_is_a_skip():
    every_row("one", [1, 2])(lambda one: None)()
    with pytest.raises(pytest.skip.Exception):
        every_row("one", [1])(lambda one: pytest.skip("nothing here"))()


def test_tables_of_tables_tell_the_rows_of_both():
    @every_row("one", [1, 2])
    @every_row("other", [2, 3])
    def each(one, other):
        assert one != other

    with pytest.raises(pytest.fail.Exception, match="1 of 2 rows:\n2: 1 of 2 rows:\n2: Assertion"):
        each()


def test_a_table_without_a_row_is_no_test():
    with pytest.raises(AssertionError, match="without a row"):
        every_row("one", [])


class TestOfAClass:
    """Methods are tried as functions are."""

    @every_row("one", [1, 2], ids=lambda one: f"number {one}")
    def test_methods(self, one, tmp_path):
        assert one and self and tmp_path.exists()
