"""Exhibit of the audit: the numbers that were said against the numbers that came."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from detour import naming, quantity, tables
from detour.checks import outcome
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.results import audit_outcomes, engine

COLOURS = dict(zip(audit_outcomes.OUTCOMES, (style.GREEN, style.AMBER, style.ORANGE, style.SKY, style.GREY), strict=True))
AHEAD, STATED = "Looks ahead", "States what is or was"
SHAPES = {AHEAD: "diamond", STATED: "circle"}
#: Ratios that the axis shows; what lies outside is drawn at its end.
LEAST, MOST = 0.1, 10
#: Widths of the column of names in the wide and in the narrow drawing, in pixels, and what the frame around both takes.
NAMES, NARROW_NAMES, FRAME = 316, 152, 16
PAD = alt.AutoSizeParams(type="pad", contains="padding")
PUBLISHED = ["panel", "label", "kind", "quantity", "period", "claim", "results", "outcome", "came", "ratio", "low_ratio", "high_ratio", "miss", "differs"]


def board(claims: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the board, by quantity: claims whose number or words have a number that came, and numbers of which none is known.

    `row` names a line in order, `short` is its name on a phone, `text` what is written behind its mark.
    """
    scored = outcome.scores(claims, outcomes)
    open_number = scored["numeric"] & (scored["ahead"] | (scored["outcome"] == "unknown"))
    found = scored[(scored["results"] != "") | open_number].rename(columns={"low": "low_ratio", "high": "high_ratio"})
    who = found["who"].map(naming.name_of).str.removeprefix("The ")
    subject = found["subject"].map(frames.short_name).str.partition(":")[0]
    about = subject.where(subject != who, "").radd(": ").replace(": ", "")
    when = found["period"].radd(", ").replace(", ", "")
    money = found["unit"].map({"CNY": ", in yuan", "KRW": ", in won"}).fillna("")
    found = found.assign(
        panel="Said against what came",
        kind=found["ahead"].map({True: AHEAD, False: STATED}),
        heading=found["quantity"].map(naming.quantity_names()),
        label=who + when + money + about,
        short=who + when.str.extract(r"(, (?:FY)?\d{4})")[0].fillna(""),
        text=[_text(row) for row in found.to_dict("records")],
        at=_at(found),
    )
    first = ~found.groupby("quantity")["ahead"].transform("any")
    found = found.assign(first=first, later=~found["ahead"]).sort_values(["first", "heading", "later", "at", "claim"]).reset_index(drop=True)
    return found.drop(columns=["first", "later"])


def _at(found: pd.DataFrame) -> pd.Series:
    """Return where each mark stands: at the central ratio, or in the geometric middle of its ends."""
    middle = (found["low_ratio"] * found["high_ratio"]) ** 0.5
    return found["ratio"].fillna(middle).clip(LEAST, MOST)


def _text(row: dict) -> str:
    """Return what is written behind a mark, with an asterisk where the result counts another thing than the claim."""
    if not math.isnan(row["low_ratio"]):
        ends = [quantity.number(row[end], 2) for end in ("low_ratio", "high_ratio")]
        return "–".join(dict.fromkeys(ends)) + (" *" if row["differs"] else "")
    if row["results"]:
        return f"no number; {row['came']} came"
    return "unknown" if row["outcome"] == "unknown" else "no count published"


def counts(claims: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return how many claims have each outcome, those that look ahead apart from those that state."""
    scored = outcome.scores(claims, outcomes)
    scored = scored.assign(label=scored["ahead"].map({True: AHEAD, False: STATED}))
    counted = scored.groupby(["label", "outcome"]).agg(count=("claim", "size"), source=("source", frames.join)).reset_index()
    rank = counted["outcome"].map(list(COLOURS).index)
    counted = counted.assign(panel="All that is followed", rank=rank).sort_values(["label", "rank"]).reset_index(drop=True)
    return counted.assign(middle=counted.groupby("label")["count"].cumsum() - counted["count"] / 2)


def _names(width: int) -> int:
    return NARROW_NAMES if style.narrow(width) else NAMES


def _colour(legend: alt.Legend | None) -> alt.Color:
    return alt.Color("outcome:N", title=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=legend)


def _legend(small: bool, columns: int, **more: str) -> alt.Legend:
    return alt.Legend(columns=min(2, columns - 1), labelFontSize=11, columnPadding=6, **more) if small else alt.Legend(columns=columns, **more)


def _strip(counted: pd.DataFrame, width: int) -> alt.LayerChart:
    """Draw the counts as one bar for what looks ahead and one for what states."""
    names, small = _names(width), style.narrow(width)
    axis = alt.Axis(minExtent=names, maxExtent=names, labelLimit=names - 8, domain=False, ticks=False)
    y = alt.Y("label:N", title=None, sort=list(SHAPES), axis=axis)
    x = alt.X("count:Q", title="Claims", axis=alt.Axis(tickCount=4, format="d"))
    bars = alt.Chart(counted).mark_bar().encode(x=x, y=y, color=_colour(_legend(small, 5)), order=alt.Order("rank:Q"))
    wide_enough = counted[counted["count"] >= (16 if small else 5)]
    words = alt.Chart(wide_enough).mark_text(color=style.PAPER, baseline="middle").encode(x="middle:Q", y=y, text="count:Q")
    return (bars + words).properties(width=width - names - FRAME, height=60)


def _lines(rows: pd.DataFrame, width: int) -> tuple[pd.DataFrame, list[str]]:
    """Return the lines with what the drawing needs, and all names in order, the quantities among them as headings."""
    named = rows["short"] if style.narrow(width) else rows["label"]
    rows = rows.assign(row=[f"{place}|{name}" for place, name in enumerate(named)], low=rows["low_ratio"].clip(LEAST, MOST), end=_end(rows))
    order: list[str] = []
    for heading, group in rows.groupby("heading", sort=False):
        order += [f"h{len(order)}|{heading}", *group["row"]]
    return rows, order


def _end(rows: pd.DataFrame) -> pd.Series:
    return rows["high_ratio"].clip(LEAST, MOST).fillna(LEAST)


def _scored(rows: pd.DataFrame, width: int) -> alt.LayerChart:
    """Draw each line as a mark at its ratio, on a log axis with a line at 1, under the name of its quantity."""
    names, small = _names(width), style.narrow(width)
    lines, order = _lines(rows, width)
    bold = {"condition": {"test": "datum.value[0] === 'h'", "value": "bold"}, "value": "normal"}
    axis = alt.Axis(labelExpr="split(datum.label, '|')[1]", labelFontWeight=bold, labelFontSize=11 if small else 12, labelLimit=names - 8)
    axis.minExtent, axis.maxExtent, axis.domain, axis.ticks, axis.grid = names, names, False, False, False
    y = alt.Y("row:N", title=None, scale=alt.Scale(domain=order), axis=axis)
    scale = alt.Scale(type="log", domain=[LEAST, 5 * MOST if small else MOST], nice=False)
    title, ticks = ("Came over said, log scale", [0.1, 0.3, 1, 3, 10]) if small else ("What came over what was said, log scale", [0.1, 0.2, 0.5, 1, 2, 5, 10])
    x_axis = alt.Axis(title=title, values=ticks, format="~r", grid=False)
    x = alt.X("at:Q", scale=scale, axis=x_axis)
    legend = _legend(small, 2, symbolFillColor=style.INK, symbolStrokeColor=style.INK)
    shape = alt.Shape("kind:N", title=None, scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=legend)
    known = alt.Chart(lines[lines["low_ratio"].notna()])
    one = alt.Chart(pd.DataFrame([{"at": 1.0}])).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x=x)
    span = known.mark_rule(strokeWidth=3, opacity=0.55).encode(x=alt.X("low:Q", scale=scale), x2="end:Q", y=y, color=_colour(None))
    point = known.mark_point(size=90, filled=True, opacity=1).encode(x=x, y=y, color=_colour(None), shape=shape)
    text = (
        alt.Chart(lines)
        .mark_text(align="left", dx=9, color=style.MUTED, fontSize=11 if small else 12)
        .encode(x=alt.X("end:Q", scale=scale), y=y, text="text:N")
    )
    return alt.layer(one, span, point, text).properties(width=width - names - FRAME, height=20 * len(order))


def scoreboard() -> Exhibit:
    """Show what was said against what came, as a ratio, and how many claims are confirmed, contradicted or unknown."""
    claims, outcomes = tables.load("claims"), tables.load("outcomes")
    rows, counted = board(claims, outcomes), counts(claims, outcomes)
    forecasts, missed, stated, scored = (engine.value(id) for id in ("r-forecasts-scored", "r-forecasts-miss", "r-statements-miss", "r-outcomes-scored"))
    told = ", ".join(f"{quantity.number(engine.value(f'r-outcomes-{word}'))} {word}" for word in COLOURS)
    frame = pd.concat([rows, counted], ignore_index=True)[[*PUBLISHED, "count", "text", "source"]]

    def draw(width: int) -> alt.TopLevelMixin:
        return alt.vconcat(_strip(counted, width), _scored(rows, width), spacing=14, autosize=PAD).resolve_scale(color="independent", shape="independent")

    return Exhibit(
        "fig-audit-scoreboard",
        f"Forecasts missed what came by a median factor of {quantity.number(missed, 3)}, statements of what is or was by {quantity.number(stated, 3)}",
        f"Above, all claims that are followed; of {quantity.number(engine.value('r-outcomes-ahead'))} that look ahead, "
        f"{quantity.number(engine.value('r-outcomes-ahead-unknown'))} are unknown. Below, what came over what was said, by quantity and by who said it; the "
        f"dashed line is a number that came true. The median of forecasts is over {quantity.number(forecasts)}, restatements of one counted once, and a bound "
        "that was kept counts as no miss. A rule spans rival results, or the interval of either side. An asterisk marks a result that counts another thing "
        "than the claim, which the data name. Numbers settled without a count, as those that contradict themselves, are in the strip alone.",
        f"Two bars of outcomes: {told}. Below them {len(rows)} lines on a log axis of ratios, {quantity.number(scored)} with a mark: "
        + "; ".join(f"{row.heading}, {row.label}: {row.text}, {row.outcome}" for row in rows.itertuples())
        + ".",
        draw,
        frame,
    )
