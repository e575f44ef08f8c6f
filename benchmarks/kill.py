"""Crawls killed at random moments: what is lost (nothing), doubled (nothing), and what it costs.

    python benchmarks/kill.py [--kills 50] [--articles 10000] [--seed N]

First, so many crawls of 40 local articles are killed (SIGKILL to the process group), each at a
random moment of one of five phases, and run again. Then a crawl of so many articles is interrupted
ten times, SIGKILL and SIGTERM mixed, and run to its end. After each, the database and the archive
are compared with those of an undisturbed crawl: every article, revision, tag and author, SQLite's
own checks, the search index, every capture, ``warcio check``. Two tables are printed.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from tests.support.interrupted import PHASES, Run, Scene, contents, doubled, kill_group, wrong  # noqa: E402

INTERRUPTIONS = 10
WHOLE_LISTING = ("-s", "LISTING_PAGES=1000", "-L", "WARNING")


def row(*cells: object) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(f"{c:.1f}" if isinstance(c, float) else str(c) for c in cells) + " |"


def kills(folder: Path, count: int, seed: int) -> int:
    """Kill so many crawls, each once, and run each again; how many were wrong afterwards."""
    runs: dict[str, list[Run]] = defaultdict(list)
    found = []
    with Scene(folder, seed) as scene:
        expected = scene.undisturbed()
        found += wrong(scene.calm.folder, expected)
        for moment in scene.moments(count):
            run = scene.rerun(scene.killed(moment))
            runs[moment.phase].append(run)
            for problem in wrong(run.folder, expected):
                found.append(f"{moment} {run.codes}: {problem}")
                print(found[-1], file=sys.stderr)
        calm = scene.calm
    print(row("killed in", "died", "asked for again", "seconds lost", "torn", "doubled", "wrong"))
    print(row(*["---"] * 7))
    for phase in [*PHASES, "all"]:
        of_phase = [run for name in runs for run in runs[name] if phase in (name, "all")]
        if of_phase:
            faults = [problem for problem in found if phase == "all" or phase in problem]
            print(row(phase, *sums(of_phase, calm), len(faults)))
    print(f"undisturbed: {calm.pages} pages, {calm.seconds:.1f} seconds; seed {seed}", flush=True)
    return len(found)


def sums(runs: list[Run], calm: Run) -> list[object]:
    """How many died, pages asked for again, median seconds lost, torn records, doubled rows."""
    lost = sorted(run.seconds - calm.seconds for run in runs)
    return [
        f"{sum(run.codes[0] == -signal.SIGKILL for run in runs)} of {len(runs)}",
        sum(run.pages - calm.pages for run in runs),
        lost[len(lost) // 2],
        sum(run.torn for run in runs),
        sum(doubled(run.folder / "news.db") for run in runs),
    ]


def long_crawl(folder: Path, articles: int, seed: int) -> int:
    """Interrupt one long crawl ten times; how much was wrong afterwards."""
    chance = random.Random(seed)
    signals = [signal.SIGKILL, signal.SIGTERM] * (INTERRUPTIONS // 2)
    chance.shuffle(signals)
    with Scene(folder, seed, old=0, edited=0, new=articles, page_seconds=0) as scene:
        calm = scene.rerun(scene.fresh(), *WHOLE_LISTING)
        expected = contents(calm.folder / "news.db")
        run = scene.fresh()
        for number, how in enumerate(signals):
            after = (number + 0.5 + chance.random() / 2) * articles / (INTERRUPTIONS + 1)
            interrupt(scene, run, how, after)
        scene.rerun(run, *WHOLE_LISTING)
        found = wrong(run.folder, expected)
        if len(expected) != articles:
            found.append(f"the undisturbed crawl has {len(expected)} articles")
    print(row("articles", "ended by", "exit codes", "asked for again", "torn", "doubled", "wrong"))
    print(row(*["---"] * 7))
    counts = f"{signals.count(signal.SIGKILL)} SIGKILL, {signals.count(signal.SIGTERM)} SIGTERM"
    codes = " ".join(map(str, run.codes))
    twice = doubled(run.folder / "news.db")
    print(
        row(
            f"{len(expected):,}", counts, codes, run.pages - calm.pages, run.torn, twice, len(found)
        )
    )
    print(
        f"undisturbed: {calm.pages} pages in {calm.seconds:.0f} s; with ten interruptions "
        f"{run.pages} in {run.seconds:.0f} s; seed {seed}"
    )
    for problem in found:
        print(problem, file=sys.stderr)
    return len(found)


def interrupt(scene: Scene, run: Run, how: signal.Signals, after: float) -> None:
    """Crawl until so many pages were asked for by all crawls together, then send the signal."""
    wanted = int(after) - run.pages

    def meanwhile(process: subprocess.Popen) -> None:
        while process.poll() is None and len(scene.newsroom.requests) < wanted:
            time.sleep(0.001)
        kill_group(process, how)

    scene.crawl(run, meanwhile, *WHOLE_LISTING)


def main() -> None:
    """Both parts; ends with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kills(Path(folder) / "kills", asked.kills, asked.seed) if asked.kills else 0
        if asked.articles:
            found += long_crawl(Path(folder) / "long", asked.articles, asked.seed)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
