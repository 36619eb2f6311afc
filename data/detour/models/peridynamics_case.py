"""The published case that our kernel is held against: a square plate with a crack in its middle, pulled apart at a constant speed.

Source: Madenci and Oterkus, Peridynamic Theory and Its Applications (2014), section 9.2, plate with a pre-existing crack under velocity boundary
conditions: at 20 m/s the crack runs straight (their figure 9.6), at 50 m/s it branches (figure 9.7). Their correction of stiffness at free edges is
left out, as in the code RelationBasedSoftware, whose page describes the case.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detour.models.peridynamics import Material, fracture_energy
from detour.models.peridynamics_plate import Plate

#: Side of the plate and length of the crack in m; the horizon in spacings; time step in s and spacing in m of the published run.
SIDE, CRACK, REACH, STEP, SPACING = 0.05, 0.01, 3.015, 1.3367e-8, 1e-4
#: Steel: the critical stretch of the case is 0.04472 at the published spacing. A coarser grid keeps the energy of fracture instead.
STEEL = Material(192e9, 8000.0, fracture_energy(192e9, REACH * SPACING, 0.04472))
#: Rows beyond the plate at either end that are moved, and the part of the plate at either end in which nothing breaks.
HELD, SPARED = 3, 0.25
#: Part of its bonds that a node beside a straight crack has lost, less a tenth for the tip.
CRACKED = 0.3


class Growth(NamedTuple):
    """How a crack grew: times in s, how far its tips went beyond the first crack in m, and the damage of all nodes at some times."""

    times: np.ndarray
    distance: np.ndarray
    damage: tuple[np.ndarray, ...]
    plate: Plate

    @property
    def onset(self) -> float:
        """Return the time in s at which a crack first grew by more than one spacing."""
        return float(self.times[np.argmax(self.distance > self.plate.spacing)])

    def speed(self) -> float:
        """Return the mean speed of the tips in m/s from the onset to the end."""
        begun = np.argmax(self.distance > self.plate.spacing)
        return float((self.distance[-1] - self.distance[begun]) / (self.times[-1] - self.times[begun]))


def cracked_plate(nodes: int) -> Plate:
    """Return the plate of the case at rest with so many nodes along a side, the rows that are moved beyond them.

    >>> cracked_plate(100).u.shape
    (106, 100)
    """
    plate = Plate(STEEL, nodes, nodes + 2 * HELD, SIDE / nodes, REACH)
    plate.cut(-CRACK / 2, CRACK / 2)
    plate.spare(SIDE * SPARED)
    return plate


@lru_cache(maxsize=8)
def growth(velocity: float, nodes: int, moments: tuple[float, ...]) -> Growth:
    """Pull the plate apart at a velocity in m/s for either end until the last of some moments in s, and return how the crack grew.

    >>> found = growth(20.0, 50, (9e-6,))
    >>> 6e-6 < found.onset < 9e-6
    True
    """
    plate = cracked_plate(nodes)
    ends = np.abs(plate.y) > SIDE / 2
    away = np.sign(plate.y[ends])[:, None] * velocity

    def hold(plate: Plate) -> None:
        plate.v[ends], plate.across[ends] = away * plate.time, away

    hold(plate)
    duration = STEP * SIDE / nodes / SPACING
    middle, left = np.abs(plate.y) < plate.spacing, list(moments)
    times, distance, damage = [], [], []
    while left:
        plate.step(duration, hold)
        lost = plate.damage()
        times.append(plate.time)
        distance.append(float(np.abs(plate.x[(lost[middle] > CRACKED).any(axis=0)]).max()) - CRACK / 2)
        if plate.time >= left[0] - duration / 2:
            damage.append(lost)
            del left[0]
    return Growth(np.array(times), np.array(distance), tuple(damage), plate)
