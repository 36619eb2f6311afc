"""The register of comparisons: each statement with its verdict, on which reading it can be true, and every measure."""

from __future__ import annotations

import math

import pandas as pd

from detour import naming, registry, tables
from detour.models.comparison import FAILS, HOLDS, OPEN, STRAINED
from detour.quantity import number

#: What a statement says, by what it asserts.
SAYS = {
    "equal": "is like the",
    "match": "is as good as the",
    "nearly": "comes near the",
    "more": "is better than the",
    "less": "is not as good as the",
}
READINGS = {
    "general": "the chips as a whole",
    "inference": "inference",
    "training": "training",
    "prefill": "reading prompts",
    "latency": "speed to one user",
    "arithmetic": "arithmetic",
    "graphics": "graphics",
    "cost": "cost",
}


def _results():
    """Return the module that computes comparisons; books of other tables, which compare no chips, have none."""
    from detour.results import comparisons

    return comparisons


def comparison_rows() -> list[dict]:
    """Return every comparison with its words, its measures and its verdict, as its register shows them."""
    parts = {id: part.to_dict("records") for id, part in _results().cells().groupby("id", sort=False)}
    return [_row(row, parts[row["id"]]) for row in _results().statements().to_dict("records")]


def _row(row: dict, cells: list[dict]) -> dict:
    known = [_cell(cell) for cell in cells if not math.isnan(cell["ratio"])]
    missing = [_results().MEASURES[cell["measure"]] for cell in cells if cell["bears"] and math.isnan(cell["ratio"])]
    sources = sorted({source for cell in cells for source in tables.split(cell["source"])} | set(tables.split(row["dated"])))
    return {
        "id": row["id"],
        "title": title(row),
        "verdict": row["verdict"],
        "reading": READINGS[row["reading"]],
        "statements": [_statement(id) for id in tables.split(row["statements"])],
        "supposes": row["supposes"],
        "measured": [_statement(id) for ref in tables.split(row["measured"]) for id in ref.split("/")],
        "true_on": true_on(row),
        "years": _span(row["years"], row["years_low"], row["years_high"]),
        "cells": known,
        "missing": ", ".join(missing),
        "sources": ";".join(sources),
    }


def title(row: dict) -> str:
    """Return what a comparison says, in words.

    >>> title({"chip": "lingjiu-gp201", "yardstick": "nvidia-gt-1030", "asserts": "more", "factor": ""})
    'Lingjiu GP201 is better than the Nvidia GeForce GT 1030'
    """
    chip, yardstick = naming.name_of(row["chip"]), naming.name_of(row["yardstick"])
    if row["asserts"] in SAYS:
        return f"{chip} {SAYS[row['asserts']]} {yardstick}"
    return f"{chip} does {_ends(_results().fraction(row['factor']))} times what the {yardstick} does"


def _ends(side: tuple) -> str:
    return number(side.value, 2) if side.low == side.high else f"{number(side.low, 2)} to {number(side.high, 2)}"


def true_on(row: dict) -> str:
    """Return on which measures a statement is true, on which only by some listing or reading, and on which not.

    >>> true_on({"verdict": "open", "holds": [], "strained": [], "fails": []})
    'Nothing that is published of both chips tests it on what it speaks of.'
    """
    if row["verdict"] == OPEN:
        return "Nothing that is published of both chips tests it on what it speaks of."
    words = {HOLDS: "True of {}", STRAINED: "true of {} only by some listings, or if the word is taken loosely", FAILS: "not true of {}"}
    told = [words[verdict].format(_listed(row[verdict])) for verdict in words if row[verdict]]
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."


def _listed(measures: list[str]) -> str:
    names = [_results().MEASURES[each] for each in measures]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _cell(cell: dict) -> dict:
    span = _span(cell["ratio"], cell["low"], cell["high"])
    return {"measure": _results().MEASURES[cell["measure"]], "ratio": span, "verdict": cell["verdict"], "bears": cell["bears"]}


def _span(value: float, low: float, high: float) -> str:
    """Return a number with its range where it has one.

    >>> _span(0.808, 0.76, 1.045), _span(1.0, 1.0, 1.0)
    ('0.81 (0.76 to 1.04)', '1')
    """
    if pd.isna(value):
        return ""
    one, least, most = (number(each, 2 if abs(each) < 1 else 3) for each in (value, low, high))
    return one if least == most else f"{one} ({least} to {most})"


def _statement(id: str) -> dict:
    """Return one of what makes a statement: a claim, a row of evidence or a source, with its page."""
    kind, called = registry.named(id)
    return {"id": id, "page": registry.PAGES[kind], "words": called, "kind": kind}
