"""Words of one table are known to every reader that goes by it. All lines are samples."""

from analysis.stories import agency_credited
from crawler.discovery.listings.html_listing import AROUND_THE_LISTING, WORDS
from crawler.parsers.article import read_article
from crawler.parsers.body.boilerplate import is_boilerplate
from crawler.parsers.body.boilerplate_markup import is_boilerplate_name
from crawler.parsers.dateline.dateline import CREDIT, split_dateline
from crawler.parsers.dateline.outlets import outlet_strength
from crawler.parsers.people.byline import is_label, read_byline
from crawler.parsers.people.names import split_names
from crawler.parsers.vocabulary import agencies, class_names
from crawler.parsers.vocabulary.provinces import PROVINCES, province_called
from crawler.parsers.vocabulary.roles import AUTHORS, NOUNS, ROLES, words_for
from tests.support.rows import every_row

PEOPLE = [role for role in ROLES if role.deed in (*AUTHORS, "edits")]
STORY = "Contoh naskah: sebuah jembatan dibuka oleh warga desa pada pagi yang cerah dan berangin."


@every_row("role", PEOPLE, ids=lambda role: role.word)
def test_a_byline_names_who_did_it(role):
    byline = read_byline(f"{role.word.title()}: Ani Misal", set())
    named = (byline.writers, byline.editors)
    assert named == ((["Ani Misal"], []) if role.deed in AUTHORS else ([], ["Ani Misal"]))


@every_row("role", ROLES, ids=lambda role: role.word)
def test_what_a_line_names_others_for_is_no_author(role):
    if role.deed not in (*AUTHORS, "edits"):
        byline = read_byline(f"Penulis: Ani Misal\n{role.word.title()}: Budi Contoh", set())
        assert byline.writers == ["Ani Misal"]


@every_row(
    "role", [role for role in ROLES if role.deed != "shows" and role.form != "laporan"], ids=str
)
def test_a_line_with_nothing_but_a_label_and_a_name_is_no_text(role):
    assert is_boilerplate(f"{role.word.title()}: Ani Misal")


@every_row("noun", words_for((*AUTHORS, "edits"), NOUNS))
def test_a_label_is_nobodys_name_and_is_taken_off_a_name(noun):
    assert is_label(noun.title())
    assert split_names(noun.title()) == []
    assert split_names(f"{noun.title()}: Ani Misal") == ["Ani Misal"]
    assert split_names(f"Ani Misal, {noun.title()}") == ["Ani Misal"]


@every_row("noun", words_for(AUTHORS, NOUNS))
def test_a_report_of_any_author_may_stand_before_a_dateline(noun):
    opening = f"Laporan {noun} Contoh.com, Ani Misal"
    assert is_boilerplate(opening)
    assert CREDIT.match(opening)
    assert CREDIT.match(opening.removeprefix("Laporan ").capitalize())


@every_row("role", [role for role in PEOPLE if role.form != "laporan"], ids=lambda role: role.word)
def test_an_article_has_its_people_and_not_their_line(role):
    line = f"{role.word.title()}: Ani Misal"
    html = f"<h1>Judul berita contoh</h1><p>{STORY}</p><p>{STORY}</p><p>{line}</p>"
    article = read_article(html, "https://www.contoh.com/read/1/judul")
    assert "Ani Misal" in (article.authors if role.deed in AUTHORS else article.editors)
    assert "Ani Misal" not in article.body


ROWS = [*class_names.NAMES, *class_names.COMPOUNDS]
PAIRS = [(reader, row) for reader in class_names.LOOKS_OUT_FOR for row in ROWS]


def knows(reader, names):
    """Whether a reader takes a class for something that is not its own."""
    if reader == "body":
        return is_boilerplate_name(names)
    if reader == "listing":
        return not AROUND_THE_LISTING.isdisjoint(WORDS.findall(names))
    return class_names.pattern_for(reader).search(names) is not None


@every_row(("reader", "row"), PAIRS, ids=str)
def test_a_reader_knows_every_name_of_the_kinds_it_looks_out_for(reader, row):
    if row.kind not in class_names.LOOKS_OUT_FOR[reader] or reader in row.not_for:
        return
    if isinstance(row, class_names.Name):
        unknown = [word for word in row.words.split() if not knows(reader, f"box-{word}")]
        assert not unknown
        assert knows(reader, row.example)
    elif reader != "listing":  # which goes by whole words
        assert knows(reader, row.example)


@every_row("row", ROWS, ids=str)
def test_no_row_is_for_nobody_and_none_is_kept_from_whom_it_was_not_for(row):
    readers = {reader for reader, kinds in class_names.LOOKS_OUT_FOR.items() if row.kind in kinds}
    is_looked_for = row.kind == "tags"  # which have a reader of their own
    assert is_looked_for or readers - set(row.not_for)
    assert set(row.not_for) <= readers, "who does not look out for the kind needs no exception"


@every_row("row", [row for row in ROWS if row.sure], ids=str)
def test_what_is_sure_is_found_so(row):
    assert class_names.pattern_of_the_sure().search(row.example)


def test_no_word_stands_twice():
    words = [word for row in class_names.NAMES for word in row.words.split()]
    assert sorted(words) == sorted(set(words))


@every_row("state", class_names.STATES)
@every_row("reader", ["body", "dates", "people", "tags"])
def test_how_a_page_is_laid_out_is_no_name_of_a_part(reader, state):
    assert knows(reader, "post sidebar")
    assert not knows(reader, f"post {state}-sidebar")


@every_row("reader", ["dates", "people", "tags"])
@every_row("names", ["widget Blog", "elementor-widget elementor-widget-container"])
def test_a_box_that_holds_the_story_is_no_widget_beside_it(reader, names):
    assert not knows(reader, names)
    assert knows(reader, "recent-posts-widget")


@every_row("names", ["relative flex", "read-page--subtitle", "lead"])
def test_words_that_only_look_alike(names):
    assert not any(knows(reader, names) for reader in class_names.LOOKS_OUT_FOR)


def test_the_words_of_a_kind_stand_whole():
    tags = class_names.pattern_of("tags")
    found = ["detail__body-tag", "tags-list", "box labels", "tag2"]
    assert all(map(tags.search, found))
    assert not any(map(tags.search, ["stage", "tagline", "hashtagged"]))


every_agency = every_row("agency", agencies.AGENCIES, ids=lambda agency: agency.name)


@every_agency
def test_an_agency_in_brackets_is_a_dateline_s_outlet(agency):
    found, story = split_dateline(f"JAKARTA ({agency.name}) - {STORY}")
    assert (found.place, found.outlet, story) == ("JAKARTA", agency.name, STORY)


@every_agency
def test_an_agency_that_is_nothing_else_is_an_outlet_beside_a_place(agency):
    for name in {agency.name, agency.name.upper()}:
        assert (outlet_strength(name, []) == 3) == agency.is_sure


@every_agency
def test_an_agency_in_capitals_closes_a_story(agency):
    line = f"{agency.name.upper()} | BUDI CONTOH"
    body = read_article(
        f"<h1>Judul</h1><p>{STORY}</p><p>{STORY}</p><p>{line}</p>", "https://www.contoh.com/1"
    )
    assert line not in body.body


@every_agency
def test_the_credit_of_a_wire_is_known_and_that_of_a_broadcaster_is_its_own(agency):
    credited = agency_credited("", f"JAKARTA ({agency.name.lower()}) -", None, None, None)
    assert credited == (agency.name if agency.is_wire else None)


@every_row(
    ("written", "name"),
    [
        *((name, name) for name in PROVINCES),
        *((name.upper(), name) for name in PROVINCES),
        ("NTT", "Nusa Tenggara Timur"),
        ("kalbar", "Kalimantan Barat"),
        ("maluku  utara", "Maluku Utara"),
        ("Acheh", "Acheh"),
    ],
)
def test_a_province_is_known_by_its_short_name_and_in_any_letters(written, name):
    assert province_called(written) == name
