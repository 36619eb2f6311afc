"""Speculative decoding: tokens that a cheap draft proposes and the model accepts or not."""

from __future__ import annotations


def tokens_per_step(drafted, acceptance):
    r"""Return the tokens that one step yields: $1 + a + a^2 + \dots + a^d$ for $d$ drafted tokens, each accepted with chance $a$ after the last.

    Arguments: `drafted` $d$, tokens, 0 or more (a fraction interpolates); `acceptance` $a$, from 0 up to but not 1.

    >>> [round(tokens_per_step(drafted, 0.7), 2) for drafted in (0, 1, 2)]
    [1.0, 1.7, 2.19]
    """
    return (1 - acceptance ** (drafted + 1)) / (1 - acceptance)
