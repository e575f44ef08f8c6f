"""``scrapy browse``: the database in a web browser, through Datasette."""

from __future__ import annotations

import argparse
import os
import re
import socket
import sys
import webbrowser
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from analysis.browse import as_metadata, with_facets_and_queries
from analysis.browse.large import is_large
from crawler.archive.captures import archive_root
from crawler.console.command import WartaCommand, whole_number
from crawler.database import open_for_reading
from crawler.errors import UsageProblem
from pipelines.database.dictionary import read_dictionary

HOST = "127.0.0.1"

NO_DATASETTE = (
    "this needs Datasette, which is not installed; run make browse, or "
    ".venv/bin/pip install 'datasette>=0.65,<1'"
)
OF_AN_ADDRESS = re.compile(r"[#?]|%[0-9a-fA-F]{2}")
"""What Datasette, which makes an address of a path, would take for a part of that."""


class Command(WartaCommand):
    """Serves the database to this machine alone, until Ctrl-C; changes nothing in it."""

    usage = "[--port N] [--no-open]"
    summary = "Browse the database in a web browser (Datasette)"
    help_text = (
        "Opens Datasette on the database: search, facets by site, day, place and section, and "
        "queries to start from (volume, places, one story, edits, gaps). Every column is "
        "explained where it stands. Only this machine can reach it; Ctrl-C ends it."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Port and browser."""
        super().add_options(parser)
        parser.add_argument("--port", default="8001", help="port on 127.0.0.1 (default 8001)")
        parser.add_argument("--no-open", action="store_true", help="open no browser")

    def execute(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until Ctrl-C."""
        if args:
            raise UsageProblem("name another database with -s DATABASE=PATH")
        port = whole_number("--port", opts.port)
        path = Path(self.settings["DATABASE"]).expanduser()
        with closing(open_for_reading(path)) as database:
            tables, large = read_dictionary(database), is_large(database)
        if not find_spec("datasette"):
            raise UsageProblem(NO_DATASETTE)
        if OF_AN_ADDRESS.search(str(path)):
            raise UsageProblem(
                f"Datasette can't open {path}, for the #, ? or % in its name; rename it, or make "
                "a link to it by another name (ln -s)"
            )
        refuse_taken(port)
        from analysis.browse.server import application, serve  # which import Datasette

        if large:
            print("scrapy browse: counting days and sites once ...", file=sys.stderr, flush=True)
        metadata = with_facets_and_queries(as_metadata(tables, path.stem), path.stem)
        datasette = application(path, metadata, archive_root(self.settings), large=large)
        address = f"http://{HOST}:{port}{datasette.urls.database(path.stem)}"
        print(f"{address} (Ctrl-C ends it)", flush=True)
        if not opts.no_open and has_screen():
            webbrowser.open(address)
        serve(datasette, HOST, port)


def refuse_taken(port: int) -> None:
    """Raises UsageProblem for a port that another program serves, or that may not be served."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise UsageProblem(
                f"port {port} can't be used ({error}); give another, as in --port 8002"
            ) from error


def has_screen() -> bool:
    """Whether a browser with windows can open here; on a server it would fill the terminal."""
    return sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
