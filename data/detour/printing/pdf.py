"""The report as one PDF: printed by Chromium twice or more, because the contents name pages that only a printing knows."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pikepdf

from detour import citation
from detour.printing import book
from detour.printing.chromium import Browser

_FOLIOS = """(pages) => { for (const link of document.querySelectorAll(".book-contents a"))
  link.querySelector(".folio").textContent = pages[link.getAttribute("href").slice(1)]; }"""


class Unsettled(RuntimeError):
    """Contents that name other pages each time."""


def write(site: Path, target: Path) -> int:
    """Print the site's pages into one file, and return how many pages it has."""
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        document = Path(folder) / "book.xhtml"
        written = book.write(site, document)
        printed = settled(browser, document, [line.anchor for line in written.lines])
    target.parent.mkdir(parents=True, exist_ok=True)
    return finish(printed, target, written.headings)


def settled(browser: Browser, document: Path, anchors: list[str]) -> bytes:
    """Return the document printed with contents that name the pages as they are.

    What is written into the contents may move a later line, so the last printing is held against what it says. Each
    printing opens the document anew: Chromium lays a page out again from what the printing before left of it, and a
    heading at the foot of a page can then go back and forth between two pages for ever.
    """
    browser.open(document)
    pages = page_numbers(browser.pdf(generateTaggedPDF=False))
    for _ in range(3):
        browser.open(document)
        named = {anchor: str(pages[anchor]) for anchor in anchors}
        browser.value(f"({_FOLIOS})({json.dumps(named)})")
        printed = browser.pdf(generateTaggedPDF=True, generateDocumentOutline=True)
        pages = page_numbers(printed)
        if named == {anchor: str(pages[anchor]) for anchor in anchors}:
            return printed
    raise Unsettled("the contents of the printed book do not come to rest")


def page_numbers(printed: bytes) -> dict[str, int]:
    """Return the page, counted from one, of every place that a link in the document leads to."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        number = {page.objgen: count for count, page in enumerate(pdf.pages, 1)}
        return {str(name)[1:]: number[place[0].objgen] for name, place in pdf.Root.Dests.items()}


def finish(printed: bytes, target: Path, headings: list[str]) -> int:
    """Write the file small, with what it says of itself, dated as the report is; return its number of pages."""
    cff = citation.report()
    date = f"D:{str(cff['date-released']).replace('-', '')}000000Z"
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        name_bookmarks(pdf.Root.Outlines, {squeezed(heading): heading for heading in headings})
        del pdf.docinfo
        facts = {
            "Title": cff["title"],
            "Author": ", ".join(author["name"] for author in cff["authors"]),
            "Subject": cff["abstract"],
            "Keywords": ", ".join(cff["keywords"]),
            "Creator": f"{cff['title'].partition(':')[0]} {cff['version']}",
            "CreationDate": date,
            "ModDate": date,
        }
        for name, value in facts.items():
            pdf.docinfo[f"/{name}"] = value
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return len(pdf.pages)


def name_bookmarks(item: pikepdf.Dictionary, headings: dict[str, str]) -> None:
    """Give the bookmarks below one the words of their headings: Chromium drops the space at which a heading's line ends."""
    item = item.get("/First")
    while item is not None:
        title = str(item.Title)
        item.Title = headings.get(squeezed(title), title)
        name_bookmarks(item, headings)
        item = item.get("/Next")


def squeezed(text: str) -> str:
    """Return a text without its spaces.

    >>> squeezed("two  words\\n")
    'twowords'
    """
    return "".join(text.split())
