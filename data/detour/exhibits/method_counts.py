"""Exhibit of the page on method about counts of the market: each held against what the others of the same thing leave for it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.domestic_gpu_makers_volumes import COUNTERS, MAKERS
from detour.quantity import write
from detour.results import domestic_gpu_makers_counts as counting
from detour.results import domestic_gpu_makers_volumes as volumes
from detour.results import engine


def _named() -> list[tuple[str, str]]:
    """Return the id of each count that is left out and what the drawing calls it, in the order of the groups."""
    found = []
    for years in (volumes.CARDS, volumes.DATA_CENTRE):
        for period, year in years.items():
            for cell in (each for each in year.cells if len(each.counts) > 1):
                chips = ", chips" if years is volumes.DATA_CENTRE else ""
                found += [(ref, f"{MAKERS[cell.of[0]]} {period}{chips}: {COUNTERS.get(root, root)}") for root, ref in cell.counts.items()]
    return found


def left_out() -> pd.DataFrame:
    """Return each count over the centre of the others, with the range of these and that in which one more count is expected, as ratios."""
    named = _named()
    frame = frames.entries(dict(named))[["label", "id", "value", "unit", "source"]]
    tried = counting.tried(frame.set_index("id")["value"].to_dict())
    found = pd.DataFrame(
        {
            "count_over_others": [each.value / each.centre for each in tried],
            "range_factor": [each.range_factor for each in tried],
            "count_factor": [each.count_factor for each in tried],
            "inside": [each.within(each.count_factor) for each in tried],
        }
    )
    return pd.concat([frame, found], axis=1)


def held() -> Exhibit:
    """How counts of the market lie in the range that the others make."""
    frame = left_out()
    asked, inside, near = (engine.entry(f"r-dg-vol-tried{tail}") for tail in ("", "-range", "-count"))
    missed = frame.loc[~frame["inside"], "label"].tolist()
    return Exhibit(
        label="fig-method-counts",
        title=f"{near.written()} of {asked.written()} counts lie where the others of the same thing let one more be expected; "
        f"{inside.written()} inside the narrower range that is printed",
        caption="Each count of a maker’s volume in a year over the centre of the other counts of it; logarithmic axis. The dark bar is the range of nine in ten that the others "
        "make for what is counted, as printed in the chapter; the light one that in which one more count is expected. The spread behind both is taken "
        f"without the count that is held against them. Outside the light bar: {'; '.join(missed) or 'none'}.",
        alt="Counts over the centre of the others: " + "; ".join(f"{row.label} {write(row.count_over_others, digits=2)}" for row in frame.itertuples()) + ".",
        draw=lambda width: _chart(frame, width),
        frame=frame,
    )


def _chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    bars = [frame.assign(low=1 / frame[name], high=frame[name])[["label", "low", "high"]] for name in ("count_factor", "range_factor")]
    scale = alt.Scale(type="log", domain=[0.3, 3.3], nice=False)
    y = alt.Y("label:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False, grid=False, labelLimit=210))
    axis = alt.Axis(values=[0.33, 0.5, 1, 2, 3], format=".2~f", title="over the centre of the others")
    bands = [
        alt.Chart(each).mark_rule(strokeWidth=9, opacity=shade, color=style.SKY).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y)
        for each, shade in zip(bars, (0.25, 0.45), strict=True)
    ]
    kinds = alt.Scale(domain=[True, False], range=["circle", "cross"])
    colours = alt.Scale(domain=[True, False], range=[style.BLUE, style.ORANGE])
    points = alt.Chart(frame[["label", "count_over_others", "inside"]]).mark_point(filled=True, size=60, opacity=1)
    drawn = points.encode(
        x=alt.X("count_over_others:Q", scale=scale),
        y=y,
        shape=alt.Shape("inside:N", scale=kinds, legend=None),
        color=alt.Color("inside:N", scale=colours, legend=None),
    )
    return alt.layer(*bands, drawn).properties(width=width, height=18 * len(frame))
