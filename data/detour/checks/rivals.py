"""Who else puts a number on the same thing: rows of the same subject, quantity and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from detour import naming, registry, tables
from detour.checks import wording
from detour.rules.relations import RIVALS
from detour.tables import Data

#: Tables whose rows can be rivals of rows of each other, with the column that says in which sense a row measures its quantity.
SENSES = {"claims": "object", "specifications": "qualifier", "attributes": "qualifier", "estimates": "scope", "series": "scope"}
#: Tables whose rows only rows of the same table can speak of: a run by all its conditions, a limit by its rule, an event alone.
ALONE = {
    "measurements": ("system", "chip_id", "chip_count", "workload", "model", "precision", "input_len", "output_len", "batch", "metric"),
    "thresholds": ("rule", "provision", "quantity", "bound", "condition"),
    "events": ("id",),
}
#: All tables whose rows put a value on something.
TABLES = (*SENSES, *ALONE)
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

        A row without a period, as specifications are, stands beside those of every period. Two runs
        that one document tells apart are two runs, even where no column does.
        """
        same_claim = self.table != "claims" or other.table != "claims" or self.sense == other.sense
        apart = self.table in ALONE and self.source == other.source
        return self.id != other.id and same_claim and not apart and (self.period == other.period or not self.period or not other.period)


def of(id: str, data: Data = tables.DATA) -> list[Row]:
    """Return the rivals of a row, those chosen among several first, then those that count in the same unit.

    >>> [row.id for row in of("c-ft25-h20-shipments-2024")]
    ['es-018', 'es-019', 'es-020', 'se-mkt-h20-units-2024-semi']
    """
    groups, keys = _index(tables.beneath(TABLES, data))
    if id not in keys:
        return []
    own = next(row for row in groups[keys[id]] if row.id == id)
    return sorted((row for row in groups[keys[id]] if own.disputes(row)), key=lambda row: (not row.chosen, row.unit != own.unit))


def row(id: str, data: Data = tables.DATA) -> Row | None:
    """Return a row as one among rivals, or nothing for an id that can have none."""
    groups, keys = _index(tables.beneath(TABLES, data))
    return next((each for each in groups[keys[id]] if each.id == id), None) if id in keys else None


@lru_cache(maxsize=4)
def _index(data: Data) -> tuple[dict[Hashable, list[Row]], dict[str, Hashable]]:
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    keys: dict[str, Hashable] = {}
    for table in TABLES:
        for key, each in _rows(table, tables.home(table, data)):
            groups[key].append(each)
            keys[each.id] = key
    return groups, keys


@lru_cache(maxsize=32)
def _rows(table: str, data: Data) -> list[tuple[Hashable, Row]]:
    """Return the rows of a table, each with the key that it shares with what speaks of the same thing."""
    rows = _single(table, data) if table in ALONE else _comparable(table, data)
    return [(_key(table, each), _row(table, each, data)) for each in rows]


def _key(table: str, each: dict) -> Hashable:
    if table in SENSES:
        return each["subject"], each["quantity"]
    return table, *(each[column] for column in ALONE[table])


def _row(table: str, each: dict, data: Data) -> Row:
    sense = each[SENSES[table]] if table in SENSES else ""
    said = "" if sense in ("", naming.name_of(each.get("subject", ""), data)) else sense
    period = each.get("in_force") or each.get("period", "")
    return Row(each["id"], table, period, said, each["source"], each["chosen"], each["reason"], each.get("unit", ""))


def _single(table: str, data: Data) -> list[dict]:
    """Return the rows of a table in which nothing is chosen, a missing number as nothing, which equals itself."""
    frame = tables.load(table, data).rename(columns={registry.EVIDENCE[table]: "id"})
    return frame.astype(object).where(frame.notna(), "").assign(chosen=False, reason="").to_dict("records")


def _comparable(table: str, data: Data) -> list[dict]:
    """Return the rows that put a number (or a date, or a name) on a quantity, and whether each was chosen among several."""
    frame = tables.load(table, data)
    if table == "claims":
        frame = frame[frame[["value", "low", "high"]].notna().any(axis=1)]
        frame = frame.assign(chosen=frame["rank"] == "preferred", reason=frame["rank_reason"])
    else:
        several = frame.groupby(RIVALS[table], dropna=False)["id"].transform("size") > 1
        frame = frame.assign(chosen=(frame["preferred"] == "yes") & several, reason=[wording.plain(text, {}, data) for text in frame["preferred_reason"]])
    rows = frame[~frame["quantity"].isin(REMARKS)].to_dict("records")
    return [each for each in rows if registry.find(each["id"], data).written() != "not stated"]
