"""The challengers' chips beside the H100: what their makers said, what the model of serving predicts, what was measured."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from detour import quantity
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.inference_market_shift_rows import against, entry, placed

SAID, PREDICTED, MEASURED = "said by the maker", "predicted here", "measured"
_MODEL = ("predicted, a service of 70B", "predicted")
#: Rows by chip: label, short label, kind, and the entries whose ends the row spans.
ROWS = {
    "Intel Gaudi 3": [
        ("Intel, over three models", "Intel", SAID, ("es-ims-gaudi3-intel-13", "es-ims-gaudi3-intel-range")),
        (*_MODEL, PREDICTED, ("r-shift-chal-gaudi3",)),
        ("Futurum with Kamiwaza, Llama 3.1", "Futurum", MEASURED, ("es-ims-gaudi3-measured",)),
    ],
    "Intel Gaudi 2": [
        (*_MODEL, PREDICTED, ("r-shift-chal-gaudi2",)),
        ("MLPerf v4.0, both scenarios", "MLPerf v4.0", MEASURED, ("r-shift-chal-gaudi2-measured", "r-shift-chal-gaudi2-server-measured")),
    ],
    "Intel Xeon 8592+, a processor": [
        ("predicted, decode of 70B", "predicted", PREDICTED, ("r-shift-chal-xeon",)),
        ("MLPerf v4.0, GPT-J", "MLPerf, GPT-J", MEASURED, ("r-shift-chal-xeon-measured",)),
    ],
    "AMD MI300X": [
        ("AMD, servers of eight", "AMD", SAID, ("es-ims-mi300x-amd-16",)),
        (*_MODEL, PREDICTED, ("r-shift-chal-mi300x",)),
        ("MLPerf v4.1, both scenarios", "MLPerf v4.1", MEASURED, ("r-shift-mlperf-offline", "r-shift-mlperf-server")),
        ("LLM-Inference-Bench, vLLM", "vLLM", MEASURED, ("r-shift-same-library",)),
    ],
    "Groq LPU": [
        ("Groq, speed for one user", "Groq, one user", SAID, ("es-ims-groq-10",)),
        ("predicted, at its measured speed to the most", "predicted, to the most", PREDICTED, ("r-shift-chal-groq-measured", "r-shift-chal-groq-most")),
    ],
    "SambaNova SN40L": [
        ("SambaNova, speed for one user", "SambaNova, one user", SAID, ("r-shift-chal-sn40l-user",)),
        (*_MODEL, PREDICTED, ("r-shift-chal-sn40l",)),
        ("LLM-Inference-Bench, Llama 2 7B", "Llama 2 7B", MEASURED, ("r-shift-chal-sn40l-measured",)),
    ],
    "Google TPU v5e": [
        (*_MODEL, PREDICTED, ("r-shift-chal-v5e",)),
        ("MLPerf v4.0, GPT-J", "MLPerf, GPT-J", MEASURED, ("r-shift-chal-v5e-measured",)),
    ],
    "Amazon, Microsoft, Meta": [
        ("Inferentia2", "Inferentia2", PREDICTED, ("r-shift-chal-inf2",)),
        ("Trainium2", "Trainium2", PREDICTED, ("r-shift-chal-trn2",)),
        ("Maia 100", "Maia 100", PREDICTED, ("r-shift-chal-maia",)),
        ("MTIA v2", "MTIA v2", PREDICTED, ("r-shift-chal-mtia",)),
    ],
}


def _row(group: str, label: str, short: str, kind: str, refs: tuple[str, ...]) -> dict:
    """Return a row that spans the ends of its entries; its mark stands at the value said or predicted, else midway on a log scale."""
    entries = [entry(ref) for ref in refs]
    low, high = min(each["low"] for each in entries), max(each["high"] for each in entries)
    spanned = kind == MEASURED or len(entries) > 1 and kind == PREDICTED or math.isnan(entries[0]["value"])
    value = math.sqrt(low * high) if spanned else entries[0]["value"]
    text = quantity.number(low, 2) if low == high else f"{quantity.number(low, 2)}–{quantity.number(high, 2)}"
    source = ";".join(sorted({source for each in entries for source in each["source"].split(";")}))
    row = {"group": group, "label": label, "short": short, "kind": kind, "id": ";".join(refs)}
    return {**row, "value": value, "low": low, "high": high, "text": text, "source": source}


def challengers() -> pd.DataFrame:
    """Return every chip over the H100 as said, as predicted with its interval, and as measured."""
    return placed([_row(group, *row) for group, rows in ROWS.items() for row in rows])


def held(frame: pd.DataFrame) -> tuple[int, int]:
    """Return in how many of the chips with both a measurement lies within the predicted interval, and how many have both; vLLM counts as its chip's worst."""
    inside = both = 0
    for _, rows in frame.groupby("group"):
        predicted, found = (rows[rows["kind"] == kind] for kind in (PREDICTED, MEASURED))
        if len(predicted) == 1 and len(found):
            both += 1
            inside += int((found["high"] >= predicted["low"].item()).all() and (found["low"] <= predicted["high"].item()).all())
    return inside, both


def challenge() -> Exhibit:
    """No challenger's chip of the time is predicted, or was measured, to serve much more than an H100."""
    frame = challengers()
    inside, both = held(frame)
    known = frame[frame["kind"] == PREDICTED]
    most = known.loc[known["at"].idxmax()]
    measured = frame[frame["kind"] == MEASURED]

    def draw(width: int) -> alt.LayerChart:
        return against(frame, width, "one chip over one H100, log scale", (0.04, 900 if style.narrow(width) else 300), [0.1, 1, 10, 100])

    return Exhibit(
        label="fig-shift-challengers",
        title=f"Measured in the service of many, no challenger's chip gives more than {quantity.number(measured['high'].max(), 2)} times an H100; "
        f"the makers said up to {quantity.number(frame[frame['kind'] == SAID]['high'].max(), 2)}, of the speed of one user",
        caption="Each chip divided by one H100; the dashed line is a draw. Crosses are our model's answers a second of a service of Llama 3.1 70B at "
        "sixteen bits, with the interval of the prediction; of these chips the fit has seen the H100 and the MI300X alone. "
        f"In {inside} of the {both} chips with both, all that was measured lies within the interval, though of other models, widths or libraries in part. "
        "Groq's rule runs from the speed measured for one user to the most that its memory allows. "
        "What makers say of one user is not what a chip serves to many. Log scale.",
        alt=f"Dot chart on a log axis of {len(frame)} ratios to the H100; the greatest predicted is that of {most['group']}. "
        + " ".join(
            f"{name}: " + "; ".join(f"{row.label} ({row.kind}) {row.text}" for row in rows.itertuples()) + "."
            for name, rows in frame.groupby("group", sort=False)
        ),
        draw=draw,
        frame=frame[["group", "label", "kind", "value", "low", "high", "id", "source"]],
    )
