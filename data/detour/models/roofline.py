"""The time of an operation that waits either for arithmetic or for memory."""

from __future__ import annotations


def operation_time(work, traffic, compute_rate, memory_rate, *, maximum=max):
    r"""Return the time of one operation: $t = \max(F / (\eta_c P),\; D / (\eta_m B))$.

    Arguments, each a number, an array of one shape, or an expression:
        work: $F$, FLOP, at least 0.
        traffic: $D$, bytes moved to or from memory, at least 0.
        compute_rate: $\eta_c P$, FLOP/s that the operation reaches when memory is not in its way, above 0.
        memory_rate: $\eta_m B$, bytes/s that it reaches when arithmetic is not in its way, above 0.
        maximum: the greater of two values, for their kind.

    Returns seconds. Source of the form: Williams, Waterman and Patterson, Roofline, Communications of the ACM 52 (2009).

    A product of 4 TFLOP over 1 GB on a chip that reaches 500 TFLOP/s and 2 TB/s waits for arithmetic, 8 ms:

    >>> operation_time(4e12, 1e9, 500e12, 2e12)
    0.008
    """
    return maximum(work / compute_rate, traffic / memory_rate)


def ridge_point(compute_rate, memory_rate):
    r"""Return the arithmetic intensity at which memory stops being the limit: $\eta_c P / (\eta_m B)$, in FLOP/byte.

    >>> ridge_point(1000e12, 4e12)
    250.0
    """
    return compute_rate / memory_rate
