"""Laws that any right reconciliation of counts keeps: sums hold, agreement narrows, disagreement widens, units do not matter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from detour.models import reconciliation
from detour.models.reconciliation import Count, Measure

PARTS = ("a", "b", "c")


def measure(over: tuple[str, ...], **counts: float) -> Measure:
    return Measure(over, {root: math.log(count) for root, count in counts.items()})


def odds(over: tuple[str, ...], under: tuple[str, ...], percent: float) -> Measure:
    return Measure(over, {"paper": math.log(percent / (100 - percent))}, under)


def found(*more: Measure, deviation: float = 0.3, correlation: float = 0.5, scale: float = 1.0):
    given = [measure(("a",), x=600 * scale, y=800 * scale), measure(("b",), x=200 * scale), measure(("c",), z=50 * scale), *more]
    return reconciliation.reconciled(PARTS, given, deviation, correlation)


def width(ends: tuple[float, float, float]) -> float:
    return ends[2] / ends[1]


def test_without_a_total_each_part_is_the_mean_of_its_logarithms():
    assert [found().amount((part,)) for part in PARTS] == pytest.approx([math.sqrt(600 * 800), 200, 50])


@pytest.mark.parametrize("total", [500, 950, 3000])
def test_parts_sum_to_the_total_and_it_moves_towards_what_is_counted(total):
    result = found(measure(PARTS, w=total))
    whole = reconciliation.amount(result, PARTS, 1.9)[0]
    assert sum(result.amount((part,)) for part in PARTS) == pytest.approx(whole, rel=1e-12)
    before = found().amount(PARTS)
    assert min(before, total) - 1e-6 <= whole <= max(before, total) + 1e-6


def test_shares_sum_to_a_hundred_and_their_ranges_stay_inside():
    result = found(odds(("a",), ("b", "c"), 90))
    shares = [reconciliation.share(result, (part,), PARTS, 1.9) for part in PARTS]
    assert sum(value for value, _, _ in shares) == pytest.approx(100)
    assert all(0 < low < value < high < 100 for value, low, high in shares)


@pytest.mark.parametrize("part", PARTS)
def test_one_more_count_that_agrees_narrows_a_range_and_moves_nothing(part):
    value = found().amount((part,))
    more = [each if each.over != (part,) else Measure((part,), dict(each.logs) | {"new": math.log(value)}) for each in _measures()]
    narrowed = reconciliation.reconciled(PARTS, more, 0.3, 0.5)
    assert narrowed.amount((part,)) == pytest.approx(value)
    assert width(reconciliation.amount(narrowed, (part,), 1.9)) < width(reconciliation.amount(found(), (part,), 1.9))


def _measures() -> list[Measure]:
    return [measure(("a",), x=600, y=800), measure(("b",), x=200), measure(("c",), z=50)]


def test_a_total_that_agrees_narrows_every_range():
    agreed = found(measure(PARTS, w=found().amount(PARTS)))
    for some in (*((part,) for part in PARTS), PARTS):
        assert width(reconciliation.amount(agreed, some, 1.9)) <= width(reconciliation.amount(found(), some, 1.9)) * (1 + 1e-9)


def test_another_unit_changes_nothing_but_the_unit():
    one, other = found(measure(PARTS, w=1200)), found(measure(PARTS, w=1200e3), scale=1e3)
    assert np.exp(other.logs) == pytest.approx(1e3 * np.exp(one.logs))
    assert other.covariance == pytest.approx(one.covariance)


def test_errors_that_go_together_widen_the_total_and_firm_the_share_of_one_counter():
    given = [measure(("a",), x=600), measure(("b",), x=200), measure(("c",), x=50)]
    apart, together = (reconciliation.reconciled(PARTS, given, 0.3, correlation) for correlation in (0.0, 0.9))
    assert width(reconciliation.amount(together, PARTS, 1.9)) > width(reconciliation.amount(apart, PARTS, 1.9))
    assert width(reconciliation.share(together, ("a",), PARTS, 1.9)) < width(reconciliation.share(apart, ("a",), PARTS, 1.9))


def test_what_a_sum_leaves_is_the_difference_and_the_least_certain():
    result = reconciliation.reconciled(("a", "b"), [measure(("a",), x=600), measure(("a", "b"), x=850)], 0.1, 0.5)
    value, low, high = reconciliation.amount(result, ("b",), 1.9, left=True)
    assert value == pytest.approx(250)
    assert 0 < low < value < high < 850
    assert width((value, low, high)) > width(reconciliation.amount(result, ("a",), 1.9))


def test_what_cannot_be_found_is_refused():
    with pytest.raises(ValueError, match="open"):
        reconciliation.reconciled(("a", "b"), [measure(("a", "b"), x=850), measure(("a", "b"), y=900)], 0.1, 0.5)
    with pytest.raises(ValueError, match="positive"):
        reconciliation.reconciled(("a", "b"), [measure(("a",), x=850), measure(("a", "b"), y=600)], 0.1, 0.0)
    with pytest.raises(ValueError, match="no two counts"):
        reconciliation.spread([[1.0], [2.0]])


def test_the_error_of_what_is_found_is_that_of_counts_drawn_at_random():
    """Counts are drawn around the truth with the errors that the model assumes; the parts found scatter by the covariance that it states."""
    rng = np.random.default_rng(7)
    truth = {"a": 600.0, "b": 200.0, "c": 50.0}
    cells = [(("a",), ("x", "y")), (("b",), ("x",)), (("c",), ("z",)), (PARTS, ("x", "w"))]
    drawn = []
    for _ in range(1500):
        shared = rng.normal(size=4) * math.sqrt(0.5)
        own = dict(zip("xyzw", shared, strict=True))
        given = [
            Measure(over, {root: math.log(sum(truth[part] for part in over)) + 0.1 * (own[root] + rng.normal() * math.sqrt(0.5)) for root in roots})
            for over, roots in cells
        ]
        result = reconciliation.reconciled(PARTS, given, 0.1, 0.5)
        drawn.append(result.logs)
    assert np.cov(np.array(drawn).T) == pytest.approx(result.covariance, abs=0.0011)
    assert np.exp(np.mean(drawn, axis=0)) == pytest.approx(list(truth.values()), rel=0.02)


def test_the_spread_is_that_of_the_draws_and_knows_how_many_there_are():
    rng = np.random.default_rng(3)
    groups = np.exp(rng.normal(5, 1, size=(4000, 1)) + rng.normal(0, 0.4, size=(4000, 3)))
    deviation, freedom = reconciliation.spread(groups)
    assert deviation == pytest.approx(0.4, rel=0.03)
    assert freedom == 8000


def test_nine_in_ten_counts_left_out_lie_where_one_more_is_expected():
    rng = np.random.default_rng(5)
    inside = [
        each.within(each.count_factor)
        for _ in range(150)
        for each in reconciliation.left_out(np.exp(rng.normal(0, 0.4, size=(6, 2)) + rng.normal(5, 1, size=(6, 1))))
    ]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize(
    ("counts", "chosen"),
    [
        ([Count("a", "x", "2024"), Count("b", "x", "2025")], ["b"]),
        ([Count("a", "x", "2024"), Count("b", "x", "2025", projected=True)], ["a"]),
        ([Count("a", "x", "2024", projected=True), Count("b", "x", "2025", projected=True)], ["b"]),
        ([Count("a", "x", "2024"), Count("b", "y", "2024")], ["a", "b"]),
    ],
)
def test_a_root_counts_once(counts, chosen):
    assert reconciliation.one_per_root(counts) == chosen
    assert sorted(reconciliation.one_per_root(counts[::-1])) == sorted(chosen)
