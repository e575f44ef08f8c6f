"""``spiders/status.csv``: read strictly, written whole."""

import pytest

from crawler.errors import UsageProblem
from crawler.statuses import status_file
from crawler.statuses.status_file import (
    STATUS_FILE,
    STATUSES,
    UNPROVEN,
    Status,
    read_statuses,
    status_of,
    write_statuses,
)
from tests.support.checkout import ROOT
from tests.support.rows import every_row

HEAD = "site,status,day,evidence\n"


@pytest.fixture
def path(tmp_path):
    """Where a status file is."""
    return tmp_path / "status.csv"


def test_the_file_of_this_checkout_is_right_and_names_sites_that_there_are():
    for status in read_statuses(ROOT / "spiders" / STATUS_FILE).values():
        assert status.status in STATUSES


def test_what_nobody_tried_is_unproven(path):
    assert read_statuses(path) == {}
    assert status_of("no_such_site") == UNPROVEN == Status("unproven", "", "")


def test_what_is_written_comes_back_beside_what_was_there(path):
    write_statuses(path, {"tempo": Status("stable", "2026-11-29", 'all well, "really", 5 of 5')})
    write_statuses(path, {"ajnn": Status("blocked", "2026-11-30", "HTTP 403\nfor all")})
    write_statuses(path, {"tempo": Status("unproven", "2026-12-01", "HTTP 404")})
    assert list(read_statuses(path)) == ["ajnn", "tempo"]
    assert read_statuses(path)["ajnn"].evidence == "HTTP 403\nfor all"
    assert read_statuses(path)["tempo"] == Status("unproven", "2026-12-01", "HTTP 404")
    assert [file.name for file in path.parent.iterdir()] == ["status.csv"]


@every_row(
    "text, said",
    [
        ("site;status;day;evidence\n", "line 1: its columns are site,status,day,evidence"),
        (HEAD + "tempo,stabel,2026-11-29,\n", "line 2: stabel is none of"),
        (HEAD + "tempo,stable,29-11-2026,\n", "line 2: 29-11-2026 is no day"),
        (HEAD + "tempo,stable,,\n", "line 2: nothing is no day"),
        (HEAD + "tempo,stable,2026-11-29\n", "line 2: it has 3 cells, not 4"),
        (HEAD + "a,gone,2026-11-29,\na,gone,2026-11-29,\n", "line 3: a stands in it twice"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_number(path, text, said):
    path.write_text(text)
    with pytest.raises(UsageProblem, match=said):
        read_statuses(path)
    with pytest.raises(UsageProblem):
        write_statuses(path, {"tempo": UNPROVEN})
    assert path.read_text() == text


def test_a_wrong_line_is_told_wherever_a_status_is_asked_for(tmp_path, monkeypatch, caplog):
    wrong = tmp_path / "status.csv"
    wrong.write_text("site,status,day,evidence\nkompas,stabel,2026-11-29,contoh\n")
    monkeypatch.setattr(status_file, "read_statuses", lambda _: read_statuses(wrong))
    status_file._statuses_here.cache_clear()
    assert status_file.status_of("kompas") == UNPROVEN
    assert "line 2: stabel is none of" in caplog.text
    assert "did you mean stable?" in caplog.text
    status_file._statuses_here.cache_clear()
