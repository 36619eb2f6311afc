"""Results of the chapter on domestic makers: what became of the statements that one chip equals another, counted."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from detour.results import comparisons
from detour.results.engine import tally
from detour.tables import Data

#: Makers that are not Chinese.
FOREIGN = ("nvidia", "amd", "groq", "intel")
#: What is said of a chip that is no worse than its yardstick, or near it.
UPWARD = ("equal", "match", "nearly", "more")
TESTED = ("holds", "strained", "fails")
#: Measures by which two chips are known well enough to be compared as a whole.
_WELL = 3


def upward(data: Data) -> pd.DataFrame:
    """Return the statements that a Chinese chip equals, beats or nears a foreign one, or is worth several of it."""
    rows = comparisons.statements(data)
    ours, theirs = ~rows["chip"].str.startswith(FOREIGN), rows["yardstick"].str.startswith(FOREIGN)
    several = rows["factor"].map(lambda factor: bool(factor) and comparisons.fraction(factor, data).value > 1)
    return rows[ours & theirs & (rows["asserts"].isin(UPWARD) | several)]


def known(rows: pd.DataFrame) -> pd.Series:
    """Return for each comparison on how many measures that bear on it both chips are known."""
    return rows[list(TESTED)].map(len).sum(axis=1)


def _count(id: str, title: str, counted: Callable[[Data], int]) -> None:
    """Declare a number of comparisons; the model is asked again for each state of the tables, which is too long for every source."""

    @tally(id, title=title, relation="n", reads=("comparisons", "specifications", "assumptions", "measurements"), whole=True, predicted=False)
    def number(data):
        """Return how many comparisons there are of a kind."""
        return counted(data)


def _cells(data: Data, measure: str, *verdicts: str) -> int:
    """Return on how many of the upward statements a measure comes to one of these verdicts."""
    frame = comparisons.cells(data)
    return int((frame["id"].isin(upward(data)["id"]) & frame["bears"] & (frame["measure"] == measure) & frame["verdict"].isin(verdicts)).sum())


def _well_known(data: Data) -> pd.DataFrame:
    rows = upward(data)
    return rows[known(rows) >= _WELL]


_count("r-dg-equal-statements", "Comparisons of two chips that are tested", lambda data: len(comparisons.statements(data)))
_count("r-dg-equal-upward", "Comparisons in which a Chinese chip equals, beats or nears a foreign one", lambda data: len(upward(data)))
for _word in (*TESTED, "open"):
    _count(f"r-dg-equal-{_word}", f"Of these: {_word}", lambda data, word=_word: int((upward(data)["verdict"] == word).sum()))
_count("r-dg-equal-several", "Of these tested on three measures or more", lambda data: len(_well_known(data)))
_count("r-dg-equal-several-holds", "Of these tested on three measures or more: holds", lambda data: int((_well_known(data)["verdict"] == "holds").sum()))
_count(
    "r-dg-equal-holds-known",
    "Most measures on which one that holds was tested",
    lambda data: int(known(rows := upward(data))[rows["verdict"] == "holds"].max()),
)
for _measure, _name in (("fp16_peak", "compute"), ("memory_bandwidth", "bandwidth"), ("measured", "measured")):
    _label = comparisons.MEASURES[_measure]
    _count(f"r-dg-equal-{_name}-tested", f"Of these tested: {_label}", lambda data, m=_measure: _cells(data, m, *TESTED))
    _count(f"r-dg-equal-{_name}-holds", f"Of these borne out: {_label}", lambda data, m=_measure: _cells(data, m, "holds"))
