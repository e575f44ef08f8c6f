"""Where site files and tables of a user's own lie: the folder of the setting PRIVATE_SITES.

They belong to no installed program, so that an upgrade leaves them alone. The folder is imported
as the package ``private_sites``, whatever it is called and whatever lies beside it.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.whereabouts.program import PROGRAM, is_checkout

PACKAGE = "private_sites"


def folder_of_new_sites(private_sites: str | None) -> Path:
    """Where a new site file, table or status belongs; ``private_sites`` is the setting.

    Raises UsageProblem where there is no such place: the program is installed, and the user stands
    in no folder made for it.
    """
    if private_sites:
        return Path(private_sites)
    if is_checkout():
        return PROGRAM / "spiders"
    raise UsageProblem(
        "sites of your own live in the folder spiders beside your warta.toml; scrapy init FOLDER "
        "makes both, then call this from there"
    )


def import_private_sites(folder: str) -> str:
    """Make the modules of a folder importable below ``private_sites``; its name is given back.

    Raises UsageProblem where there is no such folder.
    """
    path = Path(folder).absolute()
    if not path.is_dir():
        raise UsageProblem(
            f"there is no folder {path} for private sites; make it, or mend private_sites in "
            "warta.toml (the setting PRIVATE_SITES)"
        )
    if imported_folder() != path:
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        spec = ModuleSpec(PACKAGE, None, is_package=True)
        spec.submodule_search_locations = [str(path)]
        module = module_from_spec(spec)
        module.__file__ = str(path / "__init__.py")  # beside which Scrapy's genspider writes
        sys.modules[PACKAGE] = module
    return PACKAGE


def imported_folder() -> Path | None:
    """The folder whose sites this process knows beside the program's; None for none."""
    package = sys.modules.get(PACKAGE)
    return Path(next(iter(package.__path__))) if package else None
