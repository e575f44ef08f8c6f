"""Every answer of a crawl as WARC: written, found again, given back in place of the network."""
