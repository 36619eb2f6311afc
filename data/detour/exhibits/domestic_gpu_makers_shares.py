"""Exhibit of the chapter on domestic makers: shares of the market by what is counted, reconciled and as published."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.domestic_gpu_makers_volumes import MAKERS, rows_of, worded, y_of
from detour.quantity import write
from detour.results import domestic_gpu_makers_volumes as volumes
from detour.results import engine

#: What the drawing of shares sets side by side, and what the sources do not say of what.
SHARED = {"vol": "Of cards of every kind", "dc": "Beside Huawei, data-centre", "said": "Of Nvidia, count not said"}
#: Published shares of cards, and shares of something that is not stated, by maker and year.
QUOTED = {
    ("vol", "nvidia", "2022"): {"es-173": "Tianfeng", "es-089": "Reuters"},
    ("vol", "nvidia", "2024"): {"es-090": "IDC"},
    ("vol", "nvidia", "2025"): {"es-094": "IDC"},
    ("vol", "huawei", "2024"): {"es-091": "CSC"},
    ("vol", "domestic", "2025"): {"es-104": "IDC"},
    ("said", "bernstein", "2025"): {"es-096": "first", "es-097": "later"},
    ("said", "bernstein", "2026"): {"es-098": "forecast"},
    ("said", "itself", "2025"): {"es-ti-nvidia-share-2025-05": "May", "es-095": "October"},
}


def shares() -> pd.DataFrame:
    """Return the reconciled shares by way of counting, maker and year, and the published ones."""
    rows = []
    for kind, makers in (("vol", MAKERS), ("dc", ("nvidia",))):
        ids = {(maker, period): f"r-dg-share-{'' if kind == 'vol' else 'dc-'}{maker}-{period}" for maker in makers for period in volumes.KINDS[kind]}
        rows += [(kind, *place, id, "reconciled") for place, id in ids.items() if id in engine.definitions()]
    rows += [(*place, ref, speaker) for place, refs in QUOTED.items() for ref, speaker in refs.items()]
    placed = pd.DataFrame(rows, columns=["kind", "maker", "year", "id", "counter"])
    numbers = frames.entries(dict.fromkeys(placed["id"], ""))[["id", "value", "low", "high", "unit", "source"]]
    order = placed.merge(numbers, on="id", validate="many_to_one").assign(
        of=lambda f: f["kind"].map(list(SHARED).index), by=lambda f: f["maker"].map(list(MAKERS).index)
    )
    return worded(order.sort_values(["of", "by", "year", "value"], kind="stable").drop(columns=["of", "by"]), SHARED)


def by_count() -> Exhibit:
    """How far Nvidia's share fell depends on what is counted."""
    frame = shares()
    cards, chips = engine.entry("r-dg-share-nvidia-2025"), engine.entry("r-dg-share-dc-nvidia-2025")
    ranges = frame[frame["counter"] == "reconciled"]
    return Exhibit(
        label="fig-dg-shares",
        title=f"In 2025 Nvidia had {cards.written()} of all cards and {chips.written()} of the data-centre chips that it and Huawei sold",
        caption="Shares in China by year, in percent. Bars are reconciled ranges that hold nine in ten with their centre as a tick; hollow marks are shares as published, in the "
        "order of the names beside them. Data-centre chips are counted for Nvidia and Huawei only, so that the second share is of what both sold. Of the last "
        "shares the sources do not say whether they divide units or money, and which.",
        alt="Ranges of shares. "
        + " ".join(
            f"{row.counts}, {row.maker} {row.year}: {write(row.value, digits=2)} percent, {write(row.low, digits=2)} to {write(row.high, digits=2)}."
            for row in ranges.itertuples()
        )
        + " As published: "
        + ", ".join(f"{row.maker}, {row.counter}, {row.year}: {write(row.value, digits=2)}" for row in frame[frame["counts"] == SHARED["said"]].itertuples())
        + ".",
        draw=lambda width: _share_chart(frame, width),
        frame=frame,
    )


def _share_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    laid = rows_of(frame, list(SHARED.values()))
    own = laid[~laid["head"]]
    bands, marks = own[own["counter"] == "reconciled"], own[own["counter"] != "reconciled"]
    named = marks.groupby("row").agg(said=("counter", ", ".join), most=("value", "max")).reset_index().merge(bands[["row", "high"]], on="row", how="left")
    named["at"] = named[["most", "high"]].max(axis=1)
    scale = alt.Scale(domain=[-2, 185 if slim else 125], nice=False)
    axis = alt.Axis(values=[0, 25, 50, 75, 100], title="percent", titleAnchor="start")
    y = y_of(laid)
    head = alt.Chart(laid[laid["head"]][["row"]]).mark_point(opacity=0, color=style.INK).encode(y=y)
    band = alt.Chart(bands[["row", "low", "high"]]).mark_rule(strokeWidth=9, opacity=0.35, color=style.SKY)
    tick = alt.Chart(bands[["row", "value"]]).mark_tick(thickness=2, size=13, color=style.INK)
    points = alt.Chart(marks[["row", "value"]]).mark_point(size=50, opacity=1, strokeWidth=1.4, color=style.BLUE)
    text = alt.Chart(named[["row", "said", "at"]]).mark_text(align="left", dx=8, fontSize=10 if slim else 11, color=style.MUTED)
    layers = (
        head,
        band.encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y),
        tick.encode(x=alt.X("value:Q", scale=scale), y=y),
        points.encode(x=alt.X("value:Q", scale=scale), y=y),
        text.encode(x=alt.X("at:Q", scale=scale), y=y, text="said:N"),
    )
    return alt.layer(*layers).properties(width=width, height=17 * laid["row"].nunique())
