"""Invented articles for tests of the pipelines and the database; every text is a sample."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.items import Article, DateCandidate
from pipelines.database.schema import migrate
from pipelines.identity import identified

NOON = datetime(2025, 6, 18, 5, 0, tzinfo=UTC)
"""12.00 WIB on 18 June 2025."""

BODY = (
    "Contoh: Wali kota meresmikan pasar baru pada Rabu pagi.\n\n"
    'Contoh: "Kami senang," kata seorang pedagang bernama Siti.'
)


def sample(number: int = 1, **facts) -> Article:
    """A complete article that has gone through check, dates and identity."""
    article = undated(number, **facts)
    moment = NOON + timedelta(minutes=number)
    dates = {
        "published_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "published_local": f"{moment + timedelta(hours=7):%Y-%m-%dT%H:%M:%S}+07:00",
        "published_precision": "minute",
        "published_raw": f"{moment + timedelta(hours=7):%d/%m/%Y, %H:%M} WIB",
        "published_source": "byline",
    }
    for name, value in {**dates, **facts}.items():
        setattr(article, name, value)
    return identified(article)


def undated(number: int = 1, **facts) -> Article:
    """An article as ``read_article`` gives it: dates raw, nothing resolved."""
    facts = {
        "url": f"https://www.contoh.example/berita/{number}/judul-contoh",
        "site": "contoh",
        "headline": f"Judul contoh nomor {number}",
        "body": BODY,
        "word_count": len(BODY.split()),
        "date_candidates": [DateCandidate("18/06/2025, 12:01 WIB", "byline")],
        "fetched_at": NOON + timedelta(hours=1),
        **facts,
    }
    return Article(**facts)


def new_database(path: Path) -> Path:
    """A new database at a path, copied, since making one takes longer than most tests."""
    path.write_bytes(_empty_database())
    return path


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        migrate(path)
        return path.read_bytes()
