"""What no schema can say of the tables: rules across fields, rows and files.

Each rule is a generator over the tables that yields faults; the docstring is the law.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from detour import quantity, tables
from detour.faults import Fault
from detour.graph import cycle

Tables = dict[str, pd.DataFrame]
Rule = Callable[[Tables, Path], Iterator[Fault]]

RULES: list[Rule] = []

#: Fields that hold several ids, and the tables that they may name.
LISTS = {
    ("claims", "outlets"): ("entities",),
    ("findings", "claims"): ("claims",),
    ("findings", "evidence"): ("specifications", "attributes", "estimates", "series", "events", "thresholds", "measurements", "outcomes"),
    ("findings", "sources"): ("sources",),
    ("assumptions", "informed_by"): ("specifications", "attributes", "estimates", "series", "events", "thresholds", "measurements", "claims"),
}
#: Groups in which exactly one row is preferred.
RIVALS = {
    "specifications": ["subject", "quantity", "unit", "as_of"],
    "attributes": ["subject", "quantity"],
    "estimates": ["subject", "scope", "quantity", "period", "unit"],
    "series": ["subject", "scope", "quantity", "period", "unit"],
}
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]|javascript:|&[a-z]+;|&#|\{\{|\{%|`", re.IGNORECASE)
_FORMULA = re.compile(r"^[=@\t]|^[+-](?![\d.,\s])")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b\u202a-\u202e\ufeff]")


def rule(function: Rule) -> Rule:
    """Add a rule to those that every check runs."""
    RULES.append(function)
    return function


def faults(data: Path = tables.DATA) -> list[Fault]:
    """Return what all rules find in the tables of the folder `data`."""
    tables.forget()
    frames = {name: tables.load(name, data) for name in tables.resources(data)}
    return [fault for run in RULES for fault in run(frames, data)]


def key(name: str) -> str:
    """Return the identifying column of a table.

    >>> key("claims"), key("measurements")
    ('id', 'record_id')
    """
    return {"measurements": "record_id", "outcomes": "claim", "lineage": "source"}.get(name, "id")


def _fault(data: Path, name: str, index: int, column: str, message: str) -> Fault:
    return Fault(tables.resource(name, data)["path"], index + 2, column, message)


def _texts(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame if pd.api.types.is_string_dtype(frame[column])]


@rule
def text_is_plain(frames: Tables, data: Path) -> Iterator[Fault]:
    """Cells hold text, not markup, formulas, control characters or stray space."""
    laws = (
        (_MARKUP, "markup; allowed: plain text"),
        (_FORMULA, "a spreadsheet would run this as a formula; allowed: text that starts with another character"),
        (_CONTROL, "a control or invisible character; allowed: visible text"),
        (re.compile(r"^\s|\s$"), "space at the start or end; allowed: none"),
    )
    for name, frame in frames.items():
        for column in _texts(frame):
            for pattern, message in laws:
                for index in frame.index[frame[column].str.contains(pattern)]:
                    yield _fault(data, name, index, column, message)


@rule
def intervals_hold_their_value(frames: Tables, data: Path) -> Iterator[Fault]:
    """A value lies within its interval, and low does not exceed high."""
    for name, frame in frames.items():
        if not {"low", "high"} <= set(frame):
            continue
        middle = "central" if "central" in frame else "value"
        for index, row in frame[["low", middle, "high"]].iterrows():
            if row["low"] > row["high"]:
                yield _fault(data, name, index, "low", f"{row['low']:g} exceeds high {row['high']:g}; allowed: at most high")
            elif row[middle] < row["low"] or row[middle] > row["high"]:
                yield _fault(data, name, index, middle, f"{row[middle]:g} is outside {row['low']:g} to {row['high']:g}; allowed: within low and high")


@rule
def numbers_are_complete(frames: Tables, data: Path) -> Iterator[Fault]:
    """A row with a number names its quantity and unit, a claim its bound too; a row without has no unit."""
    for name in ("claims", "estimates", "series", "specifications"):
        frame = frames[name]
        numeric = frame[["value", "low", "high"]].notna().any(axis=1)
        needed = ["quantity", "unit"] + (["bound"] if name == "claims" else [])
        for column in needed:
            for index in frame.index[numeric & (frame[column] == "")]:
                yield _fault(data, name, index, column, f"empty beside a number; allowed: the {column} of that number")
        for index in frame.index[~numeric & (frame["unit"] != "")]:
            yield _fault(data, name, index, "unit", "unit without a number; allowed: a number, or no unit")


@rule
def units_fit_their_quantity(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every unit is defined in units.txt and can be converted to one that its quantity allows."""
    known = {}
    for index, row in frames["quantities"].iterrows():
        units = [unit for unit in [row["unit"], *tables.split(row["also"])] if unit]
        try:
            known[row["id"]] = {str(quantity.dimensionality(unit)) for unit in units}
        except quantity.UnknownUnit as error:
            yield _fault(data, "quantities", index, "unit", f"{error}; allowed: units in detour/units.txt")
    for name, frame in frames.items():
        if not {"unit", "quantity"} <= set(frame):
            continue
        for index, row in frame[frame["unit"] != ""].iterrows():
            try:
                fits = str(quantity.dimensionality(row["unit"])) in known.get(row["quantity"], ())
            except quantity.UnknownUnit as error:
                yield _fault(data, name, index, "unit", f"{error}; allowed: units in detour/units.txt")
                continue
            if not fits:
                yield _fault(data, name, index, "unit", f"{row['unit']!r} cannot measure {row['quantity']!r}; allowed: the units of that quantity in quantities.csv")


@rule
def lists_name_known_ids(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every id in a list of ids exists in one of the tables it may come from."""
    for (name, column), targets in LISTS.items():
        known = {value for target in targets for value in frames[target][key(target)]}
        for index, cell in frames[name][column].items():
            for part in tables.split(cell):
                if part not in known:
                    yield _fault(data, name, index, column, f"{part!r} is not known; allowed: ids in {', '.join(targets)}")


@rule
def nothing_is_orphaned(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every source, entity and quantity is used by a row of another table, or is the parent of one that is."""
    for target in ("sources", "entities", "quantities"):
        used = _used(frames, data, target)
        for index, value in frames[target]["id"].items():
            if value not in used:
                yield _fault(data, target, index, "id", f"no row uses {value!r}; allowed: only what is used")


def _used(frames: Tables, data: Path, target: str) -> set[str]:
    used = set()
    for name in frames:
        for foreign in tables.resource(name, data)["schema"]["foreignKeys"]:
            if foreign["reference"]["resource"] == target:
                used |= set(frames[name][foreign["fields"][0]])
    for (name, column), targets in LISTS.items():
        if target in targets:
            used |= {part for cell in frames[name][column] for part in tables.split(cell)}
    return used


@rule
def one_row_is_preferred(frames: Tables, data: Path) -> Iterator[Fault]:
    """Among rivals exactly one row is preferred, with a reason; or none, and each row says why not."""
    for name, columns in RIVALS.items():
        frame = frames[name]
        for _, group in frame.groupby(columns, dropna=False):
            chosen = group.index[group["preferred"] == "yes"]
            if not len(chosen) and group["preferred_reason"].all():
                continue
            if len(chosen) != 1:
                yield _fault(data, name, group.index[0], "preferred", f"{len(chosen)} rows of {len(group)} rivals are preferred; allowed: exactly one, or none with a reason in each row")
            elif len(group) > 1 and not frame.loc[chosen[0], "preferred_reason"]:
                yield _fault(data, name, chosen[0], "preferred_reason", "empty beside rivals; allowed: the reason for the choice")


@rule
def ranks_have_reasons(frames: Tables, data: Path) -> Iterator[Fault]:
    """A claim that is preferred or deprecated says why."""
    claims = frames["claims"]
    for index in claims.index[(claims["rank"] != "normal") & (claims["rank_reason"] == "")]:
        yield _fault(data, "claims", index, "rank_reason", "empty beside a rank other than normal; allowed: the reason")


@rule
def lineage_is_acyclic(frames: Tables, data: Path) -> Iterator[Fault]:
    """No source derives from itself, directly or through others, and every article derives from something."""
    hops = frames["lineage"]
    loop = cycle(list(zip(hops["source"], hops["derived_from"], strict=True)))
    if loop:
        index = hops.index[(hops["source"] == loop[0]) & (hops["derived_from"] == loop[1])][0]
        yield _fault(data, "lineage", index, "derived_from", f"circular: {' > '.join(loop)}; allowed: a chain that ends at an original")
    sources = frames["sources"]
    for index in sources.index[(sources["kind"] == "seed") & ~sources["id"].isin(hops["source"])]:
        yield _fault(data, "sources", index, "id", "an article without lineage; allowed: at least one row in lineage.csv")


@rule
def ids_are_unique_everywhere(frames: Tables, data: Path) -> Iterator[Fault]:
    """An id names one row of one table, so that prose can name it alone."""
    seen: dict[str, str] = {}
    for name in ("claims", "findings", "assumptions", "specifications", "attributes", "measurements", "estimates", "series", "events", "thresholds"):
        for index, value in frames[name][key(name)].items():
            if value in seen and seen[value] != name:
                yield _fault(data, name, index, key(name), f"{value!r} is also an id in {seen[value]}; allowed: an id of its own")
            seen[value] = name


@rule
def claims_come_from_articles(frames: Tables, data: Path) -> Iterator[Fault]:
    """A claim's source is one whose text can be held against its locator."""
    sources = frames["sources"].set_index("id")["source_file"]
    claims = frames["claims"]
    for index in claims.index[claims["source"].map(sources).fillna("") == ""]:
        yield _fault(data, "claims", index, "source", "a source without text; allowed: a source whose source_file is given")


@rule
def dates_exist(frames: Tables, data: Path) -> Iterator[Fault]:
    """A date to the day is a day of the calendar."""
    for name, column in (("sources", "published"), ("events", "date"), ("outcomes", "as_of"), ("thresholds", "in_force"), ("thresholds", "until")):
        frame = frames[name]
        full = frame[column][frame[column].str.len() > 4]
        for index in full.index[pd.to_datetime(full, format="ISO8601", errors="coerce").isna()]:
            yield _fault(data, name, index, column, f"{full[index]!r} is not a date; allowed: YYYY, YYYY-MM or YYYY-MM-DD")
