"""What one chip serves at a stated load, from plain numbers by name: the same formulas as a prediction of a row, for relations that show their inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping

from detour.models import serving
from detour.models.step import Chip, Load, prefill_time, service_step_time, step_time
from detour.models.transformer import Transformer, held_parameters
from detour.prediction.architectures import transformer
from detour.prediction.settings import GIGA

TERA, MICRO = 1e12, 1e-6
#: Bytes of a value that chips exchange.
_EXCHANGED = 2.0


def _chip(given: Mapping[str, float]) -> Chip:
    """Return what the chip reaches; `link_rate` is in GB/s one way."""
    return Chip(
        compute_rate=given["compute_share"] * given.get("narrow_share", 1.0) * given["peak"] * TERA,
        attention_rate=given["compute_share"] * given.get("fp16_peak", given["peak"]) * TERA,
        memory_rate=given["memory_share"] * given["memory_bandwidth"] * GIGA,
        link_rate=given["exchange_share"] * given["link_rate"] * GIGA,
        latency=given["exchange_latency"] * MICRO,
        layer_overhead=given["layer_overhead"] * MICRO,
        expert_overhead=given.get("expert_overhead", 0.0) * MICRO,
        sequence_overhead=given["sequence_overhead"] * MICRO,
    )


def _load(given: Mapping[str, float], sequences: float, tokens: float, context: float) -> Load:
    """Return the load of one group: all chips for a dense model; for one with experts as few as hold its copy, its experts spread over all."""
    chips, dense = given["chips"], "expert_count" not in given
    within = chips <= given.get("joined_chips", given["node"])
    return Load(
        sequences=sequences,
        tokens=tokens,
        context=context,
        ways=_ways(given),
        expert_ways=chips,
        places=1.0 if dense else chips if within else max(chips / given["node"], 1.0),
        weight_bytes=given["weight_bytes"],
        cache_bytes=given["cache_bytes"],
        activation_bytes=_EXCHANGED,
        imbalance=given["imbalance"] if chips > given["node"] else 1.0,
    )


def _ways(given: Mapping[str, float]) -> float:
    """Return the chips of one group: a copy of what is not routed needs more than one where memory is short."""
    if "expert_count" not in given:
        return given["chips"]
    model, usable = transformer(given), given.get("memory_capacity", math.inf) * GIGA * given.get("usable_memory", 1.0)
    return next((ways for ways in (1.0, 2.0, 4.0) if held_parameters(model, ways, given["chips"]) * given["weight_bytes"] <= usable), given["node"])


def room(given: Mapping[str, float]) -> float:
    """Return how many sequences fit into the memory of one group, half of their answers written."""
    model = transformer(given)
    ways = _ways(given)
    cache = model.cached_layers * model.cache_width * given["cache_bytes"] / min(ways, model.cache_ways)
    held = held_parameters(model, ways, given["chips"]) * given["weight_bytes"]
    usable = given["memory_capacity"] * GIGA * given["usable_memory"]
    return serving.sequences_in_memory(usable, held, cache, given["input"] + given["output"] / 2)


def decoded(given: Mapping[str, float]) -> float:
    """Return tokens/s that one chip writes when it only decodes."""
    model, load = transformer(given), _load(given, given["sequences"], 1.0, given["input"] + given["output"] / 2)
    return load.sequences / load.ways / step_time(model, _chip(given), load, model.decode_width, 1.0)


def prefilled(given: Mapping[str, float]) -> float:
    """Return tokens/s that one chip reads when it only prefills."""
    model, prompts = transformer(given), max(given["prefill_tokens"] / given["input"], 1.0)
    load = _load(given, prompts, given["input"], given["input"] / 2)
    return prompts * given["input"] / load.ways / prefill_time(model, _chip(given), load)


def served(given: Mapping[str, float]) -> float:
    """Return tokens/s that one chip writes while it reads the prompts to come; requests beyond its memory wait."""
    model = transformer(given)
    asked = given["sequences"] * (_ways(given) if "expert_count" in given else 1.0)
    load = _load(given, min(asked, max(room(given), 1.0)), 1.0, given["input"] + given["output"] / 2)
    return load.sequences / load.ways / _service(model, _chip(given), load, given)


def passed(given: Mapping[str, float]) -> float:
    """Return tokens/s that pass one chip of a service, read and written."""
    return served(given) * (given["input"] + given["output"]) / given["output"]


def _service(model: Transformer, chip: Chip, load: Load, given: Mapping[str, float]) -> float:
    """Return the seconds of a step of the service, its share of prompts with it."""
    prompt, answer = given["input"], given["output"]
    together = service_step_time(model, chip, load, prompt, prompt / answer)
    prefill = prefill_time(model, chip, load._replace(tokens=prompt, context=prompt / 2))
    in_turn = step_time(model, chip, load, model.decode_width, 1.0) + prefill / answer
    return serving.partly_together(together, in_turn, given["overlap"])
