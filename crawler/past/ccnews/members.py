"""The records of a WARC file that is streamed, each a gzip member of its own."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

HEAD = 1 << 14
"""Bytes of a record that are looked at; its own headers are within them."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a packed record above which it is passed over."""
GZIP = 16 + zlib.MAX_WBITS
FIELD = re.compile(
    rb"^(WARC-Type|WARC-Target-URI):[ \t]*<?([^\r\n>]*)", re.MULTILINE | re.IGNORECASE
)


class NotPacked(ValueError):
    """What came is no file of gzip members; the message says where."""


@dataclass(frozen=True, slots=True)
class Member:
    """One record as it was packed; ``raw`` is None where it was not wanted, or too large."""

    kind: str
    url: str
    raw: bytes | None


def members(blocks: Iterable[bytes], is_wanted: Callable[[str, str], bool]) -> Iterator[Member]:
    """The records of a file; ``is_wanted`` is asked by kind and address, before a body is read.

    One record is in memory at a time, and none that is not wanted. Each is unpacked to its end, so
    that its checksum is held. Raises NotPacked where that fails, or the file ends within one.
    """
    reading = _Reading(is_wanted)
    at = 0
    for block in blocks:
        left = block
        while left:
            try:
                left, done = reading.feed(left)
            except zlib.error as error:
                raise NotPacked(f"no gzip member, or a damaged one, near byte {at:,}") from error
            if done:
                yield done
        at += len(block)
    if reading.has_begun:
        raise NotPacked(f"it ends within a record, after {at:,} bytes")


class _Reading:
    """The record that is being read."""

    def __init__(self, is_wanted: Callable[[str, str], bool]):
        self.is_wanted = is_wanted
        self._begin()

    def _begin(self) -> None:
        self.unpacking = zlib.decompressobj(GZIP)
        self.head = b""
        self.told: tuple[str, str] | None = None
        self.raw: list[bytes] | None = []
        self.size = 0
        self.has_begun = False

    def feed(self, block: bytes) -> tuple[bytes, Member | None]:
        """Take a block in; what of it is left behind the record's end, and the record then."""
        self.has_begun = True
        unpacked = self.unpacking.decompress(block)
        left = self.unpacking.unused_data
        self._look(unpacked)
        if self.raw is not None:
            self.raw.append(block[: len(block) - len(left)])
            self.size += len(self.raw[-1])
            if self.size > LARGEST:
                self.raw = None
        if not self.unpacking.eof:
            return b"", None
        kind, url = self.told or _told(self.head)
        keeps = self.raw is not None and self.is_wanted(kind, url)
        done = Member(kind, url, b"".join(self.raw) if keeps else None)
        self._begin()
        return left, done

    def _look(self, unpacked: bytes) -> None:
        """Let a record go as soon as its headers say that it is not wanted."""
        if self.told is not None:
            return
        self.head += unpacked[: HEAD - len(self.head)]
        if b"\r\n\r\n" in self.head or len(self.head) >= HEAD:
            self.told = _told(self.head)
            if not self.is_wanted(*self.told):
                self.raw = None


def _told(head: bytes) -> tuple[str, str]:
    """Kind and address of a record by its headers; empty where they say nothing."""
    fields = {
        name.lower(): value.strip().decode("utf-8", "replace")
        for name, value in FIELD.findall(head.partition(b"\r\n\r\n")[0])
    }
    return fields.get(b"warc-type", "").lower(), fields.get(b"warc-target-uri", "")
