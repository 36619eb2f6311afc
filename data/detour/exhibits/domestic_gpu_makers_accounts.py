"""Exhibits of the chapter on domestic makers: Cambricon's accounts, and what PD-General's three multiples imply."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import number, write
from detour.results import engine

REVENUE = {
    "es-dg-camb-rev-2020": "2020",
    "es-dg-camb-rev-2021": "2021",
    "es-dg-camb-rev-2022": "2022",
    "es-dg-camb-rev-2023": "2023",
    "es-063": "2024",
    "es-067": "2025",
    "es-070": "2026 first half",
}
PROFIT = {
    "es-dg-camb-net-2020": "2020",
    "es-dg-camb-net-2021": "2021",
    "es-dg-camb-net-2022": "2022",
    "es-dg-camb-net-2023": "2023",
    "es-065": "2024",
    "es-068": "2025",
    "es-dg-camb-net-2026h1": "2026 first half",
}
CORE = {"es-dg-camb-core-2023": "2023", "es-dg-camb-core-2024": "2024"}
QUARTERS = {
    "es-064": "2024 Q4",
    "es-dg-camb-net-2025q1": "2025 Q1",
    "es-dg-camb-net-2025q2": "2025 Q2",
    "es-dg-camb-net-2025q3": "2025 Q3",
    "es-069": "2025 Q4",
}
QUARTER_CORE = {"es-dg-camb-core-2024q4": "2024 Q4"}


def accounts() -> pd.DataFrame:
    """Return revenue, net result and result without one-off items of Cambricon by year and by quarter, in millions of yuan."""
    parts = [
        frames.entries(wanted).assign(item=item, grain=grain)
        for wanted, item, grain in (
            (REVENUE, "revenue", "year"),
            (PROFIT, "net result", "year"),
            (CORE, "without one-off items", "year"),
            (QUARTERS, "net result", "quarter"),
            (QUARTER_CORE, "without one-off items", "quarter"),
        )
    ]
    both = pd.concat(parts, ignore_index=True)
    return both.assign(million_yuan=both["value"] / 1e6).rename(columns={"label": "time"})[["grain", "time", "item", "million_yuan", "id", "source"]]


def cambricon() -> Exhibit:
    """Revenue stood still for two years after the first control and rose after the rules and the demand of 2024."""
    frame = accounts()
    pick = frame.set_index(["grain", "item", "time"])["million_yuan"].sort_index()
    revenue, net = pick["year", "revenue"], pick["year", "net result"]
    return Exhibit(
        label="fig-dg-cambricon",
        title="The controls of 2022 came first and the sales two years later; the “first profit” was not from the business",
        caption="Cambricon by year (above) and the net result by quarter (below), in millions of yuan. Bars: revenue; filled circles: net result; orange "
        "diamonds: result without one-off items, where "
        "we have it. Dashed lines: the general control of October 2022 (the maker’s own listing followed in December) and the rule of October 2023. 2026 is a "
        "half year. "
        "Company figures, the years before 2024 through an aggregator.",
        alt="Bars and points by year. Revenue in millions of yuan: "
        + ", ".join(f"{time} {number(value, 3)}" for time, value in revenue.items())
        + ". Net result: "
        + ", ".join(f"{time} {number(value, 3)}" for time, value in net.items())
        + f". In the last quarter of 2024 the net result was {number(pick['quarter', 'net result', '2024 Q4'], 3)}, "
        f"without one-off items about {number(pick['quarter', 'without one-off items', '2024 Q4'], 2)}.",
        draw=lambda width: _cambricon_chart(frame, width),
        frame=frame,
    )


def _cambricon_chart(frame: pd.DataFrame, width: int) -> alt.VConcatChart:
    slim = style.narrow(width)
    years = frame[frame["grain"] == "year"].assign(mid=lambda f: f["time"].str[:4].astype(int) + 0.5)
    return alt.vconcat(_years(years, width, slim), _quarters(frame[frame["grain"] == "quarter"], width, slim), spacing=18)


def _years(data: pd.DataFrame, room: int, slim: bool) -> alt.LayerChart:
    scale = alt.Scale(domain=[2020, 2027], nice=False)
    year = "'’' + format(floor(datum.value) - 2000, 'd')" if slim else "format(floor(datum.value), 'd')"
    axis = alt.Axis(
        title=None,
        values=[each + 0.5 for each in range(2020, 2027)],
        labelExpr=f"datum.value == 2026.5 ? '’26 H1' : {year}",
        grid=False,
        labelOverlap=False,
    )
    x = alt.X("mid:Q", scale=scale, axis=axis)
    y = alt.Y("million_yuan:Q", title="million yuan, by year", axis=alt.Axis(format=",.0f"), scale=alt.Scale(domain=[-1800, 7400], nice=False))
    marks = frames.rows("events", id=["ev-007", "ev-015"])
    at = pd.DataFrame({"mid": [pd.Timestamp(each).year + (pd.Timestamp(each).day_of_year / 365.25) for each in marks["date"]]})
    rules = alt.Chart(at).mark_rule(strokeDash=[3, 3], color=style.ORANGE).encode(x=alt.X("mid:Q", scale=scale))
    base = alt.Chart(data)
    bars = base.transform_filter("datum.item == 'revenue'")
    drawn = bars.mark_bar(size=room / 7 * 0.45, color=style.SKY, opacity=0.75).encode(x=x, y=y)
    said = bars.transform_calculate(said="format(datum.million_yuan, ',.0f')").mark_text(dy=-8, fontSize=10 if slim else 11).encode(x=x, y=y, text="said:N")
    return alt.layer(rules, drawn, said, _results(base, x, y, alt.Legend(columns=1 if slim else 2))).properties(width=room, height=270)


def _results(base: alt.Chart, x: alt.X, y: alt.Y, legend: alt.Legend | None) -> alt.Chart:
    items = ["net result", "without one-off items"]
    color = alt.Color("item:N", title=None, scale=alt.Scale(domain=items, range=[style.BLUE, style.ORANGE]), legend=legend)
    shape = alt.Shape("item:N", title=None, scale=alt.Scale(domain=items, range=["circle", "diamond"]), legend=legend)
    return base.transform_filter("datum.item != 'revenue'").mark_point(filled=True, size=80, opacity=1).encode(x=x, y=y, color=color, shape=shape)


def _quarters(data: pd.DataFrame, room: int, slim: bool) -> alt.LayerChart:
    x = alt.X(
        "time:O",
        axis=alt.Axis(title=None, labelAngle=0, grid=False, labelOverlap=False, labelExpr="split(datum.value, ' ')" if slim else "datum.value"),
        scale=alt.Scale(paddingInner=0.4, paddingOuter=0.3),
    )
    y = alt.Y("million_yuan:Q", title="million yuan, by quarter", axis=alt.Axis(tickCount=4, format=",.0f"), scale=alt.Scale(domain=[-90, 800], nice=False))
    base = alt.Chart(data)
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=style.GREY).encode(y="zero:Q")
    said = (
        base.transform_calculate(said="format(datum.million_yuan, ',.1~f')").mark_text(align="left", dx=8, dy=-7, fontSize=11).encode(x=x, y=y, text="said:N")
    )
    return alt.layer(zero, _results(base, x, y, None), said).properties(width=room, height=150)


MOVES = {
    "nvidia-rtx-4070/memory_bandwidth": ("RTX 4070, at most", "hardware"),
    "intel-xeon-8490h/memory_bandwidth": ("one Xeon 8490H, at most", "hardware"),
    "r-dg-pd-cuda-moves": ("the “CUDA” program", "implied"),
    "r-dg-pd-openmp-moves": ("the OpenMP program", "implied"),
    "r-dg-pd-p100-moves": ("serial program, other code", "implied"),
    "r-dg-pd-serial-moves": ("the serial program", "implied"),
}


def moves() -> pd.DataFrame:
    """Return memory bandwidth of the hardware, and the most each baseline of PD-General can have moved."""
    rows = frames.entries({ref: label for ref, (label, _) in MOVES.items()})
    return rows.assign(kind=[MOVES[ref][1] for ref in MOVES]).rename(columns={"value": "gb_per_s"})[["label", "kind", "gb_per_s", "id", "source"]]


def pd_general() -> Exhibit:
    """If the card is saturated, the OpenMP program used less than two hundredths of what one server processor can move."""
    frame = moves()
    pick = frame.set_index("label")["gb_per_s"]
    share = engine.entry("r-dg-pd-openmp-of-socket")
    return Exhibit(
        label="fig-dg-pd-general",
        title=f"The OpenMP baseline of PD-General moved at most {write(pick['the OpenMP program'], unit='GB/s', digits=2)}, {share.written()} of what one "
        "server processor can",
        caption="Memory traffic in GB/s, logarithmic. Filled: what the hardware can move at most. Open: the most that each baseline can have moved if "
        "the RTX 4070 ran at its full memory bandwidth, "
        "its bandwidth over the claimed speed-up; a card below its limit puts every baseline lower still. The other code is a published one on a Tesla "
        "P100 with more than the speed-up drawn. "
        "Traffic that stays in a cache is not counted, which loosens the bound.",
        alt="Dot chart: " + ", ".join(f"{row.label} {write(row.gb_per_s, unit='GB/s', digits=3)}" for row in frame.itertuples()) + ".",
        draw=lambda width: _pd_chart(frame, width),
        frame=frame,
    )


def _pd_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    data = frame.assign(said=[write(value, unit="GB/s", digits=3) for value in frame["gb_per_s"]])
    base = alt.Chart(data).encode(y=alt.Y("label:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=175)))
    x = alt.X(
        "gb_per_s:Q",
        title="memory traffic, GB/s (logarithmic)",
        scale=alt.Scale(type="log", domain=[0.3, 20000 if style.narrow(width) else 4000], nice=False),
        axis=alt.Axis(values=[1, 10, 100], format="~g"),
    )
    full = base.transform_filter("datum.kind == 'hardware'").mark_point(filled=True, size=85, color=style.BLUE, opacity=1).encode(x=x)
    hollow = (
        base.transform_filter("datum.kind == 'implied'")
        .mark_point(shape="diamond", size=85, strokeWidth=2, color=style.ORANGE, opacity=1, filled=False)
        .encode(x=x)
    )
    text = base.mark_text(align="left", dx=10, fontSize=11).encode(x=x, text="said:N")
    return alt.layer(full, hollow, text).properties(width=width, height=34 * len(data))
