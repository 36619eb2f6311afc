"""How far a result moves when one thing that it rests on goes to either end, and the rest stays: what a tornado draws."""

from __future__ import annotations

from typing import NamedTuple

from detour import registry
from detour.registry import Entry
from detour.results import engine


class Swing(NamedTuple):
    """One thing that a result rests on, and the result at its low and at its high end."""

    leaf: Entry
    low: float
    high: float

    @property
    def counted(self) -> str:
        """Return how it enters the interval of the result."""
        if self.leaf.id.startswith("a-load-"):
            return "condition"
        return "inside the factor" if self.leaf.id.startswith("a-fit-") and not is_factor(self.leaf) else "counted"


def is_factor(leaf: Entry) -> bool:
    """Return whether an entry is the factor of a prediction.

    >>> is_factor(registry.find("a-fit-spread-amd")), is_factor(registry.find("a-cost-years"))
    (True, False)
    """
    return leaf.id.startswith("a-fit-spread-")


def leaves(id: str) -> dict[str, Entry]:
    """Return everything that a result rests on and that is no sum of squares itself, by id.

    >>> sorted(leaves("r-shift-day-dense-h20"))[:2]
    ['a-cost-utilisation', 'a-fit-compute-share-nvidia']
    """
    found = {}
    for ref in engine.definitions()[id].inputs.values():
        entry = registry.find(ref)
        found |= leaves(entry.id) if opened(entry) else {entry.id: entry}
    return found


def opened(entry: Entry) -> bool:
    """Return whether an entry is a result whose own inputs are varied in its place."""
    return entry.kind == "result" and engine.definitions()[entry.id].combine is not None


def evaluated(id: str, changed: dict[str, float]) -> float:
    """Return a result with some of its leaves changed, wherever in it they stand.

    >>> evaluated("r-hi-worth-decode-dense-910c-h20", {}) == engine.value("r-hi-worth-decode-dense-910c-h20")
    True
    """
    definition, given = engine.definitions()[id], {}
    for symbol, ref in definition.inputs.items():
        entry = registry.find(ref)
        central = 1.0 if is_factor(entry) else entry.value
        given[symbol] = evaluated(entry.id, changed) if opened(entry) else changed.get(entry.id, central)
    return float(definition.function(**given))


def swings(id: str) -> list[Swing]:
    """Return the swings of a result, the widest first; what moves nothing is left out."""
    found = []
    for leaf in leaves(id).values():
        ends = (1 / leaf.value, leaf.value) if is_factor(leaf) else leaf.ends()
        low, high = (evaluated(id, {leaf.id: end}) for end in ends)
        if low != high:
            found.append(Swing(leaf, low, high))
    return sorted(found, key=lambda each: (-abs(each.high / each.low if each.high > each.low else each.low / each.high), each.leaf.id))
