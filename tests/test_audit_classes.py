"""Laws of what the audit's page says of its classes in words: which is the largest, and which has the most that fail."""

from __future__ import annotations

import re

from detour import tables
from detour.tables import ROOT

SAID = re.compile(r"The largest class is (\w+); (\w+), with .* has the most that fail\.")


def test_the_classes_that_the_page_names_are_those_of_the_table():
    findings = tables.load("findings")
    failing = findings[findings["verdict"] == "fails"]
    most = [kinds.value_counts().index[0] for kinds in (findings["kind"], failing["kind"])]
    assert list(SAID.search((ROOT / "book" / "audit.md").read_text(encoding="utf-8")).groups()) == most
