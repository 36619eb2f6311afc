"""What rests on an id: the claims, results, figures and pages that would change with it."""

from __future__ import annotations

import json

from detour import registry, tables
from detour.graph import reachable
from detour.results import engine


def rests_on(id: str) -> list[tuple[str, str]]:
    """Return (kind, id) of everything that rests on a source, claim, evidence row or assumption.

    Figures and pages are those of the site last built. Raises UnknownId for an id that nothing has.
    """
    ids = {id} | _rows_of(id)
    if ids == {id} and id not in set(tables.load("sources")["id"]):
        registry.find(id)
    results = _results_on(ids)
    found = [("claim", each) for each in sorted(ids - {id}) if each.startswith("c-")]
    found += [("evidence", each) for each in sorted(ids - {id}) if not each.startswith("c-")]
    found += [("term", each.id) for each in tables.load("terms").itertuples() if id in (each.source, *tables.split(each.attested))]
    found += [("result", each) for each in sorted(results)]
    uses = published_uses()
    found += [("figure", label) for label, sources in sorted(uses["figures"].items()) if id in sources]
    found += [("page", page) for page, named in sorted(uses["pages"].items()) if (ids | results) & set(named)]
    return found


def _rows_of(source: str) -> set[str]:
    """Return the rows of claims and evidence that cite a source."""
    rows: set[str] = set()
    for table, column in {"claims": "id", **registry.EVIDENCE}.items():
        frame = tables.load(table)
        rows |= set(frame.loc[frame["source"] == source, column])
    return rows


def _results_on(ids: set[str]) -> set[str]:
    """Return the results that have one of the ids among their inputs, directly or through other results."""
    edges = [(registry.find(ref).id, id) for id, definition in engine.definitions().items() for ref in definition.inputs.values()]
    return set().union(*(reachable(edges, each) for each in ids))


def published_uses() -> dict:
    """Return which ids each page and figure of the site last built names."""
    index = tables.ROOT / "_build" / "html" / "data" / "uses.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.is_file() else {"pages": {}, "figures": {}}
