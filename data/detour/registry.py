"""One way to find anything that carries an id: claims, evidence, assumptions, results."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from detour import naming, quantity, tables
from detour.naming import written_date
from detour.tables import Data
from detour.versions import releases

#: Tables of evidence, and the column that holds their key.
EVIDENCE = dict.fromkeys(("specifications", "attributes", "measurements", "estimates", "series", "events", "thresholds"), "id")
EVIDENCE["measurements"] = "record_id"
#: The page that shows each kind of entry, by its slug.
PAGES = {
    "claim": "claims",
    "evidence": "evidence",
    "assumption": "workings",
    "result": "workings",
    "source": "sources",
    "entity": "codebook",
    "quantity": "codebook",
    "term": "codebook",
    "finding": "audit",
}

#: How a card and a citation name each kind of entry.
WORDS = {
    "claim": "Claim",
    "evidence": "Evidence",
    "assumption": "Assumption",
    "result": "Result",
    "source": "Source",
    "entity": "Name",
    "quantity": "Quantity",
    "term": "Term",
    "finding": "Finding",
}
#: Tables of names: the kind of their rows, and the column that holds what an id is called.
_NAMES = {"sources": ("source", "title"), "entities": ("entity", "name_en"), "quantities": ("quantity", "name")}
_NAMES |= {"terms": ("term", "name_en"), "findings": ("finding", "title")}


class UnknownId(KeyError):
    """No entry has that id, or a shorthand fits none or several."""

    def __str__(self) -> str:
        """Return what is wrong, without the quotation marks of a KeyError."""
        return str(self.args[0])


#: Digits that prose shows of a number with a fraction.
_SAID = 4
_FRACTION = re.compile(r"([\d,]+)\.(\d+)")


@dataclass(frozen=True)
class Entry:
    """One number (or dated fact) that prose can name: what it is, how much, who says so."""

    id: str
    kind: str
    label: str
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    bound: str = ""
    text: str = ""
    period: str = ""
    sources: tuple[str, ...] = ()
    digits: int | None = field(default=None, compare=False)

    def ends(self) -> tuple[float, float]:
        """Return the interval of the entry; its value twice where there is none."""
        low = self.value if math.isnan(self.low) else self.low
        high = self.value if math.isnan(self.high) else self.high
        return low, high

    def written(self, bare: bool = False) -> str:
        """Return the entry with every digit that it was stated, or is computed, with."""
        if self.text:
            return written_date(self.text)
        return quantity.write(self.value, self.low, self.high, self.unit, self.bound, self.digits, bare)

    def said(self, bare: bool = False) -> str:
        """Return the entry as prose shows it: of a fraction no more than makes four digits. Whole numbers stay whole, and claims as printed.

        >>> Entry("x", "evidence", "", value=-864_951_500.0, unit="CNY").said(), Entry("x", "evidence", "", value=958_411.0, unit="chips").said()
        ('−865\\xa0million\\xa0yuan', '958,411\\xa0chips')
        """
        text = self.written(bare)
        long = [whole for whole, part in _FRACTION.findall("" if self.text or self.kind == "claim" else text) if len(whole.lstrip("0")) + len(part) > _SAID]
        digits = max((_SAID, *(len(whole.replace(",", "")) for whole in long)))
        return replace(self, digits=digits).written(bare) if long else text


def find(ref: str, data: Data = tables.DATA) -> Entry:
    """Return the entry with that id, or that a shorthand names.

    A shorthand is `subject/quantity` or `subject/quantity/period`, and means the
    preferred row. `@low` or `@high` behind either means that end of its interval, `@ends` both.
    Raises :class:`UnknownId` where none or several fit.

    >>> find("nvidia-h20/memory_bandwidth").written()
    '4,000\\xa0GB/s'
    >>> find("c-wsj23-a100-stock-in-china@high").value
    50000.0
    """
    base, _, end = ref.partition("@")
    if end:
        if end not in ("low", "high", "ends"):
            raise UnknownId(f"{ref!r}: behind @ stands low, high or ends")
        entry = find(base, data)
        if end == "ends":
            return replace(entry, value=math.nan) if entry.low < entry.high else entry
        return replace(entry, value=entry.ends()[end == "high"], low=math.nan, high=math.nan)
    if ref.startswith("r-"):
        from detour.results import engine  # results look entries up, so the import cannot stand above

        if ref not in engine.definitions():
            _unless_gone(ref, data)
        return engine.entry(ref, data)
    index = _shorthands(data) if "/" in ref else _entries(data)
    if ref not in index:
        _unless_gone(ref, data)
        raise UnknownId(f"no claim, evidence row, assumption or result has the id {ref!r}")
    if index[ref] is None:
        raise UnknownId(f"{ref!r} fits several rows; name one by its id")
    return index[ref]


def named(id: str, data: Data = tables.DATA) -> tuple[str, str]:
    """Return the kind of whatever a register shows under that id, and what it is called there.

    >>> named("huawei"), named("memory_bandwidth")
    (('entity', 'Huawei'), ('quantity', 'memory bandwidth'))
    """
    if id in (names := _named(data)):
        return names[id]
    if "/" in id or "@" in id:
        raise UnknownId(f"{id!r} is a shorthand; allowed: the id of a row")
    entry = find(id, data)
    return entry.kind, entry.label


def place(id: str, data: Data = tables.DATA) -> str:
    """Return the address of the row of a number, seen from the pages of the book.

    >>> place("a-cost-years"), place("nvidia-h20/memory_bandwidth")
    ('workings.html#a-cost-years', 'evidence.html#sp-nvidia-h20-memory-bandwidth-1')
    """
    entry = find(id, data)
    return f"{PAGES[entry.kind]}.html#{entry.id}"


def known(id: str, data: Data = tables.DATA) -> bool:
    """Return whether a register shows something under that id.

    >>> known("es-018"), known("es-nothing")
    (True, False)
    """
    return id in _named(data) or id in _entries(data)


@lru_cache(maxsize=4)
def _named(data: Data) -> dict[str, tuple[str, str]]:
    return {row["id"]: (kind, row[column]) for table, (kind, column) in _NAMES.items() for row in tables.records(table, data)}


def _unless_gone(id: str, data: Data) -> None:
    """Raise, naming what replaced it, where an id was retired."""
    said = releases.gone(id, tables.folder(data))
    if said:
        raise UnknownId(said)


@lru_cache(maxsize=4)
def _entries(data: Data) -> dict[str, Entry]:
    return {id: entry for name in ("claims", "assumptions", *EVIDENCE) for id, entry in _of_table(name, tables.home(name, data)).items()}


@lru_cache(maxsize=64)
def _of_table(name: str, data: Data) -> dict[str, Entry]:
    """Entries of one table: of tables altered in memory only those of rows that are others now are made anew."""
    make = {"claims": _of_claim, "assumptions": _of_assumption}.get(name, _of_evidence)
    rows, kept = tables.shared(name, data), {}
    if isinstance(data, tables.Altered) and all(tables.home(each, data) is tables.home(each, data.under) for each in ("entities", "quantities")):
        before = tables.shared(name, data.under)
        kept = {id(row): entry for row, entry in zip(before, _of_table(name, tables.home(name, data.under)).values(), strict=True)}
    return {entry.id: entry for entry in (kept.get(id(row)) or make(name, row, data) for row in rows)}


def _of_claim(name: str, row: dict, data: Data) -> Entry:
    return _entry(row, "claim", row["id"], row["statement"], text="" if _numeric(row) else row["period"])


def _of_assumption(name: str, row: dict, data: Data) -> Entry:
    label = f"{naming.name_of(row['subject'], data)}: {naming.quantity_names(data)[row['quantity']]}"
    return _entry(row | {"value": row["central"]}, "assumption", row["id"], label)


def _of_evidence(name: str, row: dict, data: Data) -> Entry:
    return _entry(row, "evidence", row[EVIDENCE[name]], naming.label(name, row, data), text=_text(name, row))


def _numeric(row: dict) -> bool:
    return not all(math.isnan(row.get(end, math.nan)) for end in ("value", "low", "high"))


def _entry(row: dict, kind: str, key: str, label: str, text: str = "") -> Entry:
    numbers = {end: float(row.get(end, math.nan)) for end in ("value", "low", "high")}
    source = (row["source"],) if row.get("source") else ()
    return Entry(
        key,
        kind,
        label,
        **numbers,
        unit=row.get("unit", ""),
        bound="" if row.get("bound") == "exact" else row.get("bound", ""),
        text=text,
        period=row.get("period", "") or row.get("as_of", ""),
        sources=source,
    )


def _text(table: str, row: dict) -> str:
    return {"attributes": row.get("text", ""), "events": row.get("date", "")}.get(table, "")


@lru_cache(maxsize=4)
def _shorthands(data: Data) -> dict[str, Entry | None]:
    """Entries by shorthand; None where several rows fit."""
    found: dict[str, Entry | None] = {}
    for name in ("specifications", "attributes", "estimates", "series"):
        held = tables.home(name, data)
        for ref, id in _preferred(name, held):
            found[ref] = None if ref in found else _of_table(name, held)[id]
    return found


@lru_cache(maxsize=32)
def _preferred(name: str, data: Data) -> list[tuple[str, str]]:
    """Shorthand and id of every preferred row of a table."""
    rows = (row for row in tables.shared(name, data) if row["preferred"] == "yes")
    return [("/".join(filter(None, (row["subject"], row["quantity"], row.get("period", "")))), row["id"]) for row in rows]
