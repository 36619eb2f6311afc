"""Exhibits on the page: the MIME renderer that turns one into a numbered figure."""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging

from detour.exhibits.base import MIME
from detour.sphinxext.templates import render

LOGGER = logging.getLogger(__name__)


class ExhibitFigure(nodes.figure):
    """A figure whose caption ends before its drawing; docutils would take all that follows a caption for a part of it."""

    @staticmethod
    def visit(translator, node: nodes.figure) -> None:
        """Begin as any figure."""
        translator.visit_figure(node)

    @staticmethod
    def depart(translator, node: nodes.figure) -> None:
        """End the figure alone: the caption has ended before."""
        translator.body.append("</figure>\n")


class ExhibitRenderer:
    """Renders the exhibit's own MIME type, and passes over the chart that JupyterLab shows."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Return the figure for an exhibit, nothing for its Vega-Lite twin, None for all else."""
        if data.mime_type.startswith("application/vnd.vegalite"):
            return []
        if data.mime_type == "image/svg+xml" and 'id="fig-' in str(data.content)[:100_000]:
            return []
        if data.mime_type != MIME or inline:
            return None
        env = renderer.renderer.sphinx_env
        document = renderer.renderer.document
        return [figure(env, document, data.content, data.line)]


def figure(env, document: nodes.document, record: dict, line: int | None = None) -> nodes.figure:
    """Return a labelled figure of both drawings, the finding as its caption, and what it rests on."""
    label = record["label"]
    known = env.get_domain("detour").data["exhibits"]
    if label in known and known[label]["docname"] != env.docname:
        LOGGER.warning("label %r stands on %s too", label, known[label]["docname"], location=(env.docname, line))
    known[label] = {"docname": env.docname, **{key: value for key, value in record.items() if key != "label"}}
    for source in record["sources"]:
        env.get_domain("detour").note_use(env.docname, source)
    element = ExhibitFigure(classes=["exhibit"], names=[label], ids=[label])
    # The title comes before the drawing in the file too: a page is drawn while it loads, and nothing may move when the rest arrives.
    element += nodes.caption(record["title"], record["title"])
    element += _raw("</figcaption>")
    element += _raw(render("exhibit.html.jinja", wide=Markup(record["wide"]), narrow=Markup(record["narrow"])))
    element += nodes.container("", nodes.raw("", "", format="html", foot_of=label), classes=["legend"])
    document.note_explicit_target(element, element)
    return element


def figure_numbers(app: Sphinx) -> dict[str, str]:
    """Return the number of every figure by label, as the pages show it."""
    style = app.config.numfig_format["figure"]
    return {label: style % ".".join(map(str, number)) for kinds in app.env.toc_fignumbers.values() for label, number in kinds.get("figure", {}).items()}


def write_feet(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write what stands under each exhibit, once its number is known: a link must say of which figure it is."""
    waiting = [node for node in doctree.findall(nodes.raw) if "foot_of" in node]
    numbers = figure_numbers(app) if waiting else {}
    for node in waiting:
        label = node["foot_of"]
        each = app.env.get_domain("detour").data["exhibits"][label]
        node += nodes.Text(foot(label, each, numbers.get(label, "this figure"), "../" * docname.count("/"), f"#{label}"))


def foot(label: str, each: dict, number: str, root: str, permalink: str, sources: str = "sources.html") -> str:
    """Return how to read an exhibit, what it rests on, and its other faces; addresses are as seen from the page."""
    return render("exhibit-foot.html.jinja", label=label, record=each, number=number, root=root, permalink=permalink, sources=sources)


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def setup(app: Sphinx) -> None:
    """Write the feet of figures late; myst-nb finds the renderer through the package's entry point."""
    app.add_enumerable_node(ExhibitFigure, "figure", html=(ExhibitFigure.visit, ExhibitFigure.depart))
    app.connect("doctree-resolved", write_feet)
