"""The benchmarks measure books that can be built: what they generate and change keeps the laws of the tables."""

from __future__ import annotations

import shutil

import pytest
from detour import tables, validation

from benchmarks import building, growth

pytestmark = pytest.mark.site


def test_a_generated_book_is_built_and_holds_its_claims(tmp_path):
    root = growth.write(tmp_path / "ours", chapters=2, figures=1, claims=2, stock=False)
    building.build(root)
    page = (root / "_build" / "html" / "book" / "claims.html").read_text(encoding="utf-8")
    assert page.count('<article class="row') == 2 * len(tables.load("claims"))
    assert all((root / "_build" / "html" / "data" / "figures" / f"fig-growth-{number}-0.csv").is_file() for number in (0, 1))


def test_the_number_that_is_changed_for_measurement_may_change(tmp_path):
    shutil.copytree(tables.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    changed = building.change_one_number(tmp_path)
    assert [str(fault) for fault in validation.check(tmp_path / "data")] == []
    row = tables.load("specifications", tmp_path / "data").set_index("id").loc["sp-nvidia-h20-memory-bandwidth-1"]
    assert f"{row['value']:.0f}" == changed
