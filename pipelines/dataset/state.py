"""What a data set says of itself: one file in its folder, by which it is kept up to date."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

from crawler.errors import OutputProblem

STATE = "_state.json"
"""Its name begins with _, by which Spark, Polars, pandas and Dask pass it over."""
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """The articles of a site and a month: its files by name, with their sizes in bytes.

    ``mark`` is what the database said of the month when they were written; None without one.
    """

    files: Mapping[str, int]
    articles: int
    mark: str | None = None


@dataclass(slots=True)
class State:
    """Which articles a data set holds, of what, and in which files.

    ``source`` is the database's id (None: none was there), ``chosen`` the sites it was made for
    (empty: all), ``columns`` their kinds by name, ``outlets`` what stands in every row of a site.
    ``number`` counts the states there were; it is part of the names of new files.
    """

    source: str | None = None
    chosen: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    outlets: Mapping[str, list[str | None]] = field(default_factory=dict)
    number: int = 0
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """How many articles."""
        return sum(part.articles for part in self.parts.values())


def part_name(site: str, month: str) -> str:
    """A part's folder, as in ``site=kompas/month=2025-06``.

    The month is that of ``published_day``: of the outlet's own clock, not of UTC.
    """
    return f"site={quote(site)}/month={month}"


def read_state(folder: Path) -> State:
    """What stands in a data set's folder.

    Raises OutputProblem for a folder that is none, is damaged, or was written by a newer Warta.
    """
    file = folder / STATE
    if not folder.is_dir() or not file.is_file():
        raise OutputProblem(
            f"{folder} is not a data set that is kept up to date (it has no {STATE}); "
            "give another name"
        )
    try:
        told = json.loads(file.read_text("utf-8"))
        layout = told.pop("layout")
        if layout > LAYOUT:
            raise OutputProblem(f"{folder} was written by a newer Warta; update Warta")
        parts = {name: Part(**part) for name, part in told.pop("parts").items()}
        state = State(**told, parts=parts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutputProblem(
            f"{file} can't be read: {error}; move the folder away and export again"
        ) from error
    _check_files(folder, state)
    return state


def write_state(folder: Path, state: State) -> None:
    """Write it into a folder, on the disk when this returns."""
    with (folder / STATE).open("w", encoding="utf-8") as file:
        json.dump({"layout": LAYOUT, **asdict(state)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def files_of(state: State) -> Iterator[tuple[str, int]]:
    """Each file's path in the folder, as in ``site=kompas/month=2025-06/...``, and its bytes."""
    for name, part in state.parts.items():
        for file, size in part.files.items():
            yield f"{name}/{file}", size


def others_in(folder: Path, state: State) -> list[str]:
    """Paths of files and links that no state wrote, as in a note somebody laid into the folder."""
    known = {name for name, _ in files_of(state)} | {STATE}
    found = [
        os.path.relpath(path, folder)
        for where, folders, names in os.walk(folder)
        for path in (os.path.join(where, name) for name in [*folders, *names])
        if os.path.islink(path) or not os.path.isdir(path)
    ]
    return [name for name in found if name not in known]


def _check_files(folder: Path, state: State) -> None:
    """Raises OutputProblem where a file is missing or cut, or one more would be read with them."""
    for name, size in files_of(state):
        try:
            found = (folder / name).stat().st_size
        except OSError:
            found = None
        if found != size:
            what = "is missing" if found is None else f"has {found:,} bytes in place of {size:,}"
            raise OutputProblem(
                f"the data set {folder} is damaged: {name} {what}; move the folder away and "
                "export again"
            )
    strange = [name for name in others_in(folder, state) if name.endswith(".parquet")]
    if strange:
        raise OutputProblem(
            f"the data set {folder} holds {strange[0]}, which it did not write and readers take "
            "for a part of it; move that file away"
        )
