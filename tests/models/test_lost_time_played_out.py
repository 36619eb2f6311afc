"""Lost time, played out: thousands of runs, event by event, on chips that fail at random, held against the formula and against published runs."""

from __future__ import annotations

import csv

import numpy as np
import pytest
import simpy
from detour import tables
from detour.models import reliability
from detour.prediction.training_losses import load

HOUR, DAY, YEAR = 3600.0, 86400.0, 365.25 * 86400.0
RUNS = 2000


class Run:
    """One run: chips that fail each by themselves, work that is saved at intervals, and what a failure undoes."""

    def __init__(self, draw: np.random.Generator, chips: int, rate: float, interval: float, saving: float, lost: float, work: float):
        self.env, self.draw, self.rate, self.chips = simpy.Environment(), draw, rate, chips
        self.interval, self.saving, self.lost, self.work, self.failures = interval, saving, lost, work, 0
        self.main = self.env.process(self.train())
        self.env.process(self.fail())
        self.env.run(self.main)

    def fail(self):
        """Let the first of all chips fail again and again: the least of many exponential waits."""
        while True:
            yield self.env.timeout(self.draw.exponential(1 / (self.rate * self.chips)))
            if self.main.is_alive:
                self.failures += 1
                self.main.interrupt()

    def train(self):
        """Work and save until all is done; after a failure recover, from the start if that fails too, and go on from what was saved."""
        saved, recovering = 0.0, False
        while saved < self.work:
            try:
                if recovering:
                    yield self.env.timeout(self.lost)
                    recovering = False
                some = min(self.interval, self.work - saved)
                yield self.env.timeout(some + self.saving)
                saved += some
            except simpy.Interrupt:
                recovering = True


def played(chips: int, rate: float, saving: float, lost: float, interval: float | None = None) -> tuple[float, float]:
    """Return the useful share of many runs of two days of work, and failures a day."""
    draw = np.random.default_rng(chips)
    between = reliability.time_between_failures(rate, chips)
    interval = interval or float(reliability.best_interval_again(saving, between))
    runs = [Run(draw, chips, rate, interval, saving, lost, 2 * DAY) for _ in range(RUNS)]
    spent = sum(run.env.now for run in runs)
    return RUNS * 2 * DAY / spent, sum(run.failures for run in runs) / spent * DAY


@pytest.mark.parametrize("chips", [1024, 4096, 16_384, 65_536])
def test_runs_played_out_get_on_as_the_formula_says(chips):
    rate, saving, lost = 0.2 / YEAR, 30.0, 600.0
    share, failures = played(chips, rate, saving, lost)
    assert reliability.best_useful_share(rate, chips, saving, lost) == pytest.approx(share, rel=0.01)
    assert failures == pytest.approx(chips * 0.2 / 365.25, rel=0.05)


@pytest.mark.parametrize("factor", [0.2, 5.0])
def test_another_interval_gets_on_less(factor):
    rate, chips, saving, lost = 0.2 / YEAR, 32_768, 30.0, 600.0
    best = float(reliability.best_interval_again(saving, reliability.time_between_failures(rate, chips)))
    assert played(chips, rate, saving, lost, factor * best)[0] < played(chips, rate, saving, lost)[0]


def published(record: str) -> float:
    with open(tables.DATA / "evidence" / "measurements.csv", encoding="utf-8", newline="") as file:
        return next(float(row["value"]) for row in csv.DictReader(file) if row["record_id"] == record)


def test_published_interruptions_are_near_what_is_assumed():
    """Hold the run of Llama 3, which no assumption rests on, against the failures that are assumed."""
    losses = load()
    days = published("trn-h100-llama3-window")
    expected = losses.failure_rate * 16_384 * days * DAY
    assert published("trn-h100-llama3-interruptions") == pytest.approx(expected, rel=0.3)


def test_the_useful_share_that_was_published_is_reached():
    losses = load()
    share = reliability.best_useful_share(losses.failure_rate, 16_384, losses.saving, losses.lost)
    assert 100 * share == pytest.approx(published("trn-h100-llama3-effective-time"), abs=4)
