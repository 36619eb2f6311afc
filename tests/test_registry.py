"""Laws of naming: anything with an id is found by it, a shorthand means the preferred row, and nothing is guessed."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from detour import naming, registry, tables
from detour.registry import Entry, UnknownId, find
from detour.results import engine

NBSP = "\N{NO-BREAK SPACE}"
CHOSEN = ("specifications", "attributes", "estimates", "series")


def preferred(table: str) -> list[dict]:
    frame = tables.load(table)
    return frame[frame["preferred"] == "yes"].to_dict("records")


def shorthand(row: dict) -> str:
    return "/".join(filter(None, [row["subject"], row["quantity"], row.get("period", "")]))


@pytest.mark.parametrize(
    ("id", "kind", "written"),
    [
        ("c-article-shipments", "claim", f"1{NBSP}million{NBSP}chips"),
        ("c-article-share", "claim", "about 20–30%"),
        ("c-second-plan", "claim", "FY2025"),
        ("a-share-2026", "assumption", "30%"),
        ("sp-a1-bandwidth-1", "evidence", f"4,000{NBSP}GB/s"),
        ("sp-a2-bandwidth-1", "evidence", f"1,000–1,200{NBSP}GB/s"),
        ("at-a1-release-1", "evidence", "31 October 2024"),
        ("ev-002", "evidence", "October 2024"),
        ("th-2022-bandwidth", "evidence", f"at least 600{NBSP}GB/s"),
        ("maker-a1/memory_bandwidth", "evidence", f"4,000{NBSP}GB/s"),
        ("maker/revenue/FY2023", "evidence", f"$1.7{NBSP}billion"),
        ("chip-market/shipments/2024", "evidence", f"about 2.7{NBSP}million{NBSP}cards"),
    ],
)
def test_an_entry_is_found_by_its_id_or_shorthand_and_written_in_one_way(package, id, kind, written):
    entry = find(id, package)
    assert (entry.kind, entry.written()) == (kind, written)


def test_a_shorthand_means_the_preferred_row(package):
    assert find("maker-a1/memory_bandwidth", package).id == "sp-a1-bandwidth-1"
    assert find("chip-market/shipments/2024", package).id == "es-001"


@pytest.mark.parametrize("ref", ["c-nobody", "s-article", "maker-a1/price", "maker-a1/", "/", "", "r-nothing", "C-ARTICLE-SHIPMENTS", " c-article-shipments"])
def test_what_is_not_there_is_not_found(package, ref):
    with pytest.raises(UnknownId, match="has the id"):
        find(ref, package)


def test_a_shorthand_that_fits_several_rows_is_refused(package):
    path = package / "evidence" / "estimates.csv"
    row = path.read_text(encoding="utf-8").splitlines()[1].replace("es-001", "es-009").replace("all vendors", "domestic vendors")
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(UnknownId, match="'chip-market/shipments/2024' fits several rows; name one by its id"):
        find("chip-market/shipments/2024", package)


def test_an_end_of_an_interval_can_be_named(package):
    assert find("c-article-share@low", package).value == 20
    assert find("es-001@high", package).value == 2_900_000
    assert find("sp-a1-bandwidth-1@low", package).value == 4000
    with pytest.raises(UnknownId, match="behind @ stands low, high or ends"):
        find("es-001@middle", package)


def test_an_entry_without_an_interval_has_its_value_at_both_ends():
    assert Entry("x", "claim", "", value=3.0).ends() == (3.0, 3.0)
    assert Entry("x", "claim", "", value=3.0, low=2.0).ends() == (2.0, 3.0)
    assert all(math.isnan(end) for end in Entry("x", "claim", "").ends())


@pytest.mark.parametrize("table", ["claims", "assumptions", *registry.EVIDENCE])
def test_every_row_can_be_named_and_says_what_it_is(table):
    for id in tables.load(table)[registry.EVIDENCE.get(table, "id")]:
        entry = find(id)
        assert entry.id == id
        assert entry.label.strip(), id


@pytest.mark.parametrize("table", CHOSEN)
def test_every_preferred_row_is_what_its_shorthand_finds_or_the_shorthand_is_refused(table):
    for row in preferred(table):
        entry = registry._shorthands(tables.DATA)[shorthand(row)]
        assert entry is None or entry.id == row["id"]


def test_no_shorthand_has_two_meanings_in_two_tables():
    """A shorthand that several rows fit is held as None, never as one of them."""
    counts = Counter(shorthand(row) for table in CHOSEN for row in preferred(table))
    shorthands = registry._shorthands(tables.DATA)
    assert {ref for ref, count in counts.items() if count > 1} == {ref for ref, entry in shorthands.items() if entry is None}


def test_the_prefix_of_an_id_says_its_kind():
    prefixes = {
        "c": "claim",
        "a": "assumption",
        "r": "result",
        "k": "finding",
        "sp": "evidence",
        "at": "evidence",
        "es": "evidence",
        "se": "evidence",
        "ev": "evidence",
        "th": "evidence",
    }
    measured = set(tables.load("measurements")["record_id"])
    wrong = [id for id, entry in registry._entries(tables.DATA).items() if id not in measured and prefixes[id.partition("-")[0]] != entry.kind]
    assert wrong == []
    assert [id for id in measured if id.partition("-")[0] in prefixes] == []


def test_every_kind_of_entry_has_a_page():
    kinds = {entry.kind for entry in registry._entries(tables.DATA).values()} | {engine.entry(id).kind for id in engine.definitions()}
    assert kinds <= set(registry.PAGES)


def test_a_name_that_is_not_known_stays_the_id(package):
    assert naming.name_of("maker-a1", package) == "Maker A1"
    assert naming.name_of("nobody", package) == "nobody"
