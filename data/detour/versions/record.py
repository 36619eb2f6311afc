"""The record of a data version: every row that can be cited, with the number that it carries, as one flat table.

Results are computed by code, and figures drawn by it, so an old version cannot be
had again from its tables alone: its record is what was published. This module runs
under the code of another revision too (`PYTHONPATH=<its data folder> python record.py`),
so it uses only names of the package that have been there since version 0.1.0, or does without.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

from detour import registry, tables
from detour.results import engine

try:
    from detour.checks.wording import plain
except ImportError:  # run beside the code of an earlier version, whose reasons name no rows

    def plain(text: str, steps: dict) -> str:
        """Return the words as they are."""
        return text


#: The columns of a record, in order; `data/releases/schema.json` says what each holds.
FIELDS = (
    *("id", "kind", "table", "place", "label", "written", "value", "low", "high", "unit", "bound", "period", "text"),
    *("rank", "status", "grade", "outcome", "reason", "choice", "inputs", "sources", "digest"),
)
#: The columns of a row that stand in the record as they are, or as part of a number: its digest covers the others.
_SHOWN = {"id", "record_id", "value", "low", "high", "central", "unit", "bound", "period", "preferred", "preferred_reason", "source", "sources"}
#: The columns in which a figure's data names the rows that it draws.
_KEYS = ("id", "record_id")


def number(value: float) -> str:
    """Return a number as a record holds it: twelve digits, which every platform computes alike.

    >>> number(1_000_000.0), number(0.1 + 0.2), number(float("nan"))
    ('1000000', '0.3', '')
    """
    return "" if math.isnan(value) else f"{value:.12g}"


def digest(cells) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of cells as JSON."""
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _row(id: str, kind: str, table: str = "", **cells: str) -> dict[str, str]:
    return dict.fromkeys(FIELDS, "") | {"id": id, "kind": kind, "table": table, "place": registry.PAGES.get(kind, "")} | cells


def _numbered(entry: registry.Entry, table: str, row: dict) -> dict[str, str]:
    """Return the cells of a row that carries a number, a date or a text, without what its table adds."""
    numbers = {end: number(getattr(entry, end)) for end in ("value", "low", "high")}
    written = entry.written() if entry.text or any(numbers.values()) else ""
    more = {"unit": entry.unit, "bound": entry.bound, "period": entry.period, "text": entry.text, "sources": ";".join(entry.sources)}
    rest = digest({name: cell for name, cell in row.items() if name not in _SHOWN})
    return _row(entry.id, entry.kind, table, label=entry.label, written=written, digest=rest, **numbers, **more)


def _claims() -> Iterator[dict[str, str]]:
    grades = tables.load("sources").set_index("id")["grade"]
    outcomes = tables.load("outcomes").groupby("claim")["outcome"].agg(lambda each: "; ".join(sorted(set(each)))).to_dict()
    for row in tables.load("claims").to_dict("records"):
        standing = {"rank": row["rank"], "status": row["status"], "reason": row["rank_reason"]}
        grade, outcome = grades[row["source"]] + row["information"], outcomes.get(row["id"], "")
        yield _numbered(registry.find(row["id"]), "claims", row) | standing | {"grade": grade, "outcome": outcome}


def _evidence() -> Iterator[dict[str, str]]:
    for table, column in registry.EVIDENCE.items():
        for row in tables.load(table).to_dict("records"):
            rank = {"yes": "preferred", "no": "rival"}.get(row.get("preferred", ""), "")
            choice = "/".join(part for part in (row["subject"], row["quantity"], row.get("period", "")) if part) if rank else ""
            standing = {"rank": rank, "choice": choice, "reason": plain(row.get("preferred_reason", ""), {})}
            yield _numbered(registry.find(row[column]), table, row) | standing | {"status": row.get("basis", ""), "grade": row.get("confidence", "")}


def _assumptions() -> Iterator[dict[str, str]]:
    for row in tables.load("assumptions").to_dict("records"):
        yield _numbered(registry.find(row["id"]), "assumptions", row) | {"inputs": row["informed_by"], "reason": row["reason"]}


def _results() -> Iterator[dict[str, str]]:
    """Yield the computed results; what one rests on are the rows that its inputs name, or the tables that it counts over."""
    for id, definition in sorted(engine.definitions().items()):
        inputs = [registry.find(ref).id for ref in definition.inputs.values()] or list(definition.reads)
        told = {"relation": definition.relation, "inputs": definition.inputs, "digits": definition.digits}
        yield _numbered(engine.entry(id), "", told) | {"inputs": ";".join(dict.fromkeys(inputs))}


def _named() -> Iterator[dict[str, str]]:
    """Yield what is cited by name: findings, sources, entities, quantities and, where there are any, terms."""
    for row in tables.load("findings").to_dict("records"):
        inputs = ";".join(part for part in (row["claims"], row["evidence"]) if part)
        yield _row(row["id"], "finding", "findings", label=row["title"], status=row["verdict"], inputs=inputs, sources=row["sources"], digest=digest(row))
    for row in tables.load("sources").to_dict("records"):
        standing = {"status": row["reading"], "grade": row["grade"], "reason": row["grade_reason"]}
        label = f"{row['publisher']}: {row['title']}" + (f", {row['published']}" if row["published"] else "")
        yield _row(row["id"], "source", "sources", label=label, digest=digest(row), **standing)
    for row in tables.load("entities").to_dict("records"):
        yield _row(row["id"], "entity", "entities", label=row["name_en"], digest=digest(row))
    for row in tables.load("quantities").to_dict("records"):
        yield _row(row["id"], "quantity", "quantities", label=row["name"], unit=row["unit"], digest=digest(row))
    for row in tables.load("terms").to_dict("records") if "terms" in tables.resources() else ():
        yield _row(row["id"], "term", "terms", label=row["name_en"], sources=row["source"], digest=digest(row))


def figure(label: str, slug: str, title: str, data: str, sources: list[str]) -> dict[str, str]:
    """Return the row of a figure: its digest is that of the numbers drawn, whoever is named beside them."""
    drawn = list(csv.DictReader(io.StringIO(data, newline="")))
    numbers = [{name: cell for name, cell in each.items() if name not in ("source", "sources")} for each in drawn]
    inputs = dict.fromkeys(id for each in drawn for name in _KEYS if (id := each.get(name)))
    return _row(label, "figure", place=slug, label=title, inputs=";".join(inputs), sources=";".join(sources), digest=digest(numbers))


def figures(site: Path) -> list[dict[str, str]]:
    """Return the rows of the figures of a built site, by its folder of published data."""
    titles = json.loads((site / "figures.json").read_text(encoding="utf-8"))
    sources = json.loads((site / "uses.json").read_text(encoding="utf-8"))["figures"]
    texts = {label: (site / "figures" / f"{label}.csv").read_text(encoding="utf-8") for label in titles}
    return [figure(label, each["slug"], each["title"], texts[label], sources[label]) for label, each in sorted(titles.items())]


def present(drawn: list[dict[str, str]] = ()) -> list[dict[str, str]]:
    """Return the record of the tables and the code as they stand, with the figures given."""
    return [*_claims(), *_evidence(), *_assumptions(), *_results(), *_named(), *drawn]


def written(rows: list[dict[str, str]]) -> str:
    """Return a record as CSV text."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


if __name__ == "__main__":
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    sys.stdout.write(written(present(figures(built) if built else [])))
