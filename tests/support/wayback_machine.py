"""A Wayback Machine on 127.0.0.1 that can be made to fail in each way there is.

    with WaybackMachine() as archive:
        archive.capture("https://www.kompas.com/...", "20190305101500", html)
        archive.fault("cdx", status=429, times=2, headers={"Retry-After": "1"})
        ... scrapy crawl kompas -a past=wayback -a since=2019-03-01 with archive.arguments ...
        assert archive.asked("cdx") == 3

It speaks as the Internet Archive's (``dialect="internet-archive"``: lists of lists, ``fl``,
``collapse``, resume keys) or as pywb (``"pywb"``: an object a line under names of its own, cut off
at ``limit`` without a word). ``shown`` names what it shows instead of a capture: ``redirect`` to
another time, ``missing``, ``excluded``, ``own-page`` with status 200. ``bare=True`` leaves out the
headers that tell a capture.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

HTML = "text/html; charset=UTF-8"
MISSING = (
    "<html><head><title>Internet Archive Wayback Machine</title></head><body>"
    "<p>The Wayback Machine has not archived that URL.</p></body></html>"
)
NAMES = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
PYWB_NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture; ``time`` has 14 digits, UTC."""

    url: str
    time: str
    body: str
    status: int = 200
    mime: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)
    shown: str = "capture"

    @property
    def key(self) -> str:
        """The address as archives sort it: ``com,kompas)/nasional/read``."""
        parts = urlsplit(self.url)
        host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
        query = f"?{parts.query}" if parts.query else ""
        return f"{host}){parts.path.lower()}{query}"

    def row(self) -> dict[str, str]:
        """What the CDX API says of it."""
        digest = f"{hash(self.body) & 0xFFFFFFFF:08X}"
        told = (self.key, self.time, self.url, self.mime, str(self.status), digest, "1")
        return dict(zip(NAMES, told, strict=True))


@dataclass(slots=True)
class Fault:
    """How an answer is spoilt, so many ``times``."""

    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 10**9
    keep: int | None = None
    """So many bytes of the answer come."""
    seconds: float = 0.0


class WaybackMachine:
    """The server; ``captures`` is what it holds."""

    def __init__(self, dialect: str = "internet-archive", *, bare: bool = False):
        self.dialect = dialect
        self.bare = bare
        self.captures: list[Capture] = []
        self.faults: dict[str, Fault] = {}
        self.robots = ""
        self.requests: list[str] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def __enter__(self) -> WaybackMachine:
        machine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                machine.answer(self)

            def log_message(self, *told: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *told: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def arguments(self) -> list[str]:
        """What a crawl's command line needs to ask it, without any delay."""
        settings = {
            "WAYBACK_CDX": f"{self.base}/cdx/search/cdx",
            "WAYBACK_REPLAY": f"{self.base}/web/",
            "DOWNLOAD_DELAY": "0",
            "AUTOTHROTTLE_ENABLED": "0",
            "BACK_OFF": "0.1",
        }
        return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]

    def capture(self, url: str, time: str, body: str = "", **facts: object) -> Capture:
        """Add a capture."""
        self.captures.append(Capture(url, time, body, **facts))
        return self.captures[-1]

    def fault(self, what: str, **facts: object) -> None:
        """Spoil the answers to questions (``cdx``) or for captures (``web``)."""
        self.faults[what] = Fault(**facts)

    def asked(self, what: str) -> int:
        """How many requests there were of a kind."""
        return sum(path.startswith(f"/{what}") for path in self.requests)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """One answer."""
        with self.lock:
            self.requests.append(request.path)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self._answer(request)
        finally:
            with self.lock:
                self.at_once -= 1

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        kind = request.path.split("/")[1].partition("?")[0]
        if kind == "robots.txt":
            return self._send(request, 200, self.robots, {"Content-Type": "text/plain"})
        status, body, headers = (
            self._cdx(request.path) if kind == "cdx" else self._web(request.path)
        )
        fault = self.faults.get(kind)
        keep = None
        if fault and fault.times > 0:
            fault.times -= 1
            time.sleep(fault.seconds)
            status, keep = fault.status, fault.keep
            body = body if fault.body is None else fault.body
            headers = headers | fault.headers
        return self._send(request, status, body, headers, keep)

    def _send(
        self,
        request: BaseHTTPRequestHandler,
        status: int,
        body: str,
        headers: dict[str, str],
        keep: int | None = None,
    ) -> None:
        content = body.encode()[:keep]
        request.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    def _cdx(self, path: str) -> tuple[int, str, dict[str, str]]:
        pairs = parse_qsl(urlsplit(path).query, keep_blank_values=True)
        asked = dict(pairs)
        found = sorted(filter(lambda each: fits(each, asked), self.captures), key=by_key)
        is_own = self.dialect == "internet-archive"
        rows = [each.row() for each in found if each.status == 200 and "html" in each.mime]
        if is_own and (name := asked.get("collapse")):
            rows = [row for n, row in enumerate(rows) if n == 0 or row[name] != rows[n - 1][name]]
        begins = int(unquote(asked.get("resumeKey", "0 ")).split()[0]) if is_own else 0
        most = int(asked.get("limit", 10**6))
        page, key = rows[begins : begins + most], None
        if begins + most < len(rows):
            key = quote(f"{begins + most} +!", safe="")
        if not is_own:
            lines = [json.dumps({PYWB_NAMES.get(k, k): v for k, v in row.items()}) for row in page]
            return 200, "\n".join(lines), {"Content-Type": "text/x-ndjson"}
        names = asked["fl"].split(",") if "fl" in asked else list(NAMES)
        told: list[list[str]] = [[row[name] for name in names] for row in page]
        told = [names, *told] if told else []
        told += [[], [key]] if key and "showResumeKey" in asked else []
        return 200, json.dumps(told), {"Content-Type": "application/json"}

    def _web(self, path: str) -> tuple[int, str, dict[str, str]]:
        moment, _, url = path.removeprefix("/web/").partition("/")
        moment = moment.removesuffix("id_")
        held = [each for each in self.captures if each.key == Capture(url, "", "").key]
        exact = [each for each in held if each.time == moment]
        chosen = (exact or sorted(held, key=lambda each: abs(int(each.time) - int(moment))))[:1]
        if not chosen or chosen[0].shown == "missing":
            return 404, MISSING, {"Content-Type": HTML}
        one = chosen[0]
        if one.shown == "excluded":
            return 403, "<html>This URL has been excluded</html>", {"Content-Type": HTML}
        if one.shown == "own-page":
            return 200, MISSING, {"Content-Type": HTML}
        if not exact or one.shown.startswith("redirect "):
            target = one.shown.partition(" ")[2] or f"/web/{one.time}id_/{one.url}"
            return 302, "", {"Location": target}
        when = datetime.strptime(one.time, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {"Content-Type": HTML, **one.headers}
        if not self.bare:
            headers["Memento-Datetime"] = format_datetime(when, usegmt=True)
            headers["X-Archive-Orig-Server"] = "contoh"
        return one.status, one.body, headers


def by_key(capture: Capture) -> tuple[str, str]:
    """The order of a CDX."""
    return capture.key, capture.time


def fits(capture: Capture, asked: dict[str, str]) -> bool:
    """Whether a capture answers a question."""
    begins, ends = asked.get("from", "0"), asked.get("to", "9" * 14)
    if not begins <= capture.time <= ends.ljust(14, "9"):
        return False
    wanted = asked["url"]
    host = (urlsplit(capture.url).hostname or "").removeprefix("www.")
    match asked.get("matchType"):
        case "domain":
            return host == wanted or host.endswith(f".{wanted}")
        case "host":
            return host == wanted.removeprefix("www.")
        case "prefix":
            return capture.key.startswith(Capture(f"https://{wanted}", "", "").key)
    return capture.key == Capture(wanted, "", "").key
