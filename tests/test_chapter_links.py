"""Laws of the links from chapters to checks: a number that a check disputes is linked to it where the number stands."""

from __future__ import annotations

import re
from functools import cache

import pytest
from detour import tables
from detour.tables import ROOT

THEMES = ["export-controls", "huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift"]
ROLE = re.compile(r"\{(claim|ev|assume|result|finding)\}`(?:[^`<]*<)?!?([^`<>@]+?)(?:@\w+)?>?`")
HEADING = re.compile(r"^(?=\([a-z0-9-]+\)=$)", re.MULTILINE)
DISPUTED = {"fails", "strained"}
#: Findings that fail and have no place in a chapter's argument, each with why.
NOT_ARGUED = {"k-wsj24-names-misprinted": "the spelling of a bank and the trade of a house bear on no number of a chapter"}


@cache
def sections(slug: str) -> list[dict[str, set[str]]]:
    """Return, for each labelled section of a chapter, the ids that its roles name, by role; other files have none."""
    text = (ROOT / "book" / f"{slug}.md").read_text(encoding="utf-8")
    found = []
    for part in HEADING.split(text):
        named: dict[str, set[str]] = {}
        for role, id in ROLE.findall(part):
            named.setdefault(role, set()).add(id)
        found.append(named)
    return found


def findings() -> list[dict]:
    return tables.load("findings").to_dict("records")


def beside(finding: dict, section: dict[str, set[str]]) -> bool:
    """Say whether a section names something that the finding compares, or a row's quantity of the same subject."""
    rows = {*tables.split(finding["claims"]), *tables.split(finding["evidence"])}
    return bool(rows & (section.get("claim", set()) | section.get("ev", set())))


def unlinked(slug: str, named: list[dict[str, set[str]]]) -> list[str]:
    """Return the disputed claims of a chapter, with each finding that is first of all about them and is not linked."""
    used = set().union(*(each.get("claim", set()) for each in named))
    linked = set().union(*(each.get("finding", set()) for each in named))
    first = [(tables.split(each["claims"])[0], each["id"]) for each in findings() if each["verdict"] in DISPUTED]
    return [f"{slug}: {claim} without {finding}" for claim, finding in first if claim in used and finding not in linked]


@pytest.mark.parametrize("slug", THEMES)
def test_a_disputed_claim_is_linked_to_the_findings_that_dispute_it(slug):
    assert unlinked(slug, sections(slug)) == []


@pytest.mark.parametrize("slug", THEMES)
def test_a_link_that_is_taken_out_is_missed(slug):
    bare = [{**each, "finding": set()} for each in sections(slug)]
    assert unlinked(slug, bare) != []


def test_every_finding_that_fails_is_argued_in_a_theme_chapter():
    linked = set().union(*(each.get("finding", set()) for slug in THEMES for each in sections(slug)))
    failing = {each["id"] for each in findings() if each["verdict"] == "fails"}
    assert sorted(failing - linked) == sorted(NOT_ARGUED)


@pytest.mark.parametrize("slug", THEMES)
def test_a_finding_is_linked_where_something_that_it_compares_is_named(slug):
    by_id = {each["id"]: each for each in findings()}
    apart = [id for section in sections(slug) for id in sorted(section.get("finding", ())) if not beside(by_id[id], section)]
    assert apart == []
