"""What the model of the market says of a year from the counts of earlier years, beside forecasts that ask no model."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour import registry, tables
from detour.models import market as model
from detour.prediction import market
from detour.prediction.market import Count
from detour.tables import DATA, Data

#: What IDC itself forecast within two years before, by quantity and year, and the row or result that holds it.
OWN = {("stock", 2023): "r-shift-hindcast-idc-2023", ("stock", 2024): "r-shift-hindcast-idc-2024"}
#: Forecasts that are compared, by field of `Ahead`.
FORECASTS = ("median", "prior", "centre", "stayed", "grew", "own")

_YEAR = re.compile(r"(?:19|20)\d\d")

Band = tuple[float, float, float]


class Ahead(NamedTuple):
    """A count, and what is said of it without it; NaN where a forecast does not exist.

    `band` has the ends and median of samples weighed by counts of earlier years only, `before` those of samples weighed by none; `centre` is the run at
    the centres of all inputs, `stayed` the last count of the quantity, `grew` that with its growth going on, `own` what IDC had forecast.
    """

    count: Count
    band: Band
    before: Band
    centre: float
    stayed: float
    grew: float
    own: float

    @property
    def median(self) -> float:
        """Return the median of the samples weighed by counts of earlier years."""
        return self.band[1]

    @property
    def prior(self) -> float:
        """Return the median of samples that no count weighs."""
        return self.before[1]

    def holds(self, band: Band) -> bool:
        """Return whether a band holds the count."""
        return band[0] <= self.count.value <= band[2]


def went_on(counts: list[Count], name: str, year: int) -> tuple[float, float]:
    """Return two forecasts of a quantity from its counts of earlier years: the last of them, and that with the growth between the last two going on.

    Growth is taken even over the years between counts. NaN stands where one or two counts are wanting.

    >>> made = [Count("cards", 2022, 1.0, ""), Count("cards", 2024, 4.0, ""), Count("stock", 2024, 9.0, "")]
    >>> went_on(made, "cards", 2025), went_on(made, "stock", 2025)
    ((4.0, 8.0), (9.0, nan))
    """
    known = sorted((each.year, each.value) for each in counts if each.name == name and each.year < year)
    if not known:
        return math.nan, math.nan
    last, value = known[-1]
    if len(known) == 1:
        return value, math.nan
    first, earlier = known[-2]
    return value, value * (value / earlier) ** ((year - last) / (last - first))


@lru_cache(maxsize=4)
def ahead(data: Data = DATA) -> tuple[Ahead, ...]:
    """Return every count with what is said of it without it, in the order of `market.COUNTED`.

    >>> found = ahead()
    >>> len(found) == len(market.COUNTED), all(each.band[0] < each.band[1] < each.band[2] for each in found)
    (True, True)
    """
    counts = market.counts(data)
    centre = market.run(market.centre(data))
    prior = market.up_to(model.FIRST - 1, data)
    known = {year: market.up_to(year - 1, data) for year in sorted({each.year for each in counts})}
    return tuple(
        Ahead(
            each,
            tuple(map(float, known[each.year].band(each.name, each.year))),
            tuple(map(float, prior.band(each.name, each.year))),
            float(centre[f"{each.name}_{each.year}"]),
            *went_on(counts, each.name, each.year),
            registry.find(OWN[each.name, each.year], data).value if (each.name, each.year) in OWN else math.nan,
        )
        for each in counts
    )


def errors(some: tuple[Ahead, ...], forecast: str, where: str = "") -> np.ndarray:
    r"""Return the absolute errors $|\hat{y}/y - 1|$ of a forecast of `FORECASTS`, over the counts for which it, and the one named by `where`, exist.

    >>> made = Ahead(Count("stock", 2024, 2.0, ""), (1.0, 3.0, 4.0), (1.0, 2.0, 4.0), 1.0, 1.0, math.nan, math.nan)
    >>> errors((made,), "median").tolist(), errors((made,), "median", "grew").tolist()
    ([0.5], [])
    """
    pairs = [(getattr(each, forecast), each) for each in some if not where or not math.isnan(getattr(each, where))]
    return np.array([abs(said / each.count.value - 1) for said, each in pairs if not math.isnan(said)])


def widths(some: tuple[Ahead, ...], band: str = "band") -> np.ndarray:
    """Return the high over the low end of each `band`, or of each band `before`.

    >>> float(widths((Ahead(Count("stock", 2024, 2.0, ""), (1.0, 3.0, 4.0), (1.0, 2.0, 8.0), 1.0, 1.0, 1.0, 1.0),), "before")[0])
    8.0
    """
    return np.array([getattr(each, band)[2] / getattr(each, band)[0] for each in some])


def outlook(spread: float, data: Data = DATA) -> market.Ensemble:
    """Return the market of samples weighed by all counts, each of which may differ from a sound model by that spread of the logarithm."""
    return market.ensemble(market.ends(data), market.correlations(data), market.counts(data), spread)


def informed_late(year: int, data: Data = DATA) -> list[str]:
    """Return the inputs whose rows cite a number of that year or later: what is said of it from earlier counts is not blind to them.

    >>> found = informed_late(2023)
    >>> "domestic_growth" in found, "inference" in found
    (True, False)
    """
    cited = tables.load("assumptions", data).set_index("id")["informed_by"]
    return [name for name, row in market.ROWS.items() if any(_last_year(ref, data) >= year for ref in tables.split(cited[row]))]


def _last_year(ref: str, data: Data) -> int:
    """Return the last year that the period of a row names, 0 where it has none."""
    return max(map(int, _YEAR.findall(registry.find(ref, data).period)), default=0)
