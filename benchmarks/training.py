"""The model of training against one MFU for all, llm-analysis and Calculon, on rows that no fit saw; and without each mechanism.

    .venv/bin/python -m benchmarks training        # four minutes; the others are installed into `_build/benchmarks` the first time

Prints tables of the absolute percentage error, by set, and by chip, scale and kind of model, and the rows that are missed by most. The others take our
specifications of chips and every part of a layout that a row says; the rest is laid out as ours found it, or by their own choice, whichever they miss by less.
"""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
from detour.prediction import training_mechanisms, training_study
from detour.prediction.errors import Misses
from detour.tables import ROOT

from benchmarks import peers
from benchmarks.inference import lines, shares

OURS = ("ours", "one MFU")
#: What each of the others says of each row, by its name and by record.
Told = dict[str, dict[str, dict]]


def beside() -> dict[str, list[Misses]]:
    """Return the misses of both, by set and over rows whose source no fit saw by chip, scale, kind of model and batch."""
    rows = {words: [training_study.ours(name), training_study.of_constant(name)] for name, words in training_study.SETS.items()}
    ours, constant = (training_study.parts(model("source")) for model in (training_study.ours, training_study.of_constant))
    return rows | {name: [some, constant[name]] for name, some in ours.items()}


def together(told: Told) -> dict[str, list[Misses]]:
    """Return the misses of both and of the others on the rows that all answer, by the same sets and parts; sets without such a row are left out."""
    ways = {name: peers.kinder(each) for name, each in told.items()}

    def common(some: Misses) -> Misses:
        return some.of(lambda pair: all(ways[name] in each[pair[0]["record_id"]] for name, each in told.items()))

    rows = {name: [common(some) for some in both] for name, both in beside().items()}
    return {name: [*both, *(peers.misses(both[0], each, ways[of]) for of, each in told.items())] for name, both in rows.items() if both[0].pairs}


def each_alone(told: Told) -> dict[str, list[Misses]]:
    """Return the misses of both on all rows of each set, and of the others in both ways on those that they answer."""
    rows = {words: [training_study.ours(name), training_study.of_constant(name)] for name, words in training_study.SETS.items()}
    return {words: both + [peers.misses(both[0], each, way) for each in told.values() for way in peers.WAYS] for words, both in rows.items()}


def refused(told: dict[str, dict]) -> str:
    """Return in a line the rows that another model does not answer, by the reason.

    >>> refused({"a": {"why": "experts"}, "b": {"ours": 0.1, "own": 0.1}})
    '1 of 2 rows: experts 1'
    """
    found = Counter(each["why"] for each in told.values() if "why" in each)
    reasons = "; ".join(f"{why} {count}" for why, count in found.most_common())
    return f"{sum(found.values())} of {len(told)} rows" + (f": {reasons}" if reasons else "")


def bought() -> dict[str, list[Misses]]:
    """Return the misses of the model whole and without each mechanism, on rows whose source no fit saw."""
    found = training_study.without()
    return {"with all": [found["all"]]} | {f"without: {each.name}": [found[each.id]] for each in training_mechanisms.MECHANISMS}


def show(told: Told, missing: list[str]) -> dict[str, dict[str, list[Misses]]]:
    """Print errors side by side, who does not answer what, what each mechanism buys; return the tables."""
    found = {"together": beside(), "common": together(told), "alone": each_alone(told), "mechanisms": bought()}
    columns = [f"{name}, {words}" for name in told for words in peers.WAYS.values()]
    print("Absolute error in percent: median (90th percentile).\n")
    print(lines("rows", list(OURS), found["together"]))
    for line in missing:
        print(f"{line}\n")
    if told:
        print(lines("rows that all answer", [*OURS, *(f"{name}, {peers.WAYS[peers.kinder(each)]}" for name, each in told.items())], found["common"]))
        print(lines("all rows that each answers", [*OURS, *columns], found["alone"]))
    for name, each in told.items():
        print(f"{name} has no answer to {refused(each)}\n")
    print(lines("mechanism taken out", ["source left out"], found["mechanisms"]))
    return found


def main() -> None:
    """Print all tables, how many measurements the intervals hold, and the worst misses."""
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    found = show(*peers.every(out))
    for name, words in training_study.SETS.items():
        some = training_study.ours(name)
        worst = "; ".join(f"{id} {ratio:.2f}" for id, ratio in training_study.worst(some))
        print(f"{words}: {training_study.coverage(some):.0%} of {len(some.pairs)} in their intervals, bias {np.median(some.logs):+.2f}; worst: {worst}")
    measured = {name: {key: [shares(one) for one in each if one.pairs] for key, each in rows.items()} for name, rows in found.items()}
    (out / "training.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
