"""Scenarios in columns: every field of many scenarios as one array, as the formulas take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detour.models.transformer import Transformer
from detour.prediction.scenario import Scenario


class Batch(NamedTuple):
    """Many scenarios; the columns are those of `Scenario`, `kind` the place in `kinds` of each one's metric and phase."""

    model: Transformer
    kind: np.ndarray
    kinds: tuple[tuple[str, str], ...]
    peak: np.ndarray
    wide_peak: np.ndarray
    memory_bandwidth: np.ndarray
    link: np.ndarray
    within: np.ndarray
    narrow: np.ndarray
    weight_bytes: np.ndarray
    chips: np.ndarray
    ways: np.ndarray
    expert_ways: np.ndarray
    groups: np.ndarray
    input: np.ndarray
    output: np.ndarray
    sequences: np.ndarray
    drafted: np.ndarray
    balanced: np.ndarray

    @property
    def size(self) -> int:
        """Return how many scenarios there are."""
        return len(self.kind)

    def part(self, here) -> Batch:
        """Return the scenarios in a slice or at the places of an index, in its order."""
        model = Transformer(*(column[here] for column in self.model))
        return Batch(model, self.kind[here], self.kinds, *(column[here] for column in self[3:]))


def batch_of(scenarios: Sequence[Scenario]) -> Batch:
    """Return scenarios as columns.

    >>> from detour.prediction.scenario import scenario
    >>> row = {"chip_id": "nvidia-h20", "chip_count": "8", "model": "DeepSeek-R1", "precision": "FP8", "metric": "prefill_throughput_per_node"}
    >>> batch_of([scenario(row)] * 3).memory_bandwidth.tolist()
    [4000000000000.0, 4000000000000.0, 4000000000000.0]
    """
    kinds = tuple(sorted({(each.metric, each.phase) for each in scenarios}))
    place = {kind: index for index, kind in enumerate(kinds)}
    columns = {name: np.array([getattr(each, name) for each in scenarios], dtype=float) for name in Batch._fields[3:]}
    model = Transformer(*np.array([each.model for each in scenarios], dtype=float).T.copy())
    return Batch(model, np.array([place[each.metric, each.phase] for each in scenarios]), kinds, **columns)
