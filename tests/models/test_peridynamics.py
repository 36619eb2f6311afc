"""Laws of the kernel of peridynamics: it conserves what it must, agrees with elasticity and with published cracks, and its two forms agree."""

import math

import numpy as np
import pytest
from detour import registry
from detour.models import peridynamics, peridynamics_bonds, peridynamics_case
from detour.models.peridynamics_plate import Plate, shapes

STEEL, REACH = peridynamics_case.STEEL, peridynamics_case.REACH


def shaken(columns: int = 14, rows: int = 11, size: float = 1e-3) -> Plate:
    """Return a plate without a crack whose nodes are displaced and moving at random."""
    plate = Plate(STEEL, columns, rows, 1e-3, REACH)
    random = np.random.default_rng(4)
    for field, scale in ((plate.u, 1e-3), (plate.v, 1e-3), (plate.along, 5e3), (plate.across, 5e3)):
        field += size * scale * random.standard_normal(field.shape)
    return plate


def listed(plate: Plate, table: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return the forces on all nodes of a plate by the loop over a list of neighbours, in N/m³."""
    x, y = (each.ravel() for each in np.meshgrid(plate.x, plate.y))
    state = (x, y, plate.u.ravel(), plate.v.ravel(), table, whole, REACH + 0.5, 1 / plate.spacing, 1.0, plate.critical)
    found = np.array([peridynamics_bonds.force_at(i, *state) for i in range(x.size)])
    return found * plate.weights[0].max() / shapes(REACH, plate.spacing)[0].part


@pytest.mark.parametrize("size", [1e-3, 0.5])
def test_the_list_of_bonds_and_the_arrays_give_the_same_forces_and_break_the_same_bonds(size):
    plate = shaken(size=size)
    table, whole = peridynamics_bonds.neighbours(14, 11, REACH)
    before = whole.sum()
    by_list, by_arrays = listed(plate, table, whole), np.stack([each.ravel() for each in plate.forces()], axis=1)
    assert np.abs(by_list - by_arrays).max() < 1e-11 * np.abs(by_arrays).max()
    left = sum(2 * int((weight > 0).sum()) for weight in plate.weights)
    assert left == whole.sum()
    assert (left < before) == (size > 0.1)


def test_the_forces_of_a_free_plate_cancel():
    plate = shaken()
    fx, fy = plate.forces()
    largest = np.abs(fx).max()
    assert abs(fx.sum()) < 1e-10 * largest and abs(fy.sum()) < 1e-10 * largest
    turn = (plate.x + plate.u) * fy - (plate.y[:, None] + plate.v) * fx
    assert abs(turn.sum()) < 1e-10 * np.abs(turn).max()


def test_a_free_plate_keeps_its_energy_and_a_breaking_one_loses_it():
    plate = shaken()
    step = 0.2 * peridynamics.stable_step(STEEL, plate.horizon)
    at_first = sum(plate.energy())
    for _ in range(300):
        plate.step(step)
    assert sum(plate.energy()) == pytest.approx(at_first, rel=0.02)
    torn = shaken(size=0.5)
    at_first = sum(torn.energy())
    for _ in range(50):
        torn.step(step)
    assert torn.damage().max() > 0 and sum(torn.energy()) < at_first


def test_half_the_step_errs_a_fourth_as_much_in_energy():
    def drift(part: float) -> float:
        plate = shaken()
        duration = part * peridynamics.stable_step(STEEL, plate.horizon)
        for velocity, force in zip((plate.along, plate.across), plate.forces(), strict=True):
            velocity -= force * (duration / 2 / STEEL.density)  # velocities stand half a step before displacements
        seen = []
        for _ in range(round(20 / part)):
            before = plate.along.copy(), plate.across.copy()
            stretched = plate.energy()[1]
            plate.step(duration)
            moving = sum(((a + b) ** 2 / 4).sum() for a, b in zip(before, (plate.along, plate.across), strict=True)) * STEEL.density * plate.spacing**2 / 2
            seen.append(moving + stretched)
        return max(seen) - min(seen)

    assert drift(0.2) < drift(0.4) / 3


def test_a_node_inside_a_stretched_plate_stores_what_elasticity_says():
    plate, strain = Plate(STEEL, 30, 30, 1e-3, REACH), 1e-6
    plate.u += strain * plate.x
    scale = [each for each in zip(plate.shapes, plate.weights, strict=True)]
    stored = sum(weight.max() / each.length * (strain * (each.columns * plate.spacing) ** 2 / each.length) ** 2 for each, weight in scale) / 2
    # Stretched in one direction and held in the other, a material of Poisson's ratio 1/3 stores 9/16 E times the strain squared.
    assert stored == pytest.approx(9 / 16 * STEEL.modulus * strain**2, rel=1e-6)


def test_a_stretched_plate_comes_to_elasticity_as_the_grid_gets_finer():
    errors = [abs(peridynamics_case.extension(nodes) - 1) for nodes in (10, 20, 40)]
    assert errors == sorted(errors, reverse=True) and errors[-1] < 0.02


def test_the_stretch_at_which_bonds_break_spends_the_energy_of_fracture():
    stretch = peridynamics.critical_stretch(STEEL, 1e-3)
    depths = (np.arange(4000) + 0.5) / 4000 * 1e-3
    # Bonds that cross a line of unit length: from depth z below it, all of length r within an angle of acos(z / r) on either side.
    radii = (np.arange(4000) + 0.5) / 4000 * 1e-3
    angle = 2 * np.arccos(np.clip(depths[:, None] / radii, -1, 1)) * (radii > depths[:, None])
    energy = 0.5 * peridynamics.bond_constant(STEEL.modulus, 1e-3) * stretch**2 * (angle * radii * radii).sum() * (1e-3 / 4000) ** 2
    assert energy == pytest.approx(STEEL.fracture_energy, rel=1e-3)
    assert peridynamics.fracture_energy(STEEL.modulus, 1e-3, stretch) == pytest.approx(STEEL.fracture_energy)


def test_the_straight_crack_is_the_published_one():
    coarse, finer = (peridynamics_case.straight(nodes, (peridynamics_case.END,)) for nodes in (60, 100))
    assert registry.find("es-dg-pd-case-modulus").value == STEEL.modulus / 1e9
    onset, way = registry.find("es-dg-pd-case-onset"), registry.find("es-dg-pd-case-growth")
    assert 1e6 * finer.when(peridynamics_case.FIRST) == pytest.approx(onset.value, rel=0.03)
    misses = [1e3 * each.distance[-1] / way.value - 1 for each in (coarse, finer)]
    assert 0 < misses[1] < misses[0] and misses[1] < 0.1
    assert registry.find("es-dg-pd-own-growth-500").value == pytest.approx(way.value, rel=0.02)
    assert finer.speed(peridynamics_case.FIRST) < peridynamics.rayleigh_speed(STEEL)
    cracked = np.abs(finer.plate.y[(finer.damage[-1] > peridynamics_case.CRACKED).any(axis=1)])
    assert cracked.max() < 2 * finer.plate.horizon


def test_the_notch_in_glass_branches_into_two_arms_alike():
    grown = peridynamics_case.branching(200, (4.3e-5,))
    cracked = grown.damage[-1] > peridynamics_case.CRACKED
    high = grown.plate.y > 0.008
    above, below = cracked[high].any(axis=0), cracked[::-1][high].any(axis=0)
    assert above.sum() > 10 and abs(int(above.sum()) - int(below.sum())) <= 3
    middle, beyond = np.abs(grown.plate.y) < grown.plate.spacing, grown.plate.x > 0.03
    assert not cracked[middle][:, beyond].any()
    assert 0 < grown.speed(2 * grown.plate.horizon) < peridynamics.rayleigh_speed(peridynamics_case.GLASS)


def test_the_speed_of_surface_waves_is_the_known_one():
    # In plane stress a ratio of 1/3 stands for 1/4 in plane strain, of which the root is 2 - 2 / sqrt(3).
    shear = math.sqrt(STEEL.modulus / (2 * (1 + peridynamics.POISSON)) / STEEL.density)
    assert peridynamics.rayleigh_speed(STEEL) / shear == pytest.approx(math.sqrt(2 - 2 / math.sqrt(3)))


class Counted(float):
    """A number that counts the operations it takes part in."""

    done = 0

    def _count(self, value: float) -> "Counted":
        Counted.done += 1
        return Counted(value)

    def __add__(self, other):
        return self._count(float(self) + float(other))

    def __sub__(self, other):
        return self._count(float(self) - float(other))

    def __mul__(self, other):
        return self._count(float(self) * float(other))

    def __truediv__(self, other):
        return self._count(float(self) / float(other))


def test_a_bond_takes_as_many_operations_as_the_assumption_says(monkeypatch):
    class Roots:
        @staticmethod
        def sqrt(value):
            return value._count(math.sqrt(float(value)))

    plate = shaken(9, 9)
    table, whole = peridynamics_bonds.neighbours(9, 9, REACH)
    monkeypatch.setattr(peridynamics_bonds, "math", Roots)
    x, y = np.meshgrid(plate.x, plate.y)
    numbers = [[Counted(each) for each in field.ravel()] for field in (x, y, plate.u, plate.v)]
    Counted.done = 0
    middle = 40  # whose bonds all lie inside
    peridynamics_bonds.force_at(middle, *numbers, table, whole, Counted(REACH + 0.5), Counted(1e3), Counted(1), Counted(1.0))
    assert Counted.done - 1 == int(whole[middle].sum()) * peridynamics.FLOP_PER_BOND  # one more makes the nought from which a node begins
    assert registry.find("a-dg-pd-operations").value == peridynamics.FLOP_PER_BOND


@pytest.mark.parametrize(("name", "size"), [("single", 4), ("double", 8)])
def test_a_bond_moves_as_many_bytes_as_the_assumption_says(name, size):
    bonds = 2 * len(shapes(REACH, 1.0))
    table, whole = peridynamics_bonds.neighbours(9, 9, REACH)
    assert table.shape[1] == bonds and table.itemsize + whole.itemsize == peridynamics.BYTES_PER_BOND
    assumed = registry.find(f"a-dg-pd-bytes-{name}")
    assert assumed.value == pytest.approx(peridynamics.bytes_per_bond(size, bonds), rel=1e-3)
    assert assumed.high == pytest.approx(peridynamics.bytes_per_bond(size, bonds) + 4 * size, rel=1e-3)
