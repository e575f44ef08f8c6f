"""Errors a user can do something about: each message names what was wrong and what to do."""


class WartaError(Exception):
    """Base of every error whose message is meant for the person at the terminal."""

    exit_code = 2
    """What a command ends with: 2, the call can't be carried out as given, nothing was changed."""


class UsageProblem(WartaError):
    """The command line asked for something that does not exist or does not make sense."""


class SiteFileProblem(WartaError):
    """A file in spiders/ does not load, or declares what can't be meant."""

    exit_code = 1


class DatabaseProblem(WartaError):
    """The SQLite file can't be opened, created, written or is not Warta's."""


class DatabaseFails(DatabaseProblem):
    """The call was right, but the SQLite file can't be written: disk full, no permission, gone."""

    exit_code = 1


class ArchiveProblem(WartaError):
    """A WARC file or archive folder can't be read or written."""


class ArchiveFails(ArchiveProblem):
    """The call was right, but the archive can't be written: disk full, no permission, gone."""

    exit_code = 1


class ClusterProblem(WartaError):
    """A scheduler does not answer, or its workers can't do this work (other code, other paths)."""


class ClusterFails(ClusterProblem):
    """The call was right, but those who work for it went away, or fail at everything."""

    exit_code = 1


class NetworkDown(WartaError):
    """There is no network here: no site can be reached, and nothing was asked or changed."""

    exit_code = 50


class PageProblem(WartaError):
    """A file given as a page is not one that can be read as HTML."""


class OutputProblem(WartaError):
    """A file or folder that was asked for can't be written."""


class OutputFails(OutputProblem):
    """The call was right, but standard output can't be written: closed, or its disk is full."""

    exit_code = 1


def error_in_words(error: BaseException) -> str:
    """Any error's class and message, as in "TimeoutError: took longer than 60 s"."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")
