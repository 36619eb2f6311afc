"""What one chip holds while it trains: weights, gradients, the state of the optimiser, and activations for the way back."""

from __future__ import annotations

from detour.models.pipeline import in_flight
from detour.models.training_work import values_per_token
from detour.models.transformer import Transformer, fixed_parameters

#: Bytes of a value: weights and activations in sixteen bits, gradients in thirty-two, and of Adam a copy of the weights and two moments.
WEIGHT, GRADIENT, STATE = 2.0, 4.0, 12.0
#: The same of runs that keep gradients and moments in sixteen bits.
LEAN_GRADIENT, LEAN_STATE = 2.0, 8.0
#: Bytes of a value of the last layer, which is kept in sixteen and in thirty-two bits.
_LOGIT = 6.0


def layer_parameters(model: Transformer, tensor, expert_ways):
    r"""Return the parameters of one layer on average that one chip holds: those that every token passes, over $t$, and its experts', over $x t$.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> layer_parameters(gpt, 8, 1)
    (226492416.0, 0.0)
    """
    experts = model.expert_layers * model.experts * model.expert_parameters / model.layers
    return fixed_parameters(model) / model.layers / tensor, experts / expert_ways / tensor


def held_parameters(model: Transformer, tensor, stages, expert_ways):
    r"""Return the parameters of the fullest stage that one chip holds, those that all data-parallel chips share and those of its experts.

    Arguments: `tensor` $t$, chips over which matrices are split; `stages` $p$; `expert_ways` $x$, groups over which experts are spread.
    Embedding and head lie on the first and the last stage, one matrix each.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> shared, own = held_parameters(gpt, 8, 8, 1)
    >>> round(shared / 1e9, 2), own
    (2.8, 0.0)
    """
    shared, own = layer_parameters(model, tensor, expert_ways)
    layers = model.layers / stages
    return shared * layers + model.head_parameters / tensor, own * layers


def state_memory(shared, own, data, expert_ways, sharded, gradient=GRADIENT, state=STATE):
    r"""Return bytes of weights, gradients and optimiser of one chip, the optimiser spread over the chips that hold the same weights (ZeRO-1).

    Arguments: `shared`, `own`, parameters from `held_parameters`; `data` $d$, chips that hold the same shared ones; `expert_ways` $x$, so that $d/x$
    hold the same experts; `sharded`, 1 where weights and gradients are spread as well (ZeRO-3), else 0. The weights in sixteen bits are then made
    of the copy of the optimiser, a layer at a time. `gradient` and `state`, bytes of these for each parameter.
    Source of the form: Rajbhandari and others, ZeRO, arXiv 1910.02054 (2020).

    >>> state_memory(1e9, 0.0, 1, 1, 0), state_memory(1e9, 0.0, 4, 1, 0), state_memory(1e9, 0.0, 4, 1, 1)
    (18000000000.0, 9000000000.0, 4000000000.0)
    """
    both, copies = WEIGHT + gradient, data / expert_ways
    whole = (both + state / data) * shared + (both + state / copies) * own
    spread = (gradient + state) * (shared / data + own / copies)
    return (1 - sharded) * whole + sharded * spread


def activation_memory(model: Transformer, tokens, tensor, stages, chunks, batches, recomputed, value=WEIGHT, *, minimum=min):
    """Return bytes of activations of the first stage of one chip.

    Arguments: `tokens`, tokens of a micro-batch; `tensor`, chips that split them, sequence parallelism included; `stages`, `chunks`, `batches` as for
    `pipeline_time`; `recomputed`, share of layers that keep only what enters them; the others keep all but attention; `value`, bytes of a
    value that is kept: matrices of eight bits keep what they took in in eight.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> [round(activation_memory(gpt, 2048, 8, 8, 1, 64, way) / 1e9, 1) for way in (0, 1)]
    [8.5, 0.7]
    """
    flying = in_flight(batches, stages, chunks, minimum=minimum)
    return stage_activations(model, tokens, tensor, stages, model.layers / stages, flying, recomputed, value)


def stage_activations(model: Transformer, tokens, tensor, stages, layers, flying, recomputed, value=WEIGHT):
    """Return bytes of activations of one chip of a stage that has `layers` layers and keeps `flying` micro-batches; the rest as for `activation_memory`.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> stage_activations(gpt, 2048, 8, 8, 12, 8, 0) == activation_memory(gpt, 2048, 8, 8, 1, 64, 0)
    True
    """
    # What norms put out is made again from what they take in, at next to no work.
    every, kept = values_per_token(model) - 2 * model.hidden, model.hidden
    layer = (1 - recomputed) * every + recomputed * kept
    # What is recomputed stands in full for one layer at a time; the choice of token is made for one micro-batch.
    stored = value * (layer * layers * flying + recomputed * every)
    return tokens * (stored + _LOGIT * model.head_parameters / model.hidden / stages) / tensor
