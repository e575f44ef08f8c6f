"""Pages and listings read without a crawl."""
