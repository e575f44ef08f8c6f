"""Commands that crawl, or look after crawls."""
