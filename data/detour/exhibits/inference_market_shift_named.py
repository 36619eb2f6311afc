"""Exhibit on named scenarios: what each makes of the last year of the model, beside the centre and what samples leave open."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference_model import PAD
from detour.models.market import LAST
from detour.prediction import market
from detour.rerun import scenarios

#: Head of each panel, what its numbers are divided by, and the ticks of a logarithmic axis.
PANELS = {
    "stock": ("Stock, EFLOP/s", 1.0, (3000, 10_000, 30_000)),
    "tokens_served": ("Trillion tokens a day", 1e12, (1000, 10_000)),
    "inference_share": ("Inference, % of demand", 1.0, ()),
    "domestic_share": ("Domestic, % of capacity sold", 1.0, ()),
    "unserved": ("Demand not served, %", 1.0, ()),
}
UNITS = {"stock": "EFLOP/s", "tokens_served": "tokens/day"}
CENTRE = "The centres"


def runs() -> dict[str, dict[str, float]]:
    """Return every quantity of every year by scenario, the centres first."""
    inputs, centre = {row: name for name, row in market.ROWS.items()}, market.centre()
    changed = {
        each.name: {inputs[row]: value for row, value in each.values.items()} for each in scenarios.known().values() if each.values.keys() <= inputs.keys()
    }
    return {name: market.run(centre | values) for name, values in ({CENTRE: {}} | changed).items()}


def named_frame() -> pd.DataFrame:
    """Return the last year of each scenario, with the band that samples leave."""
    held, source = market.up_to(LAST), ";".join(registry.find("r-shift-market-stock-2030").sources)
    rows = []
    for name in PANELS:
        low, high = (float(end) for end in held.band(name, LAST, market.ENDS))
        for label, found in runs().items():
            told = {"quantity": name, "label": label, "value": float(found[f"{name}_{LAST}"]), "low": low, "high": high}
            rows.append(told | {"unit": UNITS.get(name, "%"), "source": source})
    return pd.DataFrame(rows)


def of(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a quantity by scenario."""
    return frame[frame["quantity"] == name].set_index("label")["value"]


def named() -> Exhibit:
    """What comes from abroad matters less to the stock than demand does, and demand decides what inference is."""
    frame = named_frame()
    share, stock, names = of(frame, "inference_share"), of(frame, "stock"), {id: each.name for id, each in scenarios.known().items()}
    more = quantity.number(100 * (stock[names["x-licences-freely"]] / stock[names["x-imports-end"]] - 1), 2)
    return Exhibit(
        "fig-shift-named",
        f"Chips let in freely make the stock of {LAST} {more}% larger than none let in; what training and tokens do makes inference {share.min():.0f} to {share.max():.0f}% of demand",
        f"The year {LAST} at the centres of the assumptions (diamond) and in each named scenario (circle), which sets one to three of them otherwise and leaves "
        "the rest at their centres; axes of stock and tokens are logarithmic. Band: four in five samples of all assumptions at once, weighed by what was counted, so that a scenario may lie outside it. "
        "A scenario is no forecast and has no likelihood; each is rows with reasons among the workings.",
        "Dot charts. " + " ".join(told(frame, name) for name in PANELS),
        lambda width: _draw(width, frame),
        frame,
    )


def told(frame: pd.DataFrame, name: str) -> str:
    """Return a quantity of all scenarios in words."""
    head, per, _ = PANELS[name]
    part = frame[frame["quantity"] == name]
    low, high = (quantity.number(part[end].iloc[0] / per, 2) for end in ("low", "high"))
    values = ", ".join(f"{row.label} {quantity.number(row.value / per, 2)}" for row in part.itertuples())
    return f"{head}: {values}; band {low} to {high}."


def _draw(width: int, frame: pd.DataFrame) -> alt.TopLevelMixin:
    """Draw a panel for each quantity: two rows of them, or one below the other on a phone."""
    if style.narrow(width):
        return alt.vconcat(*(panel(frame, name, 172, 15, True) for name in PANELS), spacing=8, autosize=PAD)
    names = list(PANELS)
    lines = [alt.hconcat(*(panel(frame, name, 160, 17, place == 0) for place, name in enumerate(part)), spacing=14) for part in (names[:3], names[3:])]
    return alt.vconcat(*lines, spacing=10, autosize=PAD)


def panel(frame: pd.DataFrame, name: str, width: int, step: int, first: bool) -> alt.LayerChart:
    """Draw one quantity: a row for each scenario, named where the panel is the `first` of its line."""
    head, per, ticks = PANELS[name]
    part = frame[frame["quantity"] == name].drop(columns=["source", "unit"])
    labels = part["label"].tolist()
    axis = alt.Axis(values=[0, 25, 50, 75, 100], format="d", grid=True)
    if ticks:
        axis = alt.Axis(values=[tick * per for tick in ticks], labelExpr=f"format(datum.value / {per:g}, ',~f')")
    x = {"title": None, "scale": alt.Scale(type="log", nice=False, padding=6) if ticks else alt.Scale(domain=[0, 100]), "axis": axis}
    side = alt.Axis(ticks=False, domain=False, labelPadding=6, labelLimit=180, grid=False) if first else None
    y = alt.Y("label:N", sort=labels, title=None, axis=side)
    band = alt.Chart(part.head(1)).mark_rect(color=style.BLUE, opacity=0.2).encode(x=alt.X("low:Q", **x), x2="high:Q")
    centre, others = alt.Chart(part[part["label"] == CENTRE]), alt.Chart(part[part["label"] != CENTRE])
    rule = centre.mark_rule(color=style.GREY, strokeDash=[3, 3]).encode(x=alt.X("value:Q", **x))
    middle = centre.mark_point(shape="diamond", filled=True, size=70, opacity=1, color=style.INK).encode(x=alt.X("value:Q", **x), y=y)
    dots = others.mark_point(shape="circle", filled=True, size=60, opacity=1, color=style.ORANGE).encode(x=alt.X("value:Q", **x), y=y)
    title = alt.TitleParams(head, anchor="start", fontSize=12, fontWeight="normal", color=style.INK, offset=4, frame="group")
    return alt.layer(band, rule, middle, dots).properties(width=width, height=step * len(labels), title=title)
