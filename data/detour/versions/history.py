"""The history of the report: each version with what changed in it, newest first, as the page and the feed show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from detour.versions import places, releases, stamp
from detour.versions.compare import ACTS, Change, Record, Row, compare


@dataclass(frozen=True)
class Step:
    """One version: its number and date, whether it has been released, the one before it, and the changes between the two."""

    version: str
    date: str
    released: bool
    before: str
    changes: tuple[Change, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def groups(self) -> list[tuple[str, str, list[Change]]]:
        """Return act, heading and changes of every act that occurs, most telling first."""
        found = [(act, heading, [change for change in self.changes if change.act == act]) for act, heading in ACTS.items()]
        return [group for group in found if group[2]]

    @property
    def summary(self) -> str:
        """Return in one line how much of what changed, or what a first publication held."""
        if not self.before:
            return "First publication: " + ", ".join(f"{count:,} {_plural(kind, count)}" for kind, count in self.counts) + "."
        return "; ".join(f"{heading.partition(':')[0].lower()}: {len(changes):,}" for _, heading, changes in self.groups).capitalize() + "."


def _plural(kind: str, count: int) -> str:
    if count == 1 or kind == "evidence":
        return {"evidence": "rows of evidence"}.get(kind, kind)
    return kind[:-1] + "ies" if kind.endswith("y") else kind + "s"


def steps(now: Record, kept: Callable[[Row], bool] = bool) -> list[Step]:
    """Return every version, newest first: the releases, of each the rows kept, and the present where it is not one of them yet."""
    known, current = releases.versions(), releases.current()
    records = {version: {id: row for id, row in releases.load(version).items() if id in now or kept(row)} for version in known}
    records |= {} if current in known else {current: now}
    found = [_step("", version, {}, record) for version, record in list(records.items())[:1]]
    found += [_step(before, after, records[before], records[after]) for before, after in pairwise(records)]
    return found[::-1]


def _step(before: str, version: str, was: Record, now: Record) -> Step:
    released = releases.index().get(version, {})
    counts: dict[str, int] = {}
    for row in now.values():
        counts[row["kind"]] = counts.get(row["kind"], 0) + 1
    changes = compare(was, now, places.since(before, version)) if before else []
    return Step(version, released.get("released", stamp.released()), bool(released), before, tuple(changes), tuple(counts.items()))
