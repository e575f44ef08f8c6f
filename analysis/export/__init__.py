"""Articles taken out of the database: selected, written, frozen."""
