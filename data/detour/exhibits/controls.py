"""What a reader may move in an exhibit: values that its drawing computes with, each with a default that the printed face shows.

A drawing names a control as a parameter and computes with `calculate`, whose expressions are the formulas of the models; the static face is
the same computation with the defaults. The page gives each control an input of its own and hands its value to the drawing.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import altair as alt

from detour import quantity, registry


@dataclass(frozen=True)
class Control:
    """One value that a reader may move.

    `step` is how far a key moves its slider, and a value in between can be typed; with `choices`, pairs of a value and what it is called, it is chosen from a list instead. Controls of
    one `group` stand together; `rests_on` is the id of the assumption or evidence that the default is from.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    default: float
    step: float
    group: str
    rests_on: str
    choices: tuple[tuple[float, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a control that cannot be shown as it is printed."""
        if not self.low <= self.default <= self.high:
            raise ValueError(f"{self.name}: default {self.default:g} is not between {self.low:g} and {self.high:g}")
        if self.choices and self.default not in dict(self.choices):
            raise ValueError(f"{self.name}: default {self.default:g} is not among the choices")

    @property
    def kind(self) -> str:
        """Return what the default rests on: an assumption or evidence."""
        return registry.find(self.rests_on).kind

    @property
    def row(self) -> str:
        """Return the address of the row that the default rests on, seen from the pages of the book."""
        return registry.place(self.rests_on)

    @property
    def printed(self) -> str:
        """Return the default as a reader sees it: the words of a choice, or the number with its unit."""
        return dict(self.choices).get(self.default) or f"{quantity.number(self.default)} {self.unit}".strip()

    @property
    def plain(self) -> dict:
        """Return the control as the page takes it."""
        return asdict(self) | {"kind": self.kind, "row": self.row, "printed": self.printed}


def assumed(name: str, ref: str, label: str, unit: str, group: str, ends: tuple[float, float], step: float = 1.0, choices: Mapping[float, str] | None = None):
    """Return a control whose default is the value of an assumption or of a row of evidence.

    >>> assumed("years", "a-cost-years", "Written off over", "years", "Money", (2, 8)).default
    5.0
    """
    return Control(name, label, unit, *map(float, ends), registry.find(ref).value, step, group, ref, tuple((choices or {}).items()))


def parameters(controls: tuple[Control, ...]) -> list[alt.Parameter]:
    """Return the parameters that a drawing computes with, set to the defaults."""
    return [alt.param(name=each.name, value=each.default) for each in controls]


def calculate(chart: alt.Chart, **fields) -> alt.Chart:
    """Return a chart whose rows have computed fields, each of which may use those before it."""
    for name, formula in fields.items():
        chart = chart.transform_calculate(**{name: str(formula)})
    return chart


def bound(spec: dict, controls: list[dict]) -> dict:
    """Return a specification in which every control has an input of Vega's own, for readers outside the page."""
    spec, by_name = copy.deepcopy(spec), {each["name"]: each for each in controls}
    for each in spec.get("params", []):
        if (control := by_name.get(each["name"])) is not None:
            each["bind"] = _input(control)
    return spec


def _input(control: dict) -> dict:
    """Return how Vega shows a control."""
    name = f"{control['label']} ({control['unit']}) " if control["unit"] else f"{control['label']} "
    if control["choices"]:
        values, labels = zip(*control["choices"], strict=True)
        return {"input": "select", "options": list(values), "labels": list(labels), "name": name}
    return {"input": "range", "min": control["low"], "max": control["high"], "step": control["step"], "name": name}
