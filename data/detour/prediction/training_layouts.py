"""Every layout that a training run could take on its chips: what its row says is kept, the rest is enumerated, and what memory does not hold is left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from detour.models.training_memory import GRADIENT, LEAN_GRADIENT, LEAN_STATE, STATE, WEIGHT, activation_memory, held_parameters, state_memory
from detour.models.training_step import Layout
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_scenario import Training

#: Sequences of a micro-batch, and parts of a stage, that are tried; where a sequence is long, chips may take a part of one each.
_MICRO = (1, 2, 3, 4, 6, 8, 12, 16, 32)
_PARTS = (0.125, 0.25, 0.5)
_LEAST = 8192
_CHUNKS = (1, 2, 3, 4, 6, 8)
#: What a division may be off.
_EVEN = 1e-9
#: Most chips over which matrices are split.
_MOST_WAYS = 16
#: Shares of layers that are done again on the way back.
_AGAIN = (0, 0.25, 0.5, 1)
#: How much fuller than the mean the fullest stage may be.
_UNEVEN = 1.2
_COLUMNS = ("tensor", "stages", "data", "expert_ways", "micro", "chunks", "recomputed", "sharded")


@lru_cache(maxsize=4096)
def divisors(number: int) -> tuple[int, ...]:
    """Return the divisors of a number, least first.

    >>> divisors(12)
    (1, 2, 3, 4, 6, 12)
    """
    small = [each for each in range(1, math.isqrt(number) + 1) if number % each == 0]
    return tuple(sorted({*small, *(number // each for each in small)}))


def _kept(asked: Training, name: str, options: Sequence[float]) -> list[float]:
    """Return what a row says of a part of its layout, else the options for it."""
    said = getattr(asked, name)
    return [said] if said is not None else list(options)


def _groups(asked: Training) -> list[tuple[float, float, float, float]]:
    """Return chips that split matrices, stages, pipelines and groups of experts that the chips, the layers and what is said allow."""
    found, chips = [], int(asked.chips)
    ways = [each for each in divisors(chips) if each <= min(asked.node, _MOST_WAYS) and each & (each - 1) == 0]
    for tensor in _kept(asked, "tensor", ways):
        for stages in _kept(asked, "stages", [each for each in divisors(chips) if each <= asked.model.layers]):
            data = asked.chips / tensor / stages
            if data < 1 or data % 1 or (asked.data is not None and data != asked.data):
                continue
            if asked.stages is None and math.ceil(asked.model.layers / stages) * stages > _UNEVEN * asked.model.layers:
                continue
            shared = math.gcd(int(data), int(asked.model.experts))
            spread = _kept(asked, "expert", divisors(shared)) if asked.model.experts > 1 else [1]
            found += [(float(tensor), float(stages), data, float(min(ways, data))) for ways in spread]
    return found


def _rows(asked: Training) -> np.ndarray:
    """Return layouts, a row each, in `_COLUMNS`: every group with every option, less what does not go together."""
    sizes = (*(part for part in _PARTS if part * asked.length >= _LEAST), *_MICRO)
    # A last option each for groups that allow none of the others: a stage in one part, weights held whole.
    micro, parts = _kept(asked, "micro", sizes), [*_kept(asked, "chunks", _CHUNKS), 1]
    again, spread = _kept(asked, "recomputed", _AGAIN), [*_kept(asked, "sharded", (0, 1)), 0]
    groups = np.array(_groups(asked), dtype=float).reshape(-1, 4)
    tensor, stages, data, ways = (column[:, None, None, None, None] for column in groups.T)
    micro, parts, again, spread = np.ix_(*(np.array(each, dtype=float) for each in (micro, parts, again, spread)))
    cut = (stages > 1) & (parts * stages <= asked.model.layers)
    cut[..., -1:, :, :] = ~cut[..., :-1, :, :].any(axis=-3, keepdims=True)
    # Weights are gathered for every micro-batch, which a pipeline of many would not bear.
    held = (spread == 0) | ((stages == 1) & (data > 1))
    held[..., -1:] = ~held[..., :-1].any(axis=-1, keepdims=True)
    # Where weights are gathered, chips do not take a part of a sequence each as well.
    together = cut & held & (micro * data <= asked.batch) & ((micro >= 1) | (spread == 0))
    columns = np.broadcast_arrays(tensor, stages, data, ways, micro, parts, again, spread)
    # Options of recomputation go with everything: the mask has the shape of all only once they are spread over it.
    chosen = np.broadcast_to(together, columns[0].shape)
    return np.stack([column[chosen] for column in columns], axis=-1)


def places(tensor, ways, node):
    """Return the places over which experts lie: chips of one node where they fit into it, nodes where they do not.

    >>> places(np.array([1.0, 8.0, 1.0]), np.array([8.0, 8.0, 64.0]), 8.0).tolist()
    [8.0, 8.0, 8.0]
    """
    return np.where(tensor * ways <= node, ways, np.maximum(tensor * ways / node, 1))


def layouts(asked: Training, *, lean: bool = True) -> Layout:
    """Return the layouts of a run that its chips hold, as columns; raise `Unpredictable` where there is none.

    Where no layout fits, those that fit with gradients and moments in sixteen bits are taken, unless `lean` runs are not wanted.

    >>> from detour.prediction.training_scenario import scenario
    >>> row = {"chip_id": "nvidia-a100", "chip_count": "64", "model": "GPT-3 175B", "batch": "64", "metric": "step_time", "input_len": "2048"}
    >>> found = layouts(scenario(row))
    >>> sorted(set(found.tensor * found.stages * found.data)), float(found.tensor.min()) >= 1
    ([np.float64(64.0)], True)
    """
    rows = _rows(asked)
    if not len(rows):
        raise Unpredictable(
            f"no layout of {asked.chips:g} chips takes {asked.batch:g} sequences a step; allowed: more sequences, or what divides the chips", "batch"
        )
    tensor, stages, data, ways, micro, chunks, again, sharded = rows.T
    layout = Layout(
        tokens=micro * asked.length,
        length=np.full(len(rows), asked.length),
        # Where sequences do not come out even, the pipeline with one micro-batch more is waited for.
        batches=np.ceil(asked.batch / data / micro - _EVEN),
        tensor=tensor,
        stages=stages,
        stage_layers=np.ceil(asked.model.layers / stages),
        chunks=chunks,
        data=data,
        expert_ways=ways,
        places=places(tensor, ways, asked.node),
        most_places=np.where(tensor * ways <= asked.node, np.inf, asked.most_nodes),
        routed_bytes=np.full(len(rows), asked.routed_bytes),
        recomputed=again,
        sharded=sharded,
        scores=np.full(len(rows), asked.scores),
        paired=np.full(len(rows), float(asked.paired)),
    )
    fits = needed(asked, layout) <= asked.memory
    if lean and not fits.any():
        fits = needed(asked, layout, lean=True) <= asked.memory
    if not fits.any():
        raise Unpredictable(
            f"the model does not fit into the memory of {asked.chips:g} x {asked.chip}, however it is laid out; allowed: more chips, or fewer sequences at once",
            "chip_count",
        )
    return Layout(*(column[fits] for column in layout))


def needed(asked: Training, layout: Layout, *, lean: bool = False) -> np.ndarray:
    """Return bytes that each layout needs on its fullest chip; a `lean` run keeps gradients and moments in sixteen bits."""
    shared, own = held_parameters(asked.model, layout.tensor, layout.stages, layout.expert_ways)
    kept = (LEAN_GRADIENT, LEAN_STATE) if lean else (GRADIENT, STATE)
    state = state_memory(shared, own, layout.data, layout.expert_ways, layout.sharded, *kept)
    way = (layout.tensor, layout.stages, layout.chunks, layout.batches, layout.recomputed, WEIGHT / (1 + (asked.peak > asked.wide_peak)))
    return state + activation_memory(asked.model, layout.tokens, *way, minimum=np.minimum)
