"""Where this program lies, and as what it was called: ``scrapy`` in a checkout, else ``warta``."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2]
"""The folder that holds ``crawler/`` and ``spiders/``: a checkout, or site-packages."""


def is_checkout() -> bool:
    """Whether this is a checkout that its user may write into, and no installed program."""
    return (PROGRAM / "scrapy.cfg").is_file()


def program_called() -> str:
    """What the user types before a command: ``scrapy`` or ``warta``, whichever works there."""
    called = Path(sys.argv[0] if sys.argv else "")
    name = called.parent.name if called.name == "__main__.py" else called.stem
    if name in ("scrapy", "warta"):
        return name
    return "scrapy" if is_checkout() else "warta"


def as_called(text: str) -> str:
    """A text that names commands as in a checkout (``scrapy crawl``), as the user calls them."""
    if "scrapy " not in text or program_called() == "scrapy":
        return text
    return _our_calls().sub("warta ", text)


@cache
def _our_calls() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-])scrapy (?=(?:{'|'.join(commands())})\b)")


@cache
def commands() -> dict[str, Path]:
    """The file of each command by the name it is called by, in the order of their folders."""
    files = sorted((PROGRAM / "crawler" / "commands").glob("*/*.py"))
    return {file.stem: file for file in files if _is_command(file)}


def _is_command(file: Path) -> bool:
    return file.stem != "__init__" and "\nclass Command(" in file.read_text("utf-8")


def shown(file: str | Path | None) -> str:
    """A file as people of this checkout call it, one outside of it by its whole path."""
    path = Path(file or "?")
    return str(path.relative_to(PROGRAM)) if path.is_relative_to(PROGRAM) else str(path)
