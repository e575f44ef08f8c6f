"""Warta for Python: a page read, a date and a dateline understood, a corpus opened.

What is handed on here is imported once it is asked for: ``import warta`` alone reads two files.
"""

from typing import Any

from warta.names import NAMES, imported

__all__ = [*NAMES]


def __getattr__(name: str) -> Any:
    """A name of ``__all__``, imported when it is asked for."""
    return imported(name)
