"""docs/python.md and its notebook, run from top to bottom over the sample of the demo."""

import json
import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from demo import run
from tests.support.checkout import ROOT
from tests.support.warm import python, started

PAGE = ROOT / "docs" / "python.md"
NOTEBOOK = ROOT / "docs" / "first-questions.ipynb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with the demo's database as news.db."""
    folder = tmp_path_factory.mktemp("python")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        patch.setattr(run, "start", lambda arguments: started(*arguments))
        run.main(folder / "news.db")
    return folder


def test_the_code_of_the_page_runs_from_top_to_bottom(folder):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) == 4
    done = python("-c", "\n".join(blocks), cwd=folder, check=True)
    lines = done.stdout.splitlines()
    assert lines[0] == "15 articles"
    assert "Contoh: Pasar Buku Lama di Ankara Dibuka Kembali" in done.stdout
    assert lines[-1].startswith("Contoh judul 2026-03-02T09:12:00+08:00 Denpasar Isi berita")


def test_the_notebook_answers_its_questions_over_the_sample(folder, monkeypatch):
    monkeypatch.setenv("WARTA_DATABASE", str(folder / "news.db"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": ROOT / "docs"}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [
        "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "")
                for output in cell.outputs)
        for cell in code
    ]  # fmt: skip
    assert "15 articles" in shown[0]
    told = "\n".join(shown)
    for answer in ("http-error", "Jayapura", "Bubur Pedas Sambas", "Pasar Terapung", "KOMPAS.com"):
        assert answer in told, answer
    pictures = [output for cell in code for output in cell.outputs if "image/png" in str(output)]
    assert len(pictures) == 1
    assert all(cell.outputs or "=" in cell.source.splitlines()[-1] for cell in code)


def test_the_notebook_is_kept_without_outputs():
    for cell in json.loads(NOTEBOOK.read_text())["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_the_links_of_the_notebook_lead_somewhere():
    links = re.findall(r"\]\(([\w.-]+\.\w+)", NOTEBOOK.read_text())
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).is_file()] == []
