"""What became of the claims: the numbers that came, where no row holds them as they are needed, and counts over the outcomes."""

from __future__ import annotations

import math
from functools import lru_cache

import pandas as pd

from detour import tables
from detour.checks import outcome
from detour.results.engine import result, tally
from detour.results.forms import quotient, share
from detour.tables import Data

PARITY, WON = "se-ims-fx-usd-2025-02-25", "se-ims-fx-krw-2025-02-25"
#: Words of an outcome, from the best.
OUTCOMES = ("confirmed", "partly", "contradicted", "superseded", "unknown")
#: What the scores are computed from: two tables, and the numbers that came.
_SCORED = {"reads": ("outcomes", "claims"), "looks_up": (("outcomes", "result"),), "whole": True}

share("r-outcome-huawei-share-2025", "Ascend among all AI accelerators shipped in China in 2025, by IDC", "es-030", "es-004")
share("r-outcome-h20-share-2024", "H20 of 2024 (Epoch AI) among all AI accelerators shipped in China in 2024 (IDC)", "es-018", "es-002")
quotient("r-outcome-nvidia-huawei-ratio-2025", "Nvidia over Huawei in cards shipped in China in 2025, by IDC", "ratio", "es-022", "es-030")
for _scenario in ("offline", "server"):
    quotient(
        f"r-outcome-h100-mi300x-{_scenario}",
        f"H100 over MI300X in MLPerf Inference v4.1, {_scenario}",
        "ratio",
        f"inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-{_scenario}",
        f"inf-mlp41-amd-mi300xx8-llama2-70b-99.9-{_scenario}",
    )


@result(
    "r-outcome-training-share-fy24",
    title="Most that training can have been of Nvidia's data-centre revenue in fiscal 2024",
    relation=r"t = 100 - s",
    unit="percent",
    s="es-140",
)
def training_share(s):
    """Return what is left beside inference."""
    return 100 - s


def _in_yuan_and_won(name: str, title: str, dollars: str) -> None:
    """Declare an amount in dollars in yuan and in won, at the parities of 25 February 2025."""

    @result(f"r-outcome-{name}-cny", title=f"{title}, in yuan", relation=r"C = D \cdot f", unit="CNY", D=dollars, f=PARITY)
    def in_yuan(D, f):
        """Return dollars times yuan a dollar."""
        return D * f

    @result(f"r-outcome-{name}-krw", title=f"{title}, in won", relation=r"K = D \cdot f \cdot w", unit="KRW", D=dollars, f=PARITY, w=WON)
    def in_won(D, f, w):
        """Return dollars times yuan a dollar times won a yuan."""
        return D * f * w


_in_yuan_and_won("local-supply", "Supply of Chinese AI chips in 2025 by Bernstein", "es-122")
_in_yuan_and_won("named-sales", "AI-chip sales of five Chinese makers in 2025", "r-shift-named-sales")


def _counted(word: str) -> None:
    """Declare how many outcomes have a word."""

    @tally(f"r-outcomes-{word}", title=f"Outcomes that are {word}", relation=r"n", reads=("outcomes",))
    def counted(outcomes: pd.DataFrame) -> int:
        """Return the number of outcomes with the word."""
        return int((outcomes["outcome"] == word).sum())


for _word in OUTCOMES:
    _counted(_word)


@tally("r-outcomes-ahead", title="Claims that look ahead, by kind or by words", relation=r"n", reads=("claims",))
def ahead(claims: pd.DataFrame) -> int:
    """Return the number of claims that speak of what is to come."""
    return sum(map(outcome.looks_ahead, claims.to_dict("records")))


@lru_cache(maxsize=4)
def _scores(data: Data) -> pd.DataFrame:
    """Return the scored outcomes of some tables, for reading alone."""
    return outcome.scores(tables.load("claims", data), tables.load("outcomes", data), data)


@tally("r-outcomes-ahead-unknown", title="Claims that look ahead of which nothing is known yet", relation=r"n", **_SCORED)
def ahead_unknown(data: Data) -> int:
    """Return the number of claims that look ahead and have the outcome unknown."""
    scored = _scores(data)
    return int((scored["ahead"] & (scored["outcome"] == "unknown")).sum())


@tally("r-outcomes-scored", title="Claims whose number can be held against the number that came", relation=r"n", **_SCORED)
def scored(data: Data) -> int:
    """Return the number of claims with a number and a result."""
    return int(_scores(data)["miss"].notna().sum())


@tally("r-forecasts-scored", title="Forecasts with a number and a result, restatements counted once", relation=r"n", **_SCORED)
def forecasts_scored(data: Data) -> int:
    """Return the number of forecasts that can be scored."""
    return len(outcome.forecasts(_scores(data)))


@tally(
    "r-forecasts-miss",
    title="Median factor by which the forecasts with a result miss it",
    relation=r"\tilde{m} = \operatorname{median} \max(q, 1 / q)",
    unit="ratio",
    digits=3,
    **_SCORED,
)
def forecasts_miss(data: Data) -> float:
    """Return the median factor, 1 standing for a bound that was kept; NaN where no forecast can be scored."""
    known = outcome.forecasts(_scores(data))
    return float(known["miss"].median()) if len(known) else math.nan


@tally(
    "r-statements-miss",
    title="Median factor by which statements of what is or was differ from later counts",
    relation=r"\tilde{m} = \operatorname{median} \max(q, 1 / q)",
    unit="ratio",
    digits=3,
    **_SCORED,
)
def statements_miss(data: Data) -> float:
    """Return the median factor, 1 standing for a bound that was kept; NaN where no statement can be scored."""
    known = _scores(data)
    known = known[~known["ahead"] & known["miss"].notna()]
    return float(known["miss"].median()) if len(known) else math.nan
