"""One test for all rows of a table, where a row takes less time than pytest needs for a test.

    @every_row("word", WORDS)
    def test_a_word_is_known(word): ...

Called as ``pytest.mark.parametrize`` is. All rows are tried, with the same fixtures; those that
fail are named, each with what was wrong.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

import pytest

MOST_SHOWN = 20
"""Rows that are told of a table; of the others only how many."""


def every_row(
    names: str | Sequence[str], rows: Iterable, ids: Callable[[object], object] | Iterable = str
) -> Callable[[Callable], Callable]:
    """Make a test of one row the test of a table."""
    named = [name.strip() for name in names.split(",")] if isinstance(names, str) else [*names]
    called = repeat(ids) if callable(ids) else ids
    table = [Row(row, named, each) for row, each in zip(list(rows), called, strict=False)]
    assert table, "a table without a row tests nothing"

    def of_all(test: Callable) -> Callable:
        def tried(*instance, **fixtures):
            told = [row.problem(test, instance, fixtures) for row in table]
            failed = [each for each in told if each]
            if failed:
                shown = "\n".join(failed[:MOST_SHOWN])
                pytest.fail(f"{len(failed)} of {len(table)} rows:\n{shown}", pytrace=False)

        taken = inspect.signature(test).parameters.values()
        tried.__signature__ = inspect.Signature([each for each in taken if each.name not in named])
        tried.__name__, tried.__doc__ = test.__name__, test.__doc__
        tried.__module__ = test.__module__
        return tried

    return of_all


class Row:
    """A row's cells by the test's names, and what it is called."""

    def __init__(self, row: object, names: Sequence[str], called: object):
        is_param = isinstance(row, type(pytest.param()))
        cells = row.values if is_param else [row] if len(names) == 1 else row
        self.cells = dict(zip(names, cells, strict=True))
        self.called = is_param and row.id or called

    @property
    def name(self) -> str:
        """As in "first cell-second cell"; made only of a row that fails."""
        if callable(self.called):
            return "-".join(str(self.called(cell)) for cell in self.cells.values())
        return str(self.called)

    def problem(self, test: Callable, instance: Sequence, fixtures: dict) -> str:
        """What a test of this row raised, in words; empty where it raised nothing."""
        try:
            test(*instance, **fixtures, **self.cells)
        except pytest.fail.Exception as error:  # of a table within the table
            return f"{self.name}: {error}"
        except Exception as error:  # noqa: BLE001 told with those of the other rows
            return f"{self.name}: {type(error).__name__} {error}".rstrip()
        return ""
