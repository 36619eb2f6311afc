"""Who else puts a number on the same thing: rows of the same subject, quantity and period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from detour import naming, registry, tables
from detour.rules.relations import RIVALS

#: Tables whose rows can be rivals, with the column that says in which sense a row measures its quantity.
SENSES = {"claims": "object", "specifications": "qualifier", "attributes": "qualifier", "estimates": "scope", "series": "scope"}
#: Quantities that hold remarks, which say different things and do not rival each other.
REMARKS = {"remark", ""}


@dataclass(frozen=True)
class Row:
    """One row among rivals."""

    id: str
    table: str
    period: str
    sense: str
    source: str
    chosen: bool
    reason: str
    unit: str = ""

    def disputes(self, other: Row) -> bool:
        """Return whether another row of the same subject and quantity speaks of the same thing.

        A row without a period, as specifications are, stands beside those of every period.
        """
        same_claim = self.table != "claims" or other.table != "claims" or self.sense == other.sense
        return self.id != other.id and same_claim and (self.period == other.period or not self.period or not other.period)


def of(id: str) -> list[Row]:
    """Return the rivals of a row, those chosen among several first, then those that count in the same unit.

    >>> [row.id for row in of("c-ft25-h20-shipments-2024")]
    ['es-018', 'es-019', 'es-020', 'se-mkt-h20-units-2024-semi']
    """
    groups, keys = _index()
    if id not in keys:
        return []
    own = next(row for row in groups[keys[id]] if row.id == id)
    return sorted((row for row in groups[keys[id]] if own.disputes(row)), key=lambda row: (not row.chosen, row.unit != own.unit))


def row(id: str) -> Row | None:
    """Return a row as one among rivals, or nothing for an id that can have none."""
    groups, keys = _index()
    return next((each for each in groups[keys[id]] if each.id == id), None) if id in keys else None


@lru_cache(maxsize=1)
def _index() -> tuple[dict[tuple[str, str], list[Row]], dict[str, tuple[str, str]]]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    keys: dict[str, tuple[str, str]] = {}
    for table, sense in SENSES.items():
        for each in _comparable(table):
            key = keys[each["id"]] = (each["subject"], each["quantity"])
            said = "" if each[sense] in ("", naming.name_of(each["subject"])) else each[sense]
            groups[key].append(Row(each["id"], table, each.get("period", ""), said, each["source"], each["chosen"], each["reason"], each.get("unit", "")))
    return groups, keys


def _comparable(table: str) -> list[dict]:
    """Return the rows that put a number (or a date, or a name) on a quantity, and whether each was chosen among several."""
    frame = tables.load(table)
    if table == "claims":
        frame = frame[frame[["value", "low", "high"]].notna().any(axis=1)]
        frame = frame.assign(chosen=frame["rank"] == "preferred", reason=frame["rank_reason"])
    else:
        several = frame.groupby(RIVALS[table], dropna=False)["id"].transform("size") > 1
        frame = frame.assign(chosen=(frame["preferred"] == "yes") & several, reason=frame["preferred_reason"])
    rows = frame[~frame["quantity"].isin(REMARKS)].to_dict("records")
    return [each for each in rows if registry.find(each["id"]).written() != "not stated"]
