"""The benchmark of the model of training holds it against one MFU for all, on the same rows."""

from __future__ import annotations

import numpy as np
import pytest
from detour.prediction import training_study

from benchmarks import training


@pytest.fixture(scope="module")
def together():
    return training.beside()


def test_both_answer_the_same_rows(together):
    assert set(training_study.SETS.values()) < set(together)
    for ours, constant in together.values():
        assert [row["record_id"] for row, _ in ours.pairs] == [row["record_id"] for row, _ in constant.pairs]


def test_parts_are_parts(together):
    whole = len(training_study.ours("source").pairs)
    for words in (("batch said", "batch left to us"), ("dense", "with experts"), ("up to 64 chips", "up to 1,024 chips", "more than 1,024 chips")):
        assert sum(len(together[name][0].pairs) for name in words) == whole


def test_the_rule_is_beaten_in_every_part_of_some_size(together):
    """Hold the tenth that is missed by most against that of one MFU for all, where a part has a dozen rows."""
    for name, (ours, constant) in together.items():
        if len(ours.pairs) >= 12 and name != "told beside":
            assert np.quantile(ours.shares, 0.9) < np.quantile(constant.shares, 0.9), name


def test_the_worst_misses_come_first():
    some = training_study.ours("source")
    worst = training_study.worst(some, 10)
    sizes = [abs(np.log(ratio)) for _, ratio in worst]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] == pytest.approx(np.abs(some.logs).max())


def test_intervals_of_training_hold_what_they_promise_on_every_set_of_some_size():
    for name in ("source", "chip", "context"):
        assert 0.7 <= training_study.coverage(training_study.ours(name)) <= 0.97


def test_the_benchmark_prints_every_mechanism(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training.peers, "every", lambda folder: ({}, ["no other can be had"]))
    training.main()
    printed = capsys.readouterr().out
    assert "no other can be had" in printed
    assert all(f"without: {each.name}" in printed for each in training.training_mechanisms.MECHANISMS)
    assert (tmp_path / "_build" / "benchmarks" / "training.json").is_file()
