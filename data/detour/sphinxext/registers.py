"""The directive that renders a register from its table, each row with its permanent anchor.

```{register} claims
:where: source = s-ft25
```
"""

from __future__ import annotations

import math

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.utils.math.latex2mathml import tex2mathml
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from detour import quantity, registry, tables
from detour.checks import lineage
from detour.results import engine
from detour.sphinxext.templates import render


class Register(SphinxDirective):
    """Renders the rows of a table, or those that `where` selects, as anchored entries."""

    required_arguments = 1
    option_spec = {"where": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the register as one block of escaped HTML."""
        name = self.arguments[0]
        if name not in _ROWS:
            raise self.error(f"no register {name!r}; there are {', '.join(_ROWS)}")
        rows = _ROWS[name]()
        if "where" in self.options:
            column, _, wanted = (part.strip() for part in self.options["where"].partition("="))
            if rows and column not in rows[0]:
                raise self.error(f"register {name} has no column {column!r}; there are {', '.join(rows[0])}")
            rows = [row for row in rows if row[column] in tables.split(wanted)]
        if not rows:
            raise self.error(f"register {name}: no rows for {self.options.get('where', 'the whole table')!r}")
        html = render(f"register-{name}.html.jinja", rows=rows)
        return [nodes.raw("", html, format="html", classes=["register"])]


def _records(table: str) -> list[dict]:
    return tables.load(table).to_dict("records")


def claim_rows() -> list[dict]:
    """Return the claims with what other tables and computations add: grade, roots, outcomes, findings."""
    outcomes, findings = _records("outcomes"), _records("findings")
    files = tables.load("sources").set_index("id")
    roots = lineage.independent_roots(tables.load("claims"))
    rows = []
    for row in _records("claims"):
        rows.append(
            row
            | {
                "source_file": files.at[row["source"], "source_file"],
                "locator": f"sentence {row['sentence']}, sha256 {row['digest']}",
                "grade": files.at[row["source"], "grade"] + row["information"],
                "grade_reason": files.at[row["source"], "grade_reason"],
                "roots": roots[row["id"]],
                "outcomes": [each for each in outcomes if each["claim"] == row["id"]],
                "findings": [each for each in findings if row["id"] in tables.split(each["claims"])],
            }
        )
    return rows


def evidence_rows() -> list[dict]:
    """Return all rows of evidence in one shape, by subject."""
    rows = []
    for table, column in registry.EVIDENCE.items():
        for row in _records(table):
            entry = registry.find(row[column])
            rows.append(
                {
                    "id": entry.id,
                    "table": table,
                    "label": entry.label,
                    "number": entry.written(),
                    "source": row["source"],
                    "subject": row.get("subject") or row.get("chip_id") or row.get("actor") or "",
                    "period": entry.period,
                    "basis": row.get("basis") or row.get("confidence", ""),
                    "preferred": row.get("preferred", ""),
                    "reason": row.get("preferred_reason", ""),
                    "note": row.get("note") or row.get("notes", ""),
                }
            )
    return rows


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
                "interval": "" if math.isnan(entry.low) else quantity.write(low=entry.low, high=entry.high, unit=entry.unit, digits=entry.digits),
                "code": definition.code,
            }
        )
    return sorted(rows, key=lambda row: row["id"])


def field_rows() -> list[dict]:
    """Return the tables of the data package with their fields."""
    return [dict(each) | {"terms": each.get("detour:terms", ""), "count": len(tables.load(name))} for name, each in tables.resources().items()]


def source_rows() -> list[dict]:
    """Return the sources with the number of rows that rest on each."""
    counts: dict[str, int] = {}
    for table in ("claims", "outcomes", *registry.EVIDENCE):
        for source, count in tables.load(table)["source"].value_counts().items():
            counts[source] = counts.get(source, 0) + int(count)
    hops = _records("lineage")
    return [row | {"rows": counts.get(row["id"], 0), "hops": [hop for hop in hops if hop["source"] == row["id"]]} for row in _records("sources")]


_ROWS = {
    "claims": claim_rows,
    "evidence": evidence_rows,
    "sources": source_rows,
    "quantities": lambda: _records("quantities"),
    "entities": lambda: _records("entities"),
    "assumptions": lambda: _records("assumptions"),
    "findings": lambda: _records("findings"),
    "results": result_rows,
    "tables": field_rows,
}


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("register", Register)
