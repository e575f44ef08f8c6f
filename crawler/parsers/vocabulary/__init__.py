"""Words that several readers of a page know by: one table each, and the patterns made of it."""
