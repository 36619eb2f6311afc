"""Exhibit on what each export control costs a training step, as the model and the cluster grow."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import say
from detour.prediction.refusal import Unpredictable
from detour.quantity import number
from detour.results import cluster_workarounds_cuts as cuts

SIZES = (64, 256, 1024, 4096, 16_384)
#: Cuts drawn, with their names in the key, hue, shape, dash, and how far aside each stands, as a power of two.
LOOKS = {
    "a800": ("A800 for A100", style.BLUE, "circle", [1, 0], -0.3),
    "h800": ("H800 for H100", style.PURPLE, "triangle-up", [1, 0], 0.0),
    "h800-split": ("H800, split over a node", style.PURPLE, "triangle-down", [4, 3], 0.0),
    "network": ("H100, half the network", style.AMBER, "diamond", [4, 3], 0.3),
    "h20": ("H20 for H100", style.GREEN, "square", [1, 0], 0.0),
}
PAD = alt.AutoSizeParams(type="pad", contains="padding")


def cut_rows() -> pd.DataFrame:
    """Return the share of speed kept after each cut by model and number of chips, where the model fits."""
    return pd.DataFrame([row for model in cuts.MODELS for size in SIZES for cut in LOOKS if (row := _row(cut, model, size))])


def _row(cut: str, model: str, size: int) -> dict | None:
    """Return the share kept after one cut, None where the model does not fit."""
    try:
        value, low, high = cuts.at(cut, model, size)
    except Unpredictable:
        return None
    return {
        "model": cuts.MODELS[model][1],
        "condition": LOOKS[cut][0],
        "chips": size,
        "kept_percent": value,
        "low_percent": low,
        "high_percent": high,
        "ways": cuts.ways(cut, model, size),
        "source": ";".join(sorted({source for _, ref in cuts.rows_of(cut, model).values() for source in registry.find(ref).sources})),
    }


def cost() -> Exhibit:
    """Slower links cost little while a layout can go round them; arithmetic costs most of the speed."""
    frame = cut_rows()
    of = {cut: frame[frame["condition"] == look[0]]["kept_percent"] for cut, look in LOOKS.items()}
    linked, split, most = min(of["a800"].min(), of["h800"].min()), of["h800-split"].min(), of["h20"].max()
    return Exhibit(
        "fig-cluster-cuts",
        f"The links taken in 2022 leave at least {number(linked, 2)}% of the speed of training in the best layout, {number(split, 2)}% in one that splits over "
        f"a node; the arithmetic taken in 2023 leaves {number(most, 2)}% at most",
        f"Speed of as many chips after a cut over that before it, as predicted, in sixteen bits, with {registry.find('a-train-most-tokens').said()} a step whatever the number of "
        f"chips and sequences of {say('a-train-length')}; both chips have their best layout. Down-pointing: matrices of both are split over all "
        f"{say('a-serve-node')} of a node, which is what the best layout does where the two triangles meet. Diamonds: no control named the network between "
        "nodes. A line begins where the model fits. Rules: fitted shares, delay, network and usable memory err, each for itself, but alike before and after.",
        f"Four panels of speed kept against chips, by model. {_told(frame)}.",
        lambda width: _draw(frame, width),
        frame,
    )


def _told(frame: pd.DataFrame) -> str:
    """Return each line by its ends, in words."""
    return ". ".join(
        f"{model}, {condition}: {number(part['kept_percent'].iloc[0], 2)}% on {part['chips'].iloc[0]:,} to {number(part['kept_percent'].iloc[-1], 2)}% on "
        f"{part['chips'].iloc[-1]:,}"
        for (model, condition), part in frame.groupby(["model", "condition"], sort=False)
    )


def _draw(frame: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Draw a panel for each model, two beside each other."""
    small = style.narrow(width)
    models = [name for _, name, _ in cuts.MODELS.values()]
    room = 117 if small else 300
    rows = [alt.hconcat(*(_panel(frame, name, room, small, first=not at) for at, name in enumerate(pair)), spacing=8) for pair in (models[:2], models[2:])]
    return alt.vconcat(*rows, spacing=10, autosize=PAD)


def _panel(frame: pd.DataFrame, model: str, room: int, small: bool, *, first: bool) -> alt.LayerChart:
    """Draw one model."""
    looks = list(LOOKS.values())
    names = [look[0] for look in looks]
    key = alt.Legend(title=None, columns=2 if small else 3, symbolOpacity=1, labelFontSize=11 if small else 12)
    x = alt.X(
        "at:Q",
        title="Chips (log axis)",
        scale=alt.Scale(type="log", domain=[SIZES[0] / 1.5, SIZES[-1] * 1.5], nice=False),
        axis=alt.Axis(values=list(SIZES[::2]), format=",d", grid=False),
    )
    y = alt.Y("kept_percent:Q", title="Speed kept, percent" if first else None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    hue = alt.Color("condition:N", sort=names, legend=key, scale=alt.Scale(domain=names, range=[look[1] for look in looks]))
    shape = alt.Shape("condition:N", sort=names, legend=key, scale=alt.Scale(domain=names, range=[look[2] for look in looks]))
    aside = {look[0]: 2 ** look[4] for look in looks}
    base = alt.Chart(frame[frame["model"] == model].assign(at=lambda rows: rows["chips"] * rows["condition"].map(aside)))
    layers = [
        base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(x=x, y=alt.Y("low_percent:Q", scale=alt.Scale(domain=[0, 100])), y2="high_percent:Q", color=hue)
    ]
    for name, _, _, dash, _ in looks:
        line = base.transform_filter(alt.datum.condition == name).mark_line(strokeWidth=1.5, opacity=0.7, strokeDash=dash)
        layers.append(line.encode(x=x, y=y, color=hue))
    layers.append(base.mark_point(filled=True, size=28 if small else 45, opacity=1).encode(x=x, y=y, color=hue, shape=shape))
    head = alt.TitleParams(model, fontSize=12, fontWeight="normal", anchor="start", color=style.INK, font=style.FONT)
    return alt.layer(*layers).properties(width=room, height=170 if small else 210, title=head)
