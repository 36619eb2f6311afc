"""Exhibit on what a 910C is worth: every listed specification, in H20s and in H100s."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import naming, quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import row_axis, row_height, row_names, say, value

#: Several views side by side cannot be fitted to a width: their own widths add up to it.
PAD = alt.AutoSizeParams(type="pad", contains="padding")
METRICS = {
    "fp16_peak": "FP16 peak",
    "int8_peak": "INT8 peak",
    "tdp": "Power (TDP)",
    "memory_capacity": "Memory",
    "memory_bandwidth": "Memory bandwidth",
    "interconnect_bandwidth": "Links",
}


def worth_frame() -> pd.DataFrame:
    """Return every listed value of the 910C over the preferred value of the H20 and of the H100."""
    rows = []
    for metric, label in METRICS.items():
        listed = frames.rivals(metric, ["huawei-ascend-910c"])
        both = listed["qualifier"].str.startswith("unidirectional").map({True: 2.0, False: 1.0})
        for other in ("nvidia-h20", "nvidia-h100"):
            entry = registry.find(f"{other}/{metric}")
            part = pd.DataFrame(
                {
                    "metric": label,
                    "against": naming.name_of(other).replace("Nvidia ", "").replace("NVIDIA ", ""),
                    "listed": listed["value"] * both,
                    "unit": listed["unit"],
                    "ratio": listed["value"] * both / entry.value,
                    "preferred": listed["preferred"],
                    "source": listed["source"] + ";" + ";".join(entry.sources),
                }
            )
            rows.append(part)
    return pd.concat(rows, ignore_index=True)


def worth_panel(frame: pd.DataFrame, width: int, against: str, names_at: str) -> alt.LayerChart:
    """Draw the 910C in units of one other chip; the names of the metrics stand at the `side`, `above` each row, or `nowhere`."""
    part = frame[frame["against"] == against]
    span = part.groupby("metric", sort=False, as_index=False).agg(low=("ratio", "min"), high=("ratio", "max"))
    best = part[part["preferred"] == "yes"].assign(shown=lambda rows: rows["ratio"].map(lambda ratio: quantity.number(ratio, 2)))
    x = dict(
        title=f"910C in {against}s (log)", scale=alt.Scale(type="log", domain=[0.09, 22], nice=False), axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10], format="~g")
    )
    y = row_axis(frame, style.WIDE if names_at == "side" else style.NARROW, column="metric")
    colour = style.BLUE if against == "H20" else style.GREY
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 3], color=style.INK).encode(x=alt.X("x:Q", **x))
    rule = alt.Chart(span).mark_rule(strokeWidth=3, opacity=0.4, color=colour).encode(x=alt.X("low:Q", **x), x2="high:Q", y=y)
    rivals = alt.Chart(part[part["preferred"] == "no"]).mark_point(size=60, color=colour, strokeWidth=1.5).encode(x=alt.X("ratio:Q", **x), y=y)
    marks = alt.Chart(best).mark_point(size=90, filled=True, opacity=1, color=colour).encode(x=alt.X("ratio:Q", **x), y=y)
    text = alt.Chart(best).mark_text(align="right", fontSize=11).encode(x=alt.value(width - 2), y=y, text="shown:N")
    above = row_names(part, style.NARROW, column="metric") if names_at == "above" else []
    height = row_height(part, style.NARROW if names_at == "above" else style.WIDE, "metric")
    return alt.layer(one, rule, rivals, marks, text, *above).properties(width=width, height=height)


def worth() -> Exhibit:
    """A 910C is five H20s of arithmetic and less than one of memory bandwidth."""
    frame = worth_frame()

    def draw(width: int) -> alt.TopLevelMixin:
        if style.narrow(width):
            return alt.vconcat(*(worth_panel(frame, 320, against, "above") for against in ("H20", "H100")), spacing=20, autosize=PAD)
        return alt.hconcat(worth_panel(frame, 255, "H20", "side"), worth_panel(frame, 255, "H100", "nowhere"), spacing=20, autosize=PAD)

    best = frame[frame["preferred"] == "yes"]
    return Exhibit(
        "fig-hi-worth",
        f"One 910C is {quantity.number(value('r-hi-910c-h20-compute'), 2)} H20s of arithmetic and "
        f"{quantity.number(value('r-hi-910c-h20-bandwidth'), 2)} of memory bandwidth",
        f"One package of the 910C, {say('a-hi-dies-per-910c')}, against one H20 and one H100. Filled: the specification that we prefer, with its "
        "number; open: every other listed value; bars: their span. "
        "Right of the dashed line the 910C has more, which for power is no merit. The low bandwidths match a single die; the low value of links "
        "is a list whose unit is in doubt. "
        "One source gives links for one direction, counted here for both. Peaks as marketed, none measured.",
        "Two dot charts on log axes. "
        + " ".join(
            f"In {against}s: " + ", ".join(f"{row.metric} {quantity.number(row.ratio, 2)}" for row in group.itertuples()) + "."
            for against, group in best.groupby("against", sort=False)
        ),
        draw,
        frame,
    )
