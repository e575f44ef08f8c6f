"""``scrapy genspider``: a file drafted from what a host shows, live and from saved answers."""

import ast
import os
from datetime import UTC, date, datetime

import pytest

from crawler.archive.captures import captures
from crawler.drafting.answers import Answer, Host
from crawler.drafting.draft import drafted
from crawler.drafting.networks import network_for
from crawler.drafting.signs import signs_of, worth_asking
from crawler.drafting.written import source_of
from crawler.mending.addresses import article_pattern
from tests.support.checkout import ROOT
from tests.support.moved import beside_articles, moved_address
from tests.support.newsroom import Newsroom, samples
from tests.support.warm import scrapy

HOME = "https://www.kabarmisal.id/"
NOW = datetime(2026, 3, 1, 5, tzinfo=UTC)
TABLES = sorted((ROOT / "spiders" / "tables").glob("*.csv"))


def front_page(articles, head=""):
    """A front page with menus and articles."""
    menu = "".join(f"<a href='{url}'>Menu</a>" for url in beside_articles("www.kabarmisal.id"))
    items = "".join(f"<h3><a href='{each.url}'>{each.headline}</a></h3>" for each in articles)
    return f"<html lang='id'><head>{head}</head><body><nav>{menu}</nav>{items}</body></html>"


@pytest.fixture
def articles():
    """Twelve articles with numbers."""
    return samples("https://www.kabarmisal.id/{day:%Y/%m/%d}/{number}/{slug}", 12, newest=NOW)


@pytest.fixture
def newsroom(articles):
    """A server with a paper that nobody knows: a front page that names its feed, robots.txt."""
    link = "<link rel='alternate' type='application/rss+xml' href='/umpan'>"
    items = "".join(
        f"<item><title>{each.headline}</title><link>{each.url}</link>"
        f"<pubDate>{each.published:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for each in articles
    )
    with Newsroom() as server:
        server.publish(articles)
        server.page(HOME, front_page(articles, link))
        feed = f"<rss version='2.0'><channel><title>Kabar</title>{items}</channel></rss>"
        server.page(f"{HOME}umpan", feed, content_type="application/rss+xml")
        yield server


@pytest.fixture
def folder(tmp_path):
    """A package for new sites."""
    (tmp_path / "situs").mkdir()
    (tmp_path / "situs" / "__init__.py").touch()
    return tmp_path


def genspider(folder, *arguments, newsroom=None, **how):
    """The call, with a server in place of the web or without any network."""
    path = f"{folder}{os.pathsep}{os.environ['PYTHONPATH']}"
    environment = newsroom.environment() if newsroom else os.environ
    environment = {**environment, "PYTHONPATH": f"{path}{os.pathsep}{environment['PYTHONPATH']}"}
    where = ["-s", "SPIDER_MODULES=situs", "-s", "NEWSPIDER_MODULE=situs"]
    served = newsroom.arguments if newsroom else []
    return scrapy("genspider", *where, *served, *arguments, env=environment, **how)


def test_a_live_site_is_drafted_with_what_each_fact_rests_on(folder, newsroom):
    done = genspider(folder, "kabar_misal", "kabarmisal.id", newsroom=newsroom)
    assert done.returncode == 0, done.stderr
    source = (folder / "situs" / "kabar_misal.py").read_text()
    assert 'discover = [Feed("https://www.kabarmisal.id/umpan")]' in source
    assert "# matches 12 of 12 addresses that its listings name and 0 of " in source
    assert r"\d{4}/\d\d/\d\d/(?P<id>\d{4,})/" in source
    assert "# headline: found on 3 of 3 pages without a fact; the same by JSON-LD on 3" in source
    assert "# published: found on 3 of 3 pages without a fact; the same by the listing" in source
    assert "# FILL IN: its province" in source
    listed = scrapy(
        *("list", "-s", "SPIDER_MODULES=situs"), env={**os.environ, "PYTHONPATH": str(folder)}
    )
    assert "kabar_misal" in listed.stdout.split(), listed.stderr


def test_robots_txt_is_obeyed_and_each_address_is_asked_once(folder, newsroom):
    rules = "User-agent: *\nDisallow: /umpan\n"
    newsroom.page(f"{HOME}robots.txt", rules, content_type="text/plain")
    done = genspider(folder, "kabar_misal", "kabarmisal.id", newsroom=newsroom)
    assert f"{HOME}umpan: robots" in done.stdout
    assert newsroom.fetched(f"{HOME}umpan") == 0
    urls = [seen.url for seen in newsroom.requests if "robots.txt" not in seen.url]
    assert len(urls) == len(set(urls)) <= 20


def test_without_a_network_the_bare_template_is_written_and_that_is_said(folder):
    done = genspider(folder, "kabar_misal", "kabarmisal.invalid")
    assert done.returncode == 0
    assert "there is no network, so that this is the bare template" in done.stdout
    assert "FILL IN: what readers call it" in (folder / "situs" / "kabar_misal.py").read_text()


def test_a_file_that_is_there_is_left_alone(folder, newsroom):
    file = folder / "situs" / "kabar_misal.py"
    file.write_text("kept\n")
    done = genspider(folder, "kabar_misal", "kabarmisal.id", newsroom=newsroom)
    assert done.returncode == 2
    assert "is there already; --force writes it anew" in done.stderr
    assert file.read_text() == "kept\n"


def test_saved_answers_that_are_none_are_told(folder):
    done = genspider(folder, "--from", str(folder / "nichts"), "kabar_misal", "kabarmisal.id")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "does not exist; --from takes a WARC file or a folder" in done.stderr
    (folder / "leer").mkdir()
    done = genspider(folder, "--from", str(folder / "leer"), "kabar_misal", "kabarmisal.id")
    assert "holds no answer of kabarmisal.id" in done.stderr
    assert not (folder / "situs" / "kabar_misal.py").exists()


def test_saved_pages_in_a_folder_are_read(folder, articles):
    saved = folder / "saved"
    saved.mkdir()
    (saved / "index.html").write_text(front_page(articles))
    for each in articles[:3]:
        (saved / f"{each.number}.html").write_text(each.html())
    done = genspider(folder, "--from", str(saved), "kabar_misal", "www.kabarmisal.id")
    assert done.returncode == 0, done.stderr
    source = (folder / "situs" / "kabar_misal.py").read_text()
    assert 'DatedIndex("https://www.kabarmisal.id/")' in source
    assert "found on 3 of 3 pages" in source


def host_with(front, articles, **others):
    """A host that answered so."""
    pages = {HOME: front, **{each.url: each.html() for each in articles[:3]}, **others}
    return Host(HOME, tuple(Answer(url, body.encode(), NOW) for url, body in pages.items()))


def test_a_paper_on_wordpress_is_a_line_of_the_table():
    slugs = samples("https://www.kabarmisal.id/{day:%Y/%m/%d}/{slug}/", 8, newest=NOW)
    head = "<meta name='generator' content='WordPress 6.8'>"
    draft = drafted(host_with(front_page(slugs, head), slugs), date(2026, 3, 1))
    network = network_for("kabar_misal", draft, TABLES)
    assert network.table.stem == "wordpress"
    assert network.line.startswith(
        "kabar_misal,,kabarmisal.id,national,"
    ) or network.line.startswith("kabar_misal,kabarmisal.id,kabarmisal.id,national,")


def test_a_paper_on_nothing_known_is_no_line_of_a_table(articles):
    draft = drafted(host_with(front_page(articles), articles), date(2026, 3, 1))
    assert network_for("kabar_misal", draft, TABLES) is None


def test_signs_of_blogger_sitemaps_and_indexes_are_asked_before_guesses():
    front = (
        "<html><head><meta name='generator' content='blogger'></head>"
        "<body><a href='/indeks'>Indeks</a></body></html>"
    )
    robots = {f"{HOME}robots.txt": f"Sitemap: {HOME}sitemap-news.xml"}
    host = host_with(front, [], **robots)
    assert signs_of(host).is_blogger
    asked = list(worth_asking(host))
    assert asked[0].startswith(f"{HOME}feeds/posts/default?")
    assert asked[1:3] == [f"{HOME}sitemap-news.xml", f"{HOME}indeks"]


def test_a_pattern_that_lets_menus_through_says_fill_in(articles):
    addresses = [f"{HOME}{section}" for section in ("satu-dua-tiga", "empat-lima-enam")]
    assert article_pattern(addresses)
    links = "".join(f"<a href='{url}'>Kabar desa yang panjang</a>" for url in addresses)
    draft = drafted(host_with(f"<html><body>{links}</body></html>", []), date(2026, 3, 1))
    assert "# FILL IN" in source_of(draft, "kabar_misal", date(2026, 3, 1)).split("article_url")[0]


def test_dates_in_another_zone_become_the_sites_zone(tmp_path):
    from docs.example.make_archive import main

    main(tmp_path / "misal.warc.gz")
    answers = [Answer(each.url, each.body, each.fetched_at) for each in captures(tmp_path)]
    draft = drafted(Host("https://www.wartamisal.example/", tuple(answers)), date(2026, 3, 1))
    assert draft.value_of("timezone") == '"Asia/Makassar"'
    assert not any(each.is_doubtful for each in draft.fields)


def test_numbers_of_a_moved_address_are_found_in_a_draft(articles):
    urls = [moved_address("www.kabarmisal.id", 4, number) for number in range(10)]
    items = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{items}</urlset>"
    host = host_with(front_page(articles[:1]), [], **{f"{HOME}sitemap.xml": sitemap})
    draft = drafted(host, date(2026, 3, 1))
    assert 'Sitemap("https://www.kabarmisal.id/sitemap.xml")' in draft.value_of("discover")
    assert "(?P<id>" in draft.value_of("article_url")


def test_what_a_server_says_is_text_and_never_source(articles):
    """Names and addresses with quotes, braces and line breaks stay what they are in the file."""
    evil = '/umpan"), __import__("os").abort(), Feed("'
    head = f"<link rel='alternate' type='application/rss+xml' href='{evil}'>"
    front = front_page(articles, head + "<meta property='og:site_name' content='A\"\\\n\"B'>")
    items = "".join(
        f"<item><link>{HOME}read/{number}/satu-dua{evil}</link></item>" for number in range(90, 99)
    )
    feed = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    answered = {f"{HOME.rstrip('/')}{evil}": feed, f"{HOME}{{day}}/rss": feed}
    draft = drafted(host_with(front, articles, **answered), date(2026, 3, 1))
    tree = ast.parse(source_of(draft, "kabar_misal", date(2026, 3, 1)))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert called <= {"Feed", "DatedIndex"}
    assert "{day}" not in draft.value_of("discover")
