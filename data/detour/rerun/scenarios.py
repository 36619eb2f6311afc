"""Named scenarios: the rows of `scenarios.csv` as settings of a rerun."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from detour import tables
from detour.rerun.assumed import Unusable


@dataclass(frozen=True)
class Scenario:
    """Assumptions changed together: values by the id of the assumption."""

    id: str
    name: str
    values: dict[str, float]


def known(data: tables.Data = tables.DATA) -> dict[str, Scenario]:
    """Return every scenario by its id, in the order of the table.

    >>> known()["x-imports-end"].values
    {'a-market-foreign-after': 0.0}
    """
    found: dict[str, Scenario] = {}
    for row in tables.records("scenarios", data):
        found.setdefault(row["scenario"], Scenario(row["scenario"], row["name"], {})).values[row["assumption"]] = row["value"]
    return found


def settings(ids: Iterable[str], data: Path = tables.PUBLISHED) -> tuple[list[Scenario], dict[str, str]]:
    """Return the scenarios with those ids, and what they set together, by assumption; raise `Unusable` for one that is not known or contradicts another.

    >>> settings(["x-imports-end"])[1]
    {'a-market-foreign-after': '0.0'}
    """
    every, chosen, values = known(data), [], {}
    for id in dict.fromkeys(ids):
        if id not in every:
            near = difflib.get_close_matches(id, every, n=1, cutoff=0.5)
            hint = f"{near[0]}, or another of " if near else ""
            raise Unusable(f"--scenario {id}: no scenario is called {id}; allowed: {hint}{', '.join(every)}")
        for name, value in every[id].values.items():
            if values.setdefault(name, repr(value)) != repr(value):
                raise Unusable(f"--scenario {id}: {name} is set otherwise by a scenario before it; allowed: scenarios that agree")
        chosen.append(every[id])
    return chosen, values
