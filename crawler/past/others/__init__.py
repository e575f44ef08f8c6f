"""Captures of other tools: which of them are pages of articles, and what becomes of those."""
