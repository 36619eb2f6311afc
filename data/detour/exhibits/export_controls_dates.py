"""Exhibits of the chapter on the controls: how long the gaps stayed open, and the dates the articles give."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit


def event_days() -> pd.DataFrame:
    """Return the events by id, their dates as days."""
    frame = tables.load("events").set_index("id")
    return frame.assign(day=frames.day(frame["date"]))


def windows() -> Exhibit:
    """How long each chip could be sold to China before a rule, or an order, closed the gap."""
    frame = window_rows()
    free = frame[frame["kind"] == "no licence needed"]
    longest, shortest = free.loc[free["days"].idxmax()], free.loc[free["days"].idxmin()]

    def draw(width: int) -> alt.TopLevelMixin:
        kinds = {"no licence needed": style.BLUE, "by licence": style.AMBER}
        # Ends one by one: Vega-Lite joins a whole domain, written twice over, for the two fields of a bar.
        scale = alt.Scale(domainMin=alt.DateTime(year=2022, month=7), domainMax=alt.DateTime(year=2027, month=10 if style.narrow(width) else 3))
        y = alt.Y(
            "row:N",
            title=None,
            sort=list(frame["row"]),
            axis=alt.Axis(labels=False, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.55, paddingOuter=0.6),
        )
        base = alt.Chart(frame).encode(y=y)
        bars = base.mark_bar(height=13).encode(
            x=alt.X("start:T", title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount="year", labelAngle=0)),
            x2="end:T",
            color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=alt.Legend(columns=2)),
        )
        names = base.mark_text(align="left", dy=-14, baseline="middle").encode(x=alt.X("start:T", scale=scale), text="chip:N")
        values = base.mark_text(align="left", dx=5, baseline="middle", color=style.MUTED).encode(x=alt.X("end:T", scale=scale), text="shown:N")
        return (bars + names + values).properties(width=width, height=44 * len(frame) + 30)

    return Exhibit(
        "fig-controls-windows",
        f"The longest gap in which a chip for China needed no licence, the {longest['chip']}'s, lasted {quantity.number(longest['days'])} "
        f"days; the {shortest['chip']}'s lasted {quantity.number(shortest['days'])}",
        "From listing or report of the chip to the day the duty took effect; for the two licence windows from the announcement to the halt, "
        "or to the last record read. The windows of A800 and H800 end on 23 October 2023, "
        "when the duty of the new rule was made effective at once. The H20 is counted from its listing; from the first reported orders it is "
        "shorter. The H200's window is open on paper.",
        f"{len(frame)} bars on a time axis. "
        + "; ".join(f"{row.row}: {row.start:%Y-%m-%d} to {row.end:%Y-%m-%d}, {row.days} days, ended by {row.ended_by}" for row in frame.itertuples())
        + f". Without a licence the {longest['chip']}'s is the longest, the {shortest['chip']}'s the shortest.",
        draw,
        frame.drop(columns=["row", "shown"]),
    )


def window_rows() -> pd.DataFrame:
    """Return each window with its start, its end, the days between and what ended it."""
    events, listed = event_days(), tables.load("attributes").set_index("id")
    wanted = [
        ("A800", "no licence needed", "ev-008", "ev-017", "the US"),
        ("H800", "no licence needed", "at-nvidia-h800-release-date-1", "ev-017", "the US"),
        ("H20", "no licence needed", "at-nvidia-h20-release-date-1", "ev-041", "the US"),
        ("H20", "by licence", "ev-049", "ev-053", "Nvidia's halt after Beijing's warnings"),
        ("H200", "by licence", "ev-085", "ev-112", "nothing yet: last record"),
    ]
    rows = []
    for chip, kind, opens, closes, by in wanted:
        start = events.loc[opens, "day"] if opens in events.index else pd.Timestamp(listed.loc[opens, "text"])
        source = frames.join(pd.Series([(events if opens in events.index else listed).loc[opens, "source"], events.loc[closes, "source"]]))
        rows.append(
            {"chip": chip, "kind": kind, "opens": opens, "closes": closes, "start": start, "end": events.loc[closes, "day"], "ended_by": by, "source": source}
        )
    frame = pd.DataFrame(rows)
    frame["days"] = (frame["end"] - frame["start"]).dt.days
    frame["row"] = frame["chip"] + ", " + frame["kind"]
    frame["shown"] = [f"{days} days" for days in frame["days"]]
    frame.loc[frame["ended_by"].str.startswith("nothing"), "shown"] = "still open"
    return frame


def dates() -> Exhibit:
    """Which of the articles' dates for the controls contain the act they speak of."""
    frame = date_rows()
    wrong = frame[~frame["agrees"]]

    def draw(width: int) -> alt.TopLevelMixin:
        scale = alt.Scale(domain=[-240, 600], nice=False)
        y = alt.Y(
            "row:N",
            title=None,
            sort=list(frame["row"]),
            axis=alt.Axis(labels=False, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.5, paddingOuter=0.6),
        )
        base = alt.Chart(frame).encode(y=y)
        kinds = {"contains the act": style.GREEN, "misses it": style.ORANGE}
        bars = base.mark_bar(height=11).encode(
            x=alt.X("from_days:Q", title="Days after the act", scale=scale, axis=alt.Axis(tickCount=4 if style.narrow(width) else 8)),
            x2="to_days:Q",
            color=alt.Color(
                "verdict:N", title="Time the article gives", scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=alt.Legend(columns=2)
            ),
        )
        zero = base.mark_tick(color=style.INK, thickness=2.5, size=17).encode(x=alt.datum(0))
        names = base.mark_text(align="left", dy=-14, baseline="middle", fontSize=11 if style.narrow(width) else 12).encode(x=alt.datum(-240), text="row:N")
        values = base.mark_text(align="left", dx=5, baseline="middle", color=style.MUTED).encode(x=alt.X("value_at:Q", scale=scale), text="shown:N")
        return alt.layer(bars, zero, names, values).properties(width=width, height=40 * len(frame) + 30)

    return Exhibit(
        "fig-controls-dates",
        f"Of {quantity.number(frame['claim'].nunique())} dates that the articles give for the controls and their chips, "
        f"{quantity.number(wrong['claim'].nunique())} miss the act, by {quantity.number(wrong['misses_by_days'].min())} to "
        f"{quantity.number(wrong['misses_by_days'].max())} days",
        "Each bar is the month or year that an article gives, placed by its distance from the act it speaks of (upright mark). A bar that "
        "crosses the mark contains the act. "
        "Statements are named by article and claim; September 2022 is set against both acts that it could mean.",
        "Bars of the time that each article gives, from its first to its last day, against the act. "
        + "; ".join(f"{row.row}: {from_act(row.from_days)} to {from_act(row.to_days)}, {row.verdict}" for row in frame.itertuples())
        + ".",
        draw,
        frame.drop(columns=["row", "shown", "value_at"]),
    )


def from_act(days: int) -> str:
    """Write a distance from an act.

    >>> from_act(-135), from_act(6)
    ('135 days before', '6 days after')
    """
    return f"{quantity.number(abs(days))} day{'s' if abs(days) != 1 else ''} {'before' if days < 0 else 'after'}"


def date_rows() -> pd.DataFrame:
    """Return the articles' dates beside those of the acts, with the days between them."""
    claims, events, listed = tables.load("claims").set_index("id"), event_days(), tables.load("attributes").set_index("id")
    wanted = [
        ("Huawei listed in 2019", "c-ds25-huawei-entity-list-2019", "ev-001"),
        ("Chips limited in 2022", "c-ds25-nvidia-exports-limited-2022", "ev-006"),
        ("Chips from September 2022, by letter", "c-ti25-controls-start-september-2022", "ev-006"),
        ("Chips from September 2022, by rule", "c-ti25-controls-start-september-2022", "ev-007"),
        ("Rule of October 2022", "c-wsj23-october-2022-rule", "ev-007"),
        ("H100 launched in March 2023", "c-wsj23-h100-launch-march", "at-nvidia-h100-release-date-1"),
        ("Chip tools barred in 2023", "c-ds25-equipment-ban-2023", "ev-007"),
        ("H20 stopped in April 2025", "c-ti25-h20-stop-april-2025", "ev-041"),
    ]
    rows = []
    for row, claim, act in wanted:
        period = pd.Period(claims.loc[claim, "period"])
        day, source = (
            (events.loc[act, "day"], events.loc[act, "source"]) if act in events.index else (pd.Timestamp(listed.loc[act, "text"]), listed.loc[act, "source"])
        )
        rows.append(
            {
                "row": row,
                "claim": claim,
                "claimed": str(period),
                "act": act,
                "act_date": f"{day:%Y-%m-%d}",
                "from_days": (period.start_time - day).days,
                "to_days": (period.end_time.normalize() - day).days,
                "source": frames.join(pd.Series([claims.loc[claim, "source"], source])),
            }
        )
    frame = pd.DataFrame(rows)
    frame["agrees"] = (frame["from_days"] <= 0) & (frame["to_days"] >= 0)
    frame["verdict"] = frame["agrees"].map({True: "contains the act", False: "misses it"})
    frame["misses_by_days"] = frame[["from_days", "to_days"]].abs().min(axis=1).where(~frame["agrees"], 0)
    frame["shown"] = [("agrees" if row.agrees else f"{row.misses_by_days} days {'late' if row.from_days > 0 else 'early'}") for row in frame.itertuples()]
    frame["value_at"] = frame["to_days"].clip(lower=0)
    return frame
