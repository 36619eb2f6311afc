"""Results on what one chip is worth in others: in prefill, in decode, for money; and what a million tokens cost."""

from __future__ import annotations

from detour.models.money import chip_hour_cost, cost_per_million_tokens
from detour.results.engine import quadrature, result
from detour.results.huawei_inference_served import CHIPS, MODELS, NAMES

#: Chips that are counted, and those they are counted in.
COUNTED, UNITS = ("910c", "910b", "mlu590", "p800"), ("h20", "h100")
#: Chips of which a price was found.
PRICED = ("910c", "910b", "mlu590", "h20", "h100")
_KILO = 1e-3
_HOUR = r"\frac{{{c}(1+o)}}{{8766\,y}} + {W} q e"


def money(chip: str, suffix: str = "") -> dict[str, str]:
    """Return the inputs of what an hour of a chip costs and what it serves, by symbol."""
    return {f"c{suffix}": f"a-cost-price-{chip}", f"W{suffix}": f"{CHIPS[chip][0]}/tdp"}


COMMON = {"o": "a-cost-overhead", "y": "a-cost-years", "q": "a-cost-pue", "e": "a-cost-power-price"}


def worth(chip: str, unit: str, model: str, phase: str) -> None:
    """Declare how many of another chip one chip is worth in a phase."""

    @result(
        f"r-hi-worth-{phase}-{model}-{chip}-{unit}",
        title=f"One {NAMES[chip]} in {NAMES[unit]}s: {phase} of {MODELS[model][1]}, predicted",
        relation=r"w = \frac{A}{B}",
        unit="ratio",
        digits=2,
        combine=quadrature,
        A=f"r-hi-{phase}-{model}-{chip}",
        B=f"r-hi-{phase}-{model}-{unit}",
    )
    def chips(A, B):
        """Return the one throughput over the other."""
        return A / B


def worth_for_money(chip: str, unit: str, model: str) -> None:
    """Declare how many times the tokens of another chip a dollar buys on one chip."""
    hours = [_HOUR.format(c=f"c_{each}", W=f"W_{each}") for each in "BA"]

    @result(
        f"r-hi-worth-money-{model}-{chip}-{unit}",
        title=f"Answers of {MODELS[model][1]} for a dollar, {NAMES[chip]} over {NAMES[unit]}, predicted",
        relation=rf"w = \frac{{A}}{{B}} \cdot \frac{{{hours[0]}}}{{{hours[1]}}}",
        unit="ratio",
        digits=2,
        combine=quadrature,
        A=f"r-hi-serve-{model}-{chip}",
        B=f"r-hi-serve-{model}-{unit}",
        **money(chip, "_A"),
        **money(unit, "_B"),
        **COMMON,
    )
    def for_money(A, B, c_A, W_A, c_B, W_B, o, y, q, e):
        """Return the ratio of throughputs times that of what an hour costs, turned over."""
        return A / B * chip_hour_cost(c_B, o, y, W_B * _KILO, q, e) / chip_hour_cost(c_A, o, y, W_A * _KILO, q, e)


def cost(chip: str, model: str) -> None:
    """Declare what a million tokens of answers cost on a chip, prompts included."""

    @result(
        f"r-hi-cost-{model}-{chip}",
        title=f"Cost of a million tokens of answers of {MODELS[model][1]} on the {NAMES[chip]}, prompts included",
        relation=rf"C = \frac{{10^6}}{{3600\,r\,u}} \left({_HOUR.format(c='c', W='W')}\right)",
        unit="USD/Mtoken",
        digits=2,
        combine=quadrature,
        r=f"r-hi-serve-{model}-{chip}",
        u="a-cost-utilisation",
        **money(chip),
        **COMMON,
    )
    def per_million(r, u, c, W, o, y, q, e):
        """Return the cost of a chip hour over the tokens of that hour."""
        return cost_per_million_tokens(chip_hour_cost(c, o, y, W * _KILO, q, e), r, u)


for _model in MODELS:
    for _chip in ("h20", "910c"):
        cost(_chip, _model)
    for _unit in UNITS:
        for _chip in COUNTED:
            for _phase in ("prefill", "decode"):
                worth(_chip, _unit, _model, _phase)
            if _chip in PRICED:
                worth_for_money(_chip, _unit, _model)
