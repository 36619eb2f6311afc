"""Results of the model of the market: what a year is like at the centres of the assumptions, and in four of five samples that are near what was counted."""

from __future__ import annotations

from collections.abc import Callable

from detour.prediction import market
from detour.registry import Entry
from detour.results.engine import result
from detour.results.forms import of_many, of_symbols

#: Inputs of the model by symbol.
SYMBOLS = {
    "K_0": "stock", "s_0": "inference", "u": "utilisation", "m": "most", "y": "life", "p": "pace", "g_W": "training", "g_O": "other", "f": "fade",
    "T_4": "tokens_early", "T_5": "tokens", "g_T": "tokens_growth", "f_T": "tokens_fade", "r": "throughput", "e": "efficiency",
    "D_0": "domestic", "g_D": "domestic_growth", "F": "foreign", "F_a": "foreign_after", "c_D": "card_domestic", "c_F": "card_foreign",
    "g_c": "card_growth", "P": "price", "g_P": "price_change", "o": "overhead",
}  # fmt: skip
#: What says how samples are drawn and weighed.
CLOSELY = {f"Q_{place}": row for place, row in enumerate(market.TOGETHER, 1)}
COUNTS = {f"N_{place}": row for place, (_, _, row, _) in enumerate(market.COUNTED, 1)}
INPUTS = {symbol: market.ROWS[name] for symbol, name in SYMBOLS.items()} | CLOSELY | {"S": market.SPREAD} | COUNTS


def ensemble_of(inputs: dict[str, Entry]) -> market.Ensemble:
    """Return the samples that the inputs of a result ask for."""
    ends = {name: (*inputs[symbol].ends(), inputs[symbol].value) for symbol, name in SYMBOLS.items()}
    against = [market.Count(name, year, inputs[symbol].value * factor, row) for symbol, (name, year, row, factor) in zip(COUNTS, market.COUNTED, strict=True)]
    closely = {row: inputs[symbol].value for symbol, row in CLOSELY.items()}
    return market.ensemble({name: (low, central, high) for name, (low, high, central) in ends.items()}, closely, against, inputs["S"].value)


def sampled(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value at the central inputs, and the ends between which four of five samples lie, weighed by how near they come to what was counted."""
    name, year = function.told
    low, high = ensemble_of(inputs).band(name, year, market.ENDS)
    return float(function(**{symbol: each.value for symbol, each in inputs.items()})), float(low), float(high)


sampled.counts = lambda each: each.id in market.ROWS.values() and each.ends()[0] < each.ends()[1]


def declare(id: str, title: str, unit: str, name: str, year: int, digits: int = 2, factor: float = 1.0) -> None:
    """Declare a quantity of a year."""

    def told(values: dict[str, float]) -> float:
        """Return the quantity of the year from the inputs of the model."""
        return float(market.run({name: values[name] for name in market.ROWS})[f"{name}_{year}"])

    function = of_symbols(told, {symbol: SYMBOLS.get(symbol, symbol) for symbol in INPUTS})
    function.told = (name, year)
    relation = of_many(rf"X &= X_{{{year}}}", "X", [*INPUTS])
    result(f"r-shift-market-{id}", title=title, relation=relation, unit=unit, digits=digits, combine=sampled, **INPUTS)(function)


for _year in (2025, 2026, 2028, 2030):
    declare(f"stock-{_year}", f"AI computing capacity in China at the end of {_year}, by the model of the market", "EFLOP/s", "stock", _year)
    declare(f"inference-{_year}", f"Share of inference in the capacity that demand would keep busy in {_year}", "percent", "inference_share", _year)
for _year in (2026, 2030):
    declare(f"tokens-{_year}", f"Tokens of language models served in China in a day of {_year}", "tokens/day", "tokens_served", _year)
    declare(f"language-{_year}", f"Share of language models in the capacity that demand would keep busy in {_year}", "percent", "language_share", _year)
    declare(f"domestic-{_year}", f"Share of domestic makers in the capacity sold in {_year}", "percent", "domestic_share", _year)
declare("unserved-2026", "Part of demand for capacity that is not served in 2026", "percent", "unserved", 2026)
declare("utilisation-2025", "Hours in which the stock of chips is busy in 2025", "percent", "utilisation", 2025)
declare("cost-2026", "Capital cost of a million tokens in 2026, by the model of the market", "USD/Mtoken", "token_cost", 2026)
