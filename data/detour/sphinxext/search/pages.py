"""Sections and figures, read from the pages as built, whoever wrote what stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import lxml.html
from lxml.html import HtmlElement

from detour.sphinxext.assets import unnumbered
from detour.sphinxext.search.records import Record

#: What is no text of a section: figures, rows and lists of rows that stand have entries of their own, the rest is for machines or for handling the page.
_APART = ("figure", "template", "form", "nav", "script", "style", "noscript", "svg", "math", "pre", "section")
_APART_CLASSES = {"rows", "rows-evidence", "register-terms", "of-entries", "cite", "dataframe", "headerlink", "section-number", "unseen"}


def records(out: Path, docnames: dict[str, str]) -> Iterator[Record]:
    """Yield an entry for every section and every figure of the pages that were written."""
    for slug, docname in docnames.items():
        page = out / f"{docname}.html"
        if page.is_file():
            yield from of_page(lxml.html.fromstring(page.read_bytes()), f"{docname}.html", slug)


def once(found: Iterable[Record]) -> Iterator[Record]:
    """Yield each entry; a figure that stands on the front page again is found where its chapter explains it."""
    found = list(found)
    of_chapters = {each.title for each in found if each.kind == "figure" and not _again(each)}
    yield from (each for each in found if not (_again(each) and each.title in of_chapters))


def _again(entry: Record) -> bool:
    return "#fig-index-" in entry.address


def of_page(tree: HtmlElement, address: str, slug: str) -> Iterator[Record]:
    """Yield the entries of one page, which come in the order of the page."""
    body = next(tree.iter("main"), tree)
    chapter = _heading(next(body.iter("section"), body))
    for section in body.iter("section"):
        title = _heading(section)
        if not title or not section.get("id"):
            continue
        top = title == chapter and section.getparent().tag != "section"
        place = address if top else f"{address}#{section.get('id')}"
        yield Record("passage", place, title, "" if top else chapter, text(section), chapters=(slug,))
    for figure in body.iter("figure"):
        if figure.get("id"):
            yield _figure(figure, address, slug, chapter)


def _figure(figure: HtmlElement, address: str, slug: str, chapter: str) -> Record:
    number, title = (" ".join(map(text, figure.find_class(name))) for name in ("caption-number", "caption-text"))
    alt = next((svg.get("aria-label", "") for svg in figure.iter("svg")), "")
    caption = " ".join(map(text, figure.find_class("exhibit-caption")))
    where = f"{number.strip(' .:')}, {chapter}".strip(", ")
    label = figure.get("id")
    return Record("figure", f"{address}#{label}", title or label, where, caption, also=(alt, label), chapters=(slug,))


def _heading(section: HtmlElement) -> str:
    heading = next((child for child in section if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6")), None)
    return "" if heading is None else unnumbered(text(heading))


def text(element: HtmlElement) -> str:
    """Return the text of an element without its heading and without what stands apart from it."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _apart(child) and not (element.tag == "section" and child.tag in ("h1", "h2", "h3", "h4", "h5", "h6")):
            block = child.tag in ("p", "li", "dt", "dd", "td", "th", "tr", "div", "br", "summary", "h1", "h2", "h3")
            yield from _texts(child)
            yield " " if block else ""
        yield child.tail or ""


def _apart(element: HtmlElement) -> bool:
    return element.tag in _APART or element.get("hidden") is not None or bool(_APART_CLASSES & set(element.get("class", "").split()))
