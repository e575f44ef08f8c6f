"""``python -m warta``: the same as the command ``warta``."""

from warta.command import main

main()
