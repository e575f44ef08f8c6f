"""A crawl of given addresses with the archive on: ``python archive_crawl.py JOB.json``.

The job names addresses (or [method, address, body]), settings and whether bodies are printed. What
came of each is printed as a JSON line, in the order it came; the last line holds the run's finish
reason and statistics.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

SETTINGS = {
    "ADDONS": {"crawler.archive.storage.ArchiveAddon": 100},
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "RETRY_TIMES": 0,
    "HTTPERROR_ALLOW_ALL": True,
}


class ArchiveCrawl(scrapy.Spider):
    """Asks for one address after the other and prints what it got."""

    name = "contoh"

    async def start(self):
        for number, address in enumerate(JOB["addresses"]):
            method, url, body = ["GET", address, ""] if isinstance(address, str) else address
            yield scrapy.Request(
                url,
                method=method,
                body=body,
                priority=-number,
                dont_filter=True,
                errback=self.failed,
            )

    def parse(self, response):
        fetched_at = response.meta.get("fetched_at")
        show(
            url=response.url,
            status=response.status,
            type=type(response).__name__,
            headers={
                name.decode(): [value.decode("latin-1") for value in values]
                for name, values in response.headers.items()
            },
            body=b64encode(response.body).decode() if JOB["bodies"] else None,
            capture=response.meta.get("capture"),
            fetched_at=fetched_at.isoformat() if fetched_at else None,
        )

    def failed(self, failure):
        show(
            url=failure.request.url,
            failure=failure.type.__name__,
            detail=failure.getErrorMessage(),
            capture=failure.request.meta.get("capture"),
        )

    def closed(self, reason):
        stats = self.crawler.stats.get_stats()
        show(reason=reason, stats={name: str(value) for name, value in stats.items()})


def show(**line):
    """Print one line of the report."""
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    JOB = json.loads(Path(sys.argv[1]).read_text())
    process = CrawlerProcess({**SETTINGS, **JOB["settings"]})
    process.crawl(ArchiveCrawl)
    process.start()
