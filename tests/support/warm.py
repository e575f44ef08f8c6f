"""``scrapy ...`` as anyone calls it, without the second that its start takes.

Each call is a process of its own with its whole command line, environment and folder. They are
forked from one process that has imported Scrapy and Warta (``preloaded.py``), a tenth of the time
that starting Python anew costs. What tests the start itself, or another checkout, starts Python.

    done = scrapy("list", "--json")              # a subprocess.CompletedProcess with text
    process = started("crawl", "kompas")         # has what subprocess.Popen has: poll, wait, ...
    done = python("-m", "demo.run", "demo.db")   # other programs: -m MODULE, -c CODE or a file
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.checkout import ROOT

LONGEST = 90
"""Seconds after which no command of these is still at work."""

forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload(["tests.support.preloaded"])


class Started:
    """A process of ``scrapy ...`` or ``python ...``; its output lies in files until asked for."""

    def __init__(self, call: list[str], environment: dict[str, str], folder: Path, **how):
        self.args = call
        self.returncode: int | None = None
        self._files = TemporaryDirectory()
        self._process = forked.Process(
            target=become,
            args=(call, environment, str(folder), self._files.name),
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

    def has_printed(self, lines: int, timeout: float = LONGEST) -> str:
        """Standard output as soon as it has so many lines; raises TimeoutError where it hasn't."""
        end = time.monotonic() + timeout
        while (printed := self._output()[0]).count("\n") < lines:
            if self.poll() is not None or time.monotonic() > end:
                raise TimeoutError(f"{self.args} printed {self._output()}")
            time.sleep(0.002)
        return printed

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


def started(*arguments: object, **how) -> Started:
    """Begin ``scrapy ARGUMENTS``; ``how`` is of ``begun``."""
    return begun(["scrapy", *arguments], **how)


def begun(
    call: Sequence[object],
    *,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    log: Path | None = None,
    stdin: str = "",
    group: bool = False,
    streams: dict[int, str | None] | None = None,
    clock: datetime | None = None,
    **limits,
) -> Started:
    """Begin ``scrapy ARGUMENTS``, ``warta ARGUMENTS`` or ``python ARGUMENTS``.

    ``log`` is a file to which standard error is added. ``group`` gives it a process group of its
    own. ``streams`` are files in place of standard output (1) and error (2), None for a closed one.
    ``clock`` is the moment (aware) at which it takes itself to begin. ``limits`` are of
    ``resource.setrlimit``, as in ``RLIMIT_FSIZE=4096``.
    """
    how = {"log": log, "stdin": stdin, "group": group, "limits": limits, "streams": streams}
    how["clock"] = clock
    environment = dict(os.environ if env is None else env)
    return Started([str(word) for word in call], environment, cwd, **how)


def scrapy(*arguments: object, **how) -> subprocess.CompletedProcess:
    """What ``scrapy ARGUMENTS`` came to; ``how`` is of ``ended``."""
    return ended(["scrapy", *arguments], **how)


def warta(*arguments: object, **how) -> subprocess.CompletedProcess:
    """What ``warta ARGUMENTS`` came to; ``how`` is of ``ended``."""
    return ended(["warta", *arguments], **how)


def python(*arguments: object, **how) -> subprocess.CompletedProcess:
    """What ``python ARGUMENTS`` came to; ``how`` is of ``ended``."""
    return ended(["python", *arguments], **how)


def ended(
    call: Sequence[object], *, check: bool = False, timeout: float = LONGEST, **how
) -> subprocess.CompletedProcess:
    """What a call came to; with ``check`` it must end well. ``how`` is of ``begun``."""
    process = begun(call, **how)
    out, err = process.communicate(timeout)
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    if check:
        assert done.returncode == 0, f"{call}\n{out[-2000:]}\n{err[-3000:]}"
    return done


def become(call, environment, folder, output, *, log, stdin, group, limits, streams, clock):
    """Be the process of a call."""
    if clock:
        import time_machine

        time_machine.travel(clock, tick=True).start()
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
    program, *arguments = call
    if program == "scrapy":
        sys.argv = call
        from scrapy.cmdline import execute

        execute()
    elif program == "warta":
        sys.argv = call
        from warta.command import main

        main()
    else:
        be_python(arguments)


def be_python(arguments: list[str]) -> None:
    """Run what stands behind ``python``: -m MODULE, -c CODE or a file, and its arguments."""
    kind, named = arguments[0], arguments[1:2]
    if kind in ("-m", "-c"):
        sys.argv = [kind, *arguments[2:]]
    else:
        sys.argv = arguments
    if kind == "-m":
        runpy.run_module(*named, run_name="__main__", alter_sys=True)
    elif kind == "-c":
        exec(compile(*named, "<string>", "exec"), {"__name__": "__main__"})
    else:
        runpy.run_path(kind, run_name="__main__")


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
