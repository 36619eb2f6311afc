"""The exhibit on what decides what: the part of each input in what the model of the market says of two years."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style, tornado
from detour.exhibits.base import Exhibit
from detour.prediction import market, market_sensitivity

YEARS = (2026, 2030)
#: What is decided, as a panel calls it, and a result whose sources are those of all inputs.
PANELS = {
    "stock": ("Capacity installed", "r-shift-market-stock-{year}"),
    "tokens_served": ("Tokens served", "r-shift-market-tokens-{year}"),
    "inference_share": ("Share of inference", "r-shift-market-inference-{year}"),
}
#: Parts of the variance by the column that holds them: colour and words.
PARTS = {
    "total_percent": ("before counts, with others", style.GREY),
    "first_percent": ("before counts, alone", style.BLUE),
    "weighed_percent": ("once weighed by counts", style.ORANGE),
}
#: Part of the variance once samples are weighed, from which an input is drawn whatever its total index: below, chance and shared movement may make it.
_SHOWN = 0.1
#: What inputs are called in a drawing.
NAMES = {
    "stock": "capacity of 2021",
    "inference": "inference in 2021",
    "training": "growth of training",
    "other": "growth of other inference",
    "fade": "how long growth lasts",
    "tokens_early": "tokens of 2024",
    "tokens": "tokens of 2025",
    "tokens_growth": "growth of tokens in 2026",
    "tokens_fade": "how long tokens grow",
    "throughput": "tokens for a PFLOP/s",
    "efficiency": "growth of efficiency",
    "pace": "pace of ordering",
    "most": "most hours busy",
    "utilisation": "hours meant to be busy",
    "life": "years of service",
    "domestic": "domestic supply of 2022",
    "domestic_growth": "growth of domestic supply",
    "foreign": "supply from abroad, 2025",
    "foreign_after": "supply from abroad, later",
    "card_domestic": "rate of a domestic card",
    "card_foreign": "rate of a foreign card",
    "card_growth": "growth of cards' rates",
    "price": "price of a unit",
    "price_change": "change of that price",
    "overhead": "cost beside the chip",
}


def parts() -> pd.DataFrame:
    """Return one row a year, quantity and input that matters in either year: its parts of the variance in percent, those of most weight in the last year first."""
    rows = [
        {
            "output": each.output,
            "panel": PANELS[each.output][0],
            "year": each.year,
            "label": NAMES[each.input],
            "id": market.ROWS[each.input],
            "first_percent": 100 * max(0.0, each.first),
            "total_percent": 100 * max(0.0, each.total),
            "weighed_percent": 100 * max(0.0, each.weighed),
            "source": ";".join(registry.find(PANELS[each.output][1].format(year=each.year)).sources),
        }
        for year in YEARS
        for each in market_sensitivity.indices(year)
    ]
    frame = pd.DataFrame(rows)
    matters = (frame["total_percent"] >= 100 * market_sensitivity.MATTERS) | (frame["weighed_percent"] >= 100 * _SHOWN)
    pairs = frame[matters].set_index(["output", "id"]).index
    kept = frame[frame.set_index(["output", "id"]).index.isin(pairs)]
    greatest = kept.groupby(["output", "id"])[["total_percent", "weighed_percent"]].transform("max").max(axis=1)
    order = {name: place for place, name in enumerate(PANELS)}
    kept = kept.assign(place=kept["output"].map(order), greatest=greatest).sort_values(["place", "greatest", "id", "year"], ascending=[True, False, True, True])
    return kept.drop(columns=["place", "greatest", "output"]).reset_index(drop=True)


def deciding(frame: pd.DataFrame, panel: str, year: int, column: str) -> pd.Series:
    """Return the row of the input that makes the greatest part of a quantity in a year, by a column."""
    some = frame[(frame["panel"] == panel) & (frame["year"] == year)]
    return some.loc[some[column].idxmax()]


def _cell(rows: pd.DataFrame, year: int, width: int, *, first: bool, last: bool, legend: bool) -> alt.LayerChart:
    """Draw the inputs of a quantity in a year: total and first-order index as bars in one another, what is explained once weighed as a diamond."""
    narrow = style.narrow(width)
    some = rows[rows["year"] == year]
    names = 132 if narrow else 190
    axis = alt.Axis(ticks=False, domain=False, labelLimit=names - 4, minExtent=names, maxExtent=names, labelFontSize=11 if narrow else 12) if first else None
    y = alt.Y("label:N", sort=rows["label"].drop_duplicates().tolist(), title=None, axis=axis)
    ticks = alt.Axis(values=[0, 20, 40, 60], labels=last, title="part of the variance, %" if last and not narrow else None)
    x = dict(scale=alt.Scale(domain=[0, 70]), axis=ticks)
    words = [name for name, _ in PARTS.values()]
    scale = alt.Scale(domain=words, range=[colour for _, colour in PARTS.values()])
    shapes = alt.Scale(domain=words, range=["square", "square", "diamond"])
    looks = dict(title=None, orient="top", columns=1 if narrow else 3, symbolOpacity=1, symbolStrokeWidth=0) if legend else None
    shown = alt.Legend(**looks) if looks else None

    def layer(mark: alt.Chart, column: str) -> alt.Chart:
        return mark.encode(
            y=y, x=alt.X(f"{column}:Q", **x), color=alt.Color("part:N", scale=scale, legend=shown), shape=alt.Shape("part:N", scale=shapes, legend=shown)
        )

    def part(column: str) -> alt.Chart:
        return alt.Chart(some.assign(part=PARTS[column][0]))

    total = layer(part("total_percent").mark_bar(size=11, opacity=0.5), "total_percent")
    alone = layer(part("first_percent").mark_bar(size=5), "first_percent")
    weighed = layer(part("weighed_percent").mark_point(filled=True, size=48, opacity=1), "weighed_percent")
    title = alt.TitleParams(
        f"{rows['panel'].iloc[0]}, {year}" if first else str(year), anchor="start", fontSize=12, fontWeight="bold", color=style.INK, font=style.FONT
    )
    room = (width - names - 30) / 2
    return alt.layer(total, alone, weighed).properties(width=room, height=len(some) * 17, title=title)


def _draw(frame: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Draw a line of two years for each quantity."""
    panels = list(frame["panel"].drop_duplicates())
    lines = [
        alt.hconcat(
            *(
                _cell(frame[frame["panel"] == panel], year, width, first=year == YEARS[0], last=panel == panels[-1], legend=panel == panels[0])
                for year in YEARS
            ),
            spacing=14,
        )
        for panel in panels
    ]
    return alt.vconcat(*lines, spacing=10, autosize=alt.AutoSizeParams(type="pad", contains="padding"))


def _percent(value: float) -> str:
    return f"{quantity.number(value, 2)}%"


def _hangs(frame: pd.DataFrame, panel: str, year: int) -> str:
    """Return, in words, on which input a quantity hangs most once counts are used, and on which before where that was another."""
    before, weighed = (deciding(frame, panel, year, column)["label"] for column in ("total_percent", "weighed_percent"))
    return weighed if weighed == before else f"{weighed} (before, on {before})"


def sensitivity() -> Exhibit:
    """What decides a band is not what decided it before counts were used."""
    frame = parts()
    last = YEARS[-1]
    capacity, share = (_hangs(frame, PANELS[output][0], last) for output in ("stock", "inference_share"))
    words = " ".join(
        f"{panel}, {year}: "
        + "; ".join(f"{row.label} {_percent(row.first_percent)}, {_percent(row.total_percent)}, {_percent(row.weighed_percent)}" for row in some.itertuples())
        + "."
        for (panel, year), some in frame.groupby(["panel", "year"], sort=False)
    )
    return Exhibit(
        "fig-shift-sensitivity",
        f"Once counts are used, the capacity of {last} hangs most on {capacity}, and the share of inference on {share}",
        "Parts of the variance of capacity and tokens, in logarithms, and of the share of inference. Bars are Sobol' indices, each input drawn for itself and before "
        "any count is used: the thin bar is what an input makes alone, the thick one behind it what it makes together with others. Diamonds are what an input explains of "
        "the bands that are told, whose samples are drawn together and weighed by every count; inputs that move together each explain what they share, so that "
        f"diamonds may add up to more than the whole. Drawn are inputs with {_percent(100 * market_sensitivity.MATTERS)} of the bars, or {_percent(100 * _SHOWN)} by the diamonds, "
        "in either year.",
        f"Bar charts of parts of the variance: alone, with others, and once weighed by counts. {words}",
        lambda width: _draw(frame, width),
        frame,
        rests=tornado.links(frame),
    )
