"""The tables as they would be if something were withdrawn: a source, or one row.

What names the withdrawn thing in a cell that must be filled falls with it, and so on. A row
that was preferred leaves its place to the best of its rivals. A finding falls with the last
of its claims, or when its check can no longer be run; else it has the verdict that its check
then finds. The state is held in memory: the same code computes with it as with the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from detour import registry, tables
from detour.checks import engine
from detour.rules.base import key
from detour.rules.relations import LISTS, RIVALS
from detour.tables import Altered, Data

#: What can be withdrawn: the rows of these tables.
WITHDRAWABLE = ("sources", "claims", "assumptions", *registry.EVIDENCE)
#: What makes one rival better than another, best first; the order after the grade of its source.
_CONFIDENCE = ("high", "medium", "low")
_BASIS = ("official", "reported", "estimated", "projected", "disputed")


def withdrawn(id: str, data: Data = tables.DATA, concerned: Callable[[str], bool] = lambda finding: True) -> Altered:
    """Return the tables without a source, a claim, a row of evidence or an assumption, and without what falls with it.

    `concerned` says of a finding whether its check is to be run again. Raises UnknownId for an id that no row has.

    >>> rest, ref = withdrawn("sp-huawei-ascend-910-process-node-1"), "huawei-ascend-910/process_node"
    >>> registry.find(ref).id, registry.find(ref, rest).id
    ('sp-huawei-ascend-910-process-node-1', 'sp-huawei-ascend-910-process-node-3')
    """
    falling = fallen(id, data)
    frames = {name: tables.load(name, data).drop(rows.index) for name, rows in falling.items()}
    _prefer(frames, falling, data)
    rest = Altered(data, frames)
    rest = Altered(rest, dict(_unnamed(rest)))
    return Altered(rest, {"findings": _judged(rest, concerned)})


def fallen(id: str, data: Data = tables.DATA) -> dict[str, pd.DataFrame]:
    """Return the rows that fall with one, by table: itself, and whatever names it where something must be named.

    >>> {name: list(rows[key(name)]) for name, rows in fallen("ev-006").items()}
    {'events': ['ev-006']}
    """
    table = next((name for name in WITHDRAWABLE if id in set(tables.load(name, data)[key(name)])), None)
    if table is None:
        raise registry.UnknownId(f"nothing to withdraw has the id {id!r}; allowed: the id of a source, a claim, a row of evidence or an assumption")
    frame = tables.load(table, data)
    found = {table: frame[frame[key(table)] == id]}
    waiting = [table]
    while waiting:
        target = waiting.pop()
        for name, column in _needed(target, data):
            frame = tables.load(name, data)
            rows = pd.concat([found.get(name, frame.head(0)), frame[frame[column].isin(found[target][key(target)])]])
            rows = rows[~rows.index.duplicated()].sort_index()
            if len(rows) > len(found.get(name, ())):
                found[name] = rows
                waiting.append(name)
    return found


def _needed(target: str, data: Data) -> Iterator[tuple[str, str]]:
    """Yield the columns that must name a row of a table."""
    for name, resource in tables.resources(data).items():
        yield from ((name, column) for column in _naming(resource, target, must=True))


def _naming(resource: dict, target: str, must: bool) -> list[str]:
    """Return the columns that must, or that may, name a row of a table."""
    filled = {field["name"] for field in resource["schema"]["fields"] if field.get("constraints", {}).get("required")}
    columns = [each["fields"][0] for each in resource["schema"].get("foreignKeys", []) if each["reference"]["resource"] == target]
    return [column for column in columns if (column in filled) == must]


def _prefer(frames: dict[str, pd.DataFrame], falling: dict[str, pd.DataFrame], data: Data) -> None:
    """Prefer the best remaining rival in the place of every preferred row that falls."""
    sources = tables.load("sources", data).set_index("id")[["grade", "published"]]
    for name in RIVALS.keys() & falling.keys():
        rest = frames[name]
        rivals = rest.groupby(RIVALS[name], dropna=False).groups
        for _, lost in falling[name][falling[name]["preferred"] == "yes"].iterrows():
            ranked = {index: standing(rest.loc[index], sources.loc[rest.loc[index, "source"]]) for index in rivals.get(tuple(lost[RIVALS[name]]), ())}
            if ranked:
                rest.loc[max(ranked, key=ranked.get), ["preferred", "preferred_reason"]] = ["yes", f"next best without {lost['id']}"]


def standing(row: Mapping, source: Mapping) -> tuple:
    """Return what ranks a rival, the best greatest: grade of its source, its confidence, its basis, its date; of equals the first in the table.

    >>> old, new = {"basis": "estimated", "confidence": "high", "published": "2024-01"}, {"basis": "estimated", "confidence": "high", "published": "2025"}
    >>> standing(old, {"grade": "B"}) < standing(new, {"grade": "B"}) < standing(old, {"grade": "A"})
    True
    """
    confidence = _CONFIDENCE.index(row["confidence"]) if row.get("confidence") else len(_CONFIDENCE)
    date = row.get("as_of") or row.get("published") or source.get("published", "")
    return -ord(source["grade"]), -confidence, -_BASIS.index(row["basis"]), date


def _unnamed(rest: Altered) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the tables that named what fell where nothing need be named, with those names taken out."""
    for name, resource in tables.resources(rest).items():
        frame = tables.load(name, rest)
        cells = {column: {target} for target in rest.frames for column in _naming(resource, target, must=False)}
        cells |= {column: set(targets) for (table, column), targets in LISTS.items() if table == name and rest.frames.keys() & set(targets)}
        for column, targets in cells.items():
            known = {id for target in targets for id in tables.load(target, rest)[key(target)]}
            frame[column] = [";".join(part for part in tables.split(cell) if part in known) for cell in frame[column]]
        if cells:
            yield name, frame


def _judged(rest: Altered, concerned: Callable[[str], bool]) -> pd.DataFrame:
    """Return the findings that stand, with the verdicts of their checks."""
    findings = tables.load("findings", rest)
    findings = findings[findings["claims"] != ""].copy()
    for index, id in findings["id"].items():
        if id in engine.declared() and concerned(id):
            try:
                findings.loc[index, "verdict"] = engine.run(engine.declared()[id], rest).verdict
            except engine.CheckFault:
                findings = findings.drop(index)
    return findings
