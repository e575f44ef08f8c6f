"""The options that say where pages are read: --processes, --scheduler."""

from __future__ import annotations

import argparse
import re

from crawler.errors import UsageProblem
from crawler.spread.job import Executor
from crawler.spread.processes import Processes, cores

UNREAD_EXIT = 10
"""Exit code where something could not be read by any process: the call has gone on without it."""

ADDRESS = re.compile(r"[a-z]+://[^/\s]+:\d{1,5}")
"""``tcp://10.0.0.5:8786``, ``tls://node7:8786``"""
NO_DASK = (
    "--scheduler needs dask.distributed, which is not installed; run: "
    ".venv/bin/pip install 'distributed>=2024.8', or leave it out"
)


def add_spread_options(parser: argparse.ArgumentParser) -> None:
    """--processes and --scheduler."""
    parser.add_argument(
        "--processes", type=int, help="so many at once on this machine (default: all cores)"
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="spread it over a dask.distributed cluster, as in tcp://10.0.0.5:8786 "
        "(docs/cluster.md)",
    )


def executor_of(opts: argparse.Namespace) -> Executor:
    """Where the options say that pages are read. Raises UsageProblem."""
    if opts.scheduler is None:
        number = cores() if opts.processes is None else opts.processes
        if number < 1:
            raise UsageProblem(f"--processes {number}: give 1 or more")
        return Processes(number)
    if not ADDRESS.fullmatch(opts.scheduler):
        raise UsageProblem(
            f"--scheduler {opts.scheduler} is no address; give the one that dask scheduler prints, "
            "as in tcp://10.0.0.5:8786"
        )
    if opts.processes is not None:
        raise UsageProblem("--processes is of this machine; with --scheduler leave it out")
    try:
        from crawler.spread.cluster import Cluster  # an extra, and a second to load
    except ImportError as error:
        raise UsageProblem(NO_DASK) from error
    return Cluster(opts.scheduler)
