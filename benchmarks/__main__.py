"""``python -m benchmarks [ROW ...]``: measure, and write docs/performance.md."""

from __future__ import annotations

import argparse
import os
import sys
import time
from importlib import import_module

from benchmarks.measure import Effort, machine
from benchmarks.performance_page import PAGE, write_rows

ROWS = {
    "read": 1,
    "extractors": 2,
    "dates": 1,
    "store": 1,
    "million": 12,
    "crawl": 4,
    "memory": 6,
    "reparse": 4,
    "idle": 1,
    "doubling": 3,
}
"""Each row's module (``benchmarks.rows.NAME``) and the minutes it takes, about."""


def main() -> int:
    """Measure the rows asked for; 0 when all of them are reached, 1 when one is not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"{', '.join(ROWS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that take turns (default 5)")
    parser.add_argument("--scale", type=float, default=1, help="share of pages and articles")
    parser.add_argument("--dry", action="store_true", help=f"print only, leave {PAGE.name} alone")
    options = parser.parse_args()
    chosen = options.rows or list(ROWS)
    if unknown := set(chosen) - set(ROWS):
        print(f"there is no row {', '.join(unknown)}; there are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    minutes = sum(ROWS[name] for name in chosen)
    print(f"{machine()}; this takes about {minutes} minutes", file=sys.stderr)
    reached = {name: measure(name, options) for name in chosen}
    return int(not all(reached.values()))


def measure(name: str, options: argparse.Namespace) -> bool:
    """Measure one row, print it and write it into the page; whether nothing failed its mark."""
    began, load = time.time(), os.getloadavg()[0]
    effort = Effort(options.scale, options.rounds)
    rows = list(import_module(f"benchmarks.rows.{name}").rows(effort))
    print(f"{name}: {time.time() - began:.0f} s, load {load:.1f} at the beginning")
    for row in rows:
        mark = {True: "reached", False: "NOT REACHED", None: "-"}[row.met]
        print(f"  {row.what} | {row.baseline} | {row.asked} | {row.reached} | {mark}", end="")
        print(f" | {row.ours} | {row.theirs}", flush=True)
    if not options.dry:
        write_rows(name, list(ROWS), rows, load)
    return all(row.met is not False for row in rows)


if __name__ == "__main__":
    sys.exit(main())
