"""Laws of what a card says: number, unit, interval, source and grade for each kind, rivals beside each other."""

from __future__ import annotations

import re

import pytest
from detour import bylines, cards, registry, tables
from detour.cards import numbers
from detour.cards.parts import Card, Part, document
from detour.checks import rivals
from detour.checks.grades import words
from detour.results import engine
from detour.results.forms import in_short

NUMBERS = [
    *tables.load("claims")["id"],
    *tables.load("assumptions")["id"],
    *engine.definitions(),
    *(id for table, column in registry.EVIDENCE.items() for id in tables.load(table)[column]),
]
NAMES = [id for table in ("sources", "entities", "quantities", "terms", "findings") for id in tables.load(table)["id"]]
CARDS = {id: cards.content(id) for id in (*NUMBERS, *NAMES)}


def said(card: Card, label: str) -> str:
    """Return what stands behind a label, as text."""
    return "".join(part.text for line in card.lines if line.label.text == label for part in line.parts)


def of_kind(*kinds: str) -> list[Card]:
    return [card for card in CARDS.values() if card.kind in kinds]


def test_everything_that_a_register_shows_has_a_card():
    assert {card.kind for card in CARDS.values()} == set(registry.PAGES) == set(registry.WORDS)
    assert [id for id, card in CARDS.items() if not card.title.text or not card.tags] == []


def test_a_number_is_written_as_prose_writes_it_with_its_unit():
    for card in of_kind("evidence", "assumption", "result"):
        assert card.number == registry.find(card.id).written()
    claims = tables.load("claims").set_index("id")
    numeric = claims[["value", "low", "high"]].notna().any(axis=1)
    for card in of_kind("claim"):
        assert (card.number == registry.find(card.id).written()) if numeric[card.id] else card.number in ("", registry.find(card.id).written())


def test_a_number_with_an_interval_shows_it():
    for card in of_kind("claim", "evidence", "assumption", "result"):
        entry = registry.find(card.id)
        low, high = entry.ends()
        assert bool(said(card, "Interval") or said(card, "Low to high")) == (not entry.text and entry.value == entry.value and low < high), card.id


def test_every_number_names_its_sources_in_words():
    for card in of_kind("claim", "evidence", "assumption", "result", "source"):
        assert [line for line in card.lines if line.source], card.id
    for card in of_kind("claim", "evidence"):
        (line,) = [line for line in card.lines if line.source]
        assert line.parts[0].href == f"sources.html#{registry.find(card.id).sources[0]}"


def test_a_claim_and_a_row_of_evidence_show_their_grade():
    grades = tables.load("sources").set_index("id")["grade"]
    digits, meanings = tables.load("claims").set_index("id")["information"], words("claims", "information")
    for card in of_kind("claim"):
        meaning = meanings[digits[card.id]].partition(":")[0]
        grade = f"{grades[registry.find(card.id).sources[0]]}{digits[card.id]}, {meaning}"
        assert said(card, "Grade") == grade if said(card, "Outcome") else said(card, "Grade").startswith(f"{grade}: ")
    for card in of_kind("evidence"):
        assert said(card, "Source").endswith(f", grade {grades[registry.find(card.id).sources[0]]}")


def test_a_number_names_the_roots_behind_it_and_behind_its_rivals():
    assert said(CARDS["c-ft25-h20-shipments-2024"], "Independent roots") == "1, single root: SemiAnalysis; behind rivals 1: Epoch AI"
    assert said(CARDS["c-ds25-china-accelerators-2022"], "Independent roots") == "1, circular: Tianfeng Securities"
    for card in of_kind("claim", "evidence"):
        assert bool(said(card, "Independent roots")) == (rivals.row(card.id) is not None), card.id


def test_a_claim_shows_its_chain_from_root_to_page():
    assert said(CARDS["c-ft25-h20-shipments-2024"], "Chain") == "SemiAnalysis, quoted by Financial Times, translated by the page read"
    alone = {card.id for card in of_kind("claim") if not said(card, "Chain")}
    unspoken = tables.load("claims").set_index("id")["speaker"] == ""
    assert alone and unspoken[list(alone)].mean() > 0.9  # a page in its own voice is its own root


def test_a_claim_shows_what_became_of_it_and_what_the_audit_found():
    outcomes = tables.load("outcomes").set_index("claim")["outcome"]
    for card in of_kind("claim"):
        assert (outcomes.get(card.id) or "") in said(card, "Outcome")
        assert bool(said(card, "Outcome")) == (card.id in outcomes.index)
    audited = {id for cell in tables.load("findings")["claims"] for id in tables.split(cell)}
    assert {card.id for card in of_kind("claim") if said(card, "Audit")} == audited


def test_a_result_shows_its_relation_and_links_each_input_with_its_value():
    for card in of_kind("result"):
        definition = engine.definitions()[card.id]
        whole = len(definition.inputs) <= numbers.ALL
        assert said(card, "Relation") == (definition.relation if whole else in_short(definition.relation))
        shown = {symbol: ref for symbol, ref in definition.inputs.items() if [line for line in card.lines if line.label == Part(symbol, tex=True)]}
        assert len(shown) == (len(definition.inputs) if len(definition.inputs) <= numbers.ALL else numbers.MOST["inputs"])
        for symbol, ref in shown.items():
            (line,) = [line for line in card.lines if line.label == Part(symbol, tex=True)]
            assert line.parts[0].text == registry.find(ref).written() and line.parts[0].href.endswith(f"#{registry.find(ref).id}")


def test_of_very_many_inputs_those_are_shown_that_move_the_result_most_and_then_the_first():
    definition = engine.definitions()["r-hi-serve-dense-h20"]
    inputs = {symbol: registry.find(ref) for symbol, ref in definition.inputs.items()}

    def moved(symbol: str) -> float:
        low, high = engine.swing(definition.function, inputs, symbol)
        return max(low / high, high / low)

    card = CARDS["r-hi-serve-dense-h20"]
    shown = [line.label.text for line in card.lines if line.label.tex]
    spread = {symbol for symbol, each in inputs.items() if each.id.startswith("a-fit-spread-")}
    counted = spread | {symbol for symbol, each in inputs.items() if each.low < each.high and not each.id.startswith(("a-fit-", "a-load-"))}
    wanted = [*sorted(counted, key=moved, reverse=True), *(symbol for symbol in inputs if symbol not in counted)]
    assert shown == wanted[: len(shown)] and shown[0] in spread
    assert said(card, "Inputs").startswith(f"{len(inputs)};")


def test_a_term_shows_its_meaning_forms_and_where_it_is_taken_from():
    for row in tables.load("terms").itertuples():
        card = CARDS[row.id]
        assert said(card, "Meaning") == row.definition
        assert {form.lang: form.text for form in card.forms} == {lang: form for lang, form in (("ko", row.name_ko), ("zh", row.name_zh)) if form}
        assert [
            part.href.partition("#")[2] for part in sum((line.parts for line in card.lines if line.label.text == "See also"), ()) if part.href
        ] == tables.split(row.see_also)
        assert bool(said(card, "Source")) == bool(row.source)


def test_a_name_shows_its_korean_and_chinese_forms():
    for row in tables.load("entities").itertuples():
        assert [(form.lang, form.text) for form in CARDS[row.id].forms] == [(lang, text) for lang, text in (("ko", row.name_ko), ("zh", row.name_zh)) if text]


def test_every_link_leads_to_a_row_or_to_a_known_address():
    urls = set(tables.load("sources")["url"])
    for card in CARDS.values():
        for href in (part.href for line in card.lines for part in line.parts if part.href):
            page, _, id = href.partition("#")
            assert href in urls or page.removesuffix(".html") == registry.PAGES[registry.named(id)[0]], (card.id, href)


def test_rivals_stand_beside_each_other_both_ways():
    for id in NUMBERS:
        for row in rivals.of(id):
            assert row.id != id and id in {each.id for each in rivals.of(row.id)}


def test_what_was_chosen_stands_first_and_says_why():
    for card in of_kind("evidence"):
        own = rivals.row(card.id)
        found = rivals.of(card.id)
        assert [each.chosen for each in found] == sorted((each.chosen for each in found), reverse=True)
        assert bool(said(card, "Preferred")) == bool(own and own.chosen), card.id


def test_a_row_that_was_not_chosen_leads_to_the_one_that_was():
    """A reason for choosing a row is that row's own: it stands behind its value, never as a reason against another."""
    for card in of_kind("evidence"):
        for line in (line for line in card.lines if line.label.text == "Another row is preferred"):
            id = line.parts[0].href.partition("#")[2]
            assert id != card.id and rivals.row(id).chosen and line.parts[0].text == registry.find(id).written()
        assert not said(card, "Not preferred") or rivals.row(card.id).reason


def test_who_said_a_number_stands_behind_how_it_was_said():
    assert said(CARDS["es-083"], "Reported by") == "the company itself" and not said(CARDS["es-083"], "Estimated by")
    assert said(CARDS["es-018"], "Estimated by") == "Epoch AI"


def test_a_rival_that_counts_another_thing_says_so():
    assert "counted in dies" in said(CARDS["es-032"], "Rivals")


def test_a_role_does_not_repeat_the_name():
    for card in of_kind("claim"):
        name, _, role = said(card, "Said by").partition(", ")
        assert not role or set(re.findall(r"\w+", role.lower())) - set(re.findall(r"\w+", name.lower())) - {"company", "of"}, card.id


def test_rows_of_other_periods_and_claims_of_other_objects_are_no_rivals():
    for id in NUMBERS:
        own = rivals.row(id)
        for row in rivals.of(id):
            assert not own.period or not row.period or own.period == row.period
            assert {own.table, row.table} != {"claims"} or own.sense == row.sense


def test_what_makes_the_interval_of_a_match_is_shown_first():
    definition = engine.definitions()["r-cw-match-405b-a800"]
    shown = [line.label.text for line in numbers.result(definition.id, "").lines if line.label.tex]
    factors = [symbol for symbol, ref in definition.inputs.items() if ref.startswith("a-train-spread-")]
    assert len(factors) == 2 and set(shown[:2]) == set(factors)


def test_a_long_list_of_rivals_is_cut_and_says_how_long_it_is():
    id = max(NUMBERS, key=lambda id: len(rivals.of(id)))
    shown = next(line for line in CARDS[id].lines if line.label.text == "Rivals")
    assert len(shown.entries) == 2
    assert shown.parts[-1].text == f"and {len(rivals.of(id)) - 2} more" and shown.parts[-1].href


def test_sources_of_one_publisher_and_year_have_names_of_their_own():
    names = bylines.source_names()
    assert len(set(names.values())) == len(names)


def test_an_address_is_given_only_where_it_is_exact():
    for row in tables.load("sources").itertuples():
        outside = [part.href for part in document(row.id) if part.href.startswith("http")]
        assert outside == ([row.url] if row.url and row.url_status == "exact" else [])


@pytest.mark.parametrize("id", ["", "c-nobody", "nvidia-h20/memory_bandwidth", "c-ft25-h20-shipments-2024@low"])
def test_what_no_register_shows_has_no_card(id):
    with pytest.raises(registry.UnknownId):
        cards.content(id)
