"""Damaged WARC files: what is whole is read, whatever lies before it; what is not is named."""

import gzip
import os
import random
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.archive.captures import open_replay
from crawler.archive.cdxj import entries, index_of
from crawler.archive.reading import Damage, records
from crawler.archive.storage import capture_index, captures, check_replay, read_capture
from crawler.archive.writer import WarcWriter
from crawler.errors import ArchiveProblem

SEED = 20261128
ADDRESS = "https://contoh.test/berita/{}"


def stored(archive, count=12, *, size=2_000, site="contoh"):
    """An archive of so many captures, each with a body of its own: their names, and the file."""
    chance = random.Random(SEED)
    archive.mkdir(exist_ok=True)
    writer = WarcWriter(archive, site, 10**9, {"software": "test"})
    at, names = datetime(2025, 6, 18, tzinfo=UTC), []
    for number in range(count):
        words = " ".join(f"kata{chance.randrange(10**6)}" for _ in range(size // 10))
        answer = HtmlResponse(ADDRESS.format(number), body=f"<p>{number} {words}</p>".encode())
        names.append(writer.add(Request(answer.url), answer, at + timedelta(minutes=number)))
    writer.close()
    (file,) = archive.rglob("*.warc.gz")
    return names, file


def readable(archive, names):
    """Which of some captures can be read by their names."""
    found = set()
    for number, name in enumerate(names):
        try:
            capture = read_capture(archive, name)
        except ArchiveProblem:
            continue
        assert capture.body.startswith(f"<p>{number} ".encode())
        found.add(number)
    return found


def listed(file):
    """The captures found by reading a file through, and what of it can't be read."""
    damaged = []
    found = {int(entry.url.rpartition("/")[2]) for entry in entries(file, damaged.append)}
    return found, damaged


def flipped(data, bit):
    """The bytes with one bit turned over."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_of_one_flipped_bit_only_its_own_record_suffers_index_or_no_index(tmp_path):
    names, file = stored(tmp_path)
    whole, chance, noticed = file.read_bytes(), random.Random(SEED), 0
    for bit in (chance.randrange(len(whole) * 8) for _ in range(60)):
        file.write_bytes(flipped(whole, bit))
        index_of(file).unlink(missing_ok=True)
        left = readable(tmp_path, names)
        found, damaged = listed(file)
        assert len(left) >= len(names) - 1
        assert found == left, f"bit {bit}"
        noticed += bool(damaged)
        WarcWriter(tmp_path, "contoh", 10**9, {}).mend()
        assert readable(tmp_path, names) == left, f"bit {bit}"
        for aside in file.parent.glob("*.torn*"):
            assert not any(
                is_last is False
                for is_last in (isinstance(each, Damage) for each in records_behind(aside))
            ), f"bit {bit}: a whole record was moved aside"
            aside.unlink()
        assert {int(entry.url.rpartition("/")[2]) for _, entry in capture_index(file)} == left
    assert noticed >= 50  # a few lie in a gzip header's time or operating system


def records_behind(aside):
    """What a file of torn bytes holds behind its first byte."""
    padded = aside.with_suffix(".gz")
    padded.write_bytes(aside.read_bytes()[1:])
    try:
        return list(records(padded))
    except ArchiveProblem:
        return []
    finally:
        padded.unlink()


def test_the_next_crawl_after_a_flipped_bit_goes_on_with_the_file(tmp_path, caplog):
    names, file = stored(tmp_path)
    first = int(names[0].partition("#")[2])
    file.write_bytes(flipped(file.read_bytes(), (first + 100) * 8))
    index_of(file).unlink()
    again, _ = stored(tmp_path, 1)
    assert readable(tmp_path, names) == set(range(1, 12))
    assert read_capture(tmp_path, again[0]).url == ADDRESS.format(0)
    assert not list(file.parent.glob("*.torn"))
    assert f"{file}: " in caplog.text
    assert f"bytes from byte {first} on can't be read; they stay where they are" in caplog.text


@pytest.mark.parametrize("with_index", [True, False])
def test_a_file_cut_anywhere_is_read_up_to_there(tmp_path, with_index):
    names, file = stored(tmp_path, 6, size=300)
    whole, index = file.read_bytes(), index_of(file).read_bytes()
    ends = [entry.end for _, entry in capture_index(file)]
    for cut in range(1, len(whole), 97):
        file.write_bytes(whole[:cut])
        index_of(file).write_bytes(index if with_index else b"")
        left = {number for number, end in enumerate(ends) if end <= cut}
        assert readable(tmp_path, names) == left
        found, damaged = listed(file)
        assert found == left
        between = whole[cut : cut + 3] == b"\x1f\x8b\x08" and not with_index
        assert between or damaged[0].is_last
        WarcWriter(tmp_path, "contoh", 10**9, {}).mend()
        assert readable(tmp_path, names) == left
        for aside in file.parent.glob("*.torn*"):
            aside.unlink()


def test_an_index_cut_or_changed_anywhere_hides_no_capture(tmp_path):
    names, file = stored(tmp_path, 6, size=300)
    index = index_of(file).read_bytes()
    for cut in range(0, len(index), 41):
        index_of(file).write_bytes(index[:cut])
        assert listed(file) == (set(range(6)), [])
        index_of(file).write_bytes(index[:cut] + b"\x00\xff{" + index[cut + 3 :])
        found, _ = listed(file)
        assert len(names) - len(found) <= 1  # an address changed into another one
    assert readable(tmp_path, names) == set(range(6))


@pytest.mark.parametrize("where", ["end", "middle", "beginning", "all"])
def test_zeros_in_place_of_bytes_that_never_reached_the_disk(tmp_path, where):
    names, file = stored(tmp_path)
    whole = bytearray(file.read_bytes())
    places = [int(name.partition("#")[2]) for name in names]
    start, end, lost = {
        "end": (places[9] + 5, len(whole), {9, 10, 11}),
        "middle": (places[4] + 5, places[6] + 5, {4, 5, 6}),
        "beginning": (0, places[0] + 5, {0}),
        "all": (0, len(whole), set(range(12))),
    }[where]
    whole[start:end] = bytes(end - start)
    file.write_bytes(whole)
    index_of(file).unlink()
    WarcWriter(tmp_path, "contoh", 10**9, {}).mend()
    left = set(range(12)) - lost
    assert readable(tmp_path, names) == left
    assert {int(entry.url.rpartition("/")[2]) for _, entry in capture_index(file)} == left
    again, _ = stored(tmp_path, 1)
    assert read_capture(tmp_path, again[0])


def test_a_replay_reads_what_lies_behind_damage_and_says_where_it_is(tmp_path, caplog):
    names, file = stored(tmp_path)
    at = int(names[3].partition("#")[2])
    file.write_bytes(flipped(file.read_bytes(), (at + 60) * 8))
    index_of(file).unlink()
    replay = open_replay(tmp_path)
    assert replay.answer(Request(ADDRESS.format(3))) is None
    assert replay.answer(Request(ADDRESS.format(4)))[2].body.startswith(b"<p>4 ")
    assert f"from byte {at} on can't be read; what stands behind them is read" in caplog.text


def test_a_damaged_capture_that_the_index_names_is_passed_over(tmp_path, caplog):
    names, file = stored(tmp_path)
    at = int(names[3].partition("#")[2])
    file.write_bytes(flipped(file.read_bytes(), (at + 60) * 8))
    read = [int(capture.url.rpartition("/")[2]) for capture in captures(tmp_path)]
    assert read == [number for number in range(12) if number != 3]
    assert f"{file} has no whole WARC record at byte {at}; it is passed over" in caplog.text


# Files of other tools


def unpacked(file):
    """The records of one of our files without compression."""
    return gzip.decompress(file.read_bytes())


@pytest.mark.parametrize("members", [1, 3, 40])
def test_gzip_streams_that_hold_several_records_are_read_whole(tmp_path, members):
    _, file = stored(tmp_path / "archive", 10)
    data = unpacked(file)
    step = len(data) // members + 1
    pieces = [data[start : start + step] for start in range(0, len(data), step)]
    if members > 1:  # each member ends with a record, as tools that flush now and then write them
        records_of = (b"WARC/1.1" + part for part in data.split(b"WARC/1.1")[1:])
        pieces = [b""] * members
        for number, record in enumerate(records_of):
            pieces[number * members // 21] += record
    other = tmp_path / "lain.warc.gz"
    other.write_bytes(b"".join(map(gzip.compress, pieces)))
    check_replay(other)
    read = list(captures(other))
    assert [capture.url for capture in read] == [ADDRESS.format(number) for number in range(10)]
    assert [read_capture(tmp_path, each.capture).body for each in read] == [
        each.body for each in read
    ]
    assert len({each.capture for each in read}) == 10
    _, place, response, _ = open_replay(other).answer(Request(ADDRESS.format(7)))
    assert response.body == read[7].body
    assert f"#{place.offset}+{place.inner}" in read[7].capture or not place.inner


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("miscounted", [-2, -1, 1, 2, 4, 1000, 10**15])
def test_a_content_length_that_is_wrong_costs_nothing(tmp_path, compressed, miscounted):
    """wget 1.14 counted one byte too few."""
    _, file = stored(tmp_path / "archive", 3)
    parts = [b"WARC/1.1" + part for part in unpacked(file).split(b"WARC/1.1")[1:]]
    for number in (2, 4):
        before, _, behind = parts[number].partition(b"Content-Length: ")
        length, _, rest = behind.partition(b"\r\n")
        parts[number] = b"%bContent-Length: %d\r\n%b" % (before, int(length) + miscounted, rest)
    other = tmp_path / ("lain.warc.gz" if compressed else "lain.warc")
    other.write_bytes(b"".join(map(gzip.compress, parts) if compressed else parts))
    whole = [capture.body for capture in captures(tmp_path / "archive")]
    read = {capture.url[-1]: capture.body for capture in captures(other)}
    for number in range(3) if abs(miscounted) <= 2 or not compressed else (2,):
        assert read[str(number)] == whole[number]


def test_a_damaged_record_of_an_uncompressed_file_costs_itself_alone(tmp_path):
    _, file = stored(tmp_path / "archive", 8, size=300)
    data, chance = unpacked(file), random.Random(SEED)
    other = tmp_path / "lain.warc"
    for _ in range(150):
        other.write_bytes(flipped(data, chance.randrange(len(data) * 8)))
        found = [entry.url for _, entry in capture_index(other)]
        assert len({ADDRESS.format(number) for number in range(8)} & set(found)) >= 7
        assert len(found) >= 7


def test_garbage_between_records_is_named_and_passed_over(tmp_path, caplog):
    names, file = stored(tmp_path, 4)
    data, at = file.read_bytes(), int(names[2].partition("#")[2])
    other = tmp_path / "lain.warc.gz"
    noise = (
        gzip.compress(b"<html>bukan rekaman</html>") + gzip.compress(b"") + b"\x1f\x8b\x08 sampah"
    )
    other.write_bytes(data[:at] + noise + data[at:])
    assert [capture.url[-1] for capture in captures(other)] == list("0123")
    assert "are no WARC record" in caplog.text


def test_a_capture_without_a_date_costs_itself_alone(tmp_path, caplog):
    _, file = stored(tmp_path / "archive", 3)
    other = tmp_path / "lain.warc"
    data = unpacked(file)
    other.write_bytes(data.replace(b"WARC-Date: 2025-06-18T00:01", b"WARC-Date: 9999-12-31T29:61"))
    assert [capture.url[-1] for capture in captures(other)] == list("02")
    assert "is not a WARC-Date" in caplog.text


def test_a_later_refusal_does_not_hide_a_good_capture(tmp_path):
    writer = WarcWriter(tmp_path, "contoh", 10**9, {})
    at = datetime(2025, 6, 18, tzinfo=UTC)
    for hours, status in enumerate((500, 200, 404, 403)):
        answer = HtmlResponse(ADDRESS.format(1), status=status, body=str(status).encode())
        writer.add(Request(answer.url), answer, at + timedelta(hours=hours))
        refused = HtmlResponse(ADDRESS.format(2), status=404, body=str(hours).encode())
        writer.add(Request(refused.url), refused, at + timedelta(hours=hours))
    writer.close()
    replay = open_replay(tmp_path)
    assert replay.answer(Request(ADDRESS.format(1)))[2].body == b"200"
    assert replay.answer(Request(ADDRESS.format(2)))[2].body == b"3"
    assert replay.last_captured_at == at + timedelta(hours=3)


def test_a_file_that_grows_is_read_to_its_last_whole_record(tmp_path):
    names, file = stored(tmp_path, 3)
    os.truncate(file, int(names[2].partition("#")[2]) + 40)
    with pytest.raises(ArchiveProblem, match=r"after 2 whole captures .*REPLAY_TRUNCATED=1"):
        check_replay(tmp_path)
    check_replay(tmp_path, truncated=True)


def test_a_record_that_unfolds_without_end_is_not_read_into_memory(tmp_path):
    """A gzip bomb, and one whose length says that it is small."""
    bomb = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://contoh.test/{}\r\n"
    bomb += b"WARC-Date: 2025-06-18T00:00:00Z\r\nContent-Length: %d\r\n\r\n"
    head, body = b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 200_000_000
    file = tmp_path / "bom.warc.gz"
    for length in (len(head + body), 1000):
        file.write_bytes(gzip.compress(bomb % length + head + body + b"\r\n\r\n", 1))
        tracemalloc.start()
        list(captures(file))
        with pytest.raises(ArchiveProblem, match="no whole WARC record at byte 0"):
            read_capture(tmp_path, "bom.warc.gz#0+7")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 150_000_000
