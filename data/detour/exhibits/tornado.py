"""Exhibits on what a headline number rests on: how far it moves when one thing goes to either end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import row_names
from detour.results import engine, swings
from detour.results.huawei_inference_served import MODELS

PAD = alt.AutoSizeParams(type="pad", contains="padding")
#: How a thing enters the interval, and its colour.
KINDS = {"counted": style.BLUE, "inside the factor": style.GREY, "condition": style.AMBER}
#: Chips whose tokens are priced.
UNITS = {"h20": "an H20", "910c": "a 910C"}
#: Widest swings that are drawn of each number.
MOST = 5
#: What the rows of assumptions are called in a drawing; others carry the name of their quantity and subject.
NAMES = {
    "a-fit-spread-huawei": "prediction error for Huawei",
    "a-fit-spread-nvidia": "prediction error for Nvidia",
    "a-fit-spread-unmeasured": "prediction error without fit",
    "a-load-sequences-dense": "requests at once",
    "a-fit-memory-share-others": "share of bandwidth, others",
    "a-hi-910c-fp16": "FP16 peak, 910C",
    "a-load-sequences-experts": "requests at once",
    "a-load-chips-experts": "chips of the deployment",
    "a-load-prompt": "length of the prompt",
    "a-load-service-prompt": "length of the prompt",
    "a-load-service-answer": "length of the answer",
    "a-load-service-sequences": "requests at once",
    "a-serve-most-sequences": "requests at once",
    "a-serve-input-length": "length of the prompt",
    "a-serve-output-length": "length of the answer",
    "a-hi-910c-memory-bandwidth": "memory bandwidth, 910C",
    "a-hi-910b-memory-bandwidth": "memory bandwidth, 910B",
    "a-hi-910b-fp16": "FP16 peak, 910B",
    "a-hi-910b-shipments-2024": "910B sold in 2024",
    "a-hi-h20-shipments-2024": "H20 sold in 2024",
    "a-fit-compute-share-nvidia": "share of the peak, Nvidia",
    "a-fit-compute-share-huawei": "share of the peak, Huawei",
    "a-fit-memory-share-huawei": "share of bandwidth, Huawei",
    "a-fit-memory-share-nvidia": "share of bandwidth, Nvidia",
    "a-fit-imbalance": "imbalance of experts",
    "a-fit-narrow-share": "gain of eight bits",
    "a-fit-overlap": "overlap of prompts and answers",
    "a-fit-sequence-overhead": "time of a sequence",
    "a-fit-exchange-share": "share of the links",
    "a-fit-exchange-latency": "latency of an exchange",
    "a-fit-network-share": "share of the network",
    "a-cost-utilisation": "share of busy hours",
    "a-cost-years": "years of service",
    "a-cost-overhead": "cost beside the chip",
    "a-cost-price-h20": "price, H20",
    "a-cost-price-910c": "price, 910C",
    "a-cost-pue": "power around the chips",
    "a-cost-power-price": "price of electricity",
    "a-serve-network": "network between nodes",
}


def tornado_frame(numbers: dict[str, str]) -> pd.DataFrame:
    """Return the widest swings of some results, by the words of the panel: the thing moved, and the result at its ends."""
    rows = []
    for id, panel in numbers.items():
        for swing in swings.swings(id)[:MOST]:
            rows.append(
                {
                    "panel": panel,
                    "label": NAMES.get(swing.leaf.id, swing.leaf.label),
                    "id": swing.leaf.id,
                    "kind": swing.counted,
                    "low": min(swing.low, swing.high),
                    "value": engine.value(id),
                    "high": max(swing.low, swing.high),
                    "unit": registry.find(id).unit,
                    "source": ";".join(registry.find(id).sources),
                }
            )
    return pd.DataFrame(rows)


def drawing(frame: pd.DataFrame, width: int, panel: str) -> alt.LayerChart:
    """Draw the swings of one result as bars around its value, on a log axis; names stand beside the bars or, on a phone, above them."""
    part, narrow = frame[frame["panel"] == panel], style.narrow(width)
    names = None if narrow else alt.Axis(ticks=False, domain=False, labelPadding=6)
    y = alt.Y("label:N", sort=part["label"].tolist(), title=None, axis=names)
    ends = [part["low"].min() * 0.8, part["high"].max() * 1.3]
    x = dict(title=panel, scale=alt.Scale(type="log", domain=ends, nice=False), axis=alt.Axis(tickCount=4, format="~s" if ends[1] > 1e6 else "~g"))
    legend = alt.Legend(title=None, symbolOpacity=1, symbolType="square")
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())), legend=legend)
    bars = alt.Chart(part).mark_bar(size=10 if narrow else 12, opacity=0.8).encode(y=y, x=alt.X("low:Q", **x), x2="high:Q", color=colour)
    middle = alt.Chart(part.head(1)).mark_rule(color=style.INK, strokeWidth=1.5).encode(x=alt.X("value:Q", **x))
    above = [layer.mark_text(align="left", baseline="bottom", dy=-6, fontSize=11, color=style.INK) for layer in row_names(part, width)[1:]]
    return alt.layer(bars, middle, *above).properties(width=325 if narrow else 505, height=len(part) * (32 if narrow else 22))


def tornado(label: str, title: str, what: str, numbers: dict[str, str]) -> Exhibit:
    """Return the tornado of some results, each in a panel of its own."""
    frame = tornado_frame(numbers)

    def draw(width: int) -> alt.TopLevelMixin:
        return alt.vconcat(*(drawing(frame, width, panel) for panel in numbers.values()), spacing=16, autosize=PAD)

    words = " ".join(
        f"{panel}, {quantity.write(part['value'].iloc[0], digits=2)}: "
        + "; ".join(f"{row.label} {quantity.write(row.low, digits=2)} to {quantity.write(row.high, digits=2)}" for row in part.itertuples())
        + "."
        for panel, part in frame.groupby("panel", sort=False)
    )
    return Exhibit(
        label,
        title,
        f"{what} Each bar moves one thing to its low and to its high end while the rest stays at its centre; log axis, the {MOST} widest. Blue enters the "
        "interval of the number. Grey is a fitted efficiency, whose error the factor of the predictions holds already. Amber is a condition of the comparison, "
        "stated and not doubted. Each row is linked below.",
        f"Bar charts on log axes. {words}",
        draw,
        frame,
        rests=links(frame),
    )


def links(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return what each row that is drawn is called, and its id; two that share a name also carry the id in it."""
    by_id = dict(zip(frame["id"], frame["label"], strict=True))
    names = list(by_id.values())
    return tuple((name if names.count(name) == 1 else f"{name} ({id})", id) for id, name in by_id.items())


def widest(ids: list[str]) -> str:
    """Return what moves each of some results most of all that enters their intervals, each thing once, in words."""
    first = (next(each for each in swings.swings(id) if each.counted == "counted") for id in ids)
    return " and the ".join(dict.fromkeys(NAMES[each.leaf.id] for each in first))


def worth() -> Exhibit:
    """The error of predictions for Huawei's chips moves the worth of a 910C most."""
    worths = {
        "r-hi-worth-prefill-dense-910c-h20": "910C in H20s, prefill of Llama 3.1 70B",
        "r-hi-worth-prefill-experts-910c-h20": "910C in H20s, prefill of DeepSeek-R1",
        "r-hi-worth-decode-dense-910c-h20": "910C in H20s, decode of Llama 3.1 70B",
        "r-hi-worth-decode-experts-910c-h20": "910C in H20s, decode of DeepSeek-R1",
        "r-hi-worth-money-dense-910c-h20": "910C over H20, answers of Llama 3.1 70B for a dollar",
    }
    return tornado(
        "fig-hi-tornado",
        f"The doubt that moves most is the {widest(list(worths))}, whichever worth of a 910C is asked for",
        "What a 910C is worth in H20s in each phase and for money.",
        worths,
    )


def cost() -> Exhibit:
    """The share of busy hours moves the cost of a token most."""
    costs = {f"r-hi-cost-{model}-{chip}": f"USD a million tokens on {name}, {MODELS[model][1]}" for model in MODELS for chip, name in UNITS.items()}
    further = all(swings.swings(id)[0].leaf.id == "a-load-service-prompt" for id in costs)
    return tornado(
        "fig-hi-tornado-cost",
        f"The doubt that moves most is the {widest(list(costs))} in what a token costs"
        + (", and the length of the prompt moves it further" if further else ""),
        "What a million tokens of answers cost, prompts included, where each chip reads and writes by turns.",
        costs,
    )


def tokens() -> Exhibit:
    """The share of busy hours moves the tokens a day more than anything else."""
    days = {
        "r-shift-day-dense-h20": "Tokens a day of the H20s of 2024, Llama 3.1 70B",
        "r-shift-day-experts-h20": "Tokens a day of the H20s of 2024, DeepSeek-R1",
        "r-shift-day-dense-910b": "Tokens a day of the 910Bs of 2024, Llama 3.1 70B",
    }
    xeon = {"r-shift-h100-xeon-money": "H100 over Xeon 8592+, decode of Llama 3.1 70B for a dollar"}
    return tornado(
        "fig-shift-tornado",
        f"The tokens a day that the fleets could pass rest most on the {widest(list(days))}, an H100 for money against a processor on the {widest(list(xeon))}",
        "Tokens a day, read and written together, that the chips said to be sold in 2024 could pass; and what a dollar buys on an H100 over a processor.",
        days | xeon,
    )
