"""Says, as JSON, what the tables beside the package compute: every result that impact predicts, and the verdict and the steps of every check.

Run under the package of some data folder (`PYTHONPATH=<folder> python saying.py results checks`), with the names of what is asked for; null stands for
what cannot be computed.
"""

from __future__ import annotations

import json
import math
import sys

from detour.checks import engine as checks
from detour.checks.traced import DAY
from detour.results import engine as results
from detour.tables import load


def result(id: str) -> list | None:
    """Return the numbers of a result as text, with its unit."""
    try:
        entry = results.entry(id)
    except (ArithmeticError, LookupError, ValueError):
        return None
    numbers = (entry.value, entry.low, entry.high)
    return [*map(repr, numbers), entry.unit] if any(map(math.isfinite, numbers)) else None


def check(id: str) -> list | None:
    """Return the verdict of a check, and the numbers of each step as text; a date as it is written."""
    try:
        working = checks.run(checks.declared()[id])
    except checks.CheckFault:
        return None
    return [working.verdict, {name: [step.written(), *_numbers(step), step.unit] for name, step in working.steps.items()}]


def _numbers(step) -> list[str]:
    return ["nan"] * 3 if step.unit == DAY else [repr(float(each)) for each in (step.value, step.low, step.high)]


def results_of_all() -> dict:
    return {id: result(id) for id, each in results.definitions().items() if each.predicted}


def checks_of_all() -> dict:
    findings = set(load("findings")["id"])
    return {id: check(id) for id in checks.declared() if id in findings}


if __name__ == "__main__":
    asked = {"results": results_of_all, "checks": checks_of_all}
    print(json.dumps({name: asked[name]() for name in sys.argv[1:]}))
