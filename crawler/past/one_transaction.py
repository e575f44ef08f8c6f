"""A database connection on which all that many small transactions write is committed at once.

A run that is lived again goes through the crawl's own code, which commits after every listing and
every article. Killed in the middle, it must leave nothing, so that it can be lived from its
beginning once more.
"""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Any

from crawler.errors import DatabaseProblem


class OneItemRefused(DatabaseProblem):
    """SQLite took back one of several items; what the run wrote is taken back with it."""


class OneTransaction(sqlite3.Connection):
    """Takes no commit of others: ``begin`` and ``end`` are whoever made it's.

    ``careful`` keeps a point to go back to for each small transaction, which makes the search
    index three times as slow to fill. Without it the first that is taken back raises
    OneItemRefused.
    """

    careful = False

    def begin(self) -> None:
        """Begin the transaction that is committed at once."""
        super().execute("BEGIN IMMEDIATE")

    def end(self) -> None:
        """Commit it."""
        super().commit()

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Run a statement; a small transaction's beginning and end are none of the file's."""
        if statement.startswith("BEGIN"):
            statement = "SAVEPOINT small" if self.careful else "SELECT 1"
        elif statement == "COMMIT":
            statement = "RELEASE small" if self.careful else "SELECT 1"
        elif statement == "ROLLBACK":
            if not self.careful:
                super().rollback()
                raise OneItemRefused("one item was refused; see the log")
            super().execute("ROLLBACK TO small")
            statement = "RELEASE small"
        return super().execute(statement, *values)

    def __enter__(self) -> OneTransaction:
        """A small transaction, as by ``with connection``."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """End it; what went wrong ends the run that is lived."""
        return False
