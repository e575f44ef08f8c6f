"""The schema of the SQLite file, its views and its dictionary."""
