"""What the program that reads pages is made of, so that two readings of one page can be alike."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from crawler import __version__
from crawler.whereabouts.program import PROGRAM

CODE = ("crawler", "pipelines", "spiders")
FILES = (".py", ".csv")
LIBRARIES = ("Scrapy", "parsel", "lxml", "dateparser", "w3lib", "publicsuffixlist", "warcio")
PRIVATE = "private sites"


def program(private: Path | None) -> dict[str, str]:
    """By name, whatever changes when any part of the program does, libraries included.

    ``private`` is the folder of the user's own sites that count; None: they don't.
    """
    return {
        "Warta": __version__,
        "files": digest(PROGRAM / name for name in CODE),
        PRIVATE: digest([private]) if private else "none",
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in LIBRARIES},
    }


def digest(folders: Iterable[Path]) -> str:
    """Of the files below some folders that are program, and of their names."""
    state = blake2b(digest_size=8)
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in FILES:
                state.update(f"{file.relative_to(folder.parent)}\0".encode() + file.read_bytes())
    return state.hexdigest()


def differences(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """In words, what is not the same; empty where nothing is."""
    return ", ".join(
        f"{name} {theirs.get(name, 'none')} there and {ours[name]} here"
        for name in ours
        if theirs.get(name) != ours[name]
    )
