"""The site file of the local site; crawls load it with ``-s SPIDER_MODULES=benchmarks.sites``."""
