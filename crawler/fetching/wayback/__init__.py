"""Asking a Wayback Machine: which one, and telling its answers from those of the site."""
