"""Lists as Indonesian newsrooms write them, with invented entries: read without any selector.

Class names are those of the outlets' pages of 2023 to 2026, all text is a sample.
"""

from crawler.discovery.base import Fetch, Window
from crawler.discovery.dated_index import DatedIndex
from tests.support.rows import every_row

HOME = "https://www.contoh.id/"
LISTS = {
    "media objects, date in a title": (
        "<article class='list-content__item'><div class='media media--left'>"
        "<div class='media__image'><a href='/read/{n}' class='media__link'><img></a></div>"
        "<div class='media__text'><h2 class='media__subtitle'>contohNews</h2>"
        "<h3 class='media__title'><a href='/read/{n}' class='media__link'>Judul {n}</a></h3>"
        "<div class='media__date'><span d-time='1750230300' title='Rabu, 18 Jun 2025 14:0{n} WIB'>"
        "2 jam yang lalu</span></div></div></div></article>",
        "Rabu, 18 Jun 2025 14:0{n} WIB",
    ),
    "the whole card is the link": (
        "<div class='articleItem'><a class='article-link' href='/read/{n}'>"
        "<div class='articleItem-img'><img></div><div class='articleItem-box'>"
        "<h2 class='articleTitle'>Judul {n}</h2><div class='articlePost-subtitle'>News</div>"
        "<div class='articlePost-date'>18/06/2025, 14:0{n} WIB</div></div></a></div>",
        "18/06/2025, 14:0{n} WIB",
    ),
    "utility classes, relative time behind a bullet": (
        "<article class='flex-grow'><a class='flex group items-center gap-4' href='/read/{n}'>"
        "<span class='flex-grow'><h2 class='text-base font-bold'>Judul {n}</h2>"
        "<span class='text-xs'><span class='text-red'>Nasional</span> &bull; "
        "<!--2025-06-18 14:05:00--><span>{n} jam yang lalu</span></span></span></a></article>",
        "{n} jam yang lalu",
    ),
    "heading and time in a list item": (
        "<li class='p1520 art-list'><div class='fr mt5 pos_rel'><a href='/read/{n}'><img></a></div>"
        "<div class='mr140'><h3 class='f20 ln24 fbo'><a href='/read/{n}' class='f20 ln24'"
        " title='Judul {n}'>Judul {n}</a></h3><div class='grey pt5'><h4 class='f16 fbo ln22'>"
        "<a class='tsa-2' href='/nasional'>Nasional</a></h4>|<time class='foot timeago'"
        " title='2025-06-18 14:0{n}:00'>Rabu, 18 Juni 2025 14:0{n} WIB</time></div></div></li>",
        "2025-06-18 14:0{n}:00",
    ),
    "link text alone, time in brackets before it": (
        "<li class='indeks__item'><span class='indeks__time'>(14:0{n})</span>"
        "<a class='indeks__link' href='/read/{n}'>Judul {n}</a></li>",
        "14:0{n}",
    ),
    "author and date in one line": (
        "<div class='news-item'><a href='/read/{n}' class='thumb'></a><div><h5><a href='/read/{n}'>"
        "Judul {n}</a></h5><p class='text-muted'>Sari Contoh &bullet; 18 Juni 2025 14:0{n}</p>"
        "</div></div>",
        "18 Juni 2025 14:0{n}",
    ),
    "table rows": (
        "<tr><td>18-06-2025 14:0{n}</td><td><a href='/read/{n}'>Judul {n}</a></td></tr>",
        "18-06-2025 14:0{n}",
    ),
    "WordPress entries": (
        "<article class='post type-post hentry'><header><h2 class='entry-title'>"
        "<a href='/read/{n}' rel='bookmark'>Judul {n}</a></h2><div class='entry-meta'>"
        "<a href='/read/{n}' rel='bookmark'><time class='entry-date published'"
        " datetime='2025-06-18T14:0{n}:00+07:00'>18 Juni 2025</time></a></div></header>"
        "<div class='entry-summary'><p>Ringkasan contoh, lihat <a href='/read/8{n}'>ini</a>.</p>"
        "</div><footer class='entry-footer'><a href='/kategori/a'>Contoh</a></footer></article>",
        "2025-06-18T14:0{n}:00+07:00",
    ),
    "JNews cards": (
        "<article class='jeg_post'><div class='jeg_thumb'><a href='/read/{n}'></a></div>"
        "<div class='jeg_postblock_content'><h3 class='jeg_post_title'><a href='/read/{n}'>"
        "Judul {n}</a></h3><div class='jeg_post_meta'><div class='jeg_meta_author'>oleh "
        "<a href='/author/sari'>Sari</a></div><div class='jeg_meta_date'><a href='/read/{n}'>"
        "<i></i> 18 Juni 2025</a>"
        "</div></div></div></article>",
        "18 Juni 2025",
    ),
}
AROUND = (
    "<header class='atas'><nav><ul><li><a href='/read/91'>Pilihan</a></li></ul></nav></header>"
    "<div class='container'><main>{}</main><aside class='sidebar'><h3>Terpopuler</h3>"
    "<ol><li><a href='/read/92'>Satu</a></li><li><a href='/read/93'>Dua</a></li>"
    "<li><a href='/read/94'>Tiga</a></li></ol></aside></div>"
    "<footer><a href='/read/95'>Tentang kami</a></footer>"
)


@every_row(("item", "date"), LISTS.values(), ids=LISTS)
@every_row("page", ["{}", AROUND], ids=["alone", "in a page"])
def test_the_entries_of_a_list_are_found_with_their_dates(item, date, page):
    numbers = [5, 3, 4, 1]
    entries = "".join(item.replace("{n}", str(number)) for number in numbers)
    if item.startswith("<tr"):
        entries = f"<table>{entries}</table>"
    html = page.format(f"<div class='list'>{entries}</div>")
    read = DatedIndex().read(
        html.encode(), Fetch(HOME + "indeks"), Window(), lambda url: "/read/" in url
    )
    assert [link.url for link in read.links] == [f"{HOME}read/{number}" for number in numbers]
    assert [link.date for link in read.links] == [
        date and date.replace("{n}", str(number)) for number in numbers
    ]
    assert [link.headline for link in read.links] == [f"Judul {number}" for number in numbers]
