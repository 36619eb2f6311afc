"""The exhibit on tokens a day: what the chips said to be sold in 2024 can pass, beside what was counted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import say, value

ROWS = {
    "r-shift-day-experts-h20": ("H20s sold, DeepSeek-R1", "could pass"),
    "r-shift-day-dense-h20": ("H20s sold, Llama 3.1 70B", "could pass"),
    "r-shift-day-experts-910b": ("910Bs sold, DeepSeek-R1", "could pass"),
    "r-shift-day-dense-910b": ("910Bs sold, Llama 3.1 70B", "could pass"),
    "se-ims-tok-doubao-2024-09": ("Doubao, September 2024", "counted"),
    "se-ims-tok-china-2025-01": ("China, January 2025", "counted"),
    "se-ims-tok-doubao-2025-12": ("Doubao, December 2025", "counted"),
    "se-ims-tok-china-2025-12": ("China, end of 2025", "counted"),
}
KINDS = {"could pass": style.BLUE, "counted": style.ORANGE}


def served_frame() -> pd.DataFrame:
    """Return tokens a day, computed and counted, with intervals."""
    frame = frames.entries({id: label for id, (label, _) in ROWS.items()})
    return frame.assign(kind=[kind for _, kind in ROWS.values()]).drop(columns=["period"])


def served() -> Exhibit:
    """The chips of 2024 could pass many times the tokens then counted."""
    frame = served_frame()
    shown = [quantity.write(each, digits=2) for each in frame["value"]]

    def draw(width: int) -> alt.TopLevelMixin:
        drawn = frame.assign(shown=shown)
        y = alt.Y("label:N", sort=drawn["label"].tolist(), title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=6))
        axis = alt.Axis(values=[1e12, 1e13, 1e14], labelExpr="datum.value / 1e12 + 'T'")
        x = dict(title="tokens a day, log axis (T: trillion)", scale=alt.Scale(type="log", domain=[5e11, 3e14], nice=False), axis=axis)
        colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())), legend=alt.Legend(title=None, symbolOpacity=1))
        base = alt.Chart(drawn).encode(y=y, color=colour)
        rule = base.mark_rule(strokeWidth=3, opacity=0.45).encode(x=alt.X("low:Q", **x), x2="high:Q")
        mark = base.mark_point(filled=True, size=80, opacity=1).encode(x=alt.X("value:Q", **x))
        text = base.mark_text(dy=-10, fontSize=11, color=style.INK).encode(x=alt.X("value:Q", **x), text="shown:N", color=alt.value(style.INK))
        return alt.layer(rule, mark, text).properties(width=width, height=len(drawn) * 34)

    return Exhibit(
        "fig-shift-served",
        f"The H20s of 2024 could pass {say('r-shift-day-dense-over-doubao')} the tokens that Doubao counted in September 2024 with a dense model, "
        f"and {say('r-shift-day-experts-over-doubao')} with DeepSeek-R1",
        f"Tokens a day, read and written together. Blue: chips said to be sold in 2024, all serving one model, busy {quantity.number(100 * value('a-cost-utilisation'))}% of the "
        "hours at full load, with intervals from counts, rival specifications, lengths of prompts and answers, busy hours and the error of predictions. "
        "Orange: counts by the operator and by the National Data Administration. Chips also train, serve other models and stand unsold; what is drawn is a "
        "capacity, not a use.",
        "Dot chart on a log axis. "
        + "; ".join(
            f"{row.label}: {text}" + (f" ({quantity.write(row.low, digits=2)} to {quantity.write(row.high, digits=2)})" if row.low < row.high else "")
            for row, text in zip(frame.itertuples(), shown, strict=True)
        )
        + ".",
        draw,
        frame,
    )
