"""Many scenarios at once: the model's formulas over arrays, and each metric read off them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detour.models import serving
from detour.models.speculation import tokens_per_step
from detour.models.step import Chip, Load, service_step_time, step_time
from detour.models.transformer import Transformer
from detour.prediction.efficiencies import Efficiencies
from detour.prediction.scenario import Scenario
from detour.prediction.settings import Settings

#: Chips of a node, in metrics that are given per node.
_NODE = 8
#: Bytes of a value that chips exchange: sixteen bits.
_EXCHANGED = 2.0
_ARRAYS = {"minimum": np.minimum, "maximum": np.maximum}


def column(scenarios: Sequence[Scenario], name: str) -> np.ndarray:
    """Return one field of all scenarios as an array of floats."""
    return np.array([getattr(each, name) for each in scenarios], dtype=float)


def stacked(models: Sequence[Transformer]) -> Transformer:
    """Return one transformer whose fields are arrays over those of `models`."""
    return Transformer(*np.array(models, dtype=float).T)


class Steps:
    """Scenarios with the time of their steps: one that only decodes, one that prefills all prompts of a group, one of a service that does both."""

    def __init__(self, scenarios: Sequence[Scenario], efficiencies: Efficiencies, settings: Settings):
        """Compute the steps; the fields of `efficiencies` are arrays with one value a scenario."""
        take = {name: column(scenarios, name) for name in ("input", "output", "sequences", "chips", "ways", "expert_ways", "groups", "drafted")}
        self.__dict__.update(take)
        model, weight_bytes = stacked([each.model for each in scenarios]), column(scenarios, "weight_bytes")
        within = column(scenarios, "within") > 0
        places = np.maximum(self.expert_ways / np.where(within, self.ways, np.maximum(settings.node, self.ways)), 1.0)
        chip, imbalance = chips(scenarios, efficiencies), np.where(self.expert_ways > settings.node, efficiencies.imbalance, 1.0)

        def load(tokens, context):
            return Load(self.sequences, tokens, context, self.ways, self.expert_ways, places, weight_bytes, settings.cache_bytes, _EXCHANGED, imbalance)

        self.yielded = tokens_per_step(self.drafted, settings.acceptance)
        answer = load(1 + self.drafted, self.input + self.output / 2)
        self.decode = step_time(model, chip, answer, model.decode_width, answer.tokens, **_ARRAYS)
        # A prompt looks back on half of itself on average.
        self.prefill = step_time(model, chip, load(self.input, self.input / 2), model.prefill_width, 1, **_ARRAYS)
        together = service_step_time(model, chip, answer, self.input, self.input * self.yielded / self.output, **_ARRAYS)
        in_turn = self.decode + self.prefill * self.yielded / self.output
        self.service = serving.partly_together(together, in_turn, efficiencies.overlap)


def chips(scenarios: Sequence[Scenario], efficiencies: Efficiencies) -> Chip:
    """Return what the chips of the scenarios reach, as arrays."""
    narrow = np.where(column(scenarios, "narrow") > 0, efficiencies.narrow_share, 1.0)
    links = np.where(column(scenarios, "within") > 0, efficiencies.exchange_share, efficiencies.network_share)
    return Chip(
        compute_rate=efficiencies.compute_share * narrow * column(scenarios, "peak"),
        attention_rate=efficiencies.compute_share * column(scenarios, "wide_peak"),
        memory_rate=efficiencies.memory_share * column(scenarios, "memory_bandwidth"),
        link_rate=links * column(scenarios, "link"),
        latency=efficiencies.exchange_latency,
        layer_overhead=efficiencies.layer_overhead,
        expert_overhead=efficiencies.expert_overhead,
    )


def _decoded(steps: Steps):
    """Return tokens a second of one chip that only decodes."""
    return steps.yielded * steps.sequences / steps.decode / steps.ways


def _prefilled(steps: Steps):
    """Return tokens a second of one chip that only prefills."""
    return steps.sequences * steps.input / steps.prefill / steps.ways


def _served(steps: Steps):
    """Return tokens a second that all chips put out together while they prefill the requests to come."""
    return steps.groups * steps.yielded * steps.sequences / steps.service


def _between(steps: Steps):
    """Return milliseconds between tokens of one request: the prompts of the others delay it, its own does not."""
    others = 1 - 1 / np.maximum(steps.sequences, 1)
    return 1e3 * (steps.decode + others * (steps.service - steps.decode)) / steps.yielded


def _latency(steps: Steps):
    """Return seconds from prompts taken together to the last token of their answers."""
    return serving.request_latency(steps.decode, steps.prefill, steps.output, steps.yielded)


#: Each metric of one phase, in its unit.
_METRICS = {
    ("decode_throughput_per_chip", "decode"): _decoded,
    ("decode_throughput_per_node", "decode"): lambda steps: _NODE * _decoded(steps),
    ("prefill_throughput_per_chip", "prefill"): _prefilled,
    ("prefill_throughput_per_node", "prefill"): lambda steps: _NODE * _prefilled(steps),
    ("output_throughput", "serve"): _served,
    ("output_throughput", "decode"): lambda steps: _decoded(steps) * steps.chips,
    ("output_throughput_per_chip", "serve"): lambda steps: _served(steps) / steps.chips,
    ("total_throughput", "serve"): lambda steps: _served(steps) * (steps.input + steps.output) / steps.output,
    ("tpot", "serve"): _between,
    ("tpot", "decode"): lambda steps: 1e3 * steps.decode / steps.yielded,
    ("request_latency", "serve"): _latency,
}
UNITS = {"tpot": "ms", "request_latency": "s"}
ALLOWED = frozenset(_METRICS)


def values(scenarios: Sequence[Scenario], efficiencies: Efficiencies, settings: Settings) -> np.ndarray:
    """Return the metric of each scenario: tokens/s, milliseconds for `tpot`, seconds for `request_latency`."""
    steps, found = Steps(scenarios, efficiencies, settings), np.empty(len(scenarios))
    kinds = [(each.metric, each.phase) for each in scenarios]
    for kind in set(kinds):
        here = np.array([each == kind for each in kinds])
        found[here] = np.broadcast_to(_METRICS[kind](steps), here.shape)[here]
    return found
