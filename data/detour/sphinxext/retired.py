"""Permalinks of what is gone: at the end of the page where it stood, each retired row says what it was and what replaces it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from detour import registry
from detour.sphinxext.changes import figures, source_name
from detour.sphinxext.templates import render
from detour.versions import releases


def row_of(id: str) -> dict[str, str]:
    """Return page and label of what replaces a row: as it was last published, or as it stands where it is new."""
    known = releases.last_said() | releases.retired()
    if id in known:
        return known[id]
    try:
        entry = registry.find(id)
    except registry.UnknownId:
        return {"place": registry.PAGES["source" if id.startswith("s-") else "entity"], "label": id}
    return {"place": registry.PAGES[entry.kind], "label": entry.label}


def rows_of(slug: str) -> list[dict[str, str]]:
    """Return the retired rows that stood on a page, by id."""
    return [row for _, row in sorted(releases.retired().items()) if row.get("place") == slug]


def add_retired(app: Sphinx, doctree: nodes.document) -> None:
    """Add the section of retired rows to a page that had any, before it says how to cite it."""
    slug = app.env.docname.rpartition("/")[2]
    rows = rows_of(slug)
    if not rows:
        return
    section = nodes.section(ids=[f"sec-{slug}-retired"], names=[f"sec-{slug}-retired"])
    section += nodes.title("", "Retired rows")
    section += nodes.paragraph("", "Rows that were taken away keep their permalinks here, and say what stands in their place.")
    section += nodes.raw("", render("retired.html.jinja", rows=rows, row_of=row_of, source_name=source_name), format="html")
    parent = next(iter(doctree.findall(nodes.section)), doctree)
    last = parent.children[-1] if parent.children else None
    citing = isinstance(last, nodes.section) and any(id.endswith("-cite") for id in last["ids"])
    parent.insert(len(parent.children) - citing, section)


def forward_moved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep the address of a figure that stands on another page now than in a release."""
    slug = docname.rpartition("/")[2]
    now = {row["id"]: row["place"] for row in figures(app)}
    moved = {}
    for version in releases.versions():
        rows = releases.load(version).values()
        moved |= {row["id"]: now[row["id"]] for row in rows if row["kind"] == "figure" and row["place"] == slug and now.get(row["id"], slug) != slug}
    for label, place in sorted(moved.items()):
        paragraph = nodes.paragraph("", "This figure stands on another page now: ", ids=[label], classes=["moved"])
        paragraph += nodes.reference("", label, internal=True, refuri=f"{place}.html#{label}")
        doctree += paragraph


def setup(app: Sphinx) -> None:
    """Add the section before the tables of contents are collected."""
    app.connect("doctree-read", add_retired, priority=400)
    app.connect("doctree-resolved", forward_moved)
