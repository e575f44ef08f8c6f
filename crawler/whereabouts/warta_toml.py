"""What a user set for the command ``warta``: in a file ``warta.toml``, and in the environment.

The file is looked for where the user stands and in the folders above. Its keys are settings in
small letters; paths in it start from its own folder. In the environment a setting is called
WARTA_DATABASE, and a path starts from where the user stands. The environment wins over the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawler.errors import UsageProblem

FILE = "warta.toml"
IN_ENVIRONMENT = "WARTA_"
PRIVATE_FOLDER = "spiders"
"""Beside the file, where site files and tables of one's own lie."""
PATHS = frozenset(["DATABASE", "ARCHIVE", "PRIVATE_SITES", "REPLAY", "LOG_FILE"])
ALIKE = 0.8
"""So alike, a name in the environment is taken for a mistyped setting of ours."""
Value = str | int | float | bool | list | dict | None


def find_warta_toml(folder: Path) -> Path | None:
    """The nearest ``warta.toml``, in the folder or above it; None for none.

    One that is no file, such as a link to nowhere, is found as well: reading it tells of it.
    """
    return next(
        (each / FILE for each in (folder, *folder.parents) if os.path.lexists(each / FILE)), None
    )


def settings_in_file(file: Path, defaults: Mapping[str, Value]) -> dict[str, Value]:
    """The settings that a ``warta.toml`` makes; ``defaults`` are all there are.

    Raises UsageProblem for a file that can't be read, a key that is no setting and a value of the
    wrong kind.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageProblem(f"{file} can't be read: {error}") from None
    found = {}
    private = file.parent / PRIVATE_FOLDER
    if private.is_dir():
        found["PRIVATE_SITES"] = str(private)
    for key, value in told.items():
        name = key.upper()
        if key != key.lower() or name not in defaults:
            near = get_close_matches(key.lower(), [each.lower() for each in defaults], n=1)
            hint = f"did you mean {near[0]}?" if near else "docs/running.md names the settings"
            raise UsageProblem(f"{file}: there is no setting {key}; {hint}")
        if wrong := _wrong_kind(value, defaults[name]):
            raise UsageProblem(f"{file}: {key} = {value!r} is {wrong}")
        found[name] = _from(file.parent, value) if name in PATHS else value
    return found


def settings_in_environment(
    environment: Mapping[str, str], defaults: Mapping[str, Value]
) -> dict[str, str]:
    """The settings that variables called WARTA_... make, as texts.

    Raises UsageProblem for one that looks like a mistyped setting; other tools' pass.
    """
    found = {}
    for variable in sorted(environment):
        name = variable.removeprefix(IN_ENVIRONMENT)
        if name == variable:
            continue
        if name in defaults:
            value = environment[variable]
            found[name] = _from(Path.cwd(), value) if name in PATHS else value
        elif near := get_close_matches(name, defaults, n=1, cutoff=ALIKE):
            raise UsageProblem(
                f"{variable} in the environment is no setting; did you mean "
                f"{IN_ENVIRONMENT}{near[0]}?"
            )
    return found


def _from(folder: Path, path: Any) -> str:
    """A path that starts from a folder; an address (``s3://...``) and an empty one stay."""
    return path if not path or "://" in path else str(folder / Path(path).expanduser())


def _wrong_kind(value: object, default: Value) -> str | None:
    """How a value is not of its default's kind, in words; None where it is."""
    match default:
        case bool():
            return None if isinstance(value, bool) else "neither true nor false"
        case int() | float():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            whole = isinstance(default, int)
            if not is_number or (whole and not isinstance(value, int)):
                return f"no {'whole ' if whole else ''}number; the default is {default}"
        case list() | tuple():
            if not isinstance(value, list):
                return f"no list; write [{value!r}]"
            held = {type(each) for each in default} or {str}
            wrong = [each for each in value if type(each) not in held]
            return f"no list of such values: {wrong[0]!r} is none" if wrong else None
        case str() | None:
            return None if isinstance(value, str) else "no text; put it in quotes"
    return None
