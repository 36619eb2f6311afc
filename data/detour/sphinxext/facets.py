"""What each register is filtered and sorted by, and how its rows carry that: a column of small numbers for each facet.

A facet's options stand in the order of its vocabulary, else of the alphabet. A register
names, for each row, the positions of the row's options: `data-of-kind="0 3 - 1,4"` is four
rows, the third without a value and the fourth with two. Columns repeat themselves, so they
cost a page little, and the reader's browser reads them in one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from detour import tables

#: What stands for a row that has no value, where that is worth asking for.
NONE = "none"


def words(value: str) -> str:
    """Return an identifier as words.

    >>> words("analyst_firm")
    'analyst firm'
    """
    return value.replace("_", " ")


@dataclass(frozen=True)
class Facet:
    """One question a register can be filtered by."""

    key: str
    label: str
    values: Callable[[dict], Iterable[str]]
    shown: Callable[[str], str] = words
    vocabulary: tuple[str, str] = ()
    typed: bool = False

    def order(self, value: str) -> tuple:
        """Return where an option stands: by its vocabulary, else by the alphabet; what is missing stands last."""
        allowed = _allowed(*self.vocabulary) if self.vocabulary else ()
        return (value == NONE, allowed.index(value) if value in allowed else len(allowed), self.shown(value).casefold(), value)


@dataclass(frozen=True)
class Sort:
    """One order of a register beside its own: by a key of its rows, or by the options of a facet; `ways` says it forth and back."""

    key: str
    label: str
    ways: tuple[str, str]
    of: Callable[[dict], object] | None = None


@dataclass(frozen=True)
class Kind:
    """How one register is asked: what its rows are called, its facets, its orders, and what stands before its keys in an address."""

    noun: str
    facets: tuple[Facet, ...]
    sorts: tuple[Sort, ...]
    order: str = "order of the page"
    prefix: str = ""


@cache
def _allowed(table: str, field: str) -> list[str]:
    return next(each for each in tables.fields(table) if each["name"] == field)["constraints"]["enum"]


class Index:
    """The options of a register's facets over all its rows, and the columns of any of them."""

    def __init__(self, kind: Kind, rows: list[dict]):
        """Number the options of every row."""
        self.kind = kind
        self.options = {facet.key: sorted({value for row in rows for value in facet.values(row)}, key=facet.order) for facet in self.kind.facets}
        self._codes = {key: {value: place for place, value in enumerate(options)} for key, options in self.options.items()}
        for sort in self.kind.sorts:
            if sort.of:
                ranked = sorted({rank for row in rows if (rank := sort.of(row)) is not None})
                self._codes[f"sort-{sort.key}"] = {rank: place for place, rank in enumerate(ranked)}

    def columns(self, rows: list[dict]) -> dict[str, str]:
        """Return, by facet and order, the numbers of the rows."""
        columns = {facet.key: [[self._codes[facet.key][value] for value in facet.values(row)] for row in rows] for facet in self.kind.facets}
        for sort in self.kind.sorts:
            if sort.of:
                key = f"sort-{sort.key}"
                columns[key] = [[] if (rank := sort.of(row)) is None else [self._codes[key][rank]] for row in rows]
        return {key: " ".join(",".join(map(str, cell)) or "-" for cell in cells) for key, cells in columns.items()}

    def counts(self, rows: list[dict]) -> dict[str, list[int]]:
        """Return how many rows each option fits, by facet."""
        counts = {key: [0] * len(options) for key, options in self.options.items()}
        for facet in self.kind.facets:
            for row in rows:
                for value in facet.values(row):
                    counts[facet.key][self._codes[facet.key][value]] += 1
        return counts
