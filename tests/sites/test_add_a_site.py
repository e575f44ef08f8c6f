"""docs/add-a-site.md, followed to the letter in a copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

GUIDE = (ROOT / "docs/add-a-site.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:`(?P<file>[\w/.]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
NEEDED = (
    *("analysis", "crawler", "pipelines", "docs", "tests/fixtures/visimuslim"),
    *("scrapy.cfg", "spiders/__init__.py", "spiders/visimuslim.py"),
    *(
        "tests/conftest.py",
        "tests/support",
        "tests/sites/test_sites.py",
        "tests/sites/test_site_files.py",
    ),
)
"""What the guide's commands use; the other sites only make its tests slow."""


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of the program, with an environment in .venv as ``make`` leaves it."""
    for name in NEEDED:
        source, copy = ROOT / name, tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    for name, call in {
        "python": '"$@"',
        "scrapy": '-m scrapy "$@"',
        "sqlite-utils": '-m sqlite_utils "$@"',
    }.items():
        # The copy before everything else: this environment puts the real checkout first.
        (tools / name).write_text(
            f'#!/bin/sh\nPYTHONPATH="{tmp_path}:$PYTHONPATH" exec "{sys.executable}" {call}\n'
        )
        (tools / name).chmod(0o755)
    return tmp_path


def run(command: str, checkout: Path) -> str:
    """What a block of commands prints, both streams; it must end well."""
    environment = {**os.environ, "WARTA_CORPUS": "/nowhere"}
    done = subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout + done.stderr


def test_the_guide_does_what_it_says_from_its_first_command_to_its_last(checkout):
    printed = ""
    kinds = []
    for block in BLOCK.finditer(GUIDE):
        kinds.append(block["kind"])
        if block["kind"] == "sh":
            printed = run(block["text"], checkout)
        elif block["kind"] == "python":
            assert (checkout / block["file"]).exists(), "genspider makes the file"
            (checkout / block["file"]).write_text(block["text"])
        else:
            shown = [line for line in block["text"].splitlines() if line not in printed]
            assert not shown, f"the guide shows {shown}; printed was {printed}"
    assert kinds.count("sh") >= 5 and "text" in kinds and "python" in kinds
    row = "| warta_misal | Warta Misal | wartamisal.example | own | feed |"
    assert row in (checkout / "docs/sites.md").read_text()


def test_what_the_guide_shows_of_the_machine_is_there():
    for path in re.findall(r"`((?:crawler|spiders|tests)/[\w/.]+)`", GUIDE):
        assert (ROOT / path).exists() or "warta_misal" in path, path
