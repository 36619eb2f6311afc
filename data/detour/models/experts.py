"""Mixture of experts: how many experts a batch of tokens wakes."""

from __future__ import annotations


def experts_hit(experts, chosen, tokens):
    r"""Return how many experts of a layer at least one token is sent to: $E\,(1 - (1 - k/E)^n)$.

    Each token chooses its experts as if at random, which is what the routers are trained to approach; a real router wakes fewer.

    Arguments: `experts` $E$ (1 or more; 1 with `chosen` 1 is a dense layer), `chosen` $k$ (1 to E experts a token), `tokens` $n$ (0 or more).
    Returns experts, between 0 and E.

    One token wakes the eight that it chooses, a hundred and twenty-eight nearly all of 256:

    >>> round(experts_hit(256, 8, 1), 6), round(experts_hit(256, 8, 128))
    (8.0, 252)
    """
    return experts * (1 - (1 - chosen / experts) ** tokens)
