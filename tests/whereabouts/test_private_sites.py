"""Sites of a user's own, in the folder of the setting PRIVATE_SITES."""

import json

import pytest
from scrapy.settings import Settings

from crawler.errors import SiteFileProblem, UsageProblem
from crawler.site_files.loader import SiteLoader
from crawler.statuses.status_file import status_of
from crawler.whereabouts import private_sites, program
from crawler.whereabouts.private_sites import folder_of_new_sites
from tests.support.checkout import ROOT
from tests.support.warm import scrapy, warta

SITE = """
from crawler.discovery import Feed
from crawler.news_spider import NewsSpider


class MisalSpider(NewsSpider):
    name = "{name}"
    outlet = "Harian Misal"
    province = "Bali"
    timezone = "Asia/Makassar"
    allowed_domains = ["{host}"]
    discover = [Feed("https://{host}/feed")]
"""
ROW = "site,outlet,domain,province\n{name},Kabar Misal,{host},Bali\n"


@pytest.fixture
def folder(tmp_path):
    """A user's folder with a warta.toml, a private site and a private table."""
    (tmp_path / "warta.toml").touch()
    (tmp_path / "spiders" / "tables").mkdir(parents=True)
    site = SITE.format(name="harian_misal", host="misal.example")
    (tmp_path / "spiders" / "harian_misal.py").write_text(site)
    table = ROW.format(name="kabar_misal", host="kabar.example")
    (tmp_path / "spiders" / "tables" / "wordpress.csv").write_text(table)
    return tmp_path


def loader(folder):
    """A loader of the program's sites and those of the folder."""
    return SiteLoader(
        Settings({"SPIDER_MODULES": ["spiders"], "PRIVATE_SITES": str(folder / "spiders")})
    )


def test_they_are_found_beside_those_of_the_program(folder):
    sites = loader(folder)
    assert {"harian_misal", "kabar_misal", "kompas"} <= sites.names()
    assert {"harian_misal", "kabar_misal", "kompas"} <= set(sites.list())
    assert sites.broken == {}
    assert sites.load("harian_misal").province == "Bali"
    row = folder / "spiders/tables/wordpress.csv"
    assert sites.load("kabar_misal")().row == f"{row}, line 2"


def test_a_second_folder_takes_the_place_of_the_first(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "spiders").mkdir()
    site = SITE.format(name="harian_misal", host="lain.example")
    (other / "spiders" / "harian_misal.py").write_text(site)
    assert loader(folder).load("harian_misal").allowed_domains == ["misal.example"]
    assert loader(other).load("harian_misal").allowed_domains == ["lain.example"]
    assert "kabar_misal" not in loader(other).list()


def test_one_called_as_a_site_of_the_program_is_told_and_neither_is_taken_for_the_other(folder):
    (folder / "spiders" / "kompas.py").write_text(SITE.format(name="kompas", host="misal.example"))
    sites = loader(folder)
    with pytest.raises(SiteFileProblem, match=r"its name 'kompas' is that of spiders\.kompas"):
        sites.load("kompas")
    assert str(folder / "spiders" / "kompas.py") in str(sites.broken["kompas"])
    assert "tempo" in sites.list()


def test_a_row_called_as_a_site_of_the_program_is_told(folder):
    table = folder / "spiders" / "tables" / "wordpress.csv"
    table.write_text(ROW.format(name="kompas", host="misal.example"))
    told = str(loader(folder).broken["wordpress_line_2"])
    assert told == f"{table}, line 2: its name 'kompas' is that of spiders.kompas; give another"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = (\n", "line 1: '(' was never closed"),
        (SITE.format(name="rusak", host="rusak.example") + "    outlett = 'X'\n", "mean outlet?"),
    ],
)
def test_a_broken_one_costs_itself_alone_and_is_told_with_its_file(folder, text, said):
    (folder / "spiders" / "rusak.py").write_text(text)
    done = warta("list", cwd=folder)
    assert "harian_misal" in done.stdout.split()
    assert done.stderr.startswith(f"warta list: {folder}/spiders/rusak.py")
    assert said in done.stderr


def test_a_table_of_no_family_is_told_with_the_name_meant(folder):
    (folder / "spiders" / "tables" / "wordpres.csv").write_text(
        ROW.format(name="lain", host="lain.example")
    )
    assert "did you mean wordpress.csv?" in str(loader(folder).broken["lain"])


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageProblem, match="there is no folder .* for private sites"):
        loader(tmp_path)


def test_a_users_packages_of_our_names_hide_none_of_ours(folder):
    for name in ("crawler", "pipelines", "analysis", "spiders"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "__init__.py").write_text("raise RuntimeError('taken for ours')\n")
    listed = warta("list", cwd=folder, env={"PYTHONPATH": str(folder)})
    assert {"harian_misal", "kompas"} <= set(listed.stdout.split()), listed.stderr


def test_genspider_writes_into_the_users_folder_also_from_below_it(folder):
    below = folder / "notes"
    below.mkdir()
    before = {*(ROOT / "spiders").iterdir()}
    done = warta("genspider", "harian_baru", "baru.example", cwd=below)
    assert done.returncode == 0, done.stderr
    assert "3. See what is still missing: warta verify harian_baru" in done.stdout
    assert "make test" not in done.stdout
    assert (folder / "spiders" / "harian_baru.py").is_file()
    assert {*(ROOT / "spiders").iterdir()} == before
    assert "harian_baru" in warta("list", cwd=below).stdout.split()


def test_a_new_site_has_no_place_where_the_program_is_installed_and_no_folder_made(
    tmp_path, monkeypatch
):
    assert folder_of_new_sites(None) == ROOT / "spiders"
    assert folder_of_new_sites(str(tmp_path)) == tmp_path
    monkeypatch.setattr(program, "PROGRAM", tmp_path)
    monkeypatch.setattr(private_sites, "PROGRAM", tmp_path)
    with pytest.raises(UsageProblem, match="init FOLDER"):
        folder_of_new_sites(None)
    assert folder_of_new_sites("sites").name == "sites"


def test_a_status_of_the_users_own_stands_beside_and_above_the_programs(folder):
    (folder / "spiders" / "status.csv").write_text(
        "site,status,day,evidence\nharian_misal,stable,2026-11-29,seen\n"
    )
    listed = warta("list", "--json", cwd=folder, check=True)
    rows = {row["site"]: row for row in map(json.loads, listed.stdout.splitlines())}
    assert rows["harian_misal"]["status"].startswith("stable")
    assert rows["kompas"]["status"].startswith(status_of("kompas").status)


def test_scrapy_takes_them_too_where_the_call_names_the_folder(folder):
    done = scrapy("list", "-s", f"PRIVATE_SITES={folder / 'spiders'}", check=True)
    assert {"harian_misal", "kabar_misal", "kompas"} <= set(done.stdout.split())
