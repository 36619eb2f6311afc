"""What prefill and decoding ask of a chip, beside what the chips of the field can do: operations for each byte on one axis."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import naming, quantity, registry
from detour.exhibits import style
from detour.results.huawei_inference_ridges import ASKING
from detour.results.huawei_inference_served import MODELS

#: Rows of the drawing from the top, under the chips: phase, model, and what the row is called.
RIDGES = {
    ("decode", "dense"): "decode, dense",
    ("decode", "experts"): "decode, R1",
    ("prefill", "dense"): "prefill, dense",
    ("prefill", "experts"): "prefill, R1",
}
CHIPS = "chips"
#: Chips named over the row of chips, and on which side of its mark the name stands.
NAMED = {"nvidia-h20": ("H20", "right"), "huawei-ascend-910b": ("910B", "right"), "nvidia-h100": ("H100", "left")}
ENDS = (10, 150_000)


def ridge_frame() -> pd.DataFrame:
    """Return what each phase of each model asks for, with the least and greatest over the ends of its conditions."""
    found = []
    for phase, model in RIDGES:
        entry = registry.find(f"r-hi-ridge-{phase}-{model}")
        low, high = entry.ends()
        asked = {"flop_per_byte": entry.value, "flop_per_byte_low": low, "flop_per_byte_high": high}
        name = f"{ASKING[phase]} with {naming.name_of(MODELS[model][0])}"
        found.append(
            {"subject": MODELS[model][0], "chip": name, "kind": "asked by a phase", "row": RIDGES[phase, model]} | asked | {"source": ";".join(entry.sources)}
        )
    return pd.DataFrame(found)


def waits_for(balance: float, phase: str, model: str) -> str:
    """Return what a chip of some balance waits for in a phase.

    >>> waits_for(295, "decode", "dense"), waits_for(295, "prefill", "dense")
    ('memory', 'arithmetic')
    """
    return "memory" if balance > registry.find(f"r-hi-ridge-{phase}-{model}").value else "arithmetic"


def _across(column: str) -> alt.X:
    """Return a column of operations for each byte on the axis of the drawing."""
    axis = alt.Axis(values=[10, 100, 1000, 10_000, 100_000], format=",d", grid=False)
    return alt.X(f"{column}:Q", title="Operations for each byte, FLOP/byte (log)", scale=alt.Scale(type="log", domain=ENDS, nice=False), axis=axis)


def strip(chips: pd.DataFrame, width: int, colour: alt.Scale) -> alt.LayerChart:
    """Draw the chips as ticks in one row and what the phases ask for in rows under it."""
    ridges, order = ridge_frame(), [CHIPS, *RIDGES.values()]
    axis = alt.Axis(ticks=False, domain=False, labelPadding=6)
    y = alt.Y("row:N", sort=order, scale=alt.Scale(domain=order), axis=axis, title=None)
    named = chips[chips["subject"].isin(NAMED)].assign(row=CHIPS)
    guides = alt.Chart(named).mark_rule(color=style.GREY, strokeDash=[2, 3]).encode(x=_across("flop_per_byte"))
    ticks = alt.Chart(chips.assign(row=CHIPS)).mark_tick(thickness=1.5, size=13, opacity=0.9)
    ticks = ticks.encode(x=_across("flop_per_byte"), y=y, color=alt.Color("kind:N", scale=colour, legend=None))
    spans = alt.Chart(ridges).mark_rule(strokeWidth=4, opacity=0.4, color=style.PURPLE)
    spans = spans.encode(x=_across("flop_per_byte_low"), x2="flop_per_byte_high:Q", y=y)
    marks = alt.Chart(ridges).mark_point(filled=True, size=70, opacity=1, color=style.PURPLE).encode(x=_across("flop_per_byte"), y=y)
    numbers = alt.Chart(ridges.assign(shown=[quantity.number(each, 3) for each in ridges["flop_per_byte"]]))
    numbers = numbers.mark_text(dy=-11, fontSize=11).encode(x=_across("flop_per_byte"), y=y, text="shown:N")
    return alt.layer(guides, ticks, spans, marks, numbers, *_names(named, y)).properties(width=width, height=30 * len(order))


def _names(named: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Return the names over the row of chips."""
    layers = []
    for chip, (name, side) in NAMED.items():
        base = alt.Chart(named[named["subject"] == chip].assign(name=name)).encode(x=_across("flop_per_byte"), y=y, text="name:N")
        layers.append(base.mark_text(align=side, dx=2 if side == "left" else -2, dy=-12, fontSize=11, color=style.INK))
    return layers
