"""The ledger of runs, the verdict on each, and when a site is next due."""
