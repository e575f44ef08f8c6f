"""Stories over several pages on a site whose file says nothing of it."""

import pytest

from tests.support.faults import RSS, crawl, documented

__all__ = ["crawl"]

STORY = "https://www.contoh.id/berita/7-cerita-contoh"
DAY = "Wed, 18 Jun 2025 14:05:00 +0700"


def paragraphs(number: int) -> list[str]:
    """The text of one page of the story."""
    return [
        f"Paragraf {nth} halaman {number} dari cerita contoh ini direka seluruhnya untuk diuji."
        for nth in ("pertama", "kedua", "ketiga")
    ]


def html(texts: list[str], links: str = "", title: str = "Cerita contoh berseri", head="") -> str:
    """A page of a story."""
    text = "".join(f"<p>{each}</p>" for each in texts)
    return (
        f'<!DOCTYPE html><html lang="id"><head><title>{title}</title>{head}</head><body>'
        f"<article><h1>{title}</h1>{text}<div class='halaman'>{links}</div></article></body></html>"
    )


def numbers(last: int, form: str = "{story}?page={n}") -> str:
    """``1 2 3 Selanjutnya`` under a text."""
    return " ".join(
        f'<a href="{form.format(story=STORY, n=n) if n > 1 else STORY}">{n}</a>'
        for n in range(1, last + 1)
    )


@pytest.fixture
def story(newsroom):
    """Puts a story of some pages on the site, and its address into the feed."""

    def publish(pages: int = 3, form: str = "{story}?page={n}", more: str = "", head: str = ""):
        item = f"<item><title>Cerita</title><link>{STORY}</link><pubDate>{DAY}</pubDate></item>"
        rss = f'<rss version="2.0"><channel><title>Contoh</title>{item}</channel></rss>'
        newsroom.page(RSS, rss, content_type="application/rss+xml")
        for number in range(1, pages + 1):
            url = form.format(story=STORY, n=number) if number > 1 else STORY
            newsroom.page(url, html(paragraphs(number), numbers(pages, form) + more, head=head))

    return publish


def stored(left) -> tuple[list[str], str | None]:
    """The paragraphs of the only article, and its doubt."""
    ((body, doubt),) = left.query("SELECT body, doubt FROM articles")
    return body.split("\n\n"), doubt


WHOLE = [*paragraphs(1), *paragraphs(2), *paragraphs(3)]


@pytest.mark.parametrize("form", ["{story}?page={n}", "{story}/{n}", "{story}/page/{n}"])
def test_numbered_links_under_the_text_are_followed(newsroom, crawl, story, form):
    story(form=form)
    left = crawl.rss()
    assert stored(left) == (WHOLE, None)
    again = crawl.rss()
    assert again.query("SELECT count(*) FROM revisions") == [(0,)]
    if form == "{story}?page={n}":
        documented("a story over three pages, its file says nothing of it", left)


def test_all_of_it_on_one_page_is_asked_for_first(newsroom, crawl, story):
    story(more='<a href="?page=all">Tampilkan semua</a>')
    newsroom.page(f"{STORY}?page=all", html(WHOLE))
    left = crawl.rss()
    assert stored(left) == (WHOLE, None)
    assert newsroom.fetched(f"{STORY}?page=2") == 0


def test_where_all_of_it_can_t_be_had_the_pages_are(newsroom, crawl, story):
    story(more='<a href="?page=all">Tampilkan semua</a>')
    newsroom.page(f"{STORY}?page=all", html(paragraphs(1)))
    assert stored(crawl.rss()) == (WHOLE, None)


def test_a_further_page_that_does_not_exist_leaves_a_doubt(newsroom, crawl, story):
    story(more=f'<a href="{STORY}?page=2">2</a>', pages=1)
    left = crawl.rss()
    assert stored(left) == (paragraphs(1), "first-page-only")
    documented("a story whose second page does not exist", left)


def test_a_further_page_that_fails_leaves_the_story_for_the_next_run(newsroom, crawl, story):
    """Nothing is stored cut short that can be had whole."""
    story()
    newsroom.fault(f"{STORY}?page=2", status=503, times=2)
    left = crawl.rss()
    assert left.articles == 0


def test_a_page_of_another_article_is_not_joined(newsroom, crawl, story):
    story(pages=1, more=f'<a href="{STORY}?page=2">2</a>')
    newsroom.page(f"{STORY}?page=2", html(paragraphs(2), title="Judul lain sama sekali"))
    assert stored(crawl.rss()) == (paragraphs(1), "first-page-only")


def test_a_server_that_gives_the_first_page_again_has_no_second(newsroom, crawl, story):
    """So it is where comments are paged through."""
    story(pages=1, more=f'<a href="{STORY}?page=2">2</a>')
    newsroom.page(f"{STORY}?page=2", html(paragraphs(1)))
    assert stored(crawl.rss()) == (paragraphs(1), None)


def test_the_next_article_is_none_of_its_pages(newsroom, crawl, story):
    other = "https://www.contoh.id/berita/8-cerita-lain"
    head = f'<link rel="next" href="{other}">'
    story(pages=1, more=f'<a rel="next" href="{other}">Selanjutnya</a>', head=head)
    newsroom.page(other, html(paragraphs(2)))
    assert stored(crawl.rss()) == (paragraphs(1), None)
    assert newsroom.fetched(other) == 0


def test_pages_without_end_are_given_up(newsroom, crawl, story):
    story(pages=40)
    body, doubt = stored(crawl.rss())
    assert doubt == "first-page-only"
    assert len(body) == 3 * 30
    assert newsroom.fetched(f"{STORY}?page=31") == 0
