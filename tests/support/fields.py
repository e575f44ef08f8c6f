"""One field of a page, read as ``read_article`` reads it: with what it hands on before."""

from crawler.items import DateCandidate
from crawler.parsers.body import Body, read_body
from crawler.parsers.dates.lines import find_date_lines
from crawler.parsers.dates.published import date_candidates
from crawler.parsers.headline import read_headline
from crawler.parsers.page import Page
from crawler.parsers.people import People, read_people
from crawler.parsers.site import Site


def body_of(page: Page, site: Site) -> Body:
    """The text, told where the headline stands."""
    return read_body(page, site, read_headline(page, site)[0])


def candidates_of(page: Page, site: Site) -> list[DateCandidate]:
    """The places that may name the date, told the headline, the lines near it and the text."""
    headline = read_headline(page, site)[0]
    paragraphs = read_body(page, site, headline).paragraphs
    return date_candidates(page, site, headline, find_date_lines(page, headline), paragraphs)


def people_of(page: Page, site: Site) -> People:
    """Writers and editors, told the headline and the lines near it that print a date."""
    headline = read_headline(page, site)[0]
    return read_people(page, site, headline, find_date_lines(page, headline))
