"""The tables as they would be if something were withdrawn: a source, or one row.

What names the withdrawn thing in a cell that must be filled falls with it, and so on; so does
an outcome whose words name it, or a result that cannot be computed without it. A row
that was preferred leaves its place to the best of its rivals. A finding falls with the last
of its claims, or when its check can no longer be run; else it has the verdict that its check
then finds. The state is held in memory: the same code computes with it as with the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import pandas as pd

from detour import registry, tables
from detour.checks import engine, outcome, wording
from detour.rules.base import key
from detour.rules.relations import LISTS, RIVALS
from detour.tables import Altered, Data

#: What can be withdrawn: the rows of these tables.
WITHDRAWABLE = ("sources", "claims", "assumptions", *registry.EVIDENCE)
#: Lists of ids, the numbers that came among them, which may be computed too.
_LISTS = LISTS | {("outcomes", "result"): tuple(registry.EVIDENCE)}
#: What makes one rival better than another, best first; the order after the grade of its source.
_CONFIDENCE = ("high", "medium", "low")
_BASIS = ("official", "reported", "estimated", "projected", "disputed")


def withdrawn(id: str, data: Data = tables.DATA, concerned: Callable[[str], bool] = lambda finding: True) -> Altered:
    """Return the tables without a source, a claim, a row of evidence or an assumption, and without what falls with it.

    `concerned` says of a finding whether its check is to be run again. Raises UnknownId for an id that no row has.

    >>> rest, ref = withdrawn("sp-huawei-ascend-910-process-node-1"), "huawei-ascend-910/process_node"
    >>> registry.find(ref).id, registry.find(ref, rest).id
    ('sp-huawei-ascend-910-process-node-1', 'sp-huawei-ascend-910-process-node-2')
    """
    falling = fallen(id, data)
    frames = _without(falling, data)
    rest = Altered(data, frames | dict(_unnamed(frames, falling, data)))
    return Altered(rest, dict(_judged(rest, concerned)))


@lru_cache(maxsize=8)
def fallen(id: str, data: Data = tables.DATA) -> dict[str, pd.DataFrame]:
    """Return the rows that fall with one, by table: itself, and whatever names it where something must be named.

    >>> {name: len(rows) for name, rows in fallen("ev-006").items()}
    {'events': 1}
    """
    if id not in _tables_of_ids(data):
        raise registry.UnknownId(f"nothing to withdraw has the id {id!r}; allowed: the id of a source, a claim, a row of evidence or an assumption")
    table, index = _tables_of_ids(data)[id]
    found, waiting = {table: {index}}, [(table, id)]
    while waiting:
        target, name_of_row = waiting.pop()
        naming = [(name, _cells(name, column, data)) for name, column in _columns_naming(target, data, must=True)]
        for name, cells in [*naming, ("outcomes", _told(data))]:
            fresh = set(cells.get(name_of_row, ())) - found.get(name, set())
            found[name] = found.get(name, set()) | fresh
            waiting += [(name, each) for each in tables.load(name, data).loc[sorted(fresh), key(name)]] if fresh else []
    if lost := set(_untold({name: tables.load(name, data).loc[sorted(rows)] for name, rows in found.items() if rows}, data)):
        found["outcomes"] = found.get("outcomes", set()) | lost
    return {name: tables.load(name, data).loc[sorted(rows)] for name, rows in found.items() if rows}


def _without(falling: dict[str, pd.DataFrame], data: Data) -> dict[str, pd.DataFrame]:
    """Return the tables that lose rows, without these, the best remaining rivals preferred."""
    frames = {name: tables.load(name, data).drop(rows.index) for name, rows in falling.items()}
    _prefer(frames, falling, data)
    return frames


def _untold(falling: dict[str, pd.DataFrame], data: Data) -> Iterator[int]:
    """Yield the outcomes whose words name what is not there without some rows: a row that a shorthand means, a result."""
    rest = Altered(data, _without(falling, data))
    ids = {ref for ref in _told(data) if ref.startswith("r-") or "/" in ref}
    yield from (index for ref in ids if not _there(ref, rest) for index in _told(data)[ref])


def _there(ref: str, data: Data) -> bool:
    try:
        return bool(registry.find(ref, data).id)
    except (ArithmeticError, LookupError, ValueError):  # a result whose inputs are not there
        return False


@lru_cache(maxsize=4)
def _tables_of_ids(data: Data) -> dict[str, tuple[str, int]]:
    """Table and index of every row that can be withdrawn, by id."""
    return {id: (name, index) for name in WITHDRAWABLE for index, id in tables.load(name, data)[key(name)].items()}


@lru_cache(maxsize=64)
def _columns_naming(target: str, data: Data, must: bool) -> list[tuple[str, str]]:
    """Return table and column of every foreign key to a table: those that must be filled, or those that may."""
    found = []
    for name, resource in tables.resources(data).items():
        filled = {field["name"] for field in resource["schema"]["fields"] if field.get("constraints", {}).get("required")}
        keys = [each["fields"][0] for each in resource["schema"].get("foreignKeys", []) if each["reference"]["resource"] == target]
        found += [(name, column) for column in keys if (column in filled) == must]
    return found


@lru_cache(maxsize=128)
def _cells(name: str, column: str, data: Data) -> dict[str, list[int]]:
    """Indices of the rows that name an id in a column, by that id."""
    found: dict[str, list[int]] = {}
    for index, cell in tables.load(name, data)[column].items():
        for part in tables.split(cell):
            found.setdefault(part, []).append(index)
    return found


@lru_cache(maxsize=4)
def _told(data: Data) -> dict[str, list[int]]:
    """Indices of the outcomes whose words name a row or a result, by its id or shorthand as it stands there."""
    found: dict[str, list[int]] = {}
    for index, row in tables.load("outcomes", data).iterrows():
        for id in {id for name in outcome.WORDS for id in wording.ids(row[name])}:
            found.setdefault(id, []).append(index)
    return found


def _prefer(frames: dict[str, pd.DataFrame], falling: dict[str, pd.DataFrame], data: Data) -> None:
    """Prefer the best remaining rival in the place of every preferred row that falls."""
    for name in RIVALS.keys() & falling.keys():
        for lost in falling[name].index[falling[name]["preferred"] == "yes"]:
            ranked = {index: place for index, place in _rivals(name, data)[lost].items() if index not in falling[name].index}
            if ranked:
                frames[name].loc[max(ranked, key=ranked.get), ["preferred", "preferred_reason"]] = ["yes", f"next best without {falling[name].loc[lost, 'id']}"]


@lru_cache(maxsize=16)
def _rivals(name: str, data: Data) -> dict[int, dict[int, tuple]]:
    """What ranks each row of a table and its rivals, by the index of the row, in the order of the table."""
    frame, sources = tables.load(name, data), tables.load("sources", data).set_index("id")[["grade", "published"]].to_dict("index")
    ranked = {index: standing(row, sources[row["source"]]) for index, row in frame.to_dict("index").items()}
    groups = frame.groupby(RIVALS[name], dropna=False).groups.values()
    return {index: {each: ranked[each] for each in group} for group in groups for index in group}


def standing(row: Mapping, source: Mapping) -> tuple:
    """Return what ranks a rival, the best greatest: grade of its source, its confidence, its basis, its date; of equals the first in the table.

    >>> old, new = {"basis": "estimated", "confidence": "high", "published": "2024-01"}, {"basis": "estimated", "confidence": "high", "published": "2025"}
    >>> standing(old, {"grade": "B"}) < standing(new, {"grade": "B"}) < standing(old, {"grade": "A"})
    True
    """
    confidence = _CONFIDENCE.index(row["confidence"]) if row.get("confidence") else len(_CONFIDENCE)
    date = row.get("as_of") or row.get("published") or source.get("published", "")
    return -ord(source["grade"]), -confidence, -_BASIS.index(row["basis"]), date


def _unnamed(frames: dict[str, pd.DataFrame], falling: dict[str, pd.DataFrame], data: Data) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the tables that named what fell where nothing need be named, with those names taken out."""
    lost: dict[tuple[str, str], set[str]] = {}
    for target, rows in falling.items():
        lists = [place for place, targets in _LISTS.items() if target in targets]
        for place in (*_columns_naming(target, data, must=False), *lists):
            lost[place] = lost.get(place, set()) | (set(rows[key(target)]) - set(frames[target][key(target)]))
    changed: dict[str, pd.DataFrame] = {}
    for (name, column), ids in lost.items():
        rows = {index for id in ids for index in _cells(name, column, data).get(id, ())}
        if rows:
            frame = changed.setdefault(name, frames[name] if name in frames else tables.load(name, data))
            for index in rows & set(frame.index):
                frame.loc[index, column] = ";".join(part for part in tables.split(frame.loc[index, column]) if part not in ids)
    yield from changed.items()


def _judged(rest: Altered, concerned: Callable[[str], bool]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the findings that stand, with the verdicts of their checks, where these are others than before."""
    before = tables.load("findings", rest)
    findings = before[before["claims"] != ""].copy()
    for index, id in findings["id"].items():
        if id in engine.declared() and concerned(id):
            try:
                findings.loc[index, "verdict"] = engine.run(engine.declared()[id], rest).verdict
            except engine.CheckFault:
                findings = findings.drop(index)
    if not findings.equals(before):
        yield "findings", findings
