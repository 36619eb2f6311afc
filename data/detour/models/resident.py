"""Models whose weights stay in the memory on the chips: how many chips that takes, and how fast one request can be answered."""

from __future__ import annotations


def chips_to_hold(parameters, weight_bytes, capacity):
    r"""Return how many chips the weights alone fill: $\frac{P w}{C}$; the caller rounds up.

    Arguments: `parameters` $P$; `weight_bytes` $w$ of one parameter; `capacity` $C$, bytes of memory on one chip, above 0.

    Seventy billion parameters at eight bits, a quarter of a gigabyte on a chip:

    >>> chips_to_hold(70e9, 1, 0.25e9)
    280.0
    """
    return parameters * weight_bytes / capacity


def fastest_answer(parameters, weight_bytes, memory_bandwidth):
    r"""Return the tokens/s that one request receives at most where the chips work in turn: $\frac{B}{P w}$.

    Each chip reads the part of the weights that it holds once for a token, and hands the token on. How many chips there are plays no part, and links,
    overheads and the cache, all left out, only lower it. Chips that split a layer between them can be faster, at the price of an exchange in each.

    Arguments: `parameters` $P$; `weight_bytes` $w$ of one parameter; `memory_bandwidth` $B$, bytes/s within one chip.

    >>> fastest_answer(70e9, 1, 70e12)
    1000.0
    """
    return memory_bandwidth / (parameters * weight_bytes)


def rate_per_chip(requests, speed, chips):
    r"""Return tokens/s of one chip of a system: $\frac{s v}{n}$.

    Arguments: `requests` $s$ that the memory of the system holds at once; `speed` $v$, tokens/s that each receives; `chips` $n$ of the system. Prompts
    are taken to cost nothing, so that this is the most that the system serves.

    >>> rate_per_chip(100, 200, 500)
    40.0
    """
    return requests * speed / chips
