"""What was refused once, or noted under a wrong clock, is asked again."""

from tests.support.faults import SITE, articles, crawl, documented

__all__ = ["articles", "crawl"]
A_DAY_LATER = "UPDATE frontier SET due_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '-1 day')"
IN_2037 = (
    "UPDATE frontier SET due_at = '2037-06-01T00:00:00Z', last_listed_at = '2037-06-01T00:00:00Z'",
    "UPDATE runs SET started_at = '2037-06-01T00:00:00Z', ended_at = '2037-06-01T00:00:10Z'",
)


def test_what_robots_txt_forbade_for_an_hour(newsroom, crawl, articles):
    newsroom.page(
        f"{SITE}/robots.txt", "User-agent: *\nDisallow: /2025/", content_type="text/plain"
    )
    assert crawl().rejects == {"robots": 4}
    newsroom.page(f"{SITE}/robots.txt", "", content_type="text/plain")
    assert crawl().articles == 0
    crawl.change(A_DAY_LATER)
    left = crawl()
    assert (left.verdict, left.articles) == ("ok", 4)
    documented("robots.txt forbade the articles for a day", left)


def test_articles_that_led_to_a_login_host_for_an_hour(newsroom, crawl, articles):
    newsroom.fault(f"{SITE}/2025/*", redirect_to="https://masuk.contoh.id/", times=4)
    assert crawl().rejects == {"off-site": 4}
    crawl.change(A_DAY_LATER)
    assert crawl().articles == 4


def test_a_run_in_2037(newsroom, crawl, articles):
    crawl("-a", "max=2")
    for statement in IN_2037:
        crawl.change(statement)
    left = crawl()
    assert (left.verdict, left.articles) == ("ok", 4)
    documented("a run before this one, under a clock of 2037", left)
