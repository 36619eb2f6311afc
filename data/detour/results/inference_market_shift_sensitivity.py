"""Results on which inputs decide what the model of the market says: parts of the variance, before any count and once samples are weighed by all."""

from __future__ import annotations

from detour.prediction import market_sensitivity
from detour.results.engine import tally
from detour.tables import Data

_RELATIONS = {
    "total": r"S_T = 1 - \frac{\operatorname{Var}(E[Y \mid X_{\sim i}])}{\operatorname{Var}(Y)}",
    "weighed": r"S_w = \frac{\operatorname{Var}_w(E_w[Y \mid X_i])}{\operatorname{Var}_w(Y)}",
}
_HOW = {"total": "alone and with other inputs, before any count", "weighed": "once samples are weighed by all counts"}


def part(id: str, of: str, output: str, year: int, name: str, which: str) -> None:
    """Declare the part of the variance of a quantity that an input makes."""
    title = f"Part of the variance of {of} in {year} that this input makes, {_HOW[which]}: {name.replace('_', ' ')}"

    @tally(
        f"r-shift-market-index-{id}",
        title=title,
        relation=_RELATIONS[which],
        unit="percent",
        digits=2,
        reads=("assumptions", "estimates", "series"),
        whole=True,
        predicted=False,
    )
    def of_variance(data: Data) -> float:
        """Return the part in percent."""
        found = next(each for each in market_sensitivity.indices(year, data) if (each.output, each.input) == (output, name))
        return 100 * getattr(found, which)


for _id, _of, _output, _name in (
    ("stock-supply", "the logarithm of the stock of capacity", "stock", "domestic_growth"),
    ("stock-fade", "the logarithm of the stock of capacity", "stock", "fade"),
    ("inference-training", "the share of inference", "inference_share", "training"),
    ("tokens-fade", "the logarithm of the tokens served", "tokens_served", "tokens_fade"),
):
    for _which, _suffix in (("total", ""), ("weighed", "-weighed")):
        part(f"{_id}{_suffix}", _of, _output, 2030, _name, _which)
