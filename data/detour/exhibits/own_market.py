"""The market for chips computed in the drawing: the model of `models.market` itself, written as expressions of the values that a reader sets.

`parameters` holds what the page computes with; `found` is the same in Python.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import altair as alt

from detour.exhibits.controls import Control, assumed
from detour.exhibits.controls import parameters as plain
from detour.models import market as model
from detour.prediction import market

#: Quantities with a panel each, and those that only the table of chosen years has.
DRAWN = ("stock", "tokens_served", "inference_share", "unserved", "domestic_cards", "spending")
TOLD = ("stock", "tokens_served", "inference_share", "language_share", "domestic_share", "unserved", "utilisation", "token_cost")
#: Years of the table.
TOLD_YEARS = (2025, 2026, 2028, 2030)
#: Parameter that holds every quantity by name, a list of years each; the table's are of all years too.
FOUND = "found"
_NAME = re.compile(r"\b[a-z_]+_\d{4}\b")
_PREFIX = "set_"


def controls() -> tuple[Control, ...]:
    """Return what a reader may move about the market; the least and the greatest hold the interval of the assumption."""
    demand, tokens, supply = "Demand", "Tokens and what a chip passes", "Supply"

    def control(name: str, label: str, unit: str, group: str, ends: tuple[float, float], step: float) -> Control:
        return assumed(f"{_PREFIX}{name}", market.ROWS[name], label, unit, group, ends, step)

    return (
        control("training", "Demand for training grows", "times a year", demand, (1, 4), 0.1),
        control("fade", "Part of that growth, and of supply's, that lasts a year", "", demand, (0, 1), 0.05),
        control("utilisation", "Hours in which buyers mean a fleet to be busy", "share", demand, (0.15, 0.9), 0.05),
        control("tokens_growth", "Tokens in 2026", "times those of 2025", tokens, (1, 15), 0.5),
        control("tokens_fade", "Part of that growth that lasts a year", "", tokens, (0, 1), 0.05),
        control("throughput", "Tokens of a busy PFLOP/s in 2025", "a second", tokens, (500, 20_000), 500),
        control("efficiency", "Tokens of the same chip grow", "times a year", tokens, (0.8, 2.5), 0.05),
        control("domestic_growth", "What domestic makers can sell grows", "times a year", supply, (1, 4), 0.1),
        control("foreign_after", "Let in from abroad from 2026", "EFLOP/s a year", supply, (0, 1000), 10),
    )


def given(values: dict[str, float]) -> dict[str, float]:
    """Return the inputs of the model with the values of controls in the place of the centres.

    >>> given({"set_fade": 0.5})["fade"]
    0.5
    """
    return market.centre() | {name.removeprefix(_PREFIX): value for name, value in values.items()}


def found(**values: float) -> dict[str, float]:
    """Return every quantity of every year for some values of the controls.

    >>> found()["tokens_2025"] == found(set_training=3.0)["tokens_2025"] == market.centre()["tokens"]
    True
    """
    return market.run(given(values))


def written(value: Any) -> str:
    """Return a number or an expression as the page writes it, every digit kept.

    >>> written(0.1), written(alt.param(name="set_fade") * 2)
    ('0.1', '(set_fade * 2)')
    """
    return value.to_dict()["expr"] if isinstance(value, (alt.Parameter, alt.ParameterExpression)) else str(value)


@lru_cache(maxsize=1)
def traced() -> dict[str, str]:
    """Return the expression of every quantity that what is shown needs, in the order of computing; each may name those before it."""
    texts: dict[str, str] = {}

    def keep(name: str, value: Any) -> Any:
        if isinstance(value, float):
            return value  # does not depend on what is set
        texts[name] = written(value)
        return alt.param(name=name, expr=texts[name])

    inputs = market.centre() | {each.name.removeprefix(_PREFIX): alt.param(name=each.name, value=each.default) for each in controls()}
    ends = model.path(inputs, alt.expr.min, alt.expr.max, keep)
    shown = {f"{name}_{year}": written(ends[f"{name}_{year}"]) for name in dict.fromkeys(DRAWN + TOLD) for year in model.YEARS}
    needed, waiting = set(), [name for name in shown if name in texts]
    while waiting:
        if (name := waiting.pop()) not in needed:
            needed.add(name)
            waiting += [other for other in _NAME.findall(texts[name]) if other in texts]
    return {name: text for name, text in texts.items() if name in needed}


def parameters() -> list[alt.Parameter]:
    """Return the controls, every quantity that is needed, and all that is shown by name and year."""
    known, constants = traced(), market.run(market.centre())
    lists = ", ".join(
        f"{name}: [{', '.join(each if (each := f'{name}_{year}') in known else repr(float(constants[each])) for year in model.YEARS)}]"
        for name in dict.fromkeys(DRAWN + TOLD)
    )
    return [*plain(controls()), *(alt.param(name=name, expr=text) for name, text in known.items()), alt.param(name=FOUND, expr=f"{{{lists}}}")]


def computed(chart: alt.Chart) -> alt.Chart:
    """Return rows of a quantity and a year with what the model makes of them, at the values set."""
    return chart.transform_calculate(run=f"{FOUND}[datum.quantity] ? {FOUND}[datum.quantity][datum.year - {model.FIRST}] : null")
