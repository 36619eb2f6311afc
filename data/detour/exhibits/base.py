"""An exhibit: drawing, finding, caption, alternative text, the frame it drew, and its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import pandas as pd

from detour import registry, tables
from detour.exhibits import columns, live, style, svg
from detour.exhibits.controls import Control, bound

MIME = "application/vnd.detour.exhibit+json"
#: JupyterLab draws Vega-Lite 5 and nothing later, which our drawings do not go beyond.
LAB_MIME = "application/vnd.vegalite.v5+json"
LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A figure as one value.

    `label` starts with `fig-`. `title` states the finding, `caption` how to read the
    drawing, `alt` what it shows to someone who cannot see it. `draw` takes a
    width in pixels and returns an altair chart. `frame` is what it drew; its column
    `source` holds source ids, several separated by semicolons. `controls` are what a
    reader may move; drawing and frame are those of their defaults. `rests` are the
    rows that the foot of the figure links to, by what each is called in it.
    """

    label: str
    title: str
    caption: str
    alt: str
    draw: Callable[[int], alt.TopLevelMixin]
    frame: pd.DataFrame
    controls: tuple[Control, ...] = ()
    rests: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a figure without words or without sources."""
        if not self.label.startswith("fig-"):
            raise ValueError(f"label {self.label!r} must start with 'fig-'")
        for name in ("title", "caption", "alt"):
            if not getattr(self, name).strip():
                raise ValueError(f"{self.label}: {name} is empty")
        if "source" not in self.frame or not self.sources:
            raise ValueError(f"{self.label}: no sources: the frame needs a column 'source'")
        unknown = set(self.sources) - set(tables.load("sources")["id"])
        if unknown:
            raise ValueError(f"{self.label}: unknown sources {sorted(unknown)}")

    @property
    def sources(self) -> list[str]:
        """Return the ids of the sources of the rows drawn, each once, sorted."""
        return sorted({part for cell in self.frame["source"] for part in tables.split(cell)})

    @property
    def csv(self) -> str:
        """Return the frame as CSV text."""
        return self.frame.to_csv(index=False, lineterminator="\n")

    def chart(self, width: int = style.WIDE) -> alt.TopLevelMixin:
        """Return the drawing in house style."""
        return style.dress(self.draw(width))

    def svg(self, width: int = style.WIDE) -> str:
        """Return the drawing as SVG text."""
        return self._drawn(self.chart(width).to_dict(), width)

    def _drawn(self, spec: dict, width: int) -> str:
        size = "narrow" if style.narrow(width) else "wide"
        return svg.render(spec, f"{self.label}-{size}", self.alt)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        specs = {name: self.chart(width).to_dict() for name, width in (("wide", style.WIDE), ("narrow", style.NARROW))}
        described = columns.describe(self.frame)
        record = {
            "label": self.label,
            "title": self.title,
            "caption": self.caption,
            "alt": self.alt,
            "wide": self._drawn(specs["wide"], style.WIDE),
            "narrow": self._drawn(specs["narrow"], style.NARROW),
            "csv": self.csv,
            "columns": described,
            "specs": {name: live.specification(spec, described) for name, spec in specs.items()},
            "controls": [each.plain for each in self.controls],
            "rests": [{"name": name, "row": registry.place(id)} for name, id in self.rests],
            "sources": self.sources,
        }
        lab = bound(specs["wide"], record["controls"]) | {"$schema": LAB_SCHEMA}
        lab["config"]["mark"] = {"tooltip": {"content": "data"}}
        return {MIME: record, LAB_MIME: lab, "image/svg+xml": record["wide"], "text/plain": f"{self.label}: {self.title}"}
