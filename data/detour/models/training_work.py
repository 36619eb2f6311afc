"""The work of one training step: what each token costs forward and back, and how its share of the peak is counted."""

from __future__ import annotations

from detour.models.transformer import Transformer, active_parameters, fixed_parameters

#: A multiplication and an addition; the work of a forward pass is done once, that of a backward pass twice.
_FLOP_PER_PARAMETER, _PASSES = 2, 3


def model_flop_per_token(model: Transformer, length):
    r"""Return the FLOP that a token of training needs, none done twice: $6 N_a + 6\,\ell\,w\,s$.

    Attention is counted over the whole sequence, also where a mask spares half of it, as most publications do.

    Arguments: `model`, with $N_a$ parameters that a token passes, $\ell$ layers that look back and $w$ multiply-adds a pair of tokens; `length` $s$,
    tokens of a sequence. Source of the form: Chowdhery and others, PaLM, appendix B, arXiv 2204.02311 (2022).

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> round(model_flop_per_token(gpt, 2048) / 1e12, 2)
    1.08
    """
    return _PASSES * _FLOP_PER_PARAMETER * (active_parameters(model) + model.cached_layers * model.prefill_width * length)


def model_flop_utilisation(tokens_per_second, flop_per_token, peak):
    r"""Return the share of the peak rate that goes into the model: $r F / P$, for $r$ tokens/s and $F$ FLOP a token on chips of $P$ FLOP/s together.

    >>> round(model_flop_utilisation(153, 1.08e12, 320e12), 3)
    0.516
    """
    return tokens_per_second * flop_per_token / peak


def dense_flop(model: Transformer):
    """Return the forward FLOP of a token in the matrices that every token passes, in one layer on average."""
    return _FLOP_PER_PARAMETER * fixed_parameters(model) / model.layers


def expert_flop(model: Transformer):
    """Return the forward FLOP of a token in the experts that it is sent to, in one layer on average."""
    return _FLOP_PER_PARAMETER * model.expert_layers / model.layers * model.chosen * model.expert_parameters


def attention_flop(model: Transformer, length):
    """Return the forward FLOP of a token that looks back on half a sequence, in one layer on average.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> attention_flop(gpt, 2048) == 2 * 24576 * 1024
    True
    """
    return _FLOP_PER_PARAMETER * model.prefill_width * length / 2 * model.cached_layers / model.layers


def values_per_token(model: Transformer):
    """Return the values that a token leaves behind a layer for the way back: what each matrix takes in or puts out, and four of the width between.

    A matrix of $a$ by $h$ puts $a$ values beside the $h$ that pass between layers, so that the parameters that a token passes over $h$ count them.
    Each expert that a token is sent to takes in a copy of it and puts out another.
    Source of the form: Korthikanti and others, arXiv 2205.05198 (2022), whose 34 bytes for each value between layers this comes to within a tenth.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> values_per_token(gpt) / 12288
    16.0
    """
    passed = fixed_parameters(model) + model.expert_layers * model.chosen * model.expert_parameters
    copied = 2 * model.chosen * model.hidden * model.expert_layers
    return passed / model.layers / model.hidden + copied / model.layers + 4 * model.hidden
