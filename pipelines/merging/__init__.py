"""Databases of several machines or years joined into one, in whatever order they come."""
