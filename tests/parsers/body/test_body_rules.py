"""Every rule that takes lines out of a text: what it takes, and that nothing else would have.

One story a rule. With all rules the line is gone, with that rule off it is there: a rule that
another one has made needless fails here.
"""

from crawler.parsers.body.rules import RULES
from crawler.parsers.body.signature import RULES as SIGNATURE_RULES
from crawler.parsers.page import Page
from crawler.parsers.page.trace import SILENT, Recorder
from crawler.parsers.site import Site
from tests.support.fields import body_of
from tests.support.rows import every_row

FIRST = "Petani di Desa Contoh mulai memanen padi setelah hujan turun selama dua pekan penuh."
SECOND = "Kepala desa mengatakan panen tahun ini lebih baik karena saluran irigasi diperbaiki."
LAST = "Panen raya diperkirakan berlangsung hingga Desember dan melibatkan ratusan keluarga."
TITLE = "Panen Raya di Desa Contoh Dimulai"
OTHER = "Wali Kota Contoh Resmikan Jembatan Baru"


class Sample(Site):
    """A site whose text and whose own lines are declared."""

    body = "#text"
    headline = "h1"
    strip = (r"^Kabar Desa:.*",)


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


STORY = paragraphs(FIRST, SECOND, LAST)
LINK = f"<a href='/lain'>{OTHER}</a>"
CASES = {
    "teasers": (f"{STORY}<div><p>{LINK}</p><span>Jembatan itu.</span></div>", "Jembatan itu."),
    "pull quotes": (
        f"{STORY}<blockquote>“panen tahun ini lebih baik”</blockquote>",
        "“panen tahun ini lebih baik”",
    ),
    "summary": (f"<ul><li>Panen raya dimulai</li></ul>{STORY}", "Panen raya dimulai"),
    "lists of links": (f"{STORY}<p>{LINK}</p>", OTHER),
    "links with a label": (
        f"<p>{FIRST}</p><p><b>Simak: {LINK}</b></p>{paragraphs(SECOND, LAST)}",
        f"Simak: {OTHER}",
    ),
    "invitations": (
        f"<p>{FIRST}</p><div><div>Contoh.com</div><div>Dapatkan Aplikasi</div></div>"
        + paragraphs(SECOND, LAST, FIRST, SECOND),
        "Contoh.com",
    ),
    "list of links at the end": (
        STORY + "<p>Tulisan lain</p><ul>" + f"<li>{LINK} dengan pita</li>" * 3 + "</ul>",
        f"{OTHER} dengan pita",
    ),
    "lines below the text": (
        STORY + paragraphs("Follow him on Twitter @contoh"),
        "Follow him on Twitter @contoh",
    ),
    "inserted": (
        paragraphs(FIRST, SECOND, f"{LAST} [Gambas:Video 20detik]"),
        f"{LAST} [Gambas:Video 20detik]",
    ),
    "site's strip": (paragraphs(FIRST, SECOND, "Kabar Desa: ikan", LAST), "Kabar Desa: ikan"),
    "below the closing code": (
        STORY + paragraphs("(abc/de)", "Warga lain menunggu."),
        "Warga lain menunggu.",
    ),
    "boilerplate": (paragraphs(FIRST, f"Baca juga: {OTHER}", LAST), f"Baca juga: {OTHER}"),
    "marks": (paragraphs(FIRST, "* * *", SECOND, LAST), "* * *"),
    "lines above the text": (paragraphs("25 November 2024, 14:05 WIB") + STORY, "25 November 2024"),
    "headline again": (paragraphs(TITLE) + STORY, TITLE),
    "below the text": (STORY + paragraphs("Tinggalkan komentar", "Bagus."), "Bagus."),
    "closing lines": (STORY + paragraphs("(Contoh Nama)"), "(Contoh Nama)"),
    "end marks": (paragraphs(FIRST, SECOND, f"{LAST} ***"), f"{LAST} ***"),
    "end of the last line": (paragraphs(FIRST, SECOND, f"{LAST} (abc)"), f"{LAST} (abc)"),
    "outlet's credit": (
        paragraphs(FIRST, f"{SECOND} (contoh.com/ab)", "Penulis tinggal di Desa Contoh."),
        "(contoh.com/ab)",
    ),
}
JOINING = {"open dateline"}
"""Rules that take nothing out."""


def read(content, trace=SILENT):
    html = f"<html><body><h1>{TITLE}</h1><div id='text'>{content}</div></body></html>"
    return body_of(Page(html, trace=trace), Sample())


def test_every_rule_has_a_story():
    assert {name for name, _ in (*RULES, *SIGNATURE_RULES)} == CASES.keys() | JOINING


@every_row("rule", CASES)
def test_a_rule_takes_its_line_and_no_other_rule_does(rule):
    content, line = CASES[rule]
    recorder = Recorder()
    assert line not in "\n".join(read(content, recorder).paragraphs)
    took = [step for step in recorder.steps if step.rule == rule]
    assert any(line in step.text for step in took), recorder.steps
    assert line in "\n".join(read(content, Recorder(off={rule})).paragraphs)


@every_row(
    ("title", "is_cross_link"),
    [("Wali Kota", False), ("Wali Kota Contoh", True), ("Wali Kota Contoh Datang", True)],
)
def test_a_link_with_a_label_is_another_storys_from_three_words_on(title, is_cross_link):
    line = f"Simak: {title}"
    body = read(
        f"<p>{FIRST}</p><p>Simak: <a href='/lain'>{title}</a></p>{paragraphs(SECOND, LAST)}"
    )
    assert (line not in body.paragraphs) is is_cross_link


@every_row(
    ("box", "called"),
    [
        ("<div class='isi related-posts'>", "related-posts"),
        ("<aside>", "aside"),
        ("<div style='display:none'>", "hidden"),
    ],
)
def test_a_trace_says_by_what_an_element_beside_the_text_is_told(box, called):
    recorder = Recorder()
    read(f"<p>{FIRST}</p>{box}{OTHER}</{box[1:].split(' ')[0].strip('>')}>{STORY}", recorder)
    beside = [step for step in recorder.steps if step.rule == "element beside the text"]
    assert [(step.text, step.more["called"]) for step in beside] == [(OTHER, called)]


def test_a_dateline_before_the_first_paragraph_is_joined_to_it():
    content = f"Desa Contoh -<p>{FIRST}</p>{STORY}"
    assert read(content).paragraphs[0] == f"Desa Contoh - {FIRST}"
    assert read(content, Recorder(off={"open dateline"})).paragraphs[:2] == ["Desa Contoh -", FIRST]


def test_a_story_without_anything_beside_it_is_left_as_it_is():
    recorder = Recorder()
    assert read(STORY, recorder).paragraphs == [FIRST, SECOND, LAST]
    assert not [step for step in recorder.steps if step.outcome in ("out", "cut")]


def test_a_trace_changes_nothing_and_a_silent_one_keeps_nothing():
    for content, _ in CASES.values():
        assert read(content) == read(content, Recorder())
    assert not vars(SILENT).keys() - {"off"}
