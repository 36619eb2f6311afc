"""How good the model of training is, worked out once a process: its misses on rows that no fit saw, and those of one MFU for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from detour.prediction import errors, training_answers, training_errors, training_fitting, training_mechanisms
from detour.prediction.errors import Misses
from detour.prediction.training_errors import kind
from detour.prediction.training_fitting import Pair
from detour.prediction.training_scenario import Training

#: Rows that a fit did not see, by why it did not: kept apart for it; their source or their chip left out; told beside.
SETS = {
    "validation": "kept apart",
    "source": "source left out",
    "chip": "chip left out",
    "context": "told beside",
    "added": "tables added last, all left out",
}
#: Sources of the tables that were added after the model had first been fitted and published.
ADDED = frozenset(
    f"s-{name}"
    for name in (
        *("automodel-perf", "bridge-perf", "dgxc-llama31", "fms-fsdp", "megascale-text"),
        *("mindformers-models", "nemo-2407", "ptdp", "torchtitan-perf"),
    )
)
#: Runs of one model on ever more chips, and the most chips of those that a fit is given when the others are to be predicted.
_SERIES, _FITTED = "trn-910b-gpt3-175b-mfu-", 512
_KEYS = {"source": errors.source, "chip": errors.chip}
#: Chips of a run that is small, and beyond those of one that is large.
_SMALL, _LARGE = 64, 1024


@lru_cache(maxsize=4)
def pairs(role: str) -> tuple[Pair, ...]:
    """Return the measured rows of a role that the model answers."""
    return tuple(training_fitting.measured([role]))


def missed(name: str, model: Callable[[Sequence[Pair], Sequence[Pair]], Misses]) -> Misses:
    """Return the misses of a model, fitted on calibration rows, on the rows of one of `SETS`."""
    seen = pairs("calibration")
    if name == "added":
        added = [pair for role in ("calibration", "context") for pair in pairs(role) if errors.source(pair) in ADDED]
        return model([pair for pair in seen if errors.source(pair) not in ADDED], added)
    return errors.left_out(seen, _KEYS[name], model) if name in _KEYS else model(seen, pairs(name))


@lru_cache(maxsize=4)
def ours(name: str) -> Misses:
    """Return the misses of the model on the rows of one of `SETS`."""
    return missed(name, training_errors.fitted)


@lru_cache(maxsize=4)
def of_constant(name: str) -> Misses:
    """Return those of one MFU for all."""
    return missed(name, training_errors.constant)


@lru_cache(maxsize=4)
def without() -> dict[str, Misses]:
    """Return the misses of the model without each mechanism, by its id, and as it is by "all", with the source of each row left out."""
    return training_mechanisms.unseen(list(pairs("calibration")))


@lru_cache(maxsize=4)
def series(fitted: float = _FITTED) -> Misses:
    """Return the misses of GPT-3 on ever more Ascend 910B, least first, by a fit without the sizes above `fitted` chips.

    >>> [int(asked.chips) for _, asked in series().pairs]
    [128, 256, 512, 1024, 2048, 6144]
    """
    every = sorted((pair for role in ("calibration", "context") for pair in pairs(role) if pair[0]["record_id"].startswith(_SERIES)), key=_chips)
    return training_errors.fitted([pair for pair in pairs("calibration") if pair not in every or _chips(pair) <= fitted], every)


def _chips(pair: Pair) -> float:
    return pair[1].chips


def beyond() -> Misses:
    """Return those of `series` on sizes that no fit saw."""
    return series().of(lambda pair: _chips(pair) > _FITTED)


def kept() -> float:
    """Return the share of MFU that the largest run of `series` keeps of the smallest, as predicted."""
    some = series()
    found = np.exp(some.logs) * [float(row["value"]) for row, _ in some.pairs]
    return float(found[-1] / found[0])


def factor(asked: Training) -> float:
    """Return the factor of the interval of a row's prediction."""
    return training_answers.spreads_of()[kind(asked, training_answers.calibrated())]


def coverage(some: Misses) -> float:
    """Return the share of measurements inside the interval of their prediction."""
    return some.coverage(factor)


def scale(asked: Training) -> str:
    """Return the scale of a run in words.

    >>> [scale(asked) for _, asked in pairs("validation")][0]
    'more than 1,024 chips'
    """
    if asked.chips <= _SMALL:
        return f"up to {_SMALL} chips"
    return f"up to {_LARGE:,} chips" if asked.chips <= _LARGE else f"more than {_LARGE:,} chips"


#: What the parts of the rows are told apart by, and the part that a run falls into.
PARTS: dict[str, Callable[[Training], str]] = {
    "chip": lambda asked: asked.chip,
    "scale": scale,
    "model": lambda asked: "with experts" if asked.model.experts > 1 else "dense",
    "batch": lambda asked: "batch left to us" if "batch" in asked.assumed else "batch said",
}


def parts(some: Misses, by: Sequence[str] = tuple(PARTS)) -> dict[str, Misses]:
    """Return misses by chip, by scale, by kind of model and by whether the row says its batch, or by some of these."""
    names = {PARTS[each](asked): PARTS[each] for each in by for _, asked in some.pairs}
    return {name: some.of(lambda pair, name=name, word=word: word(pair[1]) == name) for name, word in sorted(names.items())}


def worst(some: Misses, count: int = 5) -> list[tuple[str, float]]:
    """Return the ids of the rows that are missed by most, and the prediction over the measurement."""
    order = np.argsort(-np.abs(some.logs))[:count]
    return [(some.pairs[place][0]["record_id"], float(np.exp(some.logs[place]))) for place in order]
