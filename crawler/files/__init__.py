"""Files that survive a crash, and work on all cores."""
