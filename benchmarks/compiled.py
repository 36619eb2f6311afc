"""The kernel of peridynamics compiled by Numba: one node after the other, or shared among cores; and loops that show what memory and arithmetic can do."""

from __future__ import annotations

from collections.abc import Callable

import numba
import numpy as np
from detour.models import peridynamics_bonds
from numba import cuda

#: Elements that a loop multiplies and adds to without end: enough vectors to hide how long one operation takes, few enough for the nearest cache.
LANES = 128
#: Threads of a block on a graphics card.
THREADS = 128


def kernel(parallel: bool) -> Callable:
    """Return the force on all nodes as compiled code: arguments of `force_at` without the node, then arrays for the force along and across.

    The arithmetic is the strict one of IEEE 754: nothing is reordered, so that one core and many give the same bits.
    """
    at = numba.njit(peridynamics_bonds.force_at, inline="always")

    @numba.njit(parallel=parallel)
    def forces(x, y, u, v, table, whole, edge, inverse, full, critical, fx, fy):
        for i in numba.prange(len(x)):
            fx[i], fy[i] = at(i, x, y, u, v, table, whole, edge, inverse, full, critical)

    return forces


def on_card() -> Callable:
    """Return the force on all nodes as code for a graphics card, one node a thread: the arguments of `kernel`, arrays in the card's memory.

    Raises whatever Numba raises where there is no card that it can use.
    """
    at = cuda.jit(peridynamics_bonds.force_at, device=True)

    @cuda.jit
    def each(x, y, u, v, table, whole, edge, inverse, full, critical, fx, fy):
        i = cuda.grid(1)
        if i < len(x):
            fx[i], fy[i] = at(i, x, y, u, v, table, whole, edge, inverse, full, critical)

    def forces(*arguments) -> None:
        each[-(-len(arguments[0]) // THREADS), THREADS](*arguments)
        cuda.synchronize()

    return forces


@numba.njit(parallel=True, fastmath=True)
def triad(out: np.ndarray, first: np.ndarray, second: np.ndarray, factor: float) -> None:
    """Add one array to a multiple of another: the triad of STREAM, which moves three numbers and computes two operations an element."""
    for i in numba.prange(len(out)):
        out[i] = first[i] + factor * second[i]


@numba.njit(fastmath=True)
def multiply_add(states: np.ndarray, factor: float, passes: int) -> None:
    """Multiply and add in place so often that memory plays no part: two operations an element and pass, on `LANES` elements."""
    for _ in range(passes):
        for lane in range(LANES):
            states[lane] = states[lane] * factor + factor
