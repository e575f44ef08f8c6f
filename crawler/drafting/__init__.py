"""A new site's file drafted from what its host shows: front page, listings, a few articles."""
