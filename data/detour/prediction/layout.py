"""How a model lies on its chips: what a row says of it, and what is usual where it says nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from detour.models import serving
from detour.models.transformer import Transformer, held_parameters, parameters
from detour.prediction.cells import number, one_of
from detour.prediction.cells import ways as counted
from detour.prediction.refusal import Unpredictable
from detour.prediction.settings import GIGA, Settings

#: Share of its memory that a deployment leaves to the cache, where its size or layout is not said.
_CACHE = 0.25
_GROUPS = (1.0, 2.0, 4.0, 8.0)
_SCOPES = {each: "chip" for each in ("gpu", "npu", "device", "per_chip", "per_gpu", "per_npu", "per_device")}
_SCOPES |= {each: "system" for each in ("global", "total", "all", "instance", "per_system")}


class Asked(NamedTuple):
    """What decides a layout, beside the cells of the row."""

    model: Transformer
    weight_bytes: float
    memory: float  #: bytes of a chip
    phase: str
    alone: bool  #: whether the metric is a rate of one chip or node, whatever the deployment around it
    least: float  #: chips of the system that the metric speaks of
    settings: Settings

    @property
    def usable(self) -> float:
        """Return bytes of a chip that weights and cache may fill."""
        return self.memory * self.settings.usable_memory

    @property
    def routed(self) -> bool:
        """Return whether the model has experts among which a token chooses."""
        return self.model.experts > 1

    def held(self, ways: float, expert_ways: float, stages: float = 1.0) -> float:
        """Return bytes of the weights on one chip."""
        return held_parameters(self.model, ways, expert_ways) * self.weight_bytes / stages

    def holds(self, ways: float, expert_ways: float, stages: float = 1.0) -> bool:
        """Return whether the weights leave room to the cache."""
        return self.held(ways, expert_ways, stages) <= self.usable * (1 - _CACHE)


class Layout(NamedTuple):
    """Chips by what is split over them."""

    chips: float  #: chips of the system
    ways: float  #: chips of a group, over which matrices are split
    expert_ways: float  #: chips over which the routed experts lie
    groups: float  #: groups that serve side by side; the stages of a pipeline are groups, each with sequences of its own
    stages: float  #: groups that hold a part of the layers each and pass every sequence on


def layout(row: Mapping[str, str], asked: Asked, assumed: list[str]) -> Layout:
    """Return how the model lies on the chips of a row."""
    said = {name: counted(row, name) for name in ("tensor_parallel", "pipeline_parallel", "data_parallel", "expert_parallel")}
    count = number(row, "chip_count") or _fewest(said, asked, assumed)
    whole = _around(count, said, asked, assumed)
    ways = min(said["tensor_parallel"] or _ways(row, whole, asked), whole)
    apart = asked.routed and not said["expert_parallel"] and _apart(row, whole, ways, asked)
    expert_ways = max(said["expert_parallel"] or (whole if asked.routed and not apart else ways), ways)
    stages = said["pipeline_parallel"] or _stages(whole, ways, expert_ways, asked)
    if asked.routed and not said["expert_parallel"] and not apart:
        expert_ways = max(expert_ways / stages, ways)
    groups = said["data_parallel"] * (said["pipeline_parallel"] or 1.0) if said["data_parallel"] else whole / ways
    return Layout(count, ways, expert_ways, max(groups, stages), stages)


def _fewest(said: Mapping[str, float | None], asked: Asked, assumed: list[str]) -> float:
    """Return the chips of a row that does not count them: those that its layout names, or the fewest that hold the model."""
    named = (said["tensor_parallel"] or 1.0) * (said["pipeline_parallel"] or 1.0) * (said["data_parallel"] or 1.0)
    named = max(named, said["expert_parallel"] or 1.0)
    if named > 1:
        return named
    # As much is spread over many chips as over few, so that one division finds how many hold it.
    share = parameters(asked.model) * asked.weight_bytes / (asked.usable * (1 - _CACHE)) if math.isfinite(asked.usable) else 1.0
    found = max(2.0 ** max(math.ceil(math.log2(share)), 0), asked.least)
    assumed += [] if asked.alone else ["size of the deployment"]
    assumed.append("one chip" if found == 1 else f"{found:g} chips")
    return found


def _around(count: float, said: Mapping[str, float | None], asked: Asked, assumed: list[str]) -> float:
    """Return the chips of a deployment: those counted or, for a rate of one chip or node, as many more as must at least hold the model."""
    whole, size = max(count, 1.0), parameters(asked.model) * asked.weight_bytes
    if not asked.alone or said["expert_parallel"] or size / whole <= asked.usable:
        return whole
    assumed.append("size of the deployment")
    while size / whole > asked.usable * (_CACHE if asked.routed else 1 - _CACHE):
        whole *= 2
    return whole


def _open(row: Mapping[str, str], asked: Asked) -> bool:
    """Return whether a row is of a service that fills its memory with requests."""
    return not asked.alone and number(row, "batch") is None


def _apart(row: Mapping[str, str], whole: float, ways: float, asked: Asked) -> bool:
    """Return whether groups hold all experts each: a service splits a model over no more chips than hold it, unless its cache is latent."""
    return _open(row, asked) and whole > ways and asked.model.cache_ways > 1 and asked.holds(ways, ways)


def _ways(row: Mapping[str, str], whole: float, asked: Asked) -> float:
    """Return over how many chips matrices are split where the row does not say it."""
    most = min(whole, asked.settings.node)
    if _open(row, asked) and asked.model.cache_ways > 1:
        fewest = next((each for each in _GROUPS if asked.holds(each, each) and whole % each == 0), None)
        if fewest:
            return fewest
    if asked.routed and whole > asked.settings.node:
        # Attention in data parallelism, as far as memory allows: a latent cache cannot be split, and a copy on every chip would fill them.
        return next((each for each in _GROUPS if each <= most and asked.held(each, whole) <= asked.usable), most)
    return most


def _stages(whole: float, ways: float, expert_ways: float, asked: Asked) -> float:
    """Return the stages of a pipeline: one where the chips of a group hold the model, else as few as do."""
    stages = 1.0
    while asked.held(ways, max(expert_ways / stages, ways), stages) > asked.usable and stages * 2 * ways <= whole:
        stages *= 2
    return stages


def sequences(row: Mapping[str, str], asked: Asked, lengths: tuple[float, float], laid: Layout, assumed: list[str]) -> tuple[float, float]:
    """Return sequences that one group holds at once, in prefill prompts that it takes at once; and the groups that have any."""
    batch = number(row, "batch")
    scope = one_of(row, "batch_scope", _SCOPES, ("chip", "system"))
    if asked.phase == "prefill":
        # As published, a batch of prefill is counted in tokens of one chip; below the length of one prompt it can only count prompts.
        tokens = asked.settings.prefill_tokens if batch is None else batch if batch >= lengths[0] else batch * lengths[0]
        return max(tokens * (laid.ways if scope == "chip" else 1.0) / lengths[0], 1.0), laid.groups
    fit = _fit(row, asked, lengths, laid)
    if batch is None:
        assumed.append("batch")
        return min(fit, asked.settings.most_sequences * laid.ways), laid.groups
    if scope == "chip" or (not scope and asked.phase == "decode" and laid.chips > asked.settings.node):
        return min(batch * laid.ways, fit), laid.groups
    # Requests beyond what the memory holds wait, so that fewer decode at once than were sent; a group without a request stands idle.
    busy = min(laid.groups, max(batch, 1.0))
    return min(batch / busy, fit), busy


def _fit(row: Mapping[str, str], asked: Asked, lengths: tuple[float, float], laid: Layout) -> float:
    """Return how many sequences fit into the memory of one group, half of their answers written on average; refuse a model that does not fit."""
    held = asked.held(laid.ways, laid.expert_ways, laid.stages)
    # Where weights leave little, an engine is told to leave less to itself: half of what is left holds the cache.
    room = max(asked.usable, (asked.memory + held) / 2)
    # A stage keeps the cache of its layers, of the sequences of all stages.
    cache = asked.model.cached_layers * asked.model.cache_width * asked.settings.cache_bytes / min(laid.ways, asked.model.cache_ways)
    fit = serving.sequences_in_memory(room, held, cache, lengths[0] + lengths[1] / 2)
    if fit <= 0:
        spread = max(laid.ways * laid.stages, laid.expert_ways)
        raise Unpredictable(
            f"{row.get('model')} at {asked.weight_bytes:g} bytes a parameter does not fit into the memory of {spread:g} x {row.get('chip_id')}; "
            f"allowed: more chips, {math.ceil(parameters(asked.model) * asked.weight_bytes / asked.memory)} or above"
        )
    return max(fit, 1.0)


def link(known: Mapping[str, float], within: bool, settings: Settings, assumed: list[str]) -> float:
    """Return bytes/s that a chip sends: half of what its links carry both ways, or what the network between nodes does."""
    if not within:
        return settings.network
    if "interconnect_bandwidth" in known:
        return known["interconnect_bandwidth"] * GIGA / 2
    assumed.append("links")
    return settings.unlisted_links
