"""What an archive's CDX API answers: lists of captures in several forms, and what is none."""

import json
from datetime import UTC, date, datetime

import pytest

from crawler.clock import WIB
from crawler.discovery.base import Fetch, Window
from crawler.discovery.replay_address import beside, led_to, own_address, replay_address, shown_at
from crawler.discovery.wayback import (
    EXACT,
    Unreadable,
    Wayback,
    halves,
    match_of,
    months,
    places_of,
    rows_in,
)
from tests.support.rows import every_row

CDX, REPLAY = "https://web.archive.org/cdx/search/cdx", "https://web.archive.org/web/"
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"]
ROW = ["id,co,contoh)/read/1", "20190305101500", "https://contoh.co.id/read/1"]
ROW += ["text/html", "200", "AAAA"]
NAMED = dict(zip(NAMES, ROW, strict=True))
PYWB = {"urlkey": ROW[0], "timestamp": ROW[1], "url": ROW[2], "mime": ROW[3], "status": ROW[4]}
PYWB |= {"digest": ROW[5], "filename": "contoh.warc.gz", "offset": "10"}
NOW = datetime(2026, 11, 29, 6, tzinfo=UTC)

FORMS = {
    "lists": (json.dumps([NAMES, ROW]), None),
    "lists with a key": (json.dumps([NAMES, ROW, [], ["id%2Cco+2019%21"]]), "id%2Cco+2019%21"),
    "objects of pywb": (json.dumps(PYWB), None),
    "plain lines": (" ".join(ROW), None),
    "plain lines with a key": (f"{' '.join(ROW)}\n\nid%2Cco+2019%21", "id%2Cco+2019%21"),
    "CDXJ": (f"{ROW[0]} {ROW[1]} {json.dumps(PYWB)}", None),
}


@every_row("text", FORMS.values(), ids=FORMS)
def test_a_list_of_captures_is_read_in_each_form(text):
    content, key = text
    assert rows_in(content.encode()) == ([NAMED], key)


@every_row("text", ["", "[]", "\n", "[[]]"])
def test_an_empty_answer_is_a_list_without_captures(text):
    if text == "[[]]":
        pytest.raises(Unreadable, rows_in, text.encode())
    else:
        assert rows_in(text.encode()) == ([], None)


NONE = {
    "cut off": (json.dumps([NAMES, ROW])[:-9], "cut off"),
    "cut off in a line": (f"{json.dumps(PYWB)}\n{json.dumps(PYWB)[:40]}", "cut off"),
    "a page": ("<html><head><title>502 Bad Gateway</title>", "web page (502 Bad Gateway)"),
    "an error in words": ("org.archive.util.io.RuntimeIOException: Blocked", "no list of captures"),
    "an error as JSON": ('["error", "rate limit"]', "cut off or damaged"),
    "a row too short": (json.dumps([NAMES, ROW, ROW[:3], ROW[:2]]), "cut off or damaged"),
    "a plain line cut": ("id,co,contoh)/read/1 2019", "no list of captures"),
}


@every_row("text", NONE.values(), ids=NONE)
def test_what_is_no_list_of_captures_is_said_to_be_none(text):
    content, words = text
    listing = source().read(content.encode(), Fetch(f"{CDX}?url=contoh.co.id"), Window())
    assert words in listing.problem and listing.is_unread


def source(**facts):
    return Wayback(CDX, REPLAY, ["contoh.co.id"], **facts)


def listed(rows, **facts):
    fetch = source(**facts).first(Window(date(2019, 3, 5), date(2019, 3, 5)), NOW)[0]
    content = json.dumps([NAMES, *rows]).encode()
    return source(**facts).read(content, fetch, Window()), fetch


def row(url="https://contoh.co.id/read/1", time="20190305101500", **told):
    told = {"mimetype": "text/html", "statuscode": "200", "digest": "AAAA", **told}
    return [url.partition("//")[2], time, url, *(told[name] for name in NAMES[3:])]


def test_of_each_address_the_first_good_capture_is_named():
    rows = [
        row(time="20190305090000", statuscode="503"),
        row(time="20190305100000", mimetype="warc/revisit", statuscode="-"),
        row(time="20190305110000"),
        row(time="20190305120000", digest="BBBB"),
        row("https://contoh.co.id/logo.png", mimetype="image/png"),
    ]
    listing, _ = listed(rows)
    assert [link.captured for link in listing.links] == [
        f"{REPLAY}20190305110000id_/https://contoh.co.id/read/1"
    ]


def test_with_versions_each_text_is_named_once():
    rows = [row(time=f"2019030{day}110000", digest=digest) for day, digest in enumerate("AABAC")]
    listing, fetch = listed(rows, versions=True)
    assert [link.captured[28:36] for link in listing.links] == ["20190300", "20190302", "20190304"]
    assert "collapse=digest" in fetch.url


def test_a_full_answer_without_a_key_is_asked_in_two_halves_that_leave_out_no_second():
    listing, fetch = listed([row(f"https://contoh.co.id/read/{n}") for n in range(3)], most=3)
    first, second = listing.more
    assert len(listing.links) == 3
    assert times(first)[0] == times(fetch)[0] and times(second)[1] == times(fetch)[1]
    assert int((times(second)[0] - times(first)[1]).total_seconds()) == 1
    seconds = halves(Fetch(f"{CDX}?from=20190305000000&to=20190305000001"))
    assert [times(each)[0] == times(each)[1] for each in seconds] == [True, True]
    assert halves(seconds[0]) == []


def times(fetch):
    told = dict(pair.split("=") for pair in fetch.url.partition("?")[2].split("&"))
    return [datetime.strptime(told[name], "%Y%m%d%H%M%S") for name in ("from", "to")]


def test_a_key_leads_on_and_is_escaped_once():
    fetch = Fetch(f"{CDX}?url=contoh.co.id&limit=1", page=1)
    for key, written in (("id%2Cco+1%21", "id%2Cco+1%21"), ("id,co)/a 1", "id%2Cco%29%2Fa%201")):
        content = json.dumps([NAMES, ROW, [], [key]]).encode()
        (further,) = source().read(content, fetch, Window()).more
        assert further.url == f"{fetch.url}&resumeKey={written}" and further.page == 2
        (third,) = source().read(content, further, Window()).more
        assert third.url.count("resumeKey") == 1


def test_rows_without_addresses_are_asked_for_with_all_their_fields():
    fetch = Fetch(f"{CDX}?url=contoh.co.id&fl=urlkey%2Coriginal&limit=9")
    content = json.dumps({"urlkey": "x", "timestamp": ROW[1]}).encode()
    (again,) = source().read(content, fetch, Window()).more
    assert again.url == f"{CDX}?url=contoh.co.id&limit=9"
    assert "no address" in source().read(content, again, Window()).problem


def test_a_window_is_asked_month_by_month_and_some_days_on():
    asked = source(days_after=30).first(Window(date(2019, 3, 5), date(2019, 3, 20)), NOW)
    assert [[f"{t:%m-%dT%H}" for t in times(fetch)] for fetch in asked] == [
        ["03-04T17", "03-31T16"],
        ["03-31T17", "04-19T16"],
    ]
    whole = list(months(date(2019, 12, 31), date(2020, 1, 1)))
    assert [moment.astimezone(WIB).isoformat()[:19] for pair in whole for moment in pair] == [
        *("2019-12-31T00:00:00", "2019-12-31T23:59:59"),
        *("2020-01-01T00:00:00", "2020-01-01T23:59:59"),
    ]
    assert not source().first(Window(date(2027, 1, 1)), NOW)


PLACES = {
    "kompas.com": (r"/read/\d+", "kompas.com", "domain"),
    "aceh.tribunnews.com": (None, "aceh.tribunnews.com", "host"),
    "dw.com": (r"dw\.com/id/[^/?#]+/a-(?P<id>\d+)", "dw.com/id/", "prefix"),
    "detik.com": (r"//www\.detik\.com/jatim/(?:x|y)/d-\d", "www.detik.com/jatim/", "prefix"),
    "bisnis.com": (r"//(?!foto)[\w.]*bisnis\.com/read/\d+", "bisnis.com", "domain"),
    "contoh.com": (r"contoh\.com/read/\d+|contoh\.com/berita/", "contoh.com", "domain"),
    "a-b.co.id": (r"a-b\.co\.id/id/news/\d+", "a-b.co.id/id/news/", "prefix"),
}


@every_row("domain", PLACES)
def test_a_site_is_asked_for_by_domain_host_or_path(domain):
    article_url, place, match = PLACES[domain]
    assert places_of([domain], article_url) == [place]
    assert match_of(place) == match


def test_another_capture_of_an_address_is_asked_for_from_the_next_second_on():
    listing, _ = listed([row()])
    fetch = source().another(listing.links[0], NOW)
    assert fetch.template == EXACT and "matchType=exact" in fetch.url
    assert "from=20190305101501" in fetch.url and "contoh.co.id%2Fread%2F1&" in fetch.url


OWN = {
    "http://www.contoh.id:80/read/1": "http://www.contoh.id/read/1",
    "https://contoh.id:443/?p=1": "https://contoh.id/?p=1",
    "https:/contoh.id/read/1": "https://contoh.id/read/1",
    "http://contoh.id:8080/read": "http://contoh.id:8080/read",
}


@every_row("url", OWN)
def test_an_address_is_as_its_site_writes_it(url):
    assert own_address(url) == OWN[url]


ASKED = replay_address(REPLAY, "20190305101500", "https://contoh.id/read/1")
LEADS = {
    "/web/20190306000000id_/https://contoh.id/read/1": "20190306000000id_/https://contoh.id/read/1",
    "/web/20190306000000/https://contoh.id/read/1": "20190306000000id_/https://contoh.id/read/1",
    "http://web.archive.org/web/20190306id_/http:/contoh.id/": "20190306id_/http://contoh.id/",
    "https://www.contoh.id/read/1": "20190305101500id_/https://www.contoh.id/read/1",
    "/read/1/judul": "20190305101500id_/https://contoh.id/read/1/judul",
    "javascript:void(0)": None,
}


@every_row("location", LEADS)
def test_a_redirect_stays_within_the_archive(location):
    led = LEADS[location]
    assert led_to(ASKED, location, REPLAY) == (led and f"{REPLAY}{led}")


def test_a_capture_is_known_by_its_address_and_pages_beside_it_are_of_its_time():
    assert shown_at(ASKED, REPLAY).url == "https://contoh.id/read/1"
    assert shown_at("https://contoh.id/read/1", REPLAY) is None
    assert shown_at("https://web.archive.org/cdx/search/cdx?url=x", REPLAY) is None
    assert beside(ASKED, "https://contoh.id/read/1?page=2") == f"{ASKED}?page=2"
    assert beside(None, "https://contoh.id/2") == "https://contoh.id/2"
