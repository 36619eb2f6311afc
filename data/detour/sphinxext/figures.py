"""Exhibits on the page: the MIME renderer that turns one into a numbered figure."""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging

from detour.exhibits.base import MIME
from detour.sphinxext.templates import render

LOGGER = logging.getLogger(__name__)


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
    known[label] = {"docname": env.docname, **{key: record[key] for key in ("title", "csv", "sources")}}
    for source in record["sources"]:
        env.get_domain("detour").note_use(env.docname, source)
    depth = env.docname.count("/")
    element = nodes.figure(classes=["exhibit"], names=[label], ids=[label])
    element += _raw(render("exhibit.html.jinja", wide=Markup(record["wide"]), narrow=Markup(record["narrow"])))
    element += nodes.caption(record["title"], record["title"])
    foot = render("exhibit-foot.html.jinja", record=record, label=label, root="../" * depth)
    element += nodes.legend("", _raw(foot))
    document.note_explicit_target(element, element)
    return element


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def setup(app: Sphinx) -> None:
    """Nothing to connect: myst-nb finds the renderer through the package's entry point."""
