"""The directives that render a register from its table, each row with its permanent anchor, and the form that filters it.

```{register} claims
:where: source = s-ft25
```

`{register-filter} claims` above them renders the form that filters and sorts those rows.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour import tables
from detour.sphinxext.facets import Index
from detour.sphinxext.impacts import MARKED
from detour.sphinxext.register_kinds import KINDS
from detour.sphinxext.register_rows import ROWS
from detour.sphinxext.templates import render


class Register(SphinxDirective):
    """Renders the rows of a table, or those that `where` selects, as anchored entries."""

    required_arguments = 1
    option_spec = {"where": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the register as one block of escaped HTML."""
        name = self.arguments[0]
        rows = _rows(self, name)
        if "where" in self.options:
            column, _, wanted = (part.strip() for part in self.options["where"].partition("="))
            if rows and column not in rows[0]:
                raise self.error(f"register {name} has no column {column!r}; there are {', '.join(rows[0])}")
            rows = [row for row in rows if row[column] in tables.split(wanted)]
        if name == "sources":
            self.env.metadata[self.env.docname][MARKED] = "yes"
        if not rows:
            raise self.error(f"register {name}: no rows for {self.options.get('where', 'the whole table')!r}")
        return [nodes.raw("", html_of(name, rows, _index(self, name)), format="html", classes=["register"])]


class RegisterFilter(SphinxDirective):
    """Renders the form that filters and sorts the rows of a register, wherever they stand on its page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the form; it is seen only where the page's script can run."""
        name = self.arguments[0]
        if name not in KINDS:
            raise self.error(f"register {name!r} has no filter; there are {', '.join(KINDS)}")
        return [nodes.raw("", form_of(name, _rows(self, name), _index(self, name)), format="html", classes=["register"])]


def html_of(name: str, rows: list[dict], index: Index | None) -> str:
    """Return rows of a register, with the columns that their filter reads."""
    return render(f"register-{name}.html.jinja", rows=rows, columns=index.columns(rows) if index else {})


def form_of(name: str, rows: list[dict], index: Index) -> str:
    """Return the form that filters and sorts a register."""
    return render("register-filter.html.jinja", register=name, kind=index.kind, options=index.options, counts=index.counts(rows), total=len(rows))


def _rows(directive: SphinxDirective, name: str) -> list[dict]:
    """Return all rows of a register, computed once a page."""
    if name not in ROWS:
        raise directive.error(f"no register {name!r}; there are {', '.join(ROWS)}")
    return _once(directive, f"detour-rows-{name}", ROWS[name])


def _index(directive: SphinxDirective, name: str) -> Index | None:
    return _once(directive, f"detour-index-{name}", lambda: Index(KINDS[name], _rows(directive, name))) if name in KINDS else None


def _once(directive: SphinxDirective, key: str, compute: Callable):
    found = directive.env.temp_data
    if key not in found:
        found[key] = compute()
    return found[key]


def _dress(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page with a register its sheet, and one with a filter the script."""
    body = context.get("body") or ""
    if ' data-rows="' in body:
        context.setdefault("detour_styles", []).append("registers.css")
    if 'class="register-filter"' in body:
        context.setdefault("detour_scripts", []).append("registers.js")


def setup(app: Sphinx) -> None:
    """Add the directives, and what a page with a filter loads."""
    app.add_directive("register", Register)
    app.add_directive("register-filter", RegisterFilter)
    app.connect("html-page-context", _dress)
