"""Which articles tell the same story, in whose words, and whose text it is."""

from analysis.stories.comparing import compare_new, count_pending, forget_all
from analysis.stories.credits import agency_credited
from analysis.stories.sequences import similarity, word_sequences

__all__ = [
    "agency_credited",
    "compare_new",
    "count_pending",
    "forget_all",
    "similarity",
    "word_sequences",
]
