"""The report: one HTML page on what a database holds, which needs no network to be read."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.report.counted import (
    FIELDS,
    MOST_ROWS,
    changed_headlines,
    completeness,
    edits,
    fill_rates,
    stories,
    summary,
)
from analysis.report.datelines import datelines
from analysis.report.provinces import in_words, province_map, province_rows, shares
from analysis.report.span import Span
from analysis.report.volumes import volumes
from analysis.web_address import is_web_address
from crawler import __version__
from crawler.places.listed import settled
from crawler.whereabouts.program import as_called


def report(database: sqlite3.Connection, span: Span, made_at: datetime) -> str:
    """The whole page; ``made_at`` (aware) is printed as its date."""
    provinces, beyond = shares(database, span.values())
    land = list(settled())
    return (
        templates()
        .get_template("report.html")
        .render(
            span=span,
            made_at=made_at,
            version=__version__,
            most_rows=MOST_ROWS,
            summary=summary(database, span),
            volumes=volumes(database, span),
            completeness=completeness(database, span),
            provinces_note=in_words(provinces, beyond),
            province_map=province_map(land, provinces),
            provinces=province_rows(provinces, beyond),
            field_names=FIELDS,
            fields=fill_rates(database),
            datelines=datelines(database, span, land),
            edits=edits(database, span),
            changed_headlines=changed_headlines(database, span),
            stories=stories(database, span),
        )
    )


@cache
def templates() -> Environment:
    """The templates beside this module: every value is escaped, a name mistyped is an error."""
    environment = Environment(
        loader=PackageLoader("analysis.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["web_address"] = is_web_address
    environment.filters["number"] = "{:,}".format
    environment.filters["percent"] = "{:.0%}".format
    environment.filters["as_called"] = as_called
    return environment
