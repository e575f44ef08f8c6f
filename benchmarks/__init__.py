"""What is fast and how fast, each next to something else in the same run."""
