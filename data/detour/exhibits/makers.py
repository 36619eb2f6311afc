"""Exhibits of the page of makers: what is known of each, and what each sold and lost."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import makers, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import number

#: Makers as drawn; the page's order.
SHORT = {
    "huawei": "Huawei",
    "cambricon": "Cambricon",
    "hygon": "Hygon",
    "moore-threads": "Moore Threads",
    "metax": "MetaX",
    "biren": "Biren",
    "enflame": "Enflame",
    "iluvatar-corex": "Iluvatar",
    "kunlunxin": "Kunlunxin",
    "alibaba-t-head": "T-Head",
    "jingjia-micro": "Jingjia",
    "lingjiu": "Lingjiu",
}
_COLOURS = dict(zip(makers.STATES, (style.BLUE, style.SKY, style.PURPLE, style.ORANGE, style.GREY), strict=True))
_SHAPES = dict(zip(makers.STATES, ("circle", "triangle-up", "diamond", "square", "cross"), strict=True))


def fields() -> pd.DataFrame:
    """Return one row for each maker and field: how much is known, in how many rows of the tables, by which sources."""
    found = [
        {"maker": short, "field": words, "state": makers.state(maker, field), "rows": makers.items(maker, field)}
        for maker, short in SHORT.items()
        for field, words in makers.FIELDS.items()
    ]
    frame = pd.DataFrame(found)
    return frame.assign(count=frame["rows"].map(len), source=[frames.join(pd.Series([item.source for item in rows])) for rows in frame["rows"]]).drop(
        columns="rows"
    )


def known() -> Exhibit:
    """Who makes the memory, and what a chip costs, is the least known of the makers."""
    frame = fields()
    gaps = frame[frame["state"] == "not found"]
    of = gaps["field"].value_counts()
    worst, asked = of.index[0], len(SHORT)
    return Exhibit(
        label="fig-mk-known",
        title=f"{len(gaps)} of {len(frame)} fields are empty: who makes the memory is known of {_count(asked - of[worst])} maker of {asked}, prices of "
        f"{asked - of['Price']}",
        caption="What the tables of this report hold of each maker. Circle: found; triangle: found for some of its products; diamond: only estimates of "
        "others; square: sources disagree; cross: no row. A cross says that nothing was found, not that there is nothing: for the Entity List it may be that "
        "the maker is not on it, for the exchange that it is not listed.",
        alt=f"Matrix of {asked} makers and {len(makers.FIELDS)} fields. Not found: "
        + "; ".join(f"{field} of {', '.join(each['maker'])}" for field, each in gaps.groupby("field", sort=False))
        + ". Sources disagree: "
        + "; ".join(f"{row.field} of {row.maker}" for row in frame[frame["state"] == "sources disagree"].itertuples())
        + ".",
        draw=lambda width: _known_chart(frame, width),
        frame=frame,
    )


def _count(value: int) -> str:
    return {0: "no", 1: "one"}.get(value, number(value))


def _known_chart(frame: pd.DataFrame, width: int) -> alt.Chart:
    slim = style.narrow(width)
    states = list(makers.STATES)
    legend = alt.Legend(columns=2 if slim else 5, symbolSize=70)
    return (
        alt.Chart(frame)
        .mark_point(filled=True, size=70 if slim else 110, opacity=1)
        .encode(
            x=alt.X("maker:N", sort=list(SHORT.values()), title=None, axis=alt.Axis(orient="top", labelAngle=-60, ticks=False, domain=False, grid=False)),
            y=alt.Y("field:N", sort=list(makers.FIELDS.values()), title=None, axis=alt.Axis(ticks=False, domain=False, grid=True, labelLimit=130)),
            color=alt.Color("state:N", title=None, scale=alt.Scale(domain=states, range=list(_COLOURS.values())), legend=legend),
            shape=alt.Shape("state:N", title=None, scale=alt.Scale(domain=states, range=list(_SHAPES.values())), legend=legend),
        )
        .properties(width=width, height=26 * len(makers.FIELDS))
    )


#: Makers with accounts of their own, and the scope under which the tables hold them.
_ACCOUNTS = {
    "cambricon": "Cambricon",
    "moore-threads": "Moore Threads",
    "metax": "MetaX",
    "biren": "Biren",
    "enflame": "Enflame",
    "iluvatar-corex": "Iluvatar CoreX",
    "jingjia-micro": "Jingjia Micro",
}
_FIRST = "2022"


def finances() -> pd.DataFrame:
    """Return sales and net result of makers by year since 2022, where both are found, in millions of yuan; a guidance at its middle."""
    found = []
    for maker, scope in _ACCOUNTS.items():
        for period, each in makers.accounts(maker).items():
            sold, net = ([item for item in each.get(kind, []) if item.scope == scope and item.preferred] for kind in ("revenue", "net"))
            if sold and net and len(period) == 4 and period >= _FIRST:
                found.append(_year(SHORT[maker], period, sold[0].id, net[0].id))
    return pd.DataFrame(found)


def _year(maker: str, year: str, sold: str, net: str) -> dict:
    sources = frames.join(pd.Series([source for id in (sold, net) for source in registry.find(id).sources]))
    return {
        "maker": maker,
        "year": int(year),
        "million_yuan_sold": makers.amount(sold) / 1e6,
        "million_yuan_net": makers.amount(net) / 1e6,
        "results": f"{sold};{net}",
        "source": sources,
    }


def sold_and_lost() -> Exhibit:
    """Sales of the young makers rose by factors and their losses came down late; one of the makers with accounts by year earned."""
    frame = finances()
    last = frame.sort_values("year").groupby("maker", sort=False).tail(1)
    earn = last[last["million_yuan_net"] > 0]["maker"].tolist()
    return Exhibit(
        label="fig-mk-finances",
        title=f"Sales grew by factors and losses came down late: of {len(last)} makers only {' and '.join(earn)} earned in the last year with accounts",
        caption="Sales (logarithmic) and net result of a year, in millions of yuan, joined year by year for each maker from 2022, or from the first year with "
        "both; the filled point is the last, of 2024 or 2025. Above the line the maker earned. Moore Threads and Jingjia gave the last year as preliminary or "
        "as guidance, Enflame in round numbers; Biren’s losses hold the revaluation of redeemable shares. Hygon, which earns on processors and accelerators together, is missing: no net result "
        "of a whole year is in our tables.",
        alt="Paths of makers by year. "
        + " ".join(
            f"{maker}: "
            + ", ".join(f"{row.year} sales {number(row.million_yuan_sold, 3)}, net {number(row.million_yuan_net, 3)}" for row in each.itertuples())
            + "."
            for maker, each in frame.groupby("maker", sort=False)
        ),
        draw=lambda width: _finances_chart(frame, width),
        frame=frame,
    )


def _finances_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    order = list(dict.fromkeys(frame["maker"]))
    last = frame["year"] == frame.groupby("maker")["year"].transform("max")
    data = frame.assign(last=last)
    scale = alt.Scale(type="log", domain=[0.3, 60000 if slim else 30000], nice=False)
    x = alt.X(
        "million_yuan_sold:Q", title="sales of a year, million yuan (logarithmic)", scale=scale, axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format=",~f")
    )
    y = alt.Y("million_yuan_net:Q", title="net result, million yuan", axis=alt.Axis(format=",.0f", tickCount=6))
    color = alt.Color("maker:N", sort=order, legend=None, scale=alt.Scale(domain=order, range=[*style.CATEGORIES, style.MUTED]))
    base = alt.Chart(data)
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=style.GREY).encode(y="zero:Q")
    lines = base.mark_line(strokeWidth=1.5).encode(x=x, y=y, color=color, order="year:Q", detail="maker:N")
    hollow = base.transform_filter("!datum.last").mark_point(filled=False, size=30, strokeWidth=1.5, opacity=1).encode(x=x, y=y, color=color)
    full = base.transform_filter("datum.last").mark_point(filled=True, size=80, opacity=1).encode(x=x, y=y, color=color)
    said = [
        base.transform_filter(f"datum.last && datum.maker {'==' if low else '!='} 'Biren'")
        .mark_text(align="left", dx=8, dy=11 if low else 0, fontSize=10 if slim else 11, **halo)
        .encode(x=x, y=y, text="maker:N")
        for halo in ({"stroke": style.PAPER, "strokeWidth": 3}, {})
        for low in (True, False)
    ]
    return alt.layer(zero, lines, hollow, full, *said).properties(width=width, height=330)
