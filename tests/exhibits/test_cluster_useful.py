"""Laws of the time that large runs lose, as the chapter on weaker chips has it."""

import pytest
from detour import registry
from detour.exhibits import cluster_workarounds_useful as drawn
from detour.exhibits import style
from detour.models import reliability
from detour.results import cluster_workarounds_useful as useful
from detour.results import engine
from detour.tables import ROOT

YEAR = 365.25 * 86400


def value(ref):
    return registry.find(ref).value


@pytest.fixture(scope="module")
def exhibit():
    return drawn.useful()


def test_it_draws_at_both_widths_and_stands_in_the_chapter(exhibit):
    assert all("<svg" in exhibit.svg(width) for width in (style.WIDE, style.NARROW))
    text = (ROOT / "book" / "cluster-workarounds.md").read_text(encoding="utf-8")
    assert "{numref}`fig-cluster-useful`" in text and "cluster_workarounds_useful.useful()" in text


def test_every_row_drawn_names_its_source(exhibit):
    assert exhibit.frame["source"].str.len().gt(0).all()


def test_the_title_has_the_numbers_of_the_results(exhibit):
    for key in ("10k", "100k"):
        for suffix in ("", "-worse"):
            assert registry.find(f"r-cw-useful-{key}{suffix}").written() in exhibit.title


@pytest.mark.parametrize("kind", [0, 1])
def test_lines_fall_with_chips_inside_their_interval(kind):
    frame = drawn.lines()
    part = frame[frame["kind"] == drawn.kinds()[kind]]
    assert part["useful_percent"].is_monotonic_decreasing and part["low_percent"].is_monotonic_decreasing
    assert (part["low_percent"] < part["useful_percent"]).all() and (part["useful_percent"] < part["high_percent"]).all()
    assert part["low_percent"].min() > 0 and part["high_percent"].max() < 100


@pytest.mark.parametrize("key", useful.SIZES)
@pytest.mark.parametrize("suffix", ["", "-worse"])
def test_shares_and_pauses_by_hand(key, suffix):
    chips, saving, lost = value(useful.SIZES[key][0]), value("a-train-saving"), value("a-train-recovery")
    times = value("a-cw-fails-oftener") if suffix else 1
    between = YEAR / (value("a-train-failure-rate") / 100 * times * chips)
    pause = 60 * value(f"r-cw-useful-pause-{key}{suffix}")
    assert pause == pytest.approx((2 * saving * between) ** 0.5, rel=0.1)
    assert value(f"r-cw-useful-{key}{suffix}") == pytest.approx(100 * reliability.useful_share(pause, saving, lost, between), rel=1e-9)


@pytest.mark.parametrize("key", useful.SIZES)
def test_a_chip_that_fails_oftener_loses_more_and_saves_oftener(key):
    assert value(f"r-cw-useful-{key}-worse") < value(f"r-cw-useful-{key}")
    assert value(f"r-cw-useful-pause-{key}-worse") < value(f"r-cw-useful-pause-{key}")


def test_chips_that_fail_five_times_as_often_are_like_five_times_as_many():
    rows = {symbol: value(ref) for symbol, ref in useful.LOSSES.items()}
    assert useful.useful(10_000, **rows, k=5) == pytest.approx(useful.useful(50_000, **rows), rel=1e-12)


def test_the_published_run_lies_inside_the_interval_and_the_claim_of_baidu_above_it():
    low, high = engine.entry("r-cw-useful-16k").ends()
    assert low < value("trn-h100-llama3-effective-time") < high
    low, high = engine.entry("r-cw-useful-llama-expected").ends()
    assert low < value("trn-h100-llama3-interruptions") < high
    assert value("r-cw-useful-30k@high") < value("trn-baidu-32k-effective-time")


def test_no_assumption_rests_on_the_run_that_it_is_held_against():
    from detour import tables

    rows = tables.load("assumptions").set_index("id")["informed_by"]
    assert not any("llama3" in rows[ref] for ref in useful.LOSSES.values())


def rough(key):
    """Return chip hours for a recovery and a pause: half a pause is done again, and checkpoints at their best take as much."""
    return value(useful.SIZES[key][0]) * (value("a-train-recovery") + 60 * value(f"r-cw-useful-pause-{key}")) / 3600


def test_a_failure_costs_training_its_recovery_and_about_one_pause():
    assert value("r-cw-useful-failure-train-10k") == pytest.approx(rough("10k"), rel=0.06)


def test_failures_that_fall_into_a_recovery_cost_less():
    assert 0.7 * rough("100k") < value("r-cw-useful-failure-train-100k") < rough("100k")


def test_a_failure_costs_serving_its_group():
    for key, (row, _) in useful.GROUPS.items():
        waits = value(row) * value("a-train-recovery")
        assert value(f"r-cw-useful-failure-{key}") == pytest.approx(waits / 3600)
        assert value(f"r-cw-useful-lost-{key}") == pytest.approx(value("a-train-failure-rate") * waits / YEAR)
    over = value("r-cw-useful-failure-train-10k") / value("r-cw-useful-failure-experts")
    assert value("r-cw-useful-failure-over") == pytest.approx(over)
