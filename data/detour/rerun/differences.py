"""What other assumptions make of the results of a chapter: a table for programs, and one for readers."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detour.registry import Entry
from detour.rerun.assumed import Change

FIELDS = ("id", "title", "unit", "published", "published_low", "published_high", "value", "low", "high", "ratio", "moved")
#: Results that the page itself shows; the rest are in the file.
SHOWN = 12


@dataclass(frozen=True)
class Difference:
    """A result as published, and with other assumptions: both as the engine gives them."""

    before: Entry
    after: Entry

    @property
    def moved(self) -> bool:
        """Return whether any of its numbers is another."""
        return any(was != now and not (math.isnan(was) and math.isnan(now)) for was, now in zip(_numbers(self.before), _numbers(self.after), strict=True))

    @property
    def ratio(self) -> float:
        """Return the new value over the published one; NaN where that has no meaning."""
        return self.after.value / self.before.value if self.before.value and math.isfinite(self.before.value) else math.nan

    @property
    def distance(self) -> float:
        """Return how far its value moved, as a factor either way, or its ends where it is an interval alone; first of all where no ratio tells."""
        pairs = zip(_numbers(self.before), _numbers(self.after), strict=True)
        ratios = [now / was if was else math.nan for was, now in pairs if not math.isnan(was) and not math.isnan(now)]
        told = [self.ratio] if not math.isnan(self.before.value) else ratios
        return max((abs(math.log(each)) if 0 < each < math.inf else math.inf for each in told), default=math.inf)


def _numbers(entry: Entry) -> tuple[float, float, float]:
    return entry.value, entry.low, entry.high


def table(changed: Iterable[Change], found: Iterable[Difference]) -> str:
    """Return CSV of the assumptions changed and of every result, moved or not, with every digit; an empty cell is no number."""
    rows = [
        [each.id, each.label, each.unit, *_ordered(each.before), *_ordered(each.after), _quotient(each.after[1], each.before[1]), "yes"] for each in changed
    ]
    rows += [
        [each.before.id, each.before.label, each.before.unit, *_numbers(each.before), *_numbers(each.after), each.ratio, "yes" if each.moved else "no"]
        for each in found
    ]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([("" if isinstance(cell, float) and math.isnan(cell) else cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _ordered(numbers: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return least, central and greatest value in the order of a result's: the value first."""
    return numbers[1], numbers[0], numbers[2]


def _quotient(new: float, old: float) -> float:
    return new / old if old else math.nan


def note(changed: list[Change], found: list[Difference], scenarios: Sequence[str] = ()) -> str:
    """Return what stands under the title of the page, in Markdown: which scenarios, by name, were asked for, what was changed, and what moved most."""
    moved = sorted((each for each in found if each.moved), key=lambda each: (-each.distance, each.before.id))
    lines = ["> **This is not the published chapter.** It was computed again with other assumptions; its words were written for the published numbers."]
    if scenarios:
        lines += [f"> {'Scenario' if len(scenarios) == 1 else 'Scenarios'}: {'; '.join(scenarios)}."]
    if not changed:
        return "\n".join([*lines, "> Nothing was changed.", ""])
    lines += ["", "| assumption | in the report | here |", "|---|---|---|"]
    lines += [f"| {_named('assume', each.label, each.id)} | {each.written(each.before)} | {each.written(each.after)} |" for each in changed]
    lines += ["", _counted(len(moved), len(found))]
    if moved:
        lines += ["", "| result | published | here | ratio |", "|---|---|---|---|"]
        lines += [f"| {_named('result', each.before.label, each.before.id)} | {_both(each)} | {_ratio(each.ratio)} |" for each in moved[:SHOWN]]
    return "\n".join([*lines, ""])


def _counted(moved: int, count: int) -> str:
    """Say how many results moved, and where all of them are.

    >>> _counted(1, 3)
    'Of 3 results that the chapter names or draws, 1 moved; all are in `changes.csv`.'
    """
    shown = f"; the {SHOWN} that moved most follow" if moved > SHOWN else ""
    return f"Of {count} results that the chapter names or draws, {moved} moved{shown}; all are in `changes.csv`."


def _named(role: str, label: str, id: str) -> str:
    """Return words that link a row; characters that would end the role or the cell are left out."""
    return f"{{{role}}}`{label.translate(str.maketrans('', '', '`<>|'))} <{id}>`"


def _both(each: Difference) -> str:
    """Return a result before and after, as cells; with all digits where the printed ones hide what moved."""
    before, after = (_written(entry) for entry in (each.before, each.after))
    if before == after:
        before, after = (f"{text} ({_digits(entry)})" for text, entry in ((before, each.before), (after, each.after)))
    return f"{before} | {after}"


def _digits(entry: Entry) -> str:
    return ", ".join(f"{number:.12g}" for number in _numbers(entry) if not math.isnan(number))


def _written(entry: Entry) -> str:
    if math.isnan(entry.value) and not entry.low < entry.high:
        return "no number"
    ends = [] if entry.text or not entry.low < entry.high else [Entry("", "", "", value=end, unit=entry.unit, digits=entry.digits) for end in entry.ends()]
    return entry.said() + (f" ({ends[0].said(True)} to {ends[1].said(True)})" if ends and not math.isnan(entry.value) else "")


def _ratio(ratio: float) -> str:
    """Write a ratio.

    >>> _ratio(1.25), _ratio(math.nan)
    ('1.25', '')
    """
    return "" if math.isnan(ratio) else f"{ratio:.3g}"


def entries(kept: Mapping[str, list[float]], now: Iterable[Entry]) -> list[Difference]:
    """Return the differences of entries to the numbers that the same had before, by id."""
    return [Difference(replace(each, **dict(zip(("value", "low", "high"), kept[each.id], strict=True))), each) for each in now]
