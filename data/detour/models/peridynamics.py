r"""Bond-based peridynamics of a brittle plate in plane stress: constants of the material, and what a bond costs a machine.

Every point pulls on every other within the horizon $\delta$ as a spring does, and a spring stretched beyond the critical stretch breaks
for good. Poisson's ratio is 1/3, the only one that pairwise springs have in plane stress. SI units throughout.

Source: Silling, Journal of the Mechanics and Physics of Solids 48 (2000); Silling and Askari, Computers & Structures 83 (2005); the plane forms as
in Madenci and Oterkus, Peridynamic Theory and Its Applications (2014), and in the code PDMATLAB2D (Seleson and others, 2024).
"""

from __future__ import annotations

import math
from typing import NamedTuple

#: Poisson's ratio of a plate of springs in plane stress.
POISSON = 1 / 3
#: Floating-point operations of one bond in `peridynamics_bonds.force_at`, from either end, a root or a quotient counted as one.
FLOP_PER_BOND = 24
#: Bytes that describe one bond in memory, from either end: the number of the neighbour, four, and whether it is whole, one.
BYTES_PER_BOND = 5
#: Numbers of a node that must come from memory or go there for one force, at the least: two places and two displacements in, two forces out.
NUMBERS_PER_NODE = 6


class Material(NamedTuple):
    """A brittle elastic material: Young's modulus in Pa, density in kg/m³, energy in J/m² to part a unit of area."""

    modulus: float
    density: float
    fracture_energy: float


def bond_constant(modulus, horizon):
    r"""Return the stiffness of a bond for a plate of unit thickness in N/m⁵: $c = \frac{9 E}{\pi \delta^3}$.

    Arguments: `modulus` $E$ in Pa; `horizon` $\delta$ in m, above 0.

    >>> f"{bond_constant(72e9, 1e-3):.3g}"
    '2.06e+20'
    """
    return 9 * modulus / (math.pi * (horizon * horizon * horizon))


def critical_stretch(material, horizon):
    r"""Return the stretch at which a bond breaks: $s_0 = \sqrt{\frac{4 \pi G_0}{9 E \delta}}$.

    The energy of all bonds across a unit of area, each stretched so far, is then $G_0$. A finer horizon takes a larger stretch.

    >>> round(critical_stretch(Material(192e9, 8000, 82.9e3), 3.015e-4), 4)
    0.0447
    """
    return math.sqrt(4 * math.pi * material.fracture_energy / (9 * material.modulus * horizon))


def fracture_energy(modulus, horizon, stretch):
    r"""Return the energy in J/m² to which a critical stretch belongs at a horizon: $G_0 = \frac{9 E \delta s_0^2}{4 \pi}$.

    >>> round(fracture_energy(192e9, 3.015e-4, 0.04472), -2)
    82900.0
    """
    return 9 * modulus * horizon * (stretch * stretch) / (4 * math.pi)


def stable_step(material, horizon):
    r"""Return the longest stable time step in s: $\Delta t = \sqrt{\frac{\rho}{\pi \delta c}}$, the sum over the horizon taken as an integral.

    Source: Silling and Askari (2005), their equation for a grid, $\sqrt{2 \rho / \sum_j c V_j / |\boldsymbol\xi_j|}$.

    >>> f"{stable_step(Material(192e9, 8000, 82.9e3), 3.015e-4):.3g}"
    '2.05e-08'
    """
    return math.sqrt(material.density / (math.pi * horizon * bond_constant(material.modulus, horizon)))


def rayleigh_speed(material, poisson=POISSON):
    r"""Return the speed of surface waves in m/s, which no opening crack outruns: the root of $(2 - x)^2 = 4 \sqrt{1 - x}\sqrt{1 - k x}$.

    Arguments: `poisson` $\nu$, in plane stress. $x$ is the square of the speed over that of shear waves, $k = \frac{1 - \nu}{2}$ the square of the speed of
    shear waves over that of pressure waves in plane stress.
    Source: Freund, Dynamic Fracture Mechanics (1990), section 4.3, for the limit.

    >>> round(rayleigh_speed(Material(192e9, 8000, 82.9e3)))
    2758
    """
    shear = math.sqrt(material.modulus / (2 * (1 + poisson)) / material.density)
    ratio = (1 - poisson) / 2
    low, high = 0.5, 1 - 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        below = (2 - middle) ** 2 < 4 * math.sqrt((1 - middle) * (1 - ratio * middle))
        low, high = (middle, high) if below else (low, middle)
    return shear * math.sqrt(low)


def bytes_per_bond(number_bytes, bonds):
    r"""Return the bytes that a bond takes from memory if every number is fetched once a step: $b = 5 + \frac{6 w}{k}$.

    Arguments: `number_bytes` $w$, 4 or 8; `bonds` $k$ of a node, counted from both ends.

    >>> round(bytes_per_bond(4, 28), 2), round(bytes_per_bond(8, 28), 2)
    (5.86, 6.71)
    """
    return BYTES_PER_BOND + NUMBERS_PER_NODE * number_bytes / bonds


def bond_rate(bandwidth, peak, moved, worked=FLOP_PER_BOND):
    r"""Return the most bonds a second, in billions: $\min\left(\frac{B}{b}, \frac{F}{f}\right)$, the roofline.

    Arguments: `bandwidth` $B$ in GB/s; `peak` $F$ in GFLOP/s; `moved` $b$, bytes a bond; `worked` $f$, operations a bond.
    Source: Williams, Waterman and Patterson, Roofline, Communications of the ACM 52 (2009).

    >>> bond_rate(500, 30000, 5), bond_rate(500, 480, 5)
    (100.0, 20.0)
    """
    return min(bandwidth / moved, peak / worked)
