"""What an analyst does with the SQLite file; knows nothing of Scrapy."""
