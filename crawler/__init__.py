"""Warta's machine: discovers, fetches and reads the articles of Indonesian news sites."""

__version__ = "0.1.0"
