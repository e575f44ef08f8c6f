"""Where ``scrapy export``, ``search`` and ``topic`` write, and in which format."""

from __future__ import annotations

import argparse
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from analysis.export.formats import FORMATS, endings, named_by
from analysis.export.results import COUNTS, Results, write_results
from crawler.console.streams import binary_output
from crawler.errors import OutputProblem, UsageProblem
from crawler.files.new_output import check_folder, new_file, new_folder


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """--overwrite and --bom."""
    parser.add_argument(
        "--overwrite", action="store_true", help="replace OUTPUT where it is a file"
    )
    parser.add_argument("--bom", action="store_true", help="mark a CSV as UTF-8, as Excel needs it")


def add_results_options(parser: argparse.ArgumentParser) -> None:
    """-o, --format, --json, --overwrite and --bom, for results in place of text for people."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUTPUT",
        help=f"write the results to a file, whose ending tells the format: {', '.join(endings())}; "
        "- is standard output",
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="format of the results; without -o on standard output"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line, as --format jsonl"
    )
    add_output_options(parser)


@dataclass(frozen=True, slots=True)
class ResultsOutput:
    """A file, or standard output for the name ``-``, that results are written to."""

    output: str
    format: str
    bom: bool

    def write(self, results: Results) -> None:
        """Write them; a file appears when it is complete."""
        with opened(self.output, beginning(self.format, self.bom)) as file:
            write_results(results, self.format, file)


def results_output(opts: argparse.Namespace) -> ResultsOutput | None:
    """What the options of add_results_options ask for; None for text for people.

    Raises UsageProblem and OutputProblem for what can't be written, before any work is done.
    """
    if opts.json and opts.format not in (None, "jsonl"):
        raise UsageProblem(f"--json is --format jsonl; leave out it or --format {opts.format}")
    format = opts.format or ("jsonl" if opts.json else None)
    if not (opts.output or format):
        return None
    output = opts.output or "-"
    format = format or ("csv" if output == "-" else named_by(Path(output).suffix.lower()))
    if format is None:
        raise _no_format(output)
    if Path(output).is_dir():
        raise OutputProblem(f"{output} is a folder; name a file in it")
    if output != "-":
        _refuse_file(Path(output), opts.overwrite)
        check_folder(Path(output))
    write_results(Results(COUNTS, ()), format, BytesIO())  # what the format needs is installed
    return ResultsOutput(output, format, opts.bom)


@contextmanager
def opened(
    output: str, beginning: bytes = b"", is_folder: bool = False
) -> Iterator[BinaryIO | Path]:
    """A file or folder that appears when it is complete, or standard output for the name ``-``."""
    if is_folder:
        with new_folder(Path(output)) as partial:
            yield partial
        return
    if output == "-":
        with binary_output() as file:
            file.write(beginning)
            yield file
        return
    with new_file(Path(output)) as partial, partial.open("wb") as file:
        file.write(beginning)
        yield file


def format_of(output: str, asked: str | None) -> str:
    """The name of a format; raises UsageProblem where neither option nor ending says one."""
    format = asked or named_by(Path(output).suffix.lower())
    if output == "-" and format and FORMATS[format].is_folder:
        raise UsageProblem(f"{format} is a folder of files; name one, as in news.{format}")
    if format:
        return format
    if output == "-":
        return "csv"
    raise _no_format(output)


def beginning(format: str, bom: bool) -> bytes:
    """What opens a file of the format, where that was asked for: a CSV can be marked as UTF-8."""
    return BOM_UTF8 if bom and format == "csv" else b""


def _no_format(output: str) -> UsageProblem:
    return UsageProblem(
        f"{output} ends in none of {', '.join(endings())}; add --format {' or '.join(FORMATS)}"
    )


def refuse_existing(output: Path, format: str, overwrite: bool) -> None:
    """Raises OutputProblem for what would be overwritten; a folder never is."""
    if str(output) == "-" or not (output.exists() or output.is_symlink()):
        return
    if FORMATS[format].is_folder:
        raise OutputProblem(f"{output} exists already; remove it or give another name")
    _refuse_file(output, overwrite)


def _refuse_file(output: Path, overwrite: bool) -> None:
    if output.is_file() and not overwrite:
        raise OutputProblem(f"{output} exists already; add --overwrite to replace it")
