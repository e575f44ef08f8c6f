"""Commands for whoever writes or mends a site file."""
