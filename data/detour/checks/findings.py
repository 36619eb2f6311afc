"""The audit's findings, as the page shows them and `checks.json` publishes them."""

from __future__ import annotations

from detour import tables


def published() -> list[dict]:
    """Return every check with the claims it involves, its verdict, explanation and resolution."""
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
        }
        for row in tables.load("findings").to_dict("records")
    ]
