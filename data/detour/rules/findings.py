"""Rules about findings: each says what its check finds, and no number in its words is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from detour.checks import engine, wording
from detour.faults import Fault
from detour.rules.base import Tables, fault
from detour.typed import typed_numbers

#: Cells whose words name rows and steps in place of numbers; a title does without numbers.
_NAMING = ("explanation", "resolution")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


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
            for number in typed_numbers(_QUOTED.sub("·", wording.words(row[column]))):
                yield fault(data, "findings", index, column, f"typed number {number!r}; allowed: a role that names the row or the step it stands in")
        try:
            steps = engine.run(engine.declared()[row["id"]], data).steps if row["id"] in engine.declared() else {}
        except engine.CheckFault:
            continue  # told by the rule above
        for column in _NAMING:
            for message in wording.unknown(row[column], steps, data):
                yield fault(data, "findings", index, column, message)


def _checked(frames: Tables) -> Iterator[tuple[int, dict]]:
    """Yield the findings that have a check."""
    for index, row in frames["findings"].iterrows():
        if row["id"] in engine.declared():
            yield index, row.to_dict()


RULES = (verdicts_are_found, words_name_their_numbers)
