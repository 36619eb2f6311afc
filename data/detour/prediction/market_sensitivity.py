"""Which inputs decide what the model of the market says: Sobol' indices by SciPy, and what each input explains once samples are weighed by counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.stats import sobol_indices, uniform

from detour.models import market as model
from detour.models import sampling
from detour.prediction import market
from detour.prediction.market import Ends
from detour.tables import DATA, Data

#: Samples of each of the two matrices of the estimator, a power of two.
SAMPLES = 2**12
SEED = 2030
#: Total index from which an input is said to matter.
MATTERS = 0.05
#: What is decided: quantity, and whether its logarithm is taken, as of what spans a power of ten.
OUTPUTS = {"stock": True, "tokens_served": True, "inference_share": False}


class Index(NamedTuple):
    """Parts of the variance of a quantity, 0 to 1: that an input makes alone, and with others; and that it explains once samples are weighed by all counts."""

    output: str
    year: int
    input: str
    first: float
    total: float
    weighed: float


def decomposed(told: Callable[[dict[str, np.ndarray]], np.ndarray], inputs: Mapping[str, Ends], count: int = SAMPLES) -> tuple[np.ndarray, np.ndarray]:
    """Return first-order and total Sobol' indices of a function: a row for each row that it returns, a column for each input.

    `told` is given an array for each input and returns a row for each output. Inputs are drawn each for itself, between its ends as
    `sampling.between` has it; `count`, a power of two, is the number of samples of each of the two matrices. Source of the form: Saltelli and others,
    Computer Physics Communications 181, 2010, as `scipy.stats.sobol_indices` has it.

    >>> first, total = decomposed(lambda given: np.log(given["x"])[None], {"x": (1.0, 2.0, 4.0), "y": (1.0, 2.0, 4.0)})
    >>> np.abs(first.round(2)).tolist(), np.abs(total.round(2)).tolist()
    ([[1.0, 0.0]], [[1.0, 0.0]])
    """

    def of_points(points: np.ndarray) -> np.ndarray:
        return told({name: sampling.between(points[place], *three) for place, (name, three) in enumerate(inputs.items())})

    found = sobol_indices(func=of_points, n=count, dists=[uniform()] * len(inputs), rng=SEED)
    # SciPy drops the first axis where there is one output only.
    return np.atleast_2d(found.first_order), np.atleast_2d(found.total_order)


def indices(year: int, data: Data = DATA, count: int = SAMPLES) -> list[Index]:
    """Return the parts of every input in the quantities of `OUTPUTS` in a year.

    First-order and total indices are of inputs drawn each for itself, for those of inputs drawn together have no plain meaning, and before any count. What is
    weighed explains the band that is told: samples are drawn together and weighed by every count, so that its parts overlap where inputs move together.
    """
    return list(_indices(year, tuple(sorted(market.ends(data).items())), data, count))


@lru_cache(maxsize=8)
def _indices(year: int, inputs: tuple, data: Data, count: int) -> tuple[Index, ...]:
    ends = dict(inputs)
    first, total = decomposed(lambda given: _told(market.run(given), year), ends, count)
    known = market.up_to(model.LAST, data)
    drawn, told = market.drawn(ends, market.correlations(data)), _told(known.found, year)
    return tuple(
        Index(output, year, name, float(first[row, place]), float(total[row, place]), sampling.explained(drawn[name], told[row], known.weights))
        for row, output in enumerate(OUTPUTS)
        for place, name in enumerate(ends)
    )


def _told(found: Mapping[str, np.ndarray], year: int) -> np.ndarray:
    """Return the quantities of `OUTPUTS` in a year, a row each."""
    return np.array([np.log(found[f"{name}_{year}"]) if log else found[f"{name}_{year}"] for name, log in OUTPUTS.items()])
