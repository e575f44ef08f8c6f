"""Errors a user can do something about: each message names what was wrong and what to do."""


class WartaError(Exception):
    """Base of every error whose message is meant for the person at the terminal."""


class UsageProblem(WartaError):
    """The command line asked for something that does not exist or does not make sense."""


class DatabaseProblem(WartaError):
    """The SQLite file can't be opened, created, written or is not Warta's."""


class ArchiveProblem(WartaError):
    """A WARC file or archive folder can't be read or written."""


class PageProblem(WartaError):
    """A file given as a page is not one that can be read as HTML."""


class OutputProblem(WartaError):
    """A file or folder that was asked for can't be written."""
