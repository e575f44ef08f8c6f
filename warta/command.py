"""The command ``warta``: what ``scrapy`` is in a checkout, from any folder."""

from __future__ import annotations

import ast
import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules

from warta.own_packages import find_own_packages_first

INTERRUPTED = 130
USAGE = """\
warta COMMAND [options]     warta COMMAND --help says more

{groups}
Scrapy's own commands work too, as in warta shell and warta fetch. warta --version names versions.
"""


def main() -> None:
    """Carry out what ``sys.argv`` asks for; called by the console script.

    Ctrl-C while modules are loaded ends it in a sentence; a command sees to its own work itself.
    """
    try:
        run()
    except KeyboardInterrupt:
        print("stopped by Ctrl-C", file=sys.stderr)
        sys.exit(INTERRUPTED)


def run() -> None:
    """What is asked for: the help, versions, or a command."""
    gc.disable()  # an eighth of the time that importing takes
    find_own_packages_first()
    words = sys.argv[1:]
    if words[0:1] == ["help"] and len(words) > 1:
        words = [*words[1:], "--help"]
        sys.argv[1:] = words
    if not words or words[0] in ("-h", "--help", "help"):
        tell(USAGE.format(groups=commands_by_group()))
    elif words[0] in ("-V", "--version"):
        tell(versions())
    else:
        carry_out(sys.argv)


def tell(text: str) -> None:
    """Print a text; a reader that has gone (``warta | head``) needs no more of it."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def carry_out(argv: list[str]) -> None:
    """A command by Scrapy, with this program's settings and the user's over them."""
    from scrapy.cmdline import execute

    from crawler.errors import WartaError
    from crawler.settings import COMMANDS_MODULE
    from warta.settings_here import SETTINGS, settings_here

    os.environ["SCRAPY_SETTINGS_MODULE"] = SETTINGS
    try:
        refuse_unknown(argv[1:])
        settings = settings_here()
    except WartaError as problem:
        print(f"warta: {problem}", file=sys.stderr)
        sys.exit(problem.exit_code)
    if COMMANDS_MODULE:
        import_module(COMMANDS_MODULE)  # as execute() does, with nothing to look for garbage in
    gc.freeze()
    gc.enable()
    execute(argv, settings)


def refuse_unknown(words: Sequence[str]) -> None:
    """Raises UsageProblem for a command that there is none of, here or among Scrapy's."""
    import scrapy.commands

    from crawler.errors import UsageProblem
    from crawler.whereabouts.program import commands

    called = next((word for word in words if not word.startswith("-")), "")
    known = [*commands(), *(each.name for each in iter_modules(scrapy.commands.__path__))]
    if called not in known:
        near = get_close_matches(called, known, n=1)
        hint = f"did you mean warta {near[0]}?" if near else "warta --help names all there are"
        if words[0].startswith("-"):
            hint = "options stand behind the command, as in warta health -s DATABASE=other.db"
        named = called or repr("")
        raise UsageProblem(f"there is no command {named}; {hint}")


def commands_by_group() -> str:
    """The commands under what their folder says of itself, with the summary that each states."""
    from crawler.whereabouts.program import as_called, commands

    told = []
    for folder, files in groupby(commands().values(), key=lambda file: file.parent):
        told.append(ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))))
        told += [f"  {file.stem:<12} {as_called(_summary(file))}" for file in files]
        told.append("")
    return "\n".join(told)


def _summary(file: Path) -> str:
    """What a command's class says as ``summary``, without importing what it works with."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "summary":
            return ast.literal_eval(node.value)
    return ""


def versions() -> str:
    """Warta's, Scrapy's, Python's and SQLite's version, in a line."""
    import platform
    import sqlite3
    from importlib.metadata import version

    from crawler import __version__

    return (
        f"Warta {__version__} (Scrapy {version('scrapy')}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version})"
    )
