"""Results of the chapter on domestic makers: which count stands for whom in which year, and the reconciled volumes and shares that follow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from detour.models import reconciliation
from detour.models.reconciliation import Measure, Reconciled
from detour.registry import Entry
from detour.results.engine import result
from detour.results.forms import of_many, of_symbols

SPREAD, PLANS, CORRELATION, PER_CARD, HALF = "r-dg-vol-spread", "r-dg-made-spread", "a-dg-vol-correlation", "a-dg-vol-chips-per-card", "a-dg-vol-first-half"
#: One letter for each count: two digits below a letter would need braces, which no argument can have.
LETTERS = "abcegijlmnopqrstuvwxyz"
#: Symbols of the assumptions and of the spread in every relation.
_SYMBOLS = {SPREAD: "f", PLANS: "f", CORRELATION: "ρ", PER_CARD: "k", HALF: "h"}


@dataclass(frozen=True)
class Cell:
    """What is counted of some makers together, by root: the id of the count that stands for it. `share` is of all; `chips` names ids that count chips."""

    of: tuple[str, ...]
    counts: Mapping[str, str]
    share: bool = False
    chips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """The cells of a year by one way of counting, and the makers that they tell apart; `half` where only its first half was counted."""

    makers: tuple[str, ...]
    cells: tuple[Cell, ...]
    unit: str = "cards"
    spread: str = SPREAD
    half: bool = False
    shares: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def refs(self) -> list[str]:
        """Return the ids of all counts of the year."""
        return list(dict.fromkeys(ref for cell in self.cells for ref in cell.counts.values()))

    def inputs(self) -> dict[str, str]:
        """Return what every result of the year is computed from, by symbol."""
        chosen = [self.spread, CORRELATION, *([PER_CARD] if any(cell.chips for cell in self.cells) else ()), *([HALF] if self.half else ())]
        return lettered(self.refs()) | {_SYMBOLS[ref]: ref for ref in chosen}


def lettered(refs: list[str]) -> dict[str, str]:
    """Return ids by the letters that stand for them in a relation.

    >>> lettered(["es-030", "es-035"])
    {'a': 'es-030', 'b': 'es-035'}
    """
    return dict(zip(LETTERS[: len(refs)], refs, strict=True))


DOMESTIC = ("huawei", "t-head", "kunlunxin", "cambricon", "other")
#: Accelerator cards of every kind. A maker whose cell is missing is counted by no one in that year; "other" are Chinese makers without a cell.
CARDS = {
    "2022": Year(
        ("nvidia", "huawei", "other"),
        (
            Cell(("nvidia",), {"tianfeng-securities": "r-dg-tianfeng-nvidia"}, chips=("r-dg-tianfeng-nvidia",)),
            Cell(("huawei",), {"tianfeng-securities": "r-dg-tianfeng-huawei"}, chips=("r-dg-tianfeng-huawei",)),
            Cell(("other",), {"tianfeng-securities": "r-dg-tianfeng-rest"}, chips=("r-dg-tianfeng-rest",)),
            Cell(("nvidia",), {"reuters": "es-089"}, share=True),
        ),
    ),
    "2023": Year(("foreign", "domestic"), (Cell(("foreign", "domestic"), {"idc": "es-001"}), Cell(("domestic",), {"idc": "es-006"})), half=True),
    "2024": Year(
        ("nvidia", "huawei", "kunlunxin", "cambricon", "other"),
        (
            Cell(("nvidia",), {"idc": "r-dg-vol-idc-nvidia-2024"}),
            Cell(("huawei", "kunlunxin", "cambricon", "other"), {"idc": "es-007"}),
            Cell(("huawei",), {"CSC Financial": "es-026", "Reportify digest": "es-027"}, chips=("es-026", "es-027")),
            Cell(("kunlunxin",), {"Haitong International": "es-dg-kunlun-ship-2024"}),
            Cell(("cambricon",), {"CSC Financial": "es-047", "Reportify digest": "es-048"}, chips=("es-047", "es-048")),
        ),
    ),
    "2025": Year(
        ("nvidia", "amd", *DOMESTIC),
        (
            Cell(("nvidia",), {"idc": "es-022"}),
            Cell(("amd",), {"idc": "es-024"}),
            Cell(("huawei",), {"idc": "es-030", "Reportify digest": "es-035"}, chips=("es-035",)),
            Cell(("t-head",), {"idc": "es-056"}),
            Cell(("kunlunxin",), {"idc": "es-059"}),
            Cell(("cambricon",), {"idc": "es-049", "Goldman Sachs": "es-050", "Reportify digest": "es-051"}, chips=("es-050", "es-051")),
            Cell(("other",), {"idc": "r-dg-rest-2025"}),
        ),
    ),
}
#: Data-centre accelerators alone, named by model: chips.
DATA_CENTRE = {
    "2022": Year(("nvidia",), (Cell(("nvidia",), {"epoch-ai": "es-009"}),), "chips"),
    "2023": Year(("nvidia",), (Cell(("nvidia",), {"epoch-ai": "es-010"}),), "chips"),
    "2024": Year(
        ("nvidia", "huawei"),
        (
            Cell(("nvidia",), {"epoch-ai": "es-018", "semianalysis": "es-019"}),
            Cell(("huawei",), {"semianalysis": "r-dg-vol-910b-as-said", "RAND": "es-ft25-910b-rand-2024"}),
        ),
        "chips",
        shares={"nvidia": ("nvidia", "huawei")},
    ),
    "2025": Year(
        ("nvidia", "huawei", "amd"),
        (
            Cell(("nvidia",), {"epoch-ai": "es-012"}),
            Cell(("huawei",), {"semianalysis": "es-029", "wall-street-journal": "es-031"}),
            Cell(("amd",), {"epoch-ai": "es-025"}),
        ),
        "chips",
        shares={"nvidia": ("nvidia", "huawei")},
    ),
}
#: What Huawei is to make, by plans and forecasts: packages. Not shipments, and for 2026 a projection.
MADE = {
    "2025": Year(("huawei",), (Cell(("huawei",), {"Bloomberg": "r-dg-made-bloomberg-2025", "financial-times": "r-dg-made-ft-2025"}),), "chips", PLANS),
    "2026": Year(("huawei",), (Cell(("huawei",), {"Bloomberg": "r-dg-made-bloomberg-2026", "semianalysis": "es-036"}),), "chips", PLANS),
}
KINDS = {"vol": CARDS, "dc": DATA_CENTRE, "made": MADE}
NAMES = {"nvidia": "Nvidia", "amd": "AMD", "huawei": "Huawei", "t-head": "T-Head", "kunlunxin": "Kunlunxin", "cambricon": "Cambricon"}
NAMES |= {"other": "other Chinese makers", "domestic": "all Chinese makers", "foreign": "foreign makers", "total": "all makers"}
_COUNTED = {"vol": "cards shipped in China in {}", "dc": "data-centre accelerators shipped in China in {}", "made": "Ascend chips to be made in {}"}


def groups(*kinds: Mapping[str, Year]) -> list[tuple[str, ...]]:
    """Return the ids of counts of one thing by two roots or more, of some ways of counting.

    >>> groups(MADE)
    [('r-dg-made-bloomberg-2025', 'r-dg-made-ft-2025'), ('r-dg-made-bloomberg-2026', 'es-036')]
    """
    return [tuple(cell.counts.values()) for kind in kinds for year in kind.values() for cell in year.cells if len(cell.counts) > 1]


#: Counts of one thing that make the spread of counts, and those that make the spread of plans.
POOLS = {SPREAD: groups(CARDS, DATA_CENTRE), PLANS: groups(MADE)}


def reconciled(year: Year, values: Mapping[str, float], common: float = 0.0) -> Reconciled:
    """Return the makers of a year, reconciled, from values by id."""
    measures = []
    for cell in year.cells:
        numbers = {root: values[ref] / (values[PER_CARD] if ref in cell.chips else 1) / (values.get(HALF, 100) / 100) for root, ref in cell.counts.items()}
        if cell.share:
            rest = tuple(maker for maker in year.makers if maker not in cell.of)
            measures.append(Measure(cell.of, {root: math.log(each / (100 - each)) for root, each in numbers.items()}, rest))
        else:
            measures.append(Measure(cell.of, {root: math.log(each) for root, each in numbers.items()}))
    return reconciliation.reconciled(year.makers, measures, math.log(values[year.spread]), values[CORRELATION], common)


def errors(pool: str) -> float:
    """Return the standard errors from the centre of a range to its ends, by how many counts make the spread."""
    return reconciliation.quantile(sum(len(group) - 1 for group in POOLS[pool]))


def _declare(id: str, title: str, unit: str, year: Year, end: Callable[[Reconciled, float], tuple[float, float, float]], relation: str) -> None:
    inputs = year.inputs()
    symbols = dict(inputs.items())

    def combined(function: Callable, entries: Mapping[str, Entry]) -> tuple[float, float, float]:
        """Return the reconciled number and the range of nine in ten that the scatter of counts leaves."""
        values = {inputs[symbol]: each.value for symbol, each in entries.items()}
        common = reconciliation.error_of(*entries[_SYMBOLS[HALF]].ends()) if year.half else 0.0
        return end(reconciled(year, values, common), errors(year.spread))

    combined.counts = lambda each: each.id in _SYMBOLS

    def central(values: dict[str, float]) -> float:
        return end(reconciled(year, values), errors(year.spread))[0]

    shown = of_many(relation + r" \\ \hat n &= \arg\min_n d^{\mathsf T} V^{-1} d", "d, V", [*symbols])
    result(id, title=title, relation=shown, unit=unit, digits=2, combine=combined, **inputs)(of_symbols(central, symbols))


def volume(kind: str, name: str, makers: tuple[str, ...], period: str) -> None:
    """Declare what some makers sold, or are to make, in a year."""
    year = KINDS[kind][period]
    title = f"Reconciled number of {_COUNTED[kind].format(period)}: {NAMES[name]}"
    left = len(makers) == 1 and all(cell.of != makers for cell in year.cells)
    _declare(
        f"r-dg-{kind}-{name}-{period}", title, year.unit, year, lambda found, wide: reconciliation.amount(found, makers, wide, left), r"N &= \sum_i \hat n_i"
    )


def part(kind: str, name: str, makers: tuple[str, ...], period: str, of: tuple[str, ...]) -> None:
    """Declare the share of some makers in others of a year, in percent."""
    id = f"r-dg-share-{name}-{period}" if kind == "vol" else f"r-dg-share-{kind}-{name}-{period}"
    title = f"Share in the {_COUNTED[kind].format(period)}: {NAMES[name]}" + (" beside Huawei" if kind == "dc" else "")
    relation = r"p &= 100 \cdot \frac{\sum_A \hat n_i}{\sum_i \hat n_i}"
    _declare(id, title, "percent", KINDS[kind][period], lambda found, wide: reconciliation.share(found, makers, of, wide), relation)


for _kind, _years in KINDS.items():
    for _period, _year in _years.items():
        for _maker in _year.makers:
            volume(_kind, _maker, (_maker,), _period)
        for _maker, _of in _year.shares.items():
            part(_kind, _maker, (_maker,), _period, _of)
for _period, _year in CARDS.items():
    _domestic = tuple(maker for maker in _year.makers if maker in (*DOMESTIC, "domestic"))
    volume("vol", "total", _year.makers, _period)
    if len(_domestic) > 1:
        volume("vol", "domestic", _domestic, _period)
    part("vol", "domestic", _domestic, _period, _year.makers)
    for _maker in _year.makers:
        if _maker in NAMES and _maker not in ("domestic", "foreign", "other"):
            part("vol", _maker, (_maker,), _period, _year.makers)
