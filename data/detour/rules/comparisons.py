"""Rules about comparisons of chips: none is left out, and each can be tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detour import tables
from detour.faults import Fault
from detour.rules.base import Tables, fault, key
from detour.rules.relations import EVIDENCE


def comparisons_are_tested(frames: Tables, data: Path) -> Iterator[Fault]:
    """Every claim that compares, and is of a chip or sets something against one, stands among the comparisons."""
    claims, entities = frames["claims"], frames["entities"]
    chips = set(entities.loc[entities["kind"] == "chip", "id"])
    tested = {part for cell in frames["comparisons"]["statements"] for part in tables.split(cell)}
    of_chips = (claims["kind"] == "comparison") & (claims["subject"].isin(chips) | claims["object"].isin(chips))
    for index in claims.index[of_chips & ~claims["id"].isin(tested)]:
        yield fault(data, "claims", index, "id", f"{claims['id'][index]!r} compares a chip and is not tested; allowed: a row in comparisons that names it")


def comparisons_can_be_computed(frames: Tables, data: Path) -> Iterator[Fault]:
    """A factor is given where one is asserted and nowhere else, and what is divided are rows of evidence or claims, or 1."""
    known = {"1", *frames["claims"]["id"], *(value for name in EVIDENCE for value in frames[name][key(name)])}
    for index, row in frames["comparisons"].iterrows():
        if (row["asserts"] == "times") != bool(row["factor"]):
            yield fault(data, "comparisons", index, "factor", "a factor where none is asserted, or none where one is; allowed: a factor with 'times' alone")
        for column in ("factor", "measured"):
            for part in tables.split(row[column]):
                if part.count("/") > 1 or not set(part.split("/")) <= known:
                    yield fault(data, "comparisons", index, column, f"{part!r} is no ratio of known rows; allowed: a row, or a row or 1 over a row")


def a_chip_is_set_against_another(frames: Tables, data: Path) -> Iterator[Fault]:
    """No chip is compared with itself."""
    rows = frames["comparisons"]
    for index in rows.index[rows["chip"] == rows["yardstick"]]:
        yield fault(data, "comparisons", index, "yardstick", "the chip itself; allowed: another")


RULES = (comparisons_are_tested, comparisons_can_be_computed, a_chip_is_set_against_another)
