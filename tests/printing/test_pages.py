"""Laws of a page as printed matter: its words and wide drawings, its links, nothing of its screen."""

from __future__ import annotations

import pytest
from detour import citation
from detour.printing import book, epub, pages, xhtml

HTML = """<html><body><main><article class="page-{slug}"><section id="sec"><span id="twin"></span><h1>Title<a class="headerlink" href="#sec">#</a></h1>
<p id="p-{slug}">See <a href="claims.html#c-x" title="c-x"><span class="number number-claim">9&nbsp;chips</span></a> and <a href="#p-{slug}">here</a>.</p>
<p><a href="../data/claims.csv" download>a file</a>, <a href="https://example.org/a?b=1#c">outside</a></p>
<div class="exhibit-wide"><svg viewBox="0 0 1 1"></svg></div><div class="exhibit-narrow"><svg viewBox="0 0 2 2"></svg></div>
<button type="button">Press</button><form><input name="q"></form><p hidden id="c-x">row</p>
</section></article></main><div id="cards"><template id="card-c-x"><p><b>Claim</b></p><strong>9 chips</strong><h2>Nine</h2>
<dl><dt>Source</dt><dd class="card-source"><a href="sources.html#s-x">X</a></dd></dl></template></div></body></html>"""


@pytest.fixture
def chapters(tmp_path, monkeypatch) -> list[pages.Page]:
    """Return two small pages of a site."""
    monkeypatch.setattr(citation, "chapters", lambda: {"index": "Title", "claims": "Title"})
    (tmp_path / "book").mkdir()
    for slug in ("index", "claims"):
        html = HTML.format(slug=slug)
        (tmp_path / "book" / f"{slug}.html").write_text(html if slug == "claims" else html.replace(' id="c-x">row', ">row"), encoding="utf-8")
    return pages.read_all(tmp_path)


def links(page: pages.Page) -> dict[str, str | None]:
    return {xhtml.words(link): link.get("href") for link in page.article.iter(f"{{{xhtml.XHTML}}}a")}


def test_what_only_a_screen_can_use_is_left_out(chapters):
    text = xhtml.write(chapters[0].article)
    assert "0 0 1 1" in text
    assert not [left for left in ("0 0 2 2", "<button", "<form", "headerlink") if left in text]
    assert set(chapters[0].cards) == {"card-c-x"}


def test_links_lead_to_where_their_targets_are(chapters, monkeypatch):
    monkeypatch.setattr(citation, "report", lambda: {})
    known = book.names(chapters)
    for page in chapters:
        book.join(page, known)
    assert links(chapters[0]) == {"9 chips": "#c-x", "here": "#p-index", "a file": None, "outside": "https://example.org/a?b=1#c"}
    ids = [each.get("id") for page in chapters for each in page.article.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) and {"sec", "claims..sec"} <= set(ids)


def test_a_file_beside_the_pages_is_linked_under_the_public_address(chapters, monkeypatch):
    monkeypatch.setattr(citation, "report", lambda: {"url": "https://report.example/"})
    pages.relink(chapters[0], lambda slug, id: f"#{id}")
    assert links(chapters[0])["a file"] == "https://report.example/data/claims.csv"


def test_a_number_leads_to_its_note_and_the_note_to_its_row(chapters):
    epub.add_notes(chapters[0])
    assert links(chapters[0])["9 chips"] == "#note-c-x"
    note = next(each for each in chapters[0].article.iter() if each.get("id") == "note-c-x")
    assert note.get("role") == "doc-footnote"
    assert [link.get("href") for link in note.iter(f"{{{xhtml.XHTML}}}a")] == ["sources.html#s-x", "claims.html#c-x"]
    assert not list(note.iter(f"{{{xhtml.XHTML}}}h2")), "a note is no section"


def test_a_page_that_is_not_there_is_named(tmp_path):
    with pytest.raises(pages.NotBuilt, match="make book"):
        pages.read(tmp_path, "index")


def test_a_page_that_is_no_tree_is_named(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "index.html").write_text("<html><body><p><b></p></body></html>")
    with pytest.raises(pages.NotBuilt, match="index.html: line 1"):
        pages.read(tmp_path, "index")


def test_a_title_cannot_leave_its_place_in_the_style_sheet():
    assert set('"<>&\n') & set(book.css_string('a"}</style>&\n')[1:-1]) == set()
