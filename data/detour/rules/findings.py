"""Rules about findings: each says what its check finds, and no number in its words is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour.checks import engine
from detour.faults import Fault
from detour.rules import wording
from detour.rules.base import Tables, fault

#: Cells whose words name rows and steps in place of numbers; a title does without numbers.
_NAMING = ("explanation", "resolution")


def verdicts_are_found(frames: Tables, data: Path) -> Iterator[Fault]:
    """A finding has the verdict that its check finds in the rows."""
    for index, row in _checked(frames):
        try:
            found = engine.run(engine.declared()[row["id"]], data).verdict
        except engine.CheckFault as error:
            yield fault(data, "findings", index, "verdict", f"its check cannot be run: {error}; allowed: rows that it can compute with")
            continue
        if row["verdict"] != found:
            yield fault(data, "findings", index, "verdict", f"{row['verdict']!r}, but its check finds {found!r}; allowed: what the check finds")


def words_name_their_numbers(frames: Tables, data: Path) -> Iterator[Fault]:
    """The words of a finding type no number, but in what they quote, and name rows and steps that are there."""
    for index, row in frames["findings"].iterrows():
        for column in ("title", *_NAMING):
            yield from wording.typed(data, "findings", index, column, row[column], "a role that names the row or the step it stands in")
        try:
            steps = engine.run(engine.declared()[row["id"]], data).steps if row["id"] in engine.declared() else {}
        except engine.CheckFault:
            continue  # told by the rule above
        for column in _NAMING:
            yield from wording.named(data, "findings", index, column, row[column], steps)


def _checked(frames: Tables) -> Iterator[tuple[int, dict]]:
    """Yield the findings that have a check."""
    for index, row in frames["findings"].iterrows():
        if row["id"] in engine.declared():
            yield index, row.to_dict()


RULES = (verdicts_are_found, words_name_their_numbers)
