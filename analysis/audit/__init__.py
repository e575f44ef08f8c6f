"""Looking through what is stored for signs that it is not what the outlets published."""
