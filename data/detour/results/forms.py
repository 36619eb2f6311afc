"""The forms that most results take: one number over another, and a part of a whole."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

from detour.results.engine import result

#: Symbols on one line of a relation.
_PER_LINE = 9


def of_many(relation: str, names: str, symbols: list[str]) -> str:
    """Return a relation, below it what parts of it depend on: a few symbols a line, so that it fits a phone and paper.

    >>> print(of_many(r"r &= \\frac{s}{T}", "T", ["P", "B"]))
    \\begin{aligned} r &= \\frac{s}{T} \\\\ T &\\text{ from } P, B \\end{aligned}
    """
    lines = [", ".join(symbols[at : at + _PER_LINE]) for at in range(0, len(symbols), _PER_LINE)]
    return rf"\begin{{aligned}} {relation} \\ {names} &\text{{ from }} " + r", \\ & ".join(lines) + r" \end{aligned}"


def in_short(relation: str) -> str:
    """Return a relation without the symbols that `of_many` lists below it, for places that do not show them all.

    >>> print(in_short(of_many(r"r &= \\frac{s}{T}", "T", ["P", "B"])))
    \\begin{aligned} r &= \\frac{s}{T} \\\\ T &\\text{ from its inputs} \\end{aligned}
    """
    return re.sub(r"(?s)\\text\{ from \} .*(?= \\end\{aligned\})", r"\\text{ from its inputs}", relation)


def of_symbols(function: Callable[[dict[str, float]], float], symbols: dict[str, str]) -> Callable[..., float]:
    """Return a function of values by what the model calls them as one of the symbols of a relation, which a result takes.

    >>> import inspect
    >>> found = of_symbols(lambda values: values["length"] * 2, {"s": "length"})
    >>> found(s=3.0), list(inspect.signature(found).parameters)
    (6.0, ['s'])
    """

    def by_symbol(**inputs: float) -> float:
        return function({symbols[symbol]: value for symbol, value in inputs.items()})

    by_symbol.__signature__ = inspect.Signature([inspect.Parameter(symbol, inspect.Parameter.KEYWORD_ONLY) for symbol in symbols])
    return by_symbol


def quotient(id: str, title: str, unit: str, over: str, under: str, factor: float = 1, relation: str = "", digits: int = 3) -> None:
    """Declare one entry over another, times a factor that only converts units."""
    relation = relation or (r"q = \frac{A}{B}" if factor == 1 else rf"q = {factor:g} \cdot \frac{{A}}{{B}}")

    @result(id, title=title, relation=relation, unit=unit, digits=digits, A=over, B=under)
    def over_the_other(A, B):
        """Return the first over the second."""
        return factor * A / B


def ratio(id: str, title: str, over: str, under: str, unit: str = "ratio", digits: int = 3) -> None:
    """Declare the ratio of two numbers in the same unit; without a unit, prose writes the bare number."""
    quotient(id, title, unit, over, under, digits=digits)


def share(id: str, title: str, part: str, whole: str, digits: int = 2) -> None:
    """Declare one number as a percentage of another."""
    quotient(id, title, "percent", part, whole, factor=100, digits=digits)
