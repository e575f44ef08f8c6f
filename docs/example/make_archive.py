"""Stands in for the network in docs/add-a-site.md: puts the pages beside it into a WARC file.

``python docs/example/make_archive.py FILE.warc.gz`` from the checkout.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
SITE = "https://www.wartamisal.example"
PAGES = {
    f"{SITE}/rss": ("feed.xml", "application/rss+xml; charset=utf-8"),
    f"{SITE}/daerah/90412/contoh-perpustakaan-terapung-singgah-di-pulau-rekaan": (
        "perpustakaan.html",
        "text/html; charset=utf-8",
    ),
    f"{SITE}/daerah/90398/contoh-penjaga-mercusuar-membuka-kelas-membaca": (
        "mercusuar.html",
        "text/html; charset=utf-8",
    ),
}
CAPTURED = datetime(2025, 6, 18, 8, 0, tzinfo=UTC)


def main(path: Path) -> None:
    """Write every page as a response captured on the afternoon of its day."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, (name, content_type) in PAGES.items():
            headers = StatusAndHeaders("200 OK", [("Content-Type", content_type)], "HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=BytesIO((HERE / name).read_bytes()),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": f"{CAPTURED:%Y-%m-%dT%H:%M:%SZ}"},
                )
            )
    print(f"{path}: {len(PAGES)} pages of Warta Misal, an invented newspaper")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
