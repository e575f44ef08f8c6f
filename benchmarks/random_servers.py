"""News sites that fail at random, hundreds of runs of them: what was stored that none published.

    python -m benchmarks.random_servers [--worlds 20] [--rounds 5] [--seed 1]

Each world is two sites of six kinds of listing on a local server, a month in which they publish,
edit, move, withdraw and fail in one or two of some twenty ways at a time, and runs of which some
are killed (SIGKILL), told to stop or under a clock that is years off. After every run each row is
held against what the server knows to be true (tests/support/random_truth.py). Prints a line for
each world and their sum; ends with 1 where anything was wrong, which is printed with its seed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from tests.support.random_server import World  # noqa: E402

HEADINGS = ("world", "sites", "stories", "runs", "faults", "killed", "violations", "seconds")


def lived(seed: int, rounds: int) -> tuple[World, float]:
    """A world after so many rounds and its end, and the seconds that took."""
    began = time.monotonic()
    with TemporaryDirectory() as folder, World(Path(folder), seed) as world:
        world.begin()
        for _ in range(rounds):
            world.round()
        world.calm_down()
    return world, time.monotonic() - began


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    """Let worlds live, print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="of the first world")
    asked = parser.parse_args()
    print(row(*HEADINGS))
    print(row(*["---"] * len(HEADINGS)))
    sums: Counter[str] = Counter()
    for seed in range(asked.seed, asked.seed + asked.worlds):
        world, seconds = lived(seed, asked.rounds)
        counts = {
            "stories": len(world.stories),
            **{name: world.counts[name] for name in ("runs", "faults", "killed")},
            "violations": len(world.violations),
            "seconds": round(seconds),
        }
        sums.update(counts)
        print(row(seed, ", ".join(world.sites), *counts.values()), flush=True)
        for violation in dict.fromkeys(world.violations):
            print(f"seed {seed}: {violation}", file=sys.stderr)
    print(row("all", 2 * asked.worlds, *(sums[name] for name in HEADINGS[2:])))
    return int(sums["violations"] > 0)


if __name__ == "__main__":
    sys.exit(main())
