"""What a reader can take away: the published files with size and digest, and the terms of each table.

```{published-files}
```

The list is made of the same items that are written when the build ends; pages are read again
whenever a table or the package changes, so that it cannot be older than the files.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour.checks import findings
from detour.sharing import shelf
from detour.sphinxext import publish
from detour.sphinxext.templates import render

_GROUPS = (("csv", "Tables as CSV"), ("parquet", "Tables as Parquet"), ("sqlite", "Database"), ("json", "Records as JSON"))


class PublishedFiles(SphinxDirective):
    """Lists every published file of the tables: rows, bytes and digest, by format."""

    def run(self) -> list[nodes.Node]:
        """Return the list as tables, one for each format."""
        items = shelf.tables_and_records(publish.claims(), findings.published())
        items += shelf.further_formats(items)
        self.env.metadata[self.env.docname]["published-files"] = "yes"
        rows = {item.name: len(item.rows) for item in shelf.of_tables(items)}
        groups = [(title, [item for item in items if item.format == kind]) for kind, title in _GROUPS]
        return [_block(render("published-files.html.jinja", groups=groups, rows=rows, root="../" * self.env.docname.count("/")))]


class PublishedTerms(SphinxDirective):
    """Says on what terms each table stands; tables under the same terms are named together."""

    def run(self) -> list[nodes.Node]:
        """Return the terms as a list of definitions."""
        by_terms: dict[str, list[str]] = {}
        for item in shelf.of_tables(shelf.tables_and_records(publish.claims(), [])):
            by_terms.setdefault(item.terms or "Ours alone: CC BY 4.0.", []).append(item.title)
        return [_block(render("published-terms.html.jinja", terms=by_terms))]


def _block(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html", classes=["published"])


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page that lists files the sheet for it."""
    if "published-files" in app.env.metadata.get(pagename, {}):
        context.setdefault("detour_styles", []).append("reuse.css")


def setup(app: Sphinx) -> None:
    """Add the directives, and their style to the pages that need it."""
    app.connect("html-page-context", add_style)
    app.add_directive("published-files", PublishedFiles)
    app.add_directive("published-terms", PublishedTerms)
