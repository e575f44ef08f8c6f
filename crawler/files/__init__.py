"""Files that survive a crash, what comes packed, and work on all cores."""
