"""Other models of training asked the rows that ours is held against, each in two ways: in our layout, and in the best by its own measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from detour.prediction import training, training_study
from detour.prediction.errors import Misses
from detour.prediction.fitting import observed
from detour.prediction.training_fitting import Pair

from benchmarks import aside, calculon, laid, llm_analysis
from benchmarks.laid import Laid

ROLES = ("validation", "calibration", "context")
#: Where each takes its layout from, where a row leaves that open.
WAYS = {"ours": "the layout that ours found", "own": "its own choice of layout"}


class Peer(NamedTuple):
    """Another model of training."""

    name: str
    asked: Callable[[Pair], dict | str]  #: a row as it takes it, or why it cannot
    way: Callable[[Laid, Pair], list[dict]]  #: a layout as it takes it, with its variants
    answers: Callable[[list[dict]], list[list]]  #: seconds of a step in each layout of each row, or why there are none


def peers(folder: Path) -> list[Peer | str]:
    """Return the other models, installed into a folder, or in a line why one cannot be had."""
    python = aside.environment(folder / "llm-analysis", llm_analysis.VERSION)
    first = Peer("llm-analysis", llm_analysis.asked, llm_analysis.way, lambda rows: aside.answers(python, llm_analysis.SCRIPT, rows))
    source = calculon.source(folder / "calculon" / "source")
    return [first, source if isinstance(source, str) else of_calculon(folder / "calculon" / "environment", source)]


def of_calculon(folder: Path, source: Path) -> Peer:
    """Return Calculon from its source, run in an environment with what it imports."""
    python, known = aside.environment(folder, *calculon.REQUIREMENTS), calculon.templates(source)
    return Peer("Calculon", lambda pair: calculon.asked(pair, known), calculon.way, lambda rows: aside.answers(python, calculon.SCRIPT, rows, str(source)))


def predictions(peer: Peer, pairs: Sequence[Pair]) -> dict[str, dict]:
    """Return, by record, the logarithm of prediction over measurement in each of `WAYS`, or why there is none."""
    taken, found = [], {}
    for pair, best in zip(pairs, laid.ours([run for _, run in pairs]), strict=True):
        row = peer.asked(pair)
        if isinstance(row, str):
            found[pair[0]["record_id"]] = {"why": row}
        else:
            taken.append((pair, row, [best, *laid.candidates(pair[1])]))
    told = peer.answers([row | {"ways": [peer.way(each, pair) for each in ways]} for pair, row, ways in taken])
    return found | {pair[0]["record_id"]: _read(pair, ways, seconds) for (pair, _, ways), seconds in zip(taken, told, strict=True)}


def _read(pair: Pair, ways: Sequence[Laid], told: Sequence[float | str]) -> dict:
    """Return the logarithms of one row: of the first layout, and of the fastest of the others."""
    row, run = pair
    # A step of another number of sequences takes as much longer.
    times = [seconds * run.batch / way.sequences for way, seconds in zip(ways, told, strict=True) if not isinstance(seconds, str)]
    first = not isinstance(told[0], str)
    chosen = {"ours": times[:1] if first else [], "own": [min(times[first:])] if times[first:] else []}
    logs = {way: float(np.log(training.read([run], np.array(each))[0] / observed(row))) for way, each in chosen.items() if each}
    return logs or {"why": next(each for each in told if isinstance(each, str))}


def every(folder: Path) -> tuple[dict[str, dict[str, dict]], list[str]]:
    """Return what each of the others says, by its name and by record, and in a line each those that cannot be had."""
    pairs = [pair for role in ROLES for pair in training_study.pairs(role)]
    had = peers(folder)
    return {peer.name: predictions(peer, pairs) for peer in had if isinstance(peer, Peer)}, [each for each in had if isinstance(each, str)]


def kinder(told: dict[str, dict]) -> str:
    """Return the way in which a model misses less in the median, of the rows that it answers in both.

    >>> kinder({"a": {"ours": 0.1, "own": 0.2}, "b": {"why": "experts"}})
    'ours'
    """
    both = [each for each in told.values() if set(WAYS) <= set(each)]
    return min(WAYS, key=lambda way: float(np.median([abs(np.expm1(each[way])) for each in both])))


def misses(some: Misses, told: dict[str, dict], way: str) -> Misses:
    """Return the misses of another model on those of our rows that it answers."""
    answered = some.of(lambda pair: way in told[pair[0]["record_id"]])
    return Misses(answered.pairs, np.array([told[row["record_id"]][way] for row, _ in answered.pairs]))
