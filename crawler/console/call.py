"""What a call may say: options there are, settings there are, values of the right kind.

Scrapy hands on unknown options as if they were words, and takes any setting: ``--limt 3`` is
searched for, ``-s DATABSE=x.db`` is nobody's.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.errors import UsageProblem

OPTION = re.compile(r"--?[^\W\d_][\w-]*(?:=.*)?", re.DOTALL)
"""``--limt``, ``-x``, ``--site=kompas``; only a whole word is one: not ``5`` and not ``- 5``."""
NAMED_IN_HELP = re.compile(r"(?m)^ +(-[^\n]*?)(?:  |$)")
"""The left column of the help: ``  -s NAME=VALUE, --set NAME=VALUE``."""
YES_OR_NO = frozenset(["0", "1", "true", "false"])
FRACTIONS = ("DELAY", "TIMEOUT", "CONCURRENCY", "SECONDS", "INTERVAL")
"""How settings end whose default is a whole number and whose value need not be."""
ALIKE, LONGER = 0.8, 2
"""So alike, and at most so many letters longer or shorter, a setting's name is taken for a mistyped
one: Scrapy allows any of one's own, ``MY_DATABASE`` for instance."""


def refuse_unknown_options(
    args: Sequence[str], parser: argparse.ArgumentParser, instead: Mapping[str, str]
) -> None:
    """Raises UsageProblem for what looks like an option and is none, before a ``--``.

    ``instead`` says of options that other commands have how they are written here.
    """
    words = args[: args.index("--")] if "--" in args else args
    for word in words:
        if not OPTION.fullmatch(word):
            continue
        name = word.partition("=")[0]
        if name in instead:
            raise UsageProblem(f"there is no option {name}; write {instead[name]}")
        raise UsageProblem(f"there is no option {name}; {_hint(name, known_options(parser))}")


def refuse_undecoded(words: Iterable[str]) -> None:
    """Raises UsageProblem for a word that is no text in the terminal's encoding.

    Python keeps its bytes as halves of characters ("caf\\udce9"), which file names may be made of
    and no database, no address and no expression.
    """
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            shown = word.encode("utf-8", "replace").decode()
            raise UsageProblem(
                f"{shown} is not written in {sys.getfilesystemencoding().upper()} (? stands for "
                "what can't be read); see to the encoding of the terminal or script"
            ) from None


def refuse_unwritable(files: Mapping[str, str | None]) -> None:
    """Raises UsageProblem for a file that can't be written, by the option that names it."""
    for option, name in files.items():
        path = Path(name or os.devnull)
        is_new = not path.exists()
        try:
            if is_new or path.is_file() or path.is_dir():
                path.open("ab").close()
        except OSError as error:
            raise UsageProblem(
                f"{option} {name} can't be written: {error.strerror}; give another file"
            ) from error
        if is_new:
            path.unlink(missing_ok=True)


def known_options(parser: argparse.ArgumentParser) -> list[str]:
    """The options of a command, as its help names them."""
    named = NAMED_IN_HELP.findall(parser.format_help())
    return [one.split()[0].rstrip(",") for each in named for one in each.split(", ")]


def _hint(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, [one for one in known if one.startswith("--")], n=1)
    return f"did you mean {near[0]}?" if near else "--help names all there are"


def refuse_unmeant_settings(given: Iterable[str], settings: BaseSettings) -> None:
    """Raises UsageProblem for mistyped names and values of ``-s NAME=VALUE``.

    ``settings`` are those before the call's own. A name that resembles none there is passes: it
    may be an extension's.
    """
    for one in given:
        name, _, value = one.partition("=")
        if name in settings:
            _refuse_value(name, value, settings[name])
            continue
        as_long = [known for known in settings if abs(len(known) - len(name)) <= LONGER]
        if near := get_close_matches(name.upper(), as_long, n=1, cutoff=ALIKE):
            raise UsageProblem(f"there is no setting {name}; did you mean {near[0]}?")


def _refuse_value(name: str, value: str, default: object) -> None:
    if name == "LOG_LEVEL":
        refuse_level(value)
    elif isinstance(default, bool):
        if value.lower() not in YES_OR_NO:
            raise UsageProblem(f"{name}={value} is neither True nor False")
    elif isinstance(default, int | float):
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        whole = isinstance(default, int) and not name.endswith(FRACTIONS)
        if not isfinite(number) or (whole and not re.fullmatch(r"-?\d+", value)):
            kind = "whole number" if whole else "number"
            raise UsageProblem(f"{name}={value} is no {kind}; the default is {default}")


def refuse_level(level: str) -> None:
    """Raises UsageProblem for what is no level of the log."""
    if level.upper() not in logging.getLevelNamesMapping() and not level.isdecimal():
        raise UsageProblem(f"there is no log level {level}; write DEBUG, INFO, WARNING or ERROR")
