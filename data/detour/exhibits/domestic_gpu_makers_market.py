"""Exhibit of the chapter on domestic makers: the six dragons among those that ship."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import write
from detour.results import engine

#: The six of the article, and the others that IDC names; id of the 2025 count where there is one.
DRAGONS = {"Huawei": "es-030", "Cambricon": "es-049", "Moore Threads": "", "Biren": "", "Hygon": "", "Jingjia Micro": ""}
OTHERS = {"T-Head (Alibaba)": "es-056", "Kunlunxin (Baidu)": "es-059", "rest, not named": "r-dg-rest-2025"}


def shipped() -> pd.DataFrame:
    """Return IDC's 2025 count of each member of the six and of the others, zero and empty where it is not named."""
    wanted = {ref: name for group in (DRAGONS, OTHERS) for name, ref in group.items() if ref}
    rows = frames.entries(wanted)[["label", "value", "source"]]
    none = pd.DataFrame({"label": [name for name, ref in DRAGONS.items() if not ref], "value": float("nan"), "source": "s-openstack"})
    both = pd.concat([rows, none], ignore_index=True)
    group = both["label"].map(
        lambda name: "one of the six dragons" if name in DRAGONS else "not named, of either kind" if name.startswith("rest") else "outside the six"
    )
    return both.rename(columns={"label": "maker", "value": "cards_2025"}).assign(group=group).sort_values("cards_2025", ascending=False, na_position="last")


def dragons() -> Exhibit:
    """Two of the four makers that IDC names for 2025 are outside the six, and four of the six are not named."""
    frame = shipped()
    most, least = engine.entry("r-dg-dragon-share-most"), engine.entry("r-dg-dragon-share")
    return Exhibit(
        label="fig-dg-dragons",
        title="Four of the six “dragons” are not named in the count of 2025, and two of the four named are not dragons",
        caption="Accelerator cards shipped in China in 2025 by Chinese vendors, IDC as relayed by Reuters. Moore Threads, Biren, Hygon and Jingjia Micro "
        "are not named there; whatever they "
        "shipped is inside the rest, which we compute as the vendors’ total less the four named.",
        alt="Bar chart of cards in 2025: "
        + ", ".join(f"{row.maker} {write(row.cards_2025)}" for row in frame.dropna().itertuples())
        + f". The two dragons named hold {least.written()} of the Chinese vendors’ cards; even with the whole rest the six would hold {most.written()}.",
        draw=lambda width: _dragon_chart(frame, width),
        frame=frame,
    )


def _dragon_chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    data = frame.assign(
        drawn=frame["cards_2025"].fillna(0),
        said=[write(value) if value == value else ("not named" if slim else "not named; inside the rest") for value in frame["cards_2025"]],
    )
    base = alt.Chart(data).encode(y=alt.Y("maker:N", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=130)))
    x = alt.X(
        "drawn:Q",
        title="cards shipped in 2025",
        scale=alt.Scale(domain=[0, 1.05e6]),
        axis=alt.Axis(values=[0, 400000, 800000] if slim else [0, 200000, 400000, 600000, 800000], format=",.0f"),
    )
    groups = ["one of the six dragons", "outside the six", "not named, of either kind"]
    bars = base.mark_bar(height=16).encode(
        x=x,
        color=alt.Color(
            "group:N",
            title=None,
            scale=alt.Scale(domain=groups, range=[style.BLUE, style.GREY, style.SKY]),
            legend=alt.Legend(columns=1 if slim else 3),
        ),
    )
    text = base.mark_text(align="left", dx=5, fontSize=11).encode(x="drawn:Q", text="said:N")
    return alt.layer(bars, text).properties(width=width, height=27 * len(data))
