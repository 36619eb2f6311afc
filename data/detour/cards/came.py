"""The number that came, beside the number that was said."""

from __future__ import annotations

import math

from detour import quantity, registry, tables
from detour.cards.parts import Line, line, link, listed, plain
from detour.checks import outcome


def results(row: dict) -> list[registry.Entry]:
    """Return the entries that hold what came, by a row of outcomes; the first is the one used.

    >>> [entry.id for entry in results({"result": "es-148;es-150"})]
    ['es-148', 'es-150']
    """
    return [registry.find(ref) for ref in tables.split(row["result"])]


def times(row: dict) -> str:
    """Return what came over what was said, in words; nothing where the claim has no number or the outcome no result.

    >>> times({"claim": "c-wsj24-groq-deploy-2024", "result": "es-165"}), times({"claim": "c-ds25-910c-h100-rival", "result": "es-131"})
    ('0.18 times the number said', '')
    """
    said, came = registry.find(row["claim"]), results(row)
    if not came or math.isnan(said.ends()[0]):
        return ""
    value, low, high = outcome.ratio(said, came)
    ends = [low, high] if math.isnan(value) else [value]
    return f"{'–'.join(quantity.number(each, 2) for each in ends)} times the number said"


def written(row: dict) -> Line | None:
    """Return the line of a card that shows what came, each number a link to its row, and what it counts differently."""
    shown = listed(link(entry.id, entry.said()) for entry in results(row))
    over, differs = times(row), plain(row["differs"])
    return line("What came", *shown, over and f"; {over}", differs and f"; counted here: {differs}") if shown else None
