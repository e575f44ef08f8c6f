"""``scrapy ...`` as anyone calls it, without the second that its start takes.

Each call is a process of its own with its whole command line, environment and folder. They are
forked from one process that has imported Scrapy and Warta, a tenth of the time that starting
Python anew costs. What tests the start itself, or another checkout, starts Python.

    done = scrapy("list", "--json")              # a subprocess.CompletedProcess with text
    process = started("crawl", "kompas")         # has what subprocess.Popen has: poll, wait, ...
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler import settings
from tests.support.checkout import ROOT

LONGEST = 90
"""Seconds after which no command of these is still at work."""

forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload(
    [
        *("scrapy.cmdline", "scrapy.crawler", "scrapy.core.engine", "scrapy.core.scraper"),
        *("scrapy.core.downloader.handlers.http11", "scrapy.core.scheduler", "dateparser"),
        *sorted(
            name.rpartition(".")[0]
            for name in (*settings.EXTENSIONS_BASE, *settings.DOWNLOADER_MIDDLEWARES_BASE)
        ),
        *sorted(
            ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            for folder in ("analysis", "crawler", "pipelines", "spiders")
            for file in (ROOT / folder).rglob("*.py")
            if "templates" not in file.parts
        ),
        *("tests.support.newsroom", "tests.support.warm"),
    ]
)


class Started:
    """A process of ``scrapy ARGUMENTS``; its output lies in files until it is asked for."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path, **how):
        self.args = ["scrapy", *arguments]
        self.returncode: int | None = None
        self._files = TemporaryDirectory()
        self._process = forked.Process(
            target=be_scrapy,
            args=(arguments, environment, str(folder), self._files.name),
            kwargs=how,
        )
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """The exit code, minus the signal's number for one that died of it; None while it runs."""
        self.returncode = self._process.exitcode
        return self.returncode

    def wait(self, timeout: float = LONGEST) -> int:
        """The exit code, once it has ended. Kills it and raises TimeoutExpired where it doesn't."""
        if not wait([self._process.sentinel], timeout):
            self.kill()
            raise subprocess.TimeoutExpired(self.args, timeout, *self._output())
        self._process.join()
        return self.poll()

    def communicate(self, timeout: float = LONGEST) -> tuple[str, str]:
        """What it wrote to standard output and standard error until its end."""
        self.wait(timeout)
        return self._output()

    def send_signal(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)
        self._process.join()

    def _output(self) -> tuple[str, str]:
        return tuple(
            Path(self._files.name, name).read_text("utf-8", "replace")
            if Path(self._files.name, name).exists()
            else ""
            for name in ("output", "errors")
        )


def started(
    *arguments: object,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    log: Path | None = None,
    stdin: str = "",
    group: bool = False,
    streams: dict[int, str | None] | None = None,
    **limits,
) -> Started:
    """Begin ``scrapy ARGUMENTS``.

    ``log`` is a file to which standard error is added. ``group`` gives it a process group of its
    own. ``streams`` are files in place of standard output (1) and error (2), None for a closed one.
    ``limits`` are of ``resource.setrlimit``, as in ``RLIMIT_FSIZE=4096``.
    """
    how = {"log": log, "stdin": stdin, "group": group, "limits": limits, "streams": streams}
    environment = dict(os.environ if env is None else env)
    return Started([str(argument) for argument in arguments], environment, cwd, **how)


def scrapy(
    *arguments: object, check: bool = False, timeout: float = LONGEST, **how
) -> subprocess.CompletedProcess:
    """What ``scrapy ARGUMENTS`` came to; ``how`` is of ``started``."""
    process = started(*arguments, **how)
    out, err = process.communicate(timeout)
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def be_scrapy(arguments, environment, folder, output, *, log, stdin, group, limits, streams):
    """Be the process of ``scrapy ARGUMENTS``."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    named = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:0] = [path for path in named if path and path not in sys.path]
    if group:
        os.setsid()
    if limits:
        import resource

        for name, most in limits.items():
            resource.setrlimit(getattr(resource, name), (most, most))
    take_over_streams(Path(output), log, stdin, streams)
    sys.argv = ["scrapy", *arguments]
    from scrapy.cmdline import execute

    execute()


def take_over_streams(
    output: Path, log: Path | None, stdin: str, streams: dict[int, str | None] | None
) -> None:
    """Give this process streams as the shell does: none of them is a terminal."""
    (output / "input").write_text(stdin)
    for number, path, mode in (
        (0, output / "input", os.O_RDONLY),
        (1, output / "output", os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        (2, log or output / "errors", os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    ):
        opened = os.open(path, mode)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 they live as long as we do
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr.reconfigure(errors="backslashreplace")
    for number, path in (streams or {}).items():
        os.close(number)
        if path is not None:
            os.dup2(os.open(path, os.O_WRONLY), number)
        elif number == 1:
            sys.stdout = None
        else:
            sys.stderr = None
