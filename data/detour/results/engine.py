"""How a computed result is declared, evaluated once, and made to show its working.

A result names its inputs by id. Its interval comes from evaluating the relation
at every combination of the ends of its inputs, which bounds the result wherever the
relation is monotone in each input, as products, quotients and sums of positive
numbers are. A result that rests on many inputs that err each for itself takes the
root of the squares of what each does alone instead: see `quadrature`.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from detour import registry, results, tables
from detour.registry import Entry, UnknownId
from detour.tables import Data


@dataclass(frozen=True)
class Definition:
    """What is computed, by which relation, from which inputs."""

    id: str
    title: str
    relation: str
    unit: str
    inputs: dict[str, str]
    function: Callable
    digits: int
    reads: tuple[str, ...] = ()
    module: str = ""
    looks_up: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    predicted: bool = True
    combine: Callable | None = None

    @property
    def spread(self) -> str:
        """Return how its interval comes from those of its inputs, in words."""
        return (self.combine or interval).__doc__.partition("\n")[0].removeprefix("Return ").rstrip(".")

    @property
    def counts_rows(self) -> bool:
        """Return whether it only counts rows: such a number moves with every row that comes or goes."""
        return not self.inputs and self.relation == "n"

    @property
    def code(self) -> str:
        """Return the dotted name under which the relation is found: the function, or the one that made it."""
        return f"{self.module}.{self.function.__qualname__.partition('.<locals>')[0]}"


DEFINITIONS: dict[str, Definition] = {}


def result(id: str, *, title: str, relation: str, unit: str, digits: int = 3, combine: Callable | None = None, **inputs: str) -> Callable:
    """Declare a function of the named inputs as a result.

    `inputs` maps each argument of the function to an id or shorthand. `relation`
    is the function in TeX. `unit` is the unit of what it returns. `combine` makes
    the interval, in place of `interval`.
    """

    def declare(function: Callable) -> Callable:
        missing = set(inspect.signature(function).parameters) ^ set(inputs)
        if missing:
            raise TypeError(f"{id}: arguments and inputs differ: {sorted(missing)}")
        _add(Definition(id, title, relation, unit, inputs, function, digits, module=function.__module__, combine=combine))
        return function

    return declare


def tally(
    id: str,
    *,
    title: str,
    relation: str,
    unit: str = "",
    digits: int = 6,
    reads: tuple[str, ...] = (),
    looks_up: tuple[tuple[str, str], ...] = (),
    whole: bool = False,
    predicted: bool = True,
) -> Callable:
    """Declare a count or statistic over whole tables, which the function receives as frames in the order of `reads`.

    `looks_up` names columns (table and field) of ids whose numbers it looks up. One that is `whole` receives
    the tables themselves in place of frames, so that what it looks up is of the same state. One that is not
    `predicted` takes fitting a model again, too long to be tried for every source: `detour impact` leaves it out.
    """

    def declare(function: Callable) -> Callable:
        _add(Definition(id, title, relation, unit, {}, function, digits, reads, function.__module__, looks_up, whole, predicted))
        return function

    return declare


def _add(definition: Definition) -> None:
    if definition.id in DEFINITIONS:
        raise ValueError(f"{definition.id} is declared twice")
    DEFINITIONS[definition.id] = definition


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """Return every declared result by id, importing the modules that declare them."""
    for module in sorted(pkgutil.iter_modules(results.__path__), key=lambda m: m.name):
        if module.name != "engine":
            importlib.import_module(f"detour.results.{module.name}")
    return DEFINITIONS


@lru_cache(maxsize=4096)
def entry(id: str, data: Data = tables.DATA) -> Entry:
    """Return a result, evaluated once per process and tables; raise UnknownId for any other id."""
    if id not in definitions():
        raise UnknownId(f"no result has the id {id!r}")
    definition = definitions()[id]
    if not definition.inputs:
        value = definition.function(*([data] if definition.whole else (tables.load(name, data) for name in definition.reads)))
        return Entry(id, "result", definition.title, float(value), unit=definition.unit, digits=definition.digits)
    inputs = {symbol: registry.find(ref, data) for symbol, ref in definition.inputs.items()}
    value, low, high = (definition.combine or interval)(definition.function, inputs)
    sources = tuple(sorted({source for each in inputs.values() for source in each.sources}))
    return Entry(id, "result", definition.title, value, low, high, definition.unit, sources=sources, digits=definition.digits)


def interval(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value at the central inputs and the least and greatest over the ends of the inputs.

    >>> a = Entry("a", "claim", "", low=2.0, high=4.0)
    >>> b = Entry("b", "claim", "", value=2.0)
    >>> interval(lambda x, y: x / y, {"x": a, "y": b})
    (nan, 1.0, 2.0)
    """
    value = function(**{symbol: each.value for symbol, each in inputs.items()})
    corners = [function(**dict(zip(inputs, ends, strict=True))) for ends in product(*(sorted(set(each.ends())) for each in inputs.values()))]
    if len(corners) == 1:
        return float(value), math.nan, math.nan
    return float(value), float(min(corners)), float(max(corners))


#: Inputs whose intervals widen no other: shares and delays that the factor of a prediction holds already, and conditions of a comparison.
_SETTLED = ("a-fit-", "a-load-")
_FACTOR = ("a-fit-spread-", "a-train-spread-")


def swing(function: Callable, inputs: dict[str, Entry], symbol: str) -> tuple[float, float]:
    """Return the function at both ends of one input, all others central; the factor of a prediction multiplies and divides.

    >>> swing(lambda x, k: x * k, {"x": Entry("a", "claim", "", 4.0), "k": Entry("a-fit-spread-amd", "assumption", "", 2.0)}, "k")
    (2.0, 8.0)
    """
    central = _central(inputs)
    factor = inputs[symbol].value
    ends = (1 / factor, factor) if inputs[symbol].id.startswith(_FACTOR) else inputs[symbol].ends()
    first, second = (function(**central | {symbol: end}) for end in ends)
    return float(first), float(second)


def counted(definition: Definition, inputs: dict[str, Entry]) -> list[str]:
    """Return the inputs that make the interval of a prediction, by the word of what combines them where it has one."""
    counts = getattr(definition.combine, "counts", _counts)
    return [symbol for symbol, each in inputs.items() if counts(each)]


def widest(function: Callable, inputs: dict[str, Entry], counted: Iterable[str], most: int) -> list[str]:
    """Return the inputs between whose ends a function moves most, the widest first, of those that make its interval; then the others in their order.

    >>> widest(lambda x, y, z: x * y * z, {"x": Entry("a", "claim", "", 4, 3, 5), "y": Entry("b", "claim", "", 4, 2, 8), "z": Entry("c", "claim", "", 4)}, "xy", 2)
    ['y', 'x']
    >>> widest(lambda x, y: max(0, x - 4) * y, {"x": Entry("a", "claim", "", 5, 3, 6), "y": Entry("b", "claim", "", 4, 1, 9)}, "yx", 1)
    ['x']
    """

    def moved(symbol: str) -> float:
        try:
            first, second = swing(function, inputs, symbol)
        except (ArithmeticError, ValueError):  # at one end there is no result at all
            return math.inf
        if first == second:
            return 0.0
        return abs(math.log(second / first)) if first * second > 0 else math.inf  # a share may be nought at one end

    first = sorted(counted, key=moved, reverse=True)
    return [*first, *(symbol for symbol in inputs if symbol not in first)][:most]


def _counts(each: Entry) -> bool:
    """Return whether an input widens the interval of a prediction: a factor, or what has ends of its own and is not inside one."""
    return each.id.startswith(_FACTOR) or (each.ends()[0] < each.ends()[1] and not each.id.startswith(_SETTLED))


def _central(inputs: dict[str, Entry]) -> dict[str, float]:
    """Return the inputs at their centres; the factor of a prediction leaves a centre as it is."""
    return {symbol: 1.0 if each.id.startswith(_FACTOR) else each.value for symbol, each in inputs.items()}


def quadrature(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value at the central inputs and how far it goes where each input errs for itself: the root of the squared logarithms.

    >>> a, b = (Entry(id, "claim", "", 4.0, 2.0, 8.0) for id in "ab")
    >>> [round(each, 2) for each in quadrature(lambda x, y: x * y, {"x": a, "y": b})]
    [16.0, 6.0, 42.64]
    """
    value = float(function(**_central(inputs)))
    down = up = 0.0
    for symbol, each in inputs.items():
        if _counts(each):
            logs = [math.log(end / value) for end in swing(function, inputs, symbol)]
            down, up = down + min(*logs, 0.0) ** 2, up + max(*logs, 0.0) ** 2
    if down == up == 0:
        return value, math.nan, math.nan
    return value, value * math.exp(-math.sqrt(down)), value * math.exp(math.sqrt(up))


def value(id: str) -> float:
    """Return the number of a result, for exhibits that draw it."""
    return entry(id).value
