"""Results on the stock of A100 in China under our own count: what trains one large model, how many at once, and how large the stock may be."""

from __future__ import annotations

import math
from functools import partial

from detour.prediction import training_matched
from detour.registry import Entry
from detour.results import forms
from detour.results.cluster_workarounds_bill import by_factor
from detour.results.cluster_workarounds_matching import CHIPS, MODELS, rows_for
from detour.results.engine import quadrature, result
from detour.results.forms import of_many, of_symbols

STOCK, STATED = "c-wsj23-a100-stock-in-china", "c-wsj23-ubs-a100-needed"
_DENSE = MODELS["405b"][2]
_PLAIN = _DENSE | {"feedforward_matrices": "M"}
#: Models of the size that the bank speaks of and whose tokens were published: entity, name, architecture, and the row of the tokens.
COUNTED = {
    "gpt3": ("gpt-3-175b", "GPT-3", _PLAIN, "trn-gpt3-tokens"),
    "bloom": ("bloom-176b", "BLOOM", _PLAIN, "trn-run-bloom-176b-tokens"),
    "65b": ("llama-65b", "LLaMA 65B", _DENSE, "trn-run-llama1-65b-tokens"),
}
#: Those whose days on the chips that the bank states are told, and those whose hours were published: job, chips and hours of the run.
STATED_FOR = ("gpt3", "65b")
PUBLISHED = {"bloom": ("trn-run-bloom-176b-chips", "trn-run-bloom-176b"), "65b": ("trn-run-llama1-65b-chips", "trn-run-llama1-65b")}
_A100 = CHIPS["a100"][:2]
_LENGTH = r"d &= k \frac{D\, T(m)}{86400\, b}"

ratio = partial(forms.ratio, unit="")


def rows(job: str) -> dict[str, tuple[str, str]]:
    """Return symbol and row of every input of a run on A100, by what the model calls them."""
    entity, _, quantities, tokens = COUNTED[job]
    found = {name: each for name, each in rows_for("a100", entity, quantities).items() if not name.startswith("strong_")}
    found |= {"tokens": ("b", "a-cw-count-batch"), "length": ("s", "a-cw-count-length")}
    return found | {"run": ("D", tokens), "run_share": ("ψ", "a-train-run-share"), "spread_of": ("k", "a-train-spread-run")}


def _needed(values: dict[str, float]) -> float:
    """Return the least number of A100 that end a run in time; NaN where no number tried does."""
    factor, days = values.pop("spread_of"), values.pop("days")
    found = training_matched.soonest(values, _A100, days / factor).chips
    return math.nan if found is None else found


def _days(values: dict[str, float]) -> float:
    """Return the days that a run takes on so many A100."""
    factor = values.pop("spread_of")
    return factor * training_matched.chip_hours(values, _A100) / values["chips"] / 24


def between(function, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return no value but the interval from the most chips and the factor below to the fewest and the factor above."""
    central = {symbol: each.value for symbol, each in inputs.items()}
    (few, many), factor = inputs["m"].ends(), inputs["k"].value
    return math.nan, float(function(**central | {"m": many, "k": 1 / factor})), float(function(**central | {"m": few, "k": factor}))


between.counts = lambda each: by_factor.counts(each) or each.id == STATED


def _declare(id: str, title: str, relation: str, unit: str, job: str, more: dict[str, tuple[str, str]], function, combine) -> None:
    """Declare a result on one run, from its inputs by what the model calls them."""
    inputs = rows(job) | more
    symbols = {symbol: name for name, (symbol, _) in inputs.items()}
    shown = of_many(relation, "T", [each for each in symbols if each not in ("k", "D", "d", "m")])
    found = {symbol: ref for symbol, ref in inputs.values()}
    result(id, title=title, relation=shown, unit=unit, digits=2, combine=combine, **found)(of_symbols(function, symbols))


for _job, (_, _name, _, _) in COUNTED.items():
    _declare(
        f"r-cw-count-{_job}",
        f"A100 that train {_name} in a month",
        r"m &= \min \{ n : k \frac{D\, T(n)}{86400\, b} \le d \}",
        "chips",
        _job,
        {"days": ("d", "a-cw-count-month")},
        _needed,
        by_factor,
    )
    ratio(f"r-cw-count-runs-{_job}", f"Runs of {_name} in a month each, at once in the printed stock of A100", STOCK, f"r-cw-count-{_job}", digits=2)
for _job in STATED_FOR:
    _declare(
        f"r-cw-count-stated-{_job}",
        f"Days in which the A100 that UBS states train {COUNTED[_job][1]}",
        _LENGTH,
        "day",
        _job,
        {"chips": ("m", STATED)},
        _days,
        between,
    )
for _job, (_chips, _hours) in PUBLISHED.items():
    name = COUNTED[_job][1]
    _declare(
        f"r-cw-count-days-{_job}",
        f"Days of {name} on as many A100 as trained it, by the model",
        _LENGTH,
        "day",
        _job,
        {"chips": ("m", _chips)},
        _days,
        by_factor,
    )

    @result(
        f"r-cw-count-over-{_job}",
        title=f"Hours of the model over those published for {name}",
        relation=r"r = \frac{24\, d\, m}{H}",
        unit="",
        digits=2,
        d=f"r-cw-count-days-{_job}",
        m=_chips,
        H=_hours,
    )
    def over(d, m, H):
        """Return the chip hours of the model over the published ones."""
        return 24 * d * m / H


@result(
    "r-cw-count-stock",
    title="A100 sold to China up to the rule of October 2022, from the sales modelled and an assumption on earlier ones",
    relation="S = E (1 + a)",
    unit="chips",
    digits=2,
    combine=quadrature,
    E="es-015",
    a="a-cw-count-earlier",
)
def stock(E, a):
    """Return the sales of nine months and, as a share of them, those before."""
    return E * (1 + a)


ratio("r-cw-count-stock-over", "A100 sold to China by our count over the printed stock", "r-cw-count-stock", STOCK, digits=2)
ratio("r-cw-count-runs-own", "Models of the size UBS states that the A100 of our count could train at once", "r-cw-count-stock", STATED, digits=2)
