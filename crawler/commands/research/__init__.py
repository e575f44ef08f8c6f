"""Commands that take out of the database what is in it."""
