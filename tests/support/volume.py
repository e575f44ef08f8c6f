"""How much of one kind a test tries: a sample, or with ``pytest --deep`` much more.

Every kind is tried in a usual run. Deep means more of the same: more examples, seeds, atoms and
pages, larger material.
"""

import os

from hypothesis import settings

IS_DEEP = os.environ.get("DEEP") == "1"
"""Whether this run was called with ``--deep``; told by ``tests/conftest.py``."""
EXAMPLES = 1_000 if IS_DEEP else 40

PROFILE = "volume"
settings.register_profile(PROFILE, max_examples=EXAMPLES, deadline=None)


def of(usual, deep):
    """The one of two volumes that this run tries."""
    return deep if IS_DEEP else usual
