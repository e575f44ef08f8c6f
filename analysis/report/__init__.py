"""One HTML page on what a database holds."""
