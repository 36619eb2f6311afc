"""Laws of the rules: the real tables keep each of them, and each of them catches what no other does."""

from __future__ import annotations

import inspect

import pytest
from broken import CASES
from detour import rules, tables
from detour.rules import base, cells, comparisons, findings, grades, likelihood, numbers, outcomes, preferred, published, relations, scenarios, words

#: For each rule, a table that it alone refuses.
ALONE = {
    "text_is_plain": "script",
    "dates_exist": "31 February",
    "periods_exist": "period that ends before it starts",
    "precision_fits_date": "month said to be a day",
    "intervals_hold_their_value": "swapped interval",
    "numbers_are_complete": "number without a bound",
    "units_fit_their_quantity": "dies for chips",
    "references_name_known_ids": "outcome of an unknown claim",
    "lists_name_known_ids": "finding on an unknown claim",
    "text_names_known_sources": "note that names an unknown source",
    "nothing_is_orphaned": "quantity that no row uses",
    "one_row_is_preferred": "two rows preferred",
    "ranks_have_reasons": "deprecated rank without a reason",
    "nothing_descends_from_itself": "circle of three hops",
    "articles_have_lineage": "article without lineage",
    "ids_are_unique_everywhere": "measurement with the id of an estimate",
    "claims_come_from_articles": "claim from a source without text",
    "terms_are_used": "term that no page names",
    "forms_are_attested": "form that was read nowhere",
    "records_are_as_released": "record edited",
    "retired_rows_stay_retired": "retired row that stands",
    "replacements_are_known": "replaced by nothing known",
    "replacements_end": "replaced by itself",
    "nothing_published_vanishes": "retirement dropped",
    "no_number_changes_in_silence": "number changed in silence",
    "corrections_are_of_what_was_published": "correction of a number that stayed",
    "verdicts_are_found": "verdict that its check does not find",
    "words_name_their_numbers": "typed number in a finding",
    "letters_follow": "letter against its standing",
    "digits_follow": "confirmed without a source",
    "corroborations_are_independent": "corroborated by its own root",
    "likelihoods_have_bands": "likelihood without a band",
    "promises_are_followed": "plan without an outcome",
    "results_measure_their_claims": "result in another unit",
    "outcomes_name_their_numbers": "typed number in an outcome",
    "scenarios_have_names_of_their_own": "scenario with two names",
    "scenarios_set_what_can_be": "scenario that changes nothing",
    "reasons_name_their_numbers": "typed number in the reason for a choice",
    "comparisons_are_tested": "comparison of chips that is not tested",
    "comparisons_can_be_computed": "factor where none is asserted",
    "a_chip_is_set_against_another": "chip against itself",
}
TABLES = list(tables.resources())
COLUMNS = {name: [field["name"] for field in tables.fields(name)] for name in TABLES}


def name(rule) -> str:
    return rule.__name__


@pytest.fixture(scope="module")
def frames():
    return {name: tables.load(name) for name in TABLES}


@pytest.mark.parametrize("rule", rules.RULES, ids=name)
def test_the_real_tables_keep_the_law(rule, frames):
    assert [str(fault) for fault in rule(frames, tables.DATA)] == []


@pytest.mark.parametrize("rule", rules.RULES, ids=name)
def test_every_rule_refuses_a_table_that_no_other_rule_refuses(rule, package):
    case = next(case for case in CASES if case.name == ALONE[name(rule)])
    case.harm(package / case.file)
    broken = {table: tables.load(table, package) for table in TABLES}
    assert [name(each) for each in rules.RULES if list(each(broken, package))] == [name(rule)]


def test_every_rule_is_run_and_says_its_law():
    written = {
        name
        for module in (cells, comparisons, findings, grades, likelihood, numbers, outcomes, preferred, published, relations, scenarios, words)
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if list(inspect.signature(each).parameters) == ["frames", "data"]
    }
    assert written == {name(rule) for rule in rules.RULES} == set(ALONE)
    assert all(rule.__doc__.strip().endswith(".") for rule in rules.RULES)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_an_identifying_column(table):
    assert base.key(table) in COLUMNS[table]


def test_lists_and_rivals_name_columns_that_exist():
    assert [place for place in relations.LISTS if place[1] not in COLUMNS[place[0]]] == []
    assert [table for table, columns in relations.RIVALS.items() if not {*columns, "preferred", "preferred_reason"} <= set(COLUMNS[table])] == []


def test_every_field_that_lists_ids_is_held_to_them():
    """Fields that hold several values say so; those of names and units are held by other rules."""
    several = {(table, field["name"]) for table in TABLES for field in tables.fields(table) if "separated by semicolons" in field["description"]}
    by_others = {
        ("entities", "aliases"),
        ("terms", "aliases"),
        ("quantities", "also"),
        ("corrections", "replaced_by"),
        ("outcomes", "result"),
        ("comparisons", "measured"),
    }
    assert several == {*relations.LISTS, *by_others}


def test_every_table_with_a_choice_has_its_rivals_defined():
    assert {table for table in TABLES if "preferred" in COLUMNS[table]} == set(relations.RIVALS)


@pytest.mark.parametrize(
    "text",
    [
        "R&D; more",
        "a < b and b > c",
        "x <3",
        "-5 percent",
        "+56%; 758 in 2029",
        "50% & more",
        "C++",
        "a/b",
        "T&T",
        "한국어 문장이다.",
        "中文",
        "“quoted”",
        "naïve café",
        "1 − 2",
        "e = mc²",
        "[described]",
        "#1",
        "{x}",
        "$5",
    ],
)
def test_plain_text_is_let_through(text):
    assert list(cells._flaws(text)) == []


def test_tables_without_a_book_beside_them_may_define_what_no_page_names(package):
    (package.parent / "book" / "page.md").unlink()
    frames = {table: tables.load(table, package) for table in TABLES}
    assert list(words.terms_are_used(frames, package)) == []
