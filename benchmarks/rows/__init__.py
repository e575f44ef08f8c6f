"""One module for each row of the table; ``rows(effort)`` measures it."""
