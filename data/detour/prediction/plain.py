"""What the model is held against: a roofline with two fitted numbers, one share of peak compute and one of memory bandwidth.

A step takes as long as its work at the one share or its reading at the other, whichever is longer. A service decodes and prefills in turn. All
chips of all makers are alike, exchanges and waiting cost nothing, and routing is known only by the experts that a batch wakes. Batch, layout and
lengths are those that the model itself takes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detour.models.experts import experts_hit
from detour.models.roofline import operation_time
from detour.models.transformer import active_parameters, fixed_parameters
from detour.prediction import inference
from detour.prediction.batch import Batch, batch_of
from detour.prediction.errors import Misses, against
from detour.prediction.fitting import START, Pair, search
from detour.prediction.settings import load as settings_of

#: Standard deviation, in logarithms, of each share around where its search begins: wide, so that rows decide.
_PRIOR = 2.0


class Roofline:
    """Scenarios with the time of their steps, as the two numbers have it; what is read off them is read as off the model's."""

    def __init__(self, batch: Batch, compute_share: float, memory_share: float):
        """Compute the steps."""
        self.batch, self.yielded, model = batch, 1.0, batch.model
        rates = (compute_share * batch.peak, memory_share * batch.memory_bandwidth)

        def step(tokens, context, cached):
            # Per chip: what all tokens pass is split within the group, experts over all chips that hold them.
            new = batch.sequences * tokens
            woken = experts_hit(model.experts, model.chosen, new * batch.expert_ways / batch.ways) * (model.expert_layers > 0)
            held = (fixed_parameters(model) + model.head_parameters) / batch.ways
            held = held + model.expert_layers * woken * model.expert_parameters / batch.expert_ways
            pairs = model.cached_layers * new * context
            width = model.decode_width if cached else model.prefill_width
            work = 2 * (active_parameters(model) * new + width * pairs) / batch.ways
            cache = batch.sequences * context * model.cached_layers * model.cache_width * settings_of().cache_bytes
            cache = cache / np.minimum(batch.ways, model.cache_ways) * cached
            return operation_time(work, held * batch.weight_bytes + cache, *rates, maximum=np.maximum)

        self.decode = step(1.0, batch.input + batch.output / 2, True)
        self.prefill = step(batch.input, batch.input / 2, False)
        self.service = self.decode + self.prefill / batch.output


def shares(point: np.ndarray) -> tuple[float, float]:
    """Return the two numbers at a point of the search."""
    return START.compute_share * float(np.exp(point[0])), START.memory_share * float(np.exp(point[1]))


def fit(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Return the two numbers that are nearest to the measured rows, weighed as those of the model are."""
    batch = batch_of([asked for _, asked in pairs])
    point, _ = search(pairs, lambda points: np.array([inference.read(Roofline(batch, *shares(point))) for point in points]), np.full(2, _PRIOR))
    return shares(point)


def fitted(pairs: Sequence[Pair], unseen: Sequence[Pair]) -> Misses:
    """Return the misses of unseen rows by the two numbers as they are fitted on `pairs`."""
    return against(unseen, inference.read(Roofline(batch_of([asked for _, asked in unseen]), *fit(pairs))))
