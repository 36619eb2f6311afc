"""The published cases that our kernel is held against: a crack that runs straight, one that branches, and a plate that only stretches.

Sources: Madenci and Oterkus, Peridynamic Theory and Its Applications (2014), section 9.2, a square plate with a crack in its middle, pulled at 20 m/s
(their figure 9.6); Bobaru and Zhang, International Journal of Fracture 196 (2015), a notched plate of soda-lime glass under a sudden load of 2 MPa, as the
input `CrackBranching` of PDMATLAB2D gives it. Nothing is corrected at free edges.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.sparse.linalg import LinearOperator, cg

from detour.models.peridynamics import Material, fracture_energy
from detour.models.peridynamics_plate import Plate

#: The straight crack: side of the plate and first crack in m, speed of either end in m/s; horizon in spacings, time step in s and spacing in m as published.
SIDE, CRACK, PULL, REACH, STEP, SPACING = 0.05, 0.01, 20.0, 3.015, 1.3367e-8, 1e-4
#: Its material: the critical stretch is 0.04472 at the published spacing. A coarser grid keeps the energy of fracture instead.
STEEL = Material(192e9, 8000.0, fracture_energy(192e9, REACH * SPACING, 0.04472))
#: Where the published curve of its growth begins, in m, and when it ends, in s.
FIRST, END = 1.2e-3, 1.667e-5
#: The crack that branches: length and height of the plate in m, the load in Pa, horizon in spacings, time step in s and spacing in m as published.
LENGTH, HEIGHT, LOAD, GLASS_REACH, GLASS_STEP, GLASS_SPACING = 0.1, 0.04, 2e6, 3.0, 6.7e-8, 0.1 / 300
GLASS = Material(72e9, 2440.0, 3.8)
#: Part of its bonds that counts as a crack: a node beside a straight one has lost eleven of 28, and fewer at the tip.
CRACKED = 0.3


class Growth(NamedTuple):
    """How a crack grew: times in s, how far a tip had gone along the middle by then in m, and the damage of all nodes at the moments asked for."""

    times: np.ndarray
    distance: np.ndarray
    damage: tuple[np.ndarray, ...]
    plate: Plate

    def when(self, far: float) -> float:
        """Return the time in s at which a tip had first gone so many m."""
        return float(self.times[np.argmax(self.distance >= far)])

    def speed(self, far: float) -> float:
        """Return the mean speed of a tip in m/s from there to the end."""
        gone = np.argmax(self.distance >= far)
        return float((self.distance[-1] - self.distance[gone]) / (self.times[-1] - self.times[gone]))


def _grow(plate: Plate, duration: float, moments: tuple[float, ...], first: float, hold: Callable[[Plate], None] = lambda _: None) -> Growth:
    middle, left = np.abs(plate.y) < plate.spacing, list(moments)
    times, distance, damage = [], [], []
    while left:
        plate.step(duration, hold)
        lost = plate.damage()
        times.append(plate.time)
        distance.append(float(plate.x[(lost[middle] > CRACKED).any(axis=0)].max()) - first)
        if plate.time >= left[0] - duration / 2:
            damage.append(lost)
            del left[0]
    return Growth(np.array(times), np.array(distance), tuple(damage), plate)


@lru_cache(maxsize=4)
def straight(nodes: int, moments: tuple[float, ...]) -> Growth:
    """Return how the crack in the square plate grows, with so many nodes along a side, until the last of some moments in s.

    Three rows of nodes beyond either end are moved, and nothing breaks in the outer quarters.

    >>> 7e-6 < straight(50, (1e-5,)).when(FIRST) < 1e-5
    True
    """
    plate = Plate(STEEL, nodes, nodes + 6, SIDE / nodes, REACH)
    plate.cut(-CRACK / 2, CRACK / 2)
    plate.spare(SIDE / 4)
    ends = np.abs(plate.y) > SIDE / 2
    away = np.sign(plate.y[ends])[:, None] * PULL

    def hold(plate: Plate) -> None:
        plate.v[ends], plate.across[ends] = away * plate.time, away

    hold(plate)
    return _grow(plate, STEP * plate.spacing / SPACING, moments, CRACK / 2, hold)


@lru_cache(maxsize=4)
def branching(columns: int, moments: tuple[float, ...]) -> Growth:
    """Return how the notch in the plate of glass grows, with so many columns of nodes, until the last of some moments in s.

    The load pulls at the outermost rows; nothing breaks within a horizon of them.

    >>> bool(branching(50, (1e-6,)).distance.max() <= 0.002)
    True
    """
    spacing = LENGTH / columns
    plate = Plate(GLASS, columns, round(HEIGHT / spacing), spacing, GLASS_REACH)
    plate.cut(-LENGTH, 0)
    plate.spare(HEIGHT / 2 - plate.horizon)
    plate.load[0], plate.load[-1] = -LOAD / spacing, LOAD / spacing
    return _grow(plate, GLASS_STEP * spacing / GLASS_SPACING, moments, 0)


@lru_cache(maxsize=4)
def extension(nodes: int, modulus: float = STEEL.modulus) -> float:
    r"""Return how far a plate stretches under a pull at its ends, over what classical elasticity says: $\sigma y / E$, along the middle half.

    Arguments: `nodes` across the plate, which is twice as long; `modulus` $E$ in Pa. The load is so small that the plate answers in proportion.

    >>> 1 < extension(40) < extension(20) < 1.05
    True
    """
    strain, plate = 1e-6, Plate(STEEL._replace(modulus=modulus), nodes, 2 * nodes, SIDE / nodes, REACH)
    plate.load[0], plate.load[-1] = (sign * strain * modulus / plate.spacing for sign in (-1, 1))

    def resistance(flat: np.ndarray) -> np.ndarray:
        size = strain * SIDE / max(float(np.abs(flat).max()), 1e-300)
        plate.u, plate.v = (flat * size).reshape(2, *plate.load.shape)
        return -np.concatenate([each.ravel() for each in plate.forces()]) / size

    pulled = np.concatenate([np.zeros(plate.load.size), plate.load.ravel()])
    found, _ = cg(LinearOperator((pulled.size, pulled.size), matvec=resistance), pulled, rtol=1e-6, maxiter=2000)
    across = found.reshape(2, *plate.load.shape)[1].mean(axis=1)
    inner = np.abs(plate.y) < SIDE / 2
    return float(np.polyfit(plate.y[inner], across[inner], 1)[0] / strain)
