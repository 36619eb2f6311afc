"""Laws of samples: they keep to their ends, move together as said, weigh what they are near to, and are the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from detour.models import sampling
from detour.prediction import market
from scipy.stats import norm, qmc

CUBE = qmc.Sobol(3, rng=7).random_base2(12)
ENDS = market.ends()


def test_half_of_the_values_lie_on_either_side_of_the_centre_and_none_outside():
    for low, central, high in ENDS.values():
        found = sampling.between(CUBE[:, 0], low, central, high)
        assert (found >= low).all() and (found <= high).all()
        assert (found < central).sum() == len(CUBE) // 2
        assert (np.diff(sampling.between(np.sort(CUBE[:, 0]), low, central, high)) >= 0).all()


@pytest.mark.parametrize("ends", [(0.0, 0.0, 8.0), (0.0, 2.0, 8.0), (0.0, 0.0, 0.0)])
def test_values_from_nought_keep_to_their_ends_and_never_fall(ends):
    low, central, high = ends
    found = sampling.between(np.sort(CUBE[:, 0]), low, central, high)
    assert np.isfinite(found).all() and found[0] >= low and found[-1] <= high and (np.diff(found) >= 0).all()
    assert (found <= central).sum() >= len(CUBE) // 2 and found[-1] == pytest.approx(high, rel=1e-2)


def test_points_move_together_as_asked_and_each_stays_even():
    found = sampling.together(CUBE, {(0, 2): 0.5, (1, 2): -0.3})
    scores = norm.ppf(found)
    assert np.corrcoef(scores.T) == pytest.approx(np.array([[1, 0, 0.5], [0, 1, -0.3], [0.5, -0.3, 1]]), abs=0.03)
    for column in found.T:
        assert np.quantile(column, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.01)


def test_correlations_that_no_distribution_has_are_refused():
    with pytest.raises(np.linalg.LinAlgError):
        sampling.together(CUBE, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): -0.9})


def test_inputs_that_are_drawn_together_move_as_their_rows_say():
    drawn, closely = market.drawn(ENDS, market.correlations(), 2**12), market.correlations()
    for row, (first, second) in market.TOGETHER.items():
        ranks = [np.argsort(np.argsort(drawn[name])) for name in (first, second)]
        # Spearman's coefficient of normal scores with a correlation r is 6 / pi asin(r / 2).
        assert np.corrcoef(ranks)[0, 1] == pytest.approx(6 / np.pi * np.arcsin(closely[row] / 2), abs=0.03)
    assert np.corrcoef(drawn["training"], drawn["other"])[0, 1] == pytest.approx(0, abs=0.03)


def test_weights_sum_to_one_and_the_nearer_sample_weighs_more():
    modelled = np.exp(np.linspace(-2, 2, 41))[:, None]
    weights = sampling.matched(modelled, np.array([1.0]), 0.3)
    assert weights.sum() == pytest.approx(1.0) and weights.argmax() == 20
    assert (np.diff(weights[:21]) > 0).all() and weights == pytest.approx(weights[::-1])


def test_a_spread_apart_weighs_as_the_normal_law_has_it_and_two_counts_as_both():
    weights = sampling.matched(np.exp([[0.0, 0.0], [0.3, 0.0], [0.3, 0.3]]), np.ones(2), 0.3)
    assert weights / weights[0] == pytest.approx(np.exp([0.0, -0.5, -1.0]))


def test_a_wider_spread_leaves_more_samples_that_count():
    modelled = np.exp(norm.ppf(CUBE[1:, :2]))
    sizes = [sampling.effective_size(sampling.matched(modelled, np.ones(2), spread)) for spread in (0.1, 0.3, 1.0, 100.0)]
    assert sizes == sorted(sizes) and sizes[-1] == pytest.approx(len(modelled), rel=1e-3)


def test_the_weight_below_a_quantile_is_its_share():
    values, weights = np.sin(np.arange(1000.0)), CUBE[1:1001, 0] / CUBE[1:1001, 0].sum()
    for share, end in zip((0.1, 0.5, 0.9), sampling.quantiles(values, weights, (0.1, 0.5, 0.9)), strict=True):
        assert weights[values < end].sum() < share <= weights[values <= end].sum() + 1e-12


def test_what_an_input_explains_is_its_part_of_a_sum():
    uniform = CUBE[:, :3]
    told = uniform @ np.array([3.0, 2.0, 1.0])
    even = np.full(len(told), 1 / len(told))
    found = [sampling.explained(column, told, even, 32) for column in uniform.T]
    assert found == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.01)


def test_weights_decide_what_an_input_explains():
    # Where all weight lies on samples with one value of it, an input explains nothing.
    first = np.repeat([0.0, 1.0], 500)
    told = 5 * first + np.tile(np.arange(500.0), 2) / 500
    weights = np.where(first == 0, 1 / 500, 0.0)
    assert sampling.explained(first, told, np.full(1000, 0.001)) > 0.9
    assert sampling.explained(first, told, weights) == pytest.approx(0, abs=1e-9)


def test_samples_are_the_same_each_time_and_more_of_them_begin_with_the_fewer():
    fewer, again, more = (market.drawn(ENDS, market.correlations(), count) for count in (64, 64, 256))
    for name, values in fewer.items():
        assert (values == again[name]).all() and (values == more[name][:64]).all()
