"""Our kernel of peridynamics interpreted, on whole arrays, compiled and shared among cores, at several sizes, and the roofline of the machine.

    .venv/bin/python -m pip install 'numba>=0.68,<1'    # unless the tests have brought it
    .venv/bin/python -m benchmarks peridynamics         # four minutes
    .venv/bin/python -m benchmarks peridynamics keep    # the same, and its rows into data/evidence/estimates.csv

Prints bonds a second, a bond counted from either end, writes them to `_build/benchmarks/`, and how a crack grows at the published spacing. What is
timed is processor time, that of all threads divided by their number: on a machine that does nothing else it is the time on the clock, on a busy one it
leaves out the others. A row is the median of five blocks, low and high the least and greatest; each block is the best of its runs.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from detour.models import peridynamics_bonds, peridynamics_case
from detour.models.peridynamics import critical_stretch
from detour.models.peridynamics_plate import Plate
from detour.tables import DATA, ROOT

SIDES, BLOCKS, RUNS = (100, 300, 1000), 5, 6
#: Elements of an array of the triad: 240 MB, beyond any cache.
TRIAD = 30_000_000
#: How often a loop in the nearest cache multiplies and adds: some ten milliseconds.
PASSES = 2_000_000
REACH, SMALL = peridynamics_case.REACH, 60
#: Grids on which the straight crack is followed; the last is the published one.
GRIDS = (100, 150, 200, 300, 500)
WORDS = {"float64": "double", "float32": "single"}


class Rate(NamedTuple):
    """What was measured: an id, what ran in words, the quantity, its unit, and median, least and greatest of the blocks."""

    id: str
    scope: str
    quantity: str
    unit: str
    value: float
    low: float
    high: float


def blocks(work: Callable[[], object], amount: float, threads: int = 1, runs: int = RUNS, clock: Callable[[], float] = time.process_time) -> tuple:
    """Return how much is done a second of each thread, by processor time if not said otherwise: median, least and greatest of blocks, each the best of runs.

    >>> low, high = blocks(lambda: sum(range(1000)), 1.0)[1:]
    >>> 0 < low <= high
    True
    """
    work()  # compiled, and in the caches, before anything is timed
    best = []
    for _ in range(BLOCKS):
        times = []
        for _ in range(runs):
            begin = clock()
            work()
            times.append(clock() - begin)
        best.append(amount * threads / max(min(times), 1e-9))
    return statistics.median(best), min(best), max(best)


def state(side: int, number: type) -> tuple:
    """Return the arguments of the kernel for a square plate that shakes a little: no bond is torn, so that every run does the same work."""
    plate = Plate(peridynamics_case.STEEL, side, side, peridynamics_case.SIDE / side, REACH)
    x, y = (each.ravel().astype(number) for each in np.meshgrid(plate.x, plate.y))
    random = np.random.default_rng(20250131)
    u, v = ((1e-4 * plate.spacing * random.standard_normal(x.size)).astype(number) for _ in range(2))
    table, whole = peridynamics_bonds.neighbours(side, side, REACH)
    critical = critical_stretch(plate.material, plate.horizon)
    return x, y, u, v, table, whole, number(REACH + 0.5), number(1 / plate.spacing), number(1), number(critical), np.zeros_like(x), np.zeros_like(x)


def interpreted(side: int) -> tuple[float, float, float]:
    """Return bonds a second, in billions, of the loop as Python runs it."""
    *arguments, _, _ = state(side, np.float64)
    return blocks(lambda: [peridynamics_bonds.force_at(i, *arguments) for i in range(side * side)], arguments[5].sum() / 1e9, runs=1)


def on_arrays(side: int) -> tuple[float, float, float]:
    """Return bonds a second, in billions, of the plate whose bonds of one shape are one operation on arrays; it visits a bond once for both ends."""
    plate = Plate(peridynamics_case.STEEL, side, side, peridynamics_case.SIDE / side, REACH)
    return blocks(plate.forces, plate.bonds.sum() / 1e9)


def rates() -> Iterator[Rate]:
    """Yield what is measured, first what takes no compiler."""
    import numba

    from benchmarks import compiled

    numba.config.THREADING_LAYER = "workqueue"  # its threads sleep while they wait, and so take no processor time
    cores = numba.config.NUMBA_NUM_THREADS
    yield Rate(f"python-double-{SMALL}", f"interpreted, one core, double precision, {SMALL} nodes a side", "bond_rate", "Gbond/s", *interpreted(SMALL))
    for side in SIDES:
        yield Rate(f"arrays-double-{side}", f"NumPy, one core, double precision, {side} nodes a side", "bond_rate", "Gbond/s", *on_arrays(side))
    for name, threads in (("serial", 1), ("parallel", cores)):
        forces = compiled.kernel(parallel=threads > 1)
        for side in SIDES:
            for number in (np.float64, np.float32):
                arguments = state(side, number)
                found = blocks(lambda f=forces, a=arguments: f(*a), arguments[5].sum() / 1e9, threads)
                precision = WORDS[number.__name__]
                scope = f"compiled, {cores_said(threads)}, {precision} precision, {side} nodes a side"
                yield Rate(f"{name}-{precision}-{side}", scope, "bond_rate", "Gbond/s", *found)
    yield from on_card()
    yield from roofs(cores)


def on_card() -> Iterator[Rate]:
    """Yield the same on a graphics card, by the clock, if there is one that Numba can use; nothing else depends on it."""
    from numba import cuda

    from benchmarks import compiled

    if not cuda.is_available():
        return
    forces = compiled.on_card()
    name = cuda.get_current_device().name
    name = name.decode() if isinstance(name, bytes) else name
    for number in (np.float64, np.float32):
        arguments = state(SIDES[-1], number)
        there = [cuda.to_device(each) if isinstance(each, np.ndarray) else each for each in arguments]
        found = blocks(lambda a=there: forces(*a), arguments[5].sum() / 1e9, clock=time.perf_counter)
        precision = WORDS[number.__name__]
        yield Rate(f"card-{precision}-{SIDES[-1]}", f"{name}, {precision} precision, {SIDES[-1]} nodes a side", "bond_rate", "Gbond/s", *found)


def cores_said(cores: int) -> str:
    """Return a number of cores in words."""
    return "one core" if cores == 1 else f"{cores} cores"


def roofs(cores: int) -> Iterator[Rate]:
    """Yield what memory and arithmetic of the machine give at best, on one core and on all."""
    import numba

    from benchmarks import compiled

    arrays = [np.ones(TRIAD) for _ in range(3)]
    for threads in sorted({1, cores}):
        numba.set_num_threads(threads)
        scope = f"triad of STREAM, {cores_said(threads)}"
        found = blocks(lambda: compiled.triad(*arrays, 2.0), 24e-9 * TRIAD, threads, 3)
        yield Rate(f"memory-{'one' if threads == 1 else 'all'}", scope, "sustained_bandwidth", "GB/s", *found)
    for number in (np.float64, np.float32):
        states = np.ones(compiled.LANES, number)
        found = blocks(lambda s=states, n=number: compiled.multiply_add(s, n(0.5), PASSES), 2e-9 * compiled.LANES * PASSES)
        precision = WORDS[number.__name__]
        yield Rate(f"peak-{precision}", f"multiply-add in the nearest cache, one core, {precision} precision", "sustained_flop_rate", "GFLOP/s", *found)


def machine() -> str:
    """Return what the machine is, in words: processor, cores that this process may use. No name of a host."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    model = facts.get("model name", "processor not named")
    return f"{model}, family {facts.get('cpu family', '?')} model {facts.get('model', '?')}, {cores_said(len(os.sched_getaffinity(0)))}"


def row(rate: Rate, fields: list[str]) -> list[str]:
    """Return a measured rate as a row of the table of estimates, rounded to four digits."""
    said = {name: f"{getattr(rate, name):.4g}" for name in ("value", "low", "high")}
    today = date.today().isoformat()
    made = {
        "id": f"es-dg-pd-own-{rate.id}",
        "subject": "detour-peridynamics",
        "scope": f"{rate.scope}; {machine()}",
        "quantity": rate.quantity,
        "period": today,
        **said,
        "bound": "exact",
        "unit": rate.unit,
        "basis": "reported",
        "estimator": "The Inference Detour project",
        "published": today,
        "source": "s-dg-pd-own",
        "confidence": "medium",
        "preferred": "yes",
        "preferred_reason": "only row of this definition",
        "note": "median of five blocks, least and greatest of them; processor time of a shared machine",
    }
    return [made[name] for name in fields]


def keep(found: list[Rate]) -> None:
    """Put the rows into the table of estimates, in place of those of the same ids."""
    path = DATA / "evidence" / "estimates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        fields, *rows = csv.reader(file)
    made = {each[0]: each for each in (row(rate, fields) for rate in found)}
    rows = [made.pop(each[0], each) for each in rows] + list(made.values())
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([fields, *rows])


def main() -> None:
    """Print what is measured as it comes, and write it down."""
    print(f"{machine()}\n\n| what | median | least | greatest | unit |\n|---|---:|---:|---:|---|")
    found = []
    for rate in rates():
        print(f"| {rate.scope} | {rate.value:.3g} | {rate.low:.3g} | {rate.high:.3g} | {rate.unit} |", flush=True)
        found.append(rate)
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    found.append(published())
    (out / "peridynamics.json").write_text(json.dumps([rate._asdict() for rate in found], indent=1) + "\n", encoding="utf-8")
    if "keep" in sys.argv[2:]:
        keep(found)


def published() -> Rate:
    """Print how the straight crack grows on ever finer grids, and return its way on the published one."""
    first = peridynamics_case.FIRST
    print("\n| nodes a side | first 1.2 mm after, µs | way at the end, mm | mean speed, m/s |\n|---:|---:|---:|---:|")
    for side in GRIDS:
        grown = peridynamics_case.straight(side, (peridynamics_case.END,))
        way = grown.distance[-1] * 1e3
        print(f"| {side} | {grown.when(first) * 1e6:.2f} | {way:.2f} | {grown.speed(first):.0f} |", flush=True)
    scope = f"square plate with a crack, pulled at 20 m/s: growth of a tip at 16.7 µs, our kernel on {GRIDS[-1]} nodes a side"
    return Rate(f"growth-{GRIDS[-1]}", scope, "crack_growth", "mm", way, way, way)
