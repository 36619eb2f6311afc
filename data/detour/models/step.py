"""One forward step of a transformer on a group of chips: what each mechanism takes, and their sum.

A group of `ways` chips holds `sequences` sequences and splits every matrix between its chips (tensor parallelism). Routed experts are
spread over `expert_ways` chips, which may be many groups, each with sequences of its own (expert parallelism, with attention in data
parallelism). `tokens` new tokens of each sequence pass the model in the step: one when decoding, some more with a draft, the prompt in prefill.
"""

from __future__ import annotations

from typing import NamedTuple

from detour.models.collectives import all_reduce_time, exchange_time
from detour.models.experts import experts_hit
from detour.models.roofline import operation_time
from detour.models.transformer import Transformer, fixed_parameters

#: A multiplication and an addition.
_FLOP_PER_PARAMETER = 2


class Chip(NamedTuple):
    """What a chip reaches, after the shares of its peaks that software gets out of it."""

    compute_rate: float  #: FLOP/s of matrix products at the precision of the weights
    attention_rate: float  #: FLOP/s of attention
    memory_rate: float  #: bytes/s from memory
    link_rate: float  #: bytes/s that it sends while it receives as much
    latency: float  #: seconds for an exchange to start and settle
    layer_overhead: float  #: seconds of each layer in which the chip waits for its host or for itself
    expert_overhead: float  #: seconds that routing adds to a layer with experts
    sequence_overhead: float  #: seconds that a step takes for each sequence of a group: to choose its token, and for its part of the host's work


class Load(NamedTuple):
    """What passes the model in one step, and how it is laid out."""

    sequences: float  #: sequences of one group
    tokens: float  #: new tokens of each sequence
    context: float  #: tokens that a new token looks back on, on average
    ways: float  #: chips of one group, over which matrices are split
    expert_ways: float  #: chips over which the routed experts are spread, at least `ways`
    places: float  #: nodes, or chips where fast links join them all, over which the experts are spread; a token goes once to each place
    weight_bytes: float  #: bytes of one parameter
    cache_bytes: float  #: bytes of one cached value
    activation_bytes: float  #: bytes of one value that is exchanged
    imbalance: float  #: work of the chip whose experts are asked most over the mean of all, 1 or more


def matrix_time(model: Transformer, chip: Chip, load: Load, *, maximum=max):
    r"""Return the time of the matrices that every token passes: $\max(2 N_f n / (t\,\eta_c P),\; w N_f / (t\,\eta_m B))$."""
    held = fixed_parameters(model) / load.ways
    work = _FLOP_PER_PARAMETER * held * load.sequences * load.tokens
    return operation_time(work, held * load.weight_bytes, chip.compute_rate, chip.memory_rate, maximum=maximum)


def expert_time(model: Transformer, chip: Chip, load: Load, *, maximum=max):
    """Return the time of the routed experts: each is read once if a token of any group wakes it, and computes for the tokens it is sent.

    All chips wait for the one whose experts are asked most.
    """
    pooled = load.sequences * load.tokens * load.expert_ways / load.ways
    woken = experts_hit(model.experts, model.chosen, pooled) / load.expert_ways
    work = _FLOP_PER_PARAMETER * model.chosen * model.expert_parameters * load.sequences * load.tokens / load.ways
    traffic = woken * model.expert_parameters * load.weight_bytes
    return model.expert_layers * load.imbalance * operation_time(work, traffic, chip.compute_rate, chip.memory_rate, maximum=maximum)


def attention_time(model: Transformer, chip: Chip, load: Load, width, *, maximum=max, minimum=min):
    """Return the time of looking back: `width` multiply-adds a pair of tokens, and the cache read once for all new tokens of a sequence."""
    pairs = load.sequences * load.tokens * load.context
    work = _FLOP_PER_PARAMETER * width * pairs / load.ways
    traffic = load.sequences * load.context * model.cache_width * load.cache_bytes / minimum(load.ways, model.cache_ways)
    return model.cached_layers * operation_time(work, traffic, chip.attention_rate, chip.memory_rate, maximum=maximum)


def sum_time(model: Transformer, chip: Chip, load: Load, *, minimum=min):
    """Return the time of summing within the group, twice a layer."""
    size = load.sequences * load.tokens * model.hidden * load.activation_bytes
    return 2 * model.layers * all_reduce_time(size, load.ways, chip.link_rate, chip.latency, minimum=minimum)


def sending_time(model: Transformer, chip: Chip, load: Load, *, minimum=min, maximum=max):
    """Return the time of sending tokens to the places of their experts and back."""
    size = load.sequences * load.tokens * model.hidden * load.activation_bytes
    beyond = maximum(load.expert_ways / load.ways, 1)
    sent = size * experts_hit(load.places, 1, model.chosen) / load.ways
    return 2 * model.expert_layers * exchange_time(sent, beyond, chip.link_rate, chip.latency, minimum=minimum)


def head_time(model: Transformer, chip: Chip, load: Load, asked, *, maximum=max):
    """Return the time of choosing the next token, for `asked` tokens of each sequence: the last of a prompt, all of an answer."""
    held = model.head_parameters / load.ways
    work = _FLOP_PER_PARAMETER * held * load.sequences * asked
    return operation_time(work, held * load.weight_bytes, chip.compute_rate, chip.memory_rate, maximum=maximum)


def _worked_time(model: Transformer, chip: Chip, load: Load, width, asked, *, minimum=min, maximum=max):
    """Return the seconds of one step but for sending tokens to their experts."""
    return (
        head_time(model, chip, load, asked, maximum=maximum)
        + matrix_time(model, chip, load, maximum=maximum)
        + expert_time(model, chip, load, maximum=maximum)
        + attention_time(model, chip, load, width, maximum=maximum, minimum=minimum)
        + sum_time(model, chip, load, minimum=minimum)
        + model.layers * chip.layer_overhead
        + model.expert_layers * chip.expert_overhead
        + load.sequences * chip.sequence_overhead
    )


def step_time(model: Transformer, chip: Chip, load: Load, width, asked, *, minimum=min, maximum=max):
    """Return the seconds of one step: matrices, experts, attention, head, exchanges, and what each layer and each sequence costs besides."""
    worked = _worked_time(model, chip, load, width, asked, minimum=minimum, maximum=maximum)
    return worked + sending_time(model, chip, load, minimum=minimum, maximum=maximum)


def prefill_time(model: Transformer, chip: Chip, load: Load, *, minimum=min, maximum=max):
    """Return the seconds of prefilling: prompts are many enough to send the tokens of some to their experts while those of others are computed.

    Source of the form: DeepSeek, DeepSeek-V3/R1 Inference System Overview (2025): two batches at once, one computed while the other is sent.
    """
    worked = _worked_time(model, chip, load, model.prefill_width, 1, minimum=minimum, maximum=maximum)
    return maximum(worked, sending_time(model, chip, load, minimum=minimum, maximum=maximum))


def service_step_time(model: Transformer, chip: Chip, load: Load, prompt, arriving, *, minimum=min, maximum=max):
    """Return the seconds of a step of a service that prefills while it decodes.

    Beside its own `load.tokens`, each of the sequences brings `arriving` tokens of prompts of `prompt` tokens into the step, as the requests that
    end are replaced. Prompts and answers pass the matrices together, so that a step that waits for memory prefills for nothing.
    """
    both = load._replace(tokens=load.tokens + arriving)
    entering = load._replace(sequences=load.sequences * arriving / prompt, tokens=prompt, context=prompt / 2)
    return (
        head_time(model, chip, load, load.tokens, maximum=maximum)
        + matrix_time(model, chip, both, maximum=maximum)
        + expert_time(model, chip, both, maximum=maximum)
        + attention_time(model, chip, load, model.decode_width, maximum=maximum, minimum=minimum)
        + attention_time(model, chip, entering, model.prefill_width, maximum=maximum, minimum=minimum)
        + sum_time(model, chip, both, minimum=minimum)
        + sending_time(model, chip, both, minimum=minimum, maximum=maximum)
        + model.layers * chip.layer_overhead
        + model.expert_layers * chip.expert_overhead
        + load.sequences * chip.sequence_overhead
    )
