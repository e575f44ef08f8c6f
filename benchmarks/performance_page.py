"""The table in docs/performance.md: rows measured are replaced, all else stays as it is."""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.measure import ROOT, machine
from benchmarks.row import Row

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
HEAD = (
    "| row | what | against | asked | reached | Warta | baseline | measured |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
MARK = {True: "", False: " **not reached**", None: ""}


def write_rows(name: str, order: Sequence[str], rows: Sequence[Row], load: float) -> None:
    """Put a module's rows into the table in place of those it had."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    table, _, after = rest.partition(END)
    kept = [
        line for line in table.splitlines() if line.startswith("| `") and f"`{name}`" not in line
    ]
    measured = f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {machine()}, load {load:.1f}"
    lines = kept + [line(name, row, measured) for row in rows]
    lines.sort(key=lambda text: order.index(text.split("`")[1]))
    body = "".join(f"{text}\n" for text in lines)
    PAGE.write_text(f"{before}{BEGIN}\n{HEAD}{body}{END}{after}", "utf-8")


def line(name: str, row: Row, measured: str) -> str:
    """One row as a line of Markdown."""
    reached = f"{row.reached}{MARK[row.met]}"
    cells = [row.what, row.baseline, row.asked, reached, row.ours, row.theirs, measured]
    return f"| `{name}` | " + " | ".join(cells) + " |"
