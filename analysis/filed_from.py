"""Articles by where their datelines lie, as a condition in SQL that anyone can run again."""

from __future__ import annotations

from difflib import get_close_matches

from analysis.search.query import quoted
from crawler.errors import UsageProblem
from crawler.parsers.vocabulary.provinces import PROVINCES
from crawler.places.meaning import meaning
from crawler.places.place import Place


def filed_from(name: str) -> str:
    """The condition on ``articles`` for a place in any spelling, with all that lies in it.

    "NTB" is the province with its regencies, "Kab. Bandung" the regency with its kecamatan, "Kairo"
    the city. What may be several places is the one that a dateline is taken for. Raises
    UsageProblem for what is in no table of places.
    """
    place = meaning(name).place
    if place is None:
        near = get_close_matches(name.title(), PROVINCES, n=1)
        hint = f"did you mean {near[0]}?" if near else "SELECT name FROM places has those printed"
        raise UsageProblem(f"no table of places has {name!r}; {hint}")
    named = " AND ".join(f"{column} = {quoted(value)}" for column, value in _facts(place))
    return f"id IN (SELECT article_id FROM article_places WHERE {named})"


def _facts(place: Place) -> list[tuple[str, str]]:
    """What is true of all articles filed from a place: columns of ``article_places``."""
    if place.level == "country":
        return [("country", place.country)]
    if place.level == "province":
        return [("place_province", place.name)]
    if place.name == place.regency:
        return [("regency", place.name)]
    told = [("place_name", place.name), ("place_level", place.level)]
    known = [("country", place.country), ("regency", place.regency)]
    return told + [(column, value) for column, value in known if value]
