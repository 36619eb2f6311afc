"""Work shared out in whole pieces so that the slowest is waited for least: layers over stages, and rounds over groups that run side by side.

Both are exact. Layers are a mixed-integer programme, solved by HiGHS through SciPy; rounds follow from what each group finishes by a given time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

#: A gap within which the best and the bound are the same, and what a quotient may be off.
_GAP, _EVEN = 1e-9, 1e-9
_HALVINGS = 60


def layers_by_stage(layer: np.ndarray, rest: np.ndarray, most: np.ndarray, layers: int, batches: float) -> np.ndarray | None:
    r"""Return whole layers of each stage, one at least, that make $\sum_i \tau_i + (m - 1)\max_i \tau_i$ least, with $\tau_i = a_i l_i + c_i$; None where
    the stages do not hold them.

    Arguments, arrays of one value a stage: `layer` $a_i$, seconds of a layer; `rest` $c_i$, seconds besides; `most`, layers that its memory holds.
    `layers` of the model; `batches` $m$, micro-batches, 1 or more.

    >>> layers_by_stage(np.array([1.0, 1.0, 3.0]), np.zeros(3), np.array([9, 9, 9]), 7, 100).tolist()
    [3, 3, 1]
    >>> layers_by_stage(np.array([1.0, 1.0, 3.0]), np.zeros(3), np.array([2, 9, 9]), 7, 100).tolist()
    [2, 4, 1]
    """
    stages = len(layer)
    most = np.minimum(most, layers)
    if stages > layers or (most < 1).any() or most.sum() < layers:
        return None
    # The last variable is the time of the slowest stage; no stage is done before the soonest.
    soonest = _soonest(layer, rest, most, layers)
    whole = LinearConstraint(np.append(np.ones(stages), 0.0)[None, :], layers, layers)
    slowest = LinearConstraint(np.hstack([np.diag(layer), -np.ones((stages, 1))]), -np.inf, -rest)
    found = milp(
        np.append(layer, batches - 1),
        constraints=[whole, slowest],
        integrality=np.append(np.ones(stages), 0),
        bounds=Bounds(np.append(np.ones(stages), soonest), np.append(most, np.inf)),
        options={"mip_rel_gap": _GAP},
    )
    return np.rint(found.x[:-1]).astype(int) if found.success else None


def even_layers(most: np.ndarray, layers: int) -> np.ndarray | None:
    """Return as many layers for every stage, the first ones one more where they do not come out even; None where a stage does not hold them.

    >>> even_layers(np.array([3, 3, 3]), 8).tolist(), even_layers(np.array([3, 3, 1]), 8)
    ([3, 3, 2], None)
    """
    found = layers // len(most) + (np.arange(len(most)) < layers % len(most))
    return found if (found <= most).all() and found.min() >= 1 else None


def _soonest(layer: np.ndarray, rest: np.ndarray, most: np.ndarray, layers: int) -> float:
    """Return the least time by which stages side by side could have done all layers: that of one of them with a whole number of layers."""
    ends = np.unique(layer[:, None] * np.arange(1, layers + 1) + rest[:, None])
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        done = np.minimum(np.floor((ends[middle] - rest) / layer + _EVEN), most).sum()
        low, high = (low, middle) if done >= layers else (middle + 1, high)
    return float(ends[low]) * (1 - _EVEN)


def done_by(time: float, each: np.ndarray, rest: np.ndarray, size: np.ndarray) -> np.ndarray:
    r"""Return the sequences that groups finish by a time: $q \lfloor (T - c) / \tau \rfloor$, none where the time is too short for one round.

    >>> done_by(10.0, np.array([2.0, 3.0]), np.array([1.0, 0.5]), np.array([4.0, 8.0])).tolist()
    [16.0, 24.0]
    """
    return size * np.maximum(np.floor((time - rest) / each + _EVEN), 0.0)


def least_time(groups: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]], amount: float) -> tuple[float, list[int], list[int]]:
    """Return the least time in which groups side by side finish an amount of sequences, the option that each takes, and its rounds.

    Each group has options, as three arrays: `each`, seconds of one round; `rest`, seconds besides; `size`, sequences of a round. What a group has done by
    a time does not depend on the others, so that its best option at that time is known, and the least time is found by halving.

    >>> slow, fast = (np.array([3.0]), np.zeros(1), np.ones(1)), (np.array([1.0]), np.zeros(1), np.ones(1))
    >>> least_time([slow, fast], 8)
    (6.0, [0, 0], [2, 6])
    """
    low, high = 0.0, min(float(np.min(rest + each * np.ceil(amount / size))) for each, rest, size in groups)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = sum(done_by(middle, *options).max() for options in groups) >= amount
        low, high = (low, middle) if enough else (middle, high)
    chosen = [int(np.argmax(done_by(high, *options))) for options in groups]
    picked = [tuple(float(column[place]) for column in options) for options, place in zip(groups, chosen, strict=True)]
    rounds = [int(max(np.floor((high - rest) / each + _EVEN), 0)) for each, rest, _ in picked]
    # What is more than the amount is taken from the group that would be last.
    order = sorted(range(len(picked)), key=lambda place: -(picked[place][1] + rounds[place] * picked[place][0]))
    for place in order:
        spare = sum(size * count for (_, _, size), count in zip(picked, rounds, strict=True)) - amount
        rounds[place] -= min(int(max(spare, 0) // picked[place][2]), rounds[place])
    return max(rest + each * count for (each, rest, _), count in zip(picked, rounds, strict=True) if count), chosen, rounds
