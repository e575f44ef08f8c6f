"""``</body>`` and ``</html>`` before the end of a page, as of a page pasted into another."""

import pytest

from crawler.parsers.article import read_article
from crawler.parsers.page.tags import without_early_end
from tests.support.newsroom import samples

URL = "https://www.contoh.id/read/{number}/{slug}"


@pytest.mark.parametrize("end", ["</body>", "</html>", "</BODY >\n</HTML>", "</body></html>"])
def test_an_early_end_changes_nothing_of_an_article(end):
    (article,) = samples(URL, 1)
    page = article.html()
    whole = read_article(page, article.url)
    paragraphs = page.count("</p>")
    assert paragraphs >= 3
    for number in range(paragraphs):
        parts = page.split("</p>")
        broken = "</p>".join(parts[: number + 1]) + "</p>" + end + "</p>".join(parts[number + 1 :])
        assert read_article(broken, article.url).body == whole.body, number


def test_a_page_that_ends_where_it_should_is_left_as_it_is():
    for end in (b"</body></html>", b"</body>\n</html>\n<!-- cached -->\n", b"</html>", b""):
        page = b"<html><body><p>Contoh.</p>" + end
        assert without_early_end(page) is page
