"""One training step of a transformer on a cluster: what each mechanism takes, and their sum.

Matrices are split over `tensor` chips, layers over `stages`, sequences over `data` groups, experts over `expert_ways` of these groups. A step passes
`batches` micro-batches of `tokens` tokens through every pipeline, forward and back.
"""

from __future__ import annotations

from typing import NamedTuple

from detour.models.collectives import all_reduce_time, exchange_time
from detour.models.experts import experts_hit
from detour.models.pipeline import pipeline_time
from detour.models.training_memory import GRADIENT, STATE, WEIGHT, held_parameters, layer_parameters
from detour.models.training_work import attention_flop, dense_flop, expert_flop, values_per_token
from detour.models.transformer import Transformer

#: Bytes of a value that is exchanged between layers.
_ACTIVATION = 2.0
#: A forward pass and one back, which takes twice its work.
_PASSES = 3


class Trainer(NamedTuple):
    """What a chip of a cluster reaches, after the shares of its peaks that software gets out of it."""

    compute_rate: float  #: FLOP/s of the matrices that every token passes
    expert_rate: float  #: FLOP/s of the matrices of experts
    attention_rate: float  #: FLOP/s of the products of attention
    memory_rate: float  #: bytes/s from memory
    tensor_rate: float  #: bytes/s that a chip sends to those it splits matrices with
    expert_link: float  #: bytes/s to those that hold the experts
    data_rate: float  #: bytes/s to those that hold the same weights
    stage_rate: float  #: bytes/s to the next stage
    latency: float  #: seconds from a chip to the next in an exchange, of which a ring of chips has one fewer than chips
    reuse: float  #: FLOP that matrices do for each byte that they move, once cut to fit the chip
    attention_reuse: float  #: the same of attention, whose weights vector units make at a rate that goes with the memory's
    routing: float  #: times that what a token is to an expert passes memory while it is sorted, sent, put back and weighed, in a pass forward
    overlap: float  #: share of an exchange of weights, gradients or routed tokens that may run beside work
    spread: float  #: how far the slowest chip of many is behind the mean, see `slowest`


class Layout(NamedTuple):
    """How a step is laid out."""

    tokens: float  #: tokens of a micro-batch
    length: float  #: tokens of a sequence
    batches: float  #: micro-batches that pass one pipeline in a step
    tensor: float  #: chips that split matrices
    stages: float  #: stages of the pipeline
    stage_layers: float  #: layers of the fullest stage
    chunks: float  #: parts into which a stage is cut
    data: float  #: pipelines side by side
    expert_ways: float  #: pipelines over which the experts are spread
    places: float  #: nodes, or chips of one node, over which they lie; a token goes once to each place
    most_places: float  #: places to which the router sends one token at most
    routed_bytes: float  #: bytes of a value of a routed token, there and back on average
    recomputed: float  #: share of the forward pass that is done again on the way back
    sharded: float  #: 1 where weights are spread over `data` and gathered when needed, else 0
    scores: float = 0.0  #: bytes moved for each weight of attention, a head and a pair of tokens: 0 where one kernel makes and uses them
    paired: float = 0.0  #: 1 where the schedule lays the tokens that one micro-batch sends to experts beside the work of another, else 0


def work_time(model: Transformer, chip: Trainer, layout: Layout):
    """Return the seconds of arithmetic and memory of one layer for one micro-batch, forward."""
    dense, experts, attention = dense_flop(model), expert_flop(model), attention_flop(model, layout.length)
    matrices = dense / chip.compute_rate + experts / chip.expert_rate + attention / chip.attention_rate
    # Every value is written once and read once; matrices read their parts anew for each piece.
    moved = (dense + experts) / chip.reuse + attention / chip.attention_reuse
    # Weights of attention that pass through memory are as many as heads, of which such models have as many for keys, and pairs of tokens.
    scores = layout.scores * model.cache_ways * layout.length * model.cached_layers / model.layers
    routed = chip.routing * layout.routed_bytes * model.chosen * model.hidden * model.expert_layers / model.layers
    between = (2 * _ACTIVATION * values_per_token(model) + moved + scores + routed) / chip.memory_rate
    return layout.tokens / layout.tensor * (matrices + between)


def exposed(time, window, overlap, *, minimum=min):
    r"""Return the part of an exchange that is not hidden behind work: $t - \phi \min(t, w)$ for a window of $w$ seconds of work.

    >>> exposed(1.0, 4.0, 0.75), exposed(4.0, 1.0, 0.75)
    (0.25, 3.25)
    """
    return time - overlap * minimum(time, window)


def exchange_times(model: Transformer, chip: Trainer, layout: Layout, work, *, minimum=min):
    """Return the seconds for which one layer waits for exchanges of one micro-batch, forward: two sums of split matrices, tokens to experts and back.

    The tokens of one micro-batch may travel beside the work of another, which takes `work` seconds.
    """
    size = layout.tokens * model.hidden * _ACTIVATION
    sums = 2 * all_reduce_time(size, layout.tensor, chip.tensor_rate, 2 * (layout.tensor - 1) * chip.latency, minimum=minimum)
    sent = layout.routed_bytes / _ACTIVATION * size / layout.tensor * minimum(experts_hit(layout.places, 1, model.chosen), layout.most_places)
    routed = 2 * exchange_time(sent, layout.places, chip.expert_link, (layout.expert_ways - 1) * chip.latency, minimum=minimum)
    hidden = chip.overlap + layout.paired * (1 - chip.overlap)
    return sums + model.expert_layers / model.layers * exposed(routed, work, hidden, minimum=minimum)


def reading_time(model: Transformer, chip: Trainer, layout: Layout):
    """Return the seconds of one layer and micro-batch, forward and back, in which weights are read for each pass and their gradients read and added to."""
    shared, own = layer_parameters(model, layout.tensor, layout.expert_ways)
    return ((_PASSES + layout.recomputed) * WEIGHT + 2 * GRADIENT) * (shared + own) / chip.memory_rate


def slot_time(model: Transformer, chip: Trainer, layout: Layout, *, minimum=min):
    """Return the seconds that the slowest stage takes for one micro-batch, forward and back, the choice of token spread over all stages."""
    work = work_time(model, chip, layout)
    passes, trips = _PASSES + layout.recomputed, _PASSES - 1 + layout.recomputed
    # A way back works twice as long as a way forward and exchanges as much: beside one exchange stands its share of the work of both.
    layer = passes * work + trips * exchange_times(model, chip, layout, passes / trips * work, minimum=minimum)
    head = _PASSES * 2 * model.head_parameters * layout.tokens / layout.tensor / layout.stages / chip.compute_rate
    passed = layout.tokens * model.hidden * _ACTIVATION / layout.tensor / chip.stage_rate + chip.latency
    matrices = layout.tokens / layout.tensor * (dense_flop(model) / chip.compute_rate + expert_flop(model) / chip.expert_rate)
    layer = layer + exposed(reading_time(model, chip, layout), passes * matrices, 1.0, minimum=minimum)
    return layout.stage_layers * layer + head + 2 * layout.chunks * passed * minimum(layout.stages - 1, 1)


def weights_time(model: Transformer, chip: Trainer, layout: Layout, slot, *, minimum=min):
    """Return the seconds of a step that are spent on weights: gradients summed, weights handed round, the optimiser run.

    Where weights are spread over all groups they are gathered forward and back for every micro-batch, beside its work; else gradients are summed
    and weights handed round once, beside the last micro-batch.
    """
    shared, own = held_parameters(model, layout.tensor, layout.stages, layout.expert_ways)
    copies = layout.data / layout.expert_ways
    moved = (layout.data - 1) / layout.data * shared + (copies - 1) / copies * own
    messages = (layout.data - 1) * chip.latency * layout.stage_layers
    once = (GRADIENT + WEIGHT) * moved / chip.data_rate + 2 * messages
    each = layout.batches * (3 * WEIGHT * moved / chip.data_rate + 3 * messages)
    waited = (1 - layout.sharded) * exposed(once, slot, chip.overlap, minimum=minimum)
    waited = waited + layout.sharded * exposed(each, layout.batches * slot, chip.overlap, minimum=minimum)
    # The optimiser reads and writes its state, reads gradients and writes weights.
    state = (2 * STATE + GRADIENT + WEIGHT) * (shared / layout.data + own / copies)
    return waited + state / chip.memory_rate


def slowest(spread, chips):
    r"""Return by how much a step waits for the slowest of many chips: $N^\gamma$, 1 for one chip.

    Arguments: `spread` $\gamma$, 0 or more; `chips` $N$. A thousand chips at 0.01 wait 7 percent:

    >>> round(slowest(0.01, 1000), 3), slowest(0.01, 1)
    (1.072, 1.0)
    """
    return chips**spread


def training_step_time(model: Transformer, chip: Trainer, layout: Layout, *, minimum=min):
    """Return the seconds of one training step: all micro-batches through the pipeline, weights exchanged and changed, the slowest chip waited for."""
    slot = slot_time(model, chip, layout, minimum=minimum)
    passed = pipeline_time(slot, layout.batches, layout.stages, layout.chunks)
    whole = passed + weights_time(model, chip, layout, slot, minimum=minimum)
    return whole * slowest(chip.spread, layout.tensor * layout.stages * layout.data)
