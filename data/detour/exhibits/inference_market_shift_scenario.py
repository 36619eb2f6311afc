"""Exhibit on the years to come: what the model of the market leaves open, and what a reader's own inputs make of it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry, tables
from detour.exhibits import own_market, style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference_model import PAD
from detour.exhibits.own_market import DRAWN, TOLD, TOLD_YEARS
from detour.models.market import FIRST, LAST, TOKENS, YEARS
from detour.prediction import market
from detour.results import engine

#: Head of each panel, what its axis divides by, its ticks where it is logarithmic, and its greatest value where that is fixed.
PANELS = {
    "stock": ("Stock, EFLOP/s", 1.0, (100, 300, 1000, 3000, 10_000, 30_000, 100_000)),
    "tokens_served": ("Trillion tokens a day", 1e12, (1, 10, 100, 1000, 10_000, 100_000)),
    "inference_share": ("Inference, % of demand", 1.0, ()),
    "unserved": ("Not served, %", 1.0, ()),
    "domestic_cards": ("Domestic, % of cards", 1.0, ()),
    "spending": ("Billion USD a year", 1e3, (1, 3, 10, 30, 100, 300, 1000)),
}
#: Columns of the table: head, and what the number is divided by.
HEADS = {
    "stock": ("Stock,|EFLOP/s", 1.0),
    "tokens_served": ("Tokens,|trillion", 1e12),
    "inference_share": ("Infer-|ence, %", 1.0),
    "language_share": ("LLMs,|%", 1.0),
    "domestic_share": ("Local,|%", 1.0),
    "unserved": ("Lost,|%", 1.0),
    "utilisation": ("Busy,|%", 1.0),
    "token_cost": ("USD a|Mtoken", 1.0),
}
UNITS = {"stock": "EFLOP/s", "tokens_served": "tokens/day", "spending": "million USD", "token_cost": "USD/Mtoken"}
#: What others forecast of a quantity: the row, who, and whether it is of chips alone, so that the model adds servers and buildings.
FORECASTS = {
    "es-market-stock-2025-f": ("stock", 1.0, False),
    "es-market-stock-2026-f": ("stock", 1.0, False),
    "es-market-stock-2028-f": ("stock", 1.0, False),
    "es-market-stock-2027-f23": ("stock", 1.0, False),
    "es-market-size-2026-f": ("spending", 1e-6, False),
    "es-market-size-2028-f": ("spending", 1e-6, False),
    "es-125": ("spending", 1e-6, True),
    "es-120": ("spending", 1e-6, True),
}
COUNT, FORECAST, BAND = "counted", "forecast by others", "model"
LINES = {"run": "at the inputs set", "median": "median of the band"}
MARKS = {COUNT: (style.INK, "circle"), FORECAST: (style.PURPLE, "triangle-up")}
_MARGIN = 38


def scenario_frame() -> pd.DataFrame:
    """Return the rows drawn: the band of each quantity and year with the run at the centres, what was counted, and what others forecast."""
    held, centre = market.up_to(LAST), own_market.found()
    sources = ";".join(registry.find("r-shift-market-stock-2030").sources)
    results = {each.function.told: id for id, each in engine.definitions().items() if hasattr(each.function, "told")}
    rows = []
    for name in dict.fromkeys(DRAWN + TOLD):
        for year in YEARS if name in DRAWN else TOLD_YEARS:
            low, median, high = (float(value) for value in held.band(name, year))
            told = {"quantity": name, "year": year, "kind": BAND, "low": low, "median": median, "high": high, "run": float(centre[f"{name}_{year}"])}
            rows.append(told | {"id": _same(told, results.get((name, year), "")), "unit": UNITS.get(name, "%"), "source": sources})
    return pd.concat([pd.DataFrame(rows), pd.DataFrame(_marks())], ignore_index=True)


def _same(told: dict, id: str) -> str:
    """Return the id of the result that says the same, where there is one; raise ValueError where it says something else."""
    if id and (told["run"], told["low"], told["high"]) != (registry.find(id).value, *registry.find(id).ends()):
        raise ValueError(f"{id} is not what is drawn of {told['quantity']} in {told['year']}")
    return id


def _marks() -> list[dict]:
    """Return what was counted and what others forecast, in the units of the model."""
    who = tables.load("estimates").set_index("id")["estimator"]
    rows = [{"quantity": each.name, "year": each.year, "kind": COUNT, "value": each.value, "id": each.row} for each in market.counts() if each.name in DRAWN]
    for id, (name, factor, chips) in FORECASTS.items():
        value = registry.find(id).value * factor * (1 + registry.find(market.ROWS["overhead"]).value if chips else 1)
        rows.append({"quantity": name, "year": int(registry.find(id).period), "kind": FORECAST, "value": value, "id": id})
    return [
        each
        | {
            "who": who.get(each["id"], "follows from the year after"),
            "unit": UNITS.get(each["quantity"], "%"),
            "source": ";".join(registry.find(each["id"]).sources),
        }
        for each in rows
    ]


def ends_of(frame: pd.DataFrame, name: str, year: int = LAST) -> tuple[float, float]:
    """Return the ends of the band of a quantity in a year."""
    row = frame[(frame["quantity"] == name) & (frame["year"] == year) & (frame["kind"] == BAND)].iloc[0]
    return row["low"], row["high"]


def scenario() -> Exhibit:
    """What 2030 brings is open by factors, but not who sells most cards."""
    frame = scenario_frame()
    stock, share, cards = ([quantity.number(end, 2) for end in ends_of(frame, name)] for name in ("stock", "inference_share", "domestic_cards"))
    overhead = quantity.number(1 + registry.find(market.ROWS["overhead"]).value)
    return Exhibit(
        "fig-shift-scenario",
        f"For {LAST} the model leaves open whether China has {stock[0]} or {stock[1]} EFLOP/s, and whether inference is {share[0]} or {share[1]}% of demand; "
        f"that most cards sold are domestic, it does not",
        "Axes of stock, tokens and money are logarithmic. Band: four in five samples of the assumptions, weighed by how near each comes to what was counted; dashed: their median. Solid line and table: the "
        "model at the inputs set, here the centres; band and median stay as published whatever is set. Circles: what was counted, to which samples are held. "
        "Triangles: forecasts by others, to which nothing is held; those of money for chips alone (Morgan Stanley, Bernstein, for 2027) are drawn "
        f"{overhead} times as high, as the model adds servers and buildings. Table: tokens served a day; parts of demand that are inference, language models' alone, and "
        "lost for want of chips; domestic part of the capacity sold; hours in which the stock is busy; capital that a million tokens cost.",
        f"Six small charts over {FIRST} to {LAST}. {said_of(frame)}",
        lambda width: _draw(width, frame),
        frame[["quantity", "year", "kind", "who", "low", "median", "high", "run", "value", "unit", "id", "source"]],
        own_market.controls(),
    )


def said_of(frame: pd.DataFrame) -> str:
    """Return the last year of every panel in words, and how many marks lie outside the band."""
    parts = []
    for name, (head, per, _) in PANELS.items():
        row = frame[(frame["quantity"] == name) & (frame["year"] == LAST) & (frame["kind"] == BAND)].iloc[0]
        low, high, run = (quantity.number(row[each] / per, 2) for each in ("low", "high", "run"))
        parts.append(f"{head}: {low} to {high} in {LAST}, {run} at the centres")
    return "; ".join(parts) + "."


def _draw(width: int, frame: pd.DataFrame) -> alt.TopLevelMixin:
    """Draw the table and six panels, three in a row or two on a phone."""
    drawn = frame[["quantity", "year", "kind", "who", "low", "median", "high", "value"]]
    narrow = style.narrow(width)
    each = [panel(name, 114 if narrow else 174, 104 if narrow else 124, 1 if narrow else 2) for name in PANELS]
    step = 2 if narrow else 3
    lines = [alt.hconcat(*each[place : place + step], spacing=8) for place in range(0, len(each), step)]
    chart = alt.vconcat(readout(width - (54 if narrow else 44)), *lines, data=drawn, spacing=8, autosize=PAD)
    chart = chart.add_params(*own_market.parameters()).resolve_scale(color="shared", shape="shared", strokeDash="shared")
    chart.transform = own_market.computed(alt.Chart()).transform
    return chart


def panel(name: str, width: int, height: int, columns: int) -> alt.LayerChart:
    """Draw one quantity over the years."""
    head, per, ticks = PANELS[name]
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[FIRST, LAST], nice=False),
        axis=alt.Axis(values=[2022, 2024, 2026, 2028, 2030], labelExpr='"\'" + slice(datum.label, -2)', format="d", grid=False),
    )
    scale = alt.Scale(type="log", nice=False) if ticks else alt.Scale(domainMin=0, nice=True)
    axis = alt.Axis(tickCount=4, minExtent=_MARGIN, maxExtent=_MARGIN)
    if ticks:
        axis = alt.Axis(values=[tick * per for tick in ticks], labelExpr=f"format(datum.value / {per:g}, ',~f')", minExtent=_MARGIN, maxExtent=_MARGIN)
    y = {"title": None, "scale": scale, "axis": axis}
    base = alt.Chart().transform_filter(f"datum.quantity == '{name}'" + (f" && datum.year >= {TOKENS}" if name.startswith("tokens") else "")).encode(x=x)
    band = base.mark_area(color=style.BLUE, opacity=0.2).encode(y=alt.Y("low:Q", **y), y2="high:Q").transform_filter("isValid(datum.low)")
    lines = base.transform_filter("isValid(datum.low)").transform_fold(list(LINES), as_=["line", "at"])
    lines = lines.transform_filter("datum.at > 0").mark_line() if ticks else lines.mark_line()
    names = list(LINES)
    legend = alt.Legend(
        title=None, labelExpr=" : ".join(f"datum.value == '{key}' ? '{text}'" for key, text in LINES.items()) + " : ''", symbolType="stroke", columns=columns
    )
    dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=[[1, 0], [4, 3]]), legend=legend)
    hue = alt.Color("line:N", scale=alt.Scale(domain=names, range=[style.ORANGE, style.BLUE]), legend=legend)
    wide = alt.StrokeWidth("line:N", scale=alt.Scale(domain=names, range=[2.2, 1.2]), legend=None)
    lines = lines.encode(y=alt.Y("at:Q", **y), color=hue, strokeDash=dash, strokeWidth=wide, detail="line:N")
    marks = list(MARKS)
    fill = alt.Fill(
        "kind:N",
        scale=alt.Scale(domain=marks, range=[MARKS[key][0] for key in marks]),
        legend=alt.Legend(title=None, columns=columns, symbolStrokeColor="transparent"),
    )
    shape = alt.Shape(
        "kind:N",
        scale=alt.Scale(domain=marks, range=[MARKS[key][1] for key in marks]),
        legend=alt.Legend(title=None, columns=columns, symbolStrokeColor="transparent"),
    )
    points = (
        base.transform_filter("isValid(datum.value)")
        .mark_point(size=34, opacity=1, stroke="transparent")
        .encode(y=alt.Y("value:Q", **y), fill=fill, shape=shape)
    )
    title = alt.TitleParams(head, anchor="start", fontSize=12, fontWeight="normal", color=style.INK, offset=4, frame="group")
    return alt.layer(band, lines, points).properties(width=width, height=height, title=title)


def readout(width: int) -> alt.LayerChart:
    """Write what chosen years are like at the inputs set, as a table, of which the last line is read out when it changes."""
    years = " || ".join(f"datum.year == {year}" for year in TOLD_YEARS)
    names = list(HEADS)
    base = alt.Chart().transform_filter(f"isValid(datum.low) && indexof({names}, datum.quantity) >= 0 && ({years})")
    per = "{" + ", ".join(f"{name}: {each:g}" for name, (_, each) in HEADS.items()) + "}"
    base = base.transform_calculate(text=f"format(datum.run / {per}[datum.quantity], ',.3~r')")
    heads = "{" + ", ".join(f"{name}: {text.split('|')}" for name, (text, _) in HEADS.items()) + "}"
    x = alt.X(
        "quantity:N",
        sort=names,
        title=None,
        axis=alt.Axis(
            orient="top",
            labelExpr=f"{heads}[datum.value]",
            labelAngle=0,
            labelFontSize=9 if width < 400 else 12,
            ticks=False,
            domain=False,
            labelLimit=200,
            labelPadding=18,
        ),
    )
    y = alt.Y("year:O", title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=2))
    words = base.mark_text(fontSize=11 if width < 400 else 12).encode(x=x, y=y, text="text:N")
    last = base.transform_filter(f"datum.year == {LAST}")
    called = "{" + ", ".join(f"{name}: '{text.replace('-|', '').replace('|', ' ')}'" for name, (text, _) in HEADS.items()) + "}"
    told = last.transform_calculate(said=f"{called}[datum.quantity] + ' ' + datum.text", said_of=f"'{LAST}'", order=f"indexof({names}, datum.quantity)")
    told = told.mark_text(fontSize=11 if width < 400 else 12, fontWeight="bold").encode(x=x, y=y, text="text:N")
    return alt.layer(words.transform_filter(f"datum.year != {LAST}"), told).properties(width=width, height=17 * len(TOLD_YEARS))
