"""Datasette as ``scrapy browse`` serves it: templates of Warta's own, and nothing from elsewhere.

Imports Datasette, an extra: whoever calls this looks first whether it is there.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from datasette import hookimpl
from datasette.app import Datasette
from datasette.filters import FilterArguments
from datasette.plugins import pm
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from analysis.browse.article import article_page, in_wib, listed
from analysis.browse.capture import captured_page, headers_of_a_capture
from analysis.browse.large import (
    COUNTED,
    Counted,
    count_once,
    take_counted,
    uses_counted,
    with_sorting_by_indexes,
)
from analysis.browse.metadata import SETTINGS
from analysis.browse.place_facet import PlaceFacet, filed_from, with_place_facet
from analysis.web_address import is_web_address
from crawler.errors import ArchiveProblem
from crawler.whereabouts.program import as_called

HERE = Path(__file__).parent

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""What a page may load: files of this server, no script that stands within a page."""

LAST_NUMBER = re.compile(r"[?&]_next=[^&]+?(?:%2C|,)(?P<number>\d+)(?=&|$)")
"""``?_next=2025-06-18T05~3A00~3A00Z%2C4711``: what the page was sorted by, the last article's id"""

MAIN_COLUMNS = {
    "articles": "id site published_wib headline dateline_place section version doubt url",
    "revisions": "id article_id version cause replaced_at headline words_added words_removed "
    "changed",
    "runs": "id site started_at ended_at verdict reason listed new fetched stored revised rejected",
    "frontier": "url site day last_listed_at outcome last_status due_at article_id",
}
"""Columns that a broad table shows unless more are asked for: ``?_every=1``."""


FIRST_TABLES = (
    *("articles", "sites", "revisions", "stories", "authors", "tags", "places", "rejects"),
    *("runs", "coverage_daily", "articles_daily", "provinces_daily", "headline_changes"),
)
"""What the front page names first, in this order; all others are folded."""


def serve(datasette: Datasette, host: str, port: int) -> None:
    """Serve it until Ctrl-C."""
    # Loaded before datasette.app it would be no plugin yet, and no error page be shown.
    from datasette import handle_exception

    handle_exception.rich = None  # which prints all local variables for each mistyped address
    asyncio.run(datasette.invoke_startup())
    uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", lifespan="on")


def application(
    database: Path, metadata: dict, archive: Path | None, *, large: bool = False
) -> Datasette:
    """Datasette on one file, with what Warta adds to it.

    ``archive`` is where captures are read from. The views of a ``large`` file are counted now, and
    only now.
    """
    metadata = with_place_facet(metadata, database.stem)
    if large:
        metadata = with_sorting_by_indexes(metadata, database.stem)
    pages = Pages(archive, count_once(database) if large else None)
    pm.register(pages, name="warta")
    return Datasette(
        [str(database)],
        metadata=metadata | {"extra_css_urls": ["/-/warta/browse.css"]},
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("-/warta", str(HERE / "static"))],
    )


class Pages:
    """What Warta adds to Datasette, by its hooks (docs.datasette.io/en/0.65/plugin_hooks.html)."""

    __name__ = "warta"
    """By which Datasette knows a plugin; most are modules and have one."""

    def __init__(self, archive: Path | None, counted: Counted | None = None):
        self._archive = archive
        self._counted = counted

    def close(self) -> None:
        """Forget what was counted."""
        if self._counted:
            self._counted.holder.close()

    @hookimpl
    def prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        """What was counted once stands in for the views that would count it again."""
        if self._counted and not database.startswith("_"):
            take_counted(conn, self._counted)

    @hookimpl
    def prepare_jinja2_environment(self, env: Any) -> None:
        """What the templates ask."""
        env.tests["web_address"] = is_web_address
        env.filters["as_called"] = as_called
        env.filters["in_wib"] = in_wib
        env.filters["listed"] = listed
        env.filters["from_the_first_tie"] = from_the_first_tie

    @hookimpl
    def extra_template_vars(
        self, template: str, database: str, table: str, request: Any, datasette: Datasette
    ) -> Callable:
        """What the pages show beyond Datasette's own."""

        async def found() -> dict[str, Any]:
            if template == "row.html" and table == "articles":
                number = request.url_vars["pks"]
                return {"page": await self._article(datasette, database, number)}
            if template == "table.html":
                said = self._counted.at if self._counted and table in COUNTED else None
                return {**columns_of(datasette, database, table, request), "counted_at": said}
            if template == "database.html":
                return {
                    "title": datasette.metadata("title"),
                    "meanings": meanings(datasette, database),
                    "first_tables": FIRST_TABLES,
                }
            if template == "query.html":
                return {
                    "known": await known_values(datasette, database),
                    "counted_at": self._counted.at if self._counted else None,
                    "uses_counted": uses_counted,
                }
            return {}

        return found

    @hookimpl
    def register_facet_classes(self) -> list[type]:
        """Places by their standard names."""
        return [PlaceFacet]

    @hookimpl
    def filters_from_request(self, request: Request, table: str) -> FilterArguments | None:
        """The place that a facet leads to."""
        return filed_from(request, table)

    @hookimpl
    def render_cell(self, value: Any, column: str, database: str, datasette: Datasette) -> Any:
        """The number of an article leads to its page."""
        if column in ("article", "article_id") and isinstance(value, int):
            address = datasette.urls.row(database, "articles", str(value))
            return Markup('<a href="{}">{}</a>').format(address, value)
        return None

    @hookimpl
    def register_routes(self) -> list[tuple[str, Callable]]:
        """Captured pages: in a frame that says what they are, and what the frame shows."""
        version = r"/(?P<database>[^/]+)/articles/(?P<pks>\d{1,18})/version/(?P<version>\d{1,18})"
        return [(f"{version}$", self._capture), (f"{version}/page$", self._captured)]

    @hookimpl
    def asgi_wrapper(self) -> Callable:
        """Every answer goes out under POLICY, unless it has one of its own."""
        return guarded

    async def _article(self, datasette: Datasette, database: str, number: str) -> Any:
        if not number.isdecimal():  # SQLite takes 1.0 for 1
            raise NotFound("There is no such article")
        found = await datasette.get_database(database).execute_fn(
            lambda connection: article_page(connection, int(number))
        )
        if found is None:
            raise NotFound("There is no such article")
        return found

    async def _version(self, datasette: Datasette, request: Request) -> tuple[Any, Any]:
        """The article and the version that a request names; raises NotFound for none."""
        values = request.url_vars
        try:
            database = datasette.get_database(route=tilde_decode(values["database"])).name
        except KeyError as error:
            raise NotFound("There is no such database") from error
        page = await self._article(datasette, database, values["pks"])
        for version in page.versions:
            if version.number == int(values["version"]):
                return page, version
        raise NotFound("There is no such version")

    async def _capture(self, datasette: Datasette, request: Request) -> Response:
        page, version = await self._version(datasette, request)
        database = tilde_decode(request.url_vars["database"])
        shown = {"page": page, "version": version, "database": database}
        try:
            shown["captured"] = self._read(version.capture)
        except ArchiveProblem as problem:
            shown["problem"] = str(problem)
        html = await datasette.render_template("capture.html", shown, request=request)
        return Response.html(html, status=404 if "problem" in shown else 200)

    async def _captured(self, datasette: Datasette, request: Request) -> Response:
        _, version = await self._version(datasette, request)
        try:
            found = self._read(version.capture)
        except ArchiveProblem as problem:
            raise NotFound(str(problem)) from problem
        return Response(found.body, headers=headers_of_a_capture(), content_type=found.content_type)

    def _read(self, capture: str | None) -> Any:
        if not capture or self._archive is None:
            raise ArchiveProblem("no archive is kept: ARCHIVE is empty, or this came of no crawl")
        return captured_page(self._archive, capture)


def columns_of(datasette: Datasette, database: str, table: str, request: Request) -> dict:
    """Which columns a table's page shows, and the meanings of all: folded, in full."""
    metadata = datasette.table_metadata(database, table)
    asked = {"_col", "_every"} & set(request.args)
    main = None if asked else MAIN_COLUMNS.get(table)
    return {
        "main_columns": main and main.split(),
        "can_be_narrowed": table in MAIN_COLUMNS,
        "column_help": metadata.get("columns") or {},
        "metadata": {**metadata, "columns": {}},
    }


def from_the_first_tie(next_url: str, request: Request) -> str:
    """The address of the page after the first, so that no row of one moment is passed over.

    Datasette (0.65) sorts rows alike by their number from the second page on, and on the first as
    they come: a page that goes on behind the last number leaves out those of lower numbers. This
    one begins with all that are like the last, some of them shown before.
    """
    begun = LAST_NUMBER.search(next_url)
    if "_next" in request.args or not begun:
        return next_url
    return f"{next_url[: begun.start('number')]}0{next_url[begun.end('number') :]}"


def meanings(datasette: Datasette, database: str) -> dict[str, str]:
    """What each table and view holds."""
    tables = datasette.metadata("tables", database=database) or {}
    return {name: known.get("description", "") for name, known in tables.items()}


async def known_values(datasette: Datasette, database: str) -> dict[str, list[str]]:
    """What the boxes of a question can be filled with."""
    if "sites" not in await datasette.get_database(database).table_names():
        return {}
    asked = "SELECT DISTINCT {0} FROM sites WHERE {0} IS NOT NULL ORDER BY 1"
    return {
        name: [value for (value,) in await datasette.execute(database, asked.format(name))]
        for name in ("site", "province")
    }


def guarded(app: Callable) -> Callable:
    """An ASGI application whose answers carry POLICY."""

    async def answer(scope: dict, receive: Callable, send: Callable) -> None:
        async def send_guarded(message: dict) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message.get("headers", ())}
                headers = list(message.get("headers", ()))
                for name, value in (
                    (b"content-security-policy", POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"same-origin"),
                ):
                    headers += [] if name in known else [(name, value)]
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, send_guarded)

    return answer
