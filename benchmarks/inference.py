"""The model of inference against GenZ and a roofline of two fitted numbers, on the same rows, none of which was fitted; and without each mechanism.

    .venv/bin/python -m benchmarks inference        # three minutes; GenZ is installed into `_build/benchmarks/genz` the first time

Prints tables of the absolute percentage error, and what a prediction of each takes in this run.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable

import numpy as np
from detour.prediction import inference, mechanisms, plain, study
from detour.prediction.batch import Batch, batch_of
from detour.prediction.efficiencies import Efficiencies, load, spread_over
from detour.prediction.errors import Misses
from detour.prediction.settings import load as settings_of
from detour.tables import ROOT

from benchmarks import aside, genz

ROLES = ("validation", "calibration", "context")
#: Scenarios of the run that is timed.
MANY = 1_000_000


def shares(some: Misses | np.ndarray) -> tuple[int, float, float]:
    """Return how many rows there are, and the median and the ninetieth percentile of their absolute errors, in percent.

    >>> shares(np.log([1.1, 0.9, 1.5]))
    (3, 10.0, 42.0)
    """
    logs = some.logs if isinstance(some, Misses) else some
    sizes = 100 * np.abs(np.expm1(logs))
    return len(sizes), round(float(np.median(sizes)), 2), round(float(np.quantile(sizes, 0.9)), 2)


def lines(title: str, names: list[str], rows: dict[str, list[np.ndarray | Misses]]) -> str:
    """Return errors side by side as lines of Markdown: median, ninetieth percentile behind it, and of how many rows.

    >>> print(lines("rows", ["ours"], {"all": [np.log([1.1, 0.9])]}))
    | rows | ours |
    |---|---:|
    | all | 10.0 (10.0) of 2 |
    <BLANKLINE>
    """
    out = [f"| {title} | {' | '.join(names)} |", "|---|" + "---:|" * len(names)]
    for name, each in rows.items():
        out.append(f"| {name} | " + " | ".join(_told(one) for one in each) + " |")
    return "\n".join(out) + "\n"


def _told(some: Misses | np.ndarray) -> str:
    """Return the errors of a cell as it is written, a dash where no row is answered."""
    return "{1:.1f} ({2:.1f}) of {0}".format(*shares(some)) if len(some.logs if isinstance(some, Misses) else some) else "–"


def beside(theirs: dict[str, dict]) -> dict[str, list[np.ndarray]]:
    """Return the logarithms of all three on the rows that all answer: by set, and over all sets but one by maker and phase."""
    rows, parts = {}, {}
    for name, words in study.SETS.items():
        ours, roofline = study.ours(name), study.of_roofline(name)
        answered = [place for place, (row, _) in enumerate(ours.pairs) if "log" in theirs[row["record_id"]]]
        logs = [ours.logs[answered], roofline.logs[answered], np.array([theirs[ours.pairs[place][0]["record_id"]]["log"] for place in answered])]
        rows[words] = logs
        for at, place in enumerate(answered if name != "chip" else []):
            asked = ours.pairs[place][1]
            parts.setdefault(f"{asked.maker}, {asked.phase}", []).append([each[at] for each in logs])
    return rows | {name: list(np.array(found).T) for name, found in sorted(parts.items())}


def alone() -> dict[str, list[Misses]]:
    """Return the misses of the model and of the roofline on all rows that the model answers."""
    return {words: [study.ours(name), study.of_roofline(name)] for name, words in study.SETS.items()}


def bought() -> dict[str, list[Misses]]:
    """Return the misses of the model on each set: whole, and without each mechanism."""
    rows = {"with all": [study.ours(name) for name in study.SETS]}
    return rows | {f"without: {each.name}": [study.without(each.id, name) for name in study.SETS] for each in mechanisms.MECHANISMS}


def many(count: int = MANY) -> tuple[Batch, Efficiencies]:
    """Return measured scenarios over and over, in a random order, and the efficiencies of each."""
    asked = [scenario for role in ROLES for _, scenario in study.pairs(role)]
    order = np.random.default_rng(1).integers(0, len(asked), count)
    efficiencies = spread_over([each.maker for each in asked], load())
    return batch_of(asked).part(order), Efficiencies(*(column[order] for column in efficiencies))


def seconds_each(theirs: dict[str, dict]) -> dict[str, float]:
    """Return the seconds that one prediction takes: of GenZ, of the roofline and of the model, the two over many scenarios at once."""
    batch, efficiencies = many()
    settings, found = settings_of(), {"GenZ": float(np.median([each["seconds"] for each in theirs.values() if "seconds" in each]))}
    for name, run in {
        "roofline": lambda: inference.read(plain.Roofline(batch, 0.5, 0.5)),
        "ours": lambda: inference.values(batch, efficiencies, settings),
    }.items():
        found[name] = min(_seconds(run) for _ in range(3)) / batch.size
    return found


def _seconds(run: Callable[[], object]) -> float:
    """Return the seconds for which one core was busy."""
    began = time.process_time()
    run()
    return time.process_time() - began


def main() -> None:
    """Run all three over the rows, print errors, what each mechanism buys, and times."""
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    theirs = genz.predictions(aside.environment(out / "genz", genz.VERSION), [pair for role in ROLES for pair in study.pairs(role)])
    refused = Counter(each["why"].partition(" System Memory")[0] for each in theirs.values() if "why" in each)
    together, mechanism = beside(theirs), bought()
    print("Absolute error in percent: median (90th percentile).\n")
    print(lines("rows that all answer", ["ours", "roofline", "GenZ"], together))
    print(lines("all rows", ["ours", "roofline"], alone()))
    print(f"GenZ has no answer to {sum(refused.values())} of {len(theirs)} rows: {'; '.join(f'{why} {count}' for why, count in refused.most_common())}\n")
    print(lines("mechanism taken out", list(study.SETS.values()), mechanism))
    times = seconds_each(theirs)
    print(f"ours: {1 / times['ours']:,.0f} scenarios a second, {times['GenZ'] / times['ours']:,.0f} times as many as GenZ")
    measured = {name: {key: [shares(one) for one in each] for key, each in rows.items()} for name, rows in (("together", together), ("mechanisms", mechanism))}
    (out / "inference.json").write_text(json.dumps(measured | {"seconds": times, "refused": refused}, indent=1) + "\n", encoding="utf-8")
