"""What the register of named scenarios shows: the rows of each scenario together, with what the report assumes instead."""

from __future__ import annotations

from detour import registry, tables


def scenario_rows() -> list[dict]:
    """Return the scenarios, each with what it sets: label, unit and central value of the assumption, the value in its place, and why."""
    found: dict[str, dict] = {}
    for row in tables.records("scenarios"):
        entry = registry.find(row["assumption"])
        each = found.setdefault(row["scenario"], {"id": row["scenario"], "name": row["name"], "sets": []})
        each["sets"].append(row | {"label": entry.label, "unit": entry.unit, "central": entry.value})
    return list(found.values())
