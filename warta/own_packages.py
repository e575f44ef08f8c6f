"""Warta's own packages found before others of their names, wherever those stand on the path."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

PROGRAM = Path(__file__).resolve().parents[1]
NAMES = ("analysis", "crawler", "pipelines", "spiders")


class OwnPackages(MetaPathFinder):
    """Finds them beside ``warta``; a folder ``spiders`` where the user stands hides none."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a package of ours lies; None for all others."""
        return PathFinder.find_spec(fullname, [str(PROGRAM)]) if fullname in NAMES else None


def find_own_packages_first() -> None:
    """Have the import system ask here first.

    Raises ImportError where another package of one of the names is imported already.
    """
    for name in NAMES:
        others = getattr(sys.modules.get(name), "__path__", None)
        if others is not None and str(PROGRAM / name) not in map(str, others):
            raise ImportError(
                f"another package called {name} is imported already, from {next(iter(others))}; "
                "Warta needs a Python without it"
            )
    if not any(isinstance(finder, OwnPackages) for finder in sys.meta_path):
        sys.meta_path.insert(0, OwnPackages())
