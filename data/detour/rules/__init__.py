"""What no schema can say of the tables: rules across fields, rows and files.

Each rule is a generator over the tables that yields faults; its docstring is the law.
"""

from __future__ import annotations

from pathlib import Path

from detour import tables
from detour.faults import Fault
from detour.rules import cells, comparisons, findings, grades, likelihood, numbers, outcomes, preferred, published, relations, scenarios, words
from detour.rules.base import Rule

_MODULES = (cells, numbers, relations, published, words, findings, outcomes, preferred, grades, likelihood, scenarios, comparisons)
RULES: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.RULES)


def faults(data: Path = tables.DATA) -> list[Fault]:
    """Return what all rules find in the tables of the folder `data`."""
    frames = {name: tables.load(name, data) for name in tables.resources(data)}
    return [fault for rule in RULES for fault in rule(frames, data)]
