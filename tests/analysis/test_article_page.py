"""The page of an article in ``scrapy browse``: what it says, and that nothing of it runs."""

import asyncio
import re
import shutil
import socket
import subprocess
import threading
from contextlib import closing, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from lxml import html
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.browse import as_metadata, with_facets_and_queries
from analysis.browse.article import article_page, local_time
from analysis.browse.capture import captured_page, headers_of_a_capture
from crawler.archive.captures import captures
from crawler.database import connect, open_for_reading
from crawler.errors import ArchiveProblem
from pipelines.database.schema import describe
from pipelines.store import save
from tests.support.sample_articles import BODY, NOON, new_database, sample

pytest.importorskip("datasette", reason="browsing needs Datasette: make browse installs it")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
HOSTILE = 'Contoh <script>alert(1)</script> & "tanda" <img src=x onerror=alert(1)>'
ADDRESS = "https://www.contoh.example/berita/2/judul-contoh"
PAGE = (
    "<html><head><link rel='preconnect' href='{spy}'><script src='{spy}/js'></script>"
    "<meta http-equiv='refresh' content='0;url={spy}/refresh'><style>@import url('{spy}/css');"
    "</style></head><body background='{spy}/b'><h1>Tertangkap</h1><img src='{spy}/i'>"
    "<iframe src='{spy}/f'></iframe><object data='{spy}/o'></object></body></html>"
)


def write_capture(folder, body: bytes, content_type="text/html; charset=utf-8") -> str:
    """Add an answer to an archive; the name that the database would have for it."""
    file = folder / "contoh.warc.gz"
    with file.open("ab") as out:
        writer = WARCWriter(out, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", content_type)], "HTTP/1.1")
        record = writer.create_warc_record(
            ADDRESS, "response", payload=BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    return list(captures(folder))[-1].capture


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A folder of captures."""
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def path(tmp_path_factory, archive):
    """1: plain; 2: hostile, edited, with doubts and aliases; 3: captured; 4: an archive's."""
    file = new_database(tmp_path_factory.mktemp("pages") / "berita.db")
    hostile = {
        "url": ADDRESS,
        "headline": HOSTILE,
        "lead": HOSTILE + " ringkasan",
        "dateline": "<b>Medan</b>, Contoh -",
        "authors": ["<i>Ani</i>"],
        "tags": ["<u>tag</u>"],
        "image_url": "javascript:alert(1)",
        "body": f"{HOSTILE}\n\n{BODY}",
        "published_local": "2025-06-18T13:05:00+08:00",
        "published_at": "2025-06-18T05:05:00Z",
        "doubt": "teaser-only date-from-text",
        "published_conflict": True,
    }
    edited = hostile | {"headline": "Contoh baru", "fetched_at": NOON + timedelta(days=1)}
    page = write_capture(archive, PAGE.format(spy="http://127.0.0.1:9").encode())
    with closing(connect(file)) as database:
        save(
            database,
            [sample(1, dateline_place="BANDUNG"), sample(2, **hostile), sample(3, capture=page)],
        )
        save(database, [sample(4, capture="https://web.contoh.example/web/2025/x")])
        save(database, [sample(2, **edited)])
        with database:
            database.execute(
                "INSERT INTO aliases VALUES ('javascript:alert(2)', 2, '2025-06-18T00:00:00Z')"
            )
    return file


@contextmanager
def serving(path, archive):
    """Asks for addresses below the database's."""
    from datasette.plugins import pm

    from analysis.browse.server import application

    metadata = with_facets_and_queries(as_metadata(describe(), path.stem), path.stem)
    datasette = application(path, metadata, archive)
    begin = datasette.urls.database(path.stem)
    try:
        yield lambda address: asyncio.run(datasette.client.get(f"{begin}{address}"))
    finally:
        pm.unregister(name="warta")


@pytest.fixture
def ask(path, archive):
    """What the server answers."""
    with serving(path, archive) as get:
        yield get


def words(tree) -> str:
    """The text of a page or a part of it."""
    return " ".join(tree.text_content().split())


def test_an_article_is_a_page_to_read(ask):
    tree = html.fromstring(ask("/articles/2").text)
    assert tree.xpath("string(//h1)") == "Contoh baru"
    said = words(tree)
    assert "Wednesday, 18 June 2025, 13:05 (WITA, UTC+8)" in said
    assert "to the minute, from the line printed by the headline" in said
    assert "more than a day apart" in said
    assert "teaser-only: the text is no more than what the page gives as its own" in said
    paragraphs = [words(each) for each in tree.xpath("//article/p")]
    assert paragraphs[-2:] == [" ".join(each.split()) for each in BODY.split("\n\n")]
    assert tree.xpath(f"//article//a[@href='{ADDRESS}']")


def test_the_place_is_told_by_its_standard_name(ask):
    lies_in = "string(//dt[.='Filed from']/following-sibling::dd)"
    said = "Kota Bandung, Jawa Barat (another place of that name may be meant)"
    assert html.fromstring(ask("/articles/1").text).xpath(lies_in) == said
    assert html.fromstring(ask("/articles/3").text).xpath(lies_in) == ""


def test_versions_are_shown_word_by_word(ask):
    tree = html.fromstring(ask("/articles/2").text)
    (change,) = tree.xpath("//div[@class='change']")
    assert "version 1 to 2" in words(change)
    assert change.xpath("string(.//ins)") == "baru"
    assert "<script>alert(1)</script>" in change.xpath("string(.//del)")
    assert "only this version" in words(html.fromstring(ask("/articles/1").text))


@pytest.mark.parametrize(
    "address",
    ["/articles/2", "/articles", "/articles?_every=1", "/revisions/1", "/revisions", "/edits"],
)
def test_text_of_articles_stays_text(ask, address):
    page = ask(address)
    assert page.status_code == 200
    assert "<script>alert" not in page.text and "<img src=x" not in page.text
    assert "<b>Medan" not in page.text and "<i>Ani" not in page.text
    tree = html.fromstring(page.text)
    assert not [each for each in tree.xpath("//@href") if each.startswith("javascript:")]
    assert all(script.get("src") for script in tree.xpath("//script"))


@pytest.mark.parametrize("address", ["", "/articles", "/articles/2", "/volume", "?sql=select+1"])
def test_pages_load_nothing_from_elsewhere(ask, address):
    page = ask(address)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    loaded = html.fromstring(page.text).xpath("//@src | //link/@href")
    assert not [each for each in loaded if "://" in each.replace("http://localhost", "")]


@pytest.mark.parametrize("name", ["warta.db", "berita kota & desa.db", "static.db"])
def test_a_file_of_any_name_is_shown(path, archive, tmp_path, name):
    with serving(shutil.copy(path, tmp_path / name), archive) as get:
        assert get("/articles").status_code == 200
        (number,) = html.fromstring(get("/edits").text).xpath("//td[@data-label='article']/a/@href")
        begin = number.removesuffix("/articles/2")
        framed = html.fromstring(get("/articles/3/version/1").text)
        (inside,) = framed.xpath("//iframe/@src")
        assert inside.startswith(begin) and "Tertangkap" in get(inside.removeprefix(begin)).text
        assert "min-width" in get("/../-/warta/browse.css").text


def test_the_page_of_a_number_that_is_none_is_not_there(ask):
    for number in ("99", "1/version/7", "9" * 30, "1~2E0"):
        assert ask(f"/articles/{number}").status_code == 404
    assert ask("/articles/1/version/1").status_code == 404, "it has no capture"


def test_a_wrong_question_is_answered_with_a_page(ask):
    assert ask("/articles?_sort=nonsense").status_code == 500
    assert "Cannot sort table by nonsense" in ask("/articles?_sort=nonsense").text
    assert "no such table" in ask("?sql=select+*+from+nonsense").text


def test_a_capture_is_shown_shut_in(ask):
    framed = ask("/articles/3/version/1")
    tree = html.fromstring(framed.text)
    (frame,) = tree.xpath("//iframe")
    assert frame.get("sandbox") == ""
    shown = ask(frame.get("src").removeprefix("/berita"))
    assert "Tertangkap" in shown.text
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert ADDRESS in tree.xpath("//p/a/@href")


def test_a_capture_in_an_archive_of_the_web_is_a_link(ask):
    tree = html.fromstring(ask("/articles/4").text)
    assert tree.xpath("//a[@href='https://web.contoh.example/web/2025/x']")


def test_a_capture_is_html_or_plain_text_and_nothing_else(tmp_path):
    for given, kind in [
        ("text/html", "text/html"),
        ("text/html; charset=windows-1252", "text/html; charset=windows-1252"),
        ("image/svg+xml", "text/plain; charset=utf-8"),
        ("application/json", "text/plain; charset=utf-8"),
        ("text/html; charset=utf-16", "text/plain; charset=utf-16"),
        ('text/html\x20; charset=a"b', "text/html; charset=a"),
    ]:
        name = write_capture(tmp_path, b"<p>contoh</p>", given)
        assert captured_page(tmp_path, name).content_type == kind
    with pytest.raises(ArchiveProblem):
        captured_page(tmp_path, "../../etc/passwd#0")


@pytest.fixture
def spy():
    """A port, and how often somebody connected to it."""
    connected = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)

        def listen():
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return
                connected.append(1)

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", connected
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.skipif(not BROWSER, reason="no chromium here")
@pytest.mark.parametrize("is_shut", [True, False])
def test_a_browser_runs_and_fetches_nothing_of_a_capture(tmp_path, spy, is_shut):
    """And does without the frame and the headers: or the spy were blind."""
    address, connected = spy
    sent = PAGE.format(spy=address).encode()
    body = captured_page(tmp_path, write_capture(tmp_path, sent)).body if is_shut else sent

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            for name, value in headers_of_a_capture().items() if is_shut else ():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += ["--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}"]
        command += ["--virtual-time-budget=3000", "--dump-dom"]
        subprocess.run(
            [*command, f"http://127.0.0.1:{server.server_port}/"], capture_output=True, timeout=60
        )
        server.shutdown()
    assert bool(connected) is not is_shut


def test_times_are_said_with_their_offset_and_precision():
    assert local_time("2025-06-18T00:00:00+07:00", "day") == "Wednesday, 18 June 2025"
    assert local_time("2025-06-18T14:05:09+09:00", "second").endswith("14:05:09 (WIT, UTC+9)")
    assert local_time("2025-06-18T14:05:00+00:00", "minute").endswith("14:05 (UTC+00:00)")


def test_a_file_without_the_newer_tables_and_columns_is_shown_all_the_same(path, tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(path, old)
    with closing(connect(old)) as database, database:
        for name in ("article_stories", "doubts", "sites", "places"):
            database.execute("PRAGMA foreign_keys = OFF")
            views = "SELECT name FROM sqlite_schema WHERE type = 'view' AND sql LIKE ?"
            for (view,) in database.execute(views, (f"%{name}%",)).fetchall():
                database.execute(f"DROP VIEW {view}")
            database.execute(f"DROP TABLE {name}")
    with closing(open_for_reading(old)) as database:
        page = article_page(database, 2)
    assert (page.outlet, page.province, page.story) == ("contoh", None, [])
    assert [word for word, _ in page.doubts] == ["teaser-only", "date-from-text"]


def rows_drawn(address: str, width: int, folder) -> list[float]:
    """The heights of a table's rows in pixels, as a browser lays them out."""
    page = folder / "page.html"
    measure = (
        f"<iframe id=f width={width} height=900 src='{address}'></iframe><script>"
        "f.onload=()=>document.title=[...f.contentDocument.querySelectorAll('tbody tr')]"
        ".map(r=>r.getBoundingClientRect().height)</script>"
    )
    page.write_text(measure)
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}"]
    shown = subprocess.run(
        [*command, "--virtual-time-budget=3000", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=60,
    ).stdout  # fmt: skip
    return [float(number) for number in re.search("<title>(.*?)<", shown)[1].split(",")]


@pytest.mark.skipif(not BROWSER, reason="no chromium here")
@pytest.mark.parametrize("table", ["articles", "articles?_every=1", "revisions"])
def test_rows_are_three_lines_high_at_most(ask, tmp_path, table):
    from importlib.resources import files

    page = ask(f"/{table}").text
    style = files("datasette") / "static/app.css", files("analysis.browse") / "static/browse.css"
    css = "".join(file.read_text("utf-8") for file in style)
    drawn = tmp_path / "table.html"
    drawn.write_text(re.sub(r"<link rel=.stylesheet.*?>", "", page) + f"<style>{css}</style>")
    heights = rows_drawn(drawn.as_uri(), 1280, tmp_path)
    assert heights and max(heights) < 80
