"""Exhibits of the chapter on domestic makers: a crack that grows in our kernel of peridynamics, and how many bonds a second each machine can do."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from detour import registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.models import peridynamics_case
from detour.models.peridynamics_plate import Plate
from detour.quantity import number, write

PAD = alt.AutoSizeParams(type="pad", contains="padding")
#: Columns of nodes of the plate drawn, and the moments in s.
COLUMNS, MOMENTS = 200, (1.2e-5, 2.2e-5, 3.2e-5, 4.3e-5)
#: Part of the plate that is drawn, in mm: the notch reaches to the middle.
LEFT, RIGHT, TOP = -10, 50, 14


def runs(damage: np.ndarray, plate: Plate) -> list[tuple[float, float, float]]:
    """Return the cracked nodes of each row, neighbours joined: the row, its left and its right end in mm.

    >>> plate = Plate(peridynamics_case.GLASS, 4, 2, 1e-3, 1.0)
    >>> [[float(end) for end in each] for each in runs(np.array([[0, 1, 1, 0], [0, 0, 0, 0]]), plate)]
    [[-0.5, -1.0, 1.0]]
    """
    found, half = [], plate.spacing / 2
    for row, y in zip(damage > peridynamics_case.CRACKED, plate.y, strict=True):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            found.append(tuple(round(1e3 * end, 3) for end in (y, plate.x[first] - half, plate.x[last - 1] + half)))
    return found


def cracks() -> pd.DataFrame:
    """Return the cracked parts of the plate at each moment: the row that each lies in, and from where to where along it, in mm."""
    grown = peridynamics_case.branching(COLUMNS, MOMENTS)
    rows = [(f"{1e6 * moment:.0f} µs", *run) for moment, damage in zip(MOMENTS, grown.damage, strict=True) for run in runs(damage, grown.plate)]
    frame = pd.DataFrame(rows, columns=["time", "value", "low", "high"])
    return frame[frame["high"] > LEFT].assign(low=lambda f: f["low"].clip(lower=LEFT), unit="mm", source="s-dg-pdmatlab2d")


def crack() -> Exhibit:
    """A notch in a plate of glass runs on and branches."""
    frame = cracks()
    seen = frame.groupby("time", sort=False).agg(tip=("high", "max"), lowest=("value", "min"), highest=("value", "max"))
    return Exhibit(
        label="fig-dg-pd-crack",
        title="What such a code computes: a notch in a plate of glass runs on and branches, and no rule says where",
        caption="Part of a plate of soda-lime glass that is pulled up and down from one moment on, at four times after it, computed by our kernel. Orange: "
        "where so many bonds are broken that the plate is parted. The notch comes from the left. Material, load and size are those of a published input; the "
        "grid is coarser than its own, and the drawing is computed when the page is made.",
        alt="Four pictures of a plate with a notch from the left. "
        + " ".join(
            f"After {each.Index} the crack has gone {number(each.tip, 2)} mm beyond the notch and is {number(each.highest - each.lowest, 2)} mm high."
            for each in seen.itertuples()
        )
        + " In the last two it has an upper and a lower arm.",
        draw=lambda width: _crack_chart(frame, width),
        frame=frame,
    )


def _crack_chart(frame: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    slim = style.narrow(width)
    room = width - 10 if slim else (width - 30) // 2
    pictures = [_moment(part, f"after {time}", room) for time, part in frame.groupby("time", sort=False)]
    rows = pictures if slim else [alt.hconcat(*pictures[at : at + 2], spacing=16) for at in range(0, len(pictures), 2)]
    return alt.vconcat(*rows, spacing=12, autosize=PAD)


def _moment(part: pd.DataFrame, said: str, room: int) -> alt.LayerChart:
    """Draw the plate at one moment: its body, the cracked parts of its rows, when it is."""
    half = 0.5e3 * peridynamics_case.LENGTH / COLUMNS
    boxes = part.assign(lower=part["value"] - half, upper=part["value"] + half)
    body = pd.DataFrame({"low": [LEFT], "high": [RIGHT], "lower": [-TOP], "upper": [TOP], "said": [said]})
    x = alt.X("low:Q", scale=alt.Scale(domain=[LEFT, RIGHT], nice=False), axis=None)
    y = alt.Y("lower:Q", scale=alt.Scale(domain=[-TOP, TOP], nice=False), axis=None)
    plate = alt.Chart(body).mark_rect(color=style.GREY, opacity=0.15).encode(x=x, x2="high:Q", y=y, y2="upper:Q")
    words = alt.Chart(body).mark_text(align="left", baseline="bottom", dx=8, dy=-8).encode(x=x, y=y, text="said:N")
    # The thin edge closes the seams between rows.
    parted = alt.Chart(boxes).mark_rect(color=style.ORANGE, stroke=style.ORANGE, strokeWidth=0.6, opacity=1).encode(x=x, x2="high:Q", y=y, y2="upper:Q")
    return alt.layer(plate, parted, words).properties(width=room, height=round(room * 2 * TOP / (RIGHT - LEFT)))


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
    return pd.DataFrame(out, columns=["label", "kind", "precision", "value", "low", "high", "id", "source"]).assign(unit="Gbond/s")


def bonds() -> Exhibit:
    """The serial baseline must be slower than our plain loop, the OpenMP baseline as slow as a few of our cores."""
    frame = rates()
    few = registry.find("r-dg-pd-cores-single")
    said = "; ".join(f"{row.label}, {row.precision} precision: {write(row.value, unit='Gbond/s', digits=2)}" for row in frame.itertuples())
    return Exhibit(
        label="fig-dg-pd-bonds",
        title=f"The OpenMP baseline was at most as fast as {write(few.value, unit='cores', digits=2)} of our machine, and the serial one slower than one",
        caption="Bonds whose force is computed in a second, in billions, logarithmic. Circles: single precision (FP32); squares: double (FP64). Blue: the roofline, from "
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
    x = alt.X("value:Q", scale=scale, title="billion bonds a second", axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10, 100], format="~g"))
    color = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=hues), legend=None)
    shape = alt.Shape(
        "precision:N",
        title=None,
        scale=alt.Scale(domain=["single", "double"], range=["circle", "square"]),
        legend=alt.Legend(columns=1 if slim else 2, labelExpr="datum.label + ' precision'", symbolFillColor=style.INK, symbolStrokeColor=style.INK),
    )
    base = alt.Chart(frame).encode(y=y, color=color)
    bars = base.mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    full = base.transform_filter("datum.kind != 'implied'").mark_point(filled=True, size=70, opacity=1).encode(x=x, shape=shape)
    hollow = base.transform_filter("datum.kind == 'implied'").mark_point(filled=False, size=70, strokeWidth=2, opacity=1).encode(x=x, shape=shape)
    return alt.layer(bars, full, hollow).properties(width=width, height=(26 if slim else 28) * len(DRAWN))
