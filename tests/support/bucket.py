"""Files on a web server of this machine, which breaks off and refuses as it is told."""

import http.server
import threading
from contextlib import contextmanager


class Bucket(http.server.ThreadingHTTPServer):
    """Files by path; ``breaks`` cuts answers short so often, ``refuses`` gives 503 before that."""

    daemon_threads = True

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = files
        self.breaks, self.refuses, self.knows_ranges = {}, {}, True
        self.asked = []

    @contextmanager
    def serving(self):
        """Answer until the block ends."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        yield self
        self.shutdown()
        self.server_close()

    @property
    def base(self):
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Handler(http.server.BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self):
        """Answer with the file, or what of it was asked for."""
        path = self.path.lstrip("/")
        bucket = self.server
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        bucket.asked.append((path, start))
        if bucket.refuses.get(path, 0):
            bucket.refuses[path] -= 1
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.end_headers()
            return
        if path not in bucket.files:
            self.send_error(404)
            return
        body = bucket.files[path][start if bucket.knows_ranges else 0 :]
        self.send_response(206 if start and bucket.knows_ranges else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if bucket.breaks.get(path, 0):
            bucket.breaks[path] -= 1
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def log_message(self, *message):
        """Nothing."""
