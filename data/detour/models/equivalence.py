"""How many chips of one kind another cluster is worth: its rate, read off the curve of that kind."""

from __future__ import annotations

from collections.abc import Sequence


def equal_count(rate, sizes: Sequence, rates: Sequence, *, minimum=min, maximum=max):
    r"""Return the number of chips that reach a rate: $n_0 \frac{v}{v_0} + \sum_i (n_{i+1} - n_i) \frac{v - v_i}{v_{i+1} - v_i}$, each fraction kept within 0 and 1.

    Arguments: `rate` $v$, of any unit, at most the last of `rates`; `sizes` $n_i$, numbers of chips, rising; `rates` $v_i$, what so many chips reach,
    rising, in the unit of the rate. Between two sizes the curve is taken as straight, below the first as straight from nought.

    >>> equal_count(150.0, [8, 16, 32], [100.0, 190.0, 300.0]), equal_count(50.0, [8, 16, 32], [100.0, 190.0, 300.0])
    (12.444444444444445, 4.0)
    """
    found = sizes[0] * minimum(rate / rates[0], 1)
    for low, high, slow, fast in zip(sizes, sizes[1:], rates, rates[1:], strict=False):
        found = found + (high - low) * minimum(maximum((rate - slow) / (fast - slow), 0), 1)
    return found


def rising(sizes: Sequence[float], rates: Sequence[float], step: float = 1e-9) -> list[float]:
    """Return rates that rise with the sizes: what more chips do not add counts for nothing, and sizes too small to work stand in proportion to the first that does.

    >>> rising([8, 16, 32, 64], [0.0, 10.0, 18.0, 17.0], step=0.5)
    [5.0, 10.0, 18.0, 27.0]
    """
    first = next(place for place, rate in enumerate(rates) if rate > 0)
    found = [rates[first] * size / sizes[first] for size in sizes[: first + 1]]
    for rate in rates[first + 1 :]:
        found.append(max(rate, found[-1] * (1 + step)))
    return found
