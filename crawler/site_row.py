"""What the database says of a site: a row of ``sites``, as its file or table declares it."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from crawler.clock import utc
from crawler.parsers.site import Site
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.statuses.status_file import status_of

WRITE = """
INSERT INTO sites (site, outlet, domain, province, city, scope, network, language, robots_note,
    status, status_day, status_evidence, facts_rest_on, reaches_back_to, numbers_count,
    first_run_at, last_run_at)
VALUES (:site, :outlet, :domain, :province, :city, :scope, :network, :language, :robots_note,
    :status, :status_day, :status_evidence, :facts_rest_on, :reaches_back_to, :numbers_count, :now,
    :now)
ON CONFLICT (site) DO UPDATE SET outlet = excluded.outlet, domain = excluded.domain,
    province = excluded.province, city = excluded.city, scope = excluded.scope,
    network = excluded.network, language = excluded.language, robots_note = excluded.robots_note,
    status = excluded.status, status_day = excluded.status_day,
    status_evidence = excluded.status_evidence, facts_rest_on = excluded.facts_rest_on,
    reaches_back_to = excluded.reaches_back_to, numbers_count = excluded.numbers_count,
    first_run_at = coalesce(first_run_at, excluded.first_run_at),
    last_run_at = excluded.last_run_at
"""


def is_site(spider: type) -> bool:
    """Whether a spider declares a site, as all of ours do; one of Scrapy's own does not."""
    return issubclass(spider, Site)


def note_site(database: sqlite3.Connection, site: Site, now: datetime) -> None:
    """Write what a site declares, and that a run of it began; ``now`` is aware."""
    database.execute(WRITE, {**site_row(site), "now": utc(now)})


def site_row(site: Site | type[Site]) -> dict[str, str | None]:
    """The columns of ``sites`` that a site file or row declares; None where it says nothing."""
    is_regional = site.province in PROVINCES
    known = status_of(site.name)
    return {
        "site": site.name,
        "outlet": site.outlet,
        "domain": next(iter(site.allowed_domains), None),
        "province": site.province if is_regional else None,
        "city": site.city,
        "scope": "regional" if is_regional else site.province,
        "network": site.network,
        "language": site.language,
        "robots_note": site.robots_note or None,
        "status": known.status,
        "status_day": known.day or None,
        "status_evidence": known.evidence or None,
        "facts_rest_on": site.verified or None,
        "reaches_back_to": site.reaches_back_to,
        "numbers_count": site.numbers_count,
    }
