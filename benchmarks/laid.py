"""Training runs as other models take them: the layout that ours found, those among which they may choose themselves, and the heads of attention."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from detour.models.training_step import Layout
from detour.models.transformer import Transformer
from detour.prediction import training
from detour.prediction.training_efficiencies import Shares, load, spread_over
from detour.prediction.training_layouts import layouts
from detour.prediction.training_scenario import Training
from detour.prediction.training_settings import load as settings_of

#: What others may choose among where a row is silent: whole sequences of a micro-batch, parts of a stage.
_MICRO, _CHUNKS = (1, 2, 4, 8), (1, 2, 4)


class Laid(NamedTuple):
    """A layout in whole numbers, as other models want it."""

    tensor: int
    stages: int
    data: int
    experts: int  #: pipelines over which experts are spread
    micro: int  #: sequences of a micro-batch
    rounds: int  #: micro-batches of a step
    chunks: int  #: parts into which a stage is cut
    again: int  #: 1 where all layers are recomputed, else 0
    sharded: int  #: 1 where weights are spread over `data`

    @property
    def sequences(self) -> int:
        """Return the sequences of a step, which need not be those of the row: others take whole micro-batches alone."""
        return self.micro * self.rounds * self.data


def heads(model: Transformer) -> tuple[int, int, int] | None:
    """Return heads, key and value heads and values of a head; None for a latent cache, which has no such heads.

    >>> from detour.prediction.architectures import transformer_of
    >>> heads(transformer_of("Llama-2-70B")), heads(transformer_of("DeepSeek-V3"))
    ((64, 8, 128), None)
    """
    if model.prefill_width != model.decode_width:
        return None
    size = model.cache_width / model.cache_ways / 2
    return round(model.prefill_width / 2 / size), round(model.cache_ways), round(size)


def laid(row: dict[str, float], batch: float) -> Laid:
    """Return a layout of ours in whole numbers, a share of a sequence as one, a share of recomputed layers as none or all.

    >>> layout = {"tensor": 8.0, "stages": 4.0, "data": 2.0, "expert_ways": 1.0, "tokens": 2048.0, "length": 4096.0, "chunks": 1.0}
    >>> laid(layout | {"recomputed": 0.25, "sharded": 0.0}, 45)
    Laid(tensor=8, stages=4, data=2, experts=1, micro=1, rounds=22, chunks=1, again=0, sharded=0)
    """
    micro = max(round(row["tokens"] / row["length"]), 1)
    rounds = max(round(batch / micro / row["data"]), 1)
    whole = (round(row[name]) for name in ("tensor", "stages", "data", "expert_ways"))
    return Laid(*whole, micro, rounds, round(row["chunks"]), int(row["recomputed"] > 0.5), round(row["sharded"]))


def _rows(found: Layout) -> list[dict[str, float]]:
    """Return layouts as rows, a number for each part."""
    size = np.size(found.tensor)
    columns = {name: np.broadcast_to(np.asarray(column, dtype=float), size) for name, column in found._asdict().items()}
    return [{name: float(column[place]) for name, column in columns.items()} for place in range(size)]


def ours(runs: Sequence[Training]) -> list[Laid]:
    """Return the best layout of each run by the model of this report: what its row says of it, and what the search found of the rest."""
    space = training.space_of(runs)
    shares = spread_over([asked.maker for asked in runs], load())
    best = training.best_layouts(space, Shares(*(each[space.run] for each in shares)), settings_of())
    return [laid(row, asked.batch) for row, asked in zip(_rows(best), runs, strict=True)]


def candidates(asked: Training) -> list[Laid]:
    """Return the layouts among which another model may choose by its own measure: what the row says is kept, its own memory decides what fits."""
    found = set()
    for row in _rows(layouts(replace(asked, memory=math.inf))):
        said = row["recomputed"] in (0, 1) and (asked.micro or row["tokens"] / row["length"] in _MICRO) and (asked.chunks or row["chunks"] in _CHUNKS)
        if said:
            found.add(laid(row, asked.batch))
    return sorted(found)
