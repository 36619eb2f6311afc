"""Laws of the audit's findings: each is what its check finds in the rows that it names, and says so in numbers of those rows."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from detour import registry, tables
from detour.checks import engine, findings, traced, wording

ROWS = {row["id"]: row for row in findings.rows()}
PUBLISHED = {row["id"]: row for row in findings.published()}
CHECKS = sorted(engine.declared())


@pytest.mark.parametrize("id", CHECKS)
def test_a_check_belongs_to_a_finding_that_names_every_row_it_compares(id):
    row = ROWS[id]
    named = {*tables.split(row["claims"]), *tables.split(row["evidence"])}
    compared = {entry.id for entry in findings.compared(id).values() if entry.kind in ("claim", "evidence")}
    assert compared <= named and findings.compared(id)


@pytest.mark.parametrize("id", CHECKS)
def test_a_check_asks_a_question_and_shows_steps(id):
    check = engine.declared()[id]
    assert check.question.endswith("?") and len(check.question) > 20
    assert engine.workings()[id].steps


@pytest.mark.parametrize("id", ROWS)
def test_no_role_is_left_in_the_words_that_readers_see(id):
    assert "`" not in ROWS[id]["explanation"] + ROWS[id]["resolution"]


def test_every_step_is_told_or_shown_with_a_working_of_its_own():
    for id in CHECKS:
        for name, step in engine.workings()[id].steps.items():
            assert step.working, f"{id}: {name}"


def test_what_is_published_carries_the_working_as_numbers():
    (price,) = [each for each in PUBLISHED["k-ft25-h20-unit-price"]["working"] if each["step"] == "price"]
    revenue, shipments = (registry.find(f"c-ft25-h20-{name}-2024").value for name in ("revenue", "shipments"))
    assert (price["value"], price["relation"], price["unit"]) == (revenue / shipments, "revenue ÷ shipments", "USD/chip")
    assert {id for id, row in PUBLISHED.items() if row["computed"]} == set(CHECKS)
    assert json.loads(json.dumps(list(PUBLISHED.values()), allow_nan=False)) == list(PUBLISHED.values())


def test_most_findings_are_computed():
    assert len(CHECKS) > 0.9 * len(ROWS)


def test_another_number_in_a_row_gives_another_verdict_and_other_words():
    """The claim of a million H20 a tenth as large: the price it implies is asked by nobody."""
    check = engine.declared()["k-ft25-h20-unit-price"]
    rows = {name: registry.find(ref) for name, ref in check.rows.items()}
    fewer = rows | {"shipments": replace(rows["shipments"], value=100_000.0)}
    was, now = (check.function(**{name: traced.taken(entry, name) for name, entry in each.items()}) for each in (rows, fewer))
    assert (was.verdict, now.verdict) == ("holds", "strained")
    assert wording.plain("{step}`price`", now.steps) == "$120,000\N{NO-BREAK SPACE}per chip" != wording.plain("{step}`price`", was.steps)


def test_a_check_of_what_is_no_number_is_named_with_its_function():
    def vague(when) -> engine.Working:
        """When is it?"""
        return engine.found(engine.OPEN, when=when)

    with pytest.raises(engine.CheckFault, match="vague: 'FY2024' is a fiscal year"):
        engine.run(_of_a_fiscal_year(vague))


def _of_a_fiscal_year(function) -> engine.Check:
    claims = tables.load("claims")
    id = claims[(claims["period"] == "FY2024") & claims["value"].isna() & claims["low"].isna()]["id"].iloc[0]
    return engine.Check("k-x", {"when": id}, function)


def test_a_verdict_outside_the_vocabulary_is_refused():
    with pytest.raises(engine.CheckFault, match="'true' is no verdict; allowed: fails, strained, open, holds"):
        engine.found("true")


def test_arguments_and_rows_must_agree_and_a_finding_has_one_check():
    with pytest.raises(TypeError, match="arguments and rows differ: \\['other'\\]"):
        engine.check("k-new", one="x", other="y")(lambda one: None)
    with pytest.raises(ValueError, match="k-ft25-h20-unit-price is checked twice"):
        engine.check("k-ft25-h20-unit-price", one="x")(lambda one: None)
