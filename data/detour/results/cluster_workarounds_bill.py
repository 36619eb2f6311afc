"""Results on what a training run costs on weaker chips: months, chips, money and energy, over those of as many H100."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

from detour import registry
from detour.models import money
from detour.prediction import training_matched
from detour.registry import Entry
from detour.results.cluster_workarounds_matching import CHIPS, MODELS, NAMES, STRONG, by_factors, factors_of, matched, rows_of, together
from detour.results.engine import quadrature, result
from detour.results.forms import of_many, of_symbols, ratio

#: Chips whose bill is made, by the short name that results carry; the first is the one without restriction.
BILLED = ("h100", "h800", "a800", "a100", "h20", "910b", "910c")
#: Jobs by the model that is trained: number of chips, tokens of the run and of a step.
JOBS = {
    "405b": ("es-cw-llama-run", "trn-h100-llama3-405b-tokens", "a-train-most-tokens"),
    "v3": ("es-178", "trn-h800-dsv3-tokens", "a-cw-bill-batch"),
}
#: Runs whose hours were published: job and chip, on which the absolute bill is made too.
PUBLISHED = (("405b", "h100"), ("v3", "h800"))
#: Peak rates at eight bits, in which DeepSeek-V3 was trained: chips without one train it in sixteen.
EIGHT = {"h100": "nvidia-h100/fp8_peak", "h800": "a-train-fp8-h800", "h20": "nvidia-h20/fp8_peak"}
#: What an hour costs beside the price of the chip, its power and what a kWh costs: symbol and row.
SITE = {"o": "a-cost-overhead", "y": "a-cost-years", "b": "a-cost-busy", "v": "a-cost-node-power", "q": "a-cost-pue"}
#: Rows of the TDP where the lists contradict one another.
_TDP = {"h20": "a-cost-tdp-h20", "910b": "a-cost-tdp-910b", "910c": "a-cost-tdp-910c"}
_KILO, _MEGA = 1e-3, 1e-6
_HOUR = r"\frac{{c{0}\,(1 + o)}}{{8766\,y\,b}} + W{0} v q e{0}"


def rows(chip: str, job: str) -> dict[str, tuple[str, str]]:
    """Return symbol and row of every input of a run on as many of a chip as the H100 of the job, by what the model calls them."""
    count, _, batch = JOBS[job]
    found = rows_of(chip, job) | {"strong_chips": ("n", count), "tokens": ("b", batch)}
    if job == "v3":
        found |= {"strong_fp8_peak": ("P_8s", EIGHT["h100"])} | ({"fp8_peak": ("P_8", EIGHT[chip])} if chip in EIGHT else {})
    return found


def _slower(chip: str, values: dict[str, float]) -> float:
    """Return how many times as long as many of a chip take."""
    factor = values.pop("spread_of") * values.pop("strong_spread_of")
    return factor / training_matched.pace(values, CHIPS[chip][:2], STRONG[:2])


def _more(chip: str, values: dict[str, float]) -> float:
    """Return how many of a chip take as long, over the H100; NaN where no number tried does."""
    factor = values.pop("spread_of") * values.pop("strong_spread_of")
    found = matched(chip, "v3", values, factor, reasons=False).ratio
    return math.nan if found is None else found


def declare_times(id: str, title: str, relation: str, chip: str, job: str, function: Callable) -> None:
    """Declare a ratio of two runs, whose interval is that of both predictions, each erring for itself."""
    inputs = rows(chip, job) | factors_of(chip)
    symbols = {symbol: name for name, (symbol, _) in inputs.items()}
    relation = of_many(relation, "T, T_s", [each for each in symbols if each not in ("k", "k_s", "n")])
    found = {symbol: ref for symbol, ref in inputs.values()}
    result(id, title=title, relation=relation, unit="", digits=2, combine=by_factors, **found)(of_symbols(partial(function, chip), symbols))


def as_fast(chip: str, job: str) -> tuple[float, float, float]:
    """Return how many of a chip are as fast as one H100 of a job, from the least to the most by the factors of both; NaN where no number tried is.

    >>> low, ratio, high = as_fast("h800", "v3")
    >>> low < ratio < high
    True
    """
    values = {name: registry.find(ref).value for name, (_, ref) in rows(chip, job).items()}
    factor = together([registry.find(ref).value for _, ref in factors_of(chip).values()])
    found = (matched(chip, job, values, each, reasons=False).ratio for each in (1 / factor, 1.0, factor))
    low, ratio, high = (math.nan if each is None else each for each in found)
    return low, ratio, high


def prices(chip: str, mark: str = "") -> dict[str, str]:
    """Return the rows of what an hour of a chip costs, by symbol: its price, its TDP, and power where it stands."""
    land = "a-cost-power-price-us" if chip == "h100" else "a-cost-power-price"
    return {f"c{mark}": f"a-cost-price-{chip}", f"W{mark}": _TDP.get(chip, f"{CHIPS[chip][0]}/tdp"), f"e{mark}": land}


def hour_cost(c: float, W: float, e: float, o: float, y: float, b: float, v: float, q: float) -> float:
    """Return what an hour of one owned chip at work costs; W in watts.

    >>> round(hour_cost(27000, 700, 0.08, 0.5, 5, 0.8, 1.4, 1.3), 2)
    1.26
    """
    return money.chip_hour_cost(c, o, y, W * _KILO, q, e, v, b)


def dearer(r, c, c_s, W, W_s, e, e_s, o, y, b, v, q):
    """Return the money of a run over that of a run on as many H100: hours times what one costs, over the same."""
    return r * hour_cost(c, W, e, o, y, b, v, q) / hour_cost(c_s, W_s, e_s, o, y, b, v, q)


def thirstier(r, W, W_s):
    """Return the energy over that of a run on as many H100: nodes and cooling are taken to add the same share."""
    return r * W / W_s


def _declare_bill(chip: str, job: str) -> None:
    """Declare what a run costs on as many of a chip, over as many H100."""
    tail, name = f"{job}-{chip}", f"{MODELS[job][1]} on as many {NAMES[chip]}, over H100"
    declare_times(f"r-cw-bill-slower-{tail}", f"Length of the training of {name}", r"r &= k\, k_s \frac{T(n)}{T_s(n)}", chip, job, _slower)
    both = prices(chip) | prices("h100", "_s")
    shown = rf"m = r \cdot \left({_HOUR.format('')}\right) / \left({_HOUR.format('_s')}\right)"
    inputs = {"r": f"r-cw-bill-slower-{tail}", **both, **SITE}
    result(f"r-cw-bill-dearer-{tail}", title=f"Cost of the training of {name}", relation=shown, unit="", digits=2, combine=quadrature, **inputs)(dearer)
    inputs = {"r": f"r-cw-bill-slower-{tail}", "W": both["W"], "W_s": both["W_s"]}
    title = f"Energy of the training of {name}"
    result(f"r-cw-bill-energy-{tail}", title=title, relation=r"E = r \frac{W}{W_s}", unit="", digits=2, combine=quadrature, **inputs)(thirstier)


for _job in JOBS:
    for _chip in BILLED[1:]:
        _declare_bill(_chip, _job)
for _chip in BILLED[1:]:
    declare_times(
        f"r-cw-bill-chips-v3-{_chip}",
        f"{NAMES[_chip]} that train DeepSeek-V3 as fast as one H100, each at its narrowest floats",
        r"r &= \frac{1}{n} \min \{ m : \frac{b}{T(m)} \ge k\, k_s \frac{b}{T_s(n)} \}",
        _chip,
        "v3",
        _more,
    )


def by_factor(function: Callable, inputs: Mapping[str, Entry]) -> tuple[float, float, float]:
    """Return the value as predicted, and the same over and times the factor within which predictions of whole runs hold."""
    central = {symbol: each.value for symbol, each in inputs.items()}
    value, low, high = (float(function(**central | {"k": factor})) for factor in (1.0, 1 / central["k"], central["k"]))
    return value, low, high


by_factor.counts = by_factors.counts


def _hours(chip: str, values: dict[str, float]) -> float:
    """Return the chip hours of a run."""
    factor = values.pop("spread_of")
    return factor * training_matched.chip_hours(values | {"chips": values["strong_chips"]}, CHIPS[chip][:2])


def _declare_sums(job: str, chip: str) -> None:
    """Declare hours, months, money and energy of a run that was published, and the hours over the published ones."""
    _, tokens, _ = JOBS[job]
    tail, name = f"{job}-{chip}", f"of the training of {MODELS[job][1]} on {NAMES[chip]}"
    known = {each: found for each, found in rows(chip, job).items() if not each.startswith("strong_") or each == "strong_chips"}
    known |= {"run": ("D", tokens), "run_share": ("ψ", "a-train-run-share"), "spread_of": ("k", "a-train-spread-run")}
    symbols = {symbol: each for each, (symbol, _) in known.items()}
    relation = of_many(r"t &= k \frac{D\, n\, T(n)}{3600\, b}", "T", [each for each in symbols if each not in ("k", "n", "D")])
    found = {symbol: ref for symbol, ref in known.values()}
    hours = f"r-cw-bill-hours-{tail}"
    result(hours, title=f"Chip hours {name}", relation=relation, unit="hour", digits=2, combine=by_factor, **found)(of_symbols(partial(_hours, chip), symbols))

    @result(f"r-cw-bill-months-{tail}", title=f"Length {name}", relation=r"t = \frac{H}{730.5\,n}", unit="month", digits=2, H=hours, n=JOBS[job][0])
    def months(H, n):
        """Return the hours over the chips, in months."""
        return money.run_months(H, n)

    inputs = {"H": hours, **prices(chip), **SITE}
    shown = rf"m = H \left({_HOUR.format('')}\right)"

    @result(f"r-cw-bill-cost-{tail}", title=f"Cost {name}, chips owned", relation=shown, unit="USD", digits=2, combine=quadrature, **inputs)
    def cost(H, c, W, e, o, y, b, v, q):
        """Return hours times what one costs."""
        return money.run_cost(H, hour_cost(c, W, e, o, y, b, v, q))

    inputs = {"H": hours, "W": prices(chip)["W"], "v": SITE["v"], "q": SITE["q"]}

    @result(f"r-cw-bill-power-{tail}", title=f"Energy {name}", relation=r"E = 10^{-9} H W v q", unit="GWh", digits=2, combine=quadrature, **inputs)
    def energy(H, W, v, q):
        """Return hours times the power that the site takes for one chip."""
        return money.run_energy(H, money.site_power(W * _KILO, v, q)) * _MEGA


def _declare_hour(chip: str) -> None:
    """Declare what an hour of an owned chip at work costs."""
    title, shown = f"Cost of an hour of an owned {NAMES[chip]} in a cluster that trains", f"h = {_HOUR.format('')}"
    inputs = prices(chip) | SITE
    result(f"r-cw-bill-hour-{chip}", title=title, relation=shown, unit="USD/chip/hour", digits=2, combine=quadrature, **inputs)(hour_cost)


for _job, _chip in PUBLISHED:
    _declare_sums(_job, _chip)
for _chip in ("h100", "h800", "a100"):
    _declare_hour(_chip)

ratio(
    "r-cw-bill-over-405b",
    "Hours of the model over those that Meta published for Llama 3.1 405B",
    "r-cw-bill-hours-405b-h100",
    "trn-h100-llama3-405b-gpuh",
    unit="",
)
ratio(
    "r-cw-bill-over-v3",
    "Hours of the model over those published for DeepSeek-V3's pre-training",
    "r-cw-bill-hours-v3-h800",
    "trn-h800-dsv3-pretrain-gpuh",
    unit="",
)
ratio("r-cw-bill-over-rent", "An hour of an owned H800 over the rent that DeepSeek assumes", "r-cw-bill-hour-h800", "se-cost-rent-h800", unit="", digits=2)


@result(
    "r-cw-bill-over-bloom",
    title="Energy of BLOOM's published hours by our shares, over the published energy",
    relation=r"r = \frac{10^{-6} H W v q}{A + B}",
    unit="",
    digits=2,
    combine=quadrature,
    H="trn-run-bloom-176b",
    W="nvidia-a100/tdp",
    v=SITE["v"],
    q=SITE["q"],
    A="es-cw-bloom-chips-energy",
    B="es-cw-bloom-idle-energy",
)
def over_bloom(H, W, v, q, A, B):
    """Return the energy of the hours that were published over that of the chips and of the rest of the site."""
    return money.run_energy(H, money.site_power(W * _KILO, v, q)) * _KILO / (A + B)
