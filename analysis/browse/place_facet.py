"""Articles by the standard name of their dateline's place: a facet, and the choice it leads to."""

from __future__ import annotations

from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.filters import FilterArguments
from datasette.utils import path_with_added_args, path_with_removed_args

CHOSEN = "_place"
"""What an address says for a place chosen: ``?_place=Kota+Bandung``."""

NAMED = """
SELECT iif(near.place IS NULL, usual.name, near.name) AS value, sum(told.number) AS count
FROM (SELECT dateline_place, site, count(*) AS number FROM ({sql})
      WHERE dateline_place IS NOT NULL GROUP BY dateline_place{spelling}, site) AS told
LEFT JOIN sites USING (site)
LEFT JOIN places AS usual ON usual.place = told.dateline_place
LEFT JOIN places_by_province AS near
    ON near.place = told.dateline_place AND near.outlet_province = sites.province
WHERE value IS NOT NULL
GROUP BY value ORDER BY count DESC, value LIMIT {limit}
"""
"""As the view article_places names them, counted before they are named: by the index on places."""

DIFFER = """
SELECT EXISTS (SELECT 1 FROM places
    GROUP BY place COLLATE NOCASE HAVING count(DISTINCT coalesce(name, '')) > 1)
"""
"""Whether BANJAR and Banjar mean different places; where none do, the index counts them as one."""

WHERE = """
id IN (SELECT article_id FROM article_places WHERE place_name = :{name} AND place IN (
    SELECT place FROM places WHERE name = :{name}
    UNION SELECT place FROM places_by_province WHERE name = :{name}))
"""


class PlaceFacet(Facet):
    """Datasette's facet on ``articles``: ``{"place": "dateline_place"}`` in its metadata."""

    type = "place"

    async def facet_results(self) -> tuple[list[dict], list[str]]:
        """The places that most of the articles shown are filed from."""
        if not self.get_configs():
            return [], []
        size = self.get_facet_size()
        (differ,) = (await self.ds.execute(self.database, DIFFER)).first()
        spelling = " COLLATE BINARY" if differ else ""
        try:
            found = await self.ds.execute(
                self.database,
                NAMED.format(sql=self.sql, spelling=spelling, limit=size + 1),
                self.params,
                truncate=False,
                custom_time_limit=self.ds.setting("facet_time_limit_ms"),
            )
        except QueryInterrupted:
            return [], ["place"]
        results = {
            "name": "place",
            "type": "column",
            "hideable": False,
            "toggle_url": None,
            "results": [self._choice(row["value"], row["count"]) for row in found.rows[:size]],
            "truncated": len(found.rows) > size,
        }
        return [results], []

    def _choice(self, name: str, number: int) -> dict[str, Any]:
        chosen = {CHOSEN: name}
        selected = (CHOSEN, name) in self.get_querystring_pairs()
        changed = path_with_removed_args if selected else path_with_added_args
        path = self.ds.urls.path(changed(self.request, {**chosen, "_next": None}))
        return {
            "value": name,
            "label": name,
            "count": number,
            "toggle_url": self.ds.absolute_url(self.request, path),
            "selected": selected,
        }


def filed_from(request: Any, table: str) -> FilterArguments | None:
    """The condition on articles of an address that chooses places."""
    names = request.args.getlist(CHOSEN) if table == "articles" else []
    if not names:
        return None
    params = {f"place_{number}": name for number, name in enumerate(names)}
    return FilterArguments(
        [WHERE.format(name=name) for name in params],
        params=params,
        human_descriptions=[f"filed from {name}" for name in names],
    )


def with_place_facet(metadata: dict, database: str) -> dict:
    """Datasette's metadata with this facet in place of the one on places as printed."""
    tables = metadata["databases"][database]["tables"]
    if not {"places", "places_by_province", "article_places"} <= set(tables):
        return metadata
    facets = [
        {"place": facet} if facet == "dateline_place" else facet
        for facet in tables["articles"]["facets"]
    ]
    tables = {**tables, "articles": {**tables["articles"], "facets": facets}}
    described = {**metadata["databases"][database], "tables": tables}
    return {**metadata, "databases": {**metadata["databases"], database: described}}
