"""Only what differs from Scrapy's defaults, each with its reason."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from scrapy.settings import default_settings

# Packages called crawler, spiders and pipelines exist on PyPI too: this checkout comes first.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler import __version__  # noqa: E402


def module_called(argv: Sequence[str]) -> str:
    """The module of the command that a call names; all of them where it names none that there is.

    Scrapy imports every command of COMMANDS_MODULE before it carries out one, and with each what
    it works with: a search would wait for all that reads pages. ``argv`` is as in ``sys.argv``: the
    first word that is no option names the command. The empty text for a command of Scrapy's own.
    """
    commands = Path(__file__).parent / "commands"
    called = next((word for word in argv[1:] if not word.startswith("-")), "")
    for group in sorted(path.name for path in commands.iterdir() if path.is_dir()):
        if called.isidentifier() and (commands / group / f"{called}.py").is_file():
            return f"crawler.commands.{group}.{called}"
    is_scrapys = called.isidentifier() and find_spec(f"scrapy.commands.{called}") is not None
    return "" if is_scrapys else "crawler.commands"


BOT_NAME = "warta"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
# One file that does not load costs its own site; Scrapy's loader would end every crawl.
SPIDER_LOADER_CLASS = "crawler.site_files.loader.SiteLoader"
COMMANDS_MODULE = module_called(sys.argv)
TEMPLATES_DIR = str(Path(__file__).parent / "templates")

# What a user sets, with -s NAME=VALUE or here.
DATABASE = "news.db"
DATABASE_WAIT = 300.0  # seconds that a run waits for another program's lock before it fails
ARCHIVE = "archive"
REPLAY = None  # a WARC file or a folder of them: read from it alone, touch no network
PRIVATE_SITES = None  # a folder of site files and tables of your own, beside those in spiders/
CONTACT = None  # a mail address or page of whoever runs this crawl; goes into the User-Agent
SITES = []  # what scrapy due crawls; empty: every site there is
SITES_AT_ONCE = 16  # in one process; each of them is asked one page at a time
NOTIFY = []  # addresses of apprise (mailto://, tgram://, ...) told when a site's verdict gets worse

# Which Wayback Machine -a past=wayback asks: the Internet Archive's, a national library's, a pywb.
WAYBACK_CDX = "https://web.archive.org/cdx/search/cdx"
WAYBACK_REPLAY = "https://web.archive.org/web/"
WAYBACK_REQUESTS = 2000  # that a run may make of it; the next one goes on
WAYBACK_DAYS_AFTER = 30  # captures are looked for until so many days after the last one asked for
WAYBACK_PAGE = 5000  # captures that one answer may name
# It takes 15 requests a minute from one address, and shuts out for an hour who asks more.
DOWNLOAD_SLOTS = {"web.archive.org": {"concurrency": 1, "delay": 4.0, "throttle": False}}

# Without since/until a run pages back at most so far; the ledger says when that cut it short.
LISTING_PAGES = 10
# Further pages and sitemap parts that a source may cost a run: an index may name indexes for ever.
LISTING_REQUESTS = 500
# CPU seconds that one page or listing may take to read; the slowest of the sites takes 0.3.
READ_SECONDS = 10
# Hours after the first fetch at which a stored article is looked at for edits.
RECHECK_HOURS = [1, 6, 24, 168]
RECHECKS_A_RUN = 200

# A site that leads into a private network is out to read what only this machine can reach.
ALLOW_PRIVATE_ADDRESSES = False  # hosts named in the call or in a site file are asked all the same
TWISTED_DNS_RESOLVER = "crawler.fetching.download.PublicResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetching.download.DownloadHandler",
    "https": "crawler.fetching.download.DownloadHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),  # nothing but the web is read
}

PROBE_HOSTS = []  # HOST:PORT to try whether there is a network; empty: hosts of the sites

CCNEWS = "https://data.commoncrawl.org/"  # where scrapy import ccnews finds the months' lists

# Polite: sites are small, and a blocked crawler is a gap in the corpus.
ROBOTSTXT_OBEY = True
ROBOTSTXT_PARSER = "crawler.fetching.robots.RobotRules"
DOWNLOADER_MIDDLEWARES = {
    "crawler.crawl.database_watch.DatabaseWatch": 5,  # last on the way to the spider
    # first: nothing is asked, logged or looked up for an address that may not be asked
    "crawler.fetching.address_guard.AddressGuard": 10,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetching.robots.RobotsTxt": 100,
    # nearer to the network than what follows redirects (600) and behind what unpacks (590)
    "crawler.fetching.wayback.answers.ArchiveRedirects": 605,
    "crawler.fetching.wayback.answers.Captures": 585,
    # in place of the retries (550) where a server asks for fewer requests
    "crawler.fetching.politeness.Politeness": 555,
    # nearer to the network than the retries (550): there is no use in those without one
    "crawler.fetching.network.NetworkWatch": 560,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetching.whole_answers.WholeAnswers": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.fetching.address_guard.Redirects": 600,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.fetching.whole_answers.MetaRefresh": 580,
}
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOADER = "crawler.fetching.download.Downloader"
DOWNLOAD_DELAY = 1
DOWNLOAD_DELAY_JITTER = 0  # the delay is the least there is between two requests
# Seconds after the first 429 or 503; each further one doubles it, the fourth ends it for the run.
BACK_OFF = 5.0
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 are for BACK_OFF
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1
USER_AGENT = f"Warta/{__version__} (news archive; contact not set)"  # CONTACT takes its place

# Scrapy starts so many tasks for every page it read, 1 ms for its 100; a page is one article.
CONCURRENT_ITEMS = 20

# For it Scrapy reads the source of each callback when a crawl starts: 40 ms.
WARN_ON_GENERATOR_RETURN_VALUE = False

# A page of news is below 2 MB; 20 MB leaves room, and a 50 MB answer can't fill the memory.
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
REDIRECT_MAX_TIMES = 8  # twenty, Scrapy's number, are a loop that takes twenty seconds to tell
METAREFRESH_MAXDELAY = 5  # what reloads later is a timer for readers, no redirect
DOWNLOAD_TIMEOUT = 60  # slow sites answer within 45 s (turnbackhoax.id, 2025)

# Not even imported: what is only switched off is, and these bring libraries of half a second.
left_out = {
    # Cookies make pages differ from one reader to the next.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    # The address guard judges hosts; this one would let no robots.txt of a listing's host be asked.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    # Both open a local port that executes code.
    "scrapy.extensions.telnet.TelnetConsole",
    "scrapy.extensions.remote_control.RemoteControl",
}
DOWNLOADER_MIDDLEWARES_BASE = {
    name: order
    for name, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if name not in left_out
}
EXTENSIONS_BASE = {
    name: order for name, order in default_settings.EXTENSIONS_BASE.items() if name not in left_out
}

ITEM_PIPELINES = {
    "pipelines.check.Check": 100,
    "pipelines.dates.Dates": 200,
    "pipelines.identity.Identity": 300,
    "pipelines.store.Store": 400,
}

EXTENSIONS = {
    "crawler.runs.ledger.RunLedger": 700,
    "crawler.console.progress.TerminalProgress": 800,
}
ADDONS = {
    "crawler.fetching.contact.Contact": 0,
    "crawler.archive.storage.ArchiveAddon": 100,
}

# An article's text in the log helps nobody; the ledger and the database say what was stored.
LOG_FORMATTER = "crawler.console.log.ShortLog"
LOG_LEVEL = "INFO"
LOG_VERSIONS = []  # each run's row in the ledger names them
