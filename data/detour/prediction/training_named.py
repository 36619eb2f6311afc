"""Runs that the report names, each predicted by a fit that saw no row of its source, as a speed: how much faster the model has it than it was."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour.prediction import errors, fitting, training_errors, training_study
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_fitting import Pair
from detour.prediction.training_layouts import layouts
from detour.prediction.training_scenario import scenario

#: Rows by run, with what tells the rows of one run apart.
RUNS: dict[str, dict[str, str]] = {
    "DeepSeek-V3, H800": {"trn-h800-dsv3-pretrain-gpuh": "chip hours", "trn-h800-dsv3-mfu": "MFU"},
    "DeepSeek-V3, H100": {"trn-h100-mcore-dsv3-n1024": "Nvidia's test"},
    "Llama 3.1 405B, H100": {
        "trn-h100-llama3-405b-n8192-s8192": "8,192 chips",
        "trn-h100-llama3-405b-n16384-s8192": "16,384 chips",
        "trn-h100-llama3-405b-n16384-s131072": "131,072 tokens",
        "trn-h100-llama3-405b-gpuh": "chip hours",
    },
    "MegaScale, Ampere": {"trn-a100-megascale-256": "256 chips", "trn-megascale-175b-n1024": "1,024 chips", "trn-a100-megascale-175b": "12,288 chips"},
    "MegaScale-MoE, H800": {"trn-h800-megascalemoe-352b-n240-mfu": "240 chips", "trn-h800-megascalemoe-352b-n960-tps": "960 chips"},
    "Pangu Ultra MoE, 910B": {
        "trn-910b-pangu-ultra-moe-mfu-base": "4,000 chips",
        "trn-910b-pangu-ultra-moe-mfu": "6,000 chips, MFU",
        "trn-910b-pangu-ultra-moe-tps": "6,000 chips, tokens",
    },
    "Pangu Ultra, 910B": {"trn-910b-pangu-ultra-mfu": "8,192 chips"},
    "PanGu-Sigma, 910": {"trn-910-pangu-sigma-tps": "512 chips"},
    "GPT-3, 910B": {"trn-910b-gpt3-175b-mfu-n128": "128 chips", "trn-910b-gpt3-175b-mfu-n6144": "6,144 chips"},
    "GPT-3, H100": {"trn-h100-megatron-175b-n96": "96 chips", "trn-h100-megatron-175b-n4608": "4,608 chips"},
    "Mixtral 8x22B, H100": {"trn-h100-mpf-mixtral-8x22b-n128": "128 chips", "trn-h100-mpf-mixtral-8x22b-n1024": "1,024 chips"},
    "MT-NLG, A100": {"trn-mtnlg-530b-n2240-step": "2,240 chips"},
    "BLOOM, A100": {"trn-run-bloom-176b": "chip hours"},
    "HETHUB, mixed": {"trn-hethub-140b": "768 chips"},
}
#: What a source leaves open is read so: its Ampere GPU as the A100, its model of GPT-3's size and kind as GPT-3.
READ_AS = {"chip_id": {"nvidia-ampere-unspecified": "nvidia-a100"}, "model": {"175B dense": "GPT-3 175B"}}
#: Metrics that fall as a run gets faster.
_TIMES = ("step_time", "accelerator_hours")


class Named(NamedTuple):
    """One row of a named run."""

    run: str
    what: str
    row: dict[str, str]
    log: float  #: logarithm of predicted over measured speed; NaN where there is no answer
    factor: float  #: factor of the interval
    why: str  #: why there is no answer
    read: bool  #: whether something that the source leaves open was read into the row

    @property
    def missed(self) -> bool:
        """Return whether the measurement lies outside the interval."""
        return abs(self.log) > np.log(self.factor)


@lru_cache(maxsize=1)
def named() -> tuple[Named, ...]:
    """Return every row of the named runs, in their order.

    >>> len(named()) == sum(len(rows) for rows in RUNS.values())
    True
    """
    rows = {row["record_id"]: row for row in fitting.rows("training")}
    asked = {id: _asked(rows[id]) for each in RUNS.values() for id in each}
    logs = _logs([pair for pair in asked.values() if not isinstance(pair, str)])
    found = []
    for run, each in RUNS.items():
        for id, what in each.items():
            pair, read = asked[id], rows[id] != _read(rows[id])
            told = (np.nan, np.nan, pair) if isinstance(pair, str) else (logs[id], training_study.factor(pair[1]), "")
            found.append(Named(run, what, rows[id], *told, read))
    return tuple(found)


def _read(row: dict[str, str]) -> dict[str, str]:
    """Return a row with what it leaves open as it is read."""
    return row | {column: each.get(row[column], row[column]) for column, each in READ_AS.items()}


def _asked(row: dict[str, str]) -> Pair | str:
    """Return a row with its scenario, or why the model cannot answer."""
    try:
        asked = scenario(_read(row))
        layouts(asked)
    except Unpredictable as reason:
        return str(reason)
    return row, asked


def _logs(pairs: list[Pair]) -> dict[str, float]:
    """Return, by record, the logarithm of predicted over measured speed, by fits without the rows of its source."""
    seen, found = training_study.pairs("calibration"), {}
    fitted_on = {errors.source(pair) for pair in seen}
    # Sources that no fit uses share the one of all rows.
    without = {errors.source(pair) if errors.source(pair) in fitted_on else "" for pair in pairs}
    for left_out in sorted(without):
        unseen = [pair for pair in pairs if errors.source(pair) == left_out or (not left_out and errors.source(pair) not in fitted_on)]
        some = training_errors.fitted([pair for pair in seen if errors.source(pair) != left_out], unseen)
        found |= {row["record_id"]: (-log if asked.metric in _TIMES else log) for (row, asked), log in zip(some.pairs, some.logs.tolist(), strict=True)}
    return found
