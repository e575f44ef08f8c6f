"""The settings of the folder where the user stands."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.settings import Settings

from crawler.console.call import refuse_unmeant_settings
from crawler.errors import UsageProblem
from crawler.whereabouts.warta_toml import (
    IN_ENVIRONMENT,
    find_warta_toml,
    settings_in_environment,
    settings_in_file,
)

SETTINGS = "crawler.settings"


def settings_here() -> Settings:
    """The settings where the user stands: the program's, warta.toml's, the environment's."""
    settings = Settings()
    settings.setmodule(SETTINGS, priority="project")
    defaults = dict(settings)
    try:
        here = Path.cwd()
    except OSError as error:
        raise UsageProblem(f"the folder you stand in is gone ({error.strerror})") from error
    if file := find_warta_toml(here):
        settings.setdict(settings_in_file(file, defaults), priority="project")
    of_shell = settings_in_environment(os.environ, defaults)
    for name, value in of_shell.items():
        try:
            refuse_unmeant_settings([f"{name}={value}"], settings)
        except UsageProblem as problem:
            said = str(problem).removeprefix(f"{name}={value}")
            parted = "" if said != str(problem) else ": "
            raise UsageProblem(
                f"in the environment, {IN_ENVIRONMENT}{name}={value}{parted}{said}"
            ) from None
    settings.setdict(of_shell, priority="project")
    return settings
