"""The directives that render a register from its table, each row with its permanent anchor, and the form that filters it.

```{register} claims
:where: source = s-ft25
```

`{register-filter} claims` above them renders the form that filters and sorts those rows.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from docutils.utils.math.latex2mathml import tex2mathml
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour import registry, tables
from detour.cards import numbers
from detour.checks import lineage
from detour.results import engine
from detour.sphinxext.facets import Index
from detour.sphinxext.register_kinds import KINDS
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
    if name not in _ROWS:
        raise directive.error(f"no register {name!r}; there are {', '.join(_ROWS)}")
    return _once(directive, f"detour-rows-{name}", _ROWS[name])


def _index(directive: SphinxDirective, name: str) -> Index | None:
    return _once(directive, f"detour-index-{name}", lambda: Index(KINDS[name], _rows(directive, name))) if name in KINDS else None


def _once(directive: SphinxDirective, key: str, compute: Callable):
    found = directive.env.temp_data
    if key not in found:
        found[key] = compute()
    return found[key]


def _records(table: str) -> list[dict]:
    return tables.load(table).to_dict("records")


def _hanging(rows: list[dict], column: str) -> dict[str, list[dict]]:
    """Return rows by each id that a column of theirs names."""
    found: dict[str, list[dict]] = {}
    for row in rows:
        for id in tables.split(row[column]):
            found.setdefault(id, []).append(row)
    return found


def claim_rows(claims: pd.DataFrame | None = None) -> list[dict]:
    """Return the claims, or those given, with what other tables and computations add: grade, roots, outcomes, findings."""
    claims = tables.load("claims") if claims is None else claims
    outcomes, findings = _hanging(_records("outcomes"), "claim"), _hanging(_records("findings"), "claims")
    sources = tables.load("sources").set_index("id").to_dict("index")
    roots = lineage.independent_roots(claims)
    rows = []
    for row in claims.to_dict("records"):
        source = sources[row["source"]]
        rows.append(
            row
            | {
                "source_file": source["source_file"],
                "locator": f"sentence {row['sentence']}, sha256 {row['digest']}",
                "language": source["language"],
                "grade": source["grade"] + row["information"],
                "grade_reason": source["grade_reason"],
                "roots": roots[row["id"]],
                "outcomes": outcomes.get(row["id"], []),
                "findings": findings.get(row["id"], []),
            }
        )
    return rows


def evidence_rows() -> list[dict]:
    """Return all rows of evidence in one shape, by subject."""
    rows = []
    for table, column in registry.EVIDENCE.items():
        for row in _records(table):
            entry = registry.find(row[column])
            said, said_by = numbers.said_by(row)
            rows.append(
                {
                    "id": entry.id,
                    "table": table,
                    "label": entry.label,
                    "number": entry.written().replace("\N{NO-BREAK SPACE}", " "),  # a cell is narrow: it may break before a unit
                    "interval": numbers.interval(entry),
                    "said_by": said_by,
                    "said": said,
                    "source": row["source"],
                    "subject": row.get("subject") or row.get("chip_id") or row.get("actor") or "",
                    "value": entry.value,
                    "low": entry.low,
                    "high": entry.high,
                    "unit": entry.unit,
                    "period": entry.period or row.get("date", ""),
                    "basis": row.get("basis") or _confidence(row),
                    "preferred": row.get("preferred", ""),
                    "reason": row.get("preferred_reason", ""),
                    "note": row.get("note") or row.get("notes", ""),
                }
            )
    return rows


def _confidence(row: dict) -> str:
    return f"{row['confidence']} confidence" if row.get("confidence") else ""


def result_rows() -> list[dict]:
    """Return every computed result with its working: relation, inputs as written, and outcome."""
    rows = []
    for id, definition in engine.definitions().items():
        inputs = [{"symbol": symbol, "entry": registry.find(ref)} for symbol, ref in definition.inputs.items()]
        for each in inputs:
            each |= {"page": registry.PAGES[each["entry"].kind], "mathml": Markup(tex2mathml(each["symbol"]))}
        entry = engine.entry(id)
        rows.append(
            {
                "id": id,
                "entry": entry,
                "definition": definition,
                "inputs": inputs,
                "mathml": Markup(tex2mathml(definition.relation)),
                "interval": numbers.interval(entry),
                "code": definition.code,
            }
        )
    return sorted(rows, key=lambda row: row["id"])


def field_rows() -> list[dict]:
    """Return the tables of the data package with their fields."""
    return [dict(each) | {"terms": each.get("detour:terms", ""), "count": len(tables.load(name))} for name, each in tables.resources().items()]


def source_rows() -> list[dict]:
    """Return the sources with the number of rows that rest on each, and the tables those rows are in."""
    used: dict[str, dict[str, int]] = {}
    for table in ("claims", "outcomes", *registry.EVIDENCE):
        for source, count in tables.load(table)["source"].value_counts().items():
            used.setdefault(source, {})[table] = int(count)
    terms = [row | {"documents": f"{row['source']};{row['attested']}"} for row in _records("terms")]
    for table, hanging in (("findings", _hanging(_records("findings"), "sources")), ("terms", _hanging(terms, "documents"))):
        for source, named in hanging.items():
            used.setdefault(source, {})[table] = len(named)
    hops = _hanging(_records("lineage"), "source")
    rows = []
    for row in _records("sources"):
        tables_of = used.get(row["id"], {})
        rows.append(
            row
            | {
                "used": tables_of,
                "rows": sum(count for table, count in tables_of.items() if table not in ("findings", "terms")),
                "hops": hops.get(row["id"], []),
            }
        )
    return rows


_ROWS = {
    "claims": claim_rows,
    "evidence": evidence_rows,
    "sources": source_rows,
    "quantities": lambda: _records("quantities"),
    "terms": lambda: _records("terms"),
    "entities": lambda: _records("entities"),
    "assumptions": lambda: _records("assumptions"),
    "findings": lambda: _records("findings"),
    "results": result_rows,
    "tables": field_rows,
}


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
