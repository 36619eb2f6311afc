"""Exhibit of the chapter on the controls: who did what when."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.export_controls_dates import event_days

LANES = {
    "US rules": (style.ORANGE, "square"),
    "Nvidia's chips for China": (style.BLUE, "circle"),
    "Beijing's answers": (style.PURPLE, "diamond"),
    "Chinese chips": (style.GREEN, "triangle-up"),
}
#: What the drawing calls each event, by lane.
EVENTS = {
    "US rules": {
        "ev-001": "Huawei on the Entity List",
        "ev-004": "Foreign-made chips for Huawei",
        "ev-006": "Letter on A100 and H100",
        "ev-007": "First chip and tool rule",
        "ev-015": "Second chip rule",
        "ev-028": "Memory and tool rule",
        "ev-041": "Letter on the H20",
        "ev-055": "H20 licences",
        "ev-085": "H200 case by case",
        "ev-108": "Duty follows the parent",
    },
    "Nvidia's chips for China": {"ev-008": "A800", "ev-010": "H800", "ev-018": "H20"},
    "Beijing's answers": {
        "ev-013": "Gallium licensing",
        "ev-030": "Gallium ban for the US",
        "ev-031": "Nvidia antitrust probe",
        "ev-050": "Nvidia summoned on H20",
        "ev-051": "Warning against H20",
        "ev-060": "RTX Pro 6000D orders stopped",
        "ev-065": "Rare-earth controls",
        "ev-069": "State sites: domestic only",
        "ev-087": "H200 held at customs",
        "ev-091": "H200 purchases approved",
    },
    "Chinese chips": {"ev-040": "Ascend 910C", "ev-059": "Alibaba PPU shown", "ev-098": "Atlas 350 with 950PR"},
}


def timeline() -> Exhibit:
    """Chips answered the rules until 2023, orders from Beijing since."""
    events = event_days()
    frame = pd.DataFrame(
        [
            {
                "event_id": id,
                "lane": lane,
                "label": label,
                "date": events.loc[id, "date"],
                "day": events.loc[id, "day"],
                "precision": events.loc[id, "precision"],
                "source": events.loc[id, "source"],
            }
            for lane, labels in EVENTS.items()
            for id, label in labels.items()
        ]
    )
    frame["rank"] = frame["lane"].map(list(LANES).index)
    frame = frame.sort_values(["rank", "day"]).reset_index(drop=True)
    gap = max((events.loc[chip, "day"] - events.loc[rule, "day"]).days for rule, chip in (("ev-007", "ev-008"), ("ev-015", "ev-018")))
    beijing = events[events["category"] == "china_policy"]
    late = (beijing["day"] >= events.loc["ev-028", "day"]).sum()

    return Exhibit(
        "fig-controls-timeline",
        f"Nvidia's chips followed two rules within {quantity.number(gap)} days; of {quantity.number(len(beijing))} Chinese answers on record, "
        f"{quantity.number(late)} came from December 2024 on",
        "Acts by actor, in order of date within each lane; thin lines carry the dates of the US acts down through the other lanes. Selected "
        "from the register of events, all of which the title counts. "
        "An event known to the month only stands on its first day. H20 is the listed date; its orders are reported from February 2024. "
        "Nearness in time is not proof of cause.",
        "Timeline. "
        + " ".join(f"{lane}: " + "; ".join(f"{row.label}, {row.date}" for row in rows.itertuples()) + "." for lane, rows in frame.groupby("lane", sort=False)),
        lambda width: _timeline(frame, width),
        frame.drop(columns=["rank", "day"]),
    )


def _timeline(frame: pd.DataFrame, width: int) -> alt.TopLevelMixin:
    small = style.narrow(width)
    frame = frame.assign(row=frame.index + frame["rank"] * 1.4)
    domain = ["2018-07-01" if small else "2018-10-01", "2027-06-01" if small else "2026-12-31"]
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(domain=domain),
        axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True, orient="top", labelAngle=0, grid=False),
    )
    y = alt.Y("row:Q", title=None, axis=None, scale=alt.Scale(domain=[-1.6, frame["row"].max() + 0.8], reverse=True, nice=False))
    heads = frame.groupby("lane", as_index=False, sort=False).agg(row=("row", "min")).assign(row=lambda f: f["row"] - 1, day=pd.Timestamp(domain[0]))
    base = alt.Chart(frame).encode(x=x, y=y)
    left = frame["day"] > "2022-06-01"
    names = [
        base.transform_filter(alt.FieldOneOfPredicate(field="event_id", oneOf=list(frame.loc[side, "event_id"])))
        .mark_text(align=align, dx=dx, baseline="middle", fontSize=11)
        .encode(text="label:N")
        for side, align, dx in ((left, "right", -8), (~left, "left", 8))
    ]
    lanes = list(LANES)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=alt.Color("lane:N", legend=None, scale=alt.Scale(domain=lanes, range=[LANES[lane][0] for lane in lanes])),
        shape=alt.Shape("lane:N", legend=None, scale=alt.Scale(domain=lanes, range=[LANES[lane][1] for lane in lanes])),
    )
    rules = alt.Chart(frame[frame["lane"] == "US rules"]).mark_rule(color=style.ORANGE, opacity=0.35).encode(x=x)
    titles = alt.Chart(heads).mark_text(align="left", fontWeight="bold", baseline="middle", color=style.MUTED).encode(x=x, y=y, text="lane:N")
    return alt.layer(rules, *names, dots, titles).properties(width=width, height=int(17 * (frame["row"].max() + 2.4)))
