"""The model of training against one MFU for all, fitted on the same rows, on rows that neither saw; and without each mechanism.

    .venv/bin/python -m benchmarks training        # seconds

Prints tables of the absolute percentage error, by set, and by chip, scale and kind of model, and the rows that are missed by most.
"""

from __future__ import annotations

import json

import numpy as np
from detour.prediction import training_mechanisms, training_study
from detour.prediction.errors import Misses
from detour.tables import ROOT

from benchmarks.inference import lines, shares


def beside() -> dict[str, list[Misses]]:
    """Return the misses of both, by set and over rows whose source no fit saw by chip, scale, kind of model and batch."""
    rows = {words: [training_study.ours(name), training_study.of_constant(name)] for name, words in training_study.SETS.items()}
    ours, constant = (training_study.parts(model("source")) for model in (training_study.ours, training_study.of_constant))
    return rows | {name: [some, constant[name]] for name, some in ours.items()}


def bought() -> dict[str, list[Misses]]:
    """Return the misses of the model whole and without each mechanism, on rows whose source no fit saw."""
    found = training_study.without()
    return {"with all": [found["all"]]} | {f"without: {each.name}": [found[each.id]] for each in training_mechanisms.MECHANISMS}


def main() -> None:
    """Print errors, what each mechanism buys, how many measurements the intervals hold, and the worst misses."""
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    together, mechanism = beside(), bought()
    print("Absolute error in percent: median (90th percentile).\n")
    print(lines("rows", ["ours", "one MFU"], together))
    print(lines("mechanism taken out", ["source left out"], mechanism))
    for name, words in training_study.SETS.items():
        some = training_study.ours(name)
        worst = "; ".join(f"{id} {ratio:.2f}" for id, ratio in training_study.worst(some))
        print(f"{words}: {training_study.coverage(some):.0%} of {len(some.pairs)} in their intervals, bias {np.median(some.logs):+.2f}; worst: {worst}")
    measured = {name: {key: [shares(one) for one in each] for key, each in rows.items()} for name, rows in (("together", together), ("mechanisms", mechanism))}
    (out / "training.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
