"""Sentences name the command that the user typed."""

import argparse
import re
import sys
from importlib import import_module

import pytest
from scrapy.settings import Settings

from crawler.whereabouts import program
from crawler.whereabouts.program import as_called, commands, program_called, shown
from tests.support.checkout import ROOT
from tests.support.warm import scrapy, warta


@pytest.mark.parametrize(
    ("argv", "called"),
    [
        ("/home/you/.local/bin/warta", "warta"),
        (".venv/bin/scrapy", "scrapy"),
        ("/x/site-packages/warta/__main__.py", "warta"),
        ("/x/site-packages/scrapy/__main__.py", "scrapy"),
        ("/x/ipykernel_launcher.py", "scrapy"),
        ("", "scrapy"),
    ],
)
def test_the_program_is_the_one_typed_and_else_the_checkouts(monkeypatch, argv, called):
    monkeypatch.setattr(sys, "argv", [argv])
    assert program_called() == called


def test_an_installed_program_called_from_python_is_warta(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["/x/ipykernel_launcher.py"])
    monkeypatch.setattr(program, "PROGRAM", tmp_path)
    assert program_called() == "warta"


def test_only_our_own_commands_are_renamed(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/bin/warta"])
    text = "scrapy search gempa; (scrapy list). `scrapy gaps --fill`, scrapy shell, x/scrapy list"
    assert as_called(text) == (
        "warta search gempa; (warta list). `warta gaps --fill`, scrapy shell, x/scrapy list"
    )
    monkeypatch.setattr(sys, "argv", ["/bin/scrapy"])
    assert as_called(text) == text


def test_every_file_of_a_command_is_one_and_no_other_is():
    assert {"crawl", "due", "import", "search", "init"} <= set(commands())
    assert not {"selection_options", "site_table", "why", "__init__"} & set(commands())


def test_a_file_of_the_program_is_shown_from_its_folder_and_others_whole():
    assert shown(ROOT / "spiders" / "kompas.py") == "spiders/kompas.py"
    assert shown("/home/you/spiders/contoh.py") == "/home/you/spiders/contoh.py"


@pytest.mark.parametrize("called", ["warta", "scrapy"])
def test_the_help_of_every_command_names_what_was_typed(monkeypatch, called):
    monkeypatch.setattr(sys, "argv", [f"/bin/{called}"])
    other = {"warta": "scrapy", "scrapy": "warta"}[called]
    for name, file in commands().items():
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        command = import_module(module).Command()
        command.settings = Settings()
        usage, told = f"scrapy {name} {command.syntax()}", command.long_desc()
        parser = argparse.ArgumentParser(usage=usage, description=told, conflict_handler="resolve")
        command.add_options(parser)
        text = " ".join(parser.format_help().split())
        assert f"{called} {name}" in text
        assert not re.search(rf"\b{other} (?:{'|'.join(commands())})\b", text) or name == "init"


def test_each_sentence_of_a_call_names_what_was_typed(tmp_path):
    for called, other in ((warta, "scrapy"), (scrapy, "warta")):
        for call in (["crawl"], ["crawl", "kompass"], ["search"], ["crawl", "-h"], ["gaps", "x"]):
            where = {"cwd": tmp_path} if called is warta else {}
            done = called(*call, "-s", f"DATABASE={tmp_path / 'none.db'}", **where)
            text = done.stdout + done.stderr
            assert f"{called.__name__} {call[0]}" in text
            assert f"{other} " not in text, text
