"""The model of the market on the tables: its inputs by row, samples of them, and how samples are weighed by what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from detour import registry, tables
from detour.models import market, sampling
from detour.tables import DATA, Data

_OWN = (
    *("stock", "inference", "training", "other", "fade", "tokens-early", "tokens", "tokens-growth", "tokens-fade", "throughput", "efficiency", "pace", "most"),
    *("domestic", "domestic-growth", "foreign", "foreign-after", "card-domestic", "card-foreign", "card-growth", "price", "price-change"),
)
#: The row of each input of `market.path`.
ROWS = {name.replace("-", "_"): f"a-market-{name}" for name in _OWN} | {
    "utilisation": "a-cost-utilisation",
    "life": "a-cost-years",
    "overhead": "a-cost-overhead",
}
#: Inputs that are drawn together, and the row that says how closely.
TOGETHER = {
    "a-market-correlation-tokens": ("tokens_growth", "efficiency"),
    "a-market-correlation-demand": ("training", "tokens_growth"),
    "a-market-correlation-supply": ("domestic_growth", "foreign_after"),
}
#: How far a count and a sound model may be apart.
SPREAD = "a-market-spread"
#: Samples drawn, a power of two; the share of them that a band holds.
SAMPLES, BAND = 2**15, 0.8
ENDS = ((1 - BAND) / 2, (1 + BAND) / 2)
SEED = 2022
#: Quantities that are told, of which samples are kept.
TOLD = (
    *("stock", "sold", "cards", "spending", "tokens_served", "utilisation", "unserved"),
    *("inference_share", "language_share", "domestic_share", "domestic_cards", "token_cost"),
)

Ends = tuple[float, float, float]


class Count(NamedTuple):
    """What was counted of the market in a year: the quantity and year as `market.path` names them, the number, and the row or result that holds it."""

    name: str
    year: int
    value: float
    row: str


#: Counts that the model is held against, by what they are of.
COUNTED = (
    ("stock", 2022, "es-market-stock-2022", 1.0),
    ("stock", 2023, "r-shift-market-stock-2023", 1.0),
    ("stock", 2024, "es-market-stock-2024", 1.0),
    # All cards of 2023 are half of them assumed, which is no count; the share of Chinese makers in them is.
    *(("cards", year, f"r-dg-vol-total-{year}", 1e-6) for year in (2022, 2024, 2025)),
    *(("domestic_cards", year, f"r-dg-share-domestic-{year}", 1.0) for year in (2022, 2023, 2024, 2025)),
    ("spending", 2023, "r-shift-market-size-2023", 1e-6),
    ("spending", 2024, "es-market-size-2024", 1e-6),
)


def counts(data: Data = DATA) -> list[Count]:
    """Return what was counted, in the units of the model."""
    return [Count(name, year, registry.find(row, data).value * factor, row) for name, year, row, factor in COUNTED]


def centre(data: Data = DATA) -> dict[str, float]:
    """Return the central value of every input.

    >>> centre()["life"]
    5.0
    """
    return {name: registry.find(row, data).value for name, row in ROWS.items()}


def ends(data: Data = DATA) -> dict[str, Ends]:
    """Return the least, central and greatest value of every input, and of what says how inputs are drawn."""
    rows = tables.load("assumptions", data).set_index("id")
    return {name: tuple(float(rows.at[row, end]) for end in ("low", "central", "high")) for name, row in ROWS.items()}


def run(given: Mapping[str, float]) -> dict[str, float]:
    """Return every quantity of every year for numbers or arrays of inputs, as `market.path` names them."""
    return market.path(given, np.minimum, np.maximum)


def correlations(data: Data = DATA) -> dict[str, float]:
    """Return how closely inputs are drawn together, by row."""
    return {row: registry.find(row, data).value for row in TOGETHER}


def drawn(inputs: Mapping[str, Ends], closely: Mapping[str, float], count: int = SAMPLES) -> dict[str, np.ndarray]:
    """Return samples of the inputs: points of a scrambled Sobol sequence, moved together as the correlations say, and put between the ends of each.

    >>> found = drawn(ends(), correlations(), 64)
    >>> low, central, high = ends()["life"]
    >>> len(found) == len(ROWS), bool((found["life"] >= low).all() and (found["life"] <= high).all()), int((found["life"] < central).sum())
    (True, True, 32)
    """
    names = sorted(inputs)
    points = qmc.Sobol(len(names), rng=SEED).random_base2(count.bit_length() - 1)
    pairs = {tuple(names.index(name) for name in TOGETHER[row]): value for row, value in closely.items()}
    points = sampling.together(points, pairs)
    return {name: sampling.between(points[:, place], *inputs[name]) for place, name in enumerate(names)}


class Ensemble(NamedTuple):
    """Samples of the market, and what each weighs."""

    found: dict[str, np.ndarray]
    weights: np.ndarray

    def band(self, name: str, year: int, shares=(ENDS[0], 0.5, ENDS[1])) -> np.ndarray:
        """Return the values of a quantity in a year below which shares of the weight lie."""
        return sampling.quantiles(self.found[f"{name}_{year}"], self.weights, shares)

    def chance(self, name: str, year: int, above: float) -> float:
        """Return the share of the weight, in percent, for which a quantity in a year is above a value."""
        return 100 * float(self.weights[self.found[f"{name}_{year}"] > above].sum())


def ensemble(inputs: Mapping[str, Ends], closely: Mapping[str, float], against: Iterable[Count], spread: float, count: int = SAMPLES) -> Ensemble:
    """Return samples of the market, weighed by how near each comes to counts; without counts they weigh the same."""
    return _ensemble(tuple(sorted(inputs.items())), tuple(sorted(closely.items())), tuple(against), spread, count)


@lru_cache(maxsize=8)
def _ensemble(inputs: tuple, closely: tuple, against: tuple[Count, ...], spread: float, count: int) -> Ensemble:
    found = run(drawn(dict(inputs), dict(closely), count))
    modelled = [found[f"{each.name}_{each.year}"] for each in against]
    table = np.column_stack(modelled) if against else np.ones((count, 1))
    weights = sampling.matched(table, np.array([each.value for each in against] or [1.0]), spread)
    names = [f"{name}_{year}" for name in TOLD for year in market.YEARS]
    return Ensemble({name: np.broadcast_to(found[name], weights.shape) for name in names}, weights)


def up_to(year: int, data: Data = DATA) -> Ensemble:
    """Return the market of samples weighed by the counts of years up to one."""
    against = [each for each in counts(data) if each.year <= year]
    return ensemble(ends(data), correlations(data), against, registry.find(SPREAD, data).value)
