"""Which inputs decide what the model of the market says: Sobol' indices, by SciPy."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.stats import sobol_indices, uniform

from detour.models import sampling
from detour.prediction import market
from detour.tables import DATA, Data

#: Samples of each of the two matrices of the estimator, a power of two.
SAMPLES = 2**11
SEED = 2030
#: What is decided: quantity, and whether its logarithm is taken, as of what spans a power of ten.
OUTPUTS = {"stock": True, "tokens_served": True, "inference_share": False}


class Index(NamedTuple):
    """Parts of the variance of a quantity that an input makes alone, and with others."""

    output: str
    year: int
    input: str
    first: float
    total: float


def indices(year: int, data: Data = DATA) -> list[Index]:
    """Return the first-order and total indices of every input for the quantities of `OUTPUTS` in a year.

    Inputs are drawn each for itself, from the same distributions as for the bands: indices of inputs that are drawn together have no plain meaning.
    Source of the form: Saltelli and others, Computer Physics Communications 181, 2010, as `scipy.stats.sobol_indices` has it.
    """
    return _indices(year, tuple(sorted(market.ends(data).items())))


@lru_cache(maxsize=4)
def _indices(year: int, inputs: tuple) -> list[Index]:
    names = [name for name, _ in inputs]

    def told(points: np.ndarray) -> np.ndarray:
        given = {name: sampling.between(points[place], *three) for place, (name, three) in enumerate(inputs)}
        found = market.run(given)
        return np.array([np.log(found[f"{name}_{year}"]) if log else found[f"{name}_{year}"] for name, log in OUTPUTS.items()])

    found = sobol_indices(func=told, n=SAMPLES, dists=[uniform()] * len(names), rng=SEED)
    return [
        Index(output, year, name, float(found.first_order[row, place]), float(found.total_order[row, place]))
        for row, output in enumerate(OUTPUTS)
        for place, name in enumerate(names)
    ]
