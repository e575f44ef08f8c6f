"""One file a command: arguments in, sentences out."""

from collections.abc import Sequence
from pathlib import Path


def module_called(argv: Sequence[str]) -> str:
    """The module of the command that a call names, of all commands where it names none of these.

    Scrapy imports every command of COMMANDS_MODULE before it carries out one, and with each what
    it works with: a search would wait for all that reads pages. ``argv`` is as in ``sys.argv``: the
    first word that is no option names the command.
    """
    here = Path(__file__).parent
    called = next((word for word in argv[1:] if not word.startswith("-")), "")
    for group in sorted(path.name for path in here.iterdir() if path.is_dir()):
        if called.isidentifier() and (here / group / f"{called}.py").is_file():
            return f"{__name__}.{group}.{called}"
    return __name__
