"""Captures that others made, as WARC files: found where they lie, taken in, or made into such."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from scrapy import Request
from scrapy.http import Headers, Response
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive.reading import is_warc
from crawler.archive.records import exchange, iso, member, warcinfo
from crawler.errors import ArchiveProblem, UsageProblem
from crawler.files.new_output import new_file
from crawler.parsers.dates import parse_date
from crawler.parsers.urls import split_url

IMPORTED = "imported"
"""The folder of an archive in which what others captured is kept."""
ARC = (".arc", ".arc.gz")
WACZ = ".wacz"
COLUMNS = ("file", "url", "time")
"""What a table of saved pages has, in any order; ``time`` may be missing or empty."""


@dataclass(slots=True)
class Found:
    """WARC files to read, the folder that names of captures start from, and what was no capture.

    ``problems`` says in words what could not be read.
    """

    root: Path
    files: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


INSTEAD = {
    (".parquet",): "of what scrapy export has written as Parquet name the whole folder, in which "
    "site=.../month=... stand, as in scrapy import corpus.parquet",
    (".csv", ".jsonl", ".ndjson", ".xlsx"): "an export is taken back from Parquet alone, since "
    "other formats lose what a text or time was (scrapy export corpus.parquet)",
    (".db", ".sqlite", ".sqlite3"): "scrapy merge joins databases",
}
"""What to do with other files of Warta's, by their endings."""


def _is(files: Sequence[Path], endings: tuple[str, ...]) -> bool:
    """Whether files are all of a kind; there may be none."""
    return bool(files) and all(each.name.lower().endswith(endings) for each in files)


def check_is_there(path: Path) -> None:
    """Raises UsageProblem where there is no such file or folder."""
    if not path.exists():
        raise UsageProblem(f"{path} does not exist; give a WARC, ARC or WACZ file, or a folder")


def find(path: Path, archive: Path | None, table: Path | None, *, keep: bool) -> Found:
    """The WARC files that a path names: itself, those below it, or made of what it holds.

    WARC files stay where they are unless ``keep`` copies them into the ``archive``; ARC, WACZ and
    saved pages (``table`` says their addresses) are always taken in. Raises UsageProblem and
    ArchiveProblem.
    """
    check_is_there(path)
    if table is not None or (path.is_dir() and (path / "addresses.csv").is_file()):
        return _saved_pages(path, table or path / "addresses.csv", _kept_in(archive))
    below = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    warcs = [each for each in below if is_warc(each)]
    others = [each for each in below if each.name.lower().endswith((*ARC, WACZ))]
    if not warcs and not others:
        if instead := next((said for end, said in INSTEAD.items() if _is(below, end)), None):
            raise UsageProblem(f"{path} holds no WARC, ARC or WACZ file; {instead}")
        raise UsageProblem(
            f"{path} holds no .warc, .warc.gz, .arc, .arc.gz or .wacz; for a folder of saved pages "
            f"give a table with the columns {', '.join(COLUMNS)} by --table FILE.csv"
        )
    if not others and not keep:
        return Found(_root(path, archive), warcs)
    folder = _kept_in(archive)
    made = [_copied(each, path, folder) for each in warcs]
    for each in others:
        unpack = _unpacked if each.name.lower().endswith(WACZ) else _converted
        made += unpack(each, folder)
    return Found(archive, made)


def _root(path: Path, archive: Path | None) -> Path:
    if archive and path.absolute().is_relative_to(archive.absolute()):
        return archive
    return path if path.is_dir() else path.parent


def _kept_in(archive: Path | None) -> Path:
    if archive is None:
        raise UsageProblem("there is no archive to take it into; name one with -s ARCHIVE=FOLDER")
    folder = archive / IMPORTED
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copied(file: Path, path: Path, folder: Path) -> Path:
    """A WARC file in the archive; one of its name and size is the same one."""
    target = folder / (file.relative_to(path.parent) if path.is_dir() else file.name)
    if not (target.exists() and target.stat().st_size == file.stat().st_size):
        target.parent.mkdir(parents=True, exist_ok=True)
        with new_file(target) as partial:
            shutil.copyfile(file, partial)
    return target


def _unpacked(file: Path, folder: Path) -> list[Path]:
    """The WARC files in a WACZ (a zip file with them in ``archive/``)."""
    made = []
    try:
        with zipfile.ZipFile(file) as packed:
            for info in packed.infolist():
                name = PurePosixPath(info.filename)
                if not is_warc(Path(name.name)):
                    continue
                target = folder / file.stem / name.name
                target.parent.mkdir(exist_ok=True)
                if not (target.exists() and target.stat().st_size == info.file_size):
                    with new_file(target) as partial, partial.open("wb") as out:
                        shutil.copyfileobj(packed.open(info), out)
                made.append(target)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise ArchiveProblem(
            f"{file} can't be read as a WACZ: {error}; get it once more"
        ) from error
    return made


def _converted(file: Path, folder: Path) -> list[Path]:
    """An ARC file's captures as a WARC file, by warcio."""
    target = folder / f"{file.name}.warc.gz"
    with new_file(target) as partial, partial.open("wb") as out, file.open("rb") as arc:
        out.write(_opening(target, f"made of {file.name}"))
        try:
            for record in ArchiveIterator(arc, arc2warc=True, no_record_parse=False):
                if record.rec_type == "response" and record.http_headers:
                    _write(out, *_answer(record))
        except ArchiveLoadFailed as error:
            raise ArchiveProblem(f"{file} can't be read as ARC: {error}") from error
    return [target]


def _answer(record: object) -> tuple[Response, str]:
    fields, http = record.rec_headers, record.http_headers
    headers = Headers()
    for name, value in http.headers:
        if name.lower() != "transfer-encoding":
            headers.appendlist(name, value)
    status = http.get_statuscode()
    response = Response(
        fields.get_header("WARC-Target-URI"),
        status=int(status) if status and status.isdigit() else 200,
        headers=headers,
        body=record.raw_stream.read(),
    )
    return response, fields.get_header("WARC-Date")


def _saved_pages(path: Path, table: Path, folder: Path) -> Found:
    """Saved pages as a WARC file: their addresses and times stand in a table.

    Without a time that of the file counts.
    """
    target = folder / f"{path.name}.warc.gz"
    found = Found(folder.parent, [target])
    with new_file(target) as partial, partial.open("wb") as out:
        out.write(_opening(target, f"made of {path.name}"))
        for number, (file, url, saved_at) in enumerate(_rows(path, table), start=2):
            try:
                if split_url(url) is None:
                    raise ValueError(f"{url!r} is no address")
                body, kind = file.read_bytes(), {"Content-Type": "text/html"}
                page = Response(url, body=body, headers=kind)
                _write(out, page, _time(saved_at) or _changed_at(file))
            except (OSError, ValueError) as error:
                found.problems.append(f"line {number} of {table.name}: {error}")
    return found


def _rows(path: Path, table: Path) -> Iterator[tuple[Path, str, str]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if missing := {"file", "url"} - {*(rows.fieldnames or ())}:
                raise UsageProblem(
                    f"{table} has no column {' and '.join(sorted(missing))}; its first line must "
                    f"be {','.join(COLUMNS)}"
                )
            for row in rows:
                yield path / (row["file"] or ""), row["url"] or "", row.get("time") or ""
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageProblem(f"the table {table} can't be read: {error}") from error


def _time(text: str) -> str | None:
    """A time of the table as WARC-Date; None for none. Raises ValueError for what is no time."""
    if not text.strip():
        return None
    said = parse_date(text)
    if said is None:
        raise ValueError(f"{text!r} is no time")
    return iso(said.instant)


def _changed_at(file: Path) -> str:
    return iso(datetime.fromtimestamp(file.stat().st_mtime, UTC))


def _opening(target: Path, what: str) -> bytes:
    facts = {"software": "scrapy import", "format": "WARC File Format 1.1", "description": what}
    return member(warcinfo(target.name, iso(datetime.now(UTC)), facts))


def _write(out: BinaryIO, response: Response, date: str) -> None:
    sent, received, _ = exchange(Request(response.url), response, date)
    out.write(member(sent) + member(received))
