"""A service on a group of chips that prefills and decodes: the steps that it takes, and the rates and waits that follow."""

from __future__ import annotations

from typing import NamedTuple

from detour.models.serving import partly_together
from detour.models.speculation import tokens_per_step
from detour.models.step import Chip, Load, prefill_time, service_step_time, step_time
from detour.models.transformer import Transformer


class Steps(NamedTuple):
    """What the steps of a service take, in seconds, and the tokens that one yields for each sequence."""

    decode: float  #: a step that only decodes
    prefill: float  #: prefilling one prompt of every sequence, and nothing else
    service: float  #: a step of a service that replaces the requests that end
    yielded: float  #: tokens for each sequence


def steps(model: Transformer, chip: Chip, load: Load, prompt, output, drafted, acceptance, overlap, *, minimum=min, maximum=max) -> Steps:
    r"""Return the steps of a service of requests of `prompt` and `output` tokens.

    Arguments: `load`, of which tokens and context are set here; `drafted` $d$, tokens that a draft proposes; `acceptance` $a$, chance that one is
    accepted; `overlap` $\phi$, share of steps in which prompts and answers pass together.
    """
    kinds = {"minimum": minimum, "maximum": maximum}
    yielded = tokens_per_step(drafted, acceptance)
    # An answer looks back on its prompt and half of itself, a prompt on half of itself, on average.
    answer = load._replace(tokens=1 + drafted, context=prompt + output / 2)
    decode = step_time(model, chip, answer, model.decode_width, answer.tokens, **kinds)
    prefill = prefill_time(model, chip, load._replace(tokens=prompt, context=prompt / 2), **kinds)
    together = service_step_time(model, chip, answer, prompt, prompt * yielded / output, **kinds)
    in_turn = decode + prefill * yielded / output
    return Steps(decode, prefill, partly_together(together, in_turn, overlap), yielded)


def rate_per_chip(step, yielded, sequences, ways):
    r"""Return tokens a second of one chip: $y\,s / (t\,\tau)$, for a step of $\tau$ seconds that yields $y$ tokens for each of $s$ sequences of a group of $t$.

    >>> rate_per_chip(0.05, 1, 160, 8)
    400.0
    """
    return yielded * sequences / step / ways


def time_between(decode, service, yielded, sequences, *, maximum=max):
    r"""Return the seconds between tokens of one request: $(\tau_d + (1 - 1/s)(\tau_s - \tau_d)) / y$; prompts of others delay it, its own does not.

    >>> time_between(0.02, 0.03, 1, 1), time_between(0.02, 0.03, 1, 2)
    (0.02, 0.025)
    """
    return (decode + (1 - 1 / maximum(sequences, 1)) * (service - decode)) / yielded


def sequences_held(batch, ways, fit, *, minimum=min, maximum=max):
    r"""Return the sequences that a group decodes at once: $\min(b\,t,\,\max(m, 1))$ for `batch` $b$ wanted on each of $t$ chips, of which $m$ fit into memory.

    >>> sequences_held(16, 8, 100.5), sequences_held(8, 8, 100.5)
    (100.5, 64)
    """
    return minimum(batch * ways, maximum(fit, 1))
