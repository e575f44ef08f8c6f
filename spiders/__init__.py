"""One file an outlet, nothing but facts about it."""
