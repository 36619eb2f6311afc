"""The report as an EPUB: the site's pages as chapters, their cards as notes that e-readers open in place."""

from __future__ import annotations

import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

import vl_convert
from lxml import etree
from markupsafe import Markup

from detour.printing import book, pages, xhtml

#: Longer pages are cut at their sections: small readers load a file whole.
LONG = 400_000
OPS = "http://www.idpf.org/2007/ops"
_FILES = {"META-INF/container.xml": "container.xml", "OPS/book.opf": "book.opf", "OPS/nav.xhtml": "nav.xhtml", "OPS/title.xhtml": "title.xhtml"}


@dataclass(frozen=True)
class Part:
    """One file of the book's text: its name, its title, and the elements in it."""

    file: str
    title: str
    element: etree._Element

    @property
    def properties(self) -> str:
        """Return what the manifest must say of the file's contents."""
        used = {each.tag.partition("}")[0][1:] for each in self.element.iter(etree.Element)}
        return " ".join(name for name, space in (("mathml", xhtml.SPACES["math"]), ("svg", xhtml.SPACES["svg"])) if space in used)


def add_notes(page: pages.Page) -> None:
    """Turn the cards of a page's numbers into notes at its end, to which the numbers lead; each note leads on to its row."""
    kept: dict[str, etree._Element] = {}
    for link in page.article.iter(f"{{{xhtml.XHTML}}}a"):
        inner = next(iter(link), None)
        id = (link.get("href") or "").partition("#")[2]
        card = page.cards.get(f"card-{id}")
        if inner is None or card is None or "number" not in xhtml.classes(inner):
            continue
        kept.setdefault(id, note(id, card, link.get("href")))
        link.set("href", f"#note-{id}")
        link.set(f"{{{OPS}}}type", "noteref")
        link.set("role", "doc-noteref")
    if kept:
        section = etree.SubElement(page.article, f"{{{xhtml.XHTML}}}section", {"class": "notes", "id": "notes", "role": "doc-endnotes", "aria-label": "Notes"})
        etree.SubElement(section, f"{{{xhtml.XHTML}}}h2").text = "Notes"
        section.extend(kept.values())


def note(id: str, card: etree._Element, row: str) -> etree._Element:
    """Return a card as a note."""
    aside = etree.Element(f"{{{xhtml.XHTML}}}aside", {"id": f"note-{id}", f"{{{OPS}}}type": "footnote", "role": "doc-footnote"}, nsmap={"epub": OPS})
    aside.extend(list(card))
    for heading in aside.iter(f"{{{xhtml.XHTML}}}h2"):
        heading.tag = f"{{{xhtml.XHTML}}}p"
        heading.set("class", "note-title")
    for number in aside.findall(f"{{{xhtml.XHTML}}}strong"):
        number.set("class", "note-number")
    last = etree.SubElement(aside, f"{{{xhtml.XHTML}}}p")
    last.text = "Row "
    etree.SubElement(last, f"{{{xhtml.XHTML}}}a", {"href": row}).text = id
    return aside


def cut(page: pages.Page) -> list[Part]:
    """Return a page as one file, or as one for each of its sections where it is long."""
    main = next(page.article.iter(f"{{{xhtml.XHTML}}}section"))
    page.article.set("class", "page")
    if len(xhtml.write(page.article)) <= LONG:
        return [Part(f"{page.slug}.xhtml", page.title, page.article)]
    sections = [each for each in [*main, *page.article] if xhtml.local(each) == "section" and each is not main]
    parts = [Part(f"{page.slug}.xhtml", page.title, page.article)]
    for number, section in enumerate(sections, 2):
        whole = etree.Element(f"{{{xhtml.XHTML}}}article", {"class": "page"}, nsmap={None: xhtml.XHTML})
        heading = next(section.iter(f"{{{xhtml.XHTML}}}h2"), None)
        whole.append(section)
        parts.append(Part(f"{page.slug}-{number}.xhtml", page.title if heading is None else xhtml.words(heading), whole))
    return parts


def text(site: Path) -> tuple[list[Part], list[dict]]:
    """Return the files of the text, and the contents by the parts of the report."""
    chapters = pages.read_all(site)
    for page in chapters:
        add_notes(page)
    cuts = {page.slug: cut(page) for page in chapters}
    place = {(slug, each.get("id")): part.file for slug, parts in cuts.items() for part in parts for each in part.element.iter(etree.Element) if each.get("id")}

    def address(slug: str, id: str) -> str:
        return f"{place[slug, id]}#{id}" if (slug, id) in place else f"{slug}.xhtml"

    for slug, parts in cuts.items():
        for part in parts:
            pages.relink(pages.Page(slug, part.title, part.element, {}), address)
            tidy(part.element)
    lines = {page.slug: [(f"{page.slug}.xhtml", page.title), *sections(page.slug, cuts[page.slug], address)] for page in chapters}
    contents = [{"caption": caption, "chapters": [lines[slug] for slug in slugs]} for caption, slugs in pages.parts().items()]
    return [part for parts in cuts.values() for part in parts], contents


def sections(slug: str, parts: list[Part], address: pages.Address) -> list[tuple[str, str]]:
    """Return address and title of a page's sections, in whichever of its files they stand."""
    lines = [line for part in parts for line in book.contents(pages.Page(slug, part.title, part.element, {}))]
    return [(address(slug, line.anchor), line.text) for line in lines if line.level == 2]


def tidy(element: etree._Element) -> None:
    """Leave out attributes that mean nothing in a book and that a checker refuses."""
    for each in element.iter(etree.Element):
        for name in [name for name in each.attrib if name in ("border", "align", "valign", "data-pagefind-ignore", "tabindex")]:
            del each.attrib[name]
    for each in [each for each in element.iter(f"{{{xhtml.SPACES['math']}}}mfrac") if "displaystyle" in each.attrib]:
        restyle(each)


def restyle(fraction: etree._Element) -> None:
    """Give the size of a fraction to an element around it: books hold MathML 3, in which a fraction has none of its own."""
    around = etree.Element(f"{{{xhtml.SPACES['math']}}}mstyle", {name: fraction.attrib.pop(name) for name in ("displaystyle", "scriptlevel")})
    around.tail, fraction.tail = fraction.tail, None
    fraction.getparent().replace(fraction, around)
    around.append(fraction)


def cover(facts: dict) -> bytes:
    """Return the cover as a picture, from the words of the title page."""
    drawing = book.render("cover.svg.jinja", **facts, lines=_wrapped(facts["subtitle"], 34))
    return vl_convert.svg_to_png(drawing, scale=2)


def _wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def write(site: Path, target: Path) -> int:
    """Write the book, the same bytes for the same site, and return how many files of text it has."""
    parts, contents = text(site)
    facts = book.colophon(site) | {"language": "en", "parts": parts, "contents": contents}
    facts["uuid"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{facts['whole_title']} {facts['version']}"))
    files = {"mimetype": b"application/epub+zip"}
    files |= {name: book.render(f"{template}.jinja", **facts).encode() for name, template in _FILES.items()}
    files |= {f"OPS/{part.file}": book.render("page.xhtml.jinja", title=part.title, body=Markup(xhtml.write(part.element))).encode() for part in parts}
    files["OPS/epub.css"] = (Path(__file__).parent / "templates" / "epub.css").read_bytes()
    files["OPS/cover.png"] = cover(facts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return len(parts)
