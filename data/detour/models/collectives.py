"""What it takes to exchange results over the links between chips."""

from __future__ import annotations


def all_reduce_time(size, ways, link_rate, latency, *, minimum=min):
    r"""Return the time to sum a vector over chips: $2\,\frac{t-1}{t}\,\frac{s}{L} + \min(t - 1, 1)\,\alpha$.

    Arguments:
        size: $s$, bytes on each chip.
        ways: $t$, chips that sum, 1 or more; 1 takes no time.
        link_rate: $L$, bytes/s that a chip sends while it receives as much, above 0.
        latency: $\alpha$, seconds for the exchange to start and settle.
        minimum: the lesser of two values, for their kind.

    Returns seconds. Source of the form: Thakur, Rabenseifner and Gropp, International Journal of High Performance Computing Applications 19 (2005).

    >>> all_reduce_time(8e6, 1, 400e9, 10e-6)
    0.0
    >>> round(all_reduce_time(8e6, 8, 400e9, 10e-6) * 1e6)
    45
    """
    return 2 * (ways - 1) / ways * size / link_rate + minimum(ways - 1, 1) * latency


def exchange_time(size, ways, link_rate, latency, *, minimum=min):
    r"""Return the time in which each chip sends its tokens to the chips of their experts: $\frac{x-1}{x}\,\frac{s}{L} + \min(x - 1, 1)\,\alpha$.

    Arguments: `size` $s$, bytes that a chip sends; `ways` $x$, chips over which the experts lie; the rest as for `all_reduce_time`.

    >>> round(exchange_time(8e6, 8, 400e9, 10e-6) * 1e6, 1)
    27.5
    """
    return (ways - 1) / ways * size / link_rate + minimum(ways - 1, 1) * latency
