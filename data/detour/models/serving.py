"""From steps to service: latency of a request, time per token, and throughput, with prefill and decoding on the same chips or on others."""

from __future__ import annotations


def time_per_token(step, prefill, sequences, output, yielded, *, maximum=max):
    r"""Return the mean time between tokens of one request among others: $s / y + (b - 1)\,p / O$.

    While a request decodes its $O$ tokens, each of the $b - 1$ others ends and is replaced once, and its prefill of $p$ seconds runs on the same
    chips. Arguments: `step` $s$, seconds; `prefill` $p$, seconds for one prompt (0 where others prefill); `sequences` $b$, 1 or more; `output` $O$,
    tokens; `yielded` $y$, tokens of one step.

    >>> round(time_per_token(0.02, 0.1, 65, 1024, 1), 5)
    0.02625
    """
    return step / yielded + maximum(sequences - 1, 0) * prefill / output


def request_latency(step, prefill, output, yielded):
    """Return the seconds from a prompt to its last token, prompts of the same batch prefilled together.

    >>> round(request_latency(0.02, 0.5, 100, 1), 2)
    2.5
    """
    return prefill + output * step / yielded


def sequence_rate(step, prefill, sequences, output, yielded):
    r"""Return the requests a second that a group completes when it is never idle: $b / (b\,p + O s / y)$.

    >>> round(sequence_rate(0.02, 0.1, 64, 1024, 1), 3)
    2.381
    """
    return sequences / (sequences * prefill + output * step / yielded)


def split_rate(prefill_rate, decode_rate, prefill_share):
    r"""Return the requests a second of chips of which a share only prefills: $\min(f\,r_p,\,(1 - f)\,r_d)$, rates per chip.

    >>> split_rate(4.0, 2.0, 0.25)
    1.0
    """
    return min(prefill_share * prefill_rate, (1 - prefill_share) * decode_rate)


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
