"""What a page carries for paper alone: the list of its sources, with their addresses, and the script that makes its notes."""

from __future__ import annotations

from sphinx.application import Sphinx

from detour import registry, tables
from detour.sphinxext.templates import render


def sources_of(ids: set[str]) -> list[dict]:
    """Return the sources that a page names or that its numbers rest on, by name.

    >>> [row["id"] for row in sources_of({"c-ft25-h20-shipments-2024", "nvidia"})]
    ['s-ft25']
    """
    rows = {row["id"]: row for row in tables.records("sources")}
    found = {id for id in ids if id in rows}
    for id in ids - found:
        try:
            found.update(registry.find(id).sources)
        except registry.UnknownId:  # names of entities, quantities and findings rest on no source of their own
            continue
    return sorted((rows[id] for id in found), key=lambda row: (row["publisher"].casefold(), row["published"], row["id"]))


def add_sources(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Put the list of sources at the end of a page that names some, seen on paper alone."""
    context.setdefault("detour_scripts", []).append("print.js")
    rows = sources_of(app.env.get_domain("detour").data["uses"].get(pagename, set()))
    if rows and context.get("body"):
        context["body"] += render("paper-sources.html.jinja", rows=rows)


def setup(app: Sphinx) -> None:
    """Add to each page after its layout has been prepared."""
    app.connect("html-page-context", add_sources)
