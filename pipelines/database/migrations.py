"""The list of changes that bring a database up to date; sqlite-utils carries them out.

It is imported once there is something to carry out: it takes a tenth of a second, and half of one
where pandas is installed, which it imports. Most commands find the file as it should be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

Step = Callable[["Database"], None]


class MigrationList:
    """Functions that each change a database once, in their order; its ``name`` is kept in it."""

    table = "_sqlite_migrations"
    """Where sqlite-utils notes which have been carried out."""

    def __init__(self, name: str):
        self.name = name
        self.steps: dict[str, Step] = {}

    def __call__(self, *, name: str | None = None) -> Callable[[Step], Step]:
        """A decorator that adds a function, under its own name where none is given."""

        def added(step: Step) -> Step:
            self.steps[name or step.__name__] = step
            return step

        return added

    def apply(self, db: Database) -> None:
        """Carry out what the database has not had yet."""
        from sqlite_utils import Migrations

        migrations = Migrations(self.name)
        for name, step in self.steps.items():
            migrations(name=name)(step)
        migrations.apply(db)
