"""``python -m warta``: the same as the command ``warta``."""

import sys

from warta.command import main

sys.argv[0] = "warta"
main()
