"""Rules about what was published: no number changes and no row vanishes in silence, and no id comes back as another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from detour import tables
from detour.faults import Fault
from detour.graph import cycle
from detour.rules.base import Tables, fault, key
from detour.versions import releases
from detour.versions.compare import same_number

_CITED = ("claims", "specifications", "attributes", "measurements", "estimates", "series", "events", "thresholds", "assumptions")
_KINDS = {"claim", "evidence", "assumption", "finding", "source", "entity", "quantity", "term"}


def _live(frames: Tables) -> dict[str, tuple[str, int]]:
    """Return table and index of every row that has an id of its own."""
    named = (*_CITED, "findings", "sources", "entities", "quantities", "terms")
    return {id: (name, index) for name in named for index, id in frames[name][key(name)].items()}


def _records(data: Path) -> dict[str, dict]:
    return {version: releases.load(version, data) for version in releases.versions(data)}


def _retired(frames: Tables) -> list[tuple[int, dict]]:
    return [(index, row) for index, row in enumerate(frames["corrections"].to_dict("records")) if row["act"] == "retired"]


def records_are_as_released(frames: Tables, data: Path) -> Iterator[Fault]:
    """A release record has the digest that it was released with: an archive is not edited."""
    known = releases.index(data)
    for version in releases.versions(data):
        if releases.sha256(version, data) != known.get(version, {}).get("sha256"):
            path = releases.path_of(version, data).relative_to(data).as_posix()
            yield Fault(path, 0, "-", "not the record that was released, by its digest in index.json; allowed: that record, unchanged")


def retired_rows_stay_retired(frames: Tables, data: Path) -> Iterator[Fault]:
    """An id that was retired is no row of any table again."""
    live = _live(frames)
    for index, row in _retired(frames):
        if row["id"] in live:
            message = f"{row['id']!r} is a row of {live[row['id']][0]}; allowed: an id that no table has, for ids are never given again"
            yield fault(data, "corrections", index, "id", message)


def replacements_are_known(frames: Tables, data: Path) -> Iterator[Fault]:
    """What replaces a retired row is a row, a result or figure, or was retired in its turn; what is not retired is not replaced."""
    known = {*_live(frames), *(row["id"] for _, row in _retired(frames))}
    for index, row in frames["corrections"].iterrows():
        for each in tables.split(row["replaced_by"]):
            if row["act"] != "retired":
                yield fault(data, "corrections", index, "replaced_by", f"{row['id']!r} was moved, not retired; allowed: nothing")
            elif each not in known and not each.startswith(("r-", "fig-")):
                yield fault(data, "corrections", index, "replaced_by", f"{each!r} is not known; allowed: ids of any table, results or figures")


def replacements_end(frames: Tables, data: Path) -> Iterator[Fault]:
    """Whoever follows what replaced a row arrives at one that stands."""
    edges = [(row["id"], each) for _, row in _retired(frames) for each in tables.split(row["replaced_by"])]
    loop = cycle(edges)
    if loop:
        index = next(index for index, row in _retired(frames) if row["id"] == loop[0] and loop[1] in tables.split(row["replaced_by"]))
        yield fault(data, "corrections", index, "replaced_by", f"circular: {' > '.join(loop)}; allowed: a chain that ends at a row that stands")


def nothing_published_vanishes(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every row of a release record is a row of a table still, or retired with a reason, so that its permalink answers."""
    kept = {*_live(frames), *(row["id"] for _, row in _retired(frames))}
    said: set[str] = set()
    for version, record in _records(data).items():
        for number, (id, row) in enumerate(record.items(), 2):
            if row["kind"] in _KINDS and id not in kept | said:
                said.add(id)
                message = f"{id!r} is no row of any table now; allowed: the row, or one of corrections.csv that retires it and says what replaces it"
                yield Fault(releases.path_of(version, data).relative_to(data).as_posix(), number, "id", message)


def no_number_changes_in_silence(frames: Tables, data: Path) -> Iterator[Fault]:
    """A number that differs from the latest release has a row of corrections.csv, of a later version, that says why."""
    for version, record in list(_records(data).items())[-1:]:
        told = {row["id"] for row in frames["corrections"].to_dict("records") if releases.order(row["version"]) > releases.order(version)}
        for id, (name, index) in _live(frames).items():
            if name in _CITED and id in record and id not in told and not same_number(record[id], now := _number(name, frames[name].loc[index])):
                column = next((cell for cell in ("value", "low", "high", "unit", "bound", "text", "period") if record[id][cell] != now[cell]), "value")
                column = {"value": "central"}.get(column, column) if name == "assumptions" else column
                message = f"version {version} printed {record[id]['written']!r}, and nothing says why that changed; allowed: that, or a row of corrections.csv"
                yield fault(data, name, index, _column(name, column), message)


def corrections_are_of_what_was_published(frames: Tables, data: Path) -> Iterator[Fault]:
    """A correction names a row of an earlier release, and no version later than the present; one that moved has moved."""
    records, live = _records(data), _live(frames)
    now = releases.order(releases.current(data))
    for index, row in enumerate(frames["corrections"].to_dict("records")):
        version = releases.order(row["version"])
        before = [each for each in records if releases.order(each) < version and row["id"] in records[each]]
        if version > now:
            message = f"{row['version']!r} is later than the present version; allowed: at most {releases.current(data)}, the version in datapackage.json"
            yield fault(data, "corrections", index, "version", message)
        elif not before:
            yield fault(data, "corrections", index, "id", f"{row['id']!r} was not published before; allowed: ids of a release record before {row['version']}")
        elif row["act"] == "moved" and row["version"] not in records and not _moved(records[before[-1]][row["id"]], frames, live):
            yield fault(
                data, "corrections", index, "act", f"{row['id']!r} has the number that it had; allowed: rows whose number differs from the last release"
            )


def _moved(was: dict, frames: Tables, live: dict) -> bool:
    name, index = live.get(was["id"], ("", 0))
    return name not in _CITED or not same_number(was, _number(name, frames[name].loc[index]))


def _column(name: str, cell: str) -> str:
    """Return the column of a table that holds what a record calls by that name."""
    other = {("events", "text"): "date", ("events", "period"): "date", ("claims", "text"): "period", ("specifications", "period"): "as_of"}
    return other.get((name, cell), cell)


def _number(name: str, row) -> dict[str, str]:
    """Return the cells of a row by which a record tells its number."""
    ends = {end: float(row.get("central" if name == "assumptions" and end == "value" else end, math.nan)) for end in ("value", "low", "high")}
    numeric = not all(map(math.isnan, ends.values()))
    period = row.get("period", "") or row.get("as_of", "")
    text = {"attributes": row.get("text", ""), "events": row.get("date", ""), "claims": "" if numeric else period}.get(name, "")
    bound = "" if row.get("bound") == "exact" else row.get("bound", "")
    more = {"unit": row.get("unit", ""), "bound": bound, "text": text, "period": period}
    return {end: "" if math.isnan(number) else f"{number:.12g}" for end, number in ends.items()} | more


RULES = (
    records_are_as_released,
    retired_rows_stay_retired,
    replacements_are_known,
    replacements_end,
    nothing_published_vanishes,
    no_number_changes_in_silence,
    corrections_are_of_what_was_published,
)
