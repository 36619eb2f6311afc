"""The rows of every register, in the shape in which its template shows them."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from docutils.utils.math.latex2mathml import tex2mathml
from markupsafe import Markup

from detour import consequences, impact, registry, tables
from detour.cards import came, numbers
from detour.cards.parts import sentence
from detour.checks import choices, findings, grades, origins, outcome, wording
from detour.checks.traced import Traced
from detour.results import engine
from detour.sphinxext.comparison_rows import comparison_rows
from detour.sphinxext.register_makers import maker_rows
from detour.sphinxext.register_scenarios import scenario_rows
from detour.sphinxext.templates import linked


def _records(table: str) -> list[dict]:
    return tables.records(table)


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
    roots, meanings = origins.of_claims(claims), grades.words("claims", "information")
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
                "meaning": meanings[row["information"]],
                "outcomes": [_outcome(each) for each in outcomes.get(row["id"], [])],
                "findings": findings.get(row["id"], []),
            }
            | roots[row["id"]]
        )
    return rows


def _outcome(row: dict) -> dict:
    """Return an outcome with its words, plain and as HTML (`told`), the numbers that came, each with its page, and the first of them over the number said."""
    words = {name: wording.plain(row[name], {}) for name in outcome.WORDS}
    told = {name: _marked(row[name], {}) for name in outcome.WORDS} | {"what_happened": _marked(sentence(row["what_happened"]), {})}
    numbers = [{"id": entry.id, "page": registry.PAGES[entry.kind], "written": entry.said()} for entry in came.results(row)]
    return row | words | {"told": told, "came": numbers, "times": came.times(row)}


def _marked(text: str, steps: dict[str, Traced]) -> Markup:
    """Return words that name rows as HTML: what is text escaped and linked, each number a link to its row."""
    return Markup(wording.marked(text, steps, _number, lambda text: str(linked(text))))


def evidence_rows() -> list[dict]:
    """Return all rows of evidence in one shape, by subject."""
    rows, roots = [], origins.of_evidence()
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
                    "roots": _roots(roots.get(entry.id)),
                    "source": row["source"],
                    "subject": row.get("subject") or row.get("chip_id") or row.get("actor") or "",
                    "value": entry.value,
                    "low": entry.low,
                    "high": entry.high,
                    "unit": entry.unit,
                    "period": entry.period or row.get("date", ""),
                    "basis": row.get("basis") or _confidence(row),
                    "preferred": row.get("preferred", ""),
                    "reason": _marked(row.get("preferred_reason", ""), {}),
                    "note": row.get("note") or row.get("notes", ""),
                }
            )
    return rows


def _roots(found: dict | None) -> str:
    """Return the roots of a row of evidence in a few words, the flag in place of their number; nothing where it has no value."""
    if not found:
        return ""
    return f"{found['root_flag'] or str(found['roots']) + ' roots'}: {', '.join(found['root_names'])}"


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


def finding_rows() -> list[dict]:
    """Return the findings, the numbers of their words linked to the rows they stand in, with the working of their checks."""
    rows = []
    for row in _records("findings"):
        steps = findings.steps_of(row["id"])
        words = {name: _marked(row[name], steps) for name in ("explanation", "resolution")}
        rows.append(row | words | {"steps": steps, "compared": findings.compared(row["id"])})
    return rows


def _number(part: wording.Named) -> str:
    """Return a number in the words of a finding, an outcome or a choice as HTML: a link to its row; a step stands in the working below."""
    if part.role == "step":
        return str(Markup('<span class="step">{}</span>').format(part.shown))
    kind = registry.find(part.id).kind
    page = registry.PAGES[kind]
    return str(Markup('<a href="{}.html#{}"><span class="number number-{}">{}</span></a>').format(page, part.id, kind, part.shown))


def choice_rows() -> list[dict]:
    """Return the choices among rivals: each option, and what would be otherwise with it."""
    rows = []
    for choice in choices.choices():
        rivals = [(rival.entry, [(flip, *registry.named(flip.id)) for flip in rival.flips]) for rival in choice.rivals]
        rows.append(
            {
                "id": f"choice-{choice.id}",
                "label": choice.preferred.label,
                "reason": _marked(sentence(choice.reason), {}),
                "preferred": choice.preferred,
                "rivals": rivals,
            }
        )
    return rows


def source_rows() -> list[dict]:
    """Return the sources with the number of rows that rest on each, and the tables those rows are in."""
    used: dict[str, dict[str, int]] = {}
    for table in ("claims", "outcomes", *registry.EVIDENCE):
        for source, count in tables.load(table)["source"].value_counts().items():
            used.setdefault(source, {})[table] = int(count)
    terms = [row | {"documents": f"{row['source']};{row['attested']}"} for row in _records("terms")]
    for table, hanging in (
        ("findings", _hanging(_records("findings"), "sources")),
        ("terms", _hanging(terms, "documents")),
        ("comparisons", _hanging(_records("comparisons"), "statements")),
    ):
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
                "rows": sum(count for table, count in tables_of.items() if table not in ("findings", "terms", "comparisons")),
                "hops": hops.get(row["id"], []),
                "impact": without(row["id"]),
            }
        )
    return rows


def without(source: str) -> dict:
    """Return how many results and checks rest on a source, and what each that would change would be; counts of rows apart, which every row moves."""
    found = impact.of_tables(source)
    kinds = [kind for kind, id in found.rests if not _counts_rows(id)]
    changes = [each for each in found.changes if not each.step and not _counts_rows(each.id)]
    shown = [
        {"kind": each.kind, "id": each.id, "page": registry.PAGES["result" if each.kind == "result" else "finding"], "title": _title(each)}
        | {"before": each.before.written, "after": each.after.written, "lost": each.lost}
        for each in changes
    ]
    return {"results": kinds.count("result"), "checks": kinds.count("check"), "number": Counter((each.kind, each.lost) for each in changes), "changes": shown}


def _counts_rows(id: str) -> bool:
    return id in engine.definitions() and engine.definitions()[id].counts_rows


def _title(change: consequences.Change) -> str:
    return engine.definitions()[change.id].title if change.kind == "result" else registry.named(change.id)[1]


#: What gives the rows of each register, by its name.
ROWS = {
    "claims": claim_rows,
    "evidence": evidence_rows,
    "sources": source_rows,
    "quantities": lambda: _records("quantities"),
    "terms": lambda: _records("terms"),
    "entities": lambda: _records("entities"),
    "assumptions": lambda: _records("assumptions"),
    "scenarios": scenario_rows,
    "findings": finding_rows,
    "choices": choice_rows,
    "results": result_rows,
    "comparisons": comparison_rows,
    "tables": field_rows,
    "makers": maker_rows,
}
