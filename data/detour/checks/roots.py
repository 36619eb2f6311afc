"""How many independent roots stand behind a value, and behind its rivals.

Two relays of one report have one root. What cannot be told apart counts once: of each
statement the tables say who may have said it first, and the number of roots is the
fewest of these that account for all statements of the value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from detour import quantity

#: What is wrong with a value as evidence; empty where nothing is.
SINGLE, CIRCULAR = "single root", "circular"


@dataclass(frozen=True)
class Statement:
    """One row that puts a value on a thing: the document it was read in, and who may have said it first.

    `source` is the document, `origins` the parties, likeliest to be named first; `value`, `low` and `high` are
    numbers in `unit`, NaN where empty; `text` stands in place of a number (a date, a name). A `weak` statement
    shows no evidence of its own, so it may have its value from any other.
    """

    id: str
    source: str
    origins: tuple[str, ...]
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    text: str = ""
    claim: bool = False
    weak: bool = False


@dataclass(frozen=True)
class Standing:
    """The roots of a value by name, those of its rivals, and a flag: `single root`, `circular`, or nothing."""

    roots: tuple[str, ...]
    rivals: tuple[str, ...]
    flag: str


def fewest(origins: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the fewest parties of which each statement has one; of several such sets that of the parties named first and most often.

    >>> fewest([("idc",), ("idc",), ("reuters", "idc")])
    ('idc',)
    >>> fewest([("idc",), ("bernstein",), ("reuters", "idc")])
    ('idc', 'bernstein')
    """
    asked = [each for each in dict.fromkeys(origins) if each]
    place = {party: -number for number, party in enumerate(party for each in reversed(asked) for party in reversed(each))}
    parties = sorted(place, key=lambda party: (-sum(party in each for each in asked), place[party]))
    for size in range(len(asked) + 1):
        for chosen in combinations(parties, size):
            if all(set(chosen) & set(each) for each in asked):
                return chosen
    return ()


def of(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Return the roots of statements that agree: a weak one is a root only where nothing else is.

    >>> page = Statement("c", "s-page", ("s-page",), value=7.0, weak=True)
    >>> of([page, Statement("e", "s-guide", ("maker",), value=7.0)]), of([page])
    (('maker',), ('s-page',))
    """
    statements = list(statements)
    strong = [each for each in statements if not each.weak] or statements[:1]
    return fewest(_with_those_of_its_page(each, strong) for each in strong)


def _with_those_of_its_page(one: Statement, strong: list[Statement]) -> tuple[str, ...]:
    """Return who may have said a value first: two rows from one document that agree are one report."""
    return tuple(dict.fromkeys(party for each in [one, *strong] if each.source == one.source for party in each.origins))


def agree(one: Statement, other: Statement) -> bool:
    """Return whether two statements give the same value: equal to the digits of the coarser, of which two count at least.

    >>> a = Statement("a", "s-a", ("x",), value=47.5e9, unit="USD")
    >>> agree(a, Statement("b", "s-b", ("y",), value=47525e6, unit="USD")), agree(a, Statement("b", "s-b", ("y",), value=50e9, unit="USD"))
    (True, False)
    """
    if one.text or other.text:
        return _same_text(one.text.casefold(), other.text.casefold())
    ratio = _ratio(other.unit, one.unit)
    if ratio is None:
        return False
    pairs = [(one.value, other.value)]
    if math.isnan(one.value) or math.isnan(other.value):
        pairs = [(one.low, other.low), (one.high, other.high)] if math.isnan(one.value) and math.isnan(other.value) else []
    return bool(pairs) and all(_close(first, second * ratio) for first, second in pairs)


def _same_text(one: str, other: str) -> bool:
    """Return whether two texts say the same; a date agrees with a month or a year that it lies in."""
    short, long = sorted((one, other), key=len)
    dated = short[:4].isdigit() and long.startswith(f"{short}-")
    return bool(short) and (short == long or dated)


def _ratio(unit: str, to: str) -> float | None:
    """Return what turns one unit into another; counts of different things compare as they are, and nothing else does."""
    if unit == to or (quantity.is_count(unit) and quantity.is_count(to)):
        return 1.0
    if not unit or not to or quantity.dimensionality(unit) != quantity.dimensionality(to):
        return None
    return quantity.convert(1, unit, to)


def _close(one: float, other: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    digits = max(2, min(_digits(one), _digits(other)))
    return _rounded(one, digits) == _rounded(other, digits) or math.isclose(one, other, rel_tol=1e-9)


def _rounded(value: float, digits: int) -> Decimal:
    """Return a number rounded as one does by hand, half up."""
    exact = Decimal(f"{value:.12g}")
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() + 1 - digits), ROUND_HALF_UP)


def _digits(value: float) -> int:
    """Return with how many significant digits a number is written."""
    return len(f"{value:.12e}".partition("e")[0].lstrip("-").replace(".", "").rstrip("0"))


def standing(own: Statement, others: Iterable[Statement], behind: Callable[[str], set[str]]) -> Standing:
    """Return the roots of a value: `others` speak of the same thing, `behind` gives all documents that one descends from.

    A value is circular where one party alone is behind it and what is to support it descends
    from the page that claims it, or from itself.

    >>> claim = Statement("c", "s-page", ("house",), value=2.0, claim=True)
    >>> count = Statement("e", "s-digest", ("house",), value=2.0)
    >>> standing(claim, [count], lambda document: set()).flag
    'single root'
    >>> standing(claim, [count], lambda document: {"s-page"} if document == "s-digest" else set()).flag
    'circular'
    """
    others = list(others)
    same = [own, *(each for each in others if agree(own, each))]
    roots = of(same)
    rivals = of(each for each in others if each not in same)
    if len(roots) > 1:
        return Standing(roots, rivals, "")
    pages = {each.source for each in same if each.claim}
    loops = any(each.source in behind(each.source) for each in same)
    descends = any(pages & (behind(each.source) | {each.source}) for each in same if not each.claim)
    return Standing(roots, rivals, CIRCULAR if loops or descends else SINGLE)
