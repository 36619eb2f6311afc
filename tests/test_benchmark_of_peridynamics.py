"""The benchmark of peridynamics times what the models say: compiled or not, on one core or more, the forces are the same."""

import csv
import os
import subprocess
import sys

import numpy as np
import pytest
from detour import tables
from detour.models import peridynamics_bonds

from benchmarks import peridynamics

RATE = peridynamics.Rate("memory-one", "again", "sustained_bandwidth", "GB/s", 1.0, 0.5, 2.0)


@pytest.fixture(scope="module")
def compiled():
    pytest.importorskip("numba", reason="comes with the extra test")
    from benchmarks import compiled

    return compiled


@pytest.mark.parametrize(("number", "rounding"), [(np.float64, 1e-12), (np.float32, 1e-3)])
def test_the_compiled_loop_is_the_loop(compiled, number, rounding):
    *state, fx, fy = peridynamics.state(12, number)
    compiled.kernel(parallel=False)(*state, fx, fy)
    exact = np.array([peridynamics_bonds.force_at(i, *peridynamics.state(12, np.float64)[:-2]) for i in range(144)])
    assert fx.dtype == number
    assert np.abs(np.stack([fx, fy], axis=1) - exact).max() < rounding * np.abs(exact).max()


def test_one_core_and_many_give_the_same_bits(compiled):
    alone, shared = peridynamics.state(40, np.float64), peridynamics.state(40, np.float64)
    compiled.kernel(parallel=False)(*alone)
    compiled.kernel(parallel=True)(*shared)
    assert (alone[-2] == shared[-2]).all() and (alone[-1] == shared[-1]).all()


def test_no_bond_breaks_while_it_is_timed(compiled):
    state = peridynamics.state(40, np.float64)
    before = state[5].sum()
    compiled.kernel(parallel=False)(*state)
    assert state[5].sum() == before


def test_single_precision_is_computed_in_single_precision(compiled):
    import numba

    at = numba.njit(peridynamics_bonds.force_at)
    at(0, *peridynamics.state(6, np.float32)[:-2])
    assert all(signature.return_type.dtype == numba.float32 for signature in at.nopython_signatures)


SIMULATED = """
import numpy as np
from detour.models import peridynamics_bonds
from benchmarks import compiled, peridynamics
*state, fx, fy = peridynamics.state(8, np.float64)
compiled.on_card()(*state, fx, fy)
exact = np.array([peridynamics_bonds.force_at(i, *peridynamics.state(8, np.float64)[:-2]) for i in range(64)])
assert (np.stack([fx, fy], axis=1) == exact).all() and exact.any()
"""


def test_the_code_for_a_graphics_card_is_the_loop(compiled):
    """Numba's own simulator runs it, one thread of the card after the other, where there is no card."""
    places = os.pathsep.join(str(each) for each in (tables.ROOT, tables.ROOT / "data", *filter(None, sys.path)))
    ran = subprocess.run(
        [sys.executable, "-c", SIMULATED], env=os.environ | {"NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": places}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_rows_that_are_kept_take_the_place_of_the_old_and_touch_no_other(tmp_path, monkeypatch):
    old = (tables.DATA / "evidence" / "estimates.csv").read_bytes()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "estimates.csv").write_bytes(old)
    monkeypatch.setattr(peridynamics, "DATA", tmp_path)
    peridynamics.keep([RATE, RATE._replace(id="new")])
    kept = (tmp_path / "evidence" / "estimates.csv").read_bytes()
    changed = set(kept.splitlines()) - set(old.splitlines())
    assert sorted(next(csv.reader([line.decode()]))[0] for line in changed) == ["es-dg-pd-own-memory-one", "es-dg-pd-own-new"]
    assert len(kept.splitlines()) == len(old.splitlines()) + 1


def test_every_row_of_our_own_comes_from_the_benchmark_as_it_is():
    frame = tables.load("estimates")
    own = frame[frame["source"] == "s-dg-pd-own"]
    fields = list(csv.reader((tables.DATA / "evidence" / "estimates.csv").open(encoding="utf-8")))[0]
    made = dict(zip(fields, peridynamics.row(RATE, fields), strict=True))
    assert len(own) > 15
    for name in ("subject", "basis", "estimator", "source", "preferred_reason"):
        assert set(own[name]) == {made[name]}
    assert ((own["low"] <= own["value"]) & (own["value"] <= own["high"])).all()


def test_the_machine_is_told_without_a_name_of_its_own():
    import platform

    assert "core" in peridynamics.machine() and platform.node() not in peridynamics.machine()
