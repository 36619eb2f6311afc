"""Laws of paper: every page prints whole, with notes; the book has its page numbers, heads, bookmarks, words and addresses."""

from __future__ import annotations

import re
from collections import Counter

import pikepdf
import pypdfium2
import pytest
from detour import citation, tables
from detour.printing import book, pages, pdf
from site_pages import CHAPTERS, PAGES

pytestmark = [pytest.mark.site, pytest.mark.browser]
POINTS = 72 / 25.4
#: Width between the margins of a sheet of A4, in CSS pixels.
COLUMN = round(170 * 96 / 25.4)
CUT = """const width = document.documentElement.clientWidth, found = [];
for (const each of document.querySelectorAll("article *:not(svg *):not(math *)")) {
  const box = each.getBoundingClientRect();
  if (box.width && (box.right > width + 1 || (each.clientWidth && each.scrollWidth > each.clientWidth + 1)))
    found.push(each.tagName + "." + each.className + ": " + each.textContent.slice(0, 60));
}
return found;"""
MARKS = """return [...document.querySelectorAll("a:has(> .number)")].map((link) => {
  const id = link.getAttribute("href").split("#")[1], mark = link.nextElementSibling;
  const place = mark && mark.matches("sup.paper-mark") ? document.querySelector(mark.firstChild.getAttribute("href")
    .replace(/^#(.*)/, (_, anchor) => "#" + CSS.escape(anchor))) : null;
  return [id, mark ? mark.textContent : null, place ? place.textContent : null];
});"""


@pytest.fixture(scope="module")
def printed(site, tmp_path_factory):
    """Return the file of the whole report, printed once for all tests."""
    target = tmp_path_factory.mktemp("pdf") / "book.pdf"
    assert pdf.write(site, target) > 100
    return target


@pytest.fixture(scope="module")
def sheets(printed) -> list[pypdfium2.PdfTextPage]:
    """Return the text of every page of the book."""
    document = pypdfium2.PdfDocument(printed)
    return [page.get_textpage() for page in document]


@pytest.fixture(scope="module")
def words(sheets) -> list[str]:
    """Return the words of every page of the book, without spaces."""
    return [pdf.squeezed(sheet.get_text_range()) for sheet in sheets]


@pytest.fixture(scope="module")
def outline(printed) -> list[tuple[int, str, int]]:
    """Return depth, title and page (counted from one) of every bookmark."""
    return [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in pypdfium2.PdfDocument(printed).get_toc()]


@pytest.fixture
def paper(desk):
    """Return a browser that shows pages as they print between the margins of A4."""
    desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    desk.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": COLUMN, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
    yield desk
    desk.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    desk.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False})


@pytest.mark.parametrize("slug", PAGES)
def test_nothing_is_cut_on_paper(paper, origin, slug):
    paper.get(f"{origin}/book/{slug}.html")
    paper.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert paper.execute_script(CUT) == []


@pytest.mark.parametrize("slug", CHAPTERS)
def test_every_number_has_a_note_and_the_same_number_the_same_note(paper, origin, slug):
    paper.get(f"{origin}/book/{slug}.html")
    before = paper.execute_script("return document.body.outerHTML")
    paper.execute_script("dispatchEvent(new Event('beforeprint'))")
    marks = paper.execute_script(MARKS)
    assert marks and [id for id, mark, note in marks if not mark or not note or not note.endswith(f"row {id}")] == []
    assert len({id for id, _, _ in marks}) == len({mark for _, mark, _ in marks}) == len({(id, mark) for id, mark, _ in marks})
    paper.execute_script("dispatchEvent(new Event('afterprint'))")
    assert not paper.execute_script("return document.querySelector('.paper-mark, .paper-notes')")
    after = paper.execute_script("return document.body.outerHTML")
    assert re.sub(r' id="(article|cited)-[^"]*"', "", after) == before


def test_a_page_prints_black_on_white_in_the_dark(paper, origin):
    paper.get(f"{origin}/book/index.html")
    paper.execute_script("document.documentElement.dataset.theme = 'dark'")
    assert paper.execute_script("return getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert paper.execute_script("return getComputedStyle(document.documentElement).colorScheme") == "light"


def test_every_chapter_and_section_is_a_bookmark(outline, site, tmp_path):
    wanted = book.write(site, tmp_path / "book.xhtml").lines
    missing = Counter(line.text for line in wanted) - Counter(title for _, title, _ in outline)
    assert not missing


def test_the_contents_name_the_pages_on_which_chapters_start(outline, words):
    starts = {title: page for level, title, page in outline if level == 0}
    contents = "".join(words[starts["Contents"] - 1 : min(page for page in starts.values() if page > starts["Contents"]) - 1])
    assert [title for title, page in starts.items() if title != "Contents" and f"{pdf.squeezed(title)}{page}" not in contents] == []


def test_every_page_has_its_number_and_the_head_of_its_chapter(outline, sheets):
    starts = [(page, title) for level, title, page in outline if level == 0] + [(len(sheets) + 1, "")]
    wrong = []
    for (first, title), (following, _) in zip(starts, starts[1:], strict=False):
        for number in range(first, following):
            head = sheets[number - 1].get_text_bounded(bottom=277 * POINTS)
            foot = sheets[number - 1].get_text_bounded(left=150 * POINTS, top=22 * POINTS)
            if pdf.squeezed(title) not in pdf.squeezed(head) or str(number) not in foot.split():
                wrong.append((number, head, foot))
    assert wrong == []


def test_no_word_stands_in_the_margin(sheets):
    outside = []
    for number, sheet in enumerate(sheets[1:], 2):
        for index in range(sheet.count_rects()):
            left, _, right, _ = sheet.get_rect(index)
            if left < 19 * POINTS or right > 191 * POINTS:
                outside.append((number, sheet.get_text_bounded(*sheet.get_rect(index))))
    assert outside == []


def test_korean_and_chinese_words_can_be_read_from_the_file(words):
    text = "".join(words)
    assert [word for word in ("화웨이", "엔비디아", "칩", "华为", "昇腾", "寒武纪") if word not in text] == []


def test_every_source_is_written_out_with_its_address(words):
    def plain(text: str) -> str:
        return re.sub("[-\u00ad\ufffe]", "", pdf.squeezed(text))  # a hyphen at the end of a line is read in several ways

    text = plain("".join(words))
    sources = tables.load("sources")
    exact = sources[sources["url_status"] == "exact"]["url"]
    assert len(exact) and [url for url in exact if plain(url) not in text] == []


def test_drawings_are_drawn_and_not_pictures(printed):
    with pikepdf.open(printed) as file:
        assert [number for number, page in enumerate(file.pages, 1) if page.get_images()] == []


def test_every_link_in_the_book_leads_somewhere(printed):
    with pikepdf.open(printed) as file:
        known = {str(name) for name in file.Root.Dests}
        links = [each for page in file.pages for each in page.get("/Annots", []) if each.get("/Subtype") == "/Link"]
        inside = [str(each.Dest) for each in links if "/Dest" in each]
        outside = {str(each.A.URI) for each in links if "/A" in each}
    assert len(inside) > 1000 and set(inside) - known == set()
    assert [address for address in outside if not address.startswith(("https://", "http://"))] == []


def test_the_file_says_what_it_is_and_can_be_read_aloud(printed):
    with pikepdf.open(printed) as file:
        cff = citation.report()
        assert str(file.docinfo.Title) == cff["title"] and str(file.docinfo.Author) == cff["authors"][0]["name"]
        assert str(file.docinfo.CreationDate).startswith("D:" + str(cff["date-released"]).replace("-", ""))
        assert str(file.Root.Lang) == "en" and bool(file.Root.MarkInfo.Marked) and "/StructTreeRoot" in file.Root
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)


def test_the_book_has_the_pages_of_the_site():
    assert [slug for slugs in pages.parts().values() for slug in slugs] == list(citation.chapters())
