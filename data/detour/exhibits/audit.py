"""Exhibits of the audit: what the checks found, by class and by article."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit

VERDICTS = {"fails": style.ORANGE, "strained": style.AMBER, "open": style.GREY, "holds": style.GREEN}
STATUSES = {"impossible": style.ORANGE, "disputed": style.AMBER, "relayed": style.GREY, "corroborated": style.GREEN}


def _stacked(frame: pd.DataFrame, field: str, colours: dict[str, str], width: int, title: str) -> alt.TopLevelMixin:
    order = list(colours)
    small = style.narrow(width)
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title=title, axis=alt.Axis(tickCount=4 if small else 8, format="d")),
            y=alt.Y("group:N", title=None, sort=list(frame.sort_values("total", ascending=False)["group"].unique())),
            color=alt.Color(
                f"{field}:N", scale=alt.Scale(domain=order, range=list(colours.values())), title=None, legend=alt.Legend(columns=1 if small else 4)
            ),
            order=alt.Order("rank:Q"),
        )
    )
    words = (
        alt.Chart(frame[frame["count"] >= (6 if small else 3)])
        .mark_text(color=style.PAPER, baseline="middle")
        .encode(
            x=alt.X("middle:Q"),
            y=alt.Y("group:N", sort=list(frame.sort_values("total", ascending=False)["group"].unique())),
            text="count:Q",
        )
    )
    return (bars + words).properties(width=width, height=36 * frame["group"].nunique() + 20)


def _counts(frame: pd.DataFrame, group: str, field: str, order: list[str]) -> pd.DataFrame:
    """Return counts by group and field with the place of each block in its bar."""
    counted = frame.groupby([group, field]).agg(count=("id", "size"), source=("source", frames.join)).reset_index()
    counted["rank"] = counted[field].map(order.index)
    counted = counted.sort_values([group, "rank"]).rename(columns={group: "group"})
    counted["total"] = counted.groupby("group")["count"].transform("sum")
    counted["middle"] = counted.groupby("group")["count"].cumsum() - counted["count"] / 2
    return counted.reset_index(drop=True)


def verdicts() -> Exhibit:
    """Show how the checks of each class came out."""
    findings, claims = tables.load("findings"), tables.load("claims").set_index("id")["source"]
    findings["source"] = findings["claims"].map(lambda cell: ";".join(sorted({claims[id] for id in tables.split(cell)})))
    frame = _counts(findings, "kind", "verdict", list(VERDICTS))
    fails = frame[frame["verdict"] == "fails"].sort_values("count", ascending=False)
    worst = fails.iloc[0]
    return Exhibit(
        "fig-audit-verdicts",
        f"{worst['group'].capitalize()} is the class of check that fails most often: {quantity.number(worst['count'])} of the "
        f"{quantity.number(fails['count'].sum())} findings that cannot stand",
        "Findings of the audit by class of check. Fails: the claims cannot be so. Strained: they stand only on a generous reading. "
        "Open: nothing yet settles it. One finding may concern several claims.",
        f"Stacked bars of findings by class; {worst['group']} has the most that fail. "
        + "; ".join(f"{group}: " + ", ".join(f"{row['verdict']} {row['count']}" for _, row in rows.iterrows()) for group, rows in frame.groupby("group"))
        + ".",
        lambda width: _stacked(frame, "verdict", VERDICTS, width, "Findings"),
        frame.drop(columns=["rank", "total", "middle"]),
    )


def statuses() -> Exhibit:
    """Show where the claims of each article stand."""
    names = {
        "s-ft25": "FT relay, Jan 2025",
        "s-wsj23": "WSJ relay, May 2023",
        "s-ds25": "DeepSeek survey, Feb 2025",
        "s-ti25": "The Information relay, Sep 2025",
        "s-wsj24": "WikiLeaks Korea, Mar 2024",
    }
    claims = tables.load("claims")
    claims["article"] = claims["source"].map(names)
    frame = _counts(claims, "article", "status", list(STATUSES))
    totals = frame.groupby("status")["count"].sum()
    return Exhibit(
        "fig-audit-statuses",
        f"Of {quantity.number(len(claims))} claims, independent evidence supports {quantity.number(totals['corroborated'])} "
        f"and disputes {quantity.number(totals['disputed'])}; {quantity.number(totals['impossible'])} are impossible as printed, "
        f"and {quantity.number(totals['relayed'])} are only relayed",
        "Claims by article and status. Relayed: found as printed, with no independent evidence either way. "
        "Corroborated and disputed: evidence that does not come from the same report agrees or disagrees. Impossible: the words contradict themselves.",
        f"Stacked bars of claims by article and status; {quantity.number(totals['relayed'])} of {quantity.number(len(claims))} are only relayed. "
        + "; ".join(f"{group}: " + ", ".join(f"{row['status']} {row['count']}" for _, row in rows.iterrows()) for group, rows in frame.groupby("group"))
        + ".",
        lambda width: _stacked(frame, "status", STATUSES, width, "Claims"),
        frame.drop(columns=["rank", "total", "middle"]),
    )
