"""The four steps from what was read to what is stored: check, dates, identity, store."""
