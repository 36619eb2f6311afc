"""Rules about scenarios: one name each, and values that what they change can have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour.faults import Fault
from detour.rerun import domains
from detour.rules.base import Tables, fault


def scenarios_have_names_of_their_own(frames: Tables, data: Path) -> Iterator[Fault]:
    """A scenario has one name in all its rows, and no other scenario has it."""
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for index, row in frames["scenarios"].iterrows():
        name, owner = names.setdefault(row["scenario"], row["name"]), owners.setdefault(row["name"], row["scenario"])
        if name != row["name"]:
            yield fault(data, "scenarios", index, "name", f"{row['name']!r} is another name for {row['scenario']}; allowed: {name!r}, as in its first row")
        elif owner != row["scenario"]:
            yield fault(data, "scenarios", index, "name", f"{row['name']!r} is the name of {owner}; allowed: a name of its own")


def scenarios_set_what_can_be(frames: Tables, data: Path) -> Iterator[Fault]:
    """A scenario gives an assumption a value that it can have and that is not its central one."""
    assumed = frames["assumptions"].drop_duplicates("id").set_index("id")
    rows = frames["scenarios"]
    for index, row in rows[rows["assumption"].isin(assumed.index)].iterrows():
        of = assumed.loc[row["assumption"]]
        domain = domains.of(of["quantity"], of["unit"], of["low"], of["high"])
        if not domain.holds(row["value"]):
            yield fault(data, "scenarios", index, "value", f"{row['value']:.15g} cannot be; allowed: {domain.words}, in {of['unit']}")
        elif row["value"] == of["central"]:
            yield fault(data, "scenarios", index, "value", f"{row['value']:.15g} is what {row['assumption']} is anyway; allowed: another value")


RULES = (scenarios_have_names_of_their_own, scenarios_set_what_can_be)
