"""Manners and failures on the wire."""
