"""News agencies and foreign services whose texts others print, and how a page spells them."""

from __future__ import annotations

from typing import NamedTuple


class Agency(NamedTuple):
    """An agency as it spells itself, and a line it stands in.

    An agency ``is_wire`` where others live by its texts; a broadcaster prints its own first. A
    name that ``is_sure`` is nothing else in a dateline: "AP" could be a code.
    """

    name: str
    example: str
    is_wire: bool = True
    is_sure: bool = True


AGENCIES = (
    Agency("ANTARA", "Jakarta (ANTARA) -"),
    Agency("Reuters", "LONDON, Reuters -"),
    Agency("AFP", "PARIS (AFP) -"),
    Agency("AP", "NEW YORK (AP) —", is_sure=False),
    Agency("Xinhua", "BEIJING, Xinhua -"),
    Agency("Bernama", "KUALA LUMPUR (Bernama) -"),
    Agency("Anadolu", "ANKARA (Anadolu) -"),
    Agency("Sputnik", "MOSKOW (Sputnik) -", is_sure=False),
    Agency("DPA", "BERLIN (dpa) -", is_sure=False),
    Agency("Kyodo", "TOKYO (Kyodo) -"),
    Agency("Yonhap", "SEOUL (Yonhap) -"),
    Agency("EFE", "MADRID (EFE) -", is_sure=False),
    Agency("WAFA", "RAMALLAH (WAFA) -", is_sure=False),
    Agency("TASS", "MOSKOW (TASS) -", is_sure=False),
    Agency("VOA", "NEW YORK (VOA) —", is_wire=False, is_sure=False),
    Agency("DW", "BERLIN (DW) -", is_wire=False, is_sure=False),
    Agency("RFA", "BANGKOK (RFA) -", is_wire=False, is_sure=False),
    Agency("BBC", "LONDON (BBC) -", is_wire=False, is_sure=False),
    Agency("CNN", "ATLANTA (CNN) -", is_wire=False, is_sure=False),
    Agency("BenarNews", "JAKARTA (BenarNews) -", is_wire=False),
)

WIRES = {agency.name.casefold(): agency.name for agency in AGENCIES if agency.is_wire}
"""The spelling of each wire by its name in small letters."""

ANY_WIRE = "|".join(WIRES.values())
"""The alternatives of a pattern: ``ANTARA|Reuters|...``."""

_SURE = [agency.name for agency in AGENCIES if agency.is_sure]
SURE = "|".join(dict.fromkeys([*_SURE, *map(str.upper, _SURE)]))
"""Those that are nothing else, as they spell themselves and in capitals."""

CAPITALS = "|".join(agency.name.upper() for agency in AGENCIES)
"""As they close a story, alone on a line: ``REUTERS``, ``AFP | NAMA``."""

FOLDED = frozenset(agency.name.casefold() for agency in AGENCIES)
"""All in small letters; in brackets behind a place every one is sure: ``NEW YORK (VOA) —``."""
