"""``warta init FOLDER``: a folder to crawl in, with settings and room for sites of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote

from crawler.console.command import WartaCommand
from crawler.errors import OutputProblem, UsageProblem
from crawler.whereabouts.program import PROGRAM
from crawler.whereabouts.warta_toml import FILE, PRIVATE_FOLDER

TEMPLATES = PROGRAM / "crawler" / "templates" / "folder"
MADE_FROM = {
    FILE: "warta.toml",
    ".gitignore": "gitignore",
    f"{PRIVATE_FOLDER}/README.md": "README.md",
}
"""By the file's place in the folder, the template that it is a copy of."""
NEXT_STEPS = """\
{folder} is made. Next:
  cd {folder}
  warta crawl visimuslim -a max=20     # twenty articles into news.db; warta list names the sites
  warta search indonesia               # and found again"""


class Command(WartaCommand):
    """Writes nothing into a folder that holds something, unless told to; replaces no file."""

    usage = "FOLDER [--force]"
    summary = "Make a folder to crawl in, with warta.toml and room for sites of your own"
    help_text = (
        "Makes a folder with warta.toml, where database, archive and other settings are told, a "
        "folder spiders for site files and tables of your own, and .gitignore. The command warta "
        "takes its settings from there when it is called in that folder or below it. A folder "
        "that holds something already is left alone; with --force what is missing is added, and "
        "no file there is touched."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """--force."""
        super().add_options(parser)
        parser.add_argument(
            "--force", action="store_true", help="also in a folder that holds something"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Make the folder and say what comes next."""
        if len(args) != 1 or not args[0]:
            raise UsageProblem("name one folder to make, as in warta init berita")
        folder = Path(args[0])
        if folder.exists() and not folder.is_dir():
            raise UsageProblem(f"{folder} is a file; name a folder")
        if folder.is_dir() and any(folder.iterdir()) and not opts.force:
            raise UsageProblem(
                f"{folder} is not empty; name a new folder, or add what is missing with --force"
            )
        try:
            make(folder)
        except OSError as error:
            raise OutputProblem(f"{folder} can't be made: {error.strerror}") from error
        print(NEXT_STEPS.format(folder=quote(str(folder))))


def make(folder: Path) -> None:
    """Fill a folder with the files of ``MADE_FROM`` that it lacks. Raises OSError."""
    for name, template in MADE_FROM.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes((TEMPLATES / template).read_bytes())
