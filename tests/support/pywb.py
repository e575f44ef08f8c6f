"""A real Wayback Machine on 127.0.0.1: pywb, with collections made of WARC files.

    with Pywb(folder, {"koleksi": [warc, ...]}) as archive:
        ... scrapy crawl kompas -a past=wayback ... archive.arguments("koleksi")

pywb is no part of the project's environment: it pins older libraries. WARTA_PYWB names the folder
that ``pip install --target`` put it into.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

INSTALLED = Path(os.environ.get("WARTA_PYWB", sys.prefix))
PATIENCE = 60
"""Seconds in which it answers, on a busy machine."""

needs_pywb = pytest.mark.skipif(
    not (INSTALLED / "bin" / "wayback").is_file(),
    reason="SKIPPED WITHOUT TRYING: no pywb (pip install --target FOLDER pywb, set WARTA_PYWB)",
)


class Pywb:
    """The server; ``collections`` are WARC files by the collection's name."""

    def __init__(self, folder: Path, collections: Mapping[str, Sequence[Path]]):
        self.folder = folder
        self.collections = collections
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = server.getsockname()[1]

    def __enter__(self) -> Pywb:
        for name, files in self.collections.items():
            self._manage("init", name)
            self._manage("add", name, *map(str, files))
        call = self._call("wayback", "-p", str(self.port), "-b", "127.0.0.1")
        self.process = subprocess.Popen(
            call,
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < until, "pywb does not answer"
            time.sleep(0.2)
        return self

    def __exit__(self, *told: object) -> None:
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder / "collections", ignore_errors=True)

    def arguments(self, collection: str) -> list[str]:
        """What a crawl's command line needs to ask a collection, without any delay."""
        base = f"http://127.0.0.1:{self.port}/{collection}/"
        settings = {
            "WAYBACK_CDX": f"{base}cdx",
            "WAYBACK_REPLAY": base,
            "DOWNLOAD_DELAY": "0",
            "AUTOTHROTTLE_ENABLED": "0",
        }
        return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]

    def _answers(self) -> bool:
        name = next(iter(self.collections))
        try:
            urlopen(f"http://127.0.0.1:{self.port}/{name}/cdx?url=contoh.id", timeout=5).close()
        except (URLError, OSError):
            return False
        return True

    def _manage(self, *words: str) -> None:
        call = self._call("wb-manager", *words)
        subprocess.run(
            call, cwd=self.folder, env=self._environment(), check=True, capture_output=True
        )

    def _call(self, program: str, *words: str) -> list[str]:
        return [sys.executable, str(INSTALLED / "bin" / program), *words]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(INSTALLED)}
