"""Articles on a topic: the words that found them, and which searches are believed."""
