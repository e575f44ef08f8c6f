"""Who wrote and who edited."""

from crawler.parsers.people.people import People, read_people

__all__ = ["People", "read_people"]
