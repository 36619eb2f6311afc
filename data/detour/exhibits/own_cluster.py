"""A cluster of one's own, computed in the drawing: a grid of speeds by the model of training, and the models' own formulas for what failures leave.

`lines` holds the grid; `computed` picks from it what the controls ask for, and adds failures, days and the H100 that do as much. `chosen` is the same
in Python.
"""

from __future__ import annotations

import math
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from detour.exhibits.controls import Control, assumed, calculate
from detour.exhibits.frames import short_name
from detour.models import reliability
from detour.models.equivalence import equal_count, rising
from detour.prediction import training_losses
from detour.prediction.training_grid import Line, grid

CHIPS = (
    "nvidia-h100",
    "nvidia-h800",
    "nvidia-h20",
    "nvidia-a100",
    "nvidia-a800",
    "nvidia-v100",
    "huawei-ascend-910c",
    "huawei-ascend-910b",
)
STRONG = "nvidia-h100"
MODELS = {"Llama 3.1 8B": "llama-3-1-8b", "Llama 3.1 70B": "llama-3-1-70b", "Llama 3.1 405B": "llama-3-1-405b", "DeepSeek-V3": "deepseek-v3"}
#: Times its links that a chip is given, and what that is called.
LINKS = {0.25: "a quarter", 0.5: "half", 1.0: "as sold", 2.0: "double"}
SIZES = tuple(8 * 2**power for power in range(15))
RUNS = {3e11: "0.3 trillion", 2e12: "2 trillion", 5e12: "5 trillion", 14.8e12: "14.8 trillion", 3e13: "30 trillion"}
#: The clusters drawn: that of the controls, the same with its links as sold, and H100.
OWN, SOLD, BEST = "the cluster set", "links as sold", "H100 as sold"
SERIES = (OWN, SOLD, BEST)
#: What the printed face shows.
CHIP, MODEL, CUT = "nvidia-h800", "Llama 3.1 405B", 0.5
_DAY = 86400.0
#: Digits of a speed, as `detour predict` prints it.
_DIGITS = 6
#: How much faster than the fastest H100 a cluster may be by rounding alone.
_SLACK = 1 + 1e-9
_EXPR = {"minimum": alt.expr.min, "maximum": alt.expr.max}


def controls() -> tuple[Control, ...]:
    """Return what a reader may move about a cluster and its job."""
    cluster, job, failing = "The cluster", "The job", "Failures of the cluster set"
    chips = tuple((float(place), short_name(chip)) for place, chip in enumerate(CHIPS))
    models = tuple((float(place), model) for place, model in enumerate(MODELS))
    links = tuple(LINKS.items())
    return (
        Control("set_chip", "Chip", "", 0, len(CHIPS) - 1, CHIPS.index(CHIP), 1, cluster, f"{CHIP}/fp16_peak", chips),
        assumed("set_chips", "es-cw-llama-run", "Chips", "", cluster, (SIZES[0], SIZES[-1]), 1, {float(size): f"{size:,}" for size in SIZES}),
        Control("set_links", "Links within a node", "", min(LINKS), max(LINKS), CUT, 0.25, cluster, f"{CHIP}/interconnect_bandwidth", links),
        Control("set_network", "Network between nodes", "", min(LINKS), max(LINKS), CUT, 0.25, cluster, "a-serve-network", links),
        Control("set_model", "Model", "", 0, len(MODELS) - 1, list(MODELS).index(MODEL), 1, job, f"{MODELS[MODEL]}/layer_count", models),
        assumed("set_tokens", "trn-h800-dsv3-tokens", "Tokens of the run", "", job, (min(RUNS), max(RUNS)), 1, RUNS),
        assumed("set_failures", "a-train-failure-rate", "Failures in a year, of a hundred chips", "", failing, (1, 200), 1),
        assumed("set_recovery", "a-train-recovery", "Time lost to a failure", "s", failing, (30, 7200), 30),
    )


@lru_cache(maxsize=1)
def every() -> tuple[Line, ...]:
    """Return the grid, speeds with the digits that the page gets."""
    found = grid(CHIPS, tuple(MODELS), tuple(LINKS), SIZES)
    return tuple(each._replace(speeds=tuple(float(f"{speed:.{_DIGITS}g}") for speed in each.speeds)) for each in found)


def lines() -> pd.DataFrame:
    """Return the grid as the page gets it: choices by their place, one row for each line."""
    return pd.DataFrame(
        {
            "at": CHIPS.index(each.chip),
            "of": list(MODELS).index(each.model),
            "link": each.link,
            "network": each.network,
            "speeds": list(each.speeds),
            "layouts": list(each.layouts),
            "percent": each.percent,
            "factor": each.factor,
        }
        for each in every()
    )


def reached(speed, share):
    """Return the tokens of a run that a day adds, from those of its steps a second and the share of time in which it gets on."""
    return _DAY * training_losses.load().run_share * speed * share


def useful(failures, chips, recovery):
    """Return the share of time in which a run gets on, checkpoints at their best."""
    return reliability.best_useful_share(reliability.failures_a_second(failures), chips, training_losses.load().saving, recovery)


def strong_rates(model: str) -> list[float]:
    """Return the tokens that a day adds on each number of H100, as assumed of all chips, rising."""
    (line,) = (each for each in every() if (each.chip, each.model, each.link, each.network) == (STRONG, model, 1.0, 1.0))
    shares = useful(_default("set_failures"), np.array(SIZES, float), _default("set_recovery"))
    return [float(rate) for rate in rising(SIZES, reached(np.array(line.speeds), shares).tolist())]


def _default(name: str) -> float:
    """Return the value that the printed face has of a control."""
    return next(each.default for each in controls() if each.name == name)


def parameters() -> list[alt.Parameter]:
    """Return what the drawing computes with beside the controls: what H100 reach with each model."""
    return [alt.param(name="strong", value=[strong_rates(model) for model in MODELS])]


def computed(chart: alt.Chart) -> alt.Chart:
    """Return a row for each number of chips in each of the clusters drawn, with the values of the controls."""
    datum = alt.datum
    own = f"datum.at == set_chip && datum.link == set_links && datum.network == set_network ? '{OWN}' : ''"
    sold, best = (
        f"datum.at == {at} && datum.link == 1 && datum.network == 1 ? '{name}' : ''" for at, name in (("set_chip", SOLD), (CHIPS.index(STRONG), BEST))
    )
    chart = chart.transform_filter(f"datum.of == set_model && (datum.at == set_chip || datum.at == {CHIPS.index(STRONG)})")
    chart = chart.transform_calculate(label=f"[{own}, {sold}, {best}]").transform_flatten(["label"]).transform_filter("datum.label != ''")
    chart = chart.transform_calculate(sizes=str(list(SIZES))).transform_flatten(["sizes", "speeds", "layouts"], as_=["chips", "speed", "layout"])
    for name in ("failures", "recovery"):
        printed = f"datum.label == '{BEST}' ? {_default(f'set_{name}'):g} : set_{name}"
        chart = chart.transform_calculate(**{name: printed})
    chart = calculate(chart, share=useful(datum.failures, datum.chips, datum.recovery), rate=reached(datum.speed, datum.share))
    found = {"tokens_per_day": "datum.rate", "low": "datum.rate / datum.factor", "high": "datum.rate * datum.factor", "days": "set_tokens / datum.rate"}
    found |= {"mfu_percent": "datum.percent * datum.speed / datum.chips", "useful_percent": "100 * datum.share"}
    equal = equal_count(datum.rate, SIZES, [datum.strong[place] for place in range(len(SIZES))], **_EXPR)
    chart = calculate(chart, strong="strong[datum.of]", **{name: f"datum.speed > 0 ? {text} : null" for name, text in found.items()})
    chart = calculate(chart, h100_equal=f"datum.speed > 0 && datum.rate <= {_SLACK} * datum.strong[{len(SIZES) - 1}] ? {equal} : null")
    return calculate(chart, ratio="datum.h100_equal === null ? null : datum.chips / datum.h100_equal")


def chosen(set_chip, set_links, set_network, set_model, set_tokens, set_failures, set_recovery, set_chips=0.0) -> pd.DataFrame:
    """Return the same rows for some values of the controls."""
    chip, model = CHIPS[int(set_chip)], list(MODELS)[int(set_model)]
    asked = {OWN: (chip, set_links, set_network), SOLD: (chip, 1.0, 1.0), BEST: (STRONG, 1.0, 1.0)}
    by_way = {(each.chip, each.link, each.network): each for each in every() if each.model == model}
    strong, rows = strong_rates(model), []
    for label, way in asked.items():
        failing = (_default("set_failures"), _default("set_recovery")) if label == BEST else (set_failures, set_recovery)
        for size, speed, layout in zip(SIZES, by_way[way].speeds, by_way[way].layouts, strict=True):
            rows.append(_row(label, size, speed, layout, by_way[way], failing, set_tokens, strong))
    return pd.DataFrame(rows)


def _row(label: str, size: int, speed: float, layout: str, line: Line, failing: tuple[float, float], tokens: float, strong: list[float]) -> dict:
    """Return one number of chips of one cluster."""
    share = useful(failing[0], size, failing[1])
    rate = reached(speed, share) or math.nan
    equal = equal_count(rate, SIZES, strong) if rate <= _SLACK * strong[-1] else math.nan
    found = {"label": label, "chips": size, "tokens_per_day": rate, "low": rate / line.factor, "high": rate * line.factor, "days": tokens / rate}
    found |= {"mfu_percent": line.percent * speed / size if speed else math.nan, "useful_percent": 100 * share if speed else math.nan}
    return found | {"h100_equal": equal, "ratio": size / equal, "layout": layout}
