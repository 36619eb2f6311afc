"""A transformer as its step sees it: parameters by kind, the width of its cache, the work of its attention."""

from __future__ import annotations

from typing import NamedTuple


class Transformer(NamedTuple):
    """What one step of a language model reads and computes. Every field is a number, an array of one shape, or an expression."""

    layers: float  #: layers
    attention_parameters: float  #: parameters of the projections around attention, in one layer
    cached_layers: float  #: layers whose attention looks back over the whole context
    cache_width: float  #: values that one token leaves in the cache of one such layer
    cache_ways: float  #: chips over which the cache of one sequence can be split: its key and value heads, 1 for a latent cache
    decode_width: float  #: multiply-adds of one new token with one cached token in one layer, when decoding
    prefill_width: float  #: the same in prefill, where a latent cache is first expanded
    dense_layers: float  #: layers with one feed-forward network
    dense_parameters: float  #: parameters of that network
    expert_layers: float  #: layers with experts
    experts: float  #: routed experts in such a layer
    chosen: float  #: routed experts that a token is sent to
    expert_parameters: float  #: parameters of one expert
    shared_parameters: float  #: parameters of the experts that every token passes, in one layer
    hidden: float  #: values that stand for one token between layers
    head_parameters: float  #: parameters that turn the last layer into a choice of token


def attention_parameters(hidden, heads, key_value_heads, head_dimension):
    r"""Return the parameters of grouped-query attention in one layer: $h d\,(2 H + 2 H_{kv})$.

    Queries and output have $H$ heads of $d$ values, keys and values $H_{kv}$ of them; $h$ is the hidden size.
    Source: Ainslie and others, GQA, arXiv 2305.13245 (2023).

    >>> attention_parameters(8192, 64, 8, 128)
    150994944
    """
    return hidden * head_dimension * (2 * heads + 2 * key_value_heads)


def latent_attention_parameters(hidden, heads, query_rank, key_value_rank, head_dimension, rope_dimension, value_dimension):
    r"""Return the parameters of multi-head latent attention in one layer.

    $h r_q + r_q H (d + d_r) + h (r_{kv} + d_r) + r_{kv} H (d + d_v) + H d_v h$: queries through rank $r_q$, keys and values through rank
    $r_{kv}$, a part of $d_r$ values for position. Source: DeepSeek-AI, DeepSeek-V2, arXiv 2405.04434 (2024).

    >>> latent_attention_parameters(7168, 128, 1536, 512, 128, 64, 128)
    187105280
    """
    queries = hidden * query_rank + query_rank * heads * (head_dimension + rope_dimension)
    cached = hidden * (key_value_rank + rope_dimension) + key_value_rank * heads * (head_dimension + value_dimension)
    return queries + cached + heads * value_dimension * hidden


def parameters(model: Transformer):
    """Return all parameters of the model, with one matrix for the embedding and one for the head.

    Norms and biases, less than a thousandth of any model here, are left out.
    """
    return fixed_parameters(model) + model.expert_layers * model.experts * model.expert_parameters + 2 * model.head_parameters


def held_parameters(model: Transformer, ways, expert_ways):
    r"""Return the parameters that one chip holds: $(N_f + 2 N_h) / t + N_e / x$.

    Matrices, embedding and head are split over the `ways` $t$ of a group and lie in every group; routed experts over `expert_ways` $x$ chips.

    >>> model = Transformer(*[0] * 16)._replace(layers=2, attention_parameters=100, expert_layers=2, experts=8, expert_parameters=50, head_parameters=40)
    >>> held_parameters(model, 1, 8), held_parameters(model, 8, 8) == parameters(model) / 8
    (380.0, True)
    """
    experts = model.expert_layers * model.experts * model.expert_parameters
    return (fixed_parameters(model) + 2 * model.head_parameters) / ways + experts / expert_ways


def fixed_parameters(model: Transformer):
    """Return the parameters that every token passes: all but the routed experts, the embedding and the head."""
    feed_forward = model.dense_layers * model.dense_parameters + model.expert_layers * model.shared_parameters
    return model.layers * model.attention_parameters + feed_forward


def active_parameters(model: Transformer):
    """Return the parameters that one token passes on the way to the next: all but the embedding and the experts that it is not sent to."""
    return fixed_parameters(model) + model.head_parameters + model.expert_layers * model.chosen * model.expert_parameters
