"""Many scenarios at once: the model's formulas over arrays, and each metric read off them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detour.models import service, serving
from detour.models.step import Chip, Load
from detour.prediction.batch import Batch, batch_of
from detour.prediction.efficiencies import Efficiencies
from detour.prediction.scenario import Scenario
from detour.prediction.settings import Settings

#: Chips of a node, in metrics that are given per node.
_NODE = 8
#: Bytes of a value that chips exchange: sixteen bits.
EXCHANGED = 2.0
#: Scenarios that are computed together.
_BLOCK = 16384
_ARRAYS = {"minimum": np.minimum, "maximum": np.maximum}


class Steps:
    """Scenarios with the time of their steps: one that only decodes, one that prefills all prompts of a group, one of a service that does both."""

    def __init__(self, batch: Batch, efficiencies: Efficiencies, settings: Settings):
        """Compute the steps; the fields of `efficiencies` are numbers, or arrays with one value a scenario."""
        self.batch = batch
        places = np.maximum(batch.expert_ways / np.where(batch.within > 0, batch.ways, np.maximum(settings.node, batch.ways)), 1.0)
        chip, imbalance = chips(batch, efficiencies), np.where((batch.expert_ways > settings.node) & (batch.balanced == 0), efficiencies.imbalance, 1.0)

        layout = (batch.ways, batch.expert_ways, places)
        load = Load(batch.sequences, 0.0, 0.0, *layout, batch.weight_bytes, settings.cache_bytes, EXCHANGED, imbalance)
        asked = (batch.input, batch.output, batch.drafted, settings.acceptance, efficiencies.overlap)
        self.decode, self.prefill, self.service, self.yielded = service.steps(batch.model, chip, load, *asked, **_ARRAYS)


def chips(batch: Batch, efficiencies: Efficiencies) -> Chip:
    """Return what the chips of the scenarios reach, as arrays."""
    narrow = np.where(batch.narrow > 0, efficiencies.narrow_share, 1.0)
    links = np.where(batch.within > 0, efficiencies.exchange_share, efficiencies.network_share)
    return Chip(
        compute_rate=efficiencies.compute_share * narrow * batch.peak,
        attention_rate=efficiencies.compute_share * batch.wide_peak,
        memory_rate=efficiencies.memory_share * batch.memory_bandwidth,
        link_rate=links * batch.link,
        latency=efficiencies.exchange_latency,
        layer_overhead=efficiencies.layer_overhead,
        expert_overhead=efficiencies.expert_overhead,
        sequence_overhead=efficiencies.sequence_overhead,
    )


def _decoded(steps: Steps):
    """Return tokens a second of one chip that only decodes."""
    return service.rate_per_chip(steps.decode, steps.yielded, steps.batch.sequences, steps.batch.ways)


def _prefilled(steps: Steps):
    """Return tokens a second of one chip that only prefills."""
    return service.rate_per_chip(steps.prefill, steps.batch.input, steps.batch.sequences, steps.batch.ways)


def _served(steps: Steps):
    """Return tokens a second that all chips put out together while they prefill the requests to come."""
    return steps.batch.groups * steps.yielded * steps.batch.sequences / steps.service


def _between(steps: Steps):
    """Return milliseconds between tokens of one request: the prompts of the others delay it, its own does not."""
    return 1e3 * service.time_between(steps.decode, steps.service, steps.yielded, steps.batch.sequences, maximum=np.maximum)


def _latency(steps: Steps):
    """Return seconds from prompts taken together to the last token of their answers."""
    return serving.request_latency(steps.decode, steps.prefill, steps.batch.output, steps.yielded)


#: Each metric of one phase, in its unit.
_METRICS = {
    ("decode_throughput_per_chip", "decode"): _decoded,
    ("decode_throughput_per_node", "decode"): lambda steps: _NODE * _decoded(steps),
    ("prefill_throughput_per_chip", "prefill"): _prefilled,
    ("prefill_throughput_per_node", "prefill"): lambda steps: _NODE * _prefilled(steps),
    ("output_throughput", "serve"): _served,
    ("output_throughput", "decode"): lambda steps: _decoded(steps) * steps.batch.ways * steps.batch.groups,
    ("output_throughput_per_chip", "serve"): lambda steps: _served(steps) / steps.batch.chips,
    ("total_throughput", "serve"): lambda steps: _served(steps) * (steps.batch.input + steps.batch.output) / steps.batch.output,
    ("tpot", "serve"): _between,
    ("tpot", "decode"): lambda steps: 1e3 * steps.decode / steps.yielded,
    ("request_latency", "serve"): _latency,
}
UNITS = {"tpot": "ms", "request_latency": "s"}
ALLOWED = frozenset(_METRICS)


def read(steps: Steps) -> np.ndarray:
    """Return the metric of each scenario, read off its steps."""
    batch, found = steps.batch, np.empty(steps.batch.size)
    for place, kind in enumerate(batch.kinds):
        here = batch.kind == place
        if here.all():
            return _METRICS[kind](steps)
        if here.any():
            found[here] = _METRICS[kind](steps)[here]
    return found


def values(scenarios: Sequence[Scenario] | Batch, efficiencies: Efficiencies, settings: Settings) -> np.ndarray:
    """Return the metric of each scenario: tokens/s, milliseconds for `tpot`, seconds for `request_latency`.

    Many scenarios are taken in blocks whose arrays stay in the cache of a core.
    """
    batch = scenarios if isinstance(scenarios, Batch) else batch_of(scenarios)
    parts = [slice(start, start + _BLOCK) for start in range(0, batch.size, _BLOCK)]
    return np.concatenate([read(Steps(batch.part(here), _part(efficiencies, here), settings)) for here in parts])


def _part(efficiencies: Efficiencies, here: slice) -> Efficiencies:
    """Return the efficiencies of a block; numbers stand for all."""
    return Efficiencies(*(each[here] if np.ndim(each) else each for each in efficiencies))
