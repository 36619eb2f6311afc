"""Exhibit on what Chinese chips are worth in H20s and in H100s: in prefill, in decode, and for money."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import say
from detour.results.huawei_inference_served import MODELS, NAMES
from detour.results.huawei_inference_worth import COUNTED, PRICED, UNITS

#: Several views side by side cannot be fitted to a width: their own widths add up to it.
PAD = alt.AutoSizeParams(type="pad", contains="padding")
PHASES = {"prefill": "Prefill", "decode": "Decode", "money": "Answers for a dollar"}
SHORT = {"dense": "dense", "experts": "experts"}
#: Published ratios of the same two chips, by phase, model, chip and unit.
MEASURED = {("prefill", "experts", "910c", "h20"): "r-hi-prefill-910c-h20", ("decode", "experts", "910c", "h20"): "r-hi-decode-910c-h20"}
KINDS = {"in H20s": (style.BLUE, "circle"), "in H100s": (style.GREY, "square"), "measured, in H20s": (style.ORANGE, "diamond")}


def row(id: str, phase: str, model: str, chip: str, kind: str) -> dict:
    """Return one mark of the drawing: the ratio with its interval, and where it comes from."""
    entry = registry.find(id)
    low, high = entry.ends()
    return {
        "label": f"{NAMES[chip]}, {SHORT[model]}",
        "phase": PHASES[phase],
        "chip": NAMES[chip],
        "model": MODELS[model][1],
        "kind": kind,
        "ratio": entry.value,
        "low": low,
        "high": high,
        "id": entry.id,
        "source": ";".join(entry.sources),
    }


def worth_frame() -> pd.DataFrame:
    """Return every predicted ratio, and the measured ones."""
    found = []
    for phase in PHASES:
        for chip in COUNTED:
            for model in MODELS:
                for unit in UNITS:
                    if phase != "money" or chip in PRICED:
                        found.append(row(f"r-hi-worth-{phase}-{model}-{chip}-{unit}", phase, model, chip, f"in {NAMES[unit]}s"))
                    if id := MEASURED.get((phase, model, chip, unit)):
                        found.append(row(id, phase, model, chip, "measured, in H20s"))
    return pd.DataFrame(found)


def number(id: str) -> str:
    """Return a result as a plain number.

    >>> number("r-h20-implied-price-2024")
    '12,000'
    """
    return registry.find(id).written(bare=True)


def panel(frame: pd.DataFrame, width: int, phase: str, names: bool) -> alt.LayerChart:
    """Draw one phase: rows are chips with a model, marks the ratio in each unit, a rule its interval."""
    part = frame[frame["phase"] == phase]
    order = frame["label"].drop_duplicates().tolist()
    axis = alt.Axis(ticks=False, domain=False, title=None, labelPadding=6) if names else None
    y = alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), axis=axis, title=None)
    offset = alt.YOffset("kind:N", sort=list(KINDS), scale=alt.Scale(domain=list(KINDS), paddingOuter=0.25))
    x = dict(title=phase, scale=alt.Scale(type="log", domain=[0.1, 10], nice=False), axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10], format="~g"))
    legend = alt.Legend(title=None, symbolOpacity=1, columns=2 if width > 200 else 3)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=[each for each, _ in KINDS.values()]), legend=legend)
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=[each for _, each in KINDS.values()]), legend=legend)
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 3], color=style.INK).encode(x=alt.X("x:Q", **x))
    base = alt.Chart(part).encode(y=y, yOffset=offset, color=colour)
    rule = base.mark_rule(strokeWidth=3, opacity=0.45).encode(x=alt.X("low:Q", **x), x2="high:Q")
    mark = base.mark_point(filled=True, size=55, opacity=1).encode(x=alt.X("ratio:Q", **x), shape=shape)
    absent = pd.DataFrame({"label": [label for label in order if label not in set(part["label"])]}).assign(ratio=1.0, text="no price found")
    gap = alt.Chart(absent).mark_text(fontSize=11, color=style.MUTED, align="left", dx=5).encode(y=y, x=alt.X("ratio:Q", **x), text="text:N")
    return alt.layer(one, rule, mark, *([gap] if len(absent) else [])).properties(width=width, height=len(order) * 34)


def worth() -> Exhibit:
    """One 910C is three or four H20s in prefill, and about one in decode."""
    frame = worth_frame()

    def draw(width: int) -> alt.TopLevelMixin:
        if style.narrow(width):
            return alt.vconcat(*(panel(frame, 218, phase, True) for phase in PHASES.values()), spacing=16, autosize=PAD).resolve_scale(
                y="independent", yOffset="independent"
            )
        panels = [panel(frame, 178, phase, at == 0) for at, phase in enumerate(PHASES.values())]
        return alt.hconcat(*panels, spacing=14, autosize=PAD)

    span = {phase: " to ".join(number(f"r-hi-worth-{phase}-{model}-910c-h20") for model in MODELS) for phase in ("prefill", "decode")}
    words = "; ".join(
        f"{row.label}, {row.phase.lower()}, {row.kind}: {quantity.number(row.ratio, 2)}"
        + (f" ({quantity.number(row.low, 2)} to {quantity.number(row.high, 2)})" if row.low < row.high else "")
        for row in frame.itertuples()
    )
    return Exhibit(
        "fig-hi-worth",
        f"One 910C is predicted to be worth {span['prefill']} H20s in prefill and {span['decode']} in decode",
        f"Predicted throughput of one chip over that of one H20 or one H100, log axis; dense is {MODELS['dense'][1]} in sixteen bits on eight chips, experts is "
        f"{MODELS['experts'][1]} in eight bits on {quantity.number(registry.find('a-load-chips-experts').value)}, prompts of {say('a-load-prompt')}. "
        "Bars: intervals from rival specifications and from the factor within which four fifths of unseen measurements lie, each erring for itself. "
        "The diamonds are quotients of published runs, each laid out differently. Answers for a dollar count chip, what stands around it, and power, for a service "
        "that reads and writes; no price of the P800 was found.",
        f"Three dot charts on log axes with intervals. {words}.",
        draw,
        frame,
    )
