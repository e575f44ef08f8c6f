"""The archive: what a live crawl keeps, what a replay gives back, and what survives a crash."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from w3lib.url import canonicalize_url
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.captures import open_replay
from crawler.archive.cdxj import PLAIN_URL, index_of, sort_key
from crawler.archive.reading import records
from crawler.archive.storage import (
    capture_index,
    captures,
    check_archive,
    check_replay,
    read_capture,
)
from crawler.archive.writer import WarcWriter
from crawler.errors import ArchiveProblem
from tests.support.checkout import ROOT
from tests.support.warm import begun

CRAWL = ROOT / "tests/support/archive_crawl.py"
PAGE = "<html><head><title>Contoh</title></head><body><p>{}</p></body></html>"
STORY = PAGE.format("Berita contoh, bukan berita sungguhan: banjir surut di kampung rekaan. " * 40)
STORY_BYTES = STORY.encode()
PICTURE = b"\x89PNG\r\n\x1a\n\x00\xff" + bytes(range(256))


class Site(BaseHTTPRequestHandler):
    """A site with one page of each kind that archives get wrong."""

    protocol_version = "HTTP/1.1"
    pages = {
        "/polos": (200, {"Content-Type": "text/html; charset=utf-8"}, STORY.encode()),
        "/gzip": (
            200,
            {"Content-Type": "text/html", "Content-Encoding": "gzip"},
            gzip.compress(STORY.encode()),
        ),
        "/br": (
            200,
            {"Content-Type": "text/html", "Content-Encoding": "br"},
            brotli.compress(STORY.encode()),
        ),
        "/hilang": (404, {"Content-Type": "text/html"}, PAGE.format("Tidak ada").encode()),
        "/pindah": (301, {"Location": "/tujuan"}, b""),
        "/tujuan": (200, {"Content-Type": "text/html"}, PAGE.format("Sudah pindah").encode()),
        "/gambar.png": (200, {"Content-Type": "image/png"}, PICTURE),
        "/kosong": (200, {"Content-Type": "text/html"}, b""),
        "/latin": (
            200,
            {"Content-Type": "text/html", "X-Kota": "Banda Ac\xe9h"},
            b"<p>caf\xe9</p>",
        ),
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /admin\n"),
    }
    asked = []

    def do_GET(self):
        Site.asked.append(self.path)
        if self.path == "/jam":
            self.answer(200, {"Content-Type": "text/plain"}, str(time.time_ns()).encode())
        elif self.path == "/potongan":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"<p>dua ", b"potong</p>", b""):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        elif self.path.startswith("/besar"):
            self.answer(200, {"Content-Type": "image/jpeg"}, os.urandom(20_000))
        else:
            self.answer(*self.pages.get(self.path, self.pages["/hilang"]))

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, {"Content-Type": "application/json"}, b'{"jawab": "%b"}' % asked)

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def start_crawl(folder, addresses, settings, bodies=True, **limits):
    """A crawl in a process of its own; ``folder`` is where its job file goes."""
    settings = {name: str(value) for name, value in settings.items()}
    job_file = folder / "job.json"
    job = {"addresses": addresses, "settings": settings, "bodies": bodies}
    job_file.write_text(json.dumps(job))
    return begun(["python", CRAWL, job_file], **limits)


def crawl(folder, addresses, _robots=False, _expect=0, **settings):
    """What came of each address, and the closing line."""
    process = start_crawl(folder, addresses, {"ROBOTSTXT_OBEY": _robots, **settings})
    out, log = process.communicate(timeout=60)
    assert process.returncode == _expect, log
    *answers, end = map(json.loads, out.splitlines())
    answers.sort(key=lambda answer: (answer["url"], answer.get("body", "")))
    return answers, end | {"log": log}


KINDS = ["/polos", "/gzip", "/br", "/hilang", "/pindah", "/gambar.png", "/kosong", "/potongan"]


@pytest.fixture(scope="module")
def crawled(site, tmp_path_factory):
    """One live crawl of every kind of page: its folder and what the spider saw."""
    folder = tmp_path_factory.mktemp("crawled")
    addresses = [site + path for path in [*KINDS, "/latin"]]
    addresses += [["POST", f"{site}/cari", "satu"], ["POST", f"{site}/cari", "dua"]]
    live, end = crawl(folder, addresses, _robots=True, ARCHIVE=folder / "archive")
    return folder, addresses, live, end


def the_file(archive):
    (file,) = archive.rglob("*.warc.gz")
    return file


def types(file):
    with file.open("rb") as opened:
        return [record.rec_type for record in ArchiveIterator(opened)]


# What a live crawl keeps


def test_every_answer_is_kept_with_its_request(crawled, site):
    folder, _, live, end = crawled
    file = the_file(folder / "archive")
    assert file.parent == folder / "archive" / "contoh"
    # robots.txt, nine pages, the redirect's target, two answers to POST
    assert types(file) == ["warcinfo"] + ["request", "response"] * 13
    kept = [(entry.url.removeprefix(site), entry.status) for _, entry in capture_index(file)]
    assert ("/robots.txt", 200) in kept
    assert ("/hilang", 404) in kept
    assert ("/pindah", 301) in kept
    assert end["stats"]["warta/archived"] == "13"
    assert len(live) == 11


def test_warcio_finds_nothing_wrong_with_it(site, tmp_path):
    # Not /br: warcio 1.8.1 itself fails on brotli 1.2 ("no attribute 'unused_data'").
    addresses = [site + path for path in KINDS if path != "/br"]
    crawl(tmp_path, [*addresses, ["POST", f"{site}/cari", "satu"]], ARCHIVE=tmp_path / "archive")
    file = the_file(tmp_path / "archive")
    check = [str(Path(sys.executable).with_name("warcio")), "check", "-v", str(file)]
    result = subprocess.run(check, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    assert result.stdout.count("digest pass") == 9


def test_each_record_is_a_gzip_member_of_its_own(crawled):
    file = the_file(crawled[0] / "archive")
    with file.open("rb") as opened:
        for _, entry in capture_index(file):
            opened.seek(entry.offset)
            record = gzip.decompress(opened.read(entry.length))
            assert record.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
            assert entry.url.encode() in record


def test_the_warcinfo_says_who_wrote_it_and_how(crawled):
    with the_file(crawled[0] / "archive").open("rb") as opened:
        info = next(ArchiveIterator(opened)).content_stream().read().decode()
    assert "software: Warta/" in info
    assert "format: WARC File Format 1.1" in info
    assert "robots: obey" in info


def test_a_body_is_kept_as_it_was_received(crawled, site):
    file = the_file(crawled[0] / "archive")
    with file.open("rb") as opened:
        bodies = {
            record.rec_headers["WARC-Target-URI"].removeprefix(site): record.raw_stream.read()
            for record in ArchiveIterator(opened)
            if record.rec_type == "response"
        }
    assert bodies["/gzip"] == Site.pages["/gzip"][2]
    assert bodies["/br"] == Site.pages["/br"][2]
    assert bodies["/gambar.png"] == PICTURE
    assert bodies["/potongan"] == b"<p>dua potong</p>"


def test_each_answer_knows_its_capture_and_its_time(crawled):
    folder, _, live, _ = crawled
    for seen in live:
        capture = read_capture(folder / "archive", seen["capture"])
        assert capture.url == seen["url"]
        assert capture.status == seen["status"]
        assert capture.body == b64decode(seen["body"])
        assert capture.fetched_at == datetime.fromisoformat(seen["fetched_at"])
        assert datetime.now(UTC) - capture.fetched_at < timedelta(minutes=5)


def test_secrets_stay_out_of_the_archive(tmp_path):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    request = Request("https://kunci:rahasia@contoh.test/", headers={"Authorization": "Basic eA=="})
    writer.add(request, Response("https://contoh.test/"), datetime.now(UTC))
    writer.close()
    written = gzip.decompress(the_file(tmp_path).read_bytes())
    assert b"rahasia" not in written
    assert b"Authorization" not in written


def test_servers_are_asked_only_for_encodings_that_every_warc_tool_can_read(crawled):
    asked = [
        record.http_headers["Accept-Encoding"]
        for record in ArchiveIterator(BytesIO(the_file(crawled[0] / "archive").read_bytes()))
        if record.rec_type == "request"
    ]
    assert set(asked) == {"gzip, deflate"}


def test_a_live_crawl_never_reads_from_the_archive(site, tmp_path):
    first, _ = crawl(tmp_path, [f"{site}/jam"], ARCHIVE=tmp_path / "archive")
    second, _ = crawl(tmp_path, [f"{site}/jam"], ARCHIVE=tmp_path / "archive")
    assert first[0]["body"] != second[0]["body"]
    assert len(list(capture_index(tmp_path / "archive"))) == 2


def test_runs_go_on_with_one_file_until_it_is_full(tmp_path):
    for _ in range(3):
        store(tmp_path, "contoh", 2)
    file = the_file(tmp_path)
    assert types(file).count("warcinfo") == 3
    store(tmp_path, "contoh", 1, file_size=file.stat().st_size)
    assert len(list(tmp_path.rglob("*.warc.gz"))) == 2


def test_a_file_is_closed_once_it_has_its_size(tmp_path):
    names = store(tmp_path, "contoh", 40, file_size=20_000, body=os.urandom(3_000))
    files = list(tmp_path.rglob("*.warc.gz"))
    assert 5 <= len(files) <= 8
    assert all(file.stat().st_size < 25_000 for file in files)
    assert len({read_capture(tmp_path, name).url for name in names}) == 40


def test_an_empty_archive_setting_keeps_nothing(site, tmp_path):
    answers, end = crawl(tmp_path, [f"{site}/polos"], ARCHIVE="")
    assert answers[0]["capture"] is None
    assert end["reason"] == "finished"
    assert not list(tmp_path.rglob("*.warc.gz"))


def store(archive, site, count, file_size=10**9, body=STORY_BYTES, writer=None):
    """Write some captures without a crawl; their names."""
    archive.mkdir(exist_ok=True)
    own = writer or WarcWriter(archive, site, file_size, {"software": "test"})
    names = []
    for number in range(count):
        url = f"https://contoh.test/berita/{number}"
        answer = HtmlResponse(url, headers={"Content-Type": "text/html"}, body=body)
        names.append(own.add(Request(url), answer, datetime.now(UTC)))
    if not writer:
        own.close()
    return names


def test_without_a_fast_compressor_the_files_are_the_same_to_every_reader(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.archive.records.deflate", zlib)
    names = store(tmp_path, "contoh", 2)
    assert [read_capture(tmp_path, name).body for name in names] == [STORY_BYTES] * 2


# What a replay gives back


def without_meta(answers):
    return [
        {key: value for key, value in answer.items() if key not in ("capture", "fetched_at")}
        for answer in answers
    ]


def test_a_replay_gives_what_the_crawl_saw_and_asks_nobody(crawled, tmp_path):
    folder, addresses, live, _ = crawled
    Site.asked.clear()
    again, end = crawl(
        tmp_path, addresses, _robots=True, ARCHIVE=tmp_path / "none", REPLAY=folder / "archive"
    )
    assert again == live
    assert Site.asked == []
    assert not (tmp_path / "none").exists()
    assert "warta/not_in_archive" not in end["stats"]


def test_an_archive_without_its_index_is_read_as_well(crawled, tmp_path):
    folder, addresses, live, _ = crawled
    file = the_file(folder / "archive")
    (tmp_path / file.name).write_bytes(file.read_bytes())
    again, _ = crawl(tmp_path, addresses, REPLAY=tmp_path / file.name)
    assert without_meta(again) == without_meta(live)
    assert again[0]["capture"].startswith(f"{file.name}#")


def test_a_page_without_a_capture_is_refused_and_counted(crawled, site, tmp_path):
    archive = crawled[0] / "archive"
    Site.asked.clear()
    answers, end = crawl(tmp_path, [f"{site}/polos", f"{site}/lain"], REPLAY=archive)
    assert answers[0]["failure"] == "NotInArchive"
    assert answers[0]["detail"] == f"no capture of {site}/lain in the archive"
    assert answers[1]["status"] == 200
    assert end["stats"]["warta/not_in_archive"] == "1"
    assert Site.asked == []


def test_a_missing_robots_txt_allows_all_and_is_no_missing_page(tmp_path):
    store(tmp_path / "archive", "contoh", 1)
    answers, end = crawl(
        tmp_path, ["https://contoh.test/berita/0"], _robots=True, REPLAY=tmp_path / "archive"
    )
    assert answers[0]["status"] == 200
    assert "warta/not_in_archive" not in end["stats"]
    assert end["stats"]["warta/robots_not_in_archive"] == "1"


def test_the_latest_of_several_captures_is_taken(tmp_path):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    at = datetime(2025, 6, 18, 9, tzinfo=UTC)
    for hours, text in ((0, "lama"), (2, "baru"), (1, "antara")):
        request = Request("https://contoh.test/1")
        answer = HtmlResponse(request.url, body=text.encode())
        writer.add(request, answer, at + timedelta(hours=hours))
    writer.close()
    _, _, response, fetched_at = open_replay(tmp_path).answer(Request("https://contoh.test/1"))
    assert response.body == b"baru"
    assert fetched_at == at + timedelta(hours=2)


def test_of_a_whole_archive_a_site_reads_its_own_folder(tmp_path):
    store(tmp_path, "contoh", 1, body=b"punya contoh")
    store(tmp_path, "lain", 1, body=b"punya lain, lebih baru")
    _, _, response, _ = open_replay(tmp_path, "contoh").answer(
        Request("https://contoh.test/berita/0")
    )
    assert response.body == b"punya contoh"


def test_the_order_of_query_arguments_does_not_matter_and_the_scheme_does(tmp_path):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    request = Request("https://contoh.test/cari?q=banjir&halaman=2")
    writer.add(request, HtmlResponse(request.url), datetime.now(UTC))
    writer.close()
    replay = open_replay(tmp_path)
    assert replay.answer(Request("https://contoh.test/cari?halaman=2&q=banjir#atas"))
    assert not replay.answer(Request("http://contoh.test/cari?q=banjir&halaman=2"))
    assert not replay.answer(Request("https://contoh.test/cari?q=banjir&halaman=3"))


@given(st.from_regex(PLAIN_URL, fullmatch=True))
def test_addresses_taken_as_they_are_need_no_canonical_form(url):
    assert canonicalize_url(url) == url


# What a crash leaves


def tear(file, cut=100):
    """What kill -9 in the middle of a write leaves."""
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut])
    return whole


def test_a_torn_record_is_set_aside_and_nothing_whole_is_lost(tmp_path, caplog):
    names = store(tmp_path, "contoh", 5)
    file = the_file(tmp_path)
    whole = tear(file)
    store(tmp_path, "contoh", 1)
    (aside,) = file.parent.glob("*.torn")
    assert whole.startswith(
        file.read_bytes()[: file.stat().st_size and len(whole) - 100 - len(aside.read_bytes())]
        + aside.read_bytes()
    )
    assert [read_capture(tmp_path, name).url for name in names[:4]]
    assert [entry.url[-1] for _, entry in capture_index(tmp_path)] == list("01230")
    assert "ended in the middle of a record" in caplog.text
    assert aside.name in caplog.text
    check_replay(tmp_path)


def test_an_index_that_lags_behind_or_is_gone_is_made_again(tmp_path):
    store(tmp_path, "contoh", 5)
    index = index_of(the_file(tmp_path))
    whole = index.read_bytes()
    lines = whole.splitlines(keepends=True)
    for left in (b"", b"".join(lines[:3]), b"".join(lines[:3]) + lines[3][:20]):
        index.write_bytes(left)
        WarcWriter(tmp_path, "contoh", 10**9, {}).mend()
        assert index.read_bytes() == whole
    index.unlink()
    WarcWriter(tmp_path, "contoh", 10**9, {}).mend()
    assert index.read_bytes() == whole


def test_an_index_that_is_ahead_of_its_file_is_made_again(tmp_path):
    store(tmp_path, "contoh", 5)
    file = the_file(tmp_path)
    ends = [entry.end for _, entry in capture_index(file)]
    os.truncate(file, ends[2])
    WarcWriter(tmp_path, "contoh", 10**9, {}).mend()
    assert [entry.end for _, entry in capture_index(file)] == ends[:3]


def test_two_runs_at_once_never_write_to_one_file(tmp_path):
    first = WarcWriter(tmp_path, "contoh", 10**9, {})
    second = WarcWriter(tmp_path, "contoh", 10**9, {})
    names = [store(tmp_path, "contoh", 1, writer=own)[0] for own in (first, second, first, second)]
    first.close()
    second.close()
    files = [name.partition("#")[0] for name in names]
    assert files[0] == files[2] != files[1] == files[3]
    assert [read_capture(tmp_path, name).status for name in names] == [200] * 4


def test_a_file_that_is_being_written_is_not_taken_for_torn(tmp_path):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    store(tmp_path, "contoh", 3, writer=writer)
    writer.warc.write(b"\x1f\x8b\x08 half a record")
    assert len(list(capture_index(tmp_path))) == 3
    check_replay(tmp_path)
    writer.close()


def test_a_killed_crawl_leaves_an_archive_that_the_next_one_mends(site, tmp_path):
    archive = tmp_path / "archive"
    addresses = [f"{site}/besar/{number}" for number in range(2000)]
    for moment in (0, 60, 5):
        process = start_crawl(tmp_path, addresses, {"ARCHIVE": archive, "ROBOTSTXT_OBEY": False})
        process.has_printed(lines=moment + 1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    end = crawl(tmp_path, [f"{site}/polos"], ARCHIVE=archive)[1]
    assert end["reason"] == "finished"
    check_replay(archive)
    kept = [capture for capture in captures(archive) if "/besar/" in capture.url]
    assert len(kept) >= 60 + 5 + 3
    assert all(len(capture.body) == 20_000 for capture in kept)


# What stops a run


def test_a_full_disk_stops_the_run_and_says_so(site, tmp_path):
    addresses = [f"{site}/besar/{number}" for number in range(50)]
    settings = {"ARCHIVE": tmp_path / "archive", "ROBOTSTXT_OBEY": False}
    settings["CONCURRENT_REQUESTS"] = 1
    process = start_crawl(tmp_path, addresses, settings, bodies=False, RLIMIT_FSIZE=110_000)
    out, log = process.communicate(timeout=60)
    *answers, end = map(json.loads, out.splitlines())
    assert end["reason"] == "archive-problem"
    assert end["stats"]["warta/archive_problem"].startswith("pages can't be kept in ")
    assert [answer["status"] for answer in answers] == [200] * 5
    assert "-s ARCHIVE=FOLDER" in log
    assert "Traceback" not in log
    # What was kept is whole, and nothing the spider saw is missing.
    check_replay(tmp_path / "archive")
    assert len(list(captures(tmp_path / "archive"))) == 5


def test_a_site_folder_that_can_not_be_had_stops_the_run_before_it_begins(site, tmp_path):
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "contoh").write_text("a file where the site's folder should be")
    answers, end = crawl(tmp_path, [f"{site}/polos"], ARCHIVE=archive)
    assert answers == []
    assert end["reason"] == "archive-problem"
    assert "Traceback" not in end["log"]


def test_a_deleted_archive_stops_the_run(tmp_path):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    store(tmp_path, "contoh", 1, writer=writer)
    the_file(tmp_path).unlink()
    with pytest.raises(ArchiveProblem, match="was moved or deleted during the run"):
        store(tmp_path, "contoh", 1, writer=writer)


def test_an_archive_below_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(ArchiveProblem, match=r"no folder .*disk/mounted .*-s ARCHIVE=FOLDER"):
        check_archive(tmp_path / "disk/mounted/archive")
    assert not list(tmp_path.iterdir())


def test_an_archive_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "archive"
    file.touch()
    with pytest.raises(ArchiveProblem, match="is a file, not a folder"):
        check_archive(file)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_an_archive_that_can_not_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ArchiveProblem, match="can't be written: Permission denied"):
        check_archive(tmp_path / "archive")
    tmp_path.chmod(0o700)


# What is no archive


def test_a_missing_replay_is_refused(tmp_path):
    with pytest.raises(ArchiveProblem, match=r"tiada.warc.gz does not exist; give a WARC file"):
        check_replay(tmp_path / "tiada.warc.gz")


def test_a_folder_without_captures_is_refused(tmp_path):
    (tmp_path / "baca.txt").touch()
    with pytest.raises(ArchiveProblem, match="holds no WARC file"):
        check_replay(tmp_path)
    (tmp_path / "kosong.warc.gz").touch()
    with pytest.raises(ArchiveProblem, match="holds no captures"):
        check_replay(tmp_path)


@pytest.mark.parametrize("name", ["catatan.txt", "catatan.warc.gz", "catatan.warc"])
@pytest.mark.parametrize(
    "content", [b"hanya teks\n", gzip.compress(b"<html>bukan WARC</html>")], ids=["text", "gzip"]
)
def test_a_file_that_is_no_warc_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ArchiveProblem, match="is not a WARC file"):
        check_replay(tmp_path / name)


@pytest.mark.parametrize("with_index", [True, False])
def test_a_truncated_warc_is_refused_and_read_on_demand(tmp_path, caplog, with_index):
    store(tmp_path, "contoh", 4)
    file = the_file(tmp_path)
    tear(file)
    if not with_index:
        index_of(file).unlink()
    with pytest.raises(ArchiveProblem, match=r"after 3 whole captures .*-s REPLAY_TRUNCATED=1"):
        check_replay(file)
    check_replay(file, truncated=True)
    assert len(list(captures(file))) == 3
    assert "the rest of it is not read" in caplog.text


@pytest.mark.parametrize("name", ["tempo", "../rahasia#1", "/etc/passwd#0", "a.warc.gz#x"])
def test_what_names_no_capture_is_refused(tmp_path, name):
    with pytest.raises(ArchiveProblem, match="names no capture"):
        read_capture(tmp_path, name)


def test_a_capture_that_is_not_there_is_told(tmp_path):
    names = store(tmp_path, "contoh", 1)
    file, _, offset = names[0].partition("#")
    with pytest.raises(ArchiveProblem, match="has no whole WARC record at byte"):
        read_capture(tmp_path, f"{file}#{int(offset) + 5}")
    with pytest.raises(ArchiveProblem, match="No such file"):
        read_capture(tmp_path, "contoh/lain.warc.gz#0")


# What other tools wrote


def foreign(path, *, compressed, response_first=True, exchanges=None):
    """A WARC file as warcio's own writer makes it, with the oddities of others."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=compressed, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "lain"}))
        for method, url, sent, headers, body in exchanges or FOREIGN:
            answer = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            )
            asked = writer.create_warc_record(
                url,
                "request",
                payload=BytesIO(sent),
                http_headers=StatusAndHeaders(
                    f"{method} / HTTP/1.1", [("Host", "contoh.test")], is_http_request=True
                ),
            )
            if response_first:
                writer.write_request_response_pair(asked, answer)
            else:
                answer_id = answer.rec_headers["WARC-Record-ID"]
                asked.rec_headers.add_header("WARC-Concurrent-To", answer_id)
                writer.write_record(asked)
                writer.write_record(answer)
    return path


HTML = ("Content-Type", "text/html")
FOREIGN = [
    ("GET", "https://contoh.test/a", b"", [HTML], b"<p>a</p>"),
    (
        "GET",
        "https://contoh.test/potongan",
        b"",
        [HTML, ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")],
        b"%x\r\n%b\r\n0\r\n\r\n"
        % (len(gzip.compress(b"<p>b</p>", mtime=0)), gzip.compress(b"<p>b</p>", mtime=0)),
    ),
    ("POST", "https://contoh.test/cari", b"satu", [HTML], b"jawab satu"),
    ("POST", "https://contoh.test/cari", b"dua", [HTML], b"jawab dua"),
    ("HEAD", "https://contoh.test/a", b"", [HTML], b""),
]


@pytest.mark.parametrize("response_first", [True, False], ids=["warcio-order", "wget-order"])
@pytest.mark.parametrize("name", ["lain.warc.gz", "lain.warc"])
def test_archives_of_other_tools_are_read(tmp_path, name, response_first):
    file = foreign(tmp_path / name, compressed=name.endswith("gz"), response_first=response_first)
    replay = open_replay(file)

    def body(url, **how):
        _, _, response, _ = replay.answer(Request(url, **how))
        return response.body

    assert body("https://contoh.test/a") == b"<p>a</p>"
    assert body("https://contoh.test/a", method="HEAD") == b""
    assert gzip.decompress(body("https://contoh.test/potongan")) == b"<p>b</p>"
    assert body("https://contoh.test/cari", method="POST", body="satu") == b"jawab satu"
    assert body("https://contoh.test/cari", method="POST", body="dua") == b"jawab dua"
    assert not replay.answer(Request("https://contoh.test/cari"))
    read = [(capture.url, capture.method, capture.body) for capture in captures(file)]
    assert ("https://contoh.test/potongan", "GET", b"<p>b</p>") in read
    assert len(read) == 5
    assert not index_of(file).exists()


def test_a_truncated_uncompressed_warc_is_noticed(tmp_path):
    file = foreign(tmp_path / "lain.warc", compressed=False)
    last = list(records(file))[-2]
    os.truncate(file, last.end - 1)
    with pytest.raises(ArchiveProblem, match="after 4 whole captures"):
        check_replay(file)


def test_a_revisit_gives_the_body_of_the_earlier_capture(tmp_path):
    file = tmp_path / "ulang.warc.gz"
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.0")
        first = writer.create_warc_record(
            "https://contoh.test/a",
            "response",
            payload=BytesIO(b"<p>isi lama</p>"),
            http_headers=StatusAndHeaders("200 OK", [HTML], protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2025-06-18T02:00:00Z"},
        )
        writer.write_record(first)
        again = writer.create_revisit_record(
            "https://contoh.test/a",
            digest=first.rec_headers["WARC-Payload-Digest"],
            refers_to_uri="https://contoh.test/a",
            refers_to_date="2025-06-18T02:00:00Z",
            http_headers=StatusAndHeaders(
                "200 OK", [HTML, ("X-Kali", "kedua")], protocol="HTTP/1.1"
            ),
            warc_headers_dict={"WARC-Date": "2025-06-19T02:00:00Z"},
        )
        writer.write_record(again)
    _, _, response, fetched_at = open_replay(file).answer(Request("https://contoh.test/a"))
    assert response.body == b"<p>isi lama</p>"
    assert response.headers["X-Kali"] == b"kedua"
    assert fetched_at == datetime(2025, 6, 19, 2, tzinfo=UTC)
    assert len(list(captures(file))) == 1


def test_an_index_that_another_tool_sorted_is_understood(tmp_path):
    store(tmp_path, "contoh", 5)
    index = index_of(the_file(tmp_path))
    index.write_text("".join(sorted(index.read_text().splitlines(keepends=True), reverse=True)))
    assert len(open_replay(tmp_path).latest) == 5


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.tempo.co/read/123", "co,tempo)/read/123"),
        ("http://Contoh.test:8080/A?b=2&a=1", "test,contoh:8080)/a?a=1&b=2"),
        ("https://contoh.test", "test,contoh)/"),
    ],
)
def test_the_index_sorts_as_other_tools_sort(url, key):
    assert sort_key(url) == key


def test_an_address_that_is_none_does_not_stop_a_replay(tmp_path):
    broken = [("GET", "http://[contoh/", b"", [HTML], b""), FOREIGN[0]]
    file = foreign(tmp_path / "lain.warc", compressed=False, exchanges=broken)
    assert open_replay(file).answer(Request("https://contoh.test/a"))


def test_reading_many_captures_holds_one_in_memory(tmp_path):
    store(tmp_path, "contoh", 60, body=os.urandom(500_000))
    tracemalloc.start()
    assert sum(len(capture.body) for capture in captures(tmp_path)) == 30_000_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_body_that_can_not_be_decompressed_stays_as_received(tmp_path, caplog):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    request = Request("https://contoh.test/rusak")
    answer = Response(request.url, headers={"Content-Encoding": "br"}, body=b"bukan brotli")
    writer.add(request, answer, datetime.now(UTC))
    writer.close()
    (capture,) = captures(tmp_path)
    assert capture.body == b"bukan brotli"
    assert capture.headers["Content-Encoding"] == b"br"
    assert "can't be decompressed" in caplog.text
