"""Exhibits on the challengers: what their chips give for money and power, and what their benchmarks were worth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.frames import join, rivals
from detour.exhibits.inference_market_shift_rows import against, entry, ladder, placed
from detour.results import engine

CHIPS = {"intel-xeon-8592plus": "Xeon 8592+", "nvidia-h100": "H100", "intel-gaudi3": "Gaudi 3", "nvidia-h20": "H20", "amd-mi300x": "MI300X"}
ARTICLE = "c-wsj24-h100-price-40000"
DOLLARS, WATTS = "GB/s for a thousand dollars of chip", "GB/s for a watt of rated power"


def _prices(chip: str) -> tuple[float, float, str]:
    """Return the least and greatest dollar price of a chip in the tables, whatever the year, and the sources."""
    rows = rivals("price", [chip])
    rows = rows[rows["unit"] == "USD/chip"]
    ends = pd.concat([rows["value"], rows["low"], rows["high"]]).dropna()
    return ends.min(), ends.max(), join(rows["source"])


def _spread(values: pd.Series) -> tuple[float, float]:
    return values.min(), values.max()


def _row(group: str, label: str, low: float, high: float, kind: str, source: str) -> dict:
    text = quantity.number(low, 3) if low == high else f"{quantity.number(low, 3)}–{quantity.number(high, 3)}"
    return {"group": group, "label": label, "value": float("nan"), "low": low, "high": high, "kind": kind, "text": text, "source": source}


def bandwidths() -> pd.DataFrame:
    """Return memory bandwidth for a thousand dollars and for a watt, over every price and rating in the tables."""
    rows = []
    for chip, label in CHIPS.items():
        bandwidth = registry.find(f"{chip}/memory_bandwidth")
        low, high, source = _prices(chip)
        rows.append(
            _row(DOLLARS, label, bandwidth.value / high * 1e3, bandwidth.value / low * 1e3, "we compute", join(pd.Series([source, *bandwidth.sources])))
        )
        if chip == "nvidia-h100":
            asked = registry.find(ARTICLE)
            price = bandwidth.value / asked.value * 1e3
            rows.append(
                _row(DOLLARS, "H100 at the article's price", price, price, "said in the articles", join(pd.Series([*asked.sources, *bandwidth.sources])))
            )
    for chip, label in CHIPS.items():
        bandwidth, power = registry.find(f"{chip}/memory_bandwidth"), rivals("tdp", [chip])
        least, most = _spread(power["value"].dropna())
        rows.append(_row(WATTS, label, bandwidth.value / most, bandwidth.value / least, "we compute", join(pd.Series([*power["source"], *bandwidth.sources]))))
    return placed(rows)


def bandwidth() -> Exhibit:
    """A server processor gives less memory bandwidth for money and power than any accelerator here."""
    frame = bandwidths()
    dollar, watt, even = (engine.value(f"r-shift-{each}") for each in ("bandwidth-a-dollar", "bandwidth-a-watt", "h100-break-even"))
    number = quantity.number

    def draw(width: int) -> alt.LayerChart:
        shown = frame.assign(short=frame["label"].str.replace("H100 at the article's price", "H100, article's price"))
        return ladder(
            shown,
            width,
            "GB/s per unit, log scale",
            alt.Scale(type="log", domain=[0.9, 3500 if style.narrow(width) else 1500], nice=False),
            0.9,
            [1, 10, 100, 1000],
        )

    return Exhibit(
        label="fig-shift-bandwidth",
        title=f"At the article's price the H100 still gives {number(dollar, 2)} times the Xeon's memory bandwidth a dollar and {number(watt, 2)} times a watt",
        caption="Memory bandwidth bounds the speed at which a large model writes its answer. Rules run over every price in the tables, from 2022 to "
        "2025, and every rated power, of the chip or board alone; "
        "hosts, memory modules, networks and software are left out, and so is the memory that a processor already has. The diamond takes the price "
        "that Intel's chief executive gave. Log scale.",
        alt="Two ladders of intervals. "
        + "; ".join(f"{row.group}, {row.label}: {row.text}" for row in frame.itertuples())
        + f". The H100 would have to cost {quantity.write(even, unit='USD', digits=2)} for both to be alike.",
        draw=draw,
        frame=frame[["group", "label", "low", "high", "kind", "source"]],
    )


def _upside_down(ref: str) -> dict:
    """Return an entry that states H100 over MI300X as MI300X over H100."""
    row = entry(ref)
    return {**row, "value": 1 / row["value"], "low": 1 / row["high"], "high": 1 / row["low"]}


def _specification(name: str) -> dict:
    amd, nvidia = (registry.find(f"{chip}/{name}") for chip in ("amd-mi300x", "nvidia-h100"))
    value = amd.value / nvidia.value
    return {"id": f"{amd.id};{nvidia.id}", "value": value, "low": value, "high": value, "source": join(pd.Series([*amd.sources, *nvidia.sources]))}


def _result(ref: str, *runs: str) -> dict:
    sources = [source for run in runs for source in registry.find(run).sources]
    return {**entry(ref), "source": join(pd.Series(sources))}


def duels() -> pd.DataFrame:
    """Return MI300X over H100 as claimed, on paper and as measured."""
    run = "inf-mlp{}-{}-llama2-70b-99.9-{}".format
    said, paper, measured = "What the makers said in 2023", "On paper", "What was measured, Llama-2-70B"
    rows = [
        (said, "AMD at the launch, servers of eight", "AMD, servers of eight", "reported", entry("es-ims-mi300x-amd-16")),
        (said, "AMD, same library and data type", "AMD, same library", "reported", entry("es-ims-mi300x-amd-14")),
        (said, "Nvidia's answer, one request at a time", "Nvidia, one request", "said in the articles", _upside_down("c-wsj24-nvidia-twice-as-fast")),
        (said, "Nvidia's answer, many requests", "Nvidia, many requests", "reported", _upside_down("es-ims-h100-nvidia-14")),
        (said, "AMD's reply, vLLM on both", "AMD again, vLLM", "reported", entry("es-ims-mi300x-amd-21")),
        (said, "AMD's reply, each with its own software", "AMD again, own software", "reported", entry("es-ims-mi300x-amd-13")),
        (paper, "memory bandwidth", "memory bandwidth", "we compute", _specification("memory_bandwidth")),
        (paper, "16-bit peak rate", "16-bit peak rate", "we compute", _specification("fp16_peak")),
        (
            measured,
            "MLPerf v4.1, offline, August 2024",
            "MLPerf v4.1, offline",
            "we compute",
            _result("r-shift-mlperf-offline", run("41", "amd-mi300xx8", "offline"), run("41", "nvidia-h100-sxmx8", "offline")),
        ),
        (
            measured,
            "MLPerf v4.1, server, August 2024",
            "MLPerf v4.1, server",
            "we compute",
            _result("r-shift-mlperf-server", run("41", "amd-mi300xx8", "server"), run("41", "nvidia-h100-sxmx8", "server")),
        ),
        (
            measured,
            "MLPerf v5.1, offline, a chip, September 2025",
            "MLPerf v5.1, offline",
            "we compute",
            _result("r-shift-mlperf-later", run("51", "amd-mi300xx8", "offline"), run("51", "cisco-h100-sxmx16", "offline")),
        ),
        (
            measured,
            "LLM-Inference-Bench, vLLM on both, batch of 64",
            "vLLM, batch of 64",
            "we compute",
            _result("r-shift-same-library", "inf-lib-mi300xx4-llama-2-70b-vllm-b64", "inf-lib-h100x4-llama-2-70b-vllm-b64"),
        ),
    ]
    return placed(
        [
            {**row, "group": group, "label": label, "short": short, "kind": kind, "text": quantity.number(row["value"], 2)}
            for group, label, short, kind, row in rows
        ]
    )


def duel() -> Exhibit:
    """Two makers' claims about one pair of chips spread far wider than any measurement of it."""
    frame = duels()
    said, measured = frame[frame["group"].str.startswith("What the makers")], frame[frame["group"].str.startswith("What was")]
    spread = quantity.number(said["value"].max() / said["value"].min(), 2)
    mlperf = measured[measured["label"].str.startswith("MLPerf")]["value"]

    def draw(width: int) -> alt.LayerChart:
        return against(frame, width, "MI300X over H100, log scale", (0.05, 9 if style.narrow(width) else 5), [0.1, 0.2, 0.5, 1, 2])

    return Exhibit(
        label="fig-shift-duel",
        title=f"The makers' claims differ by a factor of {spread}; MLPerf has the MI300X at {quantity.number(mlperf.min(), 2)} to "
        f"{quantity.number(mlperf.max(), 2)} of the H100",
        caption="Speed of AMD's MI300X divided by that of Nvidia's H100. Nvidia's claims are turned over, because they put the H100 first; the "
        "diamond is the one that the article prints. "
        "MLPerf results are submitted by the makers or their partners and checked by others; the last row is a laboratory's test with the same open "
        "library on both. Log scale; the dashed line is a draw.",
        alt=f"Dot chart on a log axis of {len(frame)} ratios of MI300X to H100. "
        + " ".join(f"{name}: " + "; ".join(f"{row.label} {row.text}" for row in rows.itertuples()) + "." for name, rows in frame.groupby("group", sort=False)),
        draw=draw,
        frame=frame[["group", "label", "value", "kind", "id", "source"]].rename(columns={"value": "mi300x_over_h100"}),
    )
