"""Laws of outcomes: what promises something is followed, what came is put over what was said, and the card shows it."""

from __future__ import annotations

import math

import breaking
import pytest
from detour import cards, registry, tables, validation
from detour.cards import came
from detour.checks import outcome
from detour.registry import Entry
from detour.results import engine
from detour.sphinxext import register_rows
from detour.sphinxext.templates import render

CLAIMS, OUTCOMES = tables.load("claims"), tables.load("outcomes")
SCORED = outcome.scores(CLAIMS, OUTCOMES).set_index("claim", drop=False)


def said(value=math.nan, low=math.nan, high=math.nan, unit="chips") -> Entry:
    return Entry("c-said", "claim", "", value, low, high, unit)


def test_every_forecast_and_every_plan_is_followed_by_one_outcome():
    due = set(CLAIMS[CLAIMS["kind"].isin(["forecast", "plan"])]["id"])
    assert due <= set(OUTCOMES["claim"]) and not OUTCOMES["claim"].duplicated().any()


@pytest.mark.parametrize(
    ("kind", "statement", "due"),
    [
        ("ratio", "Half of the cost will go to inference.", True),
        ("event", "A chip is about to be released.", True),
        ("state", "Ascend is not ready for training.", True),
        ("comparison", "One card is similar to another.", True),
        ("forecast", "Inference grows.", True),
        ("state", "Nvidia leads the market.", False),
        ("role", "The only analyst who will say so.", False),
        ("state", "Willing buyers equalled sellers.", False),
    ],
)
def test_words_and_kinds_say_what_must_be_followed(kind, statement, due):
    assert outcome.is_followed({"kind": kind, "statement": statement}) == due


def test_an_unknown_outcome_says_what_was_looked_for():
    unknown = OUTCOMES[OUTCOMES["outcome"] == "unknown"]
    silent = unknown[~unknown["what_happened"].str.contains(r"\b(?:found|seen|page|says?|remark|quotation|notice)\b", case=False, regex=True)]
    assert len(unknown) and silent["claim"].tolist() == []


def test_a_ratio_is_what_came_over_what_was_said_and_its_ends_are_all_ends():
    results = [Entry("e", "evidence", "", 100.0, 80.0, 120.0, "chips"), Entry("f", "evidence", "", 300.0, unit="chips")]
    assert outcome.ratio(said(200.0), results) == (0.5, 0.4, 1.5)
    value, low, high = outcome.ratio(said(low=50.0, high=200.0), results[:1])
    assert math.isnan(value) and (low, high) == (0.4, 2.4)


def test_units_of_one_measure_are_converted():
    assert outcome.ratio(said(50.0, unit="percent"), [Entry("e", "evidence", "", 0.25, unit="ratio")]) == pytest.approx((0.5, 0.5, 0.5))


@pytest.mark.parametrize(
    "result",
    [
        Entry("e", "evidence", "", 100.0, unit="cards"),
        Entry("e", "evidence", "", 100.0, unit="USD"),
        Entry("e", "evidence", "", 100.0),
        Entry("e", "evidence", "", -5.0, unit="chips"),
        Entry("e", "evidence", "", unit="chips"),
    ],
    ids=["cards", "money", "no unit", "negative", "no number"],
)
def test_a_result_that_cannot_be_put_over_the_claim_is_refused(result):
    with pytest.raises(outcome.NotComparable, match="e is in|positive"):
        outcome.ratio(said(200.0), [result])


def test_a_ratio_without_a_result_is_refused():
    with pytest.raises(outcome.NotComparable):
        outcome.ratio(said(200.0), [])


@pytest.mark.parametrize(
    ("value", "low", "high", "bound", "factor"),
    [
        (0.2, 0.2, 0.2, "exact", 5),
        (5, 5, 5, "about", 5),
        (1.4, 1.0, 2.0, "at_least", 1),
        (0.8, 0.5, 1.1, "at_least", 1.25),
        (0.8, 0.8, 0.8, "less_than", 1),
        (1.25, 1.25, 1.25, "at_most", 1.25),
        (math.nan, 0.5, 8.0, "", 2),
    ],
)
def test_a_miss_counts_both_ways_and_spares_a_bound_that_was_kept(value, low, high, bound, factor):
    assert outcome.miss(value, low, high, bound) == pytest.approx(factor)


def test_no_claim_is_called_confirmed_that_its_result_misses_by_half_or_contradicted_that_it_meets():
    known = SCORED[SCORED["miss"].notna()]
    assert known[(known["outcome"] == "confirmed") & (known["miss"] >= 1.5)]["claim"].tolist() == []
    assert known[(known["outcome"] == "contradicted") & (known["miss"] < 1.25)]["claim"].tolist() == []


def test_a_forecast_restated_in_another_currency_counts_once():
    restated = [id for id in SCORED["claim"] if "replacement-market" in id]
    assert len(restated) == 3 and SCORED.loc[restated, "miss"].notna().all()
    assert sum(id in restated for id in outcome.forecasts(SCORED)["claim"]) == 1


def test_tallies_add_up_and_the_median_is_that_of_the_forecasts():
    counted = [engine.value(f"r-outcomes-{word}") for word in ("confirmed", "partly", "contradicted", "superseded", "unknown")]
    assert sum(counted) == engine.value("r-outcomes") == len(OUTCOMES)
    misses = sorted(outcome.forecasts(SCORED)["miss"])
    middle = len(misses) // 2
    median = misses[middle] if len(misses) % 2 else (misses[middle - 1] + misses[middle]) / 2
    assert engine.value("r-forecasts-miss") == pytest.approx(median) and engine.value("r-forecasts-scored") == len(misses)


def test_yuan_and_won_of_a_supply_in_dollars_are_products_of_the_parities():
    assert engine.value("r-outcome-local-supply-cny") == pytest.approx(16e9 * 7.1726)
    assert engine.value("r-outcome-local-supply-krw") == pytest.approx(16e9 * 7.1726 * 198.15)


def test_a_package_with_a_result_of_the_same_unit_and_period_is_sound_and_of_another_period_needs_words(package):
    claims, outcomes = package / breaking.CLAIMS, package / breaking.OUTCOMES
    breaking.put(5, unit="USD", period="FY2023", information="3")(claims)
    breaking.put(2, claim="c-second-revenue", result="se-maker-fy23")(outcomes)
    assert validation.check(package) == []
    breaking.put(5, period="2024-01/2024-12")(claims)
    (found,) = validation.check(package)
    assert str(found).startswith("outcomes.csv:2:differs: empty, but 'se-maker-fy23' is of another period or quantity; allowed: ")
    breaking.put(2, differs="the year before")(outcomes)
    assert validation.check(package) == []


def test_a_result_from_the_claims_own_source_is_refused(package):
    breaking.put(5, unit="USD", period="FY2023", information="3")(package / breaking.CLAIMS)
    breaking.put(2, claim="c-second-revenue", result="se-maker-fy23")(package / breaking.OUTCOMES)
    breaking.put(2, source="s-second")(package / breaking.SERIES)
    (found,) = validation.check(package)
    assert "is from the claim's own source; allowed: a number from elsewhere" in str(found)


@pytest.mark.parametrize("row", OUTCOMES[OUTCOMES["result"] != ""].to_dict("records"), ids=lambda row: row["claim"])
def test_card_and_register_show_what_came_beside_the_claim(row):
    (line,) = [line for line in cards.content(row["claim"]).lines if line.label.text == "What came"]
    linked = [part.href.partition("#")[2] for part in line.parts if part.href]
    assert linked == tables.split(row["result"])
    shown = "".join(part.text for part in line.parts)
    first = registry.find(linked[0])
    assert shown.startswith(first.said()) and (came.times(row) in shown)
    rows = register_rows.claim_rows(CLAIMS[CLAIMS["id"] == row["claim"]])
    page = render("register-claims.html.jinja", rows=rows)
    assert "<dt>What came</dt>" in page and f'#{linked[0]}">{first.said()}</a>' in page and came.times(row) in page


def test_a_claim_without_a_result_shows_none():
    row = OUTCOMES[OUTCOMES["result"] == ""].iloc[0]
    assert "What came" not in [line.label.text for line in cards.content(row["claim"]).lines]


def test_words_about_a_result_are_escaped(monkeypatch):
    hostile = OUTCOMES.assign(differs="<script>&")
    real = tables.records
    monkeypatch.setattr(tables, "records", lambda name, *data: hostile.to_dict("records") if name == "outcomes" else real(name, *data))
    id = hostile[hostile["result"] != ""]["claim"].iloc[0]
    page = render("register-claims.html.jinja", rows=register_rows.claim_rows(CLAIMS[CLAIMS["id"] == id]))
    assert "<script>" not in page and "&lt;script&gt;&amp;" in page
