"""From steps to service: latency of a request, prefill and decoding on different chips, and how many requests fit into memory."""

from __future__ import annotations


def request_latency(step, prefill, output, yielded):
    """Return the seconds from a prompt to its last token, prompts of the same batch prefilled together; the first token comes with the prompt.

    >>> round(request_latency(0.02, 0.5, 100, 1), 2)
    2.48
    """
    return prefill + (output - 1) * step / yielded


def partly_together(together, in_turn, overlap):
    r"""Return the time of a step of which a share runs prompts and answers together and the rest in turn: $\phi\,s_1 + (1 - \phi)\,s_2$.

    >>> partly_together(0.02, 0.03, 0.25)
    0.0275
    """
    return overlap * together + (1 - overlap) * in_turn


def split_rate(prefill_rate, decode_rate, prefill_share, *, minimum=min):
    r"""Return the requests a second of chips of which a share only prefills: $\min(f\,r_p,\,(1 - f)\,r_d)$, rates per chip.

    >>> split_rate(4.0, 2.0, 0.25)
    1.0
    """
    return minimum(prefill_share * prefill_rate, (1 - prefill_share) * decode_rate)


def best_split(prefill_rate, decode_rate):
    r"""Return the share of chips that prefill when neither kind waits for the other: $r_d / (r_p + r_d)$.

    >>> best_split(4.0, 2.0), split_rate(4.0, 2.0, best_split(4.0, 2.0))
    (0.3333333333333333, 1.3333333333333333)
    """
    return decode_rate / (prefill_rate + decode_rate)


def sequences_in_memory(capacity, held, cache_per_token, context):
    """Return how many sequences of `context` tokens fit beside `held` bytes of weights; the caller rounds, and reads below 1 as none.

    >>> sequences_in_memory(160e9, 140e9, 320e3, 2000)
    31.25
    """
    return (capacity - held) / (cache_per_token * context)
