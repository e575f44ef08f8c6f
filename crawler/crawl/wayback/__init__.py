"""A run that asks a Wayback Machine for the past of a site."""
