"""What the page computes with: of a chip and a model, every number of a prediction that no control moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from detour.models.step import Chip, Load
from detour.models.transformer import Transformer, held_parameters
from detour.prediction import answers, chips
from detour.prediction.efficiencies import Efficiencies, group_of
from detour.prediction.efficiencies import load as efficiencies_of
from detour.prediction.errors import spread_key
from detour.prediction.inference import EXCHANGED
from detour.prediction.scenario import Scenario, scenario
from detour.prediction.settings import GIGA, Settings
from detour.prediction.settings import load as settings_of
from detour.tables import DATA, Data


class Constants(NamedTuple):
    """Numbers of one chip with one model at one precision; `load` is complete but for sequences, tokens and context."""

    model: Transformer
    chip: Chip
    load: Load
    room: float  #: bytes of a chip that weights and cache may fill
    held: float  #: bytes of the weights on a chip
    cache: float  #: bytes that one token leaves on a chip
    groups: float  #: groups that serve side by side, over the chips of the deployment
    overlap: float
    acceptance: float
    prefill_tokens: float  #: tokens that a chip prefills at once
    factor: float  #: factor within which four fifths of measurements lie


def constants(row: Mapping[str, str], data: Data = DATA) -> Constants:
    """Return the constants of a row shaped like a measurement, whose lengths and batch play no part.

    >>> found = constants({"chip_id": "nvidia-h20", "chip_count": "32", "model": "DeepSeek-R1", "precision": "FP8", "metric": "tpot", "batch": "8"})
    >>> found.load.expert_ways, round(found.room / 1e9, 1), round(found.held / 1e9, 1)
    (32.0, 86.4, 37.4)
    """
    asked, settings = scenario(row, data), settings_of(data)
    shares = efficiencies_of(data)[group_of(asked.maker)]
    return Constants(
        model=asked.model,
        chip=_chip(asked, shares),
        load=_load(asked, shares, settings),
        room=chips.specifications(data)[asked.chip]["memory_capacity"] * GIGA * settings.usable_memory,
        held=held_parameters(asked.model, asked.ways, asked.expert_ways) * asked.weight_bytes,
        cache=asked.model.cached_layers * asked.model.cache_width * settings.cache_bytes / min(asked.ways, asked.model.cache_ways),
        groups=asked.groups,
        overlap=shares.overlap,
        acceptance=settings.acceptance,
        prefill_tokens=settings.prefill_tokens,
        factor=answers.spreads_of(data)[spread_key(asked, answers.calibrated(data))],
    )


def _chip(asked: Scenario, shares: Efficiencies) -> Chip:
    """Return what the chip reaches."""
    return Chip(
        compute_rate=shares.compute_share * (shares.narrow_share if asked.narrow else 1.0) * asked.peak,
        attention_rate=shares.compute_share * asked.wide_peak,
        memory_rate=shares.memory_share * asked.memory_bandwidth,
        link_rate=(shares.exchange_share if asked.within else shares.network_share) * asked.link,
        latency=shares.exchange_latency,
        layer_overhead=shares.layer_overhead,
        expert_overhead=shares.expert_overhead,
        sequence_overhead=shares.sequence_overhead,
    )


def _load(asked: Scenario, shares: Efficiencies, settings: Settings) -> Load:
    """Return how the model is laid out."""
    reach = asked.ways if asked.within else max(settings.node, asked.ways)
    return Load(
        sequences=0.0,
        tokens=0.0,
        context=0.0,
        ways=asked.ways,
        expert_ways=asked.expert_ways,
        places=max(asked.expert_ways / reach, 1.0),
        weight_bytes=asked.weight_bytes,
        cache_bytes=settings.cache_bytes,
        activation_bytes=EXCHANGED,
        imbalance=shares.imbalance if asked.expert_ways > settings.node and not asked.balanced else 1.0,
    )
