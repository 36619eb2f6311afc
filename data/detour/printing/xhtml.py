"""A page's HTML as a tree of XML: the same words, every element closed, SVG and MathML under their own names.

Browsers forgive what an e-reader refuses. What the site writes is read here with
the few liberties that HTML takes (void elements, attributes without a value) and
no others: an element closed out of turn is an error that names its place.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
SPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""\s([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Malformed(ValueError):
    """HTML that is no tree."""


class _Reader(HTMLParser):
    """Builds the tree; names keep the case in which they are written, which SVG needs."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.builder = etree.TreeBuilder()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        """Open an element, and close it where HTML never does."""
        self._start()
        if tag in _VOID:
            self._end(tag)

    def handle_startendtag(self, tag, attrs):
        """Open and close an element."""
        self._start()
        self._end(tag)

    def handle_endtag(self, tag):
        """Close an element."""
        if tag not in _VOID:
            self._end(tag)

    def handle_data(self, data):
        """Add text to the element that is open."""
        if self.open:
            self.builder.data(_FORBIDDEN.sub("", data))

    def _start(self):
        text = self.get_starttag_text()
        name = _NAME.match(text)[1]
        space = SPACES.get(name) or (self.open[-1][1] if self.open else XHTML)
        self.builder.start(f"{{{space}}}{name}", _attributes(text[len(name) + 1 :]), {None: space})
        self.open.append((name, space))

    def _end(self, tag):
        name, space = self.open.pop() if self.open else ("nothing", XHTML)
        if name.lower() != tag:
            raise Malformed(f"line {self.getpos()[0]}: </{tag}> closes <{name}>")
        self.builder.end(f"{{{space}}}{name}")


def _attributes(text: str) -> dict[str, str]:
    pairs = {name: value[1:-1] if value[:1] in ("'", '"') else value for name, value in _ATTRIBUTE.findall(text)}
    return {name: _FORBIDDEN.sub("", unescape(value)) for name, value in pairs.items() if ":" not in name and name != "xmlns"}


def tree(html: str) -> etree._Element:
    """Return the tree of a page, or of one element of it.

    >>> write(tree('<p class=a hidden>One<br>two &amp; <svg viewBox="0 0 1 1"><clipPath id="x"/></svg></p>'))
    '<p xmlns="http://www.w3.org/1999/xhtml" class="a" hidden="">One<br/>two &amp; <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><clipPath id="x"/></svg></p>'
    >>> tree("<p><b>x</p>")
    Traceback (most recent call last):
    detour.printing.xhtml.Malformed: line 1: </p> closes <b>
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise Malformed(f"<{reader.open[-1][0]}> is never closed")
    return reader.builder.close()


def write(element: etree._Element) -> str:
    """Return an element as XML text, without what follows it."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; nothing for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def remove(element: etree._Element) -> None:
    """Take an element out of its tree and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def words(element: etree._Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
