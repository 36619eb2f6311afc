"""Rules about grades: a letter follows from a source's standing, a digit from what the tables say of a claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour.checks import grades
from detour.faults import Fault
from detour.rules.base import Tables, fault
from detour.rules.cited import Cited


def letters_follow(frames: Tables, data: Path) -> Iterator[Fault]:
    """A source has the letter of the standing with which its reason begins, or a reason that states an exception."""
    relays = frames["lineage"]["derived_from"].value_counts()
    for index, row in frames["sources"].iterrows():
        due, why = grades.letter(row.to_dict(), int(relays.get(row["id"], 0)))
        if not due:
            yield fault(data, "sources", index, "grade_reason", f"{row['grade_reason'][:60]!r} says no standing; allowed: {why}")
        elif row["grade"] != due:
            yield fault(data, "sources", index, "grade", f"{row['grade']!r} does not follow from the standing {why!r}; allowed: {due}")


def digits_follow(frames: Tables, data: Path) -> Iterator[Fault]:
    """A claim has a digit that its status, its outcomes and the independence of what its reason cites leave open, or a reason that states an exception."""
    cited = Cited(frames)
    known = frames["claims"]["source"].isin(cited.parties.sources)
    for index, row in frames["claims"][known].iterrows():
        left, laws = grades.digits(cited.facts(row.to_dict()))
        if row["information"] not in left and not row["information_reason"].startswith(grades.EXCEPTION):
            allowed = f"one of {', '.join(left)}" if left else "another status or outcome"
            message = f"{row['information']!r} does not follow, because the claim is: {'; '.join(laws)}; allowed: {allowed}, or a reason that starts with 'Exception: '"
            yield fault(data, "claims", index, "information", message)


def corroborations_are_independent(frames: Tables, data: Path) -> Iterator[Fault]:
    """The reason for the digit of a corroborated claim cites a source that shares no root with it, or a record of grade A."""
    cited = Cited(frames)
    claims = frames["claims"]
    for index, row in claims[(claims["status"] == "corroborated") & claims["source"].isin(cited.parties.sources)].iterrows():
        if not cited.facts(row.to_dict()).others:
            message = (
                "'corroborated', but information_reason cites nothing of another root and no record of grade A; allowed: 'relayed', or such a source beside it"
            )
            yield fault(data, "claims", index, "status", message)


RULES = (letters_follow, digits_follow, corroborations_are_independent)
