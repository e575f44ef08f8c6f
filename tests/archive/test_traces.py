"""An article found and written over in an archive; what stands beside it stays where it is."""

import gzip
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.archive.cdxj import belong_together, index_of
from crawler.archive.reading import records
from crawler.archive.storage import capture_index, captures, check_replay, read_capture
from crawler.archive.upkeep.traces import TraceSearch, wanted
from crawler.archive.upkeep.wiping import replace_records, wipe_torn_ends
from crawler.archive.writer import WarcWriter
from tests.support.interrupted import warcio_check

NOW = datetime(2025, 6, 20, tzinfo=UTC)
URL = "https://www.contoh.test/read/7/judul-satu"
OTHER = "https://www.contoh.test/read/8/judul-dua"
PARAGRAPHS = [
    f"Paragraf rahasia nomor {number} yang panjangnya lebih dari enam puluh huruf & tanda baca."
    for number in range(6)
]
OTHERS = [
    f"Paragraf biasa nomor {number}, yang boleh tinggal di dalam arsip." for number in range(6)
]
HTML = "".join(f"<p>{text.replace('&', '&amp;')}</p>" for text in PARAGRAPHS)
OTHER_HTML = "".join(f"<p>{text}</p>" for text in OTHERS)
ARTICLE = wanted([URL], ["\n\n".join(PARAGRAPHS)], ["Judul satu"], lambda url: "/read/7/" in url)


def kept(archive, *answers, compressed=False):
    """An archive of some answers: address, content type and body of each."""
    archive.mkdir(exist_ok=True)
    writer = WarcWriter(archive, "contoh", 10**9, {"software": "test"})
    names = []
    for url, kind, body in answers:
        body = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": kind, "X-Contoh": "a"}
        if compressed:
            headers["Content-Encoding"], body = "gzip", gzip.compress(body)
        names.append(writer.add(Request(url), Response(url, headers=headers, body=body), NOW))
    writer.close()
    (file,) = archive.rglob("*.warc.gz")
    return names, file


def taken_down(root, file, is_others=lambda url: url == OTHER):
    """What was found in a file, and is written over."""
    found = TraceSearch(root, ARTICLE, is_others).in_file(file, look_inside=True)
    assert replace_records(file, found.replacements, NOW) == []
    return found


def unfolded(file):
    data = file.read_bytes()
    return data if file.suffix == ".warc" else gzip.decompress(data)


WORDPRESS = json.dumps(
    [
        {"id": 7, "link": URL, "content": {"rendered": HTML}, "title": {"rendered": "Judul satu"}},
        {
            "id": 8,
            "link": OTHER,
            "content": {"rendered": OTHER_HTML + f'<a href="{URL}">Judul satu</a>'},
            "related": [{"url": URL, "title": "Judul satu"}, {"url": OTHER, "title": "dua"}],
        },
    ]
)
RSS = (
    '<?xml version="1.0"?><rss><channel><title>Contoh</title>'
    f"<item><title>Judul satu</title><link>{URL}?utm_source=rss</link>"
    f"<content:encoded><![CDATA[{HTML}]]></content:encoded></item>"
    f"<item><title>Judul dua</title><guid>{OTHER}</guid><description>{OTHER_HTML}"
    f'&lt;a href="{URL}"&gt;</description></item></channel></rss>'
)
ATOM = (
    f'<feed><entry><link rel="alternate" href="{URL}"/><content>x</content></entry>'
    f'<entry><link href="{OTHER}"/><content>{OTHER_HTML}</content></entry></feed>'
)
SITEMAP = (
    "<?xml version='1.0'?><urlset>"
    f"<url><loc>{URL}</loc></url><url><loc>{OTHER}</loc></url></urlset>"
)
STATE = json.dumps([{"story": 1}, "Judul satu", HTML, "tetap"])


@pytest.mark.parametrize("compressed", [False, True], ids=["as-it-is", "gzip"])
@pytest.mark.parametrize(
    ("listing", "stays"),
    [
        (WORDPRESS, ['"id":8', "Paragraf biasa nomor 5", '{"url":"' + OTHER]),
        (RSS, ["<title>Contoh</title>", "Judul dua", "Paragraf biasa nomor 5"]),
        (ATOM, [OTHER, "Paragraf biasa nomor 5"]),
        (SITEMAP, [f"<url><loc>{OTHER}</loc></url></urlset>"]),
        (STATE, ['{"story":1}', '"tetap"']),
    ],
    ids=["wordpress", "rss", "atom", "sitemap", "state"],
)
def test_a_listing_loses_its_entry_and_keeps_all_others(tmp_path, listing, stays, compressed):
    answers = [
        ("https://www.contoh.test/rss", "text/xml", listing),
        (OTHER, "text/html", OTHER_HTML),
    ]
    names, file = kept(tmp_path, *answers, compressed=compressed)
    size = file.stat().st_size
    found = taken_down(tmp_path, file)
    assert (found.pages, found.listings) == (0, 1)
    assert file.stat().st_size == size
    assert not warcio_check(file)
    left = read_capture(tmp_path, names[0])
    text = left.body.decode()
    assert left.headers["X-Contoh"] == b"a"
    assert "rahasia" not in text
    assert all(words in text for words in stays)
    if listing is not WORDPRESS and listing is not RSS:
        assert URL not in text
    assert read_capture(tmp_path, names[1]).body.decode() == OTHER_HTML
    digests = [entry.digest for _, entry in capture_index(tmp_path)]
    index_of(file).unlink()
    assert [entry.digest for _, entry in capture_index(tmp_path)] == digests


@pytest.mark.parametrize(
    ("url", "is_its"),
    [
        (URL, True),
        (URL.replace("www.", "m."), True),
        (URL + "/amp", True),
        (URL + "?page=2", True),
        (URL + "/2", True),
        ("https://www.contoh.test/print/read/7/", True),
        ("https://www.contoh.test/cetak.php?id=7", True),
        (OTHER, False),
        (OTHER + "?page=2", False),
        ("https://www.contoh.test/read/77/judul-satu", False),
        ("https://www.contoh.test/", False),
    ],
)
def test_every_page_of_it_is_written_over_and_no_other(tmp_path, url, is_its):
    page = HTML if url.endswith("id=7") else "<p>Halaman</p>"
    names, file = kept(tmp_path, (url, "text/html", page), (OTHER, "text/html", OTHER_HTML))
    found = taken_down(tmp_path, file)
    assert found.pages == is_its
    assert (url in unfolded(file).decode()) != is_its or url == OTHER
    assert (index_of(file).read_text().count("\n") == 1) == is_its
    check_replay(tmp_path)
    assert read_capture(tmp_path, names[1]).url == OTHER
    assert all(record.fields["warc-type"] for record in records(file))


def test_another_article_that_repeats_it_stays_and_is_named(tmp_path):
    names, file = kept(
        tmp_path,
        (OTHER, "text/html", HTML),
        ("https://www.contoh.test/", "text/html", "Judul satu"),
    )
    found = taken_down(tmp_path, file)
    assert (found.pages, found.kept, found.named) == (0, [names[0]], 1)
    assert len(list(captures(tmp_path))) == 2


def test_an_uncompressed_file_keeps_its_length_too(tmp_path):
    _, file = kept(
        tmp_path / "archive",
        (URL, "text/html", HTML),
        ("https://www.contoh.test/rss", "text/xml", RSS),
        (OTHER, "text/html", OTHER_HTML),
    )
    plain = tmp_path / "lain.warc"
    plain.write_bytes(unfolded(file))
    size = plain.stat().st_size
    before = {capture.url: capture.capture for capture in captures(plain)}
    found = taken_down(tmp_path, plain)
    assert (found.pages, found.listings, plain.stat().st_size) == (1, 1, size)
    assert b"rahasia" not in plain.read_bytes()
    left = {capture.url: capture.capture for capture in captures(plain)}
    assert left == {url: name for url, name in before.items() if url != URL}
    assert not warcio_check(plain)


def test_a_torn_end_that_holds_it_is_deleted(tmp_path):
    names, file = kept(tmp_path, (OTHER, "text/html", OTHER_HTML), (URL, "text/html", HTML))
    data, at = file.read_bytes(), int(names[1].partition("#")[2])
    for number, (start, end, holds) in enumerate(
        ((at, len(data) - 40, True), (0, at - 400, False), (at + 30, len(data), False))
    ):
        aside = tmp_path / f"a.warc.gz.torn{number}"
        aside.write_bytes(data[start:end])
        assert wipe_torn_ends(aside, ARTICLE, dry_run=True) == holds
        assert wipe_torn_ends(aside, ARTICLE, dry_run=False) == holds
        assert aside.exists() != holds


def test_a_stream_of_several_records_is_left_and_named(tmp_path):
    _, file = kept(tmp_path / "archive", (URL, "text/html", HTML), (OTHER, "text/html", OTHER_HTML))
    stream = tmp_path / "lain.warc.gz"
    stream.write_bytes(gzip.compress(unfolded(file)))
    found = TraceSearch(tmp_path, ARTICLE, lambda url: False).in_file(stream, look_inside=True)
    assert found.pages == 1
    before = stream.read_bytes()
    assert replace_records(stream, found.replacements, NOW)
    assert stream.read_bytes() == before


def test_a_request_that_nobody_names_is_that_of_the_capture_of_its_address_and_moment():
    """So that a listing asked for by POST is found by its words where its record had no room."""

    def record(**fields):
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        return SimpleNamespace(fields={"warc-record-id": "<urn:a>", **named})

    asked = {"warc_target_uri": URL, "warc_date": "2025-06-18T07:05:00.000001Z"}
    assert belong_together(record(**asked), record(**asked))
    for other in ({"warc_date": "2025-06-18T07:05:00.000002Z"}, {"warc_target_uri": OTHER}):
        assert not belong_together(record(**asked), record(**{**asked, **other}))
    assert not belong_together(record(**asked), record(**asked, warc_concurrent_to="<urn:b>"))
