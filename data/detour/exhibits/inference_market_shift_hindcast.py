"""The exhibit that tests the model of the market on the past: each count beside what was said of it from earlier counts."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.prediction import market_hindcast

#: What is counted, in words and for a phone.
NAMES = {
    "stock": ("Capacity installed", "Capacity"),
    "cards": ("Cards sold", "Cards"),
    "domestic_cards": ("Domestic share of cards", "Domestic share"),
    "spending": ("Spending", "Spending"),
}
#: Forecasts by the column that holds them: words, colour and shape of the mark.
MARKS = {
    "predicted": ("model, earlier counts", style.BLUE, "circle"),
    "unchanged_forecast": ("no change", style.GREY, "square"),
    "grown_forecast": ("growth goes on", style.AMBER, "triangle-up"),
    "own_forecast": ("IDC itself", style.PURPLE, "diamond"),
}
MISSED = style.ORANGE


def hindcasts() -> pd.DataFrame:
    """Return one row a count: what was counted, the ends and median that the model gives from earlier counts, and the forecasts beside it."""
    rows = []
    for each in market_hindcast.ahead():
        found = registry.find(each.count.row)
        factor = found.value / each.count.value
        low, middle, high = (end * factor for end in each.band)
        beside = (each.stayed, each.grew, each.own)
        sources = {source for ref in (found.id, market_hindcast.OWN.get((each.count.name, each.count.year), found.id)) for source in registry.find(ref).sources}
        rows.append(
            {
                "label": f"{NAMES[each.count.name][0]}, {each.count.year}",
                "short": f"{NAMES[each.count.name][1]}, {each.count.year}",
                "id": found.id,
                "value": found.value,
                "low": low,
                "predicted": middle,
                "high": high,
                "unit": found.unit,
                "held": each.holds(each.band),
                **dict(zip(list(MARKS)[1:], (number * factor for number in beside), strict=True)),
                "source": ";".join(sorted(sources)),
            }
        )
    return pd.DataFrame(rows)


def _over(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of each row divided by what was counted."""
    columns = ["low", "high", *MARKS]
    return frame.assign(**{name: frame[name] / frame["value"] for name in columns})


def _draw(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    """Draw the bands and marks of all forecasts over what was counted, on a log axis."""
    narrow = style.narrow(width)
    over = _over(frame).assign(
        row=frame["short" if narrow else "label"], missed=frame["held"].map({True: "", False: "missed"}), end=lambda f: f["high"].clip(lower=1.0)
    )
    marks = (
        over.melt(["row"], list(reversed(MARKS)), var_name="column", value_name="at")
        .dropna()
        .assign(forecast=lambda f: f["column"].map(lambda name: MARKS[name][0]))
    )
    axis = alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=220, labelFontSize=11 if narrow else 12)
    y = alt.Y("row:N", sort=over["row"].tolist(), title=None, axis=axis)
    x = dict(
        title="said over counted, log axis",
        scale=alt.Scale(type="log", domain=[0.24, 3.3], nice=False),
        axis=alt.Axis(values=[0.25, 0.5, 1, 2, 3], format="~g"),
    )
    legend = alt.Legend(title=None, orient="top", columns=2, symbolOpacity=1, symbolSize=80, symbolStrokeWidth=0, labelFontSize=11 if narrow else 12)
    names, colours, shapes = (list(each) for each in zip(*MARKS.values(), strict=True))
    bands = [
        alt.Chart(part).mark_rule(strokeWidth=5, opacity=0.4, color=colour).encode(y=y, x=alt.X("low:Q", **x), x2="high:Q")
        for part, colour in ((over[over["held"]], style.BLUE), (over[~over["held"]], MISSED))
    ]
    points = (
        alt.Chart(marks)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=y,
            x=alt.X("at:Q", **x),
            color=alt.Color("forecast:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
            shape=alt.Shape("forecast:N", scale=alt.Scale(domain=names, range=shapes), legend=legend),
        )
    )
    said = alt.Chart(over[~over["held"]]).mark_text(align="left", dx=5, fontSize=11).encode(y=y, x=alt.X("end:Q", **x), text="missed:N")
    counted = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x=alt.X("at:Q", **x))
    return alt.layer(counted, *bands, points, said).properties(width=width, height=len(over) * (26 if narrow else 25))


def _in_words(row) -> str:
    """Return a row of the frame as the alternative text has it."""
    low, middle, high, unchanged, grown, own = (
        quantity.number(each / row.value, 2) if each == each else ""
        for each in (row.low, row.predicted, row.high, *(getattr(row, name) for name in list(MARKS)[1:]))
    )
    beside = [f"{name} {number}" for name, number in (("no change", unchanged), ("growth", grown), ("IDC", own)) if number]
    return f"{row.label}: {middle} ({low} to {high})" + "".join(f", {each}" for each in beside)


def hindcast() -> Exhibit:
    """Most counts lie in the band that the model gives from earlier ones."""
    frame = hindcasts()
    missed = frame[~frame["held"]]
    where = " and ".join(
        f"that of the {row.label[0].lower() + row.label[1:].replace(',', ' in')} lies {'above' if row.value > row.high else 'below'} it"
        for row in missed.itertuples()
    )
    wide = quantity.number(float((frame["high"] / frame["low"]).median()), 2)
    return Exhibit(
        "fig-shift-hindcast",
        f"{len(frame) - len(missed)} of {len(frame)} counts lie in the band that the model gives from earlier years" + (f"; {where}" if where else ""),
        f"Each row is a count; the dashed line is what was counted, and every mark is what was said of it, divided by it. A rule holds four of five samples of the "
        f"model, weighed by counts of earlier years only, by none for 2022; half of the rules are wider than {wide} times from end to end. "
        "An orange rule, marked as missed, does not reach the line. Squares take the last count of the quantity as it was, triangles its last growth as going on, "
        "even over the years between counts, and diamonds what IDC itself had forecast a year before. "
        "The model's assumptions were written when all counts were known: only the weights are blind to the year.",
        "Interval chart on a log axis of what was said over what was counted. " + "; ".join(_in_words(row) for row in frame.itertuples()) + ".",
        lambda width: _draw(frame, width),
        frame.drop(columns="short"),
        rests=(("how far a count may be from the model", "a-market-spread"),),
    )
