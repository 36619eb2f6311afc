"""The reason for a preferred row counts the rows that it was preferred among."""

from __future__ import annotations

import re

import pytest
from detour import tables
from detour.rules.relations import RIVALS

COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
SAID = re.compile(r"^(?:(?P<only>only (?:source|row))|(?:\w+ of |all )?(?P<of>both|two|three|four|five|six|seven|eight) sources agree)")


def counted(reason: str) -> int | None:
    """Return how many rows a reason says there are; nothing where it does not say."""
    said = SAID.search(reason)
    return None if said is None else 1 if said["only"] else COUNTS[said["of"]]


@pytest.mark.parametrize(
    ("reason", "rows"),
    [
        ("both sources agree", 2),
        ("three of five sources agree; others give 550", 5),
        ("all four sources agree", 4),
        ("only source", 1),
        ("the newer one", None),
    ],
)
def test_counts_are_read(reason, rows):
    assert counted(reason) == rows


@pytest.mark.parametrize("table", RIVALS)
def test_reasons_count_the_rows_that_there_are(table):
    wrong = []
    for _, group in tables.load(table).groupby(RIVALS[table], dropna=False):
        for row in group[group["preferred"] == "yes"].to_dict("records"):
            if counted(row["preferred_reason"]) not in (None, len(group), group["source"].nunique()):
                wrong.append((row["id"], row["preferred_reason"], len(group)))
    assert wrong == []
