"""Time that a long run loses: chips fail, work since the last checkpoint is done again, and the checkpoints themselves take time."""

from __future__ import annotations

import math


def failures_a_second(percent):
    """Return failures of a chip a second from those of a hundred chips in a year.

    >>> round(1 / failures_a_second(20) / 86400)
    1826
    """
    return percent * (0.01 / (365.25 * 86400))


def time_between_failures(failure_rate, chips):
    r"""Return the mean time between failures of a job that any failing chip stops: $M = 1 / (f N)$.

    Arguments: `failure_rate` $f$, failures of a chip a second, above 0; `chips` $N$.

    Sixteen thousand chips that each fail once in six years stop every three hours:

    >>> round(time_between_failures(1 / (6 * 365.25 * 86400), 16384) / 3600, 1)
    3.2
    """
    return 1 / (failure_rate * chips)


def best_interval(saving, between):
    r"""Return the work between two checkpoints that loses least: $\sqrt{2 \delta M}$.

    Arguments: `saving` $\delta$, seconds that a checkpoint holds the run up; `between` $M$, seconds between failures, above $\delta / 2$.
    Source: Young, A first order approximation to the optimum checkpoint interval, Communications of the ACM 17 (1974).

    >>> round(best_interval(30, 10800))
    805
    """
    return (2 * saving * between) ** 0.5


def best_interval_again(saving, between):
    r"""Return the same to a higher order: $\sqrt{2 \delta M}\left(1 + \frac13 \sqrt{\frac{\delta}{2 M}} + \frac19 \frac{\delta}{2 M}\right) - \delta$.

    Source: Daly, A higher order estimate of the optimum checkpoint interval for restart dumps, Future Generation Computer Systems 22 (2006).

    >>> round(best_interval_again(30, 10800))
    785
    """
    ratio = saving / (2 * between)
    return (2 * saving * between) ** 0.5 * (1 + ratio**0.5 / 3 + ratio / 9) - saving


def useful_share(interval, saving, lost, between):
    r"""Return the share of its time in which a run gets on: $\frac{\tau}{M e^{R/M} \left(e^{(\tau + \delta)/M} - 1\right)}$, failures at random.

    Arguments: `interval` $\tau$, seconds of work between checkpoints, above 0; `saving` $\delta$, seconds that one takes; `lost` $R$, seconds from a
    failure until work goes on, detection, repair and loading together, in which the run may fail again; `between` $M$, seconds between failures.
    Source: Daly (2006), equation 13.

    >>> round(useful_share(785, 30, 600, 10800), 3), round(useful_share(785, 0, 0, 1e12), 3)
    (0.877, 1.0)
    """
    return interval / (between * math.e ** (lost / between) * (math.e ** ((interval + saving) / between) - 1))


def best_useful_share(failure_rate, chips, saving, lost):
    """Return the useful share at the best interval between checkpoints.

    >>> [round(best_useful_share(5.6e-9, chips, 30, 600), 2) for chips in (1000, 10_000, 100_000)]
    [0.98, 0.91, 0.59]
    """
    between = time_between_failures(failure_rate, chips)
    return useful_share(best_interval_again(saving, between), saving, lost, between)
