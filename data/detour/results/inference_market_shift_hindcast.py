"""Results on how the model of the market would have done: a year ahead of each count, beside forecasts that ask no model, and what its bands rest on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detour.models.sampling import effective_size
from detour.prediction import market, market_hindcast
from detour.prediction.market_hindcast import FORECASTS, ahead, errors, informed_late, outlook, widths
from detour.results.engine import result, tally
from detour.tables import Data, load

_READS = ("estimates", "assumptions", "series")
_MEDIAN, _WIDTH = r"e = \operatorname{median} |\hat{y} / y - 1|", r"w = \operatorname{median} \frac{\hat{y}_{90}}{\hat{y}_{10}}"
WORDS = dict(
    zip(
        FORECASTS,
        (
            "the model, weighed by counts of earlier years",
            "the model, weighed by no count",
            "the model at the centres of its assumptions",
            "no change since the last count",
            "the last growth going on",
            "IDC itself",
        ),
        strict=True,
    )
)


@result(
    "r-shift-hindcast-idc-2023",
    title="China's AI computing capacity in 2023 by IDC's report of 2022-2023, growth from 2022 to 2026 taken as even",
    relation=r"C_{23} = C_{22} \left(\frac{C_{26}}{C_{22}}\right)^{1/4}",
    unit="EFLOP/s",
    C_22="es-market-stock-2022-f22",
    C_26="es-market-stock-2026-f22",
)
def idc_2023(C_22, C_26):
    """Return the forecast a year on, of four years of even growth."""
    return C_22 * (C_26 / C_22) ** 0.25


@result(
    "r-shift-hindcast-idc-2024",
    title="China's AI computing capacity in 2024 by IDC's report of 2023, growth from 2022 to 2027 taken as even",
    relation=r"C_{24} = C_{22} \left(1 + \frac{g}{100}\right)^2",
    unit="EFLOP/s",
    C_22="es-market-stock-2022",
    g="es-market-stock-growth-f23",
)
def idc_2024(C_22, g):
    """Return the count of 2022 after two years of the growth that was forecast in 2023."""
    return C_22 * (1 + g / 100) ** 2


def told(name: str, title: str, relation: str, value: Callable[[Data], float], unit: str = "", digits: int = 2) -> None:
    """Declare a number of the hindcast, from the tables."""
    kept = {"reads": _READS, "whole": True, "predicted": False}
    tally(f"r-shift-hindcast-{name}", title=title, relation=relation, unit=unit, digits=digits, **kept)(lambda data: float(value(data)))


def one(data: Data, name: str, year: int) -> market_hindcast.Ahead:
    """Return what is said of one count."""
    return next(each for each in ahead(data) if (each.count.name, each.count.year) == (name, year))


def band_width(data: Data, end: str) -> float:
    """Return the high over the low end of the band for the capacity of 2030 with one end of the spread."""
    spread = load("assumptions", data).set_index("id").at[market.SPREAD, end]
    low, high = outlook(float(spread), data).band("stock", 2030, market.ENDS)
    return high / low


told("counts", "Counts of the market that the model is held against", "n", lambda data: len(ahead(data)))
for _band, _words in (("band", "counts of earlier years"), ("before", "no count")):
    _id = {"band": "", "before": "-prior"}[_band]
    told(
        f"inside{_id}",
        f"Counts inside the band of the model, weighed by {_words}",
        "n",
        lambda data, band=_band: sum(each.holds(getattr(each, band)) for each in ahead(data)),
    )
    told(
        f"width{_id}",
        f"High over low end of the model's bands for the counts, median, weighed by {_words}",
        _WIDTH,
        lambda data, band=_band: np.median(widths(ahead(data), band)),
        "ratio",
    )
for _name in FORECASTS:
    told(f"error-{_name}", f"Median error of {WORDS[_name]}", _MEDIAN, lambda data, name=_name: 100 * np.median(errors(ahead(data), name)), "percent")
for _name in ("stayed", "grew", "own"):
    told(f"counts-{_name}", f"Counts for which there is a forecast by {WORDS[_name]}", "n", lambda data, name=_name: len(errors(ahead(data), name)))
    told(
        f"beside-{_name}",
        f"Median error of {WORDS['median']}, over the counts for which there is a forecast by {WORDS[_name]}",
        _MEDIAN,
        lambda data, name=_name: 100 * np.median(errors(ahead(data), "median", name)),
        "percent",
    )
told(
    "missed",
    "Share of domestic makers in the cards of 2024 as the model said it from earlier counts, over the count",
    r"q = \hat{y} / y",
    lambda data: one(data, "domestic_cards", 2024).median / one(data, "domestic_cards", 2024).count.value,
    "ratio",
)
told(
    "idc-2024-over",
    "Capacity of 2024 as IDC forecast it in 2023, over what it counted",
    r"q = \hat{y} / y",
    lambda data: one(data, "stock", 2024).own / one(data, "stock", 2024).count.value,
    "ratio",
)
told(
    "two-years",
    "Capacity of 2024 as the model says it from the counts of 2022, over what IDC counted",
    r"q = \hat{y} / y",
    lambda data: market.up_to(2022, data).band("stock", 2024)[1] / one(data, "stock", 2024).count.value,
    "ratio",
)
told(
    "effective",
    "Samples of equal weight that say as much as those weighed by all counts",
    r"n = 1 / \sum w^2",
    lambda d: effective_size(market.up_to(2025, d).weights),
)
for _end in ("low", "central", "high"):
    told(
        f"spread-{_end}",
        f"High over low end of the band for the capacity of 2030, with the {_end} value of how far a count may be from the model",
        r"w = \frac{\hat{y}_{90}}{\hat{y}_{10}}",
        lambda data, end=_end: band_width(data, end),
        "ratio",
    )
told("inputs", "Inputs of the model of the market", "n", lambda data: len(market.ROWS))
told("late", "Inputs of the model of the market whose rows cite a number of 2023 or later", "n", lambda data: len(informed_late(2023, data)))
