"""Nuxt's payload: the JSON array in which ``_payload.json`` and ``__NUXT_DATA__`` fold data.

Every value stands once in the array; objects and lists name their members by position (the
"devalue" format of Nuxt 3 and SvelteKit). ``["Reactive", 4]`` wraps the value at position 4,
``["Date", "2026-07-24T02:00:00.000Z"]`` holds a value JSON has no form for.
"""

from __future__ import annotations

from typing import Any

WITHOUT_PLACE = {-3: float("nan"), -4: float("inf"), -5: float("-inf"), -6: -0.0}
"""Not a number, infinities and minus zero; what is undefined (-1) or missing (-2) is None."""
MOST_WRAPPINGS = 20


def is_devalue(data: Any) -> bool:
    """Whether parsed JSON is such a folded array rather than an ordinary list."""
    if not (isinstance(data, list) and len(data) > 1 and isinstance(data[0], list | dict)):
        return False
    if _is_typed(data[0]):
        return True
    positions = data[0].values() if isinstance(data[0], dict) else data[0]
    return all(type(position) is int and position < len(data) for position in positions)


def unfold_devalue(folded: list) -> Any:
    """The data as it was before it was folded; a position beyond the array is None.

    Shared parts stay shared, so that the result may contain itself. Linear in the array's
    length, whatever the depth.
    """
    shells = [_shell(value) for value in folded]

    def at(position: Any) -> Any:
        for _ in range(MOST_WRAPPINGS):
            if type(position) is not int or not 0 <= position < len(folded):
                return WITHOUT_PLACE.get(position) if isinstance(position, int) else None
            if shells[position] is not WRAPPER:
                return shells[position]
            position = folded[position][1]
        return None

    for shell, value in zip(shells, folded, strict=True):
        if isinstance(shell, list):
            shell += [at(position) for position in (value[1:] if _is_typed(value) else value)]
        elif isinstance(shell, dict):
            shell |= {name: at(position) for name, position in _pairs(value, at)}
    return at(0)


WRAPPER = object()


def _is_typed(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], str)


def _shell(value: Any) -> Any:
    """What a folded value becomes, members still missing."""
    if isinstance(value, dict):
        return {}
    if not _is_typed(value):
        return [] if isinstance(value, list) else value
    if value[0] == "Set":
        return []
    if value[0] in ("Map", "null"):
        return {}
    if len(value) > 1 and type(value[1]) is int:
        return WRAPPER
    return value[1] if len(value) > 1 else None


def _pairs(value: Any, at: Any) -> list[tuple[Any, Any]]:
    """Names and positions of an object's members, or of a map's; lists and objects name none."""
    if isinstance(value, dict):
        return list(value.items())
    names, positions = value[1::2], value[2::2]
    if value[0] == "Map":
        names = [at(name) for name in names]
    pairs = zip(names, positions, strict=False)
    return [(str(name), position) for name, position in pairs if not isinstance(name, list | dict)]
