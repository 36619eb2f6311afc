"""The extension for one chapter with other assumptions: that of the site without what speaks for the published report.

Citations, permalinks, search, registers' pages and release records stay with the site; so does the check of published
numbers, since here they are meant to be others.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour import citation
from detour.sharing import sheets
from detour.sphinxext import notebooks
from detour.sphinxext.figures import figure_numbers

#: Parts of the site's extension that a page is written with, in its order.
PARTS = ("assets", "headings", "spoken", "domain", "figures", "registers", "scales", "cards", "mathml")
_FACES = re.compile(r'<ul class="faces">.*?</ul>', re.DOTALL)
_FOOT = re.compile(r'(<figure class="exhibit[^>]* id="(fig-[a-z0-9-]+)".*?)<ul class="faces">.*?</ul>', re.DOTALL)


class CitePage(SphinxDirective):
    """Says what to cite: never this page."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the citation of the published page, and what to add to it."""
        cited = citation.cite(self.arguments[0] if self.arguments else self.env.docname.rpartition("/")[2]).strip()
        words = "This page is not published and has no citation of its own. Cite the published chapter, and say which assumptions you changed:"
        return [nodes.paragraph("", words), nodes.paragraph("", cited)]


def dress(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Leave under each figure only what is of this page: its data."""
    body = context.get("body") or ""
    if 'class="exhibit-foot"' in body:
        context["body"] = _FACES.sub("", _FOOT.sub(rf'\1<p><a href="{"../" * pagename.count("/")}figures/\2.csv" download>CSV of this figure</a></p>', body))
        context.setdefault("detour_styles", []).append("exhibits.css")


def elsewhere(app: Sphinx, env, node: nodes.Element, contnode: nodes.Element) -> nodes.reference | None:
    """Return a link to the page of a figure that stands in another chapter, which is not drawn here: that of the site."""
    label = node.get("reftarget", "")
    if node.get("reftype") != "numref" or not label.startswith("fig-"):
        return None
    up = "../" * node["refdoc"].count("/")
    return nodes.reference("", f"Figure {label}", internal=True, refuri=f"{up}figures/{label}.html")


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write beside the page the rows of its figures, and the notebook that it was made from."""
    if exception:
        return
    out, slug = Path(app.outdir), app.config.detour_rerun
    (out / "figures").mkdir()
    for label, each in app.env.get_domain("detour").data["exhibits"].items():
        (out / "figures" / f"{label}.csv").write_text(sheets.guarded(each["csv"]), encoding="utf-8", newline="\n")
    book = nbformat.read(app.env.doc2path(f"book/{slug}"), 4)
    (out / f"{slug}.ipynb").write_text(notebooks.told(book, figure_numbers(app), slug), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict:
    """Register the parts, and what takes the place of those left out."""
    app.add_config_value("detour_rerun", "", "env")
    app.add_config_value("detour_packages", False, "")
    for part in PARTS:
        import_module(f"detour.sphinxext.{part}").setup(app)
    app.add_directive("cite-page", CitePage)
    app.connect("missing-reference", elsewhere)
    app.connect("html-page-context", dress, priority=450)
    app.connect("build-finished", publish)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
