"""The audit's findings with the workings of their checks, as the page shows them and `checks.json` publishes them."""

from __future__ import annotations

import math
from functools import lru_cache

from detour import registry, tables
from detour.checks import engine, wording
from detour.checks.traced import DAY, Traced

#: Cells whose words name rows and steps; a title does without numbers.
_WORDS = ("explanation", "resolution")
_NONE = engine.Working("", {})


@lru_cache(maxsize=1)
def rows() -> tuple[dict, ...]:
    """Return every finding as readers see it: its numbers written where its words name rows and steps."""
    return tuple(row | {name: wording.plain(row[name], steps_of(row["id"])) for name in _WORDS} for row in tables.records("findings"))


def steps_of(finding: str) -> dict[str, Traced]:
    """Return the steps of the check of a finding, or none where it has no check."""
    return engine.workings().get(finding, _NONE).steps


def compared(finding: str) -> dict[str, registry.Entry]:
    """Return the rows that the check of a finding compares, by the names that its working gives them."""
    check = engine.declared().get(finding)
    return {name.replace("_", " "): registry.find(ref) for name, ref in check.rows.items()} if check else {}


def published() -> list[dict]:
    """Return every check with the claims it involves, its verdict, explanation, resolution and working."""
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "title": row["title"],
            "claims": tables.split(row["claims"]),
            "evidence": tables.split(row["evidence"]),
            "verdict": row["verdict"],
            "explanation": row["explanation"],
            "resolution": row["resolution"],
            "sources": tables.split(row["sources"]),
            "computed": row["id"] in engine.declared(),
            "rows": {name: entry.id for name, entry in compared(row["id"]).items()},
            "working": [_step(name, step) for name, step in steps_of(row["id"]).items()],
        }
        for row in rows()
    ]


def _step(name: str, step: Traced) -> dict:
    numbers = {} if step.unit == DAY else {end: None if math.isnan(getattr(step, end)) else getattr(step, end) for end in ("value", "low", "high")}
    return {"step": name, "relation": step.working, **numbers, "unit": step.unit, "written": step.written()}
