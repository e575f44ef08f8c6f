"""Where the real pages lie that the parsers are measured on; they are never part of the project."""

import os
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

CORPUS = Path(os.environ.get("WARTA_CORPUS", ROOT.parent / "shared" / "corpus")).resolve()
"""Folder with pages/, gold/, listings/ and the tables of dates and datelines."""

SECOND_CORPUS = CORPUS.with_name("corpus-2")
"""A second one beside it, with pages/, gold/ and listings/ alike."""

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(),
    reason=f"SKIPPED WITHOUT MEASURING: no corpus of real pages at {CORPUS} (set WARTA_CORPUS)",
)

needs_second_corpus = pytest.mark.skipif(
    not SECOND_CORPUS.is_dir(),
    reason=f"SKIPPED WITHOUT MEASURING: no second corpus of real pages at {SECOND_CORPUS}",
)
