"""docs/running.md: what it names exists."""

import configparser
import re

from crawler import settings
from crawler.runs.verdict import EXIT_CODES
from tests.support.checkout import ROOT

PAGE = (ROOT / "docs/running.md").read_text()


def table(first_heading):
    """The rows of the table whose first column is called so, as lists of cells."""
    (found,) = re.findall(rf"^\| {first_heading} \|.*\n\|.*\n((?:\|.*\n?)+)", PAGE, re.M)
    return [
        [cell.strip(" `") for cell in row.strip("|").split("|")]
        for row in found.strip().split("\n")
    ]


def test_every_setting_has_its_default():
    rows = {name: default for name, default, _ in table("setting")}
    assert rows == {
        name: "" if not value else str(value).strip("[]")
        for name in rows
        for value in [getattr(settings, name)]
    }


def test_every_exit_code_is_explained():
    codes = {int(code): word for code, word, *_ in table("code")}
    assert codes == {code: word for word, code in EXIT_CODES.items()} | {2: ""}


def test_the_units_are_well_formed():
    for unit in re.findall(r"```ini\n(.*?)```", PAGE, re.S):
        parser = configparser.ConfigParser(strict=True)
        parser.optionxform = str
        parser.read_string(unit)
        assert "Unit" in parser
