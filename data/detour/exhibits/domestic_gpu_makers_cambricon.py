"""Exhibit of the chapter on domestic makers: Cambricon's accounts by quarter since its listing."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import number

#: Quarters that a report gives by themselves, and where; the others follow as differences of longer periods.
_REPORTED = {
    **dict.fromkeys(("2021Q1", "2021Q3", "2022Q3", "2023Q1", "2023Q3", "2024Q1", "2024Q2", "2024Q3", "2026Q1"), "es-mk-camb-{}-{}"),
    "2022Q1": "es-ti-camb-{}-{}",
    **dict.fromkeys(("2025Q2", "2025Q3"), "es-dg-camb-{}-{}"),
}
#: Rows of quarters whose ids follow no pattern.
_NAMED = {
    ("rev", "2024Q4"): "es-dg-camb-rev-2024q4",
    ("net", "2024Q4"): "es-064",
    ("rev", "2025Q1"): "es-mk-camb-rev-2025q1",
    ("net", "2025Q1"): "es-dg-camb-net-2025q1",
    ("rev", "2025Q4"): "es-dg-camb-rev-2025q4",
    ("net", "2025Q4"): "es-069",
}
QUARTERS = [f"{year}Q{quarter}" for year in range(2020, 2027) for quarter in range(1, 5)][2:26]
#: Results without one-off items, where we have them.
CORE = {
    "es-mk-camb-core-2021q3": "2021Q3",
    "es-mk-camb-core-2022q3": "2022Q3",
    "es-mk-camb-core-2023q1": "2023Q1",
    "es-mk-camb-core-2024q1": "2024Q1",
    "es-mk-camb-core-2024q3": "2024Q3",
    "es-dg-camb-core-2024q4": "2024Q4",
    "es-mk-camb-core-2025q1": "2025Q1",
    "es-mk-camb-core-2025q3": "2025Q3",
}
ITEMS = {"rev": "revenue", "net": "net result"}
#: What a quarter's amount is from.
FROM = ("reported", "difference")
#: Events drawn, as they are called in the drawing.
EVENTS = {
    "ev-007": "US rule",
    "ev-009": "Entity List",
    "ev-015": "second rule",
    "ev-051": "Beijing’s advice",
}


def ref(item: str, quarter: str) -> str:
    """Return the row, or the result, that holds an amount of a quarter.

    >>> ref("rev", "2021Q2"), ref("net", "2022Q1")
    ('r-mk-camb-rev-2021q2', 'es-ti-camb-net-2022q1')
    """
    pattern = _NAMED.get((item, quarter)) or _REPORTED.get(quarter, "r-mk-camb-{}-{}")
    return pattern.format(item, quarter.lower())


def accounts() -> pd.DataFrame:
    """Return revenue, net result and result without one-off items of Cambricon by quarter since its listing, in millions of yuan."""
    parts = [frames.entries({ref(item, quarter): quarter for quarter in QUARTERS}).assign(item=words) for item, words in ITEMS.items()]
    both = pd.concat([*parts, frames.entries(CORE).assign(item="without one-off items")], ignore_index=True)
    both["kind"] = both["kind"].map(lambda kind: FROM[kind == "result"])
    both = both.assign(million_yuan=both["value"] / 1e6, date=[_middle(quarter) for quarter in both["label"]])
    return both.rename(columns={"label": "quarter"})[["quarter", "date", "item", "million_yuan", "kind", "id", "source"]]


def _middle(quarter: str) -> pd.Timestamp:
    return pd.Timestamp(year=int(quarter[:4]), month=3 * int(quarter[5]) - 1, day=15)


def cambricon() -> Exhibit:
    """Revenue stood still for two years after the first control and rose after the rules and the demand of 2024."""
    frame = accounts()
    pick = frame.set_index(["item", "quarter"])["million_yuan"].sort_index()
    lost = [quarter for quarter in QUARTERS if pick["net result", quarter] < 0]
    after = QUARTERS.index("2024Q4") - QUARTERS.index("2022Q4")
    return Exhibit(
        label="fig-dg-cambricon",
        title=f"{len(lost)} quarters of losses, then profit: the first came {after} quarters after the first control and was not from the business",
        caption="Cambricon since its listing, by quarter, in millions of yuan: revenue above, net result below. Filled: reported by itself; open: the difference "
        "of longer periods. Orange diamonds: result without one-off items, where we have it. Dashed lines: the first US rule (October 2022), Cambricon’s own "
        "entry on the Entity List (December 2022), the second rule (October 2023) and Beijing’s advice against the H20 (August 2025). Company figures, most "
        "through press or digests.",
        alt=f"Bars and points of {len(QUARTERS)} quarters. Revenue in millions of yuan: "
        + ", ".join(f"{quarter} {number(pick['revenue', quarter], 3)}" for quarter in QUARTERS)
        + ". Net result: "
        + ", ".join(f"{quarter} {number(pick['net result', quarter], 3)}" for quarter in QUARTERS)
        + f". In the last quarter of 2024 the net result was {number(pick['net result', '2024Q4'], 3)}, "
        f"without one-off items about {number(pick['without one-off items', '2024Q4'], 2)}.",
        draw=lambda width: _chart(frame, width),
        frame=frame,
    )


def _chart(frame: pd.DataFrame, width: int) -> alt.VConcatChart:
    sold = frame[frame["item"] == "revenue"]
    return alt.vconcat(_panel(sold, width, 190, _sold), _panel(frame[frame["item"] != "revenue"], width, 170, _earned), spacing=14)


def _panel(data: pd.DataFrame, width: int, height: int, draw) -> alt.LayerChart:
    scale = alt.Scale(domain=[alt.DateTime(year=2020, month=6), alt.DateTime(year=2026, month=8)], nice=False, padding=0)
    axis = alt.Axis(format="’%y" if style.narrow(width) else "%Y", tickCount="year", title=None, grid=False)
    x = alt.X("date:T", scale=scale, axis=axis)
    rules = (
        alt.Chart(frames.rows("events", id=list(EVENTS)))
        .transform_calculate(day="toDate(datum.date)")
        .mark_rule(strokeDash=[3, 3], color=style.ORANGE)
        .encode(x=alt.X("day:T", scale=scale))
    )
    return alt.layer(rules, *draw(alt.Chart(data), x, width)).properties(width=width, height=height)


def _sold(base: alt.Chart, x: alt.X, width: int) -> list[alt.Chart]:
    y = alt.Y("million_yuan:Q", title="revenue, million yuan", axis=alt.Axis(format=",.0f", tickCount=5))
    size = width / len(QUARTERS) * 0.5
    fill = alt.condition("datum.kind == 'reported'", alt.value(1), alt.value(0.1))
    return [base.mark_bar(size=size, color=style.SKY, stroke=style.SKY, strokeWidth=1, opacity=1).encode(x=x, y=y, fillOpacity=fill)]


def _earned(base: alt.Chart, x: alt.X, width: int) -> list[alt.Chart]:
    y = alt.Y("million_yuan:Q", title="net result, million yuan", axis=alt.Axis(format=",.0f", tickCount=5))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=style.GREY).encode(y="zero:Q")
    net = base.transform_filter("datum.item == 'net result'")
    size = 34 if style.narrow(width) else 55
    full = net.transform_filter("datum.kind == 'reported'").mark_point(filled=True, size=size, color=style.BLUE, opacity=1).encode(x=x, y=y)
    hollow = net.transform_filter("datum.kind != 'reported'").mark_point(filled=False, size=size, color=style.BLUE, opacity=1, strokeWidth=1.5).encode(x=x, y=y)
    core = base.transform_filter("datum.item == 'without one-off items'").mark_point(shape="diamond", filled=True, size=size, color=style.ORANGE, opacity=1)
    return [zero, full, hollow, core.encode(x=x, y=y)]
