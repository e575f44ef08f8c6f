"""docs/faults.md names every fault that is tested, and no other."""

import re
from pathlib import Path

import pytest

from tests.support.faults import PAGE, rows_in, with_row

TESTS = Path(__file__).parent
TOLD = re.compile(r'documented\(\s*"([^"]+)"')


def test_every_fault_that_is_tested_has_its_row_and_no_other_has():
    tested = {
        fault for file in TESTS.glob("test_faults_*.py") for fault in TOLD.findall(file.read_text())
    }
    rows = [fault for fault, _ in rows_in(PAGE.read_text())]
    assert len(rows) >= 40
    assert sorted(rows) == sorted(tested)


def test_a_row_is_told_anew_and_nothing_else_changes():
    page = "Faults\n\n| a (b) | ok | 0 | said | rows |\n| c | broken | 20 | said | rows |\n"
    assert with_row(page, "a (b)", "failed | 1 | other | none").splitlines()[2:] == [
        "| a (b) | failed | 1 | other | none |",
        "| c | broken | 20 | said | rows |",
    ]
    with pytest.raises(AssertionError, match="give docs/faults.md one row"):
        with_row(page, "d", "ok | 0 | said | rows")
