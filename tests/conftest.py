"""What every test runs in: no network beyond loopback, nothing left over from the user's shell."""

import gc
import os
import signal
import sys
from pathlib import Path

import pytest

OFFLINE = str(Path(__file__).parent / "support/offline")

if "sitecustomize" not in sys.modules or not hasattr(sys.modules["sitecustomize"], "loopback_only"):
    sys.modules.pop("sitecustomize", None)
    sys.path.insert(0, OFFLINE)
    import sitecustomize  # noqa: F401

    sys.path.remove(OFFLINE)

os.environ["PYTHONPATH"] = OFFLINE
for name in list(os.environ):
    # A proxy would carry a request for 127.0.0.1 elsewhere; the others choose another project.
    if name.lower().endswith("_proxy") or name.startswith("SCRAPY_") or name == "VIRTUAL_ENV":
        del os.environ[name]
# The tests start Warta hundreds of times; compiled anew, each start would take twice as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


# Under nohup it is ignored, and crawls that tests begin would inherit that, as they should.
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser):
    """``--deep``."""
    parser.addoption("--deep", action="store_true", help="try more of each kind, for an hour")


def pytest_configure(config):
    """Tell how much is tried before any module of tests is imported."""
    os.environ["DEEP"] = "1" if config.getoption("--deep") else "0"
    from hypothesis import settings

    from tests.support import volume

    settings.load_profile(volume.PROFILE)


def pytest_collection_finish():
    """Look for no garbage among all modules and tests, each time anything is measured."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def newsroom():
    """A newsroom on loopback, without articles."""
    from tests.support.newsroom import Newsroom

    with Newsroom() as running:
        yield running
