"""Results of the chapter on domestic makers: counts put into one unit before they are reconciled, and how far they scatter."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from scipy.stats import chi2

from detour.models import reconciliation
from detour.registry import Entry
from detour.results import domestic_gpu_makers_volumes as volumes
from detour.results.engine import result
from detour.results.forms import of_many, of_symbols, quotient


@result(
    "r-dg-vol-idc-nvidia-2024",
    title="Nvidia’s cards in China in 2024 by IDC’s total and share",
    relation=r"n = N \cdot \frac{s}{100}",
    unit="cards",
    N="es-002",
    s="es-090",
)
def idc_nvidia(N, s):
    """Return total times share."""
    return N * s / 100


quotient(
    "r-dg-vol-910b-as-said",
    "Ascend 910B in 2024 as the article’s volume of the H20 and its ratio have it",
    "chips",
    "c-ft25-h20-shipments-2024",
    "c-ft25-nvidia-huawei-ratio-2024",
)


@result(
    "r-dg-made-ft-2025",
    title="Ascend 910B and 910C to be made in 2025 by the plan of February",
    relation=r"n = b + c",
    unit="chips",
    b="es-hi-910b-production-2025",
    c="es-hi-910c-production-2025",
)
def made_by_plan(b, c):
    """Return both chips together."""
    return b + c


def packages(D, c, d):
    """Return packages out of dies, where one chip takes several and every other one; raise ValueError where the dies are not enough.

    >>> packages(1000000, 300000, 2)
    700000
    """
    if c * d > D:
        raise ValueError(f"{c:g} packages of {d:g} dies need more than {D:g}")
    return D - c * (d - 1)


for _year, _dies, _chips in (("2025", "es-038", "es-033"), ("2026", "es-039", "es-037")):
    result(
        f"r-dg-made-bloomberg-{_year}",
        title=f"Ascend packages to be made in {_year} out of the dies that Bloomberg reports",
        relation=r"n = D - c\,(d - 1)",
        unit="chips",
        D=_dies,
        c=_chips,
        d="a-hi-dies-per-910c",
    )(packages)


def _declare(pool: str, title: str) -> None:
    """Declare by what factor counts of one thing scatter, as one standard deviation."""
    groups = volumes.POOLS[pool]
    refs = list(dict.fromkeys(ref for group in groups for ref in group))
    symbols = volumes.lettered(refs)

    def pooled(values: Mapping[str, float]) -> tuple[float, int]:
        return reconciliation.spread([[values[ref] for ref in group] for group in groups])

    def ranged(function: Callable, entries: Mapping[str, Entry]) -> tuple[float, float, float]:
        """Return the factor of one standard deviation, and its range of 90 percent by how few counts there are."""
        deviation, freedom = pooled({symbols[symbol]: each.value for symbol, each in entries.items()})
        ends = (deviation * math.sqrt(freedom / chi2.ppf(level, freedom)) for level in (0.95, 0.05))
        low, high = (math.exp(each) for each in ends)
        return math.exp(deviation), low, high

    relation = of_many(r"f &= \exp \sqrt{\frac{\sum_{gi} (\ln n_{gi} - \bar y_g)^2}{\sum_g (m_g - 1)}}", "n", [*symbols])
    result(pool, title=title, relation=relation, unit="ratio", digits=2, combine=ranged, **symbols)(
        of_symbols(lambda values: math.exp(pooled(values)[0]), symbols)
    )


_declare(volumes.SPREAD, "Factor by which counts of one maker in one year scatter, one standard deviation")
_declare(volumes.PLANS, "Factor by which plans and forecasts of what Huawei makes scatter, one standard deviation")


def tried(values: Mapping[str, float]) -> list[reconciliation.LeftOut]:
    """Return every count of cards and chips that others count too, held against those others."""
    return reconciliation.left_out([[values[ref] for ref in group] for group in volumes.POOLS[volumes.SPREAD]])


def _declare_tried(id: str, title: str, asked: str, number: Callable[[list[reconciliation.LeftOut]], int]) -> None:
    refs = list(dict.fromkeys(ref for group in volumes.POOLS[volumes.SPREAD] for ref in group))
    symbols = volumes.lettered(refs)

    def once(function: Callable, entries: Mapping[str, Entry]) -> tuple[float, float, float]:
        """Return how many there are."""
        return function(**{symbol: each.value for symbol, each in entries.items()}), math.nan, math.nan

    relation = of_many(rf"m &= |\{{ i{asked} \}}|", "n", [*symbols])
    result(id, title=title, relation=relation, unit="", digits=6, combine=once, **symbols)(of_symbols(lambda values: number(tried(values)), symbols))


_WITHIN = r" : |\ln n_i - \bar y_{{-i}}| \le q\, s_{{-i}} {}"
_declare_tried("r-dg-vol-tried", "Counts held against the others of the same thing", "", len)
_declare_tried(
    "r-dg-vol-tried-range",
    "Counts inside the range that the others make",
    _WITHIN.format(r"/ \sqrt{k}"),
    lambda found: sum(each.within(each.range_factor) for each in found),
)
_declare_tried(
    "r-dg-vol-tried-count",
    "Counts inside the range in which one more is expected",
    _WITHIN.format(r"\sqrt{1 + 1/k}"),
    lambda found: sum(each.within(each.count_factor) for each in found),
)
