"""Rules about outcomes: what promises something is followed, what came is measured as what was said, and no number in the words is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour import registry, tables
from detour.checks import outcome
from detour.faults import Fault
from detour.rules import wording
from detour.rules.base import Tables, fault
from detour.rules.cells import start

_ALLOWED = "allowed: ids of evidence or of computed results"


def promises_are_followed(frames: Tables, data: Path) -> Iterator[Fault]:
    """A claim that looks ahead, by its kind, its period or its words, or that says equal, ready, most, only or best, has an outcome."""
    printed = frames["sources"].set_index("id")["published"]
    followed = set(frames["outcomes"]["claim"])
    for index, row in frames["claims"].iterrows():
        if row["id"] not in followed and (outcome.is_followed(row) or _after(row["period"], printed.get(row["source"], ""))):
            yield fault(data, "claims", index, "id", f"{row['id']!r} looks ahead or says equal, ready, most, only or best; allowed: with a row in outcomes.csv")


def _after(period: str, printed: str) -> bool:
    """Return whether a period begins after a text was published, as exactly as both are known."""
    begins = start(period.partition("/")[0]) if period else ""
    shared = min(len(begins), len(printed))
    return not period.startswith("FY") and begins[:shared] > printed[:shared]


def results_measure_their_claims(frames: Tables, data: Path) -> Iterator[Fault]:
    """What came is a number from elsewhere in the claim's measure, no projection, and says what it counts differently, if anything."""
    rows = frames["claims"].set_index("id").to_dict("index")
    known = {row[key]: row for name, key in registry.EVIDENCE.items() for row in frames[name].to_dict("records")}
    units = {row["id"]: [row["unit"], *tables.split(row["also"])] for row in frames["quantities"].to_dict("records")}
    for index, row in frames["outcomes"].iterrows():
        claim = rows.get(row["claim"])
        if not row["result"] and row["differs"]:
            yield fault(data, "outcomes", index, "differs", "words without a result; allowed: a result beside them, or none")
        if not row["result"] or claim is None:
            continue
        if not claim["quantity"]:
            yield fault(data, "outcomes", index, "result", f"{row['claim']!r} names no quantity; allowed: a result only where the claim has one")
            continue
        allowed = [claim["unit"]] if claim["unit"] else units.get(claim["quantity"], [""])
        for ref in tables.split(row["result"]):
            came = known.get(ref) or _computed(ref)
            message = f"{ref!r} is not known; {_ALLOWED}" if came is None else _flaw(ref, came, claim, allowed)
            if message:
                yield fault(data, "outcomes", index, "result", message)
            elif not row["differs"] and not _same(came, claim):
                yield fault(data, "outcomes", index, "differs", f"empty, but {ref!r} is of another period or quantity; allowed: what the result counts")


def outcomes_name_their_numbers(frames: Tables, data: Path) -> Iterator[Fault]:
    """The words of an outcome type no number, but in what they quote, and name rows that are there."""
    for index, row in frames["outcomes"].iterrows():
        for column in outcome.WORDS:
            yield from wording.typed(data, "outcomes", index, column, row[column], "a role that names the row it stands in")
            yield from wording.named(data, "outcomes", index, column, row[column], {})


def _computed(ref: str) -> dict | None:
    try:
        return {"unit": registry.find(ref).unit} if ref.startswith("r-") else None
    except registry.UnknownId:
        return None


def _flaw(ref: str, came: dict, claim: dict, units: list[str]) -> str:
    """Return why a row cannot be what came of a claim in one of some units; nothing where it can."""
    if not came.get("unit") or not any(outcome.same_measure(came["unit"], unit) for unit in units):
        measured = " or ".join(filter(None, units)) or "no unit"
        return f"{ref!r} is in {came.get('unit') or 'no unit'}, the claim in {measured}; allowed: a number in a unit that converts to the claim's"
    if came.get("basis") == "projected":
        return f"{ref!r} is a projection; allowed: what was measured, reported or estimated"
    if came.get("source") == claim["source"]:
        return f"{ref!r} is from the claim's own source; allowed: a number from elsewhere"
    return ""


def _same(came: dict, claim: dict) -> bool:
    """Return whether a row of evidence measures the claim's quantity over the claim's period; a computed result does not say."""
    return came.get("quantity") == claim["quantity"] and (came.get("period") or came.get("as_of")) == claim["period"]


RULES = (promises_are_followed, results_measure_their_claims, outcomes_name_their_numbers)
