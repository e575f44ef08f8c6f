"""A site held against the live web: its sources, and a sample of its articles."""
