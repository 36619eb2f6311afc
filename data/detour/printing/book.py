"""The whole report as one document for paper: title page, contents, every page of the site as a chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup

from detour import citation
from detour.printing import pages, xhtml

_HEADINGS = [f"{{{xhtml.XHTML}}}h{level}" for level in range(1, 7)]
_REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


@dataclass(frozen=True)
class Line:
    """One line of the contents: what it says, where it leads, and how deep it stands."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Document:
    """What a written document holds: the lines of its contents, and the words of every heading."""

    lines: list[Line]
    headings: list[str]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the templates of printed matter, which escape all text."""
    return Environment(loader=PackageLoader("detour.printing", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(name: str, **context) -> str:
    """Return a template of this package rendered with the context, all text escaped."""
    return environment().get_template(name).render(**context)


def top(slug: str) -> str:
    """Return the id of a page's text in the document.

    >>> top("claims")
    'page-claims'
    """
    return f"page-{slug}"


def names(chapters: list[pages.Page]) -> dict[tuple[str, str], str]:
    """Return the name in the document of every id of every page: its own, or with the page's slug where an earlier page has it."""
    taken: set[str] = set()
    found = {}
    for page in chapters:
        for id in [element.get("id") for element in page.article.iter(etree.Element) if element.get("id")]:
            found[page.slug, id] = f"{page.slug}..{id}" if id in taken else id
        taken |= {id for slug, id in found if slug == page.slug}
    return found


def join(page: pages.Page, known: dict[tuple[str, str], str]) -> None:
    """Give a page's ids their names in the document, and point links and references to them."""
    pages.relink(page, lambda slug, id: "#" + (known.get((slug, id), id) if id else top(slug)))
    for element in page.article.iter(etree.Element):
        for name, value in element.attrib.items():
            if name == "id" or name in _REFERRING:
                element.set(name, " ".join(known.get((page.slug, each), each) for each in value.split()))
    page.article.set("id", top(page.slug))


def contents(page: pages.Page) -> list[Line]:
    """Return the lines of a page in the contents: its title and its sections."""
    lines = [Line(page.title, top(page.slug), 1)]
    for heading in page.article.iter(f"{{{xhtml.XHTML}}}h2"):
        section = heading.getparent()
        if section.get("id"):
            lines.append(Line(xhtml.words(heading), section.get("id"), 2))
    return lines


def write(site: Path, target: Path) -> Document:
    """Write the document, which draws on the site's own sheets and script."""
    chapters = pages.read_all(site)
    known = names(chapters)
    for page in chapters:
        join(page, known)
    lines = {page.slug: contents(page) for page in chapters}
    cards = {id: card for page in chapters for id, card in page.cards.items()}
    document = render(
        "book.xhtml.jinja",
        **colophon(site),
        sheets=list(dict.fromkeys(name for page in chapters for name in page.sheets)) + ["print.css"],
        static=Markup((site / "_static").resolve().as_uri()),
        sheet=(Path(__file__).resolve().parent / "templates" / "book.css").as_uri(),
        pages=[{"slug": page.slug, "head": css_string(page.title), "body": Markup(xhtml.write(page.article))} for page in chapters],
        cards=[Markup(xhtml.write(card)) for _, card in sorted(cards.items())],
        parts=[{"caption": caption, "lines": [line for slug in slugs for line in lines[slug]]} for caption, slugs in pages.parts().items()],
    )
    target.write_text(document, encoding="utf-8")
    headings = [xhtml.words(heading) for page in chapters for heading in page.article.iter(*_HEADINGS)]
    return Document([line for slug in lines for line in lines[slug]], headings)


def css_string(text: str) -> Markup:
    r"""Return a text as a string in a style sheet.

    >>> css_string('The "lead" \\ <b>')
    Markup('"The \\22 lead\\22  \\5c  \\3c b\\3e "')
    """
    return Markup('"' + re.sub(r'["\\<>&\n]', lambda match: f"\\{ord(match[0]):x} ", text) + '"')


def colophon(site: Path) -> dict:
    """Return what the title page says of the report."""
    cff = citation.report()
    title, _, subtitle = cff["title"].partition(": ")
    return {
        "title": title,
        "subtitle": subtitle,
        "whole_title": cff["title"],
        "abstract": cff["abstract"],
        "authors": [author["name"] for author in cff["authors"]],
        "keywords": cff["keywords"],
        "version": str(cff["version"]),
        "released": str(cff["date-released"]),
        "address": cff.get("url", ""),
        "cite": citation.cite("report").strip(),
        "foot": foot(site),
    }


def foot(site: Path) -> list[str]:
    """Return the lines at the foot of the site's pages: version, evidence, terms."""
    root = xhtml.tree((site / "book" / f"{next(iter(citation.chapters()))}.html").read_text(encoding="utf-8"))
    found = [each for each in root.iter(f"{{{xhtml.XHTML}}}footer") if "site-foot" in xhtml.classes(each)]
    return [xhtml.words(line) for each in found for line in each.iter(f"{{{xhtml.XHTML}}}p")]
