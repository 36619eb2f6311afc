"""How far predictions of serving miss: on rows that no fit saw, of the model and of a roofline with two numbers, and in the worst rows."""

from __future__ import annotations

import math

import numpy as np

from detour.models.transformer import parameters
from detour.prediction import architectures, chips, study
from detour.results.engine import tally

_READS = ("measurements", "specifications", "assumptions")
_MEDIAN, _NINTH = r"e = \operatorname{median} |\hat{y} / y - 1|", r"e_{90} = Q_{90}\, |\hat{y} / y - 1|"
#: Bytes of a parameter in sixteen bits.
_WIDE = 2


def _declare(name: str, words: str) -> None:
    """Declare the numbers of one set of rows."""

    @tally(f"r-predict-rows-{name}", title=f"Measured rows of serving, {words}", relation="n", reads=_READS, predicted=False)
    def rows(*frames) -> int:
        """Return how many rows there are."""
        return len(study.ours(name).pairs)

    @tally(f"r-predict-median-{name}", title=f"Median error of predictions, {words}", relation=_MEDIAN, unit="percent", digits=2, reads=_READS, predicted=False)
    def median(*frames) -> float:
        """Return the median of the absolute errors."""
        return 100 * float(np.median(study.ours(name).shares))

    @tally(
        f"r-predict-ninth-{name}", title=f"Error that nine in ten stay below, {words}", relation=_NINTH, unit="percent", digits=2, reads=_READS, predicted=False
    )
    def ninth(*frames) -> float:
        """Return the ninetieth percentile of the absolute errors."""
        return 100 * float(np.quantile(study.ours(name).shares, 0.9))

    @tally(
        f"r-predict-inside-{name}",
        title=f"Measurements inside the interval of their prediction, {words}",
        relation=r"c = n_{\mathrm{in}} / n",
        unit="percent",
        digits=2,
        reads=_READS,
        predicted=False,
    )
    def inside(*frames) -> float:
        """Return the share of measurements inside."""
        return 100 * study.coverage(study.ours(name))

    @tally(
        f"r-roofline-median-{name}",
        title=f"Median error of a roofline with two fitted numbers, {words}",
        relation=_MEDIAN,
        unit="percent",
        digits=2,
        reads=_READS,
        predicted=False,
    )
    def roofline(*frames) -> float:
        """Return the median of its absolute errors."""
        return 100 * float(np.median(study.of_roofline(name).shares))


for _name, _words in study.SETS.items():
    _declare(_name, _words)


@tally("r-predict-rows-unsaid", title="Measured rows of serving that leave batch, prompt or deployment unsaid", relation="n", reads=_READS, predicted=False)
def rows_unsaid(*frames) -> int:
    """Return how many rows there are."""
    return len(study.unsaid().pairs)


@tally(
    "r-predict-median-unsaid",
    title="Median error of predictions where batch, prompt or deployment is unsaid",
    relation=_MEDIAN,
    unit="percent",
    digits=2,
    reads=_READS,
    predicted=False,
)
def median_unsaid(*frames) -> float:
    """Return the median of the absolute errors."""
    return 100 * float(np.median(study.unsaid().shares))


def _miss(name: str, record: str, title: str) -> None:
    """Declare by which factor one row is predicted too high by a fit without its source."""

    @tally(f"r-predict-miss-{name}", title=title, relation=r"q = \hat{y} / y", unit="ratio", digits=2, reads=_READS, predicted=False)
    def factor(*frames) -> float:
        """Return prediction over measurement; NaN where the row is gone."""
        missed = study.ours("source")
        return float(np.exp(next((log for (row, _), log in zip(missed.pairs, missed.logs, strict=True) if row["record_id"] == record), math.nan)))


_miss("mi300x", "inf-lib-mi300xx4-llama-2-70b-vllm-b64", "Predicted over measured: Llama 2 70B on four MI300X at batch 64, by a fit without its source")
_miss("910c", "inf-910c-ci-qwen3-235b", "Predicted over measured: Qwen3-235B on sixteen 910C, by a fit without its source")


@tally(
    "r-predict-kimi-weights",
    title="Weights of Kimi K2 in sixteen bits over the memory of eight 910C",
    relation=r"q = \frac{2 N}{8 C}",
    unit="ratio",
    digits=2,
    reads=("specifications",),
    predicted=False,
)
def kimi_weights(*frames) -> float:
    """Return bytes of the weights over bytes of memory."""
    memory = 8 * chips.of("huawei-ascend-910c", {})["memory_capacity"] * 1e9
    return float(parameters(architectures.transformer_of("Kimi-K2-Thinking"))) * _WIDE / memory
