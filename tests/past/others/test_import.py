"""``scrapy import``: captures as other tools write them, through the steps of a crawled page."""

import csv
import gzip
import http.server
import os
import shutil
import sqlite3
import subprocess
import threading
import zipfile
from contextlib import closing
from dataclasses import replace
from io import BytesIO

import pytest
from scrapy.utils.project import get_project_settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.captures import read_capture
from crawler.archive.records import digest
from crawler.errors import ArchiveProblem, UsageProblem
from crawler.past.others.files import find
from crawler.past.others.importing import Importing, import_captures
from crawler.past.others.wanted import Owners
from crawler.spread.processes import Processes
from tests.support.bucket import Bucket
from tests.support.checkout import ROOT
from tests.support.import_spiders import ContohSpider, PageSpider
from tests.support.newsroom import samples
from tests.support.rows import every_row
from tests.support.sample_articles import new_database
from tests.support.warm import scrapy


class LocalSpider(ContohSpider):
    """The same on this machine, for what is fetched over HTTP."""

    name = "lokal"
    allowed_domains = ["127.0.0.1"]


SPIDERS = {"contoh": ContohSpider, "lokal": LocalSpider, "page": PageSpider}
ARTICLE = samples("https://www.contoh.id/read/{number}/{slug}", 1)[0]
PAGE = ARTICLE.html().encode()
EARLY, LATE = "2025-06-18T08:00:00Z", "2025-06-20T08:00:00Z"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def record(kind, block, url=ARTICLE.url, date=EARLY, fields="", length=None, version="1.0"):
    """One WARC record, as some tool writes it."""
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash(block)):032x}>"
        f"\r\nWARC-Date: {date}\r\nWARC-Target-URI: {url}\r\n{fields}"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body=PAGE, headers=b"", status=b"200 OK"):
    """A response's block."""
    return b"HTTP/1.1 " + status + b"\r\n" + HTML + headers + b"\r\n" + body


def chunked(body):
    """A body in chunks, as it came over the wire."""
    half = len(body) // 2
    pieces = (body[:half], body[half:], b"")
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


MEMBERS = {
    "a body decoded under its old Content-Encoding": [
        record("response", answer(headers=b"Content-Encoding: gzip\r\n"))
    ],
    "a body decoded under br": [record("response", answer(headers=b"Content-Encoding: br\r\n"))],
    "a body still compressed": [
        record("response", answer(gzip.compress(PAGE), b"Content-Encoding: gzip\r\n"))
    ],
    "a Content-Length one short": [record("response", answer(), length=len(answer()) - 1)],
    "a Content-Length two long": [record("response", answer(), length=len(answer()) + 2)],
    "a body in chunks": [
        record("response", answer(chunked(PAGE), b"Transfer-Encoding: chunked\r\n"))
    ],
    "a chunked body that was put together": [
        record("response", answer(headers=b"Transfer-Encoding: chunked\r\n"))
    ],
    "no headers at all": [record("response", PAGE)],
    "headers with bare line feeds": [
        record("response", b"HTTP/1.0 200\nContent-Type: text/html\n\n" + PAGE)
    ],
    "a resource": [
        record("resource", PAGE).replace(b"application/http; msgtype=response", b"text/html")
    ],
    "an address in brackets": [record("response", answer(), url=f"<{ARTICLE.url}>")],
    "a repetition of the same page": [
        record("response", answer(), fields=f"WARC-Payload-Digest: {digest(PAGE)}\r\n"),
        record("revisit", b"", date=LATE, fields=f"WARC-Payload-Digest: {digest(PAGE)}\r\n"),
    ],
    "a repetition before the page": [
        record("revisit", b"", date=LATE, fields=f"WARC-Payload-Digest: {digest(PAGE)}\r\n"),
        record("response", answer(), fields=f"WARC-Payload-Digest: {digest(PAGE)}\r\n"),
    ],
    "a repetition that refers to nothing": [
        record("response", answer()),
        record("revisit", answer(b"", status=b"304 Not Modified"), date=LATE),
    ],
    "a later refusal": [
        record("response", answer()),
        record("response", answer(b"<html>x</html>", status=b"403 Forbidden"), date=LATE),
    ],
}
FILES = {
    "one gzip member a record": lambda records: b"".join(map(gzip.compress, records)),
    "one gzip stream": lambda records: gzip.compress(b"".join(records)),
    "not compressed": b"".join,
}
ALL = [(member, file) for member in MEMBERS for file in FILES]


def run(path, folder, **how):
    """What importing a path into ``folder/news.db`` came to."""
    keep, takes_any, table = (how.get(name) for name in ("keep", "takes_any", "table"))
    archive = folder / "archive"
    archive.mkdir(exist_ok=True)
    settings = get_project_settings()
    settings.set("DATABASE", str(folder / "news.db"))
    found = find(path, archive, table, keep=bool(keep))
    work = Importing(
        files=found.files,
        root=found.root,
        named=str(path),
        database=str(folder / "news.db"),
        settings=settings,
        spiders=SPIDERS,
        owners=Owners(SPIDERS, takes_any=bool(takes_any)),
        executor=Processes(1),
        told=lambda counts: None,
    )
    return found, import_captures(work)


def stored(folder, query="SELECT url, headline, version, first_seen_at FROM articles"):
    """The rows of a query."""
    with closing(sqlite3.connect(folder / "news.db")) as database:
        return database.execute(query).fetchall()


@every_row("member, file", ALL, ids=str)
def test_an_article_is_read_however_a_tool_keeps_it(member, file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")
    name = "lain.warc" if file == "not compressed" else "lain.warc.gz"
    (folder / name).write_bytes(FILES[file](MEMBERS[member]))
    _, done = run(folder / name, folder)
    assert stored(folder) == [(ARTICLE.url, ARTICLE.headline, 1, EARLY)], done
    ((capture, body),) = stored(folder, "SELECT capture, body FROM articles")
    assert "contoh nomor" in body
    assert ARTICLE.headline.encode() in read_capture(folder, capture).body
    assert stored(folder, "SELECT origin, verdict FROM runs") == [("import", "ok")]


def test_a_repetition_of_what_is_not_there_is_counted(tmp_path):
    (tmp_path / "lain.warc").write_bytes(record("revisit", b"", date=LATE))
    _, done = run(tmp_path / "lain.warc", tmp_path)
    assert done.counts["that repeat one which is not there"] == 1
    assert not done.verdicts


def edited():
    """The article with a paragraph more."""
    more = [*ARTICLE.paragraphs, "Paragraf contoh ini baru ditambahkan oleh redaksi rekaan."]
    return replace(ARTICLE, paragraphs=more).html().encode()


@pytest.mark.parametrize("is_late_first", [False, True])
def test_an_older_text_becomes_an_earlier_version_in_whatever_order(tmp_path, is_late_first):
    files = {
        "satu": record("response", answer()),
        "dua": record("response", answer(edited()), date=LATE),
    }
    for name, data in files.items():
        (tmp_path / f"{name}.warc").write_bytes(data)
    for name in sorted(files, reverse=not is_late_first):
        run(tmp_path / f"{name}.warc", tmp_path)
    ((version, body, first, seen),) = stored(
        tmp_path, "SELECT version, body, first_seen_at, version_seen_at FROM articles"
    )
    assert (version, first, seen) == (2, EARLY, LATE)
    assert "baru ditambahkan" in body
    assert stored(tmp_path, "SELECT seen_at, replaced_at, cause FROM revisions") == [
        (EARLY, LATE, "edit")
    ]


def test_called_again_nothing_is_stored_twice(tmp_path):
    refused = record(
        "response", answer(b"<html>x</html>", status=b"404 Not Found"), url=f"{ARTICLE.url}-2"
    )
    (tmp_path / "lain.warc").write_bytes(record("response", answer()) + refused)
    tables = ("articles", "revisions", "rejects", "aliases", "frontier")
    counts = []
    for _ in range(2):
        run(tmp_path / "lain.warc", tmp_path)
        counts.append([stored(tmp_path, f"SELECT count(*) FROM {table}") for table in tables])
    assert counts[0] == counts[1]
    assert stored(tmp_path, "SELECT seen_at, detail FROM rejects") == [(EARLY, "HTTP 404")]


def test_when_a_page_is_looked_at_next_stays_as_the_crawl_planned_it(tmp_path):
    path = new_database(tmp_path / "news.db")
    row = (ARTICLE.url, "contoh", EARLY, LATE, LATE, "unchanged")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO frontier (url, site, discovered_at, last_fetched_at, due_at, outcome, "
            "fetches) VALUES (?, ?, ?, ?, ?, ?, 3)",
            row,
        )
    gone = record("response", answer(b"<html>x</html>", status=b"404 Not Found"))
    (tmp_path / "lain.warc").write_bytes(record("response", answer()) + gone)
    run(tmp_path / "lain.warc", tmp_path)
    asked = "SELECT last_fetched_at, due_at, fetches, gone_answers FROM frontier"
    assert stored(tmp_path, asked) == [(LATE, LATE, 3, 0)]
    assert stored(tmp_path, "SELECT gone_at FROM articles") == [(None,)]


def test_pages_of_other_hosts_are_counted_or_read_where_asked_for(tmp_path):
    elsewhere = replace(ARTICLE, url="https://warga.example/2025/06/judul-contoh-tentang-banjir")
    data = record("response", answer(elsewhere.html().encode()), url=elsewhere.url)
    data += record("response", answer(b"<html>depan</html>"), url="https://warga.example/")
    (tmp_path / "lain.warc").write_bytes(data)
    _, done = run(tmp_path / "lain.warc", tmp_path)
    assert done.counts["of no article of a site that is known"] == 2
    _, done = run(tmp_path / "lain.warc", tmp_path, takes_any=True)
    assert [*done.verdicts] == ["warga.example"]
    assert stored(tmp_path, "SELECT site, url FROM articles") == [("warga.example", elsewhere.url)]


def test_what_is_kept_is_copied_into_the_archive_and_named_there(tmp_path):
    (tmp_path / "lain.warc").write_bytes(record("response", answer()))
    run(tmp_path / "lain.warc", tmp_path, keep=True)
    ((capture,),) = stored(tmp_path, "SELECT capture FROM articles")
    assert capture.startswith("imported/lain.warc#")
    assert read_capture(tmp_path / "archive", capture).body == PAGE


def test_a_wacz_is_unpacked_into_the_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "lain.wacz", "w") as packed:
        packed.writestr("archive/data.warc.gz", gzip.compress(record("response", answer())))
        packed.writestr("datapackage.json", "{}")
    run(tmp_path / "lain.wacz", tmp_path)
    ((capture,),) = stored(tmp_path, "SELECT capture FROM articles")
    assert capture.startswith("imported/lain/data.warc.gz#")


def test_a_broken_wacz_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "lain.wacz").write_bytes(b"PK\x03\x04 contoh")
    with pytest.raises(ArchiveProblem, match="can't be read as a WACZ"):
        run(tmp_path / "lain.wacz", tmp_path)


def test_an_arc_is_made_into_a_warc(tmp_path):
    block = answer()
    opening = b"1 0 Contoh\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://lain.arc 0.0.0.0 20250618080000 text/plain %d\n" % len(opening) + opening
    arc += (
        f"\n{ARTICLE.url} 127.0.0.1 20250618080000 text/html {len(block)}\n".encode()
        + block
        + b"\n"
    )
    (tmp_path / "lain.arc").write_bytes(arc)
    run(tmp_path / "lain.arc", tmp_path)
    assert stored(tmp_path) == [(ARTICLE.url, ARTICLE.headline, 1, EARLY)]


def test_saved_pages_are_read_by_the_addresses_in_a_table(tmp_path):
    folder = tmp_path / "simpanan"
    folder.mkdir()
    (folder / "satu.html").write_bytes(PAGE)
    with (folder / "addresses.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["file", "url", "time"])
        rows.writerow(["satu.html", ARTICLE.url, "2025-06-18 15:00"])
        rows.writerow(["hilang.html", ARTICLE.url, ""])
        rows.writerow(["satu.html", "bukan alamat", ""])
        rows.writerow(["satu.html", ARTICLE.url, "entah"])
    found, _ = run(folder, tmp_path)
    assert stored(tmp_path) == [(ARTICLE.url, ARTICLE.headline, 1, EARLY)]
    assert [problem.partition(":")[0] for problem in found.problems] == [
        f"line {number} of addresses.csv" for number in (3, 4, 5)
    ]


@every_row(
    "name, data, said",
    [
        ("tidak-ada.warc", None, "does not exist"),
        ("kosong", "folder", "holds no .warc"),
        ("lain.pdf", b"%PDF", "holds no .warc"),
        ("part.PARQUET", b"PAR1", "name the whole folder"),
        ("news.csv", b"id,site", "an export is taken back from Parquet alone"),
        ("news.db", b"SQLite format 3", "scrapy merge joins databases"),
    ],
    ids=str,
)
def test_what_is_none_of_these_is_refused_with_a_sentence(name, data, said, tmp_path_factory):
    path = tmp_path_factory.mktemp("bad") / name
    if data == "folder":
        path.mkdir()
    elif data is not None:
        path.write_bytes(data)
    with pytest.raises(UsageProblem, match=said):
        run(path, path.parent)


def test_what_warcio_writes_is_read(tmp_path):
    with (tmp_path / "warcio.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        made = writer.create_warc_record(
            ARTICLE.url,
            "response",
            payload=BytesIO(PAGE),
            http_headers=head,
            warc_headers_dict={"WARC-Date": EARLY},
        )
        writer.write_record(made)
    run(tmp_path / "warcio.warc.gz", tmp_path)
    assert stored(tmp_path) == [(ARTICLE.url, ARTICLE.headline, 1, EARLY)]


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_what_wget_writes_is_read(tmp_path):
    articles = samples("http://127.0.0.1/read/{number}/{slug}", 5)
    pages = {f"/read/{article.number}/": article.html().encode() for article in articles}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = next((pages[path] for path in pages if self.path.startswith(path)), b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *message):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}"
        urls = [article.url.replace("http://127.0.0.1", at) for article in articles]
        call = ["wget", "-q", "--no-proxy", f"--warc-file={tmp_path / 'wget'}", "-O", os.devnull]
        subprocess.run([*call, *urls], check=True, timeout=60)
        server.shutdown()
    run(tmp_path / "wget.warc.gz", tmp_path)
    headlines = {headline for _, headline, *_ in stored(tmp_path)}
    assert headlines == {article.headline for article in articles}


def test_a_file_of_the_web_is_fetched_into_the_archive_once(tmp_path):
    file = gzip.compress(record("response", answer()))
    where = ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'archive'}"]
    spiders = ["-s", "SPIDER_MODULES=tests.support.import_spiders", "--processes", "1"]
    with Bucket({"crawls/mine.warc.gz": file}).serving() as bucket:
        bucket.breaks = {"crawls/mine.warc.gz": 2}
        line = ["import", f"{bucket.base}crawls/mine.warc.gz", *spiders, *where]
        done = scrapy(*line)
        assert done.returncode == 0, done.stderr
        asked = len(bucket.asked)
        assert scrapy(*line).returncode == 0
        assert len(bucket.asked) == asked == 3
        gone = scrapy("import", f"{bucket.base}crawls/gone.warc.gz", *spiders, *where)
    assert gone.returncode == 1
    assert "crawls/gone.warc.gz: HTTP 404" in gone.stderr
    with closing(sqlite3.connect(tmp_path / "news.db")) as database:
        ((capture,),) = database.execute("SELECT capture FROM articles")
    assert capture.startswith("imported/mine.warc.gz#")
    assert read_capture(tmp_path / "archive", capture).url == ARTICLE.url


def test_an_address_with_a_password_is_refused_without_naming_it(tmp_path):
    where = ["-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'archive'}"]
    done = scrapy("import", "https://me:s3cret@contoh.id/x.warc.gz", *where)
    assert done.returncode == 2
    assert "s3cret" not in done.stderr + done.stdout


def test_a_folder_of_archivebox_is_read(tmp_path):
    """It keeps a WARC file beside each snapshot's own pages."""
    snapshot = tmp_path / "box" / "archive" / "1750240800.0"
    (snapshot / "warc").mkdir(parents=True)
    (snapshot / "warc" / "1750240800.warc.gz").write_bytes(
        gzip.compress(record("response", answer()))
    )
    (snapshot / "index.json").write_text("{}")
    (snapshot / "singlefile.html").write_bytes(PAGE)
    (tmp_path / "box" / "index.sqlite3").write_bytes(b"SQLite format 3\0")
    found = find(tmp_path / "box", None, None, keep=False)
    assert [file.name for file in found.files] == ["1750240800.warc.gz"]
    assert not found.problems


def test_of_several_paths_none_is_taken_where_one_is_not_there(tmp_path):
    (tmp_path / "one.warc").write_bytes(record("response", answer()))
    paths = [tmp_path / "one.warc", tmp_path / "tidak-ada.warc"]
    done = scrapy("import", *paths, "-s", f"DATABASE={tmp_path / 'news.db'}", "-s", "ARCHIVE=")
    assert done.returncode == 2
    assert "tidak-ada.warc does not exist" in done.stderr
    assert not (tmp_path / "news.db").exists()


def test_the_command_tells_what_became_of_it(tmp_path):
    (tmp_path / "lain.warc.gz").write_bytes(gzip.compress(record("response", answer())))
    settings = [
        *("-s", f"DATABASE={tmp_path / 'news.db'}", "-s", f"ARCHIVE={tmp_path / 'arsip'}"),
        *("-s", "SPIDER_MODULES=import_spiders"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests" / "support")}
    result = scrapy("import", tmp_path / "lain.warc.gz", *settings, env=environment)
    assert result.returncode == 0, result.stderr
    assert "1 captures looked at, 1 of articles read" in result.stdout
    assert "contoh: ok - 1 listed, 1 stored" in result.stdout
    missing = scrapy("import", tmp_path / "tidak-ada.warc", *settings, env=environment)
    assert missing.returncode == 2
    assert "does not exist" in missing.stderr
