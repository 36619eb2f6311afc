"""What changed between two data versions, number by number: what moved from what to what, because of which source."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detour import tables

Row = dict[str, str]
Record = dict[str, Row]
#: Every kind of change, most telling first, and the heading under which the page lists it.
ACTS = {
    "moved": "Numbers that moved",
    "chosen": "Rivals of which another is preferred now",
    "followed": "Results that moved in consequence",
    "redrawn": "Figures whose data changed",
    "regraded": "Judged otherwise: rank, status, verdict, grade or outcome",
    "restated": "Said in other words",
    "retired": "Retired rows",
    "added": "New rows",
    "cited": "The same number by another source",
    "annotated": "Other words beside the same number",
}
_NUMBERS = ("value", "low", "high")
_STANDING = ("rank", "status", "grade", "outcome")
#: Rows whose label is put together from their cells: another way to put it is no change of the row.
_NAMED_BY_RULE = ("evidence", "assumption", "source")


@dataclass(frozen=True)
class Change:
    """One change of one row: what it said before, what it says now, and why."""

    act: str
    id: str
    kind: str
    place: str
    label: str
    before: str = ""
    after: str = ""
    sources: tuple[str, ...] = ()
    reason: str = ""
    because: tuple[tuple[str, str], ...] = ()
    replaced_by: tuple[str, ...] = ()


def same_number(old: Row, new: Row) -> bool:
    """Return whether two rows carry the same number, date or text, in the same unit, of the same period."""
    return all(_same(old[end], new[end]) for end in _NUMBERS) and all(old[cell] == new[cell] for cell in ("unit", "bound", "text", "period"))


def _same(old: str, new: str) -> bool:
    return old == new if "" in (old, new) else math.isclose(float(old), float(new), rel_tol=1e-9)


def _written(row: Row, other: Row) -> str:
    """Return a number as it was printed, with what tells it from the other where the print does not."""
    if row["written"] != other["written"]:
        return row["written"]
    told = [f"{name} {row[name]}".removeprefix("value ") for name in (*_NUMBERS, "bound", "period") if row[name] != other[name]]
    return f"{row['written']} ({', '.join(told) or 'no more said'})"


def _change(act: str, row: Row, **more) -> Change:
    return Change(act, row["id"], row["kind"], row["place"], row["label"], **more)


def compare(old: Record, new: Record, corrections: Iterable[Row] = ()) -> list[Change]:
    """Return every change from one record to another, most telling first, by id.

    `corrections` are the rows of `corrections.csv` that came in between. A kind of row
    that no table holds and one of the two lacks altogether, as tables alone lack results and figures, is not compared.
    """
    kinds = {row["kind"] for row in old.values()} & {row["kind"] for row in new.values()}
    kinds |= {row["kind"] for record in (old, new) for row in record.values() if row["table"]}
    old, new = ({id: row for id, row in each.items() if row["kind"] in kinds} for each in (old, new))
    reasons = {row["id"]: row for row in corrections}
    chosen = list(_chosen(old, new))
    told = {change.id for change in chosen} | {id for change in chosen for id, _ in change.because}
    found = [*chosen, *_gone(old, new, reasons), *_added(old, new, told)]
    for id in (old.keys() & new.keys()) - _copies(new):
        found += _altered(old, new, id, reasons.get(id, {}), told)
    places = list(ACTS)
    return sorted(found, key=lambda change: (places.index(change.act), change.id))


def _copies(record: Record) -> set[str]:
    """Return the figures of the front page that a chapter has too: what changed in them is said once, of the chapter's."""
    drawn = [row for row in record.values() if row["kind"] == "figure"]
    elsewhere = {row["digest"] for row in drawn if row["place"] != "index"}
    return {row["id"] for row in drawn if row["place"] == "index" and row["digest"] in elsewhere}


def _chosen(old: Record, new: Record) -> Iterator[Change]:
    """Yield the quantities whose preferred row is another one now: what prose calls by subject and quantity has moved."""
    before, after = map(_choices, (old, new))
    for choice in sorted(before.keys() & after.keys()):
        was, now = before[choice], after[choice]
        if was["id"] != now["id"] and was["id"] in new:
            more = {"before": was["written"], "after": now["written"], "reason": now["reason"], "sources": tuple(tables.split(now["sources"]))}
            yield _change("chosen", now, because=((was["id"], "preferred before"),), **more)


def _choices(record: Record) -> Record:
    """Return the preferred row of every choice that names one row alone."""
    found: dict[str, list[Row]] = {}
    for row in record.values():
        if row["rank"] == "preferred" and row["choice"]:
            found.setdefault(row["choice"], []).append(row)
    return {choice: rows[0] for choice, rows in found.items() if len(rows) == 1}


def _gone(old: Record, new: Record, reasons: Record) -> Iterator[Change]:
    for id in old.keys() - new.keys():
        row, why = old[id], reasons.get(id, {})
        more = {"reason": why.get("reason", ""), "replaced_by": tuple(tables.split(why.get("replaced_by", "")))}
        yield _change("retired", row, before=row["written"], sources=tuple(tables.split(why.get("source", ""))), **more)


def _added(old: Record, new: Record, told: set[str]) -> Iterator[Change]:
    for id in new.keys() - old.keys() - told:
        yield _change("added", new[id], after=new[id]["written"], sources=tuple(tables.split(new[id]["sources"])))


def _altered(old: Record, new: Record, id: str, why: Row, told: set[str]) -> Iterator[Change]:
    """Yield what changed in a row that both versions have: its number, its standing, its words; of its notes only where nothing else did."""
    was, now = old[id], new[id]
    found = []
    if not same_number(was, now):
        sources = tuple(tables.split(why.get("source", ""))) or tuple(tables.split(now["sources"]))
        act, because = ("followed", tuple(_causes(old, new, id))) if now["kind"] == "result" else ("moved", ())
        more = {"reason": why.get("reason", ""), "because": because, "sources": sources if act == "moved" else ()}
        found.append(_change(act, now, before=_written(was, now), after=_written(now, was), **more))
    if now["kind"] == "figure" and was["digest"] != now["digest"]:
        found.append(_change("redrawn", now, because=tuple(_redrawn(old, new, id))))
    standing = [name for name in _STANDING if was[name] != now[name] and not (name == "rank" and id in told)]
    if standing:
        before, after = (", ".join(_standing(row, name) for name in standing) for row in (was, now))
        found.append(_change("regraded", now, before=before, after=after, reason=now["reason"]))
    if was["label"] != now["label"] and (now["kind"] not in _NAMED_BY_RULE or was["digest"] != now["digest"]):
        found.append(_change("restated", now, before=was["label"], after=now["label"]))
    yield from found or _unsaid(was, now, told)


def _standing(row: Row, name: str) -> str:
    called = {("source", "status"): "how it was read", ("finding", "status"): "verdict", ("evidence", "status"): "basis", ("evidence", "grade"): "confidence"}
    return f"{called.get((row['kind'], name), name)}: {row[name].replace('_', ' ') or 'not said'}"


def _unsaid(was: Row, now: Row, told: set[str]) -> Iterator[Change]:
    """Yield a change that leaves number, standing and statement as they were."""
    if was["kind"] in ("claim", "evidence") and was["sources"] != now["sources"]:
        yield _change("cited", now, before=was["sources"], after=now["sources"], sources=tuple(tables.split(now["sources"])))
    elif was["digest"] != now["digest"] and now["id"] not in told:
        yield _change("annotated", now)


def _causes(old: Record, new: Record, id: str) -> Iterator[tuple[str, str]]:
    """Yield which inputs of a result moved, came or went; for a count, how many rows of each table came and went."""
    before, after = (set(tables.split(each[id]["inputs"])) for each in (old, new))
    counted = [cause for each in sorted(before | after) if each not in old and each not in new for cause in _counted(old, new, each)]
    yield from [cause for cause in counted if cause[1] != "rows changed"] or counted
    for each in sorted((before | after) & (old.keys() | new.keys())):
        if each not in before:
            yield each, "taken now"
        elif each not in after:
            yield each, "no longer taken"
        elif not same_number(old[each], new[each]):
            yield each, f"{old[each]['written']} before, {new[each]['written']} now"


def _redrawn(old: Record, new: Record, id: str) -> Iterator[tuple[str, str]]:
    """Yield which rows that a figure draws moved, came or went, and which of its sources came or went where no row is named."""
    rows = [set(tables.split(each[id]["inputs"])) & each.keys() for each in (old, new)]
    drawn, known = rows[0] | rows[1], bool(rows[0])
    found = []
    for each in sorted(drawn):
        if each not in new or (known and each not in rows[1]):
            found.append((each, "retired" if each not in new else "no longer drawn"))
        elif each not in old or (known and each not in rows[0]):
            found.append((each, "new row" if each not in old else "drawn now"))
        elif not same_number(old[each], new[each]):
            found.append((each, f"{old[each]['written']} before, {new[each]['written']} now"))
    yield from found or _resourced(old[id], new[id])


def _resourced(was: Row, now: Row) -> Iterator[tuple[str, str]]:
    before, after = (set(tables.split(row["sources"])) for row in (was, now))
    yield from ((each, "source added") for each in sorted(after - before))
    yield from ((each, "source dropped") for each in sorted(before - after))


def _counted(old: Record, new: Record, table: str) -> Iterator[tuple[str, str]]:
    before, after = ({id for id, row in each.items() if row["table"] == table} for each in (old, new))
    if before != after:
        parts = ((after - before, "added"), (before - after, "retired"))
        yield table, ", ".join(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} {what}" for rows, what in parts if rows)
    elif any(old[id] != new[id] for id in before):
        yield table, "rows changed"
