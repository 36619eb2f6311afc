"""Laws of the links from chapters to checks: what a check disputes is linked to it, and where the number stands.

A chapter names claims, rows and results by roles, and findings by another; so the promise of the audit, that each
chapter links the checks which bear on it, can be held against the tables: who adds a finding is told which chapter lacks it.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from detour import registry, tables
from detour.results import engine
from detour.tables import ROOT

THEMES = ["export-controls", "huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift", "makers"]
ROLE = re.compile(r"\{(claim|ev|assume|result|finding)\}`(?:[^`<]*<)?!?([^`<>@]+?)(?:@\w+)?>?`")
SECTION = re.compile(r"^(?=\([a-z0-9-]+\)=$)", re.MULTILINE)
#: Findings that fail and have no place in a chapter's argument, each with why.
NOT_ARGUED = {"k-wsj24-names-misprinted": "the spelling of a bank and the trade of a house bear on no number of a chapter"}


@cache
def sections(slug: str) -> list[dict[str, set[str]]]:
    """Return the ids that each labelled section of a chapter names, by role."""
    text = (ROOT / "book" / f"{slug}.md").read_text(encoding="utf-8")
    return [by_role(ROLE.findall(part)) for part in SECTION.split(text)]


def by_role(named: list[tuple[str, str]]) -> dict[str, set[str]]:
    return {role: {id for each, id in named if each == role} for role, _ in named}


def of_chapter(parts: list[dict[str, set[str]]], role: str) -> set[str]:
    return set().union(*(part.get(role, set()) for part in parts))


@cache
def findings() -> dict[str, dict]:
    return tables.load("findings").set_index("id").to_dict("index")


@cache
def rows(ref: str) -> frozenset[str]:
    """Return the claims, rows and assumptions behind an id: those that a result is computed from, or the one row it names."""
    if ref.startswith("r-"):
        return frozenset().union(*(rows(each.partition("@")[0]) for each in engine.definitions()[ref].inputs.values()))
    return frozenset({registry.find(ref).id})


def disputed_by(finding: dict) -> list[str]:
    """Return the claims that a finding disputes: all that it fails, else the one that it is first of all about."""
    claims = tables.split(finding["claims"])
    return {"fails": claims, "strained": claims[:1]}.get(finding["verdict"], [])


def unlinked(parts: list[dict[str, set[str]]]) -> list[str]:
    used, linked = of_chapter(parts, "claim"), of_chapter(parts, "finding")
    return [f"{claim} without {id}" for id, each in findings().items() if id not in linked for claim in disputed_by(each) if claim in used]


@pytest.mark.parametrize("slug", THEMES)
def test_a_claim_that_a_check_disputes_is_linked_to_the_check(slug):
    assert unlinked(sections(slug)) == []


@pytest.mark.parametrize("slug", THEMES)
def test_a_link_that_is_taken_out_is_missed(slug):
    assert unlinked([part | {"finding": set()} for part in sections(slug)]) != []


@pytest.mark.parametrize("slug", THEMES)
def test_a_check_is_linked_where_something_that_it_compares_is_named(slug):
    for part in sections(slug):
        named = frozenset().union(*(rows(id) for role in part.keys() - {"finding"} for id in part[role]))
        for id in part.get("finding", set()):
            each = findings()[id]
            assert named & {*tables.split(each["claims"]), *tables.split(each["evidence"])}, f"{id} is linked where nothing that it compares is named"


def test_every_check_that_fails_is_argued_in_a_theme_chapter():
    linked = set().union(*(of_chapter(sections(slug), "finding") for slug in THEMES))
    failing = {id for id, each in findings().items() if each["verdict"] == "fails"}
    assert sorted(failing - linked) == sorted(NOT_ARGUED)
