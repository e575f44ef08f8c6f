"""Warta for Python: articles read, dates and datelines understood, a corpus opened."""
