"""How far predictions of serving and of training miss: on rows that no fit saw, of the model and of what it is to beat, and in the worst rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

import numpy as np

from detour.models.transformer import parameters
from detour.prediction import architectures, chips, study, training_study
from detour.prediction.errors import Misses
from detour.results.engine import tally

_READS = ("measurements", "specifications", "assumptions")
_MEDIAN, _NINTH = r"e = \operatorname{median} |\hat{y} / y - 1|", r"e_{90} = Q_{90}\, |\hat{y} / y - 1|"
#: Bytes of a parameter in sixteen bits.
_WIDE = 2


class Held(NamedTuple):
    """A model held against rows that no fit saw, and what it is to beat."""

    prefix: str  #: how the ids of its numbers begin
    of: str  #: what it predicts
    study: ModuleType
    rival: str  #: how the ids of its rival's numbers begin
    rival_name: str
    of_rival: Callable[[str], Misses]


def declare(held: Held, name: str, words: str) -> None:
    """Declare the numbers of one set of rows."""

    @tally(f"{held.prefix}-rows-{name}", title=f"Measured rows of {held.of}, {words}", relation="n", reads=_READS, predicted=False)
    def rows(*frames) -> int:
        """Return how many rows there are."""
        return len(held.study.ours(name).pairs)

    def percent(id: str, title: str, relation: str, value: Callable[[], float]) -> None:
        kept = {"unit": "percent", "digits": 2, "reads": _READS, "predicted": False}
        tally(f"{id}-{name}", title=f"{title}, {words}", relation=relation, **kept)(lambda *frames: 100 * float(value()))

    percent(f"{held.prefix}-median", f"Median error of predictions of {held.of}", _MEDIAN, lambda: np.median(held.study.ours(name).shares))
    percent(
        f"{held.prefix}-ninth", f"Error that nine in ten predictions of {held.of} stay below", _NINTH, lambda: np.quantile(held.study.ours(name).shares, 0.9)
    )
    percent(
        f"{held.prefix}-inside",
        f"Measurements of {held.of} inside the interval of their prediction",
        r"c = n_{\mathrm{in}} / n",
        lambda: held.study.coverage(held.study.ours(name)),
    )
    percent(f"{held.rival}-median", f"Median error of {held.rival_name}", _MEDIAN, lambda: np.median(held.of_rival(name).shares))
    percent(f"{held.rival}-ninth", f"Error that nine in ten of {held.rival_name} stay below", _NINTH, lambda: np.quantile(held.of_rival(name).shares, 0.9))


SERVING = Held("r-predict", "serving", study, "r-roofline", "a roofline with two fitted numbers", study.of_roofline)
TRAINING = Held("r-train", "training", training_study, "r-constant", "one fitted MFU for every run", training_study.of_constant)
for _held in (SERVING, TRAINING):
    for _name, _words in _held.study.SETS.items():
        declare(_held, _name, _words)


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


def _miss(name: str, record: str, title: str, ours: Callable[[str], Misses] = study.ours, held: str = "source") -> None:
    """Declare by which factor one row is predicted too high, by a fit without its source where nothing else is said."""

    @tally(f"r-predict-miss-{name}", title=title, relation=r"q = \hat{y} / y", unit="ratio", digits=2, reads=_READS, predicted=False)
    def factor(*frames) -> float:
        """Return prediction over measurement; NaN where the row is gone."""
        missed = ours(held)
        return float(np.exp(next((log for (row, _), log in zip(missed.pairs, missed.logs, strict=True) if row["record_id"] == record), math.nan)))


def _series(name: str, title: str, relation: str, value: Callable[[], float]) -> None:
    """Declare a number of the series of runs on ever more chips, in percent."""
    kept = {"unit": "percent", "digits": 2, "reads": _READS, "predicted": False}
    tally(f"r-train-scale-{name}", title=title, relation=relation, **kept)(lambda *frames: 100 * float(value()))


_series("kept", "MFU kept by GPT-3 on the most Ascend 910B, as predicted by a fit without the larger sizes", r"q = \hat{u}_N / \hat{u}_n", training_study.kept)
_series(
    "worst",
    "Largest error of the MFU of GPT-3 on more Ascend 910B than were fitted",
    r"e = \max |\hat{u} / u - 1|",
    lambda: training_study.beyond().shares.max(),
)

for _id, _record, _title, _held_out in (
    ("hours", "trn-h800-dsv3-pretrain-gpuh", "Predicted over stated: chip hours of the pre-training of DeepSeek-V3", "validation"),
    ("mfu", "trn-h800-dsv3-mfu", "Predicted over stated: MFU of DeepSeek-V3 on H800s", "validation"),
    ("pangu", "trn-910b-pangu-ultra-mfu", "Predicted over stated: MFU of Pangu Ultra on Ascend 910B", "validation"),
    ("v2", "trn-910b-ml-deepseek-v2-60b-n32", "Predicted over measured: a small DeepSeek-V2 on 32 Ascend 910B", "source"),
    ("small", "trn-bridge2602-h100-qwen3-30b-a3b-fp8-n16", "Predicted over measured: Qwen3-30B-A3B on sixteen H100", "source"),
    ("zero", "trn-ptdp-zero3-175b-n1536", "Predicted over measured: 175 billion parameters spread over 1,536 A100 in 2021", "context"),
    ("8b", "trn-h100-llama31-8b-gpuh", "Predicted over stated: chip hours of Llama 3.1 8B", "context"),
):
    _miss(f"train-{_id}", _record, _title, training_study.ours, _held_out)
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
