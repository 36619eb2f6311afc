"""Laws of withdrawal: what names the withdrawn falls with it, the best rival follows, and what is left is sound."""

from __future__ import annotations

import breaking
import pytest
from detour import registry, tables, withdrawal
from detour.checks import engine
from detour.rules import findings, outcomes, relations
from detour.rules.base import key

#: Laws that hold of what is left; its notes still speak of the withdrawn, and a name may have lost its last use.
LAWS = (
    *(relations.references_name_known_ids, relations.lists_name_known_ids, relations.one_row_is_preferred),
    *(findings.verdicts_are_found, outcomes.outcomes_name_their_numbers),
)


def left(table: str, rest) -> list[str]:
    return list(tables.load(table, rest)[key(table)])


def preferred(rest, table: str) -> list[str]:
    frame = tables.load(table, rest)
    return list(frame.loc[frame["preferred"] == "yes", "id"])


def test_nothing_else_is_touched_when_a_row_is_withdrawn(package):
    rest = withdrawal.withdrawn("se-maker-fy23", package)
    assert left("series", rest) == ["se-maker-fy24q1"]
    for name in set(tables.resources(package)) - {"series"}:
        assert tables.home(name, rest) == package
        assert tables.load(name, rest).equals(tables.load(name, package))


def test_the_files_and_the_tables_read_from_them_stay_as_they_are(package):
    before = {path: path.read_bytes() for path in package.rglob("*.csv")}
    withdrawal.withdrawn("s-news", package)
    assert {path: path.read_bytes() for path in package.rglob("*.csv")} == before
    assert "s-news" in left("sources", package) and "sp-a1-bandwidth-2" in left("specifications", package)


def test_a_source_takes_its_rows_its_outcomes_and_its_hops_with_it(package):
    rest = withdrawal.withdrawn("s-news", package)
    assert left("specifications", rest) == ["sp-a1-bandwidth-1"]
    assert (left("estimates", rest), left("outcomes", rest), left("lineage", rest)) == (["es-001", "es-003"], [], ["s-article", "s-second"])


def test_a_threshold_falls_with_its_rule_and_an_outcome_with_its_claim(package):
    assert left("thresholds", withdrawal.withdrawn("ev-001", package)) == []
    assert left("outcomes", withdrawal.withdrawn("c-second-plan", package)) == ["c-article-shipments"]


@pytest.mark.parametrize("column", ["what_happened", "differs"])
def test_an_outcome_falls_with_a_row_that_its_words_name(package, column):
    words = {"result": "es-002", "differs": "another count"} | {column: "Not the {ev}`!es-001@low` of one count."}
    breaking.put(2, **words)(package / breaking.OUTCOMES)
    assert left("outcomes", withdrawal.withdrawn("es-001", package)) == ["c-second-plan"]
    assert left("outcomes", withdrawal.withdrawn("s-report", package)) == ["c-second-plan"]  # the source of that row
    assert left("outcomes", withdrawal.withdrawn("es-003", package)) == ["c-article-shipments", "c-second-plan"]


def test_an_outcome_that_names_a_row_by_shorthand_stands_on_the_next_best(package):
    breaking.put(2, what_happened="The sheet has {ev}`maker-a1/memory_bandwidth`.")(package / breaking.OUTCOMES)
    assert "c-article-shipments" in left("outcomes", withdrawal.withdrawn("sp-a1-bandwidth-1", package))


def test_what_need_not_name_a_source_stays_without_it(package):
    rest = withdrawal.withdrawn("s-sheet", package)
    terms = tables.load("terms", rest).set_index("id")
    assert (terms.loc["t-card", "source"], terms.loc["t-card", "attested"]) == ("", "s-article")
    assert tables.load("findings", rest).set_index("id").loc["k-revenue-volume", "sources"] == "s-news"
    assert tables.load("assumptions", withdrawal.withdrawn("es-003", package)).set_index("id").loc["a-share-2026", "informed_by"] == "c-article-share"


def test_a_list_keeps_the_claim_of_an_outcome_while_another_outcome_of_it_stands(package):
    breaking.put(2, evidence="c-article-shipments")(package / "findings.csv")
    breaking.add(2, source="s-sheet", outcome="confirmed")(package / "outcomes.csv")
    rest = withdrawal.withdrawn("s-news", package)
    assert tables.load("findings", rest).set_index("id").loc["k-revenue-volume", "evidence"] == "c-article-shipments"
    assert "c-article-shipments" in set(tables.load("outcomes", rest)["claim"])


def test_a_shorthand_means_the_next_best_row_and_nothing_where_none_is_left(package):
    ref = "maker-a1/memory_bandwidth"
    assert registry.find(ref, package).value == 4000
    assert registry.find(ref, withdrawal.withdrawn("s-sheet", package)).value == 3900
    assert registry.find(ref, withdrawal.withdrawn("s-news", package)).value == 4000
    with pytest.raises(registry.UnknownId):
        registry.find("maker-a2/memory_bandwidth", withdrawal.withdrawn("s-news", package))


def test_a_rival_in_another_unit_or_of_another_scope_does_not_follow(package):
    breaking.put(3, scope="listed vendors")(package / "evidence" / "estimates.csv")
    assert preferred(withdrawal.withdrawn("es-001", package), "estimates") == ["es-003"]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"source": "s-report", "confidence": "high"}, {"source": "s-grade-a", "confidence": "low"}),
        ({"confidence": "medium", "basis": "reported"}, {"confidence": "high", "basis": "projected"}),
        ({"basis": "estimated", "published": "2026-01"}, {"basis": "reported", "published": "2024-01"}),
        ({"published": "2025-02-20"}, {"published": "2025-09"}),
        ({"published": ""}, {"published": "2025-02"}),
    ],
    ids=["grade before confidence", "confidence before basis", "basis before date", "the later date", "else the date of the source"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_next_best_is_chosen_by_grade_then_confidence_then_basis_then_date(package, worse, better, turned):
    breaking.add(4, id="s-grade-a", grade="A")(package / "sources.csv")
    path = package / "evidence" / "estimates.csv"
    for row in ({"id": "es-101", **better}, {"id": "es-102", **worse})[:: -1 if turned else 1]:
        breaking.add(2, **({"preferred": "no", "source": "s-report", "published": "2025-01"} | row))(path)
    breaking.drop(3)(path)
    assert preferred(withdrawal.withdrawn("es-001", package), "estimates") == ["es-003", "es-101"]


def test_of_equal_rivals_the_first_in_the_table_follows(package):
    for id in ("es-102", "es-101"):
        breaking.add(2, id=id, preferred="no")(package / "evidence" / "estimates.csv")
    breaking.drop(3)(package / "evidence" / "estimates.csv")  # its source is of a better grade
    assert preferred(withdrawal.withdrawn("es-001", package), "estimates") == ["es-003", "es-102"]


def test_a_row_that_was_not_preferred_leaves_the_choice_alone(package):
    assert preferred(withdrawal.withdrawn("es-002", package), "estimates") == preferred(package, "estimates")


def test_a_finding_falls_with_the_last_of_its_claims_or_when_its_check_cannot_be_run(package):
    assert left("findings", withdrawal.withdrawn("c-article-share", package)) == ["k-revenue-volume"]
    assert left("findings", withdrawal.withdrawn("c-second-revenue", package)) == ["k-share"]


def test_a_finding_that_stands_has_the_verdict_that_its_check_then_finds(package, monkeypatch):
    def agrees(bandwidth):
        """Is the bandwidth what the maker says?"""
        return engine.found(engine.HOLDS if bandwidth.above(3950) else engine.FAILS)

    monkeypatch.setitem(engine.declared(), "k-share", engine.Check("k-share", {"bandwidth": "maker-a1/memory_bandwidth"}, agrees))
    breaking.put(3, verdict="holds")(package / "findings.csv")
    rest = withdrawal.withdrawn("s-sheet", package)
    assert tables.load("findings", rest).set_index("id").loc["k-share", "verdict"] == "fails"
    unasked = withdrawal.withdrawn("s-sheet", package, lambda finding: False)
    assert tables.load("findings", unasked).set_index("id").loc["k-share", "verdict"] == "holds"


@pytest.mark.parametrize("id", ["s-nobody", "k-share", "maker", "c-article", "maker-a1/memory_bandwidth"])
def test_what_no_row_holds_cannot_be_withdrawn(package, id):
    with pytest.raises(registry.UnknownId, match="allowed: the id of a source, a claim, a row of evidence or an assumption"):
        withdrawal.withdrawn(id, package)


@pytest.mark.parametrize("id", ["s-ft25", "s-epoch-ml-hardware", "s-epochcc", "es-018", "c-ft25-h20-revenue-2024", "ev-007"])
def test_what_is_left_of_the_real_tables_keeps_the_laws(id):
    rest = withdrawal.withdrawn(id)
    frames = {name: tables.load(name, rest) for name in tables.resources()}
    assert [str(fault) for law in LAWS for fault in law(frames, rest)] == []
