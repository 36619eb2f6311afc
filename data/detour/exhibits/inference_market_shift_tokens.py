"""The exhibit on demand counted in tokens, and on what a token was listed at."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.frames import day, rows
from detour.results import engine

NAMES = {"china": "China, all", "doubao": "Doubao", "google": "Google"}
PRICED = {
    "doubao-pro-32k": "Doubao Pro",
    "qwen": "Qwen-Long",
    "deepseek-v3": "DeepSeek-V3",
    "deepseek-r1": "DeepSeek-R1",
    "deepseek-v4-flash": "V4-flash",
    "deepseek-v4-pro": "V4-pro",
}


def volumes() -> pd.DataFrame:
    """Return tokens a day by operator and month; monthly counts are converted."""
    frame = rows("series", quantity=["token_volume"])
    daily = [quantity.convert(value, unit, "tokens/day") for value, unit in zip(frame["value"], frame["unit"], strict=True)]
    frame = frame.assign(who=frame["subject"].map(NAMES), tokens_per_day=daily, date=day(frame["period"]).dt.strftime("%Y-%m-%d"))
    return frame[["who", "date", "tokens_per_day", "source"]].sort_values(["who", "date"], ignore_index=True)


def prices() -> pd.DataFrame:
    """Return list prices of input tokens in yuan, from the tables."""
    frame = rows("series", quantity=["token_price"], unit=["CNY/Mtoken"], subject=list(PRICED))
    frame = frame[frame["scope"].str.contains("input")]
    frame = frame.assign(who=frame["subject"].map(PRICED), yuan_per_million_tokens=frame["value"], date=day(frame["period"]).dt.strftime("%Y-%m-%d"))
    return frame[["who", "date", "yuan_per_million_tokens", "source"]].sort_values(["date", "who"], ignore_index=True)


def _x(title: str | None) -> alt.X:
    return alt.X("date:T", title=title, scale=alt.Scale(domain=["2024-01-01", "2027-04-01"]), axis=alt.Axis(format="%Y", tickCount="year"))


def _volume(width: int, frame: pd.DataFrame) -> alt.LayerChart:
    names = list(NAMES.values())
    colour = alt.Color("who:N", scale=alt.Scale(domain=names, range=[style.ORANGE, style.BLUE, style.GREEN]), legend=None)
    shape = alt.Shape("who:N", scale=alt.Scale(domain=names, range=["diamond", "circle", "square"]), legend=None)
    y = alt.Y(
        "tokens_per_day:Q",
        title="tokens a day, log scale",
        scale=alt.Scale(type="log", domain=[5e10, 5e14]),
        axis=alt.Axis(values=[1e11, 1e12, 1e13, 1e14], labelExpr="datum.value >= 1e12 ? datum.value / 1e12 + ' trillion' : datum.value / 1e9 + ' billion'"),
    )
    base = alt.Chart(frame)
    last = frame.groupby("who").tail(1)
    labels = [
        alt.Chart(last[last["who"] == who]).mark_text(align=align, dx=dx, dy=dy).encode(x=_x(None), y=y, text="who:N", color=colour)
        for who, align, dx, dy in (("China, all", "right", -9, -7), ("Doubao", "left", 9, -2), ("Google", "left", 9, 6))
    ]
    lines = base.mark_line(strokeWidth=1.5).encode(x=_x(None), y=y, color=colour)
    points = base.mark_point(size=70, filled=True, opacity=1).encode(x=_x(None), y=y, color=colour, shape=shape)
    return alt.layer(lines, points, *labels).properties(width=width, height=250)


def _price(width: int, frame: pd.DataFrame) -> alt.LayerChart:
    y = alt.Y(
        "yuan_per_million_tokens:Q",
        title="yuan a million input tokens, log scale",
        scale=alt.Scale(type="log", domain=[0.3, 20]),
        axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 20]),
    )
    base = alt.Chart(frame)
    point = base.mark_point(size=70, filled=True, opacity=1, color=style.PURPLE, shape="triangle-up").encode(x=_x("month of the count or of the list"), y=y)
    return alt.layer(point, base.mark_text(align="left", dx=8).encode(x=_x("month of the count or of the list"), y=y, text="who:N")).properties(
        width=width, height=200
    )


def tokens() -> Exhibit:
    """Volumes rose by orders of magnitude while the cheapest list price did not fall."""
    volume, price = volumes(), prices()
    number = quantity.number
    growth = number(engine.value("r-shift-tokens-china"), 2)
    china, cheapest = volume[volume["who"] == NAMES["china"]]["date"], price.loc[price["yuan_per_million_tokens"].idxmin()]
    floor = number(engine.value("r-shift-price-floor"), 3)
    frame = pd.concat([volume.assign(panel="volume"), price.assign(panel="price")], ignore_index=True)

    def draw(width: int) -> alt.VConcatChart:
        return alt.vconcat(_volume(width, volume), _price(width, price), spacing=14)

    return Exhibit(
        label="fig-shift-tokens",
        title=f"By the official count China's tokens a day grew {growth}-fold between {china.min()[:7]} and {china.max()[:7]}; "
        f"the lowest list price on record is that of {cheapest['date'][:4]}",
        caption="Above: tokens processed a day as operators and the National Data Administration count them; Google's months are divided by their "
        "mean length and hold its own products. "
        "Tokenisers differ, input and output are added, and no count is audited. Below: list prices of input tokens that were not cached, models of "
        "different size and quality. "
        f"DeepSeek's cheaper model of 2026 is listed at {floor} times the price of Doubao Pro in 2024.",
        alt="Line chart on a log axis of tokens a day: "
        + "; ".join(f"{row.who}, {row.date[:7]}: {quantity.write(row.tokens_per_day, digits=2)}" for row in volume.itertuples())
        + ". Points of list price in yuan a million input tokens: "
        + "; ".join(f"{row.who}, {row.date[:7]}: {number(row.yuan_per_million_tokens)}" for row in price.itertuples())
        + ".",
        draw=draw,
        frame=frame,
    )
