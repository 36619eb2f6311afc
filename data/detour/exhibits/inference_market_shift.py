"""Exhibits on how much of AI computing is inference: every statement with its whole, and what one disclosure bounds."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.inference_market_shift_rows import entry, ladder, placed
from detour.results import engine
from detour.results.inference_market_shift_shares import STATEMENTS


def statements() -> pd.DataFrame:
    """Return every statement of inference's share, with its whole and the number as it was put."""
    rows = []
    for whole, members in STATEMENTS.items():
        for ref, label, short, kind in members:
            found = registry.find(ref)
            put = quantity.write(found.value, found.low, found.high, "percent", found.bound)
            rows.append({**entry(ref), "group": whole, "label": label, "short": short, "kind": kind, "text": put})
    return placed(rows)


def shares() -> Exhibit:
    """Every share of inference divides one of many wholes, and few wholes have two dates."""
    frame = statements()
    wholes = frame["group"].nunique()
    low, high = (quantity.number(each) for each in (frame["at"].min(), frame["at"].max()))
    counts = [int(engine.value(f"r-shift-share-pairs{each}")) for each in ("", "-alike", "-together", "-apart")]
    compared = f"{counts[3]} pairs of independent makers" if counts[3] else "no two of independent makers"

    def draw(width: int) -> alt.LayerChart:
        return ladder(frame, width, "share of inference, percent", alt.Scale(domain=[0, 112 if not style.narrow(width) else 135]), 0, [0, 20, 40, 60, 80, 100])

    columns = ["group", "label", "value", "low", "high", "kind", "text", "id", "source"]
    return Exhibit(
        label="fig-shift-shares",
        title=f"{len(frame)} statements of inference's share, from {low} to {high} percent, divide {wholes} different wholes; {compared} can be compared",
        caption="Headings name what is divided. Two statements can be compared where they divide the same thing of the same party, for times that "
        f"overlap, and nobody stands behind both: of {counts[0]} pairs {counts[1]} pass the first test, {counts[2]} the first two and {counts[3]} all. Orange diamonds are figures of the articles; "
        "a filled circle was reported by the party itself; squares are estimates, triangles projections, a cross what we compute. "
        "Shares that a source gives as more than a number stand at that number. Dates of crossing without a share are left out.",
        alt=f"Dot chart of {len(frame)} shares in {wholes} groups. "
        + " ".join(
            f"{name}: " + ", ".join(f"{row.label} {row.text}" for row in group.itertuples()) + "." for name, group in frame.groupby("group", sort=False)
        ),
        draw=draw,
        frame=frame[columns].rename(columns={"group": "whole", "value": "share_percent", "low": "low_percent", "high": "high_percent"}),
    )


def bounds() -> pd.DataFrame:
    """Return the least and greatest share of inference in the market at each market share of Nvidia."""
    share = registry.find("es-140").value
    market = np.arange(40.0, 101.0, 2.0)
    return pd.DataFrame(
        {"nvidia_percent": market, "least_percent": market * share / 100, "greatest_percent": market * share / 100 + 100 - market, "source": "s-nv10k24"}
    )


def _marks() -> pd.DataFrame:
    """Return the counts of Nvidia's share that the tables hold, with the band each leaves."""
    share = registry.find("es-140").value
    rows = []
    for ref, label in (("c-wsj24-nvidia-market-share-80", "the article"), ("es-164", "GPUs only"), ("es-162", "TrendForce, 2025")):
        found = registry.find(ref)
        rows.append(
            {
                "label": label,
                "nvidia_percent": found.value,
                "least_percent": found.value * share / 100,
                "greatest_percent": found.value * share / 100 + 100 - found.value,
                "source": ";".join(found.sources),
            }
        )
    return pd.DataFrame(rows)


def _band(width: int, band: pd.DataFrame, marks: pd.DataFrame, forecast: pd.DataFrame) -> alt.LayerChart:
    narrow = style.narrow(width)
    x = alt.X(
        "nvidia_percent:Q",
        title="Nvidia's share of AI chips, percent" if not narrow else "Nvidia's share, percent",
        scale=alt.Scale(domain=[40, 100]),
        axis=alt.Axis(tickCount=4 if narrow else 7),
    )
    y = alt.Y("least_percent:Q", title="inference in all AI chips, percent", scale=alt.Scale(domain=[0, 80]), axis=alt.Axis(tickCount=5))
    area = alt.Chart(band).mark_area(color=style.BLUE, opacity=0.18).encode(x=x, y=y, y2="greatest_percent")
    edges = alt.layer(
        *(
            alt.Chart(band).mark_line(color=style.BLUE, strokeWidth=2).encode(x=x, y=alt.Y(f"{name}:Q", scale=alt.Scale(domain=[0, 80])))
            for name in ("least_percent", "greatest_percent")
        )
    )
    bars = alt.Chart(marks).mark_rule(color=style.INK, strokeWidth=2).encode(x=x, y=y, y2="greatest_percent")
    names = alt.Chart(marks.assign(at=[26, 54, 66])).mark_text(align="center", lineBreak="|").encode(x=x, y=alt.Y("at:Q"), text="text:N")
    line = alt.Chart(forecast).mark_rule(color=style.ORANGE, strokeWidth=2, strokeDash=[5, 3]).encode(y="share_percent:Q")
    label = alt.Chart(forecast).mark_text(align="right", dy=13, color=style.ORANGE).encode(x=alt.value("width"), y="share_percent:Q", text="text:N")
    return alt.layer(area, edges, bars, names, line, label).properties(width=width, height=320)


def bound() -> Exhibit:
    """What one disclosure and one market share leave open, against the forecast it is compared with."""
    band, marks = bounds(), _marks()
    number = quantity.number
    marks["text"] = [
        f"{row.label}|{number(row.nvidia_percent)}: {number(row.least_percent, 3)}–{number(row.greatest_percent, 3)}" for row in marks.itertuples()
    ]
    ubs = registry.find("c-wsj24-ubs-inference-share-2025")
    forecast = pd.DataFrame([{"share_percent": ubs.value, "text": f"UBS for 2025: {number(ubs.value)}", "source": ";".join(ubs.sources)}])
    need = number(engine.value("r-shift-nvidia-share-for-ubs"))
    low, high = (number(engine.value(f"r-shift-market-inference-{end}")) for end in ("low", "high"))
    frame = pd.concat([band.assign(label="band"), marks.drop(columns="text"), forecast.rename(columns={"text": "label"})], ignore_index=True)
    return Exhibit(
        label="fig-shift-bound",
        title=f"Nvidia's disclosure puts inference at {low} to {high} percent of the market at the article's market share, above UBS's forecast unless "
        f"that share was {need} or less",
        caption="If Nvidia's filing is right for Nvidia, the market's share of inference lies in the band: at its lower edge no other maker's chip "
        "runs inference, at its upper edge all do. "
        "Vertical rules are three counts of Nvidia's share, the lowest of them a later year. The dashed line is the UBS forecast that the article "
        "sets against the disclosure. All shares are taken as shares of sales in one year, which no source states.",
        alt=f"Band of the market's share of inference against Nvidia's market share; it narrows to the right towards "
        f"{number(registry.find('es-140').value)} percent. "
        + "; ".join(marks["text"].str.replace("|", ", at ", regex=False))
        + f". A dashed line at {number(ubs.value)} percent meets the lower edge at a market share of {need} percent.",
        draw=lambda width: _band(width, band, marks, forecast),
        frame=frame,
    )
