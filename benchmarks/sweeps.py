"""Sweeps against a plain loop and `ProcessPoolExecutor.map`: how time falls with workers, and grows with scenarios.

    .venv/bin/python -m benchmarks sweeps          # two minutes on two cores

Everything is a ratio of wall times within one run. Starting processes counts, for ours and for `map`; of the Dask cluster, which stands before a
sweep begins, it does not.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count, cycle, islice
from pathlib import Path

from detour.prediction import training_fitting
from detour.sweeps import Serial, predicted, sweep
from detour.sweeps.sweeping import TOGETHER
from detour.tables import ROOT

#: Scenarios of the comparison by workers, and numbers of workers; tenfold and hundredfold scenarios.
MANY, WORKERS, GROWTH = 640, (1, 2, 4), (64, 640, 6400)
TIMES = 3
ROLES = ("calibration", "validation", "context")


def scenarios(number: int) -> list[dict[str, str]]:
    """Return measured rows of training over and over, each time with another batch, so that no two are the same."""
    rows = [row for row, _ in training_fitting.measured(ROLES)]
    return [{**row, "record_id": str(place), "batch": str(4096 + 8 * place)} for place, row in zip(count(), islice(cycle(rows), number), strict=False)]


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """Return the seconds that something takes, the least of several times."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return min(found)


def mapped(rows: Sequence[dict[str, str]], workers: int) -> list[dict]:
    """Return predictions by what the standard library has for it: no order of arrival, no store, all in memory, and one dead worker ends it."""
    chunks = [rows[start : start + TOGETHER] for start in range(0, len(rows), TOGETHER)]
    with ProcessPoolExecutor(workers) as pool:
        return [each for found in pool.map(predicted, chunks) for each in found]


def stored(rows: Sequence[dict[str, str]], workers: int) -> None:
    """Sweep with a store on disk."""
    with tempfile.TemporaryDirectory() as folder:
        sweep(rows, store=Path(folder) / "store", workers=workers)


def on_dask(rows: Sequence[dict[str, str]], workers: int) -> float:
    """Return the seconds of a sweep on a Dask cluster of this machine that has worked before."""
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL) as cluster, Client(cluster) as client:
        client.run(predicted, rows[:1])
        return seconds(lambda: sweep(rows, client.get_executor()), TIMES)


def by_workers(number: int, workers: Sequence[int]) -> dict[str, dict[int, float]]:
    """Return the time of each way over that of a plain loop, by workers: the least of several times, in turn, as the machine may do other things."""
    rows = scenarios(number)
    # The first call reads the tables.
    predicted(rows[:1])
    ways = {("plain loop", 1): lambda: predicted(rows), ("sweep, no workers", 1): lambda: sweep(rows, Serial())}
    ways |= {("sweep", each): lambda each=each: sweep(rows, workers=each) for each in workers}
    ways |= {("sweep, kept in a file", each): lambda each=each: stored(rows, each) for each in workers}
    ways |= {("ProcessPoolExecutor.map", each): lambda each=each: mapped(rows, each) for each in workers}
    rounds = [{way: seconds(run) for way, run in ways.items()} for _ in range(TIMES)]
    least = {way: min(each[way] for each in rounds) for way in ways} | {("sweep, Dask", each): on_dask(rows, each) for each in workers}
    found = {}
    for (name, each), time_taken in least.items():
        found.setdefault(name, {})[each] = time_taken / least["plain loop", 1]
    return found


def by_scenarios(numbers: Sequence[int], workers: int) -> dict[int, dict[str, float]]:
    """Return the time of a sweep, of one that finds all its answers kept, and of a plain loop over that of the sweep of fewest scenarios."""
    found = {}
    for number in numbers:
        rows, times = scenarios(number), TIMES if number < numbers[-1] else 1
        found[number] = {"sweep": seconds(lambda rows=rows: stored(rows, workers), times)}
        with tempfile.TemporaryDirectory() as folder:
            again = Path(folder) / "store"
            sweep(rows, store=again, workers=workers)
            found[number]["found again"] = seconds(lambda rows=rows, again=again: sweep(rows, store=again, workers=workers), times)
        found[number]["plain loop"] = seconds(lambda rows=rows: predicted(rows), times)
    least = found[numbers[0]]["sweep"]
    return {number: {name: each / least for name, each in times.items()} for number, times in found.items()}


def main() -> None:
    """Print both tables, and keep what was measured."""
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    falls = by_workers(MANY, WORKERS)
    print(f"Time of {MANY:,} scenarios over that of a plain loop, by workers; this machine has {os.cpu_count()} cores.\n")
    print(f"| | {' | '.join(map(str, WORKERS))} |\n|---|{'---:|' * len(WORKERS)}")
    for name, times in falls.items():
        print(f"| {name} | {' | '.join(f'{times[each]:.2f}' if each in times else '' for each in WORKERS)} |")
    grows = by_scenarios(GROWTH, 2)
    names = list(grows[GROWTH[0]])
    print(f"\nTime over that of a sweep of {GROWTH[0]} scenarios, two workers, answers kept in a file.\n")
    print(f"| scenarios | {' | '.join(names)} |\n|---:|{'---:|' * len(names)}")
    for number, times in grows.items():
        print(f"| {number:,} | {' | '.join(f'{times[name]:.2f}' for name in names)} |")
    measured = {"cores": os.cpu_count(), "workers": falls, "scenarios": grows}
    (out / "sweeps.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
