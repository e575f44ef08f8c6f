"""``scrapy links``: what a crawl would follow on a saved listing, one JSON object a line."""

import json

import pytest

from tests.support import warm


def scrapy(*arguments):
    return warm.scrapy("links", *arguments)


def test_the_command_prints_json_lines(tmp_path):
    url = "https://www.visimuslim.org/2025/06/judul-contoh.html"
    entry = {
        "published": {"$t": "2025-06-18T14:05:00.000+07:00"},
        "title": {"$t": "Judul contoh"},
        "content": {"$t": "Kalimat contoh."},
        "link": [{"rel": "alternate", "href": url}],
    }
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"feed": {"entry": [entry]}}))
    run = scrapy(file, "--site", "visimuslim")
    assert (run.returncode, run.stderr) == (0, "")
    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        {
            "url": url,
            "publisher_id": None,
            "date": "2025-06-18T14:05:00.000+07:00",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{empty}", "--site", "visimuslim"], "holds nothing to follow"),
        (["{missing}", "--site", "visimuslim"], "can't be read"),
        (["{empty}", "--site", "visimuslm"], "did you mean visimuslim"),
        (["{empty}"], "say whose listing it is"),
        (["--site", "visimuslim"], "name one saved listing"),
    ],
    ids=["nothing-found", "no-file", "no-such-site", "no-site", "no-page"],
)
def test_a_wrong_call_is_one_sentence_and_exit_code_2(tmp_path, arguments, says):
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body>Tidak ada berita contoh.</body></html>")
    names = {"empty": empty, "missing": tmp_path / "missing.html"}
    run = scrapy(*(argument.format(**names) for argument in arguments))
    assert run.returncode == 2 and run.stdout == ""
    assert says in run.stderr and len(run.stderr.splitlines()) == 1
