"""Exhibit of the chapter on domestic makers: the years between two chips that are said to be equal."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import number

PAIRS_IN_TIME = [
    ("GP201 and GT 1030", "lingjiu-gp201", "nvidia-gt-1030"),
    ("JM9 and GTX 1050", "jingjia-jm9", "nvidia-gtx-1050"),
    ("590 and A100", "cambricon-mlu590", "nvidia-a100-40gb"),
    ("910C and H100", "huawei-ascend-910c", "nvidia-h100"),
    ("PPU and H20", "thead-ppu", "nvidia-h20"),
]


def lags(attributes: pd.DataFrame) -> pd.DataFrame:
    """Return for each pair the first and last dates listed for both chips, and the years between the preferred ones."""
    rows = attributes[attributes["quantity"] == "release_date"]
    found = []
    for label, chip, rival in PAIRS_IN_TIME:
        (a, a_first, a_last, s), (b, b_first, b_last, t) = _dates(rows, chip), _dates(rows, rival)
        found.append(
            {
                "pair": label,
                "nvidia": b,
                "domestic": a,
                "years": _years(a - b),
                "low_years": _years(a_first - b_last),
                "high_years": _years(a_last - b_first),
                "source": frames.join(pd.Series([s, t])),
            }
        )
    return pd.DataFrame(found)


def _years(span: pd.Timedelta) -> float:
    return span.days / 365.25


def _dates(rows: pd.DataFrame, chip: str) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp, str]:
    mine = rows[rows["subject"] == chip]
    first, last = frames.day(mine["text"].str.split("/").str[0]), frames.day(mine["text"].str.split("/").str[-1])
    return first[mine["preferred"] == "yes"].iloc[0], first.min(), last.max(), frames.join(mine["source"])


def lag() -> Exhibit:
    """The chips compared lie two to seven years apart, least where Nvidia's chip was held back on purpose."""
    frame = lags(tables.load("attributes")).sort_values("years", ascending=False)
    first, last = frame.iloc[0], frame.iloc[-1]
    return Exhibit(
        label="fig-dg-lag",
        title=f"A statement of equality leaves out {number(last['years'], 2)} to {number(frame['years'].max(), 2)} years",
        caption="From the listed date of Nvidia’s chip (open circle) to that of the domestic chip said to match it (filled). Sources list announcement, "
        "release or mass production without "
        "always saying which; numbers in brackets span all listed dates. For the PPU the date is its public launch; it was in use earlier. "
        "Dotted lines: the control of October 2022 and that of October 2023.",
        alt="Dumbbell chart of five pairs: "
        + ", ".join(f"{row.pair} {number(row.years, 2)} years" for row in frame.itertuples())
        + f". The longest is {first['pair']}.",
        draw=lambda width: _lag_chart(frame, width),
        frame=frame,
    )


def _lag_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    wide = (frame["high_years"] - frame["low_years"]) > 0.1
    said = frame["years"].map(lambda v: number(v, 2)) + " years"
    spread = frame["low_years"].map(lambda v: number(v, 2)) + "–" + frame["high_years"].map(lambda v: number(v, 2))
    data = frame.assign(said=said if slim else said.where(~wide, said + " (" + spread + ")"))
    y = alt.Y("pair:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=140))
    years = [2016, 2020, 2024] if slim else list(range(2016, 2028, 2))
    # Ends one by one: Vega-Lite joins a whole domain, written twice over, for the two fields of a bar.
    scale = alt.Scale(domainMin=alt.DateTime(year=2016), domainMax=alt.DateTime(year=2032 if slim else 2029))
    x = alt.X("nvidia:T", title="listed date", scale=scale, axis=alt.Axis(format="%Y", values=[alt.DateTime(year=each) for each in years]))
    base = alt.Chart(data).encode(y=y)
    rules = (
        alt.Chart(frames.rows("events", id=["ev-007", "ev-015"]))
        .transform_calculate(day="toDate(datum.date)")
        .mark_rule(strokeDash=[2, 3], color=style.ORANGE)
        .encode(x=alt.X("day:T", scale=scale))
    )
    bar = base.mark_rule(strokeWidth=3, color=style.SKY).encode(x=x, x2="domestic:T")
    left = base.mark_point(size=70, color=style.GREY, filled=False, strokeWidth=2, fill=style.PAPER, opacity=1).encode(x=x)
    right = base.mark_point(size=80, color=style.BLUE, filled=True, opacity=1).encode(x="domestic:T")
    text = base.mark_text(align="left", dx=10, fontSize=11).encode(x="domestic:T", text="said:N")
    halo = text.mark_text(align="left", dx=10, fontSize=11, stroke=style.PAPER, strokeWidth=4)
    return alt.layer(rules, bar, left, right, halo, text).properties(width=width, height=34 * len(data))
