"""The pages of the built site as printed matter: their text and wide drawings, without what only a screen can use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import yaml
from lxml import etree

from detour import citation, tables
from detour.printing import xhtml

SITE = tables.ROOT / "_build" / "html"
#: Classes of what is on a page for its screen alone.
_SCREEN = frozenset({"headerlink", "exhibit-narrow", "exhibit-permalink", "faces", "cite-files", "screen"})
#: Elements that do nothing on paper; a template's text is asked for by name.
_IDLE = frozenset({"button", "script", "template", "form", "dialog", "input", "select", "style", "link"})
Address = Callable[[str, str], str]


class NotBuilt(ValueError):
    """A site that is not there, or not whole."""


@dataclass(frozen=True)
class Page:
    """One page: its slug, its title as the site numbers it, its text, the texts of its cards by id, and the names of its style sheets."""

    slug: str
    title: str
    article: etree._Element
    cards: dict[str, etree._Element]
    sheets: tuple[str, ...] = ()


def read(site: Path, slug: str) -> Page:
    """Return one page of the site; raises :class:`NotBuilt` where it has none."""
    path = site / "book" / f"{slug}.html"
    if not path.is_file():
        raise NotBuilt(f"{path} is not there; run: make book")
    try:
        root = xhtml.tree(path.read_text(encoding="utf-8"))
    except xhtml.Malformed as error:
        raise NotBuilt(f"{path}: {error}") from error
    article = next(root.iter(f"{{{xhtml.XHTML}}}article"))
    cards = {each.get("id"): each for each in root.iter(f"{{{xhtml.XHTML}}}template") if (each.get("id") or "").startswith("card-")}
    sheets = tuple(_sheet(each) for each in root.iter(f"{{{xhtml.XHTML}}}link") if each.get("rel") == "stylesheet" and not each.get("media"))
    strip(article)
    heading = next(article.iter(f"{{{xhtml.XHTML}}}h1"))
    return Page(slug, xhtml.words(heading), article, cards, sheets)


def _sheet(link: etree._Element) -> str:
    return link.get("href").rpartition("/")[2].partition("?")[0]


def read_all(site: Path) -> list[Page]:
    """Return every page in the order of the contents page."""
    return [read(site, slug) for slug in citation.chapters()]


@lru_cache(maxsize=1)
def parts() -> dict[str, list[str]]:
    """Return the slugs under each heading of the contents page; the first page stands under none.

    >>> list(parts())
    ['', 'The argument', 'The record']
    """
    toc = yaml.safe_load((tables.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    named = {part["caption"]: [_slug(chapter["file"]) for chapter in part["chapters"]] for part in toc["parts"]}
    return {"": [_slug(toc["root"])]} | named


def _slug(file: str) -> str:
    return file.rpartition("/")[2]


def strip(article: etree._Element) -> None:
    """Take away what a printed page cannot use."""
    for element in [each for each in article.iter() if _is_screen(each)]:
        if element.getparent() is not None:
            xhtml.remove(element)


def _is_screen(element: etree._Element) -> bool:
    return not isinstance(element.tag, str) or xhtml.local(element) in _IDLE or "popover" in element.attrib or bool(_SCREEN & xhtml.classes(element))


def relink(page: Page, address: Address) -> None:
    """Point every link of a page and of its cards to where its target is in the new form: `address(slug, anchor)` says where a page is.

    A file beside the pages is linked under the site's public address; where it has none, its name alone stays.
    """
    for link in [link for root in (page.article, *page.cards.values()) for link in root.iter(f"{{{xhtml.XHTML}}}a")]:
        if (target := link.get("href")) is None:
            continue
        for name in ("download", "target", "title"):
            link.attrib.pop(name, None)
        found = _moved(page.slug, target, address)
        if found is None:
            del link.attrib["href"]
        else:
            link.set("href", found)


def _moved(slug: str, target: str, address: Address) -> str | None:
    if "://" in target or target.startswith("mailto:"):
        return target
    path, anchor = urldefrag(urljoin(f"book/{slug}.html", target))
    name = path.removeprefix("book/").removesuffix(".html").partition("?")[0]
    if name in citation.chapters():
        return address(name, unquote(anchor))
    base = citation.report().get("url", "").rstrip("/")
    return f"{base}/{path}" if base else None
