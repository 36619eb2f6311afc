"""The force of peridynamics bond by bond, over a list of neighbours: plain loops over arrays, which a compiler takes as they stand.

Nothing here needs a compiler: the same functions run as Python, slowly. They use no name of this module, so that each can be compiled alone.
"""

from __future__ import annotations

import math

import numpy as np


def neighbours(columns, rows, reach):
    r"""Return the neighbours of every node of a grid, and whether the bond exists: two arrays of shape (nodes, most bonds).

    Arguments: `columns`, `rows` of the grid; `reach`, the horizon in spacings. Nodes count along rows. A node at an edge has fewer
    neighbours: what is missing names the node itself and is broken from the start.

    >>> table, whole = neighbours(4, 3, 1)
    >>> table[5].tolist(), int(whole.sum())
    ([1, 4, 6, 9], 34)
    """
    most = math.floor(reach)
    steps = [(j, i) for j in range(-most, most + 1) for i in range(-most, most + 1) if 0 < i * i + j * j <= reach * reach]
    row, column = (each.ravel() for each in np.mgrid[:rows, :columns])
    table = np.empty((rows * columns, len(steps)), np.int32)
    whole = np.empty(table.shape, np.uint8)
    for k, (j, i) in enumerate(steps):
        inside = (row + j >= 0) & (row + j < rows) & (column + i >= 0) & (column + i < columns)
        table[:, k] = np.where(inside, (row + j) * columns + column + i, row * columns + column)
        whole[:, k] = inside
    return table, whole


def force_at(i, x, y, u, v, table, whole, edge, inverse, full, critical):
    r"""Return the force on one node along and across, in units of $c \Delta x^2$, and break what is stretched too far.

    $$ \mathbf f_i = \sum_j \beta_{ij}\, s_{ij}\, \frac{\mathbf r_{ij}}{|\mathbf r_{ij}|}, \quad s = \frac{|\mathbf r| - |\boldsymbol\xi|}{|\boldsymbol\xi|} $$

    Arguments: `i`, the node; `x`, `y` places and `u`, `v` displacements of all nodes in m; `table`, `whole` as `neighbours` returns them; `edge`, the horizon
    in spacings and a half; `inverse`, one over the spacing in m; `full`, 1; `critical`, the stretch at which a bond breaks. All numbers are of one type,
    which is then that of the arithmetic. $\beta$ is the part of a neighbour's area inside the horizon, in a straight line from 1 at half a spacing inside to
    0 at half a spacing outside (Madenci and Oterkus). A bond pulls once more in the step in which it breaks.

    >>> table, whole = neighbours(2, 1, 1)
    >>> x, none = np.array([0.0, 1.0]), np.zeros(2)
    >>> [float(each) for each in force_at(0, x, none, np.array([0.0, 0.5]), none, table, whole, 1.5, 1.0, 1.0, 0.4)], int(whole[0].sum())
    ([0.25, 0.0], 0)
    """
    fx = fy = x[i] - x[i]
    for k in range(table.shape[1]):
        if whole[i, k]:
            j = table[i, k]
            ax = x[j] - x[i]
            ay = y[j] - y[i]
            rx = ax + (u[j] - u[i])
            ry = ay + (v[j] - v[i])
            length = math.sqrt(ax * ax + ay * ay)
            now = math.sqrt(rx * rx + ry * ry)
            stretch = (now - length) / length
            part = min(edge - length * inverse, full)
            pull = part * stretch / now
            fx += pull * rx
            fy += pull * ry
            if stretch > critical:
                whole[i, k] = 0
    return fx, fy
