"""The pictures of pages: drawn from each page's first exhibit, kept under their digest, written beside the pages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from importlib.metadata import version
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from detour import citation, picture
from detour.sphinxext import assets

_DRAWING = re.compile(r'<svg\b[^>]*\brole="img".*?</svg>', re.DOTALL)
_ALT = re.compile(r'\baria-label="([^"]*)"')


@dataclass(frozen=True)
class Shown:
    """The picture of a page: where it lies within the site, and what it shows."""

    path: str
    alt: str


@lru_cache(maxsize=64)
def shown(app: Sphinx, docname: str) -> Shown | None:
    """Return the picture of a page, drawn now if it never was; None where the page has no exhibit."""
    for figure in app.env.get_doctree(docname).findall(nodes.figure):
        drawing = _DRAWING.search("".join(raw.astext() for raw in figure.findall(nodes.raw)))
        if "exhibit" in figure["classes"] and drawing:
            title = next(caption.astext() for caption in figure.findall(nodes.caption))
            path = f"pictures/{docname.rpartition('/')[2]}.png"
            _write(Path(app.outdir) / path, _drawn(app, picture.compose(drawing[0], title, citation.series())))
            return Shown(path, unescape(_ALT.search(drawing[0])[1]))
    return None


def icon(app: Sphinx) -> str:
    """Return where the site's icon lies as PNG, for those who show no SVG; drawn from the SVG."""
    path = "pictures/icon.png"
    drawing = assets.static_file(app, "icon.svg")
    if not drawing.is_file():
        return ""
    _write(Path(app.outdir) / path, _drawn(app, drawing.read_text(encoding="utf-8")))
    return path


def _drawn(app: Sphinx, svg: str) -> bytes:
    """Return a drawing as PNG, from the store where it was drawn before."""
    digest = hashlib.sha256(f"{version('vl-convert-python')}\n{svg}".encode()).hexdigest()
    kept = Path(app.srcdir) / "_build" / ".detour" / "pictures" / f"{digest}.png"
    if not kept.is_file():
        _write(kept, picture.png(svg))
    return kept.read_bytes()


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
