"""Exhibit of the chapter on domestic makers: what PD-General's three multiples imply."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import write
from detour.results import engine

MOVES = {
    "nvidia-rtx-4070/memory_bandwidth": ("RTX 4070, at most", "hardware"),
    "intel-xeon-8490h/memory_bandwidth": ("one Xeon 8490H, at most", "hardware"),
    "r-dg-pd-cuda-moves": ("the “CUDA” program", "implied"),
    "r-dg-pd-openmp-moves": ("the OpenMP program", "implied"),
    "r-dg-pd-p100-moves": ("serial program, other code", "implied"),
    "r-dg-pd-serial-moves": ("the serial program", "implied"),
}


def moves() -> pd.DataFrame:
    """Return memory bandwidth of the hardware, and the most each baseline of PD-General can have moved."""
    rows = frames.entries({ref: label for ref, (label, _) in MOVES.items()})
    return rows.assign(kind=[MOVES[ref][1] for ref in MOVES]).rename(columns={"value": "gb_per_s"})[["label", "kind", "gb_per_s", "id", "source"]]


def pd_general() -> Exhibit:
    """If the card is saturated, the OpenMP program used less than two hundredths of what one server processor can move."""
    frame = moves()
    pick = frame.set_index("label")["gb_per_s"]
    share = engine.entry("r-dg-pd-openmp-of-socket")
    return Exhibit(
        label="fig-dg-pd-general",
        title=f"The OpenMP baseline of PD-General moved at most {write(pick['the OpenMP program'], unit='GB/s', digits=2)}, {share.written()} of what one "
        "server processor can",
        caption="Memory traffic in GB/s, logarithmic. Filled: what the hardware can move at most. Open: the most that each baseline can have moved if "
        "the RTX 4070 ran at its full memory bandwidth, "
        "its bandwidth over the claimed speed-up; a card below its limit puts every baseline lower still. The other code is a published one on a Tesla "
        "P100 with more than the speed-up drawn. "
        "Traffic that stays in a cache is not counted, which loosens the bound.",
        alt="Dot chart: " + ", ".join(f"{row.label} {write(row.gb_per_s, unit='GB/s', digits=3)}" for row in frame.itertuples()) + ".",
        draw=lambda width: _pd_chart(frame, width),
        frame=frame,
    )


def _pd_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    data = frame.assign(said=[write(value, unit="GB/s", digits=3) for value in frame["gb_per_s"]])
    base = alt.Chart(data).encode(y=alt.Y("label:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=175)))
    x = alt.X(
        "gb_per_s:Q",
        title="memory traffic, GB/s (logarithmic)",
        scale=alt.Scale(type="log", domain=[0.3, 20000 if style.narrow(width) else 4000], nice=False),
        axis=alt.Axis(values=[1, 10, 100], format="~g"),
    )
    full = base.transform_filter("datum.kind == 'hardware'").mark_point(filled=True, size=85, color=style.BLUE, opacity=1).encode(x=x)
    hollow = (
        base.transform_filter("datum.kind == 'implied'")
        .mark_point(shape="diamond", size=85, strokeWidth=2, color=style.ORANGE, opacity=1, filled=False)
        .encode(x=x)
    )
    text = base.mark_text(align="left", dx=10, fontSize=11).encode(x=x, text="said:N")
    return alt.layer(full, hollow, text).properties(width=width, height=34 * len(data))
