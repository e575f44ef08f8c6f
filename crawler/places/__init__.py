"""Which place a dateline means: a table of provinces, regencies, districts and places abroad."""
