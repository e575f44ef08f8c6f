"""Common Crawl's news crawl (CC-NEWS): its files streamed, and what of them is of known sites."""
