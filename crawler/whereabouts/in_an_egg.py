"""Settings of the project where Scrapyd keeps it, an egg: unpacked beside it, once.

Scrapyd puts the egg itself on ``sys.path``, a zip file. Tables, templates and the commands' folders
are files that are looked for beside the program, so that all of it is read from the folder.
"""

from __future__ import annotations

import os
import sys
import zipfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import crawler.whereabouts

INSIDE = Path(__file__).parents[2]  # the egg, or the folder that the program lies in


def unpacked(egg: Path) -> Path:
    """The folder beside an egg that has its files; made where it is not there. Raises OSError.

    It belongs to that very egg: one of another size or time has another folder.
    """
    made = egg.stat()
    folder = egg.with_name(f"{egg.stem}-{made.st_size}-{made.st_mtime_ns}")
    if not folder.is_dir():
        partial = Path(mkdtemp(prefix=f".{egg.stem}-", dir=egg.parent))
        with zipfile.ZipFile(egg) as packed:
            packed.extractall(partial)
        with suppress(OSError):  # another job was quicker
            os.rename(partial, folder)
        rmtree(partial, ignore_errors=True)
    return folder


if INSIDE.is_file():
    folder = unpacked(INSIDE) / "crawler"
    crawler.__path__[:] = [str(folder)]
    crawler.whereabouts.__path__[:] = [str(folder / "whereabouts")]
sys.modules[__name__] = import_module("crawler.settings")
