"""The files in spiders/: found, loaded and checked, each on its own account."""
