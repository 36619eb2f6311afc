"""Laws of the board of outcomes: planted rows change it, unknowns are counted, ends are drawn."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from detour import quantity, registry, tables
from detour.checks import outcome
from detour.exhibits import audit_outcomes
from detour.results import audit_outcomes as tallies
from detour.results import engine

GROQ, NEXT, UBS = "c-wsj24-groq-deploy-2024", "c-wsj24-groq-deploy-2025", "c-wsj24-ubs-inference-share-2025"


@pytest.fixture
def claims() -> pd.DataFrame:
    return tables.load("claims")


@pytest.fixture
def outcomes() -> pd.DataFrame:
    return tables.load("outcomes")


def planted(frame: pd.DataFrame, claim: str, **cells) -> pd.DataFrame:
    """Return the table with other cells in the row of a claim."""
    changed = frame.copy()
    key = "claim" if "claim" in frame else "id"
    for column, cell in cells.items():
        changed.loc[changed[key] == claim, column] = cell
    return changed


def line(claims: pd.DataFrame, outcomes: pd.DataFrame, claim: str) -> pd.Series:
    return audit_outcomes.board(claims, outcomes).set_index("claim").loc[claim]


def told(tally, **frames: pd.DataFrame) -> float:
    """Return what a tally says of the tables with some of them planted."""
    return tally(tables.Altered(tables.DATA, frames))


def test_a_line_is_the_row_that_came_over_the_claim(claims, outcomes):
    found = line(claims, outcomes, GROQ)
    assert found["ratio"] == pytest.approx(registry.find("es-165").value / registry.find(GROQ).value)
    assert found["miss"] == pytest.approx(1 / found["ratio"]) and found["kind"] == "Looks ahead"


def test_a_planted_forecast_moves_its_mark_and_the_median(claims, outcomes):
    before = told(tallies.forecasts_miss)
    right = planted(claims, GROQ, value=40_000.0)
    assert line(right, outcomes, GROQ)["ratio"] == pytest.approx(1) and line(right, outcomes, GROQ)["text"] == "1 *"
    assert told(tallies.forecasts_miss, claims=right) < before
    assert told(tallies.forecasts_miss, claims=planted(claims, UBS, value=1.0)) > before


def test_a_planted_result_scores_a_forecast_that_had_none(claims, outcomes):
    assert math.isnan(line(claims, outcomes, NEXT)["ratio"]) and line(claims, outcomes, NEXT)["text"] == "no count published"
    known = planted(outcomes, NEXT, result="es-165", differs="the year before")
    assert line(claims, known, NEXT)["ratio"] == pytest.approx(40_000 / 1_500_000)
    assert told(tallies.forecasts_scored, outcomes=known) == told(tallies.forecasts_scored) + 1
    assert told(tallies.scored, outcomes=known) == told(tallies.scored) + 1


def test_a_planted_outcome_changes_the_counts_and_the_colour(claims, outcomes):
    def counted(frame):
        return audit_outcomes.counts(claims, frame).set_index(["label", "outcome"])["count"]

    changed = planted(outcomes, GROQ, outcome="unknown")
    assert counted(changed)["Looks ahead", "unknown"] == counted(outcomes)["Looks ahead", "unknown"] + 1
    assert told(tallies.ahead_unknown, outcomes=changed) == told(tallies.ahead_unknown) + 1
    assert line(claims, changed, GROQ)["outcome"] == "unknown"


def test_every_outcome_is_counted_once_unknowns_too(claims, outcomes):
    counted = audit_outcomes.counts(claims, outcomes)
    assert counted["count"].sum() == len(outcomes)
    assert counted.groupby("outcome")["count"].sum().to_dict() == outcomes["outcome"].value_counts().to_dict()
    assert tallies.ahead(claims) == counted[counted["label"] == "Looks ahead"]["count"].sum()


def test_every_number_without_a_result_that_looks_ahead_or_is_unknown_has_a_line(claims, outcomes):
    board = audit_outcomes.board(claims, outcomes)
    numeric = set(claims[claims[["value", "low", "high"]].notna().any(axis=1)]["id"])
    unknown = set(outcomes[(outcomes["outcome"] == "unknown") & (outcomes["result"] == "")]["claim"]) & numeric
    assert unknown and set(board[board["text"] == "unknown"]["claim"]) == unknown
    ahead = {row["id"] for row in claims.to_dict("records") if outcome.looks_ahead(row)} & numeric
    assert ahead <= set(board["claim"])


def test_ends_come_from_rival_results_and_from_intervals(claims, outcomes):
    found = line(claims, outcomes, UBS)
    values = [registry.find(ref).value for ref in tables.split(found["results"])]
    assert (found["low_ratio"], found["high_ratio"]) == pytest.approx((min(values) / 20, max(values) / 20))
    h20 = line(claims, outcomes, "c-ft25-h20-shipments-2024")
    assert (h20["low_ratio"], h20["high_ratio"]) == pytest.approx(tuple(end / 1e6 for end in registry.find("es-018").ends()))
    stock = line(claims, outcomes, "c-wsj23-a100-stock-in-china")
    assert math.isnan(stock["ratio"]) and stock["low_ratio"] <= stock["at"] <= stock["high_ratio"]


def test_a_result_in_another_unit_is_refused(claims, outcomes):
    with pytest.raises(outcome.NotComparable, match="es-030 is in cards, c-wsj24-groq-deploy-2024 in chips"):
        audit_outcomes.board(claims, planted(outcomes, GROQ, result="es-030"))


def test_a_claim_in_words_shows_the_number_that_came(claims, outcomes):
    found = line(claims, outcomes, "c-ds25-910c-h100-rival")
    assert "0.6" in found["text"] and math.isnan(found["miss"])


def test_an_asterisk_marks_what_counts_another_thing_and_nothing_else(claims, outcomes):
    board = audit_outcomes.board(claims, outcomes)
    known = board[board["low_ratio"].notna()]
    assert (known["text"].str.endswith("*") == (known["differs"] != "")).all()


def test_what_lies_beyond_the_axis_is_drawn_at_its_end_and_written_as_it_is(claims, outcomes):
    far = line(planted(claims, GROQ, value=40_000_000.0), outcomes, GROQ)
    assert far["at"] == audit_outcomes.LEAST and far["text"].startswith("0.001")


def test_the_title_and_the_drawing_say_what_the_rows_give():
    exhibit = audit_outcomes.scoreboard()
    assert quantity.number(engine.value("r-forecasts-miss"), 3) in exhibit.title
    wide = exhibit.svg()
    assert all(f"{text}</text>" in wide for text in exhibit.frame["text"].dropna())
    assert set(exhibit.frame["claim"].dropna()) <= set(tables.load("outcomes")["claim"])
