"""Exhibits of the chapter on domestic makers: a crack that grows in our kernel of peridynamics, and how many bonds a second each machine can do."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from detour import registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.models import peridynamics_case
from detour.quantity import number, write

#: Columns of nodes of the plate drawn, and the moments in s.
COLUMNS, MOMENTS = 200, (1.2e-5, 2.2e-5, 3.2e-5, 4.3e-5)
#: Part of the plate that is drawn, in mm: the notch reaches to the middle.
LEFT, RIGHT, TOP = -10, 50, 14


def runs(damage: np.ndarray, plate) -> list[tuple[float, float, float, float]]:
    """Return the cracked nodes of each row, neighbours joined: left, right, lower and upper end in mm.

    >>> from detour.models.peridynamics_plate import Plate
    >>> plate = Plate(peridynamics_case.GLASS, 4, 2, 1e-3, 1.0)
    >>> [[float(end) for end in each] for each in runs(np.array([[0, 1, 1, 0], [0, 0, 0, 0]]), plate)]
    [[-1.0, 1.0, -1.0, 0.0]]
    """
    found, half = [], plate.spacing / 2
    for row, y in zip(damage > peridynamics_case.CRACKED, plate.y, strict=True):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            found.append(tuple(round(1e3 * end, 3) for end in (plate.x[first] - half, plate.x[last - 1] + half, y - half, y + half)))
    return found


def cracks() -> pd.DataFrame:
    """Return the cracked parts of the plate at each moment, as boxes in mm."""
    grown = peridynamics_case.branching(COLUMNS, MOMENTS)
    rows = [(round(1e6 * moment), *box) for moment, damage in zip(MOMENTS, grown.damage, strict=True) for box in runs(damage, grown.plate)]
    frame = pd.DataFrame(rows, columns=["microseconds", "left_mm", "right_mm", "lower_mm", "upper_mm"])
    return frame[frame["right_mm"] > LEFT].assign(left_mm=lambda f: f["left_mm"].clip(lower=LEFT), source="s-dg-pdmatlab2d")


def crack() -> Exhibit:
    """A notch in a plate of glass runs on and branches."""
    frame = cracks()
    tips = frame.groupby("microseconds")["right_mm"].max()
    arms = frame.groupby("microseconds")[["lower_mm", "upper_mm"]].agg({"lower_mm": "min", "upper_mm": "max"})
    return Exhibit(
        label="fig-dg-pd-crack",
        title="What such a code computes: a notch in a plate of glass runs on and branches, and no rule says where",
        caption="Part of a plate of soda-lime glass that is pulled up and down from one moment on, at four times after it, computed by our kernel. Orange: "
        "where so many bonds are broken that the plate is parted. The notch comes from the left. Material, load and size are those of a published input; the "
        "grid is coarser than its own, and the drawing is computed when the page is made.",
        alt="Four pictures of a plate with a notch from the left. "
        + " ".join(
            f"After {time} microseconds the crack has reached {number(tip, 2)} mm beyond the notch and is {number(arms.loc[time, 'upper_mm'] - arms.loc[time, 'lower_mm'], 2)} "
            "mm from its lowest to its highest part."
            for time, tip in tips.items()
        )
        + " In the last, it has two arms.",
        draw=lambda width: _crack_chart(frame, width),
        frame=frame,
    )


def _crack_chart(frame: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    slim = style.narrow(width)
    room = width - 10 if slim else (width - 30) // 2
    tall = round(room * 2 * TOP / (RIGHT - LEFT))
    x, y = alt.Scale(domain=[LEFT, RIGHT], nice=False, range=[0, room]), alt.Scale(domain=[-TOP, TOP], nice=False, range=[tall, 0])
    plain = dict(axis=None)

    def moment(time: int) -> alt.LayerChart:
        plate = pd.DataFrame({"left": [LEFT], "right": [RIGHT], "lower": [-TOP], "upper": [TOP], "said": [f"after {time} µs"]})
        body = (
            alt.Chart(plate)
            .mark_rect(color=style.GRID, opacity=0.5)
            .encode(x=alt.X("left:Q", scale=x, **plain), x2="right:Q", y=alt.Y("lower:Q", scale=y, **plain), y2="upper:Q")
        )
        words = (
            alt.Chart(plate)
            .mark_text(align="left", baseline="top", dx=8, dy=8)
            .encode(x=alt.X("left:Q", scale=x, **plain), y=alt.Y("upper:Q", scale=y, **plain), text="said:N")
        )
        boxes = alt.Chart(frame[frame["microseconds"] == time]).mark_rect(color=style.ORANGE, stroke=style.ORANGE, strokeWidth=0.6, opacity=1)
        drawn = boxes.encode(x=alt.X("left_mm:Q", scale=x, **plain), x2="right_mm:Q", y=alt.Y("lower_mm:Q", scale=y, **plain), y2="upper_mm:Q")
        return alt.layer(body, drawn, words).properties(width=room, height=tall)

    pictures = [moment(time) for time in sorted(set(frame["microseconds"]))]
    return alt.concat(*pictures, columns=1 if slim else 2, spacing=10)


SIZES = (100, 300, 1000)
#: What is drawn: a label, the kind of number, and by precision the rows or results that it comes from.
DRAWN = {
    "RTX 4070, at most": ("hardware", {name: [f"r-dg-pd-roof-{name}"] for name in ("single", "double")}),
    "one Xeon 8490H, at most": ("hardware", {"double": ["r-dg-pd-socket-roof"]}),
    "one core of ours, at most": ("hardware", {"double": ["r-dg-pd-core-roof"]}),
    "our loop, two cores": ("measured", {name: [f"es-dg-pd-own-parallel-{name}-{size}" for size in SIZES] for name in ("single", "double")}),
    "our arrays, one core": ("measured", {"double": [f"es-dg-pd-own-arrays-double-{size}" for size in SIZES]}),
    "our loop, one core": ("measured", {name: [f"es-dg-pd-own-serial-{name}-{size}" for size in SIZES] for name in ("single", "double")}),
    "our loop, not compiled": ("measured", {"double": ["es-dg-pd-own-python-double-60"]}),
    "their CUDA program": ("implied", {name: [f"r-dg-pd-implied-cuda-{name}"] for name in ("single", "double")}),
    "their OpenMP program": ("implied", {name: [f"r-dg-pd-implied-openmp-{name}"] for name in ("single", "double")}),
    "their serial program": ("implied", {name: [f"r-dg-pd-implied-serial-{name}"] for name in ("single", "double")}),
}


def rates() -> pd.DataFrame:
    """Return bonds a second, in billions, by machine and program: the middle of the rows of each, and the range of them all."""
    out = []
    for label, (kind, precisions) in DRAWN.items():
        for precision, ids in precisions.items():
            found = [registry.find(id) for id in ids]
            ends = [end for each in found for end in each.ends()] if kind == "measured" else [found[0].value]
            sources = ";".join(sorted({source for each in found for source in each.sources}))
            out.append((label, kind, precision, float(np.median([each.value for each in found])), min(ends), max(ends), ";".join(ids), sources))
    return pd.DataFrame(out, columns=["label", "kind", "precision", "gbond_per_s", "gbond_low", "gbond_high", "id", "source"])


def bonds() -> Exhibit:
    """The serial baseline must be slower than our plain loop, the OpenMP baseline as slow as a few of our cores."""
    frame = rates()
    few = registry.find("r-dg-pd-cores-single")
    said = "; ".join(f"{row.label}, {row.precision} precision: {write(row.gbond_per_s, unit='Gbond/s', digits=2)}" for row in frame.itertuples())
    return Exhibit(
        label="fig-dg-pd-bonds",
        title=f"The OpenMP baseline was at most as fast as {write(few.value, unit='cores', digits=2)} of our machine, and the serial one slower than one",
        caption="Bonds whose force is computed in a second, in billions, logarithmic. Circles: single precision; squares: double. Blue: the roofline, from "
        "listed bandwidth and peak for the card, by its bandwidth alone for the Xeon, as measured for our core, if every number crosses the memory once. Green: our kernel, measured; "
        "bars span grids and repeats where they are wider than the mark. Orange, open: the most that each baseline can have done, the card’s roof over the "
        "claimed multiple. Traffic that stays in the card’s cache would raise the blue and the orange marks together.",
        alt=f"Dot chart of billions of bonds a second: {said}.",
        draw=lambda width: _bonds_chart(frame, width),
        frame=frame,
    )


def _bonds_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    kinds, hues = ["hardware", "measured", "implied"], [style.BLUE, style.GREEN, style.ORANGE]
    y = alt.Y("label:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=175))
    scale = alt.Scale(type="log", domain=[0.0003, 300], nice=False)
    x = alt.X("gbond_per_s:Q", scale=scale, title="billion bonds a second", axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10, 100], format="~g"))
    color = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=hues), legend=None)
    shape = alt.Shape(
        "precision:N",
        title=None,
        scale=alt.Scale(domain=["single", "double"], range=["circle", "square"]),
        legend=alt.Legend(columns=2, labelExpr="datum.label + ' precision'"),
    )
    base = alt.Chart(frame).encode(y=y, color=color)
    bars = base.mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("gbond_low:Q", scale=scale), x2="gbond_high:Q")
    full = base.transform_filter("datum.kind != 'implied'").mark_point(filled=True, size=70, opacity=1).encode(x=x, shape=shape)
    hollow = base.transform_filter("datum.kind == 'implied'").mark_point(filled=False, size=70, strokeWidth=2, opacity=1).encode(x=x, shape=shape)
    return alt.layer(bars, full, hollow).properties(width=width, height=(26 if slim else 28) * len(DRAWN))
