"""Exhibits of the chapter on the controls: thresholds, and the chips that crossed them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import registry, tables
from detour.exhibits import style
from detour.exhibits.base import Exhibit


def preferred(quantities: list[str], subjects: list[str] | None = None) -> pd.DataFrame:
    """Return preferred specifications, one row a chip, a column for each quantity and its source."""
    frame = tables.load("specifications")
    frame = frame[(frame["preferred"] == "yes") & frame["quantity"].isin(quantities)]
    if subjects is not None:
        frame = frame[frame["subject"].isin(subjects)]
    frame = frame.drop_duplicates(["subject", "quantity"])
    wide = frame.pivot(index="subject", columns="quantity", values="value").reset_index()
    sources = frame.groupby("subject")["source"].agg(lambda ids: ";".join(sorted(set(ids))))
    wide["source"] = wide["subject"].map(sources)
    wide["chip"] = wide["subject"].map(registry.name_of)
    return wide


def chips_under_october_2022() -> Exhibit:
    """Compute against interconnect, with the corner that the first rule closed."""
    chips = ["nvidia-a100", "nvidia-a800", "nvidia-h100", "nvidia-h800", "nvidia-h20", "nvidia-v100", "huawei-ascend-910b", "huawei-ascend-910c"]
    frame = preferred(["fp16_peak", "interconnect_bandwidth"], chips).dropna(subset=["fp16_peak", "interconnect_bandwidth"])

    def draw(width: int) -> alt.TopLevelMixin:
        base = alt.Chart(frame).encode(
            x=alt.X("interconnect_bandwidth:Q", title="Interconnect, GB/s, both directions"),
            y=alt.Y("fp16_peak:Q", title="FP16 peak, TFLOP/s"),
        )
        points = base.mark_circle(size=80, color=style.BLUE)
        labels = base.mark_text(align="left", dx=7).encode(text="chip:N")
        return (points + labels).properties(width=width, height=300)

    return Exhibit("fig-chips-october-2022", "A800 and H800 gave up links, not arithmetic", "Each dot is one chip.", "Scatter plot.", draw, frame)
