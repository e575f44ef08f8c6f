"""What an import has read, into the next state of a data set: all of it in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.errors import OutputProblem
from pipelines.dataset.changing import NextState, next_state
from pipelines.dataset.reading import rows_of_file
from pipelines.dataset.state import State, part_name, read_state
from pipelines.dataset.typed import IN_PARTS, OF_THE_OUTLET, Row, with_pyarrow
from pipelines.gathering.data_set import DataSet, as_known, site_of
from pipelines.gathering.known import Known
from pipelines.gathering.meeting import Meeting
from pipelines.gathering.rejects import add_rejects
from pipelines.gathering.spool import Reading, Spool

ROWS_OF_A_GROUP = 1000
"""Texts in memory at a time."""
KINDS = {name: column.kind for name, column in IN_PARTS.items()}
Outlets = Callable[[str, str], list[str | None]]
"""From a site and an address of it to its outlet and province."""


@dataclass(slots=True)
class TakenIn:
    """What a data set holds now, what became of captures by site, this call's rejects by reason.

    ``gone`` are articles that were taken down since they were read.
    """

    articles: int = 0
    by_site: Mapping[str, Counter[str]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    gone: int = 0

    @property
    def counts(self) -> Counter[str]:
        """What became of captures of articles, of all sites."""
        return sum(self.by_site.values(), Counter())


def check_target(path: Path) -> None:
    """Raises UsageProblem without pyarrow, OutputProblem for what is no data set of imports."""
    with_pyarrow()
    path = path.expanduser().resolve()
    if not path.parent.is_dir():
        raise OutputProblem(
            f"the folder {path.parent} does not exist; create it (mkdir -p {path.parent})"
        )
    if path.exists():
        _check_source(path, read_state(path))


def take_in(path: Path, spool: Spool, taken_down: frozenset[str], outlets: Outlets) -> TakenIn:
    """Bring all that was read into the data set, or make it; nothing of it twice.

    ``taken_down`` are marks of articles that are not to come back. Raises OutputProblem and
    OutputFails with nothing changed.
    """
    path = path.expanduser().resolve()
    with next_state(path) as coming:
        _check_source(path, coming.before)
        held = DataSet(path, coming.before, spool)
        done = TakenIn(gone=held.know_all(taken_down))
        meeting = Meeting(held.articles, taken_down, held.newest)
        for offset in spool.offsets():
            item = spool.at(offset)
            if isinstance(item, Reading):
                meeting.take(item, offset)
            else:
                meeting.rejects.append(offset)
        done.by_site = meeting.counts
        facts = _write(coming, held, outlets)
        rejects = (spool.at(row) if isinstance(row, int) else row for row in meeting.rejects)
        done.refused = add_rejects(path, coming, rejects, taken_down)
        coming.describe(source=None, chosen=[], columns=KINDS, outlets=facts)
        done.articles = coming.state.articles
    return done


def _check_source(path: Path, state: State) -> None:
    if state.source:
        raise OutputProblem(
            f"{path} is kept up to date from a database (scrapy export --update), which would "
            "take out again what is brought in beside it; give another name"
        )


def _write(coming: NextState, held: DataSet, outlets: Outlets) -> dict[str, list[str | None]]:
    """Write every month anew in which an article changed; outlet and province by site."""
    before = coming.before
    facts = dict(before.outlets)
    new: dict[str, list[Known]] = {}
    touched = set(before.parts) if before.number and before.columns != KINDS else set[str]()
    for known in held.articles.all:
        if not known.is_changed:
            continue
        if known.part:
            touched.add(known.part)
        if known.site not in facts:
            facts[known.site] = outlets(known.site, known.url)
        if not known.is_removed and isinstance(known.place, int):
            part = part_name(known.site, held.load(known)["published_day"][:7])
            new.setdefault(part, []).append(known)
    for name in sorted(touched | new.keys()):
        site, month = site_of(name), name.rpartition("=")[2]
        rows = _rows(held, name, new.get(name, []), facts.get(site, [None, None]))
        coming.replace(site, month, IN_PARTS, _groups(rows))
    return facts


def _rows(
    held: DataSet, part: str, new: Sequence[Known], of_the_outlet: Sequence[str | None]
) -> Iterator[Row]:
    """Rows of a month: those that stay, with what is known of them since, and the new ones."""
    outlet = dict(zip(OF_THE_OUTLET, of_the_outlet, strict=True))
    old = held.state.parts[part].files if part in held.state.parts else ()
    for file in old:
        name = f"{part}/{file}"
        rows = rows_of_file(held.path / name, IN_PARTS)
        for number, row in zip(held.by_file[name], rows, strict=True):
            known = held.articles.all[number]
            if not known.is_removed and not isinstance(known.place, int):
                yield _values({**as_known(row, known), **outlet})
    for known in new:
        row = {"id": number_of(known), "search_only": 0, **held.load(known), **outlet}
        yield _values(row)


def _groups(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    while group := [*islice(rows, ROWS_OF_A_GROUP)]:
        yield group


def _values(row: Mapping[str, Any]) -> Row:
    return [row.get(name) for name in IN_PARTS]


def number_of(known: Known) -> int:
    """An article's ``id``: no database counts them, so it is made of what it is known by.

    63 bits of a hash: among ten million articles two are alike once in 180,000 data sets.
    """
    by = f"{known.site} {known.number}" if known.number else f"{known.site} {known.url}"
    return int.from_bytes(blake2b(by.encode("utf-8", "replace"), digest_size=8).digest()) >> 1
