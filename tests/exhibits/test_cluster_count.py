"""Laws of the count of A100: the number that trains a model in time is the least that does, and the verdict rests on numbers that carry it."""

from pathlib import Path

import pytest
from detour import registry
from detour.prediction import training_matched
from detour.prediction.training_matching import sizes
from detour.results import cluster_workarounds_count as count
from detour.results import engine
from detour.results.cluster_workarounds_matching import CHIPS

A100 = CHIPS["a100"][:2]


def given(job: str) -> dict[str, float]:
    values = {name: registry.find(ref).value for name, (_, ref) in count.rows(job).items()}
    return {name: value for name, value in values.items() if name != "spread_of"}


def days(job: str, chips: float) -> float:
    return training_matched.chip_hours(given(job) | {"chips": float(chips)}, A100) / chips / 24


@pytest.mark.parametrize("job", count.COUNTED)
def test_the_number_is_the_least_that_ends_in_time(job):
    month, entry = registry.find("a-cw-count-month").value, engine.entry(f"r-cw-count-{job}")
    assert days(job, entry.value) <= month
    assert all(days(job, fewer) > month for fewer in sizes(8) if fewer < entry.value)
    assert entry.low < entry.value < entry.high


@pytest.mark.parametrize("job", count.COUNTED)
def test_a_longer_wait_takes_fewer_chips(job):
    soon, late = (training_matched.soonest(given(job), A100, wait).chips for wait in (30, 90))
    assert late < soon < 3.5 * late


@pytest.mark.parametrize("job", count.STATED_FOR)
def test_the_days_of_the_stated_chips_are_those_of_their_ends(job):
    entry, factor = engine.entry(f"r-cw-count-stated-{job}"), registry.find("a-train-spread-run").value
    few, many = registry.find(count.STATED).ends()
    assert entry.ends() == pytest.approx((days(job, many) / factor, days(job, few) * factor))


@pytest.mark.parametrize("job", count.PUBLISHED)
def test_a_published_run_is_within_a_factor_of_two(job):
    assert 0.5 < engine.value(f"r-cw-count-over-{job}") < 2


def test_the_verdict_holds():
    least, _ = registry.find(count.STATED).ends()
    assert all(engine.entry(f"r-cw-count-{job}").high < least for job in count.COUNTED)
    assert engine.entry("r-cw-count-stock").low > registry.find(count.STOCK).ends()[1]
    assert all(engine.entry(f"r-cw-count-stated-{job}").high < registry.find("a-cw-count-month").value for job in count.STATED_FOR)


def test_sales_before_add_to_those_of_the_nine_months():
    sold = registry.find("es-015")
    assert count.stock(sold.value, 0) == sold.value and engine.value("r-cw-count-stock") > sold.value


def test_the_chapter_tells_the_count():
    chapter = (Path(__file__).parents[2] / "book" / "cluster-workarounds.md").read_text(encoding="utf-8")
    assert all(f"r-cw-count-{job}`" in chapter and f"r-cw-count-runs-{job}`" in chapter for job in count.COUNTED)
