"""Answers that come packed: every encoding taken off, and whether its stream was whole."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

GZIP = b"\x1f\x8b"
SLICE = 4096
"""Bytes that zlib is given at once: at each end of a member it copies what is left of them."""
WINDOW = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
"""How zlib is told of each encoding (its ``wbits``)."""
ZSTD_FRAMES = b"\xb5\x2f\xfd", b"\x2a\x4d\x18"
"""Behind the first byte: a frame of data, and one that is to be skipped."""
NO_ENCODING = {b"", b"identity", b"none", b"binary", b"utf-8"}
"""What Content-Encoding names that packs nothing."""
UNSAID = 3
"""As often as a page may be packed without a word of it; of what unpacks to itself no more."""
PAGE_TYPE = re.compile(rb"\s*(?:text/html|application/xhtml\+xml)", re.IGNORECASE)
"""``text/html; charset=utf-8``"""
PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|[{\[]\s*[\"{\[])", re.IGNORECASE)
"""How a body begins that is not compressed, whatever its header says: ``<!DOCTYPE html>``, ``{"``.

Of servers that lie, and of archives whose tools unpacked bodies and left the headers."""
CUT = "its compressed stream has no end"
DAMAGED = "its compressed stream is damaged"


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's middleware that unpacks answers; ``why`` tells what the last one is not whole for.

    A page that is packed again under what was taken off, or without a word of it, is unpacked too.
    """

    why: str | None = None

    def process_response(self, request: Request, response: Response) -> Response:
        """The unpacked answer, as far as it goes. Raises IgnoreRequest for one that is too large.

        Raises what the decoder does for one of which nothing can be unpacked.
        """
        self.why = None
        response = super().process_response(request, response)
        for _ in range(UNSAID):
            is_page = PAGE_TYPE.match(response.headers.get("Content-Type", b""))
            if self.why or not is_page or not response.body.startswith(GZIP + b"\x08"):
                break
            response.headers["Content-Encoding"] = b"gzip"
            response = super().process_response(request, response)
        return response

    def _handle_encoding(
        self, body: bytes, content_encoding: list[bytes], max_size: int
    ) -> tuple[bytes, list[bytes]]:
        """The body without the encodings named, the last one first, and those nobody knows."""
        named = [_name(part) for value in content_encoding for part in value.split(b",")]
        known, unknown = self._split_encodings([each for each in named if each not in NO_ENCODING])
        for encoding in known:
            if PLAIN.match(body):
                break
            try:
                unpacked = self._decode(body, encoding, max_size)
            except _DecompressionMaxSizeExceeded:
                raise
            except Exception:
                self.why = DAMAGED
                raise
            self.why = self.why or (CUT if is_cut(body, encoding) else None)
            body = unpacked
        return body, [] if PLAIN.match(body) else unknown


def _name(encoding: bytes) -> bytes:
    """An encoding without what some servers put behind it: ``gzip;q=1``."""
    return encoding.partition(b";")[0].strip().lower()


def is_cut(body: bytes, encoding: bytes) -> bool:
    """Whether a compressed body ends before its stream does, or is damaged on the way.

    What is no such stream at all is not cut: some servers name an encoding and use none. Only for
    bodies that are known to unfold to a bearable size.
    """
    if not body:
        return False
    if encoding == b"br":
        return _is_brotli_cut(body)
    if encoding == b"zstd":
        return _is_zstd_cut(body)
    if encoding not in WINDOW or (encoding != b"deflate" and not body.startswith(GZIP)):
        return False
    stream, place = zlib.decompressobj(WINDOW[encoding]), 0
    try:
        while place < len(body) and (not stream.eof or body.startswith(GZIP, place)):
            stream = zlib.decompressobj(31) if stream.eof else stream
            data = body[place : place + SLICE]
            stream.decompress(data)
            place += len(data) - len(stream.unused_data)
    except zlib.error:
        return encoding != b"deflate" or _is_raw_cut(body)
    return not stream.eof


def _is_raw_cut(body: bytes) -> bool:
    """The same of a deflate stream without zlib's frame, which many servers send."""
    stream = zlib.decompressobj(-15)
    with suppress(zlib.error):
        stream.decompress(body)
        return not stream.eof
    return False


def _is_brotli_cut(body: bytes) -> bool:
    import brotli  # what unpacked the body

    stream = brotli.Decompressor()
    with suppress(brotli.error):
        stream.process(body)
        return not stream.is_finished()
    return False


def _is_zstd_cut(body: bytes) -> bool:
    from scrapy.utils._compression import zstd  # what unpacked the body

    try:
        zstd.decompress(body)
    except zstd.ZstdError:
        return body[1:4] in ZSTD_FRAMES
    return False
