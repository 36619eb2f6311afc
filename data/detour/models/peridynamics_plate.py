"""A plate of peridynamics on a regular grid, all nodes at once: every shape of bond is one operation on whole arrays.

The operations have a fixed order and each is rounded as IEEE 754 says, so that a run gives the same numbers on every
machine; powers of single numbers are written as products, because libraries round them differently.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detour.models.peridynamics import Material, bond_constant, critical_stretch

_Ends = tuple[tuple[slice, slice], tuple[slice, slice]]


@dataclass(frozen=True)
class Shape:
    """One shape of bond: rows and columns that it spans, its length in m, and the part of the neighbour's area inside the horizon."""

    rows: int
    columns: int
    length: float
    part: float

    @property
    def ends(self) -> _Ends:
        """Return where in an array of the grid the nodes at the one end stand, and where those at the other."""
        first, second = slice(0, -abs(self.columns) or None), slice(abs(self.columns), None)
        one, other = (first, second) if self.columns >= 0 else (second, first)
        return (slice(0, -self.rows or None), one), (slice(self.rows, None), other)


def shapes(reach: float, spacing: float) -> list[Shape]:
    """Return the shapes of bonds within a reach in spacings, each once and not again from its other end.

    >>> [(each.rows, each.columns, each.part) for each in shapes(1, 1.0)]
    [(0, 1, 0.5), (1, 0, 0.5)]
    """
    most = math.floor(reach)
    half = [(j, i) for j in range(most + 1) for i in range(-most, most + 1) if (j > 0 or i > 0) and i * i + j * j <= reach * reach]
    return [Shape(j, i, math.sqrt(i * i + j * j) * spacing, min(reach + 0.5 - math.sqrt(i * i + j * j), 1.0)) for j, i in half]


def calibration(reach: float) -> float:
    r"""Return the factor by which bonds of a grid must be stiffer than those of the integral: $\frac{\pi m^3 / 4}{\sum_j \beta_j |\xi_j| \cos^4 \varphi_j}$.

    With it, a node inside stores under a stretch in one direction, $\varphi = 0$, what classical elasticity says; the horizon is $m$ spacings.
    Source: Madenci and Oterkus (2014), section 4.2, which does the same node by node and so corrects edges too.

    >>> round(calibration(3.015), 3), round(calibration(24), 2)
    (1.162, 1.02)
    """
    both = [(each, across) for each in shapes(reach, 1.0) for across in (each.columns, each.rows)]
    cubes = [(each.part * across**4, each.length * each.length * each.length) for each, across in both]
    return math.pi * (reach * reach * reach) / 4 / sum(weight / cube for weight, cube in cubes)


class Plate:
    """A plate, its displacements, velocities and bonds.

    `u`, `v` are displacements along and across in m, of shape (rows, columns), row 0 lowest; `along`, `across` velocities in m/s. `weights` holds for each
    shape the stiffness of its bonds, 0 where one is broken. `load` is a force density across in N/m³, `time` in s. Thickness is 1 m.
    """

    def __init__(self, material: Material, columns: int, rows: int, spacing: float, reach: float) -> None:
        """Make a plate at rest without a crack, its middle at the origin."""
        self.material, self.spacing, self.horizon = material, spacing, reach * spacing
        self.x = (np.arange(columns) - (columns - 1) / 2) * spacing
        self.y = (np.arange(rows) - (rows - 1) / 2) * spacing
        self.u, self.v, self.along, self.across, self.load = (np.zeros((rows, columns)) for _ in range(5))
        self.shapes = shapes(reach, spacing)
        scale = calibration(reach) * bond_constant(material.modulus, self.horizon) * (spacing * spacing)
        self.weights = [np.full(self.u[each.ends[0]].shape, scale * each.part) for each in self.shapes]
        self.may_break = [np.ones((each.shape[0], 1), bool) for each in self.weights]
        self.bonds = self._whole()
        self.critical = critical_stretch(material, self.horizon)
        self.time = 0.0

    def cut(self, left: float, right: float) -> None:
        """Break every bond that crosses the middle line between two places along it, in m."""
        for each, weight in zip(self.shapes, self.weights, strict=True):
            one, other = each.ends
            low, high = self.y[one[0]][:, None], self.y[other[0]][:, None]
            crosses = (low < 0) & (high > 0)
            where = (self.x[one[1]] * high - self.x[other[1]] * low) / np.where(crosses, high - low, 1)
            weight[crosses & (left < where) & (where < right)] = 0

    def spare(self, beyond: float) -> None:
        """Let no bond break that has an end farther than so many m from the middle line."""
        near = np.abs(self.y) <= beyond
        self.may_break = [(near[each.ends[0][0]] & near[each.ends[1][0]])[:, None] for each in self.shapes]

    def forces(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the force density on every node in N/m³, along and across, and break what is stretched too far: it pulls once more."""
        fx, fy = np.zeros_like(self.u), np.zeros_like(self.v)
        for each, weight, may in zip(self.shapes, self.weights, self.may_break, strict=True):
            one, other = each.ends
            rx, ry, now = self._deformed(each)
            pull = (now - each.length) / each.length
            torn = pull > self.critical
            pull *= weight
            pull /= now
            for total, way in ((fx, rx), (fy, ry)):
                way *= pull
                total[one] += way
                total[other] -= way
            if torn.any():
                weight[torn & may] = 0
        return fx, fy

    def step(self, duration: float, hold: Callable[[Plate], None] = lambda _: None) -> None:
        """Go on by one time step in s: forces, then velocities, then displacements; `hold` sets what is held at the new time."""
        fx, fy = self.forces()
        self.along += fx * (duration / self.material.density)
        self.across += (fy + self.load) * (duration / self.material.density)
        self.u += self.along * duration
        self.v += self.across * duration
        self.time += duration
        hold(self)

    def damage(self) -> np.ndarray:
        """Return the part of its bonds that every node has lost, 0 to 1."""
        return 1 - self._whole() / self.bonds

    def energy(self) -> tuple[float, float]:
        """Return the energy of motion and of stretched bonds in J."""
        area = self.spacing**2
        moving = 0.5 * self.material.density * area * float((self.along**2 + self.across**2).sum())
        pairs = zip(self.shapes, self.weights, strict=True)
        return moving, 0.5 * area * sum(float((weight * (self._deformed(each)[2] - each.length) ** 2).sum()) / each.length for each, weight in pairs)

    def _deformed(self, each: Shape) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the bonds of one shape as they lie now, along and across, and how long they are, in m."""
        one, other = each.ends
        rx, ry = self.u[other] - self.u[one], self.v[other] - self.v[one]
        rx += each.columns * self.spacing
        ry += each.rows * self.spacing
        now = rx * rx
        now += ry * ry
        return rx, ry, np.sqrt(now, out=now)

    def _whole(self) -> np.ndarray:
        """Return the number of whole bonds of every node."""
        count = np.zeros(self.u.shape)
        for each, weight in zip(self.shapes, self.weights, strict=True):
            for end in each.ends:
                count[end] += weight > 0
        return count
