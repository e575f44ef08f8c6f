"""docs/running.md: what it names exists."""

import argparse
import configparser
import re

import pytest
from scrapy.cmdline import _get_commands_from_module
from scrapy.settings import Settings

from crawler import settings
from crawler.runs.verdict import EXIT_CODES
from tests.support.checkout import ROOT

PAGE = (ROOT / "docs/running.md").read_text()
COMMANDS = sorted(set(re.findall(r"scrapy ((?:due|crawl|health|gaps|diff)\b[^`\n#>|]*)", PAGE)))


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


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_line_is_understood(line):
    name, *arguments = line.split()
    command = _get_commands_from_module("crawler.commands", inproject=True)[name]
    command.settings = Settings()
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    known = {option for action in parser._actions for option in action.option_strings}
    assert {a for a in arguments if a.startswith("-")} <= known


def test_the_units_are_well_formed():
    for unit in re.findall(r"```ini\n(.*?)```", PAGE, re.S):
        parser = configparser.ConfigParser(strict=True)
        parser.optionxform = str
        parser.read_string(unit)
        assert "Unit" in parser
