"""Which run of a database each run of another file is; those it does not have are added."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from pipelines.merging.removed import Removed

CHANGING = ("revised", "rejected", "rejects", "reason", "ways_in")
"""Columns of a run that has ended which a person's command changes later."""
ASKED = ("since", "until", "query", "origin", "replay")
TAKEN_DOWN = "(taken down)"


def join_runs(
    here: sqlite3.Connection, there: sqlite3.Connection, removed: Removed
) -> tuple[dict[int, int], int]:
    """By number of the file's runs those of the database, and how many are new there.

    In an open transaction; both give ``sqlite3.Row``.
    """
    found, new = {}, 0
    for row in there.execute("SELECT * FROM runs ORDER BY id"):
        run = removed.without_addresses(dict(row))
        number = run.pop("id")
        known = here.execute(
            "SELECT * FROM main.runs WHERE site = ? AND started_at = ?",
            (run["site"], run["started_at"]),
        ).fetchall()
        alike = [each for each in known if all(each[name] == run[name] for name in ASKED)]
        if same := _same(run, alike):
            found[number] = same["id"]
            _update(here, same, run)
        else:
            found[number] = here.execute(
                f"INSERT INTO main.runs ({', '.join(run)}) VALUES (:{', :'.join(run)})", run
            ).lastrowid
            new += 1
    return found, new


def _same(run: dict, alike: Sequence[sqlite3.Row]) -> sqlite3.Row | None:
    """The run that one is: with the same end and counts, or one of the two without an end."""
    ended = [each for each in alike if each["ended_at"] is not None]
    going_on = [each for each in alike if each["ended_at"] is None]
    if run["ended_at"] is None:
        return min(ended, key=lambda each: _fixed(dict(each)), default=next(iter(going_on), None))
    same = (each for each in ended if _fixed(dict(each)) == _fixed(run))
    return next(same, None) or next(iter(going_on), None)


def _fixed(run: dict) -> list[str]:
    return [str(value) for name, value in run.items() if name not in (*CHANGING, "id")]


def _update(here: sqlite3.Connection, same: sqlite3.Row, run: dict) -> None:
    """Take over what the file knows later of a run."""
    stored = {name: same[name] for name in run}
    newer = max(stored, run, key=_changed)
    if newer != stored:
        columns = ", ".join(f"{name} = :{name}" for name in newer)
        here.execute(f"UPDATE main.runs SET {columns} WHERE id = :id", {**newer, "id": same["id"]})


def _changed(run: dict) -> tuple:
    """Greater the more has happened to a run: ended, an address taken out, versions taken back."""
    cleared = sum((run[name] or "").count(TAKEN_DOWN) for name in ("reason", "ways_in"))
    told = [str(run[name]) for name in CHANGING]
    return run["ended_at"] is not None, cleared, run["rejected"], told
