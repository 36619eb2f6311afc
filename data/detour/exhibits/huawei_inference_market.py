"""Exhibits on money and supply: prices, what Huawei can make, and the H20 before and after the licence duty."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import estimate_rows, estimates_drawing, say

PAD = alt.AutoSizeParams(type="pad", contains="padding")
PRICES = [
    ("H20: article, revenue over chips", "r-h20-implied-price-2024", "follows from the article"),
    ("H20: article over Epoch AI's count", "r-hi-h20-price-rival", "computed"),
    ("H20: distributors, early 2024", "es-128", "estimate"),
    ("H20: SemiAnalysis, July 2024", "sp-nvidia-h20-price-4", "estimate"),
    ("H20: distributors' price in yuan", "r-hi-h20-street-price-yuan", "computed"),
    ("H20: reported sales, spring 2025", "r-hi-h20-price-fy26q1", "computed"),
    ("910B: street, early 2024", "r-hi-910b-street-price", "computed"),
    ("910C: orders in talks, 2024", "sp-huawei-ascend-910c-price-1", "estimate"),
    ("910C: share of a CloudMatrix", "r-hi-cm384-price-per-package", "computed"),
    ("All Ascend: revenue over cards, 2025", "r-hi-ascend-revenue-per-chip-2025", "computed"),
]


def prices() -> Exhibit:
    """The H20's price agrees with itself; Huawei's prices differ by what is divided by what."""
    frame = estimate_rows(PRICES)

    def draw(width: int) -> alt.TopLevelMixin:
        x = dict(title="US dollars", scale=alt.Scale(domain=[0, 36_000]), axis=alt.Axis(values=[0, 10_000, 20_000, 30_000], format="$,d"))
        return estimates_drawing(frame, width, x)

    return Exhibit(
        "fig-hi-prices",
        f"On the street a 910B cost more than an H20; Huawei's revenue of 2025 comes to {say('r-hi-ascend-revenue-per-chip-2025')}",
        "Prices for one chip, package or card, before tax and freight as far as known. Bars are the ranges given, or what follows from the "
        "interval of a count. Yuan converted at the rate "
        f"that the articles' own won figures imply ({say('r-hi-yuan-per-dollar')}). The share of a CloudMatrix holds processors, links and cabinets as well. "
        "The last row divides an estimate of revenue by a count of cards that includes small ones and, it may be, chips that Huawei uses itself.",
        "Dot chart of ten prices in US dollars: " + "; ".join(f"{row.label} {row.shown}" for row in frame.itertuples()) + ".",
        draw,
        frames.printed(frame)[["label", "text", "kind", "id", "value", "low", "high", "unit", "source"]],
    )


SUPPLY = {
    "Dies": [
        ("Made by TSMC, in stock 2024: SemiAnalysis", "es-041", "estimate"),
        ("All Ascend 2025: Bloomberg", "es-038", "forecast or plan"),
        ("All Ascend 2026: Bloomberg", "es-039", "forecast or plan"),
    ],
    "Chips or packages": [
        ("All Ascend 2025: US official", "es-032", "forecast or plan"),
        ("910C 2025: Financial Times", "es-hi-910c-production-2025", "forecast or plan"),
        ("910B 2025: Financial Times", "es-hi-910b-production-2025", "forecast or plan"),
        ("910C 2025: Bloomberg", "es-033", "forecast or plan"),
        ("910B and 910C 2025: SemiAnalysis", "es-029", "forecast or plan"),
        ("910C 2025: SemiAnalysis, Aug 2024", "es-034", "forecast or plan"),
        ("All Ascend 2026, if memory limits: SemiAnalysis", "es-036", "forecast or plan"),
        ("910C 2026: Bloomberg", "es-037", "forecast or plan"),
    ],
    "Cards": [("All Ascend 2025: IDC", "es-030", "estimate")],
}


def supply_panel(frame: pd.DataFrame, width: int, counted: str) -> alt.LayerChart:
    """Draw the estimates that count the same thing."""
    part = frame[frame["counted"] == counted]
    x = dict(title=counted, scale=alt.Scale(domain=[0, 4_200_000]), axis=alt.Axis(values=[0, 1_000_000, 2_000_000, 3_000_000], format=",d"))
    return estimates_drawing(part, width, x).properties(width=310 if style.narrow(width) else 370)


def supply() -> Exhibit:
    """Estimates of Huawei's output for one year differ fourfold before dies are told from packages, and more after."""
    parts = [estimate_rows(rows).assign(counted=counted) for counted, rows in SUPPLY.items()]
    frame = pd.concat(parts, ignore_index=True)

    def draw(width: int) -> alt.TopLevelMixin:
        return alt.vconcat(*(supply_panel(frame, width, counted) for counted in SUPPLY), spacing=16, autosize=PAD)

    words = "; ".join(
        f"{counted}: " + ", ".join(f"{row.label} {row.shown}" for row in group.itertuples()) for counted, group in frame.groupby("counted", sort=False)
    )
    return Exhibit(
        "fig-hi-supply",
        f"For 2025 the official ceiling was {quantity.number(registry.find('r-hi-officials-share').value, 2)}% of what IDC then counted as shipped",
        "Each panel counts another thing, on the same scale: dies, chips or packages as the source says, cards. A 910C takes "
        f"{quantity.number(registry.find('a-hi-dies-per-910c').value)} dies and a 910B one, so no number of one panel may be set against one of another "
        "before it is converted. Triangles were forecasts or plans when they were made. Stocks are not output of a year.",
        f"Three dot charts on one scale. {words}.",
        draw,
        frames.printed(frame)[["counted", "label", "text", "kind", "id", "value", "low", "high", "unit", "source"]],
    )


UNITS = [f"se-hi-h20-units-{quarter}" for quarter in ("fy25q1", "fy25q2", "fy25q3", "fy25q4", "fy26q1", "fy26q2")]
REVENUE = {"FY2026Q1": "es-083", "FY2026Q2": "se-mkt-nvda-h20-fy26q2-nonchina", "FY2026Q3": "se-mkt-nvda-h20-fy26q3"}


def quarter(period: str) -> str:
    """Return a fiscal quarter as the axis shows it.

    >>> quarter("FY2026Q1")
    'Q1 26'
    """
    return f"{period[6:]} {period[4:6]}"


def licence_frame() -> pd.DataFrame:
    """Return units by the model and revenue as reported, one row a fiscal quarter."""
    units = frames.entries({ref: ref for ref in UNITS}).assign(measure="units")
    money = frames.entries({ref: period for period, ref in REVENUE.items()}).assign(measure="revenue")
    frame = pd.concat([units, money], ignore_index=True)
    shown = [f"${quantity.number(row.value / 1e9)} bn" if row.measure == "revenue" else quantity.number(round(row.value, -3)) for row in frame.itertuples()]
    return frame.assign(quarter=frame["period"].map(quarter), shown=shown).drop(columns="label")


def licence_panel(frame: pd.DataFrame, width: int, measure: str, title: str, top: float, colour: str) -> alt.LayerChart:
    """Draw the bars of one measure over all quarters, so that gaps show."""
    narrow = style.narrow(width)
    part = frame[frame["measure"] == measure]
    quarters = [quarter(f"FY{year}Q{number}") for year in (2025, 2026) for number in (1, 2, 3, 4)][:7]
    x = alt.X(
        "quarter:N",
        sort=quarters,
        scale=alt.Scale(domain=quarters),
        title="Nvidia's fiscal quarter" if measure == "revenue" else None,
        axis=alt.Axis(labelAngle=0, ticks=False),
    )
    expression = "format(datum.value / 1e9, 'd')" if measure == "revenue" else "format(datum.value, ',d')"
    y = dict(scale=alt.Scale(domain=[0, top]), axis=alt.Axis(tickCount=3, labelExpr=expression, minExtent=52))
    base = alt.Chart(part).encode(x=x)
    pale = alt.condition("datum.quarter == 'Q2 26'", alt.value(0.35), alt.value(1))
    bars = base.mark_bar(color=colour, size=22 if narrow else 46).encode(y=alt.Y("value:Q", title=title, **y), opacity=pale)
    whiskers = (
        base.transform_filter("datum.low < datum.high").mark_rule(color=style.INK, strokeWidth=1.5).encode(y=alt.Y("low:Q", title=title, **y), y2="high:Q")
    )
    text = base.mark_text(baseline="bottom", dy=-4, fontSize=10 if narrow else 11).encode(y=alt.Y("high:Q", title=title, **y), text="shown:N")
    return alt.layer(bars, whiskers, text).properties(width=270 if narrow else 590, height=150)


def licence() -> Exhibit:
    """H20 sales rose until the licence duty and did not return with the licences."""
    frame = licence_frame()

    def draw(width: int) -> alt.TopLevelMixin:
        return alt.vconcat(
            licence_panel(frame, width, "units", "Chips, modelled", 560_000, style.BLUE),
            licence_panel(frame, width, "revenue", "USD billion, reported", 6e9, style.GREEN),
            spacing=14,
            autosize=PAD,
        )

    words = {measure: ", ".join(f"{row.quarter} {row.shown}" for row in group.itertuples()) for measure, group in frame.groupby("measure")}
    return Exhibit(
        "fig-hi-licence",
        f"After the licences of August 2025 the H20 sold for {say('es-084')}, {say('r-hi-h20-after-licence')} of its last free quarter",
        "Above: H20 delivered by Epoch AI's model, with its interval from the 5th to the 95th percentile. Below: H20 revenue as Nvidia reported "
        "it, which it did only from the quarter in which "
        "the licence duty fell (April 2025, near its end). Pale: sales of the second quarter, which by Nvidia's account went to buyers "
        "outside China. Fiscal years end in late January. "
        "A missing bar is a quarter without a number: not reported before, nothing modelled after.",
        f"Two bar charts by fiscal quarter. Modelled chips: {words['units']}. Reported revenue: {words['revenue']}.",
        draw,
        frame.drop(columns="shown"),
    )
