"""How good the model is, worked out once a process: its misses on rows that no fit saw, those of the plain roofline, and those without a mechanism."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from detour.prediction import answers, errors, fitting, mechanisms, plain
from detour.prediction.efficiencies import load
from detour.prediction.errors import LEFT_TO_US, Misses
from detour.prediction.fitting import Pair
from detour.prediction.scenario import Scenario

#: Rows that a fit did not see, by why it did not: kept apart for it; their source or their chip left out; told beside, with a load and a layout.
SETS = {"validation": "kept apart", "source": "source left out", "chip": "chip left out", "context": "told beside"}
_KEYS = {"source": errors.source, "chip": errors.chip}


@lru_cache(maxsize=2)
def pairs(role: str) -> tuple[Pair, ...]:
    """Return the measured rows of a role that the model answers; of those told beside, the ones that say their load and layout."""
    found = fitting.measured([role])
    return tuple(pair for pair in found if role != "context" or not LEFT_TO_US & set(pair[1].assumed))


def missed(name: str, model: Callable[[Sequence[Pair], Sequence[Pair]], Misses], rewrite: Callable[[Pair], Pair] = lambda pair: pair) -> Misses:
    """Return the misses of a model, fitted on calibration rows, on the rows of one of `SETS`."""
    seen = [rewrite(pair) for pair in pairs("calibration")]
    if name in _KEYS:
        return errors.left_out(seen, _KEYS[name], model)
    return model(seen, [rewrite(pair) for pair in pairs(name)])


@lru_cache(maxsize=4)
def ours(name: str) -> Misses:
    """Return the misses of the model on the rows of one of `SETS`."""
    return missed(name, errors.fitted)


@lru_cache(maxsize=4)
def of_roofline(name: str) -> Misses:
    """Return those of the plain roofline."""
    return missed(name, plain.fitted)


@lru_cache(maxsize=64)
def without(id: str, name: str) -> Misses:
    """Return those of the model without the mechanism of that id, fitted again."""
    mechanism = next(each for each in mechanisms.MECHANISMS if each.id == id)
    return missed(name, mechanisms.fitted_without(mechanism), mechanism.rewrite)


@lru_cache(maxsize=1)
def unsaid() -> Misses:
    """Return the misses on rows that leave batch, prompt or size of the deployment to us."""
    return errors.misses([pair for pair in fitting.measured(["context"]) if LEFT_TO_US & set(pair[1].assumed)], load())


def factor(asked: Scenario) -> float:
    """Return the factor of the interval of a row's prediction."""
    return answers.spreads_of()[errors.spread_key(asked, answers.calibrated())]


def coverage(some: Misses) -> float:
    """Return the share of measurements inside the interval of their prediction."""
    return some.coverage(factor)
