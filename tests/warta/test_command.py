"""The command ``warta`` itself: what it refuses, and what it leaves to Scrapy."""

import os
import subprocess
import sys

import pytest

from tests.support.checkout import ROOT
from tests.support.warm import warta
from warta import command


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["serch"], "there is no command serch; did you mean warta search?"),
        (["xyzzy"], "there is no command xyzzy; warta --help names all there are"),
        ([""], "there is no command ''; warta --help names all there are"),
        (["-s", "A=b", "health"], "there is no command A=b; options stand behind the command"),
    ],
)
def test_a_command_that_there_is_not_is_told(tmp_path, call, said):
    done = warta(*call, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"warta: {said}")
    assert done.stderr.count("\n") == 1


def test_help_of_a_command_is_its_own(tmp_path):
    assert "--json" in warta("help", "health", cwd=tmp_path, check=True).stdout


def test_ctrl_c_while_modules_are_loaded_is_told_in_a_sentence(monkeypatch, capsys):
    def interrupted(argv):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "carry_out", interrupted)
    monkeypatch.setattr(sys, "argv", ["warta", "list"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "stopped by Ctrl-C\n"


def test_python_dash_m_is_called_as_the_command_is(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "warta", "search", "x", "--count-by", "month"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "warta: error: argument --count-by: invalid choice" in done.stderr


def test_meanings_of_columns_name_commands_as_they_are_called(tmp_path):
    for call in (["describe"], ["describe", "--format", "datasette"]):
        told = warta(*call, cwd=tmp_path, check=True).stdout
        assert "warta search" in told or "warta stories" in told
        assert "scrapy stories" not in told and "scrapy merge" not in told


def test_scrapys_own_commands_work(tmp_path):
    assert warta("version", cwd=tmp_path, check=True).stdout.startswith("Scrapy 2.")


def test_every_command_has_its_line_in_the_help(tmp_path):
    told = warta(cwd=tmp_path, check=True).stdout
    for file in (ROOT / "crawler/commands").glob("*/*.py"):
        if "class Command(" in file.read_text():
            (line,) = [line for line in told.splitlines() if line.split()[:1] == [file.stem]]
            assert len(line.split()) > 2, line


def test_a_reader_that_has_gone_is_no_fault():
    done = subprocess.run(
        f"{sys.executable} -m warta | true", cwd=ROOT, shell=True, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_that_is_gone_is_told(tmp_path):
    code = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone');"
        "sys.argv = ['warta', 'list']; from warta.command import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "warta: the folder you stand in is gone (No such file or directory)\n"
